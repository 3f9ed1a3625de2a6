/** Opens the read-only pages of rules and clauses that the server serves. */
import { commands, Uri } from 'vscode';
import { SCHEME } from '../server/protocol.ts';

type Kind = 'clause' | 'rule';

/**
 * Shown as the manifest says (`workbench.editorAssociations`): as a preview of the Markdown, or as text where there is no previewer.
 *
 * @param page what was clicked on: the page's address, or the id of a clause or rule
 */
export async function showPage(kind: Kind, page: string): Promise<void> {
  const uri = page.startsWith(`${SCHEME}:`) ? Uri.parse(page, true) : Uri.from({ scheme: SCHEME, path: `/${kind}/${page}.md` });
  await commands.executeCommand('vscode.open', uri);
}
