/** What the server offers, given what the client can take. */
import { type InitializeResult, TextDocumentSyncKind } from 'vscode-languageserver/node';
import { ACTION_KINDS } from './actions.ts';
import type { ClientTraits } from './client-traits.ts';
import { SOURCE } from './diagnostics.ts';
import { COMMANDS, SCHEME } from './protocol.ts';

/** Folders that come and go in the editor are not reported by watchers of files. */
const ANY_FILE = { filters: [{ scheme: 'file', pattern: { glob: '**/*' } }] };

export function capabilitiesFor(traits: ClientTraits, version: string): InitializeResult {
  return {
    serverInfo: { name: 'clauselint', version },
    capabilities: {
      positionEncoding: 'utf-16',
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
      ...(traits.pull && {
        diagnosticProvider: { identifier: SOURCE, interFileDependencies: true, workspaceDiagnostics: true, workDoneProgress: true },
      }),
      hoverProvider: true,
      codeActionProvider: { codeActionKinds: [...ACTION_KINDS], resolveProvider: traits.resolveEdits },
      ...(!traits.commands && { executeCommandProvider: { commands: Object.values(COMMANDS) } }),
      workspace: {
        workspaceFolders: { supported: true, changeNotifications: true },
        fileOperations: { didCreate: ANY_FILE, didRename: ANY_FILE, didDelete: ANY_FILE },
        textDocumentContent: { schemes: [SCHEME] },
      },
    },
  };
}
