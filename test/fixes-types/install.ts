/** Brings the libraries of `package.json` here, once, by npm itself; no script of theirs is run. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const HERE = import.meta.dirname;

/** @throws when npm cannot bring them */
export function installed(): void {
  if (isCurrent()) return;
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--omit=optional', '--omit=peer', '--legacy-peer-deps'];
  const run = spawnSync('npm', args, { cwd: HERE, encoding: 'utf8', shell: process.platform === 'win32' });
  if (run.status !== 0) throw new Error(`npm ci in ${HERE} failed: ${run.error?.message ?? run.stderr}`);
}

/** By versions, not dates, so that a fresh checkout installs only when it must. */
function isCurrent(): boolean {
  const hidden = join(HERE, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return false;
  const read = (file: string): Record<string, { version?: string; optional?: boolean; peer?: boolean }> =>
    JSON.parse(readFileSync(file, 'utf8')).packages;
  const present = read(hidden);
  return Object.entries(read(join(HERE, 'package-lock.json'))).every(
    ([path, { version, optional, peer }]) => path === '' || optional || peer || present[path]?.version === version,
  );
}
