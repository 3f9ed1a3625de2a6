/** What the tests in the extension host share. */
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const vscode = require('vscode');

const ID = 'clauselint.clauselint';
const folder = () => vscode.workspace.workspaceFolders[0].uri;
const file = (path) => vscode.Uri.joinPath(folder(), path);
const isJapanese = vscode.env.language === 'ja';

/** Asks again until the answer is neither undefined nor false. */
async function eventually(what, ask, patience = 45_000) {
  const end = Date.now() + patience;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const ours = (uri) => vscode.languages.getDiagnostics(uri).filter((one) => one.source === 'clauselint');
const codes = (uri) => ours(uri).map((one) => (typeof one.code === 'object' ? one.code.value : one.code));

async function open(path) {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(file(path)));
}

/** Replaces a text of a file that is open, without saving. */
async function replace(path, from, to) {
  const document = await vscode.workspace.openTextDocument(file(path));
  const at = document.getText().indexOf(from);
  if (at < 0) throw new Error(`${path} has no ${from}`);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(document.uri, new vscode.Range(document.positionAt(at), document.positionAt(at + from.length)), to);
  await vscode.workspace.applyEdit(edit);
  return document;
}

/** Process ids of the language server that this extension host started. */
function serverProcesses() {
  return readdirSync('/proc').flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      const stat = readFileSync(join('/proc', pid, 'stat'), 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      const command = readFileSync(join('/proc', pid, 'cmdline'), 'utf8');
      return parent === process.pid && command.includes('dist/server.js') ? [Number(pid)] : [];
    } catch {
      return [];
    }
  });
}

module.exports = { ID, codes, eventually, file, folder, isJapanese, open, ours, replace, serverProcesses };
