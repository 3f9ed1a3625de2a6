/** The compiled program in the user's cache: runs say the same with it and without it, whoever else is at it. */
import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const CLI = join(import.meta.dirname, '../../dist/cli.js');
const top = mkdtempSync(join(tmpdir(), 'clauselint-code-'));
const project = join(top, 'project');
mkdirSync(project);
writeFileSync(
  join(project, 'a.ts'),
  "import { createHash } from 'node:crypto';\nexport const h = (password: string) => createHash('md5').update(password).digest('hex');\n",
);
afterAll(() => rmSync(top, { recursive: true }));

interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function run(cache: string, args: readonly string[] = ['check', '.', '--format', 'json', '--now', '2026-11-24']): Promise<Ran> {
  return new Promise((done) => {
    const child = spawn(process.execPath, [CLI, ...args], {
      cwd: project,
      env: { PATH: process.env['PATH'], NO_COLOR: '1', XDG_CACHE_HOME: cache },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (piece) => (out += piece));
    child.stderr.on('data', (piece) => (err += piece));
    child.on('close', (code) => done({ code, out, err }));
  });
}

const kept = (cache: string): string[] => readdirSync(join(cache, 'clauselint/code'));

test('the program is kept, the parser as soon as it is used, and nothing is said otherwise', async () => {
  const cache = join(top, 'one');
  const first = await run(cache);
  expect(first).toMatchObject({ code: 1, err: '' });
  expect(kept(cache)).toHaveLength(2);
  expect(await run(cache)).toEqual(first);
  expect(kept(cache)).toHaveLength(2);
  expect((await run(cache, ['--version'])).out).toMatch(/^clauselint \d/);
  expect((await run(cache, ['explain', 'nothing-of-this-name'])).code).toBe(2);
});

test('what a run without work compiled gives way to what one with work did', async () => {
  const cache = join(top, 'narrow');
  await run(cache, ['--version']);
  expect(kept(cache)).toHaveLength(1);
  const first = await run(cache);
  expect(kept(cache)).toHaveLength(3);
  expect(await run(cache)).toEqual(first);
  expect(kept(cache)).toHaveLength(3);
});

test('`--no-cache` reads and leaves nothing', async () => {
  const cache = join(top, 'none');
  expect((await run(cache, ['check', '.', '--no-cache'])).code).toBe(1);
  expect(() => readdirSync(cache)).toThrow('ENOENT');
});

test('many at once, and some of them killed, say the same', async () => {
  const cache = join(top, 'many');
  const alone = await run(cache);
  const runs = await Promise.all(Array.from({ length: 6 }, () => run(cache)));
  for (const one of runs) expect(one).toEqual(alone);
  const killed = spawn(process.execPath, [CLI, 'check', '.'], { cwd: project, env: { XDG_CACHE_HOME: cache }, stdio: 'ignore' });
  setTimeout(() => killed.kill('SIGKILL'), 150);
  await new Promise((done) => killed.on('close', done));
  expect(await run(cache)).toEqual(alone);
  expect(kept(cache).filter((name) => name.endsWith('.tmp'))).toEqual([]);
});
