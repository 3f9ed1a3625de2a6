/** The client, seen from inside VS Code's extension host. */
const assert = require('node:assert/strict');
const { writeFileSync } = require('node:fs');
const vscode = require('vscode');
const { codes, eventually, file, ID, isJapanese, open, ours, replace, serverProcesses } = require('./support.cjs');

const revert = async (path) => {
  await open(path);
  await vscode.commands.executeCommand('workbench.action.files.revert');
};

describe('the extension', () => {
  before(async () => {
    await open('src/store.ts');
    await eventually('the first finding', () => codes(file('src/store.ts')).includes('weak-cipher'));
  });

  it('speaks the language of VS Code', () => {
    const [finding] = ours(file('src/store.ts'));
    assert.match(finding.message, isJapanese ? /暗号化しています/ : /encrypts with aes-128-cbc/);
    const { contributes } = vscode.extensions.getExtension(ID).packageJSON;
    assert.equal(contributes.views.clauselint[0].name, isJapanese ? '契約' : 'Contract');
  });

  it('registers every command of its manifest', async () => {
    const known = new Set(await vscode.commands.getCommands(true));
    const { commands } = vscode.extensions.getExtension(ID).packageJSON.contributes;
    assert.deepEqual(
      commands.map((one) => one.command).filter((one) => !known.has(one)),
      [],
    );
  });

  it('gives a finding its rule, a link into the editor and the way of the value', async () => {
    const [finding] = await eventually('the finding of a file that is not open', () => {
      const found = ours(file('src/server.ts'));
      return found.length > 0 && found;
    });
    assert.equal(finding.code.value, 'tls-min-version');
    assert.equal(finding.code.target.toString(true), 'clauselint:/rule/tls-min-version.md');
    assert.ok(finding.relatedInformation[0].location.uri.path.endsWith('/src/config.ts'));
  });

  it('opens the page of a rule, of a clause, and of what does not exist', async () => {
    const text = async (path) => (await vscode.workspace.openTextDocument(vscode.Uri.parse(`clauselint:/${path}`))).getText();
    assert.match(await text('rule/weak-cipher.md'), isJapanese ? /^# .*暗号化/ : /^# .*encrypted/);
    assert.match(await text('clause/3.E.md'), /^# .*3\\?\.E/);
    assert.ok((await text('rule/no-such-rule.md')).length > 0);
  });

  it('shows a clause in a preview, given its id or its address', async () => {
    for (const given of ['3.E', 'clauselint:/clause/4.D.md']) {
      await vscode.commands.executeCommand('clauselint.showClause', given);
      const id = /\d\.\w/.exec(given)[0];
      const input = await eventually(`the page of ${id}`, () => {
        const active = vscode.window.tabGroups.activeTabGroup.activeTab;
        return active?.label.includes(`${id}.md`) && active.input;
      });
      assert.equal(input.viewType, 'vscode.markdown.preview.editor');
      assert.equal(input.uri.toString(true), `clauselint:/clause/${id}.md`);
    }
  });

  it('moves the findings of a file when another one changes, saved or not', async () => {
    const server = file('src/server.ts');
    await replace('src/config.ts', "'TLSv1'", "'TLSv1.2'");
    await eventually('the finding goes', () => codes(server).length === 0);
    await revert('src/config.ts');
    await eventually('the finding comes back', () => codes(server).includes('tls-min-version'));
  });

  it('sees a file that is written and one that is deleted by somebody else', async () => {
    const stray = file('src/stray.ts');
    writeFileSync(
      stray.fsPath,
      "import { createCipheriv } from 'node:crypto';\nexport const c = (k: Buffer, i: Buffer) => createCipheriv('des-cbc', k, i);\n",
    );
    await eventually('its finding', () => codes(stray).length > 0);
    await vscode.workspace.fs.delete(stray);
    await eventually('its finding goes with it', () => codes(stray).length === 0);
  });

  it('checks a file that was never saved', async () => {
    const content =
      "import { createCipheriv } from 'node:crypto';\nexport const c = (k: Buffer, i: Buffer) => createCipheriv('aes-128-ecb', k, i);\n";
    const document = await vscode.workspace.openTextDocument({ language: 'typescript', content });
    await vscode.window.showTextDocument(document);
    await eventually('its finding', () => codes(document.uri).includes('weak-cipher'));
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  it('follows the settings: severity, and checking on saving alone', async () => {
    const settings = vscode.workspace.getConfiguration('clauselint');
    const store = file('src/store.ts');
    await settings.update('severity', { error: 'warning' }, vscode.ConfigurationTarget.Workspace);
    await eventually('a warning', () => ours(store)[0]?.severity === vscode.DiagnosticSeverity.Warning);
    await settings.update('severity', undefined, vscode.ConfigurationTarget.Workspace);
    await eventually('an error again', () => ours(store)[0]?.severity === vscode.DiagnosticSeverity.Error);
    await settings.update('run', 'onSave', vscode.ConfigurationTarget.Workspace);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const document = await replace('src/store.ts', 'aes-128-cbc', 'aes-256-cbc');
    await new Promise((resolve) => setTimeout(resolve, 1500));
    assert.deepEqual(codes(store), ['weak-cipher'], 'nothing is checked before it is saved');
    await document.save();
    await eventually('checked once saved', () => codes(store).length === 0);
    await settings.update('run', undefined, vscode.ConfigurationTarget.Workspace);
    await replace('src/store.ts', 'aes-256-cbc', 'aes-128-cbc');
    await eventually('checked while typing again', () => codes(store).includes('weak-cipher'));
    await document.save();
  });

  it('completes the configuration, and marks what does not belong there', async () => {
    const config = file('clauselint.jsonc');
    const document = await vscode.workspace.openTextDocument(config);
    const inside = document.positionAt(document.getText().indexOf('"contract"'));
    const offered = await eventually('its keys', async () => {
      const { items } = await vscode.commands.executeCommand('vscode.executeCompletionItemProvider', config, inside);
      return items.length > 0 && items.map((one) => (typeof one.label === 'string' ? one.label : one.label.label));
    });
    for (const key of ['terms', 'auditSinks', 'ignore']) assert.ok(offered.includes(key), `${key} is offered among ${offered}`);
    await replace('clauselint.jsonc', '"contract"', '"contrakt"');
    await eventually('a mark', () => vscode.languages.getDiagnostics(config).length > 0);
    await revert('clauselint.jsonc');
  });

  it('marks a configuration that is well-formed and wrong', async () => {
    const config = file('clauselint.jsonc');
    const rules = ', "rules": { "no-such-rule": { "off": true, "reason": "a slip" } }';
    const document = await replace('clauselint.jsonc', '"security-exhibit"', `"security-exhibit"${rules}`);
    await document.save();
    await eventually('what the server says of it', () => codes(config).includes('configuration'));
    await replace('clauselint.jsonc', rules, '');
    await document.save();
    await eventually('it takes it back', () => codes(config).length === 0);
    await eventually('and goes on', () => codes(file('src/server.ts')).includes('tls-min-version'));
  });

  it('checks the workspace when asked', async () => {
    await vscode.commands.executeCommand('clauselint.checkWorkspace');
    assert.deepEqual(codes(file('src/server.ts')), ['tls-min-version']);
  });

  it('starts the server again when somebody kills it, and when asked', async () => {
    const [first] = serverProcesses();
    process.kill(first, 'SIGKILL');
    const [second] = await eventually('another server', () => {
      const now = serverProcesses().filter((pid) => pid !== first);
      return now.length > 0 && now;
    });
    await eventually('its findings', () => codes(file('src/store.ts')).includes('weak-cipher'));
    await replace('src/store.ts', 'aes-128-cbc', 'aes-256-cbc');
    await eventually('it follows the typing', () => codes(file('src/store.ts')).length === 0);
    await revert('src/store.ts');
    await vscode.commands.executeCommand('clauselint.restartServer');
    await eventually('a third server alone', () => serverProcesses().every((pid) => pid !== second) && serverProcesses().length === 1);
    await eventually('its findings', () => codes(file('src/store.ts')).includes('weak-cipher'));
  });
});
