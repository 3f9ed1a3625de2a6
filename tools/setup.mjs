/**
 * Makes every other command self-sufficient on a bare machine: installs the locked packages when they are not there yet, and checks
 * that esbuild runs. Compares versions, not dates, so that a fresh checkout or a changed branch installs only when it must.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const oldestNode = [20, 11];

/** The first reason to install, or undefined. Optional packages are for other platforms as a rule, so they are not asked for. */
function whyInstall() {
  const hidden = join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(hidden)) return 'node_modules is missing';
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const present = JSON.parse(readFileSync(hidden, 'utf8')).packages;
  for (const [path, entry] of Object.entries(wanted)) {
    if (path === '' || entry.optional) continue;
    if (present[path]?.version !== entry.version) return `${path} is not at ${entry.version}`;
    if (!existsSync(join(root, path, 'package.json'))) return `${path} is missing`;
  }
  return undefined;
}

/**
 * Development and optional packages are asked for by name: the user's npm settings may leave them out. So is the place: `npm install -g` of
 * this repository prepares it with its own settings in the environment, and would have the packages installed for the whole machine.
 */
function install() {
  const here = ['--global=false', '--location=project'];
  const args = ['ci', '--ignore-scripts', '--include=dev', '--include=optional', '--no-audit', '--no-fund', ...here];
  const npm = process.env.npm_execpath ?? '';
  const run = /npm-cli\.[cm]?js$/.test(npm)
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
    : spawnSync('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (run.error) fail(`npm could not be started: ${run.error.message}`);
  if (run.status !== 0) fail('npm ci failed; its output above says why.');
}

/** Scripts are not run on installation; esbuild then takes the binary from its platform package, if there is one. */
function checkEsbuild() {
  try {
    createRequire(import.meta.url)('esbuild').transformSync('let a = 1');
  } catch (error) {
    fail(`esbuild does not run on ${process.platform}-${process.arch}: ${error.message}\nDelete node_modules and try again.`);
  }
}

function fail(message) {
  console.error(`setup: ${message}`);
  process.exit(1);
}

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
  fail(`Node ${oldestNode.join('.')} or later is needed; this is ${process.versions.node}.`);
}
const reason = whyInstall();
if (reason) {
  console.error(`setup: ${reason}; running npm ci (once)`);
  install();
  checkEsbuild();
}
