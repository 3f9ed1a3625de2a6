/** The language server: puts the parts together and answers the protocol's requests. */
import {
  type CancellationToken,
  CodeActionRequest,
  type Connection,
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  type InitializeParams,
  LSPErrorCodes,
  MessageType,
  ResponseError,
  ShowMessageNotification,
} from 'vscode-languageserver/node';
import { Actions } from './actions.ts';
import { Board } from './board.ts';
import { capabilitiesFor } from './capabilities.ts';
import { type ClientTraits, traitsOf } from './client-traits.ts';
import { clauseUri, ruleUri } from './diagnostics.ts';
import { Documents } from './documents.ts';
import { Folders, filePathOf } from './folders.ts';
import { hoverAt } from './hover.ts';
import { Keeper, type StartAnalyst } from './keeper.ts';
import { Library } from './library.ts';
import { LOOSE } from './messages.ts';
import { CHECK_WORKSPACE, type CheckWorkspaceResult, COMMANDS, CONTRACT_TREE, STATUS, type StatusParams } from './protocol.ts';
import { Pulls } from './pull.ts';
import { Pushes } from './push.ts';
import { Session } from './session.ts';
import { DEFAULTS, SECTION, type Settings, settingsOf } from './settings.ts';
import { Shown } from './shown.ts';
import { Status } from './status.ts';
import { say } from './text.ts';
import { contractTree } from './tree.ts';

export interface ServerWorld {
  readonly version: string;
  readonly start: StartAnalyst;
  /** Milliseconds from any fixed point. */
  clock(): number;
  /** YYYY-MM-DD. */
  today(): string;
}

const WATCHED: readonly string[] = [
  '**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}',
  '**/*.{json,jsonc,prisma,sql}',
  '**/.gitignore',
  '**/{pnpm-workspace,Pulumi*}.{yaml,yml}',
];

export function serve(connection: Connection, world: ServerWorld): void {
  connection.onInitialize((params) => {
    const traits = traitsOf(params);
    new Server(connection, world, traits, params).listen();
    return capabilitiesFor(traits, world.version);
  });
}

class Server {
  private readonly connection: Connection;
  private readonly traits: ClientTraits;
  private settings: Settings = DEFAULTS;
  private readonly folders = new Folders();
  private readonly documents = new Documents(this.folders);
  private readonly board = new Board(this.folders, this.documents);
  private readonly library = new Library(this.folders);
  private readonly keeper: Keeper;
  private readonly session: Session;
  private readonly shown: Shown;
  private readonly pulls: Pulls;
  private readonly pushes: Pushes | undefined;
  private readonly status: Status;
  private readonly actions: Actions;
  private gaveUp: string | undefined;
  private isRefreshing = false;

  constructor(connection: Connection, world: ServerWorld, traits: ClientTraits, params: InitializeParams) {
    this.connection = connection;
    this.traits = traits;
    const { folders, documents, board, library } = this;
    const settings = (): Settings => this.settings;
    for (const uri of foldersOf(params)) folders.add(uri);
    this.keeper = new Keeper(
      { start: world.start, clock: world.clock, timeLimit: () => this.settings.timeLimit },
      {
        word: (word) => this.session.word(word),
        started: () => this.session.started(),
        gaveUp: (why) => {
          this.gaveUp = why;
          this.moved();
        },
      },
    );
    this.session = new Session(
      { folders, documents, board, library, keeper: this.keeper, settings },
      {
        file: (uri) => {
          this.pulls.look();
          this.pushes?.look(uri);
        },
        moved: () => this.pulls.refreshStale(),
        done: () => this.moved(),
        setup: () => this.shown.reword(),
        status: () => this.tellStatus(),
        setAside: (uri) => connection.console.warn(say(traits.locale, 'failed.setAside', { file: uri })),
      },
    );
    this.shown = new Shown(traits, settings, folders, documents, board, (uri) => this.failure(uri));
    const known = {
      shown: this.shown,
      documents,
      isCurrent: (uri: string): boolean => this.isCurrent(uri),
      isIdle: (): boolean => this.isIdle(),
      failure: (uri?: string): string | undefined => this.failure(uri),
    };
    this.pulls = new Pulls({ ...known, refresh: () => this.refresh() });
    this.pushes = traits.pull ? undefined : new Pushes({ ...known, publish: (it) => void connection.sendDiagnostics(it) });
    this.status = new Status((it) => void connection.sendNotification(STATUS, it));
    this.actions = new Actions({
      traits,
      documents,
      board,
      library,
      today: world.today,
      ask: (folder, path, what) => this.keeper.ask(folder, path, what),
    });
  }

  listen(): void {
    const { connection, session, documents, pulls } = this;
    connection.onInitialized(() => this.begin());
    connection.onShutdown(() => this.keeper.end());
    connection.onDidOpenTextDocument(({ textDocument }) => {
      const document = documents.open(textDocument);
      if (document) session.opened(document);
    });
    connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
      const document = documents.change(textDocument.uri, contentChanges, textDocument.version);
      if (document) session.changed(document);
    });
    connection.onDidSaveTextDocument(({ textDocument }) => {
      const document = documents.get(textDocument.uri);
      if (document) session.saved(document);
      const path = filePathOf(textDocument.uri);
      if (path !== undefined) session.diskChanged([path], false);
    });
    connection.onDidCloseTextDocument(({ textDocument }) => {
      const document = documents.close(textDocument.uri);
      pulls.closed(textDocument.uri);
      if (!document) return;
      session.closed(document);
      if (document.folder === LOOSE) this.pushes?.look(document.uri);
    });
    connection.onDidChangeWatchedFiles(({ changes }) => {
      // Types: 1 created, 2 changed, 3 deleted.
      for (const shape of [true, false]) {
        const some = changes.filter((one) => (one.type !== 2) === shape);
        if (some.length > 0)
          session.diskChanged(
            some.flatMap((one) => filePathOf(one.uri) ?? []),
            shape,
          );
      }
    });
    const touched = (uris: readonly string[]): void =>
      session.diskChanged(
        uris.flatMap((uri) => filePathOf(uri) ?? []),
        true,
      );
    connection.workspace.onDidCreateFiles(({ files }) => touched(files.map((one) => one.uri)));
    connection.workspace.onDidDeleteFiles(({ files }) => touched(files.map((one) => one.uri)));
    connection.workspace.onDidRenameFiles(({ files }) => touched(files.flatMap((one) => [one.oldUri, one.newUri])));
    connection.onDidChangeConfiguration(({ settings }) => void this.configure(settings));
    connection.languages.diagnostics.on((params, token) => pulls.document(params, token));
    connection.languages.diagnostics.onWorkspace((params, token, work, parts) => {
      work.begin(say(this.traits.locale, 'progress.title'), undefined, undefined, true);
      return pulls.workspace(params, token, parts && ((report) => parts.report(report))).finally(() => work.done());
    });
    connection.onHover(async ({ textDocument, position }, token) => {
      await pulls.ready(textDocument.uri, token);
      const document = documents.get(textDocument.uri);
      if (!document) return null;
      const { locale, commands, markdown } = this.traits;
      const uriOf = (path: string): string | undefined => this.board.uriOf(document.folder, path);
      // Who carries out our commands is VS Code, or shows things as it does.
      const view = { ...this.library.of(document.folder), locale, commands, besideDiagnostics: commands, markdown, uriOf };
      return hoverAt(this.board.of(document), position, view) ?? null;
    });
    connection.onRequest(CodeActionRequest.type, async (params, token) => {
      await pulls.ready(params.textDocument.uri, token);
      return this.actions.list(params);
    });
    connection.onCodeActionResolve((action) => this.actions.resolve(action));
    connection.workspace.textDocumentContent.on(({ uri }) => ({
      text: this.library.page(uri, this.traits.locale) ?? say(this.traits.locale, 'page.missing'),
    }));
    if (!this.traits.commands) connection.onExecuteCommand(({ command, arguments: args }) => this.showPage(command, args?.[0]));
    connection.onRequest(CONTRACT_TREE, () => contractTree(this.library.all(), this.board.all()));
    // Without parameters the token is the only argument.
    connection.onRequest(CHECK_WORKSPACE, (...given: unknown[]) => this.checkWorkspace(given.at(-1) as CancellationToken));
  }

  private begin(): void {
    const { connection, traits } = this;
    if (traits.folders) {
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) =>
        this.session.foldersChanged(
          added.map((one) => one.uri),
          removed.map((one) => one.uri),
        ),
      );
    }
    if (traits.configurationEvents) void connection.client.register(DidChangeConfigurationNotification.type, { section: SECTION });
    if (traits.watch) {
      const watchers = WATCHED.map((globPattern) => ({ globPattern }));
      void connection.client.register(DidChangeWatchedFilesNotification.type, { watchers });
    }
    this.tellStatus();
    void this.configure(undefined).then(() => this.keeper.start());
  }

  private async configure(pushed: unknown): Promise<void> {
    const given = this.traits.configuration
      ? await this.connection.workspace.getConfiguration(SECTION).catch(() => undefined)
      : (pushed as Record<string, unknown> | null | undefined)?.[SECTION];
    this.settings = settingsOf(given);
    this.shown.reword();
    this.moved();
  }

  /** What is shown may be other than before. */
  private moved(): void {
    this.pulls.settle();
    this.pushes?.settle();
    this.tellStatus();
  }

  /** One at a time: what moves while the client asks again is seen by then. */
  private refresh(): void {
    if (this.isRefreshing) return;
    this.isRefreshing = true;
    const over = (): void => {
      this.isRefreshing = false;
    };
    this.connection.languages.diagnostics.refresh().then(over, over);
  }

  private isCurrent(uri: string): boolean {
    const document = this.documents.get(uri);
    if (document) return this.board.isCurrent(document);
    const path = filePathOf(uri);
    const folder = path === undefined ? undefined : this.folders.holding(path);
    return !folder || this.session.isSettled(folder);
  }

  private isIdle(): boolean {
    return this.keeper.isRunning && !this.keeper.isBusy && !this.documents.list().some((one) => one.timer);
  }

  private failure(uri?: string): string | undefined {
    const { locale } = this.traits;
    if (this.gaveUp !== undefined) return say(locale, 'failed.gaveUp', { detail: this.gaveUp });
    const path = uri === undefined ? undefined : filePathOf(uri);
    const failed = (path === undefined ? undefined : this.folders.holding(path))?.failed;
    return failed === undefined ? undefined : say(locale, 'failed.document', { detail: failed });
  }

  private tellStatus(): void {
    this.status.update(() => this.statusNow());
  }

  private statusNow(): StatusParams {
    const { locale } = this.traits;
    const folders = this.folders.list();
    const failed = folders.find((one) => one.failed !== undefined);
    const bad = failed && say(locale, 'failed.folder', { folder: failed.path, detail: failed.failed ?? '' });
    const message = this.failure() ?? bad ?? (folders.some((one) => one.setup?.refusal) ? say(locale, 'config.invalid') : '');
    const isBroken = this.gaveUp !== undefined || failed !== undefined;
    const isStarting = !this.keeper.isRunning || folders.some((one) => !one.totals);
    const state = isBroken ? 'failed' : this.isIdle() ? 'idle' : isStarting ? 'starting' : 'analysing';
    const { files, incomplete, findings, milliseconds } = this.session.totals();
    return { state, files, incomplete, findings, milliseconds, message };
  }

  private async checkWorkspace(token: CancellationToken): Promise<CheckWorkspaceResult> {
    this.gaveUp = undefined;
    if (this.keeper.isRunning) this.session.reload();
    else this.keeper.revive();
    // Our extension shows a progress of its own.
    const progress = this.traits.progress && !this.traits.commands ? await this.connection.window.createWorkDoneProgress() : undefined;
    progress?.begin(say(this.traits.locale, 'progress.title'), undefined, undefined, true);
    try {
      await this.pulls.idle(token, progress?.token);
    } finally {
      progress?.done();
    }
    const failure = this.failure();
    if (failure !== undefined) throw new ResponseError(LSPErrorCodes.RequestFailed, failure);
    const { files, findings, incomplete } = this.session.totals();
    return { files, findings, incomplete };
  }

  /** For clients that leave our commands to the server: in the editor where it can, else as a message. */
  private async showPage(command: string, id: unknown): Promise<void> {
    if (typeof id !== 'string') return;
    const uri = id.includes(':') ? id : command === COMMANDS.showRule ? ruleUri(id) : clauseUri(id);
    if (this.traits.content && this.traits.showDocument) {
      await this.connection.window.showDocument({ uri });
      return;
    }
    const page = this.library.page(uri, this.traits.locale) ?? say(this.traits.locale, 'page.missing');
    const message = page.replace(/\\([^\w\s])/g, '$1').replace(/^#+ |\*\*/gm, '');
    await this.connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Info, message });
  }
}

function foldersOf({ workspaceFolders, rootUri }: InitializeParams): readonly string[] {
  return workspaceFolders?.map((one) => one.uri) ?? (rootUri ? [rootUri] : []);
}
