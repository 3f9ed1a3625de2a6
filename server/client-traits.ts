/** What the client can do, boiled down from its capabilities to the questions the server asks. */
import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver/node';
import type { Locale } from '../contract/types.ts';
import type { InitializationOptions } from './protocol.ts';
import { localeOf } from './text.ts';

export interface ClientTraits {
  readonly locale: Locale;
  /** It asks for diagnostics, and can be told to ask again; without the second, squiggles of other files would go stale. */
  readonly pull: boolean;
  readonly related: boolean;
  readonly codeDescription: boolean;
  /** It shows documents of our own scheme. */
  readonly content: boolean;
  readonly configuration: boolean;
  readonly configurationEvents: boolean;
  readonly watch: boolean;
  readonly folders: boolean;
  readonly markdown: boolean;
  readonly progress: boolean;
  readonly showDocument: boolean;
  readonly snippetEdits: boolean;
  readonly versionedEdits: boolean;
  readonly resolveEdits: boolean;
  /** It carries out our commands itself, also from links in hovers. */
  readonly commands: boolean;
}

export function traitsOf(params: InitializeParams): ClientTraits {
  const { textDocument: text = {}, workspace = {}, window = {} }: ClientCapabilities = params.capabilities;
  const options = (params.initializationOptions ?? {}) as InitializationOptions;
  return {
    locale: localeOf(options.locale ?? params.locale),
    pull: text.diagnostic !== undefined && workspace.diagnostics?.refreshSupport === true,
    related: (text.diagnostic?.relatedInformation ?? text.publishDiagnostics?.relatedInformation) === true,
    codeDescription: (text.diagnostic?.codeDescriptionSupport ?? text.publishDiagnostics?.codeDescriptionSupport) === true,
    content: workspace.textDocumentContent !== undefined,
    configuration: workspace.configuration === true,
    configurationEvents: workspace.didChangeConfiguration?.dynamicRegistration === true,
    watch: workspace.didChangeWatchedFiles?.dynamicRegistration === true,
    folders: workspace.workspaceFolders === true,
    markdown: text.hover?.contentFormat?.includes('markdown') === true,
    progress: window.workDoneProgress === true,
    showDocument: window.showDocument?.support === true,
    snippetEdits: workspace.workspaceEdit?.snippetEditSupport === true,
    versionedEdits: workspace.workspaceEdit?.documentChanges === true,
    resolveEdits: text.codeAction?.dataSupport === true && text.codeAction.resolveSupport?.properties.includes('edit') === true,
    // Who shows our documents has our extension.
    commands: options.commands ?? workspace.textDocumentContent !== undefined,
  };
}
