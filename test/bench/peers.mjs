/** The tools that the product is measured beside, installed once into the user's cache. What cannot be installed is told, and left out. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = join(dirname(fileURLToPath(import.meta.url)), 'peers');
const CACHE = join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'clauselint-bench');

/** @returns the peers, each with the command for a tree, and what is to be told of those that are not there */
export function findPeers() {
  const { folder, trouble } = install();
  if (folder === undefined) return { peers: [], notes: [`peers left out: npm install failed: ${trouble}`] };
  const at = (...parts) => join(folder, 'node_modules', ...parts);
  const node = (script, ...args) => [process.execPath, script, ...args];
  const all = [
    {
      package: 'typescript-7',
      name: (v) => `tsc ${v} --noEmit`,
      needs: at('typescript-7', 'bin', 'tsc'),
      args: ({ config }) => ['-p', config],
    },
    { package: 'oxlint', name: (v) => `oxlint ${v}`, needs: at('oxlint', 'bin', 'oxlint'), args: () => ['.'] },
    {
      package: 'eslint',
      name: (v) => `eslint ${v}, ts and security`,
      needs: at('eslint', 'bin', 'eslint.js'),
      args: () => ['--config', join(folder, 'eslint.config.mjs'), '.'],
      slow: true,
    },
  ];
  const peers = [];
  const notes = [];
  for (const one of all) {
    const manifest = at(one.package, 'package.json');
    if (!existsSync(one.needs)) notes.push(`${one.package} left out: it is not in ${folder}`);
    else {
      const name = one.name(JSON.parse(readFileSync(manifest, 'utf8')).version);
      peers.push({ id: one.package, name, slow: one.slow ?? false, command: (tree) => node(one.needs, ...one.args(tree)) });
    }
  }
  return { peers, notes };
}

function install() {
  const parts = ['package.json', 'eslint.config.mjs'];
  const hash = createHash('sha256');
  for (const part of parts) hash.update(readFileSync(join(here, part)));
  const folder = join(CACHE, `peers-${hash.digest('hex').slice(0, 16)}`);
  if (existsSync(folder)) return { folder };
  const making = `${folder}.${process.pid}`;
  mkdirSync(making, { recursive: true });
  for (const part of parts) cpSync(join(here, part), join(making, part));
  // Without a lock file: the native packages differ from platform to platform.
  const args = ['install', '--no-package-lock', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
  const done = spawnSync('npm', args, { cwd: making, encoding: 'utf8', shell: process.platform === 'win32' });
  if (done.status === 0) {
    renameSync(making, folder);
    return { folder };
  }
  rmSync(making, { recursive: true, force: true });
  return { folder: undefined, trouble: (done.stderr ?? String(done.error)).trim().split('\n').slice(-1)[0] };
}
