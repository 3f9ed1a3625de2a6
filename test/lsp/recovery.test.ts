/** Whatever a file does to the analysis, the server lives on, says so on the file, and the others are as before. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { Beat } from '../../host/beat.ts';
import { startThread } from '../../host/thread.ts';
import type { Running, StartAnalyst } from '../../server/keeper.ts';
import type { Word } from '../../server/messages.ts';
import { bundle } from './bundle.ts';
import { type Client, startServer } from './client.ts';

const WEAK =
  "import { createCipheriv } from 'node:crypto';\ndeclare const key: Buffer, iv: Buffer;\ncreateCipheriv('aes-128-cbc', key, iv);\n";
const harm = (kind: string): string => `const harmful = 1, ${kind} = 1;\n${WEAK}`;

let folder: string;
let starts = 0;
beforeAll(() => {
  folder = bundle({ 'harmful-worker.js': 'test/lsp/harmful-worker.ts' });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const thread: StartAnalyst = ({ word, gone }): Running => {
  starts += 1;
  const beat = new Beat();
  const running = startThread(join(folder, 'harmful-worker.js'), beat.memory, { message: (message) => word(message as Word), gone }, 160);
  return {
    post(order) {
      beat.call();
      running.post(order);
    },
    end: () => running.end(),
    look: () => beat.look(),
  };
};

let client: Client;
afterEach(() => client.stop());

async function started(settings: Readonly<Record<string, unknown>> = {}): Promise<[good: string, bad: string]> {
  starts = 0;
  client = await startServer({
    folders: { a: { 'good.ts': WEAK } },
    start: thread,
    settings: { debounce: 0, timeLimit: 60_000, ...settings },
  });
  const [good, bad] = [client.uri('a/good.ts'), client.uri('a/bad.ts')];
  client.open(good, WEAK);
  client.open(bad, WEAK);
  expect(await client.diagnostics(good)).toHaveLength(1);
  expect(await client.diagnostics(bad)).toHaveLength(1);
  return [good, bad];
}

test.each([
  // Long enough for a busy machine to load the parser.
  ['hangs', 6000, 'time limit'],
  ['exhausts', 60_000, 'failed'],
  ['exits', 60_000, 'failed'],
])('a file that %s is set aside, until it changes', { timeout: 60_000 }, async (kind, timeLimit, words) => {
  const [good, bad] = await started({ timeLimit });
  client.change(bad, harm(kind));
  const aside = await client.diagnostics(bad);
  expect(aside).toEqual([expect.objectContaining({ code: 'analysis-incomplete', severity: 2, message: expect.stringContaining(words) })]);
  expect(starts).toBe(2);
  client.change(good, `\n${WEAK}`);
  expect((await client.diagnostics(good)).map((one) => one.range.start.line)).toEqual([3]);
  await client.until(() => client.statuses.at(-1)?.state === 'idle' && client.statuses.at(-1)?.incomplete === 1, 'a status that counts it');
  client.change(bad, `// better\n${WEAK}`);
  expect((await client.diagnostics(bad)).map((one) => one.code)).toEqual(['weak-cipher']);
  expect(starts).toBe(2);
});

test('a file that did harm three times comes back only when it is saved', { timeout: 60_000 }, async () => {
  const [, bad] = await started();
  for (const n of [1, 2, 3]) {
    client.change(bad, `${harm('exits')}// ${n}`);
    expect((await client.diagnostics(bad)).map((one) => one.code)).toEqual(['analysis-incomplete']);
  }
  expect(starts).toBe(4);
  client.change(bad, WEAK);
  expect((await client.diagnostics(bad)).map((one) => one.code)).toEqual(['analysis-incomplete']);
  client.write('a/bad.ts', WEAK);
  client.save(bad);
  await client.until(() => client.refreshes > 0 && client.statuses.at(-1)?.incomplete === 0, 'the file back');
  expect((await client.diagnostics(bad)).map((one) => one.code)).toEqual(['weak-cipher']);
});

test('an error that nobody caught is blamed on the file at hand', { timeout: 60_000 }, async () => {
  const [good] = await started();
  const bad = client.uri('a/throws.ts');
  client.open(bad, WEAK);
  expect((await client.diagnostics(bad)).map((one) => one.message)).toEqual([expect.stringContaining('thrown on request')]);
  client.change(good, `\n${WEAK}`);
  expect(await client.diagnostics(good)).toHaveLength(1);
  expect(starts).toBe(1);
});

test('a folder that is gone is said to be, on its documents and in the status, until it is back; the loose documents are as before', async () => {
  const [uri, bad] = await started();
  client.remove('a');
  await client.server.sendRequest('clauselint/checkWorkspace');
  await client.until(() => client.statuses.at(-1)?.state === 'failed' && client.refreshes > 0, 'the failure, and a wish to be asked again');
  expect((await client.diagnostics(bad)).map((one) => one.code)).toEqual(['analysis-incomplete', 'weak-cipher']);
  client.change(uri, '');
  expect((await client.diagnostics(uri)).map((one) => one.code)).toEqual(['analysis-incomplete']);
  client.open('untitled:x', WEAK);
  expect(await client.diagnostics('untitled:x')).toHaveLength(1);
  client.write('a/good.ts', WEAK);
  const before = client.refreshes;
  await client.server.sendRequest('clauselint/checkWorkspace');
  await client.until(() => client.statuses.at(-1)?.state === 'idle' && client.refreshes > before, 'the folder back');
  expect((await client.diagnostics(bad)).map((one) => one.code)).toEqual(['weak-cipher']);
  expect(await client.diagnostics(uri)).toEqual([]);
});

test('a folder that is not there from the start is analysed once it is, with what was typed meanwhile', async () => {
  client = await startServer({ folders: { a: { 'a.ts': WEAK }, b: {} }, start: thread });
  const uri = client.uri('c/bad.ts');
  void client.server.sendNotification('workspace/didChangeWorkspaceFolders', {
    event: { added: [{ uri: client.uri('c'), name: 'c' }], removed: [] },
  });
  client.open(uri, '');
  expect((await client.diagnostics(uri)).map((one) => one.code)).toEqual(['analysis-incomplete']);
  client.change(uri, WEAK);
  expect((await client.diagnostics(uri)).map((one) => one.code)).toEqual(['analysis-incomplete']);
  await client.server.sendRequest('clauselint/checkWorkspace');
  expect(client.statuses.at(-1)?.state).toBe('failed');
  client.write('c/other.ts', WEAK);
  await client.server.sendRequest('clauselint/checkWorkspace');
  await client.until(() => client.statuses.at(-1)?.state === 'idle' && client.statuses.at(-1)?.findings === 3, 'all three files');
  expect((await client.diagnostics(uri)).map((one) => one.code)).toEqual(['weak-cipher']);
});
