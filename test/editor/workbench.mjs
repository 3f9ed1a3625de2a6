/** A window of VS Code as a person uses it: by keyboard, mouse and eyes. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './vscode.mjs';

const PATIENCE_MS = 60_000;

export class Workbench {
  /** @param {{ page: import('playwright-core').Page, folder: string, output: string, name: string }} parts */
  constructor({ page, folder, output, name }) {
    this.page = page;
    this.folder = folder;
    this.output = output;
    this.name = name;
    this.shots = 0;
    page.setDefaultTimeout(PATIENCE_MS);
  }

  async shot(what) {
    this.shots++;
    // Animations: a picture shows where things come to rest.
    await this.page.waitForTimeout(400);
    await this.page.screenshot({ path: join(this.output, `${this.name}-${String(this.shots).padStart(2, '0')}-${what}.png`) });
  }

  read(path) {
    return readFileSync(join(this.folder, path), 'utf8');
  }

  write(path, text) {
    writeFileSync(join(this.folder, path), text);
  }

  remove(path) {
    rmSync(join(this.folder, path));
  }

  /** Squiggles in the editor whose tab is named so; it need not be the active one. */
  squiggles(file, severity = 'error') {
    return this.editor(file).locator(`.squiggly-${severity}`);
  }

  editor(file) {
    return this.page.locator('.editor-instance', { has: this.page.locator(`.monaco-editor[data-uri$="/${file}"]`) });
  }

  async hasSquiggle(file) {
    await this.squiggles(file).first().waitFor();
  }

  async hasNoSquiggle(file) {
    await until(
      async () => (await this.editor(file).count()) > 0 && (await this.squiggles(file).count()) === 0,
      PATIENCE_MS,
      () => `${file} is still marked`,
    );
  }

  word(file, text) {
    return this.editor(file).locator('.view-line span span', { hasText: text }).last();
  }

  async openFile(file) {
    await this.press('Control+P');
    await this.typeIntoQuickInput(file);
    await this.quickRow(file).first().waitFor();
    await this.page.waitForTimeout(300);
    await this.press('Enter');
    await this.editor(file).first().waitFor();
  }

  press(keys) {
    return this.page.keyboard.press(keys);
  }

  async typeIntoQuickInput(text) {
    await this.page.locator('.quick-input-widget:visible input').first().waitFor();
    await this.page.keyboard.insertText(text);
  }

  quickRow(text) {
    return this.page.locator('.quick-input-list .monaco-list-row', { hasText: text });
  }

  /** Runs a command by its title. */
  async command(title) {
    await this.press('F1');
    await this.typeIntoQuickInput(title);
    await this.quickRow(title).first().waitFor();
    await this.quickRow(title).first().click();
  }

  /** What is said at a word, once it says all of the given texts: boxes of several sources come one after the other. */
  async hover(file, text, ...expected) {
    await this.word(file, text).hover({ force: true });
    for (const one of expected) await this.page.locator('.monaco-hover-content:visible', { hasText: one }).first().waitFor();
  }

  async leaveHover() {
    await this.page.mouse.move(4, 500);
  }

  /** Opens the menu of code actions at a word until it shows the entry: a provider that arrives late cancels the request. */
  async codeActions(file, text, entry) {
    const row = this.page.locator('.action-widget .monaco-list-row', { hasText: entry }).first();
    for (let tries = 1; ; tries++) {
      await this.word(file, text).click();
      try {
        await this.page.locator('.lightBulbWidget:visible').first().waitFor({ timeout: 3000 });
        await this.press('Control+.');
        await row.waitFor({ timeout: 3000 });
        return row;
      } catch (error) {
        if (tries === 10) throw error;
        await this.press('Escape');
        await this.page.waitForTimeout(300);
      }
    }
  }

  /** Saves the active file, and waits until VS Code has done with it: a change in that same instant would be taken for its own. */
  async save() {
    await this.press('Control+S');
    await this.page.locator('.editor-group-container.active .tab.active:not(.dirty)').waitFor();
    await this.page.waitForTimeout(1500);
  }

  problems(text) {
    return this.page.locator('.markers-panel .monaco-list-row', { hasText: text });
  }

  tree(text) {
    return this.page.locator('.sidebar .pane-body .monaco-list-row', { hasText: text });
  }

  /** The text of the Markdown preview, which lives in two frames. */
  preview() {
    return this.page.frameLocator('iframe.webview:visible').last().frameLocator('iframe#active-frame').locator('body');
  }
}
