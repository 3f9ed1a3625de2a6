/** Runs the Mocha tests of test/editor/host inside VS Code's extension host, and reads what they say. */
import { cpSync, existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const PATIENCE_MS = 240_000;

/** @returns {Promise<number>} how many failed */
export async function runInHost({ vscode, browser, work, locale, root, report, say }) {
  const folder = join(work, `host-${locale}`);
  cpSync(join(root, 'test/editor/fixture'), folder, { recursive: true });
  rmSync(report, { force: true });
  const tests = vscode.remote(join(root, 'test/editor/host/index.cjs'));
  const context = await browser.newContext({ locale });
  const page = await context.newPage();
  const lines = [];
  let timer;
  const code = await new Promise((resolve, reject) => {
    timer = setTimeout(() => resolve('no answer'), PATIENCE_MS);
    const open = async () => {
      await page.exposeFunction('codeAutomationLog', (_level, parts) => lines.push(parts.map(String).join(' ')));
      await page.exposeFunction('codeAutomationExit', resolve);
      await page.goto(
        vscode.url(folder, [
          ['extensionDevelopmentPath', vscode.remote(root)],
          ['extensionTestsPath', tests],
        ]),
      );
    };
    open().catch(reject);
  });
  clearTimeout(timer);
  await context.close();
  const results = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : [];
  const failed = results.filter((one) => one.error !== undefined);
  for (const { title } of results.filter((one) => one.error === undefined)) say(`host ${locale}: ${title}`);
  for (const { title, error } of failed) say(`host ${locale}: FAILED: ${title}\n${error}`);
  if (code === 0 && results.length > 0) return 0;
  // What the page said explains only why there are no tests at all.
  if (results.length === 0) say(`host ${locale}: FAILED (${code})\n${lines.join('\n')}`);
  return Math.max(1, failed.length);
}
