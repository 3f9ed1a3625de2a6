/** The cache is a pure gain: with it or without, whatever became of it, a run says the same. */
import { spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { pages } from '../../rules/pages.generated.ts';
import { readPage } from '../spec/page.ts';
import { clauselint, clauselintAsNobody, ROOT } from './run.ts';

const dirs: string[] = [];
afterAll(() => dirs.forEach((dir) => rmSync(dir, { recursive: true, force: true })));
function folder(name: string): string {
  const dir = mkdtempSync(join(tmpdir(), `clauselint-${name}-`));
  dirs.push(dir);
  return dir;
}

function project(files: Readonly<Record<string, string>>): string {
  const dir = folder('cached');
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), text);
  }
  return dir;
}

const WEAK =
  "import tls from 'node:tls';\nimport { VERSION } from './names';\ntls.connect({ host: 'a.example.com', minVersion: VERSION });\n";
const FILES = {
  'src/a.ts': WEAK,
  'src/by-name.ts': WEAK.replace('./names', '#names'),
  'src/strong.ts': "export const VERSION = 'TLSv1.2';\n",
  'src/names.ts': "export const VERSION = 'TLSv1';\n",
  'package.json': '{ "imports": { "#names": "./src/strong.ts" } }',
};
const check = (dir: string, cache: string, ...more: string[]): string =>
  clauselint(['check', '.', '--format', 'json', '--evidence', '--cache-dir', cache, ...more], dir).out;
const without = (dir: string): string => clauselint(['check', '.', '--format', 'json', '--evidence', '--no-cache'], dir).out;
const state = (dir: string, cache: string): string =>
  /cache\s+(\w+)/.exec(clauselint(['check', '.', '--stats', '--cache-dir', cache], dir).err)?.[1] ?? '';

function entries(cache: string, kind: string): string[] {
  // `code` beside the builds holds the program itself.
  const builds = readdirSync(cache).filter((name) => name !== 'code');
  return builds.flatMap((build) => readdirSync(join(cache, build, kind)).map((name) => join(cache, build, kind, name)));
}

test('a second run reads what the first left, and says the same', () => {
  const dir = project(FILES);
  const cache = folder('cache');
  expect(state(dir, cache)).toBe('miss');
  expect(state(dir, cache)).toBe('hit');
  expect(check(dir, cache)).toBe(without(dir));
});

test.each([
  ['a source', (dir: string) => writeFileSync(join(dir, 'src/names.ts'), "export const VERSION = 'TLSv1.2';\n")],
  ['a file that comes', (dir: string) => writeFileSync(join(dir, 'src/b.ts'), WEAK)],
  ['a file that goes', (dir: string) => unlinkSync(join(dir, 'src/names.ts'))],
  ['a file that is no source', (dir: string) => writeFileSync(join(dir, 'package.json'), '{ "imports": {} }')],
  [
    'a rule switched off',
    (dir: string) => writeFileSync(join(dir, 'clauselint.jsonc'), '{ "rules": { "tls-min-version": { "off": true, "reason": "x" } } }'),
  ],
  ['the configuration', (dir: string) => writeFileSync(join(dir, 'clauselint.jsonc'), '{ "terms": { "tls-min-version": "1.3" } }')],
])('%s changed: the run looks again', (_what, change) => {
  const dir = project(FILES);
  const cache = folder('cache');
  check(dir, cache);
  change(dir);
  expect(state(dir, cache)).toBe('miss');
  expect(check(dir, cache)).toBe(without(dir));
});

test('the day is not kept: a waiver ends although nothing changed', () => {
  const waived = WEAK.replace(
    'tls.connect',
    '// clauselint-waive tls-min-version until=2026-03-10 owner=ops reason="partner"\ntls.connect',
  );
  const dir = project({ ...FILES, 'src/a.ts': waived });
  const cache = folder('cache');
  const on = (day: string): number | null => clauselint(['check', '.', '--cache-dir', cache, '--now', day], dir).code;
  expect([on('2026-03-10'), on('2026-03-11'), on('2026-03-10')]).toEqual([0, 1, 0]);
});

test.each(['cut short', 'overwritten', 'emptied'])('an entry that is %s costs one warning and nothing else', (how) => {
  const dir = project(FILES);
  const cache = folder('cache');
  check(dir, cache);
  for (const kind of ['reports', 'states', 'facts'])
    for (const file of entries(cache, kind)) {
      if (how === 'cut short') truncateSync(file, Math.floor(readFileSync(file).length / 2));
      else writeFileSync(file, how === 'emptied' ? '' : readFileSync(file, 'utf8').replace(/(.{60})./, '$1?'));
    }
  const run = clauselint(['check', '.', '--format', 'json', '--evidence', '--cache-dir', cache], dir);
  expect(run.out).toBe(without(dir));
  expect(run.err.match(/the cache was not used/g)).toHaveLength(1);
  expect(clauselint(['check', '.', '--cache-dir', cache], dir).err).not.toContain('cache');
});

test('a cache that cannot be written costs one warning', () => {
  const dir = project(FILES);
  chmodSync(dir, 0o755);
  const cache = folder('cache');
  chmodSync(cache, 0o555);
  const run = clauselintAsNobody(['check', '.', '--format', 'json', '--evidence', '--cache-dir', cache], dir);
  expect(run.out).toBe(without(dir));
  expect(run.err.match(/the cache was not used/g)).toHaveLength(1);
});

test('fixes and SARIF with fixes come from the cache too', () => {
  const dir = project(FILES);
  const cache = folder('cache');
  const sarif = (...more: string[]): string => clauselint(['check', '.', '--format', 'sarif', '--sarif-profile', 'full', ...more], dir).out;
  const first = sarif('--cache-dir', cache);
  expect(sarif('--cache-dir', cache)).toBe(first);
  expect(first).toContain('TLSv1.2');
});

test('eight at once share one cache, and one killed in the middle harms nobody', { timeout: 120_000 }, async () => {
  const dir = project(
    Object.fromEntries(Array.from({ length: 40 }, (_, i) => [`src/part${i}.ts`, WEAK.replace('a.example', `a${i}.example`)])),
  );
  const cache = folder('cache');
  const start = (): ReturnType<typeof spawn> =>
    spawn(process.execPath, [join(ROOT, 'dist/cli.js'), 'check', '.', '--format', 'json', '--evidence', '--cache-dir', cache], {
      cwd: dir,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  const output = (child: ReturnType<typeof spawn>): Promise<string> =>
    new Promise((resolve) => {
      let text = '';
      child.stdout?.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      child.on('close', () => resolve(text));
    });
  const doomed = start();
  doomed.stdout?.resume();
  const watch = setInterval(() => {
    const half = existsSync(cache) && readdirSync(cache, { recursive: true }).some((name) => String(name).endsWith('.tmp'));
    if (half) doomed.kill('SIGKILL');
  }, 1);
  await new Promise((resolve) => doomed.on('close', resolve));
  clearInterval(watch);
  const all = await Promise.all(Array.from({ length: 8 }, () => output(start())));
  expect(new Set(all)).toEqual(new Set([without(dir)]));
});

test('after any edits a warm cache says what none says', { timeout: 300_000 }, () => {
  const scenarios = Object.values(pages).flatMap((page) => readPage(page.en).scenarios);
  const sources = scenarios.flatMap((one) => Object.entries(one.files)).filter(([path]) => /\.[cm]?[jt]sx?$/.test(path));
  const cache = folder('cache');
  const dir = project({ 'package.json': '{}' });
  const edit = fc.record({
    slot: fc.integer({ min: 0, max: 4 }),
    text: fc.option(fc.integer({ min: 0, max: sources.length - 1 }), { freq: 5 }),
  });
  fc.assert(
    fc.property(fc.array(edit, { minLength: 1, maxLength: 4 }), (edits) => {
      for (const { slot, text } of edits) {
        const [path, body] = text === null ? ['x.ts', undefined] : (sources[text] ?? ['x.ts', undefined]);
        const file = join(dir, `part${slot}`, path.split('/').at(-1) ?? path);
        mkdirSync(dirname(file), { recursive: true });
        if (body === undefined) rmSync(dirname(file), { recursive: true, force: true });
        else writeFileSync(file, body);
      }
      writeFileSync(join(dir, 'some.ts'), 'export {};\n');
      expect(check(dir, cache)).toBe(without(dir));
    }),
    { numRuns: 30, seed: 20_261_124 },
  );
});
