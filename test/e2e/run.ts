/** Runs the built command as a user would: its own process, its own folder. `npm test` builds before it tests. */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Tests share a cache among themselves, and with nobody else. */
const CACHE = mkdtempSync(join(tmpdir(), 'clauselint-cache-'));
process.on('exit', () => rmSync(CACHE, { recursive: true, force: true }));

export const ROOT: string = join(import.meta.dirname, '..', '..');
const CLI = join(ROOT, 'dist', 'cli.js');

export interface Ran {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export function clauselint(args: readonly string[], cwd: string, env: Readonly<Record<string, string>> = {}, input = ''): Ran {
  const { LC_ALL: _a, LC_MESSAGES: _b, LANG: _c, ...base } = process.env;
  const run = spawnSync(process.execPath, [CLI, ...args], {
    cwd,
    encoding: 'utf8',
    env: { ...base, NO_COLOR: '1', XDG_CACHE_HOME: CACHE, ...env },
    maxBuffer: 2 ** 28,
    input,
  });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

/** The same, without the rights of root, to whom no folder is closed. Runs from a copy that anyone may read. */
export function clauselintAsNobody(args: readonly string[], cwd: string): Ran {
  if (process.getuid?.() !== 0) return clauselint(args, cwd);
  const copy = mkdtempSync(join(tmpdir(), 'clauselint-dist-'));
  chmodSync(copy, 0o755);
  for (const file of ['cli.js', 'program.js', 'parser.js', 'typescript.js', 'estree.js'])
    copyFileSync(join(ROOT, 'dist', file), join(copy, file));
  const run = spawnSync(process.execPath, [join(copy, 'cli.js'), ...args], {
    cwd,
    encoding: 'utf8',
    uid: 65_534,
    gid: 65_534,
    env: { NO_COLOR: '1', XDG_CACHE_HOME: copy },
  });
  rmSync(copy, { recursive: true, force: true });
  return { code: run.status, out: run.stdout, err: run.stderr };
}

/** A project in a temporary folder; `done` removes it. */
export function project(files: Readonly<Record<string, string | Uint8Array>>): { dir: string; done: () => void } {
  const dir = realpathSync(mkdtempSync(join(tmpdir(), 'clauselint-e2e-')));
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(dir, path)), { recursive: true });
    writeFileSync(join(dir, path), content);
  }
  return { dir, done: () => rmSync(dir, { recursive: true, force: true }) };
}
