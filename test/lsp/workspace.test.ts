/** More than one file: what moves elsewhere, whole workspaces, folders, the disk, configuration. */

import { afterEach, expect, test } from 'vitest';
import { WorkspaceDiagnosticRequest, type WorkspaceDocumentDiagnosticReport } from 'vscode-languageserver-protocol/node';
import { baselineText } from '../../contract/baseline.ts';
import { analyse } from '../../engine/workspace/analyse.ts';
import type { Finding } from '../../engine/workspace/report.ts';
import { models, rules } from '../../rules/registry.generated.ts';
import type { StartAnalyst } from '../../server/keeper.ts';
import type { ContractTree } from '../../server/protocol.ts';
import { inputOf } from '../support/project.ts';
import { type Client, type Options, PLAIN, sameThread, startServer } from './client.ts';

const HEAD = "import { createCipheriv } from 'node:crypto';\n";
const NAMES = "export const CIPHER = 'aes-128-cbc';\n";
const USE = `${HEAD}import { CIPHER } from './names';\nexport const seal = (key: Buffer, iv: Buffer) => createCipheriv(CIPHER, key, iv);\n`;
const OWN = USE.replace("import { CIPHER } from './names';\n", '').replace('CIPHER', "'aes-128-cbc'");

let client: Client;
const started = async (options: Options): Promise<Client> => (client = await startServer(options));
afterEach(() => client.stop());

const PAIR: Options = { folders: { a: { 'src/names.ts': NAMES, 'src/use.ts': USE } } };

test('a change in one file moves the squiggle of another: the client is made to ask again', async () => {
  await started(PAIR);
  const [names, use] = [client.uri('a/src/names.ts'), client.uri('a/src/use.ts')];
  client.open(names, NAMES);
  client.open(use, USE);
  const [found] = await client.diagnostics(use);
  expect(found?.relatedInformation?.map((one) => [one.location.uri, one.message])).toEqual([
    [use, expect.stringMatching(/^1\/2 /)],
    [names, expect.stringMatching(/^2\/2 /)],
  ]);
  const before = client.refreshes;
  client.change(names, NAMES.replace('128-cbc', '256-gcm'));
  expect(await client.diagnostics(names)).toEqual([]);
  await client.until(() => client.refreshes > before, 'a refresh');
  expect(await client.diagnostics(use)).toEqual([]);
});

test('a client that does not ask is told of the other file', async () => {
  await started({ ...PAIR, capabilities: PLAIN });
  const [names, use] = [client.uri('a/src/names.ts'), client.uri('a/src/use.ts')];
  await client.until(() => client.published.get(use)?.diagnostics.length === 1, 'the finding in a file that is not open');
  client.open(names, NAMES);
  client.change(names, NAMES.replace('128-cbc', '256-gcm'));
  await client.until(() => client.published.get(use)?.diagnostics.length === 0, 'its end');
});

const kinds = (items: readonly WorkspaceDocumentDiagnosticReport[]): Record<string, string> =>
  Object.fromEntries(
    items.map((one) => [one.uri.slice(client.uri('').length), `${one.kind} ${one.kind === 'full' ? one.items.length : ''}`.trim()]),
  );

test('the workspace is answered for whole, then with what is new', async () => {
  await started(PAIR);
  const use = client.uri('a/src/use.ts');
  const first = await client.workspace();
  expect(kinds(first.items)).toEqual({ '/a/src/use.ts': 'full 1' });
  const ids = first.items.map((one) => ({ uri: one.uri, value: one.resultId ?? '' }));
  expect(kinds((await client.workspace(ids)).items)).toEqual({ '/a/src/use.ts': 'unchanged' });
  client.open(use, OWN);
  client.change(use, '// nothing\n');
  await client.pull(use);
  expect(kinds((await client.workspace(ids)).items)).toEqual({ '/a/src/use.ts': 'full 0' });
});

test('a client that takes parts waits until there is something new', async () => {
  await started(PAIR);
  const parts: WorkspaceDocumentDiagnosticReport[] = [];
  client.server.onProgress(WorkspaceDiagnosticRequest.partialResult, 'p', (report) => void parts.push(...report.items));
  const first = await client.workspace();
  const previousResultIds = first.items.map((one) => ({ uri: one.uri, value: one.resultId ?? '' }));
  let isOver = false;
  const second = client.server.sendRequest<{ items: WorkspaceDocumentDiagnosticReport[] }>('workspace/diagnostic', {
    previousResultIds,
    partialResultToken: 'p',
  });
  void second.then(() => (isOver = true));
  await client.pull(client.uri('a/src/use.ts'));
  expect(isOver).toBe(false);
  client.write('a/src/other.ts', OWN);
  client.watched([['a/src/other.ts', 1]]);
  expect(kinds([...parts, ...(await second).items])).toEqual({ '/a/src/other.ts': 'full 1', '/a/src/use.ts': 'unchanged' });
});

test('files that come, change and go outside the editor', async () => {
  await started({ ...PAIR, capabilities: PLAIN });
  const at = (path: string): number | undefined => client.published.get(client.uri(path))?.diagnostics.length;
  await client.until(() => at('a/src/use.ts') === 1, 'the finding');
  client.write('a/src/names.ts', NAMES.replace('128-cbc', '256-gcm'));
  client.watched([['a/src/names.ts', 2]]);
  await client.until(() => at('a/src/use.ts') === 0, 'a change');
  client.write('a/lib/more.ts', OWN);
  client.watched([['a/lib/more.ts', 1]]);
  await client.until(() => at('a/lib/more.ts') === 1, 'a new file');
  client.remove('a/lib');
  client.watched([['a/lib', 3]]);
  await client.until(() => at('a/lib/more.ts') === 0, 'the end of a folder');
  client.write('a/src/use.ts', OWN);
  client.watched([['a/src/use.ts', 2]]);
  await client.until(() => at('a/src/use.ts') === 1, 'a change again');
  client.write('a/.gitignore', 'src\n');
  client.watched([['a/.gitignore', 1]]);
  await client.until(() => at('a/src/use.ts') === 0, 'an ignore file');
});

test('two folders each have their contract and configuration; a folder within a folder answers for its files', async () => {
  const off = '{ "rules": { "weak-cipher": { "off": true, "reason": "decided" } } }';
  await started({
    folders: {
      a: { 'own.ts': OWN, 'inner/own.ts': OWN },
      b: { 'own.ts': OWN, 'clauselint.jsonc': off },
      'a/inner': { 'clauselint.jsonc': off },
    },
  });
  expect(kinds((await client.workspace()).items)).toEqual({ '/a/own.ts': 'full 1' });
  void client.server.sendNotification('workspace/didChangeWorkspaceFolders', {
    event: { added: [], removed: [{ uri: client.uri('a/inner'), name: 'inner' }] },
  });
  await client.until(() => client.refreshes >= 0, 'nothing');
  expect(kinds((await client.workspace()).items)).toEqual({ '/a/own.ts': 'full 1', '/a/inner/own.ts': 'full 1' });
});

test('the configuration is read anew when it changes; what is wrong with it stands in it, and what held before still holds', async () => {
  const off = '{ "rules": { "weak-cipher": { "off": true, "reason": "decided" } } }';
  await started({ folders: { a: { 'own.ts': OWN, 'clauselint.jsonc': off } } });
  expect(kinds((await client.workspace()).items)).toEqual({});
  client.write('a/clauselint.jsonc', '{ "rulez": {} }');
  client.watched([['a/clauselint.jsonc', 2]]);
  await client.until(() => client.statuses.at(-1)?.message !== '' && client.statuses.length > 0, 'a word of it');
  const wrong = await client.workspace();
  expect(kinds(wrong.items)).toEqual({ '/a/clauselint.jsonc': 'full 1' });
  expect(await client.diagnostics(client.uri('a/clauselint.jsonc'))).toEqual([
    expect.objectContaining({ severity: 1, message: expect.stringContaining('rulez') }),
  ]);
  client.write('a/clauselint.jsonc', '{}');
  client.watched([['a/clauselint.jsonc', 2]]);
  await client.until(() => client.statuses.at(-1)?.message === '' && client.statuses.at(-1)?.findings === 1, 'the finding');
  expect(kinds((await client.workspace()).items)).toEqual({ '/a/own.ts': 'full 1' });
});

test('the configuration counts as it is typed, is told what is wrong with it, and offers no waiver in itself', async () => {
  const off = '{ "rules": { "weak-cipher": { "off": true, "reason": "decided" } } }';
  await started({ folders: { a: { 'own.ts': OWN, 'clauselint.jsonc': '{}' } } });
  const [own, config] = [client.uri('a/own.ts'), client.uri('a/clauselint.jsonc')];
  client.open(own, OWN);
  client.open(config, '{}', 'jsonc');
  expect(await client.diagnostics(own)).toHaveLength(1);
  expect(await client.diagnostics(config)).toEqual([]);
  client.change(config, off);
  await client.until(() => client.statuses.at(-1)?.findings === 0, 'the finding gone');
  expect(await client.diagnostics(own)).toEqual([]);
  // Half typed: what held before holds.
  client.change(config, off.slice(0, -12));
  expect((await client.diagnostics(config)).length).toBeGreaterThan(0);
  expect(await client.diagnostics(own)).toEqual([]);
  const late = '{ "waivers": [{ "rule": "weak-cipher", "path": "own.ts", "until": "2020-01-01", "owner": "o", "reason": "a reason" }] }';
  client.change(config, late);
  await client.until(() => client.statuses.at(-1)?.findings === 2, 'the finding, and one of the waiver');
  expect(await client.diagnostics(config)).toHaveLength(1);
  const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 200 } };
  const params = { textDocument: { uri: config }, range, context: { diagnostics: [] } };
  expect(await client.server.sendRequest('textDocument/codeAction', params)).toEqual([]);
  // Closed unsaved: the disk holds again.
  client.change(config, off);
  client.close(config);
  await client.until(() => client.statuses.at(-1)?.state === 'idle' && client.statuses.at(-1)?.findings === 1, 'the disk');
  expect(await client.diagnostics(own)).toHaveLength(1);
});

test('settings: severity, unknown as hints, and a rule page that is not linked where it cannot be opened', async () => {
  const unknown = `${HEAD}export const seal = (name: string, key: Buffer, iv: Buffer) => createCipheriv(process.env.CIPHER!, key, iv);\n`;
  await started({
    folders: { a: { 'own.ts': OWN, 'unknown.ts': unknown } },
    settings: { debounce: 0, severity: { error: 'information' } },
  });
  const [own, other] = [client.uri('a/own.ts'), client.uri('a/unknown.ts')];
  client.open(own, OWN);
  client.open(other, unknown);
  expect((await client.diagnostics(own)).map((one) => one.severity)).toEqual([3]);
  expect(await client.diagnostics(other)).toEqual([]);
  client.configure({ unknown: true, severity: { error: 'off' } });
  await client.until(() => client.refreshes > 0, 'a refresh');
  expect(await client.diagnostics(own)).toEqual([]);
  expect((await client.diagnostics(other)).map((one) => one.severity)).toContain(4);
});

test('status, totals of a check of the workspace, and the contract as a tree', async () => {
  await started(PAIR);
  expect(await client.server.sendRequest('clauselint/checkWorkspace')).toEqual({ files: 2, findings: 1, incomplete: 0 });
  await client.until(() => client.statuses.at(-1)?.state === 'idle', 'idle');
  expect(client.statuses.at(-1)).toMatchObject({ files: 2, findings: 1, incomplete: 0, message: '' });
  const tree = await client.server.sendRequest<ContractTree>('clauselint/contractTree');
  const broken = tree.clauses.filter((one) => one.findings.length > 0);
  expect(broken.length).toBeGreaterThan(0);
  expect(broken[0]?.findings[0]).toMatchObject({ rule: 'weak-cipher', uri: client.uri('a/src/use.ts'), severity: 'error' });
  expect(broken[0]?.uri).toBe(`clauselint:/clause/${broken[0]?.id}.md`);
});

test('what the baseline holds is information; the baseline is read anew when it changes', async () => {
  await started({ folders: { a: { 'own.ts': OWN } } });
  const uri = client.uri('a/own.ts');
  client.open(uri, OWN);
  const [found] = await client.diagnostics(uri);
  expect(found?.severity).toBe(1);
  const { fingerprint, partial } = analyse({ ...inputOf({ 'own.ts': OWN }), models, rules }).report.findings[0] as Finding;
  const entry = { rule: 'weak-cipher', path: 'own.ts', fingerprint, partial, firstDetected: '2026-01-01' };
  client.write('a/.clauselint-baseline.json', baselineText([entry]));
  client.watched([['a/.clauselint-baseline.json', 1]]);
  await client.until(() => client.refreshes > 0, 'a refresh');
  expect((await client.diagnostics(uri)).map((one) => one.severity)).toEqual([3]);
  client.write('a/.clauselint-baseline.json', '{');
  client.watched([['a/.clauselint-baseline.json', 2]]);
  await client.until(() => client.statuses.at(-1)?.message !== '', 'a word of it');
  expect(kinds((await client.workspace()).items)).toEqual({ '/a/.clauselint-baseline.json': 'full 1', '/a/own.ts': 'full 1' });
});

test('another configuration has no file parsed anew', async () => {
  const read: string[] = [];
  const start: StartAnalyst = (events) => sameThread(events, (path) => void read.push(path));
  await started({ folders: { a: { 'own.ts': OWN, 'clauselint.jsonc': '{}' } }, start });
  expect(kinds((await client.workspace()).items)).toEqual({ '/a/own.ts': 'full 1' });
  expect(read).toEqual(['own.ts']);
  client.write('a/clauselint.jsonc', '{ "rules": { "weak-cipher": { "off": true, "reason": "decided" } } }');
  client.watched([['a/clauselint.jsonc', 2]]);
  await client.until(() => client.statuses.at(-1)?.findings === 0, 'the end of the finding');
  expect(read).toEqual(['own.ts']);
});
