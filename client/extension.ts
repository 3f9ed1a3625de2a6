/** The extension's entry: puts the parts together and starts the server in the background. Must stay cheap: it runs while VS Code opens a file. */
import { type ExtensionContext, window } from 'vscode';
import { registerCommands } from './commands.ts';
import { ServerLink } from './server-link.ts';
import { showStatus } from './status.ts';
import { showTree } from './tree.ts';

let link: ServerLink | undefined;

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Clauselint', { log: true });
  link = new ServerLink(context.asAbsolutePath('dist/server.js'), log);
  context.subscriptions.push(log, link, showStatus(link), showTree(link), registerCommands(link, log));
  void link.start();
}

export async function deactivate(): Promise<void> {
  await link?.stop();
}
