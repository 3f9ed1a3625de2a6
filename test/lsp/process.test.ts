/** The server as other editors run it: a process of its own, over standard input and output, with the analysis in a real thread. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import {
  createProtocolConnection,
  type Diagnostic,
  type ProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
} from 'vscode-languageserver-protocol/node';
import { bundle } from './bundle.ts';
import { PLAIN, VSCODE } from './client.ts';

const WEAK =
  "import { createCipheriv } from 'node:crypto';\ndeclare const key: Buffer, iv: Buffer;\ncreateCipheriv('aes-128-cbc', key, iv);\n";

let program: string;
let folder: string;
let server: ChildProcessWithoutNullStreams;
let ended: Promise<number | null>;
beforeAll(() => {
  program = bundle({ 'cli.js': 'cli/bin.ts', 'server.js': 'server/bin.ts', 'server-worker.js': 'server/worker.ts' });
});
afterAll(() => rmSync(program, { recursive: true, force: true }));
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'clauselint process 日本 #%-')));
  writeFileSync(join(folder, 'x.ts'), WEAK);
  // Not from the folder: a server that found things beside its working folder would find none.
  server = spawn(process.execPath, [join(program, 'cli.js'), 'lsp', '--stdio'], { cwd: tmpdir() });
  ended = new Promise((resolve) => server.on('exit', resolve));
});
afterEach(() => {
  server.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});

async function initialized(capabilities: object): Promise<ProtocolConnection> {
  const connection = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  connection.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => null));
  connection.onRequest('client/registerCapability', () => null);
  connection.listen();
  const workspaceFolders = [{ uri: pathToFileURL(folder).toString(), name: 'x' }];
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities, workspaceFolders });
  await connection.sendNotification('initialized', {});
  return connection;
}

test('it pushes to a client that waits, also for a folder with a name that URIs have to encode', async () => {
  const connection = await initialized(PLAIN);
  const { uri, diagnostics } = await new Promise<{ uri: string; diagnostics: Diagnostic[] }>((resolve) =>
    connection.onNotification('textDocument/publishDiagnostics', resolve),
  );
  expect(uri).toBe(pathToFileURL(join(folder, 'x.ts')).toString());
  expect(diagnostics.map((one) => one.code)).toEqual(['weak-cipher']);
});

test('it answers one that asks, shuts down when told to, and prints nothing of its own', async () => {
  let noise = '';
  server.stderr.on('data', (text) => (noise += text));
  const connection = await initialized(VSCODE);
  const uri = pathToFileURL(join(folder, 'x.ts')).toString();
  void connection.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId: 'typescript', version: 1, text: WEAK } });
  const report = await connection.sendRequest<{ items: Diagnostic[] }>('textDocument/diagnostic', { textDocument: { uri } });
  expect(report.items.map((one) => one.code)).toEqual(['weak-cipher']);
  await connection.sendRequest('shutdown');
  void connection.sendNotification('exit');
  expect(await ended).toBe(0);
  expect(noise).toBe('');
});

test('it ends when its editor is gone', async () => {
  const connection = await initialized(PLAIN);
  connection.dispose();
  server.stdin.end();
  expect(await ended).toBe(1);
});
