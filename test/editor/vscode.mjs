/** Starts VS Code as a server, with the packed extension in it and nothing of the user's, and a browser to look at it. */
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { browserPath } from './install.mjs';

/** A quiet window: nothing that greets, updates, saves by itself, or marks the code beside us. */
const QUIET = {
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'workbench.enableExperiments': false,
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.layoutControl.enabled': false,
  'chat.disableAIFeatures': true,
  // In a browser VS Code saves after a delay unless told otherwise.
  'files.autoSave': 'off',
  'editor.minimap.enabled': false,
  'editor.stickyScroll.enabled': false,
  'js/ts.validate.enabled': false,
  'typescript.validate.enable': false,
  'javascript.validate.enable': false,
};
const PATIENCE_MS = 60_000;

/**
 * @param {object} request
 * @param {{ cache: string, node: string, codeServer: string }} request.installed
 * @param {string} request.work a folder with a short path (sockets lie below it), thrown away afterwards
 * @param {string} request.vsix
 * @param {boolean} request.restricted with Workspace Trust on, so that folders open in Restricted Mode. Otherwise tests may be run inside.
 * @param {Record<string, string>} request.env
 */
export async function startVsCode({ installed, work, vsix, restricted, env = {} }) {
  const user = join(work, 'user');
  const home = join(work, 'home');
  for (const folder of [join(user, 'User'), home]) mkdirSync(folder, { recursive: true });
  const settings = { ...QUIET, 'security.workspace.trust.enabled': restricted };
  writeFileSync(join(user, 'User/settings.json'), JSON.stringify(settings, undefined, 2));
  letTheBrowserChooseTheLanguage(user);

  const own = {
    HOME: home,
    XDG_CONFIG_HOME: join(home, '.config'),
    XDG_DATA_HOME: join(home, '.local'),
    XDG_RUNTIME_DIR: home,
    TMPDIR: home,
  };
  const environment = { PATH: process.env.PATH, LANG: 'C.UTF-8', ...own, EXTENSIONS_GALLERY: '{"serviceUrl":""}', ...env };
  const always = [installed.codeServer, '--config', '/dev/null', '--user-data-dir', user, '--extensions-dir', join(work, 'extensions')];
  execFileSync(installed.node, [...always, '--install-extension', vsix], { env: environment, stdio: ['ignore', 'ignore', 'inherit'] });

  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  // The driver lets a page name tests to be run in the extension host; it also switches Workspace Trust off.
  const mode = restricted ? [] : ['--disable-workspace-trust', '--vscode-option', 'enable-smoke-test-driver'];
  const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', '--disable-proxy'];
  const server = spawn(installed.node, [...always, '--auth', 'none', '--bind-addr', address, ...quiet, ...mode], {
    env: environment,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  for (const stream of [server.stdout, server.stderr]) stream.on('data', (chunk) => (said += chunk));
  await until(
    () => server.exitCode !== null || isHealthy(address),
    PATIENCE_MS,
    () => `VS Code did not start:\n${said}`,
  );
  if (server.exitCode !== null) throw new Error(`VS Code ended at once:\n${said}`);

  const remote = (path) => `vscode-remote://${address}${path}`;
  return {
    remote,
    url: (folder, payload) =>
      `http://${address}/?folder=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`,
    logs: () => logFiles(join(user, 'logs')),
    stop: () => end(server),
  };
}

/**
 * A language counts for VS Code when a language pack for it is registered; an empty one will do: extensions then speak that language.
 * Without a "locale" in argv.json, the page's own language decides.
 */
function letTheBrowserChooseTheLanguage(user) {
  const strings = join(user, 'strings-ja.json');
  writeFileSync(join(user, 'User/argv.json'), '{}');
  writeFileSync(strings, JSON.stringify({ version: '1.0.0', contents: {} }));
  const pack = {
    hash: 'ja',
    label: '日本語',
    extensions: [{ extensionIdentifier: { id: 'test.ja' }, version: '1.0.0' }],
    translations: { vscode: strings },
  };
  writeFileSync(join(user, 'languagepacks.json'), JSON.stringify({ ja: pack }));
}

export async function startBrowser(installed, work) {
  const { chromium } = createRequire(join(installed.cache, 'package.json'))('playwright-core');
  const home = join(work, 'browser');
  return chromium.launch({
    executablePath: browserPath(),
    headless: true,
    env: { ...process.env, HOME: home, XDG_CONFIG_HOME: join(home, '.config'), XDG_CACHE_HOME: join(home, '.cache') },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}

/** Asks again and again until the answer is true. */
export async function until(answer, patience, complaint) {
  const end = Date.now() + patience;
  while (!(await answer())) {
    if (Date.now() > end) throw new Error(complaint());
    await sleep(100);
  }
}

async function isHealthy(address) {
  try {
    return (await fetch(`http://${address}/healthz`)).ok;
  } catch {
    return false;
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

function logFiles(root) {
  if (!existsSync(root)) return [];
  const files = readdirSync(root, { recursive: true }).filter((file) => file.endsWith('.log'));
  return files.map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
}

/** With its process group: VS Code starts an extension host, which starts our server. */
async function end(server) {
  const gone = () => server.exitCode !== null || server.signalCode !== null;
  for (const signal of ['SIGTERM', 'SIGKILL']) {
    try {
      process.kill(-server.pid, signal);
    } catch {
      return;
    }
    for (let i = 0; i < 30 && !gone(); i++) await sleep(100);
  }
}
