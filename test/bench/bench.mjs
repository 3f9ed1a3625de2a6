/**
 * npm run bench [-- --tree DIR]… [--runs N] [--slow-runs N] [--peers] [--json FILE] [--cli FILE]…
 *
 * A check in all the states a project can be in, beside `tsc --noEmit` of TypeScript 6 and the floor (starting Node, walking, reading and
 * hashing every source), interleaved in one run; with --peers also beside tsc 7, oxlint and ESLint. Without --tree on generated trees of 200,
 * 2,500 and 14,000 files. --cli measures another build of the product too. Prints medians and ratios, also when stopped half-way; never a gate by itself.
 */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { holdBudgets } from './budgets.mjs';
import { generateTree } from './generate-tree.mjs';
import { measure, median, tellsMemory } from './measure.mjs';
import { findPeers } from './peers.mjs';
import { printTree } from './print.mjs';
import { removeFolder, Subject, writeTypeScriptConfig } from './subject.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '..', '..');
const GENERATED = { small: 200, medium: 2500, large: 14_000 };

const { values } = parseArgs({
  options: {
    tree: { type: 'string', multiple: true },
    runs: { type: 'string', default: '5' },
    'slow-runs': { type: 'string', default: '2' },
    peers: { type: 'boolean', default: false },
    json: { type: 'string' },
    cli: { type: 'string', multiple: true, default: [] },
  },
});

/** The states of a project, in the order in which they follow from each other. `before` is not measured. */
function ours(id, name, cli, cache, subject) {
  const check = (...args) => [process.execPath, cli, 'check', ...args];
  const cached = (...args) => check('.', '--cache-dir', cache, ...args);
  return [
    { id: `cold${id}`, name: `${name} cold`, command: check('.', '--no-cache') },
    { id: `fill${id}`, name: `${name} cold, fills the cache`, before: () => removeFolder(cache), command: cached() },
    { id: `warm${id}`, name: `${name} warm, nothing changed`, command: cached() },
    { id: `changed${id}`, name: `${name} one file changed`, before: () => subject.change(1), command: cached() },
    {
      id: `staged${id}`,
      name: `${name} --staged, three files`,
      before: () => {
        subject.restore();
        subject.stage(subject.change(3));
      },
      command: check('--staged', '--cache-dir', cache),
      after: () => subject.restore(),
    },
  ];
}

function contestantsFor(subject, work, peers) {
  const config = writeTypeScriptConfig(work, subject.root);
  const compiler = join(root, 'node_modules', 'typescript', 'lib', 'tsc.js');
  const version = JSON.parse(readFileSync(join(root, 'node_modules', 'typescript', 'package.json'), 'utf8')).version;
  const builds = [join(root, 'dist', 'cli.js'), ...values.cli.map((one) => resolve(one))];
  return [
    { id: 'floor', name: 'floor: walk, read, hash', command: [process.execPath, join(here, 'floor.mjs'), subject.root] },
    ...builds.flatMap((cli, i) =>
      ours(i === 0 ? '' : `-${i}`, i === 0 ? 'clauselint' : `build ${i + 1}`, cli, join(work, `cache-${i}`), subject),
    ),
    { id: 'tsc6', name: `tsc ${version} --noEmit`, slow: true, command: [process.execPath, compiler, '-p', config] },
    ...peers.map((peer) => ({ ...peer, command: peer.command({ config }) })),
  ];
}

/** 1 is what a linter says when it found something; the compilers say 1 or 2 for that. */
const failed = (id, { status, stderr }) =>
  status > (/^(?:tsc6|typescript-7)$/.test(id) ? 2 : 1) ? `exit code ${status} ${stderr.trim().split('\n').slice(-1)[0]}` : undefined;

async function measureTree(name, subject, work, peers) {
  const contestants = contestantsFor(subject, work, peers);
  const samples = new Map(contestants.map((one) => [one.id, []]));
  const failures = new Map();
  for (let run = 0; run < runs; run += 1) {
    for (const { id, command, before, after, slow } of contestants) {
      if (stopped || (slow && run >= slowRuns) || failures.has(id)) continue;
      before?.();
      const sample = await measure(command, { cwd: subject.root });
      after?.();
      // Ctrl-C reaches what is running, too.
      if (stopped) continue;
      const failure = failed(id, sample);
      if (failure !== undefined) failures.set(id, failure);
      samples.get(id).push({ wall: sample.wall, cpu: sample.cpu, peak: sample.peak });
    }
    if (process.stderr.isTTY) console.error(`${name}: round ${run + 1} of ${runs}`);
  }
  const rows = contestants.map(({ id, name: title }) => {
    const list = samples.get(id);
    const of = (key) => median(list.map((one) => one[key]));
    return {
      id,
      name: title,
      n: list.length,
      wall: of('wall'),
      cpu: of('cpu'),
      peak: of('peak'),
      failed: failures.get(id) ?? (list.length === 0 ? 'stopped before' : undefined),
      samples: list,
    };
  });
  return { name, files: subject.sources.length, bytes: subject.size, rows, budgets: holdBudgets(rows) };
}

function whole(option, least) {
  const number = Number(values[option]);
  if (Number.isInteger(number) && number >= least) return number;
  console.error(`bench: --${option} takes a whole number from ${least}, not ${values[option]}`);
  process.exit(2);
}

const runs = whole('runs', 1);
const slowRuns = whole('slow-runs', 1);
for (const path of [...(values.tree ?? []), ...values.cli]) {
  if (existsSync(path)) continue;
  console.error(`bench: there is no ${path}`);
  process.exit(2);
}

const top = mkdtempSync(join(tmpdir(), 'clauselint-bench-'));
process.on('exit', () => removeFolder(top));
// What has been measured is shown; what is running is waited for.
let stopped = false;
for (const signal of ['SIGINT', 'SIGTERM'])
  process.on(signal, () => {
    stopped = true;
  });

const wanted = values.tree
  ? values.tree.map((path) => ({ name: basename(resolve(path)), make: () => resolve(path) }))
  : Object.entries(GENERATED).map(([size, files]) => ({
      name: `${size}, generated`,
      make: (folder) => generateTree(join(folder, 'tree'), files),
    }));
const { peers, notes } = values.peers ? findPeers() : { peers: [], notes: [] };
for (const note of notes) console.log(note);
console.log(`node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores; ${runs} rounds`);
if (!tellsMemory) console.log('memory left out: this platform has no /proc');

const trees = [];
for (const [i, { name, make }] of wanted.entries()) {
  if (stopped) break;
  const work = join(top, String(i));
  const subject = new Subject(make(work), join(work, 'tree'));
  trees.push(await measureTree(name, subject, work, peers));
  printTree(trees.at(-1));
  removeFolder(work);
}
if (values.json !== undefined) {
  const machine = { node: process.versions.node, platform: process.platform, arch: process.arch, cores: availableParallelism() };
  writeFileSync(values.json, `${JSON.stringify({ date: new Date().toISOString().slice(0, 10), machine, runs, notes, trees }, null, 2)}\n`);
}
