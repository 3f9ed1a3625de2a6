/** Tools that are heavier than a test should bring along, installed once into the user's cache, outside of the tree. */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where a set of tools lies. */
export function cacheOf(name: string): string {
  return join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), `clauselint-test-${name}`);
}

/** A folder in a cache, made once: whole, or not at all. */
function cached(cache: string, name: string, make: (folder: string) => void): string {
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  const making = `${folder}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  try {
    make(making);
    renameSync(making, folder);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    // Another run may have been faster.
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

/**
 * `node_modules` with what the `package.json` of a folder wants; nothing of it is run while it is installed. Without a lock file, which would
 * ask for packages of platforms that not every registry has.
 */
export function npmTools(name: string, folder: string): string {
  const wanted = join(folder, 'package.json');
  const key = createHash('sha256').update(readFileSync(wanted)).digest('hex').slice(0, 16);
  const made = cached(cacheOf(name), `npm-${key}`, (into) => {
    cpSync(wanted, join(into, 'package.json'));
    const args = ['install', '--no-package-lock', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
    execFileSync('npm', args, { cwd: into, stdio: ['ignore', 'ignore', 'inherit'] });
  });
  return join(made, 'node_modules');
}

/** Gives a project a `node_modules` of its own, with links to the tools and to the built command. */
export function linkTools(project: string, tools: string, cli: string): void {
  const own = join(project, 'node_modules');
  mkdirSync(join(own, '.bin'), { recursive: true });
  for (const name of readdirSync(tools).filter((one) => !one.startsWith('.'))) symlinkSync(join(tools, name), join(own, name));
  for (const name of readdirSync(join(tools, '.bin'))) symlinkSync(join(tools, '.bin', name), join(own, '.bin', name));
  symlinkSync(cli, join(own, '.bin', 'clauselint'));
}
