/**
 * npm run bench:editor [-- --tree DIR] [--files N] [--edits N]
 *
 * From a keystroke to the diagnostics a client is sent: of the file typed in, and of another file that hangs on it; and the memory of the
 * server. Beside it, in the same run and on the same edits, the diagnostics of TypeScript's own language service. The debounce is set to 0,
 * since it is a setting. Without --tree a project of about 2,500 files is generated. Needs `npm run build`. Never a gate by itself.
 */
import { fork, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver-protocol/node';
import { generateTree } from './generate-tree.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const { values } = parseArgs({
  options: { tree: { type: 'string' }, files: { type: 'string', default: '2500' }, edits: { type: 'string', default: '200' } },
});
const edits = Number(values.edits);
const work = mkdtempSync(join(tmpdir(), 'clauselint-bench-'));
const tree = realpathSync(values.tree === undefined ? generateTree(join(work, 'tree'), Number(values.files)) : resolve(values.tree));

/** What is typed at the end of a file, key by key: it is broken most of the time, and a finding at its end. */
const TYPED = "\nconst typed = require('crypto').createHash('md5');\n";
/** Milliseconds of quiet, in which both may tidy up. */
const REST = 5000;
/**
 * Milliseconds between TypeScript's answer and the next key, about as long as a quick typist takes: its threads go on collecting and compiling after it
 * has answered, and whoever comes next would be measured with them.
 */
const BETWEEN = 100;
/** Only in the editor: nothing is written into the project. */
const CONFIG = join(tree, 'clauselint-bench-config.ts');
const USER = join(tree, 'clauselint-bench-user.ts');
const configText = (cipher) => `export const CIPHER = '${cipher}';\n`;
const USER_TEXT =
  "import { createCipheriv, randomBytes } from 'node:crypto';\nimport { CIPHER } from './clauselint-bench-config';\n\n" +
  'export const seal = (key: Buffer) => createCipheriv(CIPHER, key, randomBytes(16));\n';

function sourcesOf(folder, out = []) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name.startsWith('.')) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) sourcesOf(path, out);
    else if (/\.tsx?$/.test(entry.name) && !/\.d\.ts$|\.(?:test|spec|stories)\./.test(entry.name)) out.push(path);
  }
  return out;
}

/** Files of every size, since people type in large ones too: at even steps from the middle up to the largest ordinary ones. */
function chosen(sources, count) {
  const sized = sources
    .map((path) => ({ path, size: readFileSync(path, 'utf8').length }))
    .sort((a, b) => a.size - b.size || (a.path < b.path ? -1 : 1));
  const at = (share) => sized[Math.min(sized.length - 1, Math.floor(sized.length * share))].path;
  return [...new Set(Array.from({ length: count }, (_, i) => at(0.5 + (0.49 * i) / Math.max(1, count - 1))))];
}

function percentile(all, share) {
  const sorted = [...all].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

const shown = (all) => `${percentile(all, 0.5).toFixed(1).padStart(8)} ${percentile(all, 0.95).toFixed(1).padStart(8)}`;

function memoryOf(pid) {
  if (!existsSync(`/proc/${pid}/status`)) return undefined;
  const kilobytes = (name) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  return { now: kilobytes('VmRSS') / 1024, peak: kilobytes('VmHWM') / 1024 };
}

/** The server, and a client that waits for what it is sent. */
async function startServer() {
  const server = spawn(process.execPath, [join(here, '..', '..', 'dist', 'server.js'), '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] });
  const connection = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
  const waiting = [];
  let status = {};
  const tell = (message) => {
    for (const one of [...waiting]) if (one.test(message)) waiting.splice(waiting.indexOf(one), 1)[0].resolve();
  };
  connection.onNotification('textDocument/publishDiagnostics', tell);
  connection.onNotification('clauselint/status', (params) => {
    status = params;
    tell({ status: params });
  });
  connection.onRequest('workspace/configuration', ({ items }) => items.map(() => ({ debounce: 0 })));
  connection.listen();
  const versions = new Map();
  const uri = (path) => pathToFileURL(path).toString();
  const until = (test) => new Promise((done) => waiting.push({ test, resolve: done }));
  const workspaceFolders = [{ uri: uri(tree), name: 'tree' }];
  const capabilities = { workspace: { configuration: true } };
  await connection.sendRequest('initialize', { processId: process.pid, rootUri: null, capabilities, workspaceFolders });
  return {
    pid: server.pid,
    until,
    status: () => status,
    begin: () => connection.sendNotification('initialized', {}),
    open(path, text) {
      versions.set(path, 1);
      const textDocument = { uri: uri(path), languageId: path.endsWith('x') ? 'typescriptreact' : 'typescript', version: 1, text };
      connection.sendNotification('textDocument/didOpen', { textDocument });
    },
    /** One character more, as an editor sends it, or the whole text. */
    change(path, change) {
      const version = versions.get(path) + 1;
      versions.set(path, version);
      connection.sendNotification('textDocument/didChange', { textDocument: { uri: uri(path), version }, contentChanges: [change] });
      return (params) => params.uri === uri(path) && params.version === version;
    },
    is: (path, count) => (params) => params.uri === uri(path) && params.diagnostics.length === count,
    async stop() {
      await connection.sendRequest('shutdown');
      connection.sendNotification('exit');
    },
  };
}

function startTypeScript() {
  const child = fork(join(here, 'typescript-service.mjs'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const waiting = new Map();
  let id = 0;
  child.on('message', (answer) => waiting.get(answer.id)(answer));
  return {
    ask: (message) =>
      new Promise((done) => {
        id += 1;
        waiting.set(id, done);
        child.send({ id, ...message });
      }),
    stop: () => child.disconnect(),
  };
}

/** Milliseconds that the two threads at work, the server's first and its analyst's, have run and have waited for a core; undefined outside Linux. */
function coreTimes(pid) {
  if (!existsSync(`/proc/${pid}/schedstat`)) return undefined;
  const threads = readdirSync(`/proc/${pid}/task`).map((id) => ({
    id: Number(id),
    times: readFileSync(`/proc/${pid}/task/${id}/schedstat`, 'utf8')
      .split(' ')
      .map((one) => Number(one) / 1e6),
  }));
  const analyst = threads.filter((one) => one.id !== pid).sort((a, b) => b.times[0] - a.times[0])[0];
  const both = threads.filter((one) => one.id === pid || one === analyst);
  return { run: both.reduce((sum, one) => sum + one.times[0], 0), waited: both.reduce((sum, one) => sum + one.times[1], 0) };
}

/** As `timed`; and in `quiet` without the time in which a thread waited for a core, so that a busy machine does not hide what the server takes. */
async function timedOnCore(pid, times, quiet, action) {
  const before = coreTimes(pid);
  await timed(times, action);
  const after = coreTimes(pid);
  if (before && after) quiet.push(Math.max(times.at(-1) - (after.waited - before.waited), after.run - before.run));
}

const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));
async function timed(times, action) {
  const start = performance.now();
  await action();
  times.push(performance.now() - start);
}

async function main() {
  const sources = sourcesOf(tree);
  const files = chosen(sources, Math.ceil(edits / TYPED.length));
  const server = await startServer();
  const start = performance.now();
  const idle = server.until((message) => message.status?.state === 'idle');
  server.begin();
  await idle;
  const ready = performance.now() - start;
  const typescript = startTypeScript();
  const service = [];
  const startService = performance.now();
  await typescript.ask({ is: 'open', root: tree, of: files[0] });
  const readyService = performance.now() - startService;

  const own = { ours: [], quiet: [], theirs: [] };
  for (const path of files) {
    let text = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
    server.open(path, text);
    await typescript.ask({ file: path, text, of: path });
    await pause(50);
    for (const key of TYPED) {
      if (own.ours.length >= edits) break;
      const lines = text.split(/\r\n|\r|\n/);
      const end = { line: lines.length - 1, character: lines.at(-1).length };
      text += key;
      await timedOnCore(server.pid, own.ours, own.quiet, () =>
        server.until(server.change(path, { range: { start: end, end }, text: key })),
      );
      await pause(10);
      await timed(own.theirs, () => typescript.ask({ file: path, text, of: path }));
      await pause(BETWEEN);
    }
  }

  const other = { ours: [], quiet: [], theirs: [] };
  server.open(CONFIG, configText('aes-256-gcm'));
  server.open(USER, USER_TEXT);
  await typescript.ask({ file: CONFIG, text: configText('aes-256-gcm') });
  await typescript.ask({ file: USER, text: USER_TEXT, of: USER });
  await pause(500);
  for (let i = 0; i < edits; i += 1) {
    const text = configText(i % 2 === 0 ? 'aes-128-cbc' : 'aes-256-gcm');
    await timedOnCore(server.pid, other.ours, other.quiet, () => {
      const moved = server.until(server.is(USER, i % 2 === 0 ? 1 : 0));
      server.change(CONFIG, { text });
      return moved;
    });
    await pause(10);
    await timed(other.theirs, () => typescript.ask({ file: CONFIG, text, of: USER }));
    await pause(BETWEEN);
  }
  const busy = memoryOf(server.pid);
  await pause(REST);
  const memory = memoryOf(server.pid);
  service.push((await typescript.ask({})).rss / 1024 / 1024);

  const { files: analysed, findings } = server.status();
  console.log(`${sources.length} TypeScript files, ${analysed} analysed, ${findings} findings; ${edits} edits each, milliseconds`);
  console.log(`                                          median      p95`);
  console.log(`keystroke → the file      clauselint    ${shown(own.ours)}`);
  if (own.quiet.length > 0) console.log(`                   less waiting for a core${shown(own.quiet).slice(2)}`);
  console.log(`                          TypeScript    ${shown(own.theirs)}`);
  console.log(`keystroke → another file  clauselint    ${shown(other.ours)}`);
  if (other.quiet.length > 0) console.log(`                   less waiting for a core${shown(other.quiet).slice(2)}`);
  console.log(`                          TypeScript    ${shown(other.theirs)}`);
  console.log(`first analysis            clauselint    ${ready.toFixed(0).padStart(8)}`);
  console.log(`                          TypeScript    ${readyService.toFixed(0).padStart(8)}   (one file)`);
  if (memory)
    console.log(
      `memory (MB)               clauselint    ${memory.now.toFixed(0).padStart(8)}   (right after the edits ${busy.now.toFixed(0)}, peak ${memory.peak.toFixed(0)})`,
    );
  console.log(`                          TypeScript    ${service[0].toFixed(0).padStart(8)}`);
  await server.stop();
  typescript.stop();
}

try {
  await main();
} finally {
  rmSync(work, { recursive: true, force: true });
}
