/**
 * What the extension costs VS Code: the size of its package, and how long it keeps the extension host busy when it is activated.
 *
 *   node test/bench/extension.mjs [rounds]
 *
 * The second figure is VS Code's own (Developer: Show Running Extensions), each round in a new window with a new extension host.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { install } from '../editor/install.mjs';
import { startBrowser, startVsCode } from '../editor/vscode.mjs';
import { Workbench } from '../editor/workbench.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const rounds = Number(process.argv[2] ?? 5);
const LIMITS = { megabytes: 5, milliseconds: 50 };

/** Milliseconds, as VS Code tells them. */
async function activation(browser, vscode, folder) {
  const context = await browser.newContext({ viewport: { width: 1360, height: 860 }, locale: 'en' });
  try {
    const page = await context.newPage();
    const bench = new Workbench({ page, folder, output: folder, name: 'bench' });
    await page.goto(vscode.url(folder, [['openFile', vscode.remote(join(folder, 'src/store.ts'))]]));
    await bench.hasSquiggle('store.ts');
    await bench.command('Developer: Show Running Extensions');
    const row = page.locator('.runtime-extensions-editor .monaco-list-row', { hasText: 'Clauselint' });
    const text = await row.locator('.activation-time, .time').first().innerText();
    const [, time] = /(\d+)\s*ms/.exec(text) ?? [];
    if (time === undefined) throw new Error(`no time in: ${text}`);
    return Number(time);
  } finally {
    await context.close();
  }
}

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const vsix = join(root, `clauselint-${version}.vsix`);
const megabytes = statSync(vsix).size / 1e6;
const installed = install();
const work = mkdtempSync(join(tmpdir(), 'clv-'));
const folder = join(work, 'portal');
cpSync(join(root, 'test/editor/fixture'), folder, { recursive: true });
let vscode;
let browser;
const times = [];
try {
  vscode = await startVsCode({ installed, work, vsix, restricted: false });
  browser = await startBrowser(installed, work);
  for (let round = 0; round < rounds; round++) times.push(await activation(browser, vscode, folder));
} finally {
  await browser?.close();
  await vscode?.stop();
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
times.sort((a, b) => a - b);
const median = times[Math.floor(times.length / 2)];
console.log(`extension package     ${megabytes.toFixed(2)} MB (limit ${LIMITS.megabytes})`);
console.log(`extension activation  median ${median} ms, most ${times.at(-1)} ms of ${times.length} windows (limit ${LIMITS.milliseconds})`);
process.exit(megabytes < LIMITS.megabytes && median < LIMITS.milliseconds ? 0 : 1);
