/** The extension's end of the line to the language server: starts it, watches over it, passes on what it says. */
import { dirname } from 'node:path';
import { type Disposable, type Event, EventEmitter, type LogOutputChannel, l10n, window } from 'vscode';
import type { LanguageClient } from 'vscode-languageclient/node';
import {
  CHECK_WORKSPACE,
  type CheckWorkspaceResult,
  CONTRACT_TREE,
  type ContractTree,
  STATUS,
  type StatusParams,
} from '../server/protocol.ts';
import { RestartBudget } from './restart-budget.ts';

/** Milliseconds in which a server has to answer. One that dies in the very moment of its start is never heard of: the library waits for ever. */
const START_LIMIT = 30_000;

const NOTHING_YET: StatusParams = { state: 'starting', files: 0, incomplete: 0, findings: 0, milliseconds: 0, message: '' };

export class ServerLink implements Disposable {
  readonly #module: string;
  readonly #log: LogOutputChannel;
  readonly #changed: EventEmitter<StatusParams> = new EventEmitter<StatusParams>();
  #client: LanguageClient | undefined;
  #status: StatusParams = NOTHING_YET;
  /** Starts and stops happen one after the other, in the order they are asked for. */
  #queue: Promise<void> = Promise.resolve();

  /** @param module path of the server's bundle */
  constructor(module: string, log: LogOutputChannel) {
    this.#module = module;
    this.#log = log;
  }

  get status(): StatusParams {
    return this.#status;
  }

  get onStatus(): Event<StatusParams> {
    return this.#changed.event;
  }

  start(): Promise<void> {
    return this.#then(() => this.#start(new RestartBudget(() => performance.now())));
  }

  stop(): Promise<void> {
    return this.#then(() => this.#stop());
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** The contract with what the analysis says of it; undefined while there is no server to ask. */
  async contractTree(): Promise<ContractTree | undefined> {
    return this.#ask<ContractTree>(CONTRACT_TREE);
  }

  /** Rejects when the server cancels or fails; undefined while there is none. Progress is shown by the server's own reports. */
  async checkWorkspace(): Promise<CheckWorkspaceResult | undefined> {
    return this.#ask<CheckWorkspaceResult>(CHECK_WORKSPACE);
  }

  dispose(): void {
    this.#changed.dispose();
  }

  async #ask<R>(method: string): Promise<R | undefined> {
    await this.#queue;
    return this.#client?.isRunning() ? this.#client.sendRequest<R>(method) : undefined;
  }

  #then(step: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(step);
    return this.#queue;
  }

  /** @param budget shared by a server and those that follow it when it dies */
  async #start(budget: RestartBudget): Promise<void> {
    this.#tell(NOTHING_YET);
    let client: LanguageClient | undefined;
    try {
      // Loaded here and not at the top: the library takes longer to load than all the rest of the extension.
      const { createClient } = await import('./client.ts');
      client = createClient({
        module: this.#module,
        workingFolder: dirname(this.#module),
        log: this.#log,
        onGone: () => this.#gone(client, budget),
      });
      client.onNotification(STATUS, (status: StatusParams) => this.#tell(status));
      this.#client = client;
      await withinLimit(client.start());
    } catch (error) {
      this.#log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
      this.#gone(client, budget);
    }
  }

  /** A server that dies while it starts is reported twice: by its start, and by the line to it. Only the first counts. */
  #gone(client: LanguageClient | undefined, budget: RestartBudget): void {
    if (this.#client !== client) return;
    this.#client = undefined;
    if (budget.spend()) void this.#then(() => this.#start(budget));
    else this.#giveUp(l10n.t('The server stopped five times within three minutes.'));
  }

  async #stop(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      // A server that is dead already cannot say good-bye.
      this.#log.info(String(error));
    }
  }

  /** One notification with a way out; the status item goes on showing the state. */
  #giveUp(reason: string): void {
    this.#tell({ ...NOTHING_YET, state: 'failed', message: reason });
    const restart = l10n.t('Restart');
    const open = l10n.t('Show Log');
    void window.showErrorMessage(`Clauselint: ${reason}`, restart, open).then((choice) => {
      if (choice === restart) void this.restart();
      if (choice === open) this.#log.show(true);
    });
  }

  #tell(status: StatusParams): void {
    this.#status = status;
    this.#changed.fire(status);
  }
}

async function withinLimit(start: Promise<void>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`the server did not answer within ${START_LIMIT / 1000} s`)), START_LIMIT);
  });
  try {
    await Promise.race([start, late]);
  } finally {
    clearTimeout(timer);
  }
}
