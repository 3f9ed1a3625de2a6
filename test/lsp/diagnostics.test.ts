/** Diagnostics as a client gets them. */
import { afterEach, expect, test } from 'vitest';
import { type Client, type Options, PLAIN, startServer } from './client.ts';

const HEAD = "import { createCipheriv } from 'node:crypto';\n";
const WEAK = `${HEAD}export const seal = (key: Buffer, iv: Buffer) => createCipheriv('aes-128-cbc', key, iv);\n`;
const STRONG = WEAK.replace('128-cbc', '256-gcm');

let client: Client;
const started = async (options?: Options): Promise<Client> => (client = await startServer(options));
afterEach(() => client.stop());

test('a document is answered for with rule, clause, language, link, severity and fingerprint', async () => {
  const { uri } = await weakFile();
  const [one, ...others] = await client.diagnostics(uri);
  expect(others).toEqual([]);
  expect(one).toMatchObject({
    source: 'clauselint',
    code: 'weak-cipher',
    codeDescription: { href: 'clauselint:/rule/weak-cipher.md' },
    severity: 1,
    data: { rule: 'weak-cipher', fingerprint: expect.stringMatching(/^[0-9a-f]{32}$/) },
  });
  expect(one?.message).toMatch(/^\[\d\.[A-Z][\w., ]*\] .*aes-128-cbc/);
  expect(one?.range.start.line).toBe(1);
});

async function weakFile(options: Options = {}): Promise<{ uri: string }> {
  await started({ folders: { a: { 'src/seal.ts': WEAK } }, ...options });
  const uri = client.uri('a/src/seal.ts');
  client.open(uri, WEAK);
  return { uri };
}

test('the message is in the language of the client', async () => {
  const { uri } = await weakFile({ locale: 'ja' });
  const [one] = await client.diagnostics(uri);
  expect(one?.message).toMatch(/[\u3040-\u30ff]/);
});

test('an edit is answered for with the text as it then is, and the same result is not sent twice', async () => {
  const { uri } = await weakFile();
  const first = await client.pull(uri);
  expect(first.kind).toBe('full');
  expect(await client.pull(uri, first.resultId)).toEqual({ kind: 'unchanged', resultId: first.resultId });
  client.change(uri, STRONG);
  expect(await client.pull(uri, first.resultId)).toMatchObject({ kind: 'full', items: [] });
  client.change(uri, `\n\n${WEAK}`);
  const [moved] = await client.diagnostics(uri);
  expect(moved?.range.start.line).toBe(3);
});

test('a client that does not ask is told', async () => {
  const { uri } = await weakFile({ capabilities: PLAIN });
  await client.until(() => client.published.get(uri)?.diagnostics.length === 1, 'the finding');
  expect(client.published.get(uri)?.version).toBe(1);
  expect(client.published.get(uri)?.diagnostics[0]?.codeDescription).toBeUndefined();
  const version = client.change(uri, STRONG);
  await client.until(() => client.published.get(uri)?.version === version, 'the new version');
  expect(client.published.get(uri)?.diagnostics).toEqual([]);
});
