/** What can be done about a finding, what hovering shows, and the pages that open inside the editor. */

import { afterEach, describe, expect, test } from 'vitest';
import type { ClientCapabilities, CodeAction, Hover, TextDocumentEdit } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { rules } from '../../rules/registry.generated.ts';
import { exhibit } from '../support/project.ts';
import { type Client, type Options, PLAIN, startServer, VSCODE } from './client.ts';

const HEAD = "import { createCipheriv } from 'node:crypto';\n";
const WEAK = `${HEAD}export function seal(key: Buffer, iv: Buffer) {\n\treturn createCipheriv('aes-128-cbc', key, iv);\n}\n`;

/** Markdown, but none of our pages. */
const ELSEWHERE: ClientCapabilities = { textDocument: { ...VSCODE.textDocument, diagnostic: undefined as never }, workspace: {} };

let client: Client;
afterEach(() => client.stop());

async function opened(text: string, options: Options = {}, name = 'x.ts'): Promise<string> {
  client = await startServer({ folders: { a: {} }, ...options });
  const uri = client.uri(`a/${name}`);
  client.open(uri, text, name.endsWith('x') ? 'typescriptreact' : 'typescript');
  return uri;
}

const actionsAt = (uri: string, line: number, only?: string[]): Promise<CodeAction[]> => {
  const at = { line, character: 20 };
  const context = { diagnostics: [], ...(only && { only }) };
  return client.server.sendRequest('textDocument/codeAction', { textDocument: { uri }, range: { start: at, end: at }, context });
};

/** The text after an action's edit, with the snippet's marks as they are. */
async function edited(action: CodeAction, uri: string, text: string): Promise<string> {
  const { edit } = await client.server.sendRequest<CodeAction>('codeAction/resolve', action);
  const [change] = (edit?.documentChanges ?? []) as TextDocumentEdit[];
  expect(change?.textDocument).toEqual({ uri, version: 1 });
  const document = TextDocument.create(uri, 'typescript', 1, text);
  const edits = (change?.edits ?? []).map((one) => ({ range: one.range, newText: 'snippet' in one ? one.snippet.value : one.newText }));
  return TextDocument.applyEdits(document, edits);
}

describe('a waiver', () => {
  test('is a snippet above the line, as far away as the contract allows, with tab stops for owner, reason and end date', async () => {
    const uri = await opened(WEAK);
    const [waive] = await actionsAt(uri, 2, ['quickfix.suppressRule']);
    expect(waive).toMatchObject({ kind: 'quickfix.suppressRule.inline.clauselint', title: expect.stringContaining('weak-cipher') });
    expect(waive?.edit).toBeUndefined();
    const text = await edited(waive as CodeAction, uri, WEAK);
    const lines = text.split('\n');
    expect(lines[2]).toBe('\t// clauselint-waive weak-cipher until=${3:2026-02-14} owner=${1:owner} reason="${2:reason}"');
    expect(lines[3]).toBe(WEAK.split('\n')[2]);
    // As long as nobody has filled it in it waives nothing.
    client.change(uri, text.replace(/\$\{\d:([\w-]+)\}/g, '$1'));
    expect((await client.diagnostics(uri)).map((one) => one.code)).toContain('weak-cipher');
    client.change(
      uri,
      text.replace('${1:owner}', 'platform').replace('${2:reason}', 'the partner moves in May').replace('${3:2026-02-14}', '2026-02-14'),
    );
    expect((await client.diagnostics(uri)).map((one) => one.message)).toEqual([]);
  });

  test('stands in braces between JSX children, outside a template, and ends lines as the file does', async () => {
    const jsx = `${HEAD}export const A = ({ key, iv }) => (\r\n  <p>\r\n    {createCipheriv('aes-128-cbc', key, iv)}\r\n  </p>\r\n);\r\n`;
    let uri = await opened(jsx, {}, 'x.tsx');
    let [waive] = await actionsAt(uri, 3, ['quickfix.suppressRule']);
    expect(await edited(waive as CodeAction, uri, jsx)).toContain(
      '<p>\r\n    {/* clauselint-waive weak-cipher until=${3:2026-02-14} owner=${1:owner} reason="${2:reason}" */}\r\n    {create',
    );
    await client.stop();
    const template = `${HEAD}declare const key: Buffer, iv: Buffer;\n  const t = \`\n a \${1}\n b \${createCipheriv('aes-128-cbc', key, iv)}\n\`;\n`;
    uri = await opened(template);
    [waive] = await actionsAt(uri, 4, ['quickfix.suppressRule']);
    expect((await edited(waive as CodeAction, uri, template)).split('\n')[2]).toMatch(/^ {2}\/\/ clauselint-waive/);
  });

  test('is plain text with the edit at once for a client of the old kind', async () => {
    const uri = await opened(WEAK, { capabilities: PLAIN });
    const [waive] = await actionsAt(uri, 2, ['quickfix.suppressRule']);
    expect(waive?.edit?.changes?.[uri]?.[0]?.newText).toBe(
      '\t// clauselint-waive weak-cipher until=2026-02-14 owner=owner reason="reason"\n',
    );
    expect(waive?.data).toBeUndefined();
  });
});

test('showing the clause is a command of the client; elsewhere there is nothing to do', async () => {
  const uri = await opened(WEAK, { locale: 'ja' });
  const actions = await actionsAt(uri, 2);
  expect(actions.map((one) => one.command?.command).filter(Boolean)).toContain('clauselint.showClause');
  expect(actions.at(-1)?.title).toMatch(/条項/);
  expect(await actionsAt(uri, 0)).toEqual([]);
  expect(client.initialized.capabilities.executeCommandProvider).toBeUndefined();
});

test('a client without our commands has the server carry them out', async () => {
  const uri = await opened(WEAK, {
    capabilities: { ...VSCODE, workspace: { ...VSCODE.workspace, textDocumentContent: undefined as never } },
  });
  const said: string[] = [];
  client.server.onNotification('window/showMessage', ({ message }: { message: string }) => void said.push(message));
  const show = (await actionsAt(uri, 2)).find((one) => one.command)?.command;
  await client.server.sendRequest('workspace/executeCommand', { command: show?.command, arguments: show?.arguments });
  expect(said[0]).toContain(exhibit().clauses.find((one) => one.id === show?.arguments?.[0])?.title.en);
});

const hover = (uri: string, line: number, character: number): Promise<Hover | null> =>
  client.server.sendRequest('textDocument/hover', { textDocument: { uri }, position: { line, character } });
const shown = (one: Hover | null): string => (one?.contents as { value: string } | undefined)?.value ?? '';

test('hovering shows the clause, what is demanded, what was found and where it was decided; also of a promise kept', async () => {
  const text = `import { createCipheriv, randomBytes } from 'node:crypto';\nconst NAME = 'aes-128-cbc';\nexport const seal = (key: Buffer) => createCipheriv(NAME, key, randomBytes(16));\n`;
  const uri = await opened(text);
  const broken = shown(await hover(uri, 2, 42));
  // VS Code shows the diagnostic beside it.
  expect(broken).not.toMatch(/\*\*Broken\*\*|has 128\\? bits/);
  expect(broken).toContain('cipher-key-bits');
  expect(broken).toContain('command:clauselint.showClause?%5B%22');
  expect(broken).toContain(`${uri}#L2`);
  client.change(uri, text.replace('128-cbc', '256-gcm'));
  expect(shown(await hover(uri, 2, 42))).toMatch(/\*\*Kept\*\*/);
  expect(await hover(uri, 0, 3)).toBeNull();
});

test('where the editor shows no diagnostics beside, hovering says what is broken', async () => {
  const uri = await opened(WEAK, { capabilities: ELSEWHERE });
  const [diagnostic] = await client.diagnostics(uri);
  const text = shown(await hover(uri, 2, 20));
  expect(text).toMatch(/\*\*Broken\*\* .+\n\n\*\*To do\*\*/);
  expect(diagnostic?.message).toContain('has 128 bits');
  expect(text).toContain('has 128 bits');
});

test('hovering tells of what is waived until when, by whom and why', async () => {
  const waiver = `  // clauselint-waive weak-cipher until=2026-02-01 owner=platform reason="the partner *moves* in May"\n`;
  const uri = await opened(WEAK.replace('\treturn', `${waiver}\treturn`));
  expect(await client.diagnostics(uri)).toEqual([]);
  const text = shown(await hover(uri, 3, 20));
  expect(text).toContain('**Waived** until 2026-02-01 by platform, because: the partner \\*moves\\* in May');
  expect(text).toContain(`](${uri}#L3)`);
  expect(text).toContain('has 128 bits');
  client.change(uri, WEAK);
  expect(await client.diagnostics(uri)).toHaveLength(1);
  expect(shown(await hover(uri, 2, 20))).not.toContain('Waived');
});

test('what the code says is shown as it is, whatever it looks like', async () => {
  const uri = await opened(`${HEAD}declare const key: Buffer, iv: Buffer;\ncreateCipheriv('des [x](command:evil) <b>\u202e', key, iv);\n`, {
    capabilities: ELSEWHERE,
  });
  const text = shown(await hover(uri, 2, 3));
  expect(text).not.toBe('');
  expect(text).not.toMatch(/\]\(command:evil|<b>|\u202e/);
});

test('every clause and every rule has a page in both languages, and nothing else has', async () => {
  for (const locale of ['en', 'ja']) {
    client = await startServer({ folders: { a: {} }, locale });
    await client.workspace();
    const page = async (uri: string): Promise<string> =>
      (await client.server.sendRequest<{ text: string }>('workspace/textDocumentContent', { uri })).text;
    for (const { id, title } of exhibit().clauses)
      expect(await page(`clauselint:/clause/${id}.md`)).toContain(title[locale as 'en'].slice(0, 3));
    for (const { id } of rules) expect((await page(`clauselint:/rule/${id}.md`)).length).toBeGreaterThan(200);
    const clause = await page('clauselint:/clause/3.E.md');
    expect(clause).toContain('tls-min-version');
    expect(clause).toContain('](../rule/');
    expect(clause).toMatch(locale === 'ja' ? /条項 3/ : /Clause 3/);
    const missing = await page('clauselint:/rule/__proto__.md');
    for (const uri of ['clauselint:/clause/99.Z.md', 'clauselint:/etc/passwd', 'file:///etc/passwd']) expect(await page(uri)).toBe(missing);
    if (locale === 'en') await client.stop();
  }
});
