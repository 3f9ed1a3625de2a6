/** Diagnostics for clients that ask for them: of a document once it is analysed, of the workspace in parts. Never empty for want of time. */
import {
  type CancellationToken,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  LSPErrorCodes,
  ResponseError,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver/node';
import type { Documents } from './documents.ts';
import { normalUri } from './folders.ts';
import type { Showing, Shown } from './shown.ts';

export interface PullWorld {
  readonly shown: Shown;
  readonly documents: Documents;
  /** Is the present text of a document, or all of a file's folder, analysed? */
  isCurrent(uri: string): boolean;
  /** Is all analysed? */
  isIdle(): boolean;
  /** What keeps a file, or all, from being analysed, in the client's language. */
  failure(uri?: string): string | undefined;
  refresh(): void;
}

interface Waiting {
  /** Not for one file. */
  readonly isForAll: boolean;
  readonly isReady: () => boolean;
  readonly go: () => void;
  readonly stop: (error: ResponseError<unknown>) => void;
}

export class Pulls {
  private readonly world: PullWorld;
  private readonly waiting = new Set<Waiting>();
  /** Document → what the client was last given. */
  private readonly given = new Map<string, string>();
  private readonly asking = new Map<string, Waiting>();

  constructor(world: PullWorld) {
    this.world = world;
  }

  async document(params: DocumentDiagnosticParams, token: CancellationToken): Promise<DocumentDiagnosticReport> {
    const { uri } = params.textDocument;
    const key = normalUri(uri);
    // Whoever asks again wants the newer answer.
    this.asking.get(key)?.stop(superseded());
    await this.until(() => this.isAnswerable(uri), token, key);
    const showing = this.world.shown.of(uri);
    this.given.set(key, showing.id);
    if (params.previousResultId === showing.id) return { kind: 'unchanged', resultId: showing.id };
    return { kind: 'full', resultId: showing.id, items: [...showing.items] };
  }

  /**
   * With nothing new to tell, a client that takes parts is answered when there is: so it need not ask every other second, and hears of
   * a change at once.
   */
  async workspace(
    params: WorkspaceDiagnosticParams,
    token: CancellationToken,
    part: ((report: WorkspaceDiagnosticReport) => void) | undefined,
  ): Promise<WorkspaceDiagnosticReport> {
    const known = new Map(params.previousResultIds.map((one) => [normalUri(one.uri), one]));
    const told = new Map<string, string>();
    const news = (): WorkspaceDocumentDiagnosticReport[] => {
      const all = new Map([...this.world.shown.all()].map(([uri, showing]) => [normalUri(uri), { uri, showing }]));
      const out: WorkspaceDocumentDiagnosticReport[] = [];
      const idle = this.world.isIdle();
      for (const [key, { uri, showing }] of all) {
        if ((told.get(key) ?? known.get(key)?.value) !== showing.id && this.world.isCurrent(uri)) out.push(this.full(uri, showing));
      }
      // What is gone can only be told once all is analysed.
      const before = new Map([
        ...[...known].map(([key, one]) => [key, one.uri] as const),
        ...[...told.keys()].map((key) => [key, key] as const),
      ]);
      for (const [key, uri] of before) {
        const { id } = this.world.shown.of(uri);
        if (idle && !all.has(key) && (told.get(key) ?? known.get(key)?.value) !== id) out.push(this.full(uri, { items: [], id }));
      }
      for (const one of out) told.set(normalUri(one.uri), one.resultId ?? '');
      return out;
    };
    const tellPart = (): void => {
      const items = part ? news() : [];
      if (items.length > 0) part?.({ items });
    };
    const isReady = (): boolean => {
      if (this.world.failure() !== undefined) return true;
      if (!this.world.isIdle()) {
        tellPart();
        return false;
      }
      return !part || known.size === 0 || told.size > 0 || this.hasNews(known);
    };
    await this.until(isReady, token, undefined, true);
    const items = news();
    for (const [key, one] of known) {
      if (!told.has(key)) items.push({ kind: 'unchanged', uri: one.uri, version: this.versionOf(one.uri), resultId: one.value });
    }
    return { items };
  }

  /** Waits until what is known of a document is what its text says, or cannot be known. */
  ready(uri: string, token: CancellationToken): Promise<void> {
    return this.until(() => this.isAnswerable(uri), token);
  }

  /** Waits until all is analysed, or cannot be. `also` is a second way to cancel. */
  idle(token: CancellationToken, also: CancellationToken | undefined): Promise<void> {
    const isOver = (): boolean => this.world.isIdle() || this.world.failure() !== undefined;
    const whole = this.until(isOver, token, undefined, true);
    return also ? Promise.race([whole, this.until(isOver, also, undefined, true)]) : whole;
  }

  /** Something of a file has come to be known: answers who waits for it. */
  look(): void {
    for (const one of [...this.waiting]) if (!one.isForAll && one.isReady()) one.go();
  }

  /** A folder is analysed: answers who waits for that; documents whose diagnostics moved though nobody asks for them have to be asked for again. */
  settle(): void {
    for (const one of [...this.waiting]) if (one.isReady()) one.go();
    this.refreshStale();
  }

  refreshStale(): void {
    // All that was asked for, and not only documents that are analysed: the configuration too is open in an editor.
    const isStale = [...this.given].some(
      ([uri, id]) => !this.asking.has(uri) && this.isAnswerable(uri) && this.world.shown.of(uri).id !== id,
    );
    if (isStale) this.world.refresh();
  }

  closed(uri: string): void {
    this.given.delete(normalUri(uri));
  }

  private isAnswerable(uri: string): boolean {
    return this.world.isCurrent(uri) || this.world.failure(uri) !== undefined;
  }

  private hasNews(known: ReadonlyMap<string, { readonly value: string }>): boolean {
    const all = this.world.shown.all();
    let seen = 0;
    for (const [uri, { id }] of all) {
      const before = known.get(normalUri(uri));
      if (before?.value !== id) return true;
      seen += 1;
    }
    const empty = this.world.shown.of('').id;
    return [...known.values()].filter((one) => one.value !== empty).length !== seen;
  }

  private full(uri: string, showing: Showing): WorkspaceDocumentDiagnosticReport {
    return { kind: 'full', uri, version: this.versionOf(uri), resultId: showing.id, items: [...showing.items] };
  }

  private versionOf(uri: string): number | null {
    return this.world.documents.get(uri)?.text.version ?? null;
  }

  private until(isReady: () => boolean, token: CancellationToken, key?: string, isForAll = false): Promise<void> {
    if (token.isCancellationRequested) return Promise.reject(cancelled());
    if (isReady()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const end = (): void => {
        this.waiting.delete(one);
        if (key !== undefined && this.asking.get(key) === one) this.asking.delete(key);
        listener.dispose();
      };
      const one: Waiting = {
        isForAll,
        isReady,
        go: () => (end(), resolve()),
        stop: (error) => (end(), reject(error)),
      };
      const listener = token.onCancellationRequested(() => one.stop(cancelled()));
      this.waiting.add(one);
      if (key !== undefined) this.asking.set(key, one);
    });
  }
}

function cancelled(): ResponseError<unknown> {
  return new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
}

function superseded(): ResponseError<unknown> {
  return new ResponseError(LSPErrorCodes.ServerCancelled, 'asked again', { retriggerRequest: false });
}
