/** The language client: which documents it serves, how it runs the server, and that it keeps quiet. The only file that loads the library. */
import { type LogOutputChannel, workspace } from 'vscode';
import {
  CloseAction,
  DiagnosticPullMode,
  type DocumentSelector,
  ErrorAction,
  type ErrorHandler,
  LanguageClient,
  RevealOutputChannelOn,
  TransportKind,
} from 'vscode-languageclient/node';
import { COMMANDS, type InitializationOptions } from '../server/protocol.ts';
import { LANGUAGES } from './languages.ts';

/** Errors in a row on the line to the server before it is given up as broken. */
const ERRORS_IN_A_ROW = 3;

export interface ClientRequest {
  /** Path of the server's bundle. */
  readonly module: string;
  /** Where the server runs: never the workspace, whose files must not be found by accident. */
  readonly workingFolder: string;
  readonly log: LogOutputChannel;
  /** The server is gone, unasked. Who wants another makes another client. */
  readonly onGone: () => void;
}

/** The library would tell of each failure in a notification of its own, besides the one that offers a way out. Its log has them all. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

export function createClient(request: ClientRequest): LanguageClient {
  const run = { module: request.module, transport: TransportKind.ipc, options: { cwd: request.workingFolder } };
  return new QuietClient(
    'clauselint',
    'Clauselint',
    { run, debug: run },
    {
      documentSelector: selector(),
      outputChannel: request.log,
      revealOutputChannelOn: RevealOutputChannelOn.Never,
      errorHandler: errorHandler(request),
      // Its failure is told by `start`; a second attempt on the same line would not go better.
      initializationFailedHandler: () => false,
      // What a page or a hover may run when it is clicked on, and nothing beside.
      markdown: { isTrusted: { enabledCommands: Object.values(COMMANDS) }, supportHtml: false },
      diagnosticPullOptions: { onChange: true, onSave: true, filter: (document, mode) => !wanted(mode, runsOn(document.uri)) },
      initializationOptions: { commands: true } satisfies InitializationOptions,
    },
  );
}

function selector(): DocumentSelector {
  const sources = LANGUAGES.flatMap((language) => ['file', 'untitled'].map((scheme) => ({ language, scheme })));
  return [...sources, { scheme: 'file', pattern: '**/clauselint.jsonc' }];
}

function runsOn(uri: Parameters<typeof workspace.getConfiguration>[1]): string {
  return workspace.getConfiguration('clauselint', uri).get('run', 'onType');
}

/** Looking at another file shows what is known of it, whatever the setting. */
function wanted(mode: DiagnosticPullMode, run: string): boolean {
  return mode === DiagnosticPullMode.onFocus || (mode === DiagnosticPullMode.onSave) === (run === 'onSave');
}

function errorHandler({ onGone }: ClientRequest): ErrorHandler {
  return {
    error: (_error, _message, count) => {
      if ((count ?? 0) <= ERRORS_IN_A_ROW) return { action: ErrorAction.Continue, handled: true };
      // Of a client that shuts down the library tells no more, also when it was a dying server that broke the line.
      onGone();
      return { action: ErrorAction.Shutdown, handled: true };
    },
    closed: () => {
      onGone();
      return { action: CloseAction.DoNotRestart, handled: true };
    },
  };
}
