/** Texts of every kind: where positions lie, what is no file, what cannot be analysed, what is cancelled. */

import { afterEach, expect, test } from 'vitest';
import { CancellationTokenSource } from 'vscode-languageserver-protocol/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { type Client, type Options, startServer } from './client.ts';

const CALL = "createCipheriv('aes-128-cbc', key, iv)";
const HEAD = "import { createCipheriv } from 'node:crypto'; declare const key: Buffer, iv: Buffer;";

let client: Client;
const started = async (options?: Options): Promise<Client> => (client = await startServer(options));
afterEach(() => client.stop());

test.each([
  ['line feeds', `${HEAD}\n\n  ${CALL};\n`],
  ['carriage returns and line feeds', `${HEAD}\r\n\r\n  ${CALL};\r\n`],
  ['carriage returns alone', `${HEAD}\r\r  ${CALL};\r`],
  ['a byte order mark', `\uFEFF${HEAD} ${CALL};\n`],
  ['surrogate pairs before it', `${HEAD}\nconst a = '𠮷野家 😀'; ${CALL};\n`],
  ['a line separator that is no line end to an editor', `${HEAD}\n// a\u2028 b\u2029\n${CALL};\n`],
  ['a lone surrogate', `${HEAD}\nconst a = '\uD800'; ${CALL};\n`],
])('positions are right with %s', async (_, text) => {
  await started({ folders: { a: {} } });
  const uri = client.uri('a/new.ts');
  client.open(uri, text);
  const document = TextDocument.create(uri, 'typescript', 1, text);
  const shown = (await client.diagnostics(uri)).map((one) => document.getText(one.range));
  expect(shown.length).toBeGreaterThan(0);
  expect(
    shown.every((one) => one === CALL || one === "'aes-128-cbc'"),
    shown.join(),
  ).toBe(true);
});

test('an untitled buffer, a file outside all folders, and a document of another scheme are analysed, each alone', async () => {
  await started({ folders: { a: { 'names.ts': "export const CIPHER = 'aes-128-cbc';" } } });
  for (const [uri, language] of [
    ['untitled:Untitled-1', 'typescript'],
    ['untitled:Untitled-2', 'javascriptreact'],
    [client.uri('elsewhere/x.ts'), 'typescript'],
    ['vscode-vfs://github/x/y.ts', 'typescript'],
    ['file://server/share/x.ts', 'typescript'],
  ] as const) {
    client.open(uri, `${HEAD.replace(/declare.*/, 'const key = 1, iv = 2;')}\n${CALL};\n`, language);
    expect(await client.diagnostics(uri), uri).toHaveLength(1);
    client.change(uri, '');
    expect(await client.diagnostics(uri), uri).toEqual([]);
  }
});

test('a buffer holds over the file until it is closed', async () => {
  const text = `${HEAD}\n${CALL};\n`;
  await started({ folders: { a: { 'x.ts': text } } });
  const uri = client.uri('a/x.ts');
  client.open(uri, '');
  expect(await client.diagnostics(uri)).toEqual([]);
  client.close(uri);
  expect(await client.diagnostics(uri)).toHaveLength(1);
});

test('on saving, if the user likes it so: until then what was found stays within the text', async () => {
  const text = `${HEAD}\n\n\n${CALL};\n`;
  await started({ folders: { a: { 'x.ts': text } }, settings: { run: 'onSave' } });
  const uri = client.uri('a/x.ts');
  client.open(uri, text);
  expect(await client.diagnostics(uri)).toHaveLength(1);
  client.change(uri, `${HEAD}\n`);
  const [stale] = await client.diagnostics(uri);
  expect(stale?.range.end.line).toBeLessThanOrEqual(1);
  client.save(uri);
  expect(await client.diagnostics(uri)).toEqual([]);
});

test('what could not be analysed whole bears a diagnostic', async () => {
  await started({ folders: { a: { 'binary.ts': 'a\0b', 'broken.ts': 'const a = ; createCipheriv();\n' } } });
  const items = (await client.workspace()).items.flatMap((one) =>
    one.kind === 'full' ? one.items.map((item) => [one.uri.split('/').at(-1), item.code]) : [],
  );
  expect(items).toEqual([
    ['binary.ts', 'analysis-incomplete'],
    ['broken.ts', 'analysis-incomplete'],
  ]);
  const uri = client.uri('a/huge.ts');
  client.open(uri, `${HEAD}\n${CALL};\n${'// more\n'.repeat(150_000)}`);
  expect((await client.diagnostics(uri)).map((one) => one.message)).toEqual([expect.stringContaining('too large')]);
});

test('a cancelled request is answered as cancelled, one asked again as superseded, and none as empty', async () => {
  await started({ folders: { a: {} }, settings: { debounce: 300 } });
  const uri = client.uri('a/x.ts');
  client.open(uri, '');
  expect(await client.diagnostics(uri)).toEqual([]);
  client.change(uri, `${HEAD}\n${CALL};\n`);
  const source = new CancellationTokenSource();
  const cancelled = client.server.sendRequest('textDocument/diagnostic', { textDocument: { uri } }, source.token);
  source.cancel();
  await expect(cancelled).rejects.toMatchObject({ code: -32800 });
  const first = client.pull(uri);
  const second = client.diagnostics(uri);
  await expect(first).rejects.toMatchObject({ code: -32802, data: { retriggerRequest: false } });
  expect(await second).toHaveLength(1);
  client.change(uri, '');
  const stop = new CancellationTokenSource();
  const check = client.server.sendRequest('clauselint/checkWorkspace', stop.token);
  stop.cancel();
  await expect(check).rejects.toMatchObject({ code: -32800 });
});
