/** Fixes as an editor offers and makes them. */

import { afterEach, expect, test } from 'vitest';
import type { CodeAction, TextDocumentEdit, TextEdit } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Client, PLAIN, startServer } from './client.ts';

let client: Client;
afterEach(() => client.stop());

const TLS = "import tls from 'node:tls';\ntls.createServer({ minVersion: 'TLSv1' });\n";
const TWO = `${TLS}tls.createServer({ minVersion: 'TLSv1.1' });\n`;

async function opened(text: string, files: Readonly<Record<string, string>> = {}): Promise<string> {
  client = await startServer({ folders: { a: files } });
  const uri = client.uri('a/x.ts');
  client.open(uri, text);
  return uri;
}

const actions = (uri: string, line: number, only?: string[]): Promise<CodeAction[]> =>
  client.server.sendRequest('textDocument/codeAction', {
    textDocument: { uri },
    range: { start: { line, character: 0 }, end: { line, character: 200 } },
    context: { diagnostics: [], ...(only && { only }) },
  });

async function made(action: CodeAction | undefined): Promise<TextDocumentEdit> {
  expect(action?.edit).toBeUndefined();
  const { edit } = await client.server.sendRequest<CodeAction>('codeAction/resolve', action as CodeAction);
  expect(edit?.documentChanges).toHaveLength(1);
  return edit?.documentChanges?.[0] as TextDocumentEdit;
}

const applied = (text: string, { edits }: TextDocumentEdit): string =>
  TextDocument.applyEdits(TextDocument.create('x:x', 'typescript', 1, text), edits as TextEdit[]);

test('the order is: fix this, waive, show the clause, fix all; the safe fix is preferred, and mends the finding', async () => {
  const uri = await opened(TWO);
  const all = await actions(uri, 1);
  expect(all.map((one) => one.kind)).toEqual([
    'quickfix',
    'quickfix.suppressRule.inline.clauselint',
    // Two clauses, and all of the rule.
    'quickfix',
    'quickfix',
    'quickfix',
    'source.fixAll.clauselint',
  ]);
  expect(all[0]).toMatchObject({ isPreferred: true, title: expect.stringContaining('tls-min-version') });
  expect(all[2]?.command?.command).toBe('clauselint.showClause');
  const change = await made(all[0]);
  expect(change.textDocument).toEqual({ uri, version: 1 });
  client.change(uri, applied(TWO, change));
  expect((await client.diagnostics(uri)).map((one) => one.range.start.line)).toEqual([2]);
});

test.each([
  ['all of a rule', 4],
  ['all that is safe', 5],
])('%s in the file: all gone, nothing new, and nothing left to fix', async (_, index) => {
  const uri = await opened(TWO);
  const text = applied(TWO, await made((await actions(uri, 1))[index]));
  client.change(uri, text);
  expect(await client.diagnostics(uri)).toEqual([]);
  expect(await actions(uri, 1, ['source.fixAll'])).toEqual([]);
});

test('fixing all goes on until nothing safe is left, in one edit of the text as it is', async () => {
  // Two names for one import: both are put in at the same place, and so one round makes but one of the fixes.
  const text = [
    "import { CloudFrontWebDistribution, Distribution, ViewerCertificate } from 'aws-cdk-lib/aws-cloudfront';",
    'export function web(scope: any, origin: any, originConfigs: any, certificate: any) {',
    '  const viewerCertificate = ViewerCertificate.fromAcmCertificate(certificate);',
    "  new CloudFrontWebDistribution(scope, 'a', { originConfigs, viewerCertificate });",
    "  new Distribution(scope, 'c', { certificate, defaultBehavior: { origin } });",
    '}',
    '',
  ].join('\n');
  const uri = await opened(text);
  const [all] = await actions(uri, 0, ['source.fixAll']);
  const change = await made(all);
  // Nobody typed anything: what is shown is as before.
  const before = (await client.diagnostics(uri)).length;
  expect(before).toBeGreaterThan(1);
  expect((await made(all)).edits).toEqual(change.edits);
  client.change(uri, applied(text, change));
  expect(await client.diagnostics(uri)).toEqual([]);
});

test('fixing all is offered for a file, wherever the cursor is, and only what was asked for is', async () => {
  const uri = await opened(TWO);
  expect((await actions(uri, 0, ['source.fixAll'])).map((one) => one.kind)).toEqual(['source.fixAll.clauselint']);
  expect(await actions(uri, 0, ['refactor'])).toEqual([]);
});

test('a fix may lie in another file, open or not, with a mark of byte order or without', async () => {
  const config = "export const MIN = 'TLSv1';\n";
  const use = "import tls from 'node:tls';\nimport { MIN } from './config';\ntls.createServer({ minVersion: MIN });\n";
  const uri = await opened(use, { 'config.ts': config });
  const closed = await made((await actions(uri, 2))[0]);
  expect(closed.textDocument).toEqual({ uri: client.uri('a/config.ts'), version: null });
  expect(applied(config, closed)).toMatch(/^export const MIN = 'TLSv1\.[23]';\n$/);
  client.open(client.uri('a/config.ts'), `\uFEFF${config}`);
  await client.pull(client.uri('a/config.ts'));
  const open = await made((await actions(uri, 2))[0]);
  expect(open.textDocument).toEqual({ uri: client.uri('a/config.ts'), version: 1 });
  expect(applied(`\uFEFF${config}`, open)).toMatch(/^\uFEFFexport const MIN = 'TLSv1\.[23]';\n$/);
});

test('an edit for a text that is no more is not made', async () => {
  const uri = await opened(TLS);
  const [fix] = await actions(uri, 1);
  client.change(uri, `\n\n\n${TLS}`);
  const { edit } = await client.server.sendRequest<CodeAction>('codeAction/resolve', fix as CodeAction);
  expect(edit).toBeUndefined();
});

test('a client of the old kind gets the edits at once', async () => {
  client = await startServer({ folders: { a: {} }, capabilities: PLAIN });
  const uri = client.uri('a/x.ts');
  client.open(uri, TLS);
  const [fix] = await actions(uri, 1);
  expect(TextDocument.applyEdits(TextDocument.create(uri, 'typescript', 1, TLS), fix?.edit?.changes?.[uri] ?? [])).toMatch(/TLSv1\.[23]/);
});

test('what has to follow by hand is said where the fix is offered', async () => {
  const text =
    "import { createCipheriv, randomBytes } from 'node:crypto';\nexport const seal = (key: Buffer) => createCipheriv('aes-128-cbc', key, randomBytes(16));\n";
  const uri = await opened(text);
  const fixes = (await actions(uri, 1)).filter((one) => (one.data as { is?: string } | undefined)?.is === 'fix');
  expect(fixes.length).toBeGreaterThan(0);
  expect(fixes.some((one) => /By hand: /.test(one.title) && !one.isPreferred)).toBe(true);
});
