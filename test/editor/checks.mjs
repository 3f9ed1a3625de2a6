/** What a user of the extension does and sees, step by step, in one window. Each step leaves the folder as the next one needs it. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { until } from './vscode.mjs';

const PATIENCE_MS = 60_000;

/** @typedef {{ bench: import('./workbench.mjs').Workbench, words: ReturnType<typeof Object.values>[number] }} Scene */

/** @type {readonly (readonly [string, (scene: any) => Promise<void>])[]} */
export const CHECKS = [
  ['a squiggle under what breaks the contract', squiggle],
  ['a hover says which clause, and what was found', hover],
  ['the Problems view lists files that are not open too, and its link opens the page of the rule', problems],
  ['the status item tells the state of the analysis', status],
  ['the view Contract lists the clause and its findings', tree],
  ['the command palette offers the commands, and a clause opens as a page', palette],
  ['the log opens', log],
  ['the walkthrough opens, with its pictures', walkthrough],
  ['a waiver is written through its snippet, and holds', waiver],
  ['a fix is taken through Ctrl+. and saved', fix],
  ['a change in config.ts moves the squiggle in server.ts, which is not the active file', acrossFiles],
  ['a change made outside VS Code is seen', outside],
  ['a check of the workspace is cancelled, and the analysis goes on', cancel],
  ['a server that keeps dying is given up with one notification, and comes back when asked', crashLoop],
];

async function squiggle({ bench }) {
  await bench.hasSquiggle('store.ts');
  await bench.shot('squiggle');
}

async function hover({ bench, words }) {
  await bench.hover('store.ts', 'createCipheriv', words.cipher, words.clause);
  await bench.shot('hover');
  await bench.leaveHover();
}

async function problems({ bench, words }) {
  await bench.press('Control+Shift+M');
  await bench.problems(words.tls).first().waitFor();
  const row = bench.problems(words.cipher).first();
  await row.waitFor();
  await bench.shot('problems');
  await row.locator('a', { hasText: 'weak-cipher' }).click();
  await bench.preview().locator('h1', { hasText: words.rulePage }).waitFor();
  await bench.shot('rule-page');
  await bench.preview().locator('a', { hasText: words.clause }).first().click();
  await bench.preview().locator('h1', { hasText: words.clause }).waitFor();
  await bench.press('Control+F4');
}

async function status({ bench, words }) {
  await bench.openFile('store.ts');
  const item = bench.page.locator('.statusbar-item[id="status.languageStatus"]');
  await item.hover();
  const entry = bench.page
    .locator('.hover-language-status', { hasText: words.l10n('Clauselint: {0} findings').replace('{0}', '2') })
    .first();
  await entry.waitFor();
  await bench.shot('status');
  await bench.leaveHover();
}

async function tree({ bench, words }) {
  await bench.page.locator('.activitybar .action-item:has(a[aria-label*="Clauselint"])').first().click();
  await bench.tree(`3.E ${words.clause}`).first().waitFor();
  const finding = bench.tree(words.tls).first();
  await finding.waitFor();
  const badge = bench.page.locator('.activitybar .action-item:has(a[aria-label*="Clauselint"]) .badge-content').first();
  await until(
    async () => (await badge.innerText()) === '2',
    PATIENCE_MS,
    () => 'the badge does not count two findings',
  );
  await bench.shot('tree');
  await finding.click();
  await bench.editor('server.ts').first().waitFor();
  await bench.press('Control+F4');
}

async function palette({ bench, words }) {
  await bench.press('F1');
  await bench.typeIntoQuickInput('Clauselint');
  for (const key of ['checkWorkspace', 'showClause', 'restartServer', 'showLog']) {
    await bench
      .quickRow(words.manifest(`command.${key}`))
      .first()
      .waitFor();
  }
  await bench.shot('palette');
  await bench.press('Escape');
  await bench.command(words.manifest('command.showClause'));
  await bench.typeIntoQuickInput('3.E');
  await bench.quickRow(words.clause).first().click();
  await bench.preview().locator('h1', { hasText: words.clause }).waitFor();
  await bench.shot('clause-page');
  await bench.press('Control+F4');
}

async function walkthrough({ bench, words }) {
  await bench.command('Welcome: Open Walkthrough...');
  await bench.typeIntoQuickInput('Clauselint');
  await bench.quickRow(words.manifest('walkthrough.title')).first().click();
  const steps = bench.page.locator('.getting-started-step');
  await steps.filter({ hasText: words.manifest('walkthrough.see.title') }).waitFor();
  for (const step of ['answer', 'contract', 'see']) {
    await steps.filter({ hasText: words.manifest(`walkthrough.${step}.title`) }).click();
    await bench.shot(`walkthrough-${step}`);
  }
  await bench.press('Control+F4');
}

async function log({ bench, words }) {
  await bench.command(words.manifest('command.showLog'));
  await bench.page.locator('.panel .view-lines', { hasText: '[info]' }).first().waitFor();
  await bench.shot('log');
  await bench.press('Control+J');
}

async function fix({ bench, words }) {
  const before = bench.read('src/store.ts');
  await bench.openFile('store.ts');
  const entry = await bench.codeActions('store.ts', 'createCipheriv', words.fix);
  await bench.shot('fixes');
  await entry.click();
  await bench.hasNoSquiggle('store.ts');
  assert.equal(bench.read('src/store.ts'), before, 'nothing is written before it is saved');
  await bench.save();
  assert.equal(bench.read('src/store.ts'), before.replace('aes-128-cbc', 'aes-256-cbc'));
  bench.write('src/store.ts', before);
  await bench.hasSquiggle('store.ts');
}

async function acrossFiles({ bench, words }) {
  await bench.openFile('server.ts');
  await bench.hasSquiggle('server.ts');
  await bench.command('View: Split Editor Right');
  await bench.openFile('config.ts');
  await bench.shot('two-files');
  await bench.word('config.ts', "'TLSv1'").click();
  await bench.press('End');
  await bench.press('ArrowLeft');
  await bench.press('ArrowLeft');
  await bench.page.keyboard.type('.2');
  await bench.hasNoSquiggle('server.ts');
  await until(
    async () => (await bench.tree(words.tls).count()) === 0,
    PATIENCE_MS,
    () => 'the view Contract still lists the finding',
  );
  await bench.shot('two-files-mended');
  assert.match(bench.read('src/config.ts'), /'TLSv1'/, 'the buffer counts, not the file: it was not saved');
  await bench.press('Control+Z');
  await bench.press('Control+Z');
  await bench.hasSquiggle('server.ts');
  await bench.command('File: Revert File');
}

async function outside({ bench }) {
  const before = bench.read('src/config.ts');
  await bench.page.waitForTimeout(1500);
  bench.write('src/config.ts', before.replace('TLSv1', 'TLSv1.2'));
  await bench.hasNoSquiggle('server.ts');
  await bench.page.waitForTimeout(1500);
  bench.write('src/config.ts', before);
  await bench.hasSquiggle('server.ts');
}

async function waiver({ bench, words }) {
  await bench.openFile('store.ts');
  const before = bench.read('src/store.ts');
  const entry = await bench.codeActions('store.ts', 'createCipheriv', words.waive);
  await bench.shot('actions');
  await entry.click();
  await bench.editor('store.ts').locator('.view-line', { hasText: 'clauselint-waive' }).waitFor();
  await bench.page.keyboard.type('platform-team');
  await bench.press('Tab');
  await bench.page.keyboard.type('the partner reads nothing newer');
  await bench.press('Tab');
  await bench.shot('waiver-snippet');
  // The day is filled in already; a nearer one is typed over it.
  const day = new Date(Date.now() + 10 * 86_400_000).toISOString().slice(0, 10);
  await bench.page.keyboard.type(day);
  await bench.press('Tab');
  await bench.hasNoSquiggle('store.ts');
  await bench.save();
  await bench.shot('waived');
  const line = `  // clauselint-waive weak-cipher until=${day} owner=platform-team reason="the partner reads nothing newer"`;
  assert.ok(bench.read('src/store.ts').split('\n').includes(line), bench.read('src/store.ts'));
  await bench.hover('store.ts', 'createCipheriv', day);
  await bench.shot('waived-hover');
  bench.write('src/store.ts', before);
  await bench.hasSquiggle('store.ts');
}

/** Functions called through others so often that a file of them keeps the analysis busy for the better part of a second. */
function heavy() {
  const through = (to, from, n) =>
    `const ${to}${n} = (name: string, key: Buffer, iv: Buffer) => [${Array.from({ length: 6 }, () => `${from}${n}(name, key, iv)`).join(', ')}];`;
  const one = (n) => [
    `const a${n} = (name: string, key: Buffer, iv: Buffer) => createCipheriv(name, key, iv);`,
    ...['ab', 'bc', 'cd'].map(([from, to]) => through(to, from, n)),
    `export const e${n} = (key: Buffer, iv: Buffer) => d${n}('aes-256-gcm', key, iv);`,
  ];
  return ["import { createCipheriv } from 'node:crypto';", ...Array.from({ length: 60 }, (_, n) => one(n)).flat(), ''].join('\n');
}

async function cancel({ bench, words }) {
  const checked = new RegExp(
    words
      .l10n('Clauselint: {0} findings in {1} files.')
      .replace(/\./g, '\\.')
      .replace(/\{\d\}/g, '\\d+'),
  );
  const files = Array.from({ length: 16 }, (_, i) => `src/heavy${i}.ts`);
  for (const file of files) bench.write(file, heavy());
  await bench.command(words.manifest('command.checkWorkspace'));
  const progress = bench.page.locator('.notification-toast', { hasText: words.checking });
  await progress.waitFor();
  await bench.shot('checking');
  await progress.locator('.notification-list-item-buttons-container .monaco-button').last().click();
  await progress.waitFor({ state: 'hidden' });
  await bench.shot('check-cancelled');
  // It would tell what it found.
  assert.equal(await bench.page.locator('.statusbar-item', { hasText: checked }).count(), 0);
  for (const file of files) bench.remove(file);
  // The next one runs to its end.
  await bench.command(words.manifest('command.checkWorkspace'));
  await bench.page.locator('.statusbar-item', { hasText: checked }).waitFor();
  await bench.shot('checked');
}

async function crashLoop({ bench, words }) {
  const seen = new Set();
  for (let death = 1; death <= 5; death++) {
    let pid;
    const isNew = () => (pid = serverProcesses(dirname(bench.folder)).find((one) => !seen.has(one))) !== undefined;
    await until(isNew, PATIENCE_MS, () => `no server after ${death - 1} deaths`);
    seen.add(pid);
    process.kill(pid, 'SIGKILL');
  }
  await bench.page.locator('.welcome-view-content', { hasText: words.manifest('command.restartServer') }).waitFor();
  await bench.command('Notifications: Show Notifications');
  const notifications = bench.page.locator('.notifications-center .notification-list-item');
  const told = notifications.filter({ hasText: words.l10n('The server stopped five times within three minutes.') });
  await told.waitFor();
  await bench.shot('given-up');
  assert.equal(await notifications.count(), 1);
  await told.locator('.monaco-button', { hasText: words.l10n('Restart') }).click();
  await bench.hasSquiggle('server.ts');
  await bench.shot('back');
}

/** Process ids of language servers of the extension that is installed below a folder. */
function serverProcesses(work) {
  const script = join(work, 'extensions/clauselint');
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const command = /^\d+$/.test(pid) ? readFileSync(join('/proc', pid, 'cmdline'), 'utf8') : '';
      return command.includes(script) && command.includes('dist/server.js') ? [Number(pid)] : [];
    } catch {
      return [];
    }
  });
}
