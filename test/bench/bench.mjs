/**
 * npm run bench [-- --tree DIR] [--runs N] [--files N]
 *
 * A whole check, cold, beside `tsc --noEmit` of TypeScript 6 and beside the floor (reading and hashing every source), interleaved in one run.
 * Prints wall time, CPU time and peak memory as medians, and the ratios. Without --tree a project of about 2,500 files is generated.
 * Never a gate by itself: figures are for people, and only the ratios travel from one machine to another.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generateTree } from './generate-tree.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
const { values } = parseArgs({
  options: { tree: { type: 'string' }, runs: { type: 'string', default: '3' }, files: { type: 'string', default: '2500' } },
});
const runs = Number(values.runs);
const work = mkdtempSync(join(tmpdir(), 'clauselint-bench-'));
const tree = values.tree === undefined ? generateTree(join(work, 'tree'), Number(values.files)) : resolve(values.tree);
if (!existsSync(tree)) {
  console.error(`bench: there is no folder ${tree}`);
  process.exit(2);
}

/** Every measured process tells its own CPU time and peak memory when it ends. */
const meter = join(work, 'meter.cjs');
writeFileSync(
  meter,
  `process.on('exit', () => { const u = process.resourceUsage(); require('node:fs').writeFileSync(process.env.BENCH_OUT, JSON.stringify({ cpu: (u.userCPUTime + u.systemCPUTime) / 1e6, rss: u.maxRSS / 1024 })); });\n`,
);

const config = join(work, 'tsconfig.json');
writeFileSync(
  config,
  JSON.stringify({
    compilerOptions: {
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      target: 'es2022',
      module: 'esnext',
      moduleResolution: 'bundler',
      types: [],
      jsx: 'preserve',
      experimentalDecorators: true,
      allowImportingTsExtensions: true,
    },
    include: [`${tree}/**/*.ts`, `${tree}/**/*.tsx`],
    exclude: [`${tree}/**/node_modules`, `${tree}/**/dist`],
  }),
);

const floor = join(work, 'floor.mjs');
writeFileSync(
  floor,
  `import { readdirSync, readFileSync } from 'node:fs'; import { createHash } from 'node:crypto'; import { join } from 'node:path';
let n = 0; const walk = (d) => { for (const e of readdirSync(d, { withFileTypes: true })) { if (e.name === 'node_modules' || e.name === '.git') continue; const p = join(d, e.name);
if (e.isDirectory()) walk(p); else if (/\\.[cm]?[jt]sx?$/.test(e.name)) { createHash('sha256').update(readFileSync(p)).digest('hex'); n += 1; } } }; walk(process.argv[2]);`,
);

const contestants = [
  { name: 'floor (read and hash)', args: [floor, tree], cwd: tree },
  { name: 'clauselint check', args: [join(root, 'dist', 'cli.js'), 'check', '.', '--format', 'json'], cwd: tree },
  { name: 'tsc 6 --noEmit', args: [join(root, 'node_modules', 'typescript', 'lib', 'tsc.js'), '-p', config], cwd: tree },
];

const samples = new Map(contestants.map((one) => [one.name, []]));
for (let run = 0; run < runs; run += 1) {
  for (const one of contestants) {
    const out = join(work, 'meter.json');
    const started = process.hrtime.bigint();
    const done = spawnSync(process.execPath, ['--require', meter, ...one.args], {
      cwd: one.cwd,
      env: { ...process.env, BENCH_OUT: out },
      stdio: ['ignore', 'pipe', 'pipe'],
      maxBuffer: 2 ** 30,
    });
    const wall = Number(process.hrtime.bigint() - started) / 1e9;
    if (one.name.startsWith('clauselint') && done.status === 2) throw new Error(`clauselint could not do its job: ${done.stderr}`);
    samples.get(one.name).push({ wall, ...JSON.parse(readFileSync(out, 'utf8')) });
  }
}

const median = (list) => list.toSorted((a, b) => a - b)[Math.floor(list.length / 2)];
const rows = contestants.map(({ name }) => {
  const list = samples.get(name);
  return { name, wall: median(list.map((s) => s.wall)), cpu: median(list.map((s) => s.cpu)), rss: median(list.map((s) => s.rss)) };
});
const tsc = rows.at(-1);
console.log(`${values.tree ?? `generated tree of ${values.files} files`}, ${runs} runs, medians; node ${process.versions.node}`);
console.log(`${''.padEnd(24)}${'wall s'.padStart(9)}${'CPU s'.padStart(9)}${'peak MB'.padStart(9)}   against tsc: wall, CPU, memory`);
for (const row of rows) {
  const ratio = (key) => `1/${(tsc[key] / row[key]).toFixed(1)}`.padStart(7);
  console.log(
    `${row.name.padEnd(24)}${row.wall.toFixed(2).padStart(9)}${row.cpu.toFixed(2).padStart(9)}${row.rss.toFixed(0).padStart(9)}   ${row === tsc ? '' : `${ratio('wall')}${ratio('cpu')}${ratio('rss')}`}`,
  );
}
rmSync(work, { recursive: true, force: true });
