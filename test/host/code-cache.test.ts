import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { CodeCache, keyOf } from '../../host/code-cache.ts';

const top = mkdtempSync(join(tmpdir(), 'clauselint-code-'));
const elsewhere = join(top, 'project');
mkdirSync(elsewhere);
afterAll(() => rmSync(top, { recursive: true }));

let made = 0;
/** A folder for a cache with an empty `code` in it, and a program that answers with `said`. */
function place(said: string): { cache: string; code: string; file: string; run(cwd?: string): unknown } {
  const folder = join(top, `place-${(made += 1)}`);
  const cache = join(folder, 'cache');
  const file = join(folder, 'program.js');
  mkdirSync(cache, { recursive: true });
  // No two programs are alike, and all are equally long.
  writeFileSync(
    file,
    `/* ${made + 1000} */ exports.said = (() => '${said}')();\nexports.beside = () => require('./beside.js').text;\nexports.self = [__filename, __dirname];\n`,
  );
  writeFileSync(join(folder, 'beside.js'), `exports.text = (() => 'beside')();\n`);
  return {
    cache,
    code: join(cache, 'code'),
    file,
    run: (cwd = elsewhere) => {
      const code = new CodeCache(cache, cwd);
      const { said, beside, self } = code.load(file, ['./beside.js']) as { said: string; beside(): string; self: string[] };
      expect(self).toEqual([file, folder]);
      expect(beside()).toBe('beside');
      code.keep();
      return said;
    },
  };
}

const entries = (code: string): string[] => readdirSync(code).sort();

test('the first run keeps what it compiled, the second changes nothing', () => {
  const { code, run } = place('yes');
  expect(run()).toBe('yes');
  const kept = entries(code);
  expect(kept).toHaveLength(2);
  const times = kept.map((name) => statSync(join(code, name)).mtimeMs);
  expect(run()).toBe('yes');
  expect(entries(code)).toEqual(kept);
  expect(kept.map((name) => statSync(join(code, name)).mtimeMs)).toEqual(times);
  if (process.platform !== 'win32') expect(kept.map((name) => statSync(join(code, name)).mode & 0o777)).toEqual([0o600, 0o600]);
});

/**
 * A program that was never compiled, with the code of another one of the same length in its place: V8 runs that, unless it is not read. What was
 * compiled once in a process, V8 remembers without any file.
 */
function swapped(): { code: string; run(cwd?: string): unknown; cache: string } {
  const right = place('right');
  const wrong = place('wrong');
  wrong.run();
  mkdirSync(right.code, { mode: 0o700 });
  copyFileSync(join(wrong.code, `${keyOf(readFileSync(wrong.file))}+`), join(right.code, keyOf(readFileSync(right.file))));
  return right;
}

test('what is kept is what runs', () => {
  expect(swapped().run()).toBe('wrong');
});

test.skipIf(process.platform === 'win32')('nothing is read from a folder that is open to others, or that is a link', () => {
  const open = swapped();
  chmodSync(open.code, 0o750);
  expect(open.run()).toBe('right');
  const linked = swapped();
  const away = `${linked.code}-away`;
  mkdirSync(away, { mode: 0o700 });
  for (const name of entries(linked.code)) copyFileSync(join(linked.code, name), join(away, name));
  rmSync(linked.code, { recursive: true });
  symlinkSync(away, linked.code);
  expect(linked.run()).toBe('right');
});

test('nothing is read from a project, nor left in it', () => {
  const below = swapped();
  expect(below.run(join(below.cache, '..'))).toBe('right');
  expect(below.run(below.code)).toBe('right');
  mkdirSync(join(below.cache, '.git'));
  expect(below.run()).toBe('right');
  const fresh = place('yes');
  expect(fresh.run(join(fresh.cache, '..'))).toBe('yes');
  expect(existsSync(fresh.code)).toBe(false);
  expect(new CodeCache(undefined, elsewhere).load(fresh.file)).toMatchObject({ said: 'yes' });
});

test('what is cut short, overwritten or of another V8 is made anew', () => {
  const { code, run } = place('yes');
  run();
  run();
  for (const name of entries(code)) {
    const file = join(code, name);
    const sound = readFileSync(file);
    const spoiled = Buffer.from(sound);
    spoiled[sound.length >> 1] = (spoiled[sound.length >> 1] as number) ^ 0xff;
    for (const bytes of [Buffer.alloc(0), sound.subarray(0, 20), sound.subarray(0, sound.length - 1), spoiled, Buffer.alloc(5000, 7)]) {
      writeFileSync(file, bytes);
      expect(run()).toBe('yes');
      expect(readFileSync(file).length).toBeGreaterThan(100);
      expect(readFileSync(file).equals(bytes)).toBe(false);
    }
  }
});

test('the program of another build has other entries, and the oldest go', () => {
  const { code, file, run } = place('yes');
  for (let i = 0; i < 20; i += 1) {
    const source = readFileSync(file, 'utf8').replace(/=> '[^']*'/, `=> 'build ${i}'`);
    writeFileSync(file, source);
    expect([run(), run(), run()]).toEqual([`build ${i}`, `build ${i}`, `build ${i}`]);
  }
  expect(entries(code).length).toBeLessThanOrEqual(12);
});
