/** A protocol client for tests, and a server in the same process, over streams, whose analyst is a thread or stands in for one. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { createConnection } from 'vscode-languageserver/node';
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type InitializeResult,
  type ProtocolConnection,
  type PublishDiagnosticsParams,
  StreamMessageReader,
  StreamMessageWriter,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver-protocol/node';
import { summarise } from '../../engine/syntax/summarise.ts';
import { models, rules } from '../../rules/registry.generated.ts';
import { Analyst } from '../../server/analyst.ts';
import type { Running, StartAnalyst } from '../../server/keeper.ts';
import type { Numbered, Word } from '../../server/messages.ts';
import { STATUS, type StatusParams } from '../../server/protocol.ts';
import { serve } from '../../server/server.ts';
import { TODAY } from '../support/project.ts';

/** What VS Code can do, as far as the server cares. */
export const VSCODE: ClientCapabilities = {
  textDocument: {
    diagnostic: { relatedInformation: true, codeDescriptionSupport: true, dataSupport: true },
    publishDiagnostics: { relatedInformation: true },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    codeAction: { dataSupport: true, resolveSupport: { properties: ['edit'] } },
  },
  workspace: {
    diagnostics: { refreshSupport: true },
    configuration: true,
    workspaceFolders: true,
    didChangeConfiguration: { dynamicRegistration: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    textDocumentContent: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true, snippetEditSupport: true },
  },
  window: { workDoneProgress: true, showDocument: { support: true } },
};

/** A client of the old kind: it waits for diagnostics. */
export const PLAIN: ClientCapabilities = { textDocument: { publishDiagnostics: { relatedInformation: true }, hover: {} } };

/** An analyst on the same thread; orders and words are copied, as between threads. */
export function sameThread(events: Parameters<StartAnalyst>[0], onRead: (path: string) => void = () => undefined): Running {
  let over = false;
  let subject = '';
  let count = 0;
  let sent = 0;
  const analyst = new Analyst({
    post: (word) => {
      const copy = structuredClone(word) as Word;
      if (!over) setImmediate(() => !over && events.word(copy));
    },
    at: (next) => {
      const before = subject;
      if (next !== subject) count += 1;
      subject = next;
      return before;
    },
    clock: () => performance.now(),
    today: () => TODAY,
    later: (work) => void setImmediate(() => !over && work()),
    isCalled: () => sent > 0,
    summarise: (path, text) => {
      onRead(path);
      return summarise(path, text);
    },
    rest: () => undefined,
    models,
    rules,
  });
  return {
    post: (order) => {
      const copy = structuredClone(order) as Numbered;
      sent += 1;
      setImmediate(() => {
        sent -= 1;
        if (!over) analyst.receive(copy);
      });
    },
    end: async () => {
      over = true;
    },
    look: () => ({ count, subject }),
  };
}

export interface Options {
  /** Folder → path → text, written to the disk. */
  readonly folders?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly capabilities?: ClientCapabilities;
  readonly locale?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly start?: StartAnalyst;
  readonly initializationOptions?: unknown;
}

export class Client {
  readonly root: string;
  readonly server: ProtocolConnection;
  readonly published: Map<string, PublishDiagnosticsParams> = new Map();
  readonly statuses: StatusParams[] = [];
  settings: Readonly<Record<string, unknown>>;
  refreshes = 0;
  initialized!: InitializeResult;
  private readonly versions = new Map<string, number>();
  private readonly heard = new Set<() => void>();

  constructor(root: string, server: ProtocolConnection, settings: Readonly<Record<string, unknown>>) {
    this.root = root;
    this.server = server;
    this.settings = settings;
    const hear = (): void => [...this.heard].forEach((one) => one());
    server.onNotification('textDocument/publishDiagnostics', (params: PublishDiagnosticsParams) => {
      this.published.set(params.uri, params);
      hear();
    });
    server.onNotification(STATUS, (status: StatusParams) => {
      this.statuses.push(status);
      hear();
    });
    server.onRequest('workspace/diagnostic/refresh', () => {
      this.refreshes += 1;
      hear();
      return null;
    });
    server.onRequest('workspace/configuration', ({ items }: { items: unknown[] }) => items.map(() => this.settings));
    server.onRequest('client/registerCapability', () => null);
    server.onRequest('window/workDoneProgress/create', () => null);
  }

  uri(path: string): string {
    return pathToFileURL(join(this.root, path)).toString();
  }

  write(path: string, text: string): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  remove(path: string): void {
    rmSync(join(this.root, path), { recursive: true, force: true });
  }

  open(uri: string, text: string, languageId = 'typescript'): void {
    this.versions.set(uri, 1);
    void this.server.sendNotification('textDocument/didOpen', { textDocument: { uri, languageId, version: 1, text } });
  }

  change(uri: string, text: string): number {
    const version = (this.versions.get(uri) ?? 0) + 1;
    this.versions.set(uri, version);
    void this.server.sendNotification('textDocument/didChange', { textDocument: { uri, version }, contentChanges: [{ text }] });
    return version;
  }

  save(uri: string): void {
    void this.server.sendNotification('textDocument/didSave', { textDocument: { uri } });
  }

  close(uri: string): void {
    void this.server.sendNotification('textDocument/didClose', { textDocument: { uri } });
  }

  /** @param type 1 created, 2 changed, 3 deleted */
  watched(changes: readonly (readonly [path: string, type: 1 | 2 | 3])[]): void {
    const events = changes.map(([path, type]) => ({ uri: this.uri(path), type }));
    void this.server.sendNotification('workspace/didChangeWatchedFiles', { changes: events });
  }

  configure(settings: Readonly<Record<string, unknown>>): void {
    this.settings = settings;
    void this.server.sendNotification('workspace/didChangeConfiguration', { settings: { clauselint: settings } });
  }

  pull(uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> {
    return this.server.sendRequest('textDocument/diagnostic', {
      textDocument: { uri },
      ...(previousResultId !== undefined && { previousResultId }),
    });
  }

  async diagnostics(uri: string): Promise<Diagnostic[]> {
    const report = await this.pull(uri);
    return report.kind === 'full' ? report.items : [];
  }

  workspace(previousResultIds: readonly { uri: string; value: string }[] = []): Promise<WorkspaceDiagnosticReport> {
    return this.server.sendRequest('workspace/diagnostic', { previousResultIds });
  }

  /** Waits until what is true by what the server has sent; fails after ten seconds. */
  async until(isTrue: () => boolean, what: string): Promise<void> {
    if (isTrue()) return;
    await new Promise<void>((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`never came: ${what}`)), 10_000);
      const look = (): void => {
        if (!isTrue()) return;
        clearTimeout(timer);
        this.heard.delete(look);
        resolve();
      };
      this.heard.add(look);
    });
  }

  async stop(): Promise<void> {
    await this.server.sendRequest('shutdown');
    this.server.dispose();
    rmSync(this.root, { recursive: true, force: true });
  }
}

export async function startServer(options: Options = {}): Promise<Client> {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'clauselint-lsp-')));
  const up = new PassThrough();
  const down = new PassThrough();
  const connection = createConnection(new StreamMessageReader(up), new StreamMessageWriter(down));
  serve(connection, { version: '0.0.0', start: options.start ?? sameThread, clock: () => performance.now(), today: () => TODAY });
  connection.listen();
  const server = createProtocolConnection(new StreamMessageReader(down), new StreamMessageWriter(up));
  server.listen();
  const client = new Client(root, server, options.settings ?? { debounce: 0 });
  const names = Object.keys(options.folders ?? {});
  for (const name of names) {
    mkdirSync(join(root, name), { recursive: true });
    for (const [path, text] of Object.entries(options.folders?.[name] ?? {})) client.write(join(name, path), text);
  }
  client.initialized = await server.sendRequest('initialize', {
    processId: null,
    rootUri: null,
    capabilities: options.capabilities ?? VSCODE,
    workspaceFolders: names.map((name) => ({ uri: client.uri(name), name })),
    ...(options.locale !== undefined && { locale: options.locale }),
    ...(options.initializationOptions !== undefined && { initializationOptions: options.initializationOptions }),
  });
  void server.sendNotification('initialized', {});
  return client;
}
