/** What the command palette, the code actions and the tree can ask for. */
import { commands, Disposable, type LogOutputChannel, l10n, ProgressLocation, type QuickPickItem, window } from 'vscode';
import { type CheckWorkspaceResult, COMMANDS } from '../server/protocol.ts';
import { pick } from './localized.ts';
import { showPage } from './pages.ts';
import type { ServerLink } from './server-link.ts';
import { isClauseItem } from './tree-model.ts';

export function registerCommands(link: ServerLink, log: LogOutputChannel): Disposable {
  const run = (command: string, action: (argument: unknown) => Promise<void> | void): Disposable =>
    commands.registerCommand(command, action);
  return Disposable.from(
    run('clauselint.checkWorkspace', () => checkWorkspace(link)),
    run('clauselint.restartServer', () => link.restart()),
    run('clauselint.showLog', () => log.show()),
    run(COMMANDS.showRule, (rule) => (typeof rule === 'string' ? showPage('rule', rule) : undefined)),
    run(COMMANDS.showClause, (clause) => showClause(link, clause)),
  );
}

async function checkWorkspace(link: ServerLink): Promise<void> {
  let result: CheckWorkspaceResult | undefined;
  try {
    // Not the server's own progress: the library shows that in the status bar, where nothing can be cancelled.
    const title = l10n.t('Checking against the contract');
    const options = { location: ProgressLocation.Notification, cancellable: true, title: `Clauselint: ${title}` };
    result = await window.withProgress(options, (_, token) => link.checkWorkspace(token));
  } catch (error) {
    if (!isCancelled(error)) void window.showErrorMessage(`Clauselint: ${error instanceof Error ? error.message : String(error)}`);
    return;
  }
  if (result === undefined) return offerRestart(link);
  const { files, findings, incomplete } = result;
  const said = l10n.t('Clauselint: {0} findings in {1} files.', findings, files);
  if (incomplete === 0) window.setStatusBarMessage(said, 5000);
  else void window.showWarningMessage(`${said} ${l10n.t('{0} files were not checked whole; the Problems view names them.', incomplete)}`);
}

/** Nothing can be asked of a server that was given up. */
async function offerRestart(link: ServerLink): Promise<void> {
  const restart = l10n.t('Restart');
  if ((await window.showWarningMessage(`Clauselint: ${l10n.t('The server is not running.')}`, restart)) === restart) await link.restart();
}

/** The protocol's codes for a request that was cancelled, by the client and by the server. */
const CANCELLED: readonly unknown[] = [-32800, -32802];

function isCancelled(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && CANCELLED.includes(error.code);
}

/** From the palette nothing is given: then the clauses of the contract are offered. */
async function showClause(link: ServerLink, given: unknown): Promise<void> {
  if (typeof given === 'string') return showPage('clause', given);
  if (isClauseItem(given)) return showPage('clause', given.clause.uri);
  const tree = await link.contractTree();
  if (tree === undefined) return offerRestart(link);
  const items = tree.clauses.map((clause): QuickPickItem & { uri: string } => ({
    label: clause.id,
    description: pick(clause.title),
    uri: clause.uri,
  }));
  const chosen = await window.showQuickPick(items, { placeHolder: l10n.t('Which clause?'), matchOnDescription: true });
  if (chosen) await showPage('clause', chosen.uri);
}
