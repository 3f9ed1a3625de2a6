/**
 * The extension in a real VS Code: packed, installed, and used in English, in Japanese and in Restricted Mode.
 *
 *   node test/editor/run.mjs [en] [ja] [restricted] [host]     all of them when none is named
 *
 * Pictures and logs are left in test/editor/output/. Set CLAUSELINT_EDITOR_KEEP to keep the temporary folder.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CHECKS } from './checks.mjs';
import { install } from './install.mjs';
import { RESTRICTED_CHECKS } from './restricted.mjs';
import { runInHost } from './run-in-host.mjs';
import { startBrowser, startVsCode } from './vscode.mjs';
import { WORDS } from './words.mjs';
import { Workbench } from './workbench.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const root = join(here, '../..');
const output = join(here, 'output');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const vsix = join(root, `clauselint-${version}.vsix`);
const wanted = process.argv.slice(2);
const isWanted = (name) => wanted.length === 0 || wanted.includes(name);
const started = performance.now();
let failures = 0;

function say(...words) {
  console.log(`${((performance.now() - started) / 1000).toFixed(1).padStart(6)} s `, ...words);
}

/** One window, from a fresh copy of the fixture; what fails ends it, since the steps build on one another. */
async function walk({ name, vscode, browser, work, locale, checks }) {
  const folder = join(work, name);
  cpSync(join(here, 'fixture'), folder, { recursive: true });
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, locale });
  const page = await context.newPage();
  const bench = new Workbench({ page, folder, output, name });
  let current = 'the window opens';
  try {
    await page.goto(vscode.url(folder, [['openFile', vscode.remote(join(folder, 'src/store.ts'))]]), { waitUntil: 'domcontentloaded' });
    for (const [what, check] of checks) {
      current = what;
      await check({ bench, words: WORDS[locale] });
      say(`${name}: ${what}`);
    }
  } catch (error) {
    failures++;
    await bench.shot('FAILED').catch(() => undefined);
    say(`${name}: FAILED: ${current}\n${error.stack}`);
  } finally {
    await context.close();
  }
}

/** Starts VS Code, does the work, and keeps its logs. An error of the extension host is a failure too. */
async function session(name, { installed, restricted, env }, action) {
  const work = mkdtempSync(join(tmpdir(), 'clv-'));
  let vscode;
  try {
    vscode = await startVsCode({ installed, work, vsix, restricted, env });
    await action(vscode, work);
  } catch (error) {
    failures++;
    say(`${name}: FAILED\n${error.stack}`);
  } finally {
    await vscode?.stop();
    keepLogs(name, vscode?.logs() ?? []);
    if (!process.env.CLAUSELINT_EDITOR_KEEP) rmSync(work, { recursive: true, force: true, maxRetries: 5 });
    else say(`kept ${work}`);
  }
}

function keepLogs(name, logs) {
  const ours = logs.filter(({ file }) => /exthost|Clauselint/.test(file));
  writeFileSync(join(output, `${name}.log`), ours.map(({ file, text }) => `== ${file}\n${text}`).join('\n'));
  // Our own log may tell of servers that the tests killed. While a window closes, VS Code may still ask what nobody answers any more.
  const open = ours.filter(({ file }) => file.endsWith('exthost.log')).map(({ text }) => text.split('Extension host terminating', 1)[0]);
  const errors = open.flatMap((text) => text.split('\n').filter((line) => /\[error\]/.test(line) && /clauselint/i.test(line)));
  for (const line of errors) say(`${name}: FAILED: in the log: ${line}`);
  failures += errors.length;
}

async function main() {
  if (!existsSync(vsix)) throw new Error(`${vsix} is missing: npm run package makes it.`);
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const installed = install();
  const browserHome = mkdtempSync(join(tmpdir(), 'clb-'));
  const browser = await startBrowser(installed, browserHome);
  const common = { installed, browser };
  try {
    if (['en', 'ja', 'host'].some(isWanted)) {
      const report = join(output, 'host.json');
      await session(
        'trusted',
        { ...common, restricted: false, env: { HOST_TEST_REPORT: report, HOST_TEST_CACHE: installed.cache } },
        async (vscode, work) => {
          for (const locale of ['en', 'ja']) {
            if (isWanted(locale)) await walk({ name: locale, vscode, browser, work, locale, checks: CHECKS });
          }
          for (const locale of ['en', 'ja']) {
            if (isWanted('host')) failures += await runInHost({ vscode, browser, work, locale, root, report, say });
          }
        },
      );
    }
    if (isWanted('restricted')) {
      await session('restricted', { ...common, restricted: true, env: {} }, (vscode, work) =>
        walk({ name: 'restricted', vscode, browser, work, locale: 'en', checks: RESTRICTED_CHECKS }),
      );
    }
  } finally {
    await browser.close();
    rmSync(browserHome, { recursive: true, force: true, maxRetries: 5 });
  }
  say(failures === 0 ? 'passed; the pictures are in test/editor/output' : `${failures} failed; see test/editor/output`);
  process.exit(failures === 0 ? 0 : 1);
}

main().catch((error) => {
  console.error(`editor: ${error.stack}`);
  process.exit(1);
});
