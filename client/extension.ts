/** The extension's entry: puts the parts together and starts the server in the background. Must stay cheap: it runs while VS Code opens a file. */
import { type ExtensionContext, env, version as vscodeVersion, window } from 'vscode';
import { registerCommands } from './commands.ts';
import { ServerLink } from './server-link.ts';
import { showStatus } from './status.ts';
import { showTree } from './tree.ts';

let link: ServerLink | undefined;

export function activate(context: ExtensionContext): void {
  const log = window.createOutputChannel('Clauselint', { log: true });
  const { version } = context.extension.packageJSON as { version: string };
  log.info(`Clauselint ${version}, VS Code ${vscodeVersion}, Node.js ${process.version}, ${env.language}`);
  link = new ServerLink(context.asAbsolutePath('dist/server.js'), log);
  // In the order in which they are let go: the log comes last, because the others write to it.
  context.subscriptions.push(showStatus(link), showTree(link), registerCommands(link, log), link, log);
  void link.start();
}

export async function deactivate(): Promise<void> {
  await link?.stop();
}
