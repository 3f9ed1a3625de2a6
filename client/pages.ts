/** Opens the read-only pages of rules and clauses that the server serves. */
import { commands, Uri, window, workspace } from 'vscode';
import { SCHEME } from '../server/protocol.ts';

type Kind = 'clause' | 'rule';

/** @param page what was clicked on: the page's address, or the id of a clause or rule */
export async function showPage(kind: Kind, page: string): Promise<void> {
  await openPage(page.startsWith(`${SCHEME}:`) ? Uri.parse(page, true) : Uri.from({ scheme: SCHEME, path: `/${kind}/${page}.md` }));
}

async function openPage(uri: Uri): Promise<void> {
  const known = await commands.getCommands(true);
  // The preview belongs to an extension that comes with VS Code, and may be switched off.
  if (known.includes('markdown.showPreview')) await commands.executeCommand('markdown.showPreview', uri);
  else await window.showTextDocument(await workspace.openTextDocument(uri));
}
