/**
 * Keeps an analyst running: notices one that hangs or dies, blames the file it was at, and starts another without that file. The
 * connection to the editor lives on meanwhile.
 */
import type { SetAside } from '../host/live-project.ts';
import type { Numbered, Order, Question, Word } from './messages.ts';

export interface Running {
  post(order: Numbered): void;
  end(): Promise<void>;
  /** What it is at: folder and path, parted by a line feed, `''` for nothing; `count` moves on with it. */
  look(): { readonly count: number; readonly subject: string };
}

export type StartAnalyst = (events: { word(word: Word): void; gone(why: string): void }) => Running;

export interface KeeperEvents {
  word(word: Word): void;
  /** A new analyst that knows nothing waits for its orders: folders and texts. */
  started(): void;
  /** It ended too often; nothing is analysed until `revive`. */
  gaveUp(why: string): void;
}

export interface KeeperWorld {
  readonly start: StartAnalyst;
  /** Milliseconds. */
  clock(): number;
  /** Milliseconds a file may take. */
  timeLimit(): number;
}

/** A new thread may take so long, in milliseconds, to load the program and say its first word. */
const LOADING = 30_000;
/** How often it looks, in milliseconds. */
const LOOK = 100;
/** So many ends within `WINDOW` milliseconds are too many; an end with a file to blame is no mystery, and removes its cause. */
const MOST_UNEXPLAINED = 4;
const MOST = 25;
const WINDOW = 180_000;
/** After so many ends a file comes back only when it is saved. */
const PATIENCE = 2;

type Lasting = Exclude<Order, { is: 'first' | 'close' | 'ask' }>;

export class Keeper {
  private readonly world: KeeperWorld;
  private readonly events: KeeperEvents;
  private running: Running | undefined;
  private seq = 0;
  /** Folder → the number of its last order that is not done. */
  private readonly open = new Map<string, number>();
  private readonly questions = new Map<number, (answer: unknown) => void>();
  private readonly aside = new Map<string, Map<string, SetAside>>();
  private readonly harm = new Map<string, number>();
  private ends: { readonly at: number; readonly explained: boolean }[] = [];
  private timer: NodeJS.Timeout | undefined;
  private seen = { count: -1, at: 0 };
  private hasSpoken = false;

  constructor(world: KeeperWorld, events: KeeperEvents) {
    this.world = world;
    this.events = events;
  }

  start(): void {
    this.hasSpoken = false;
    const running = this.world.start({
      word: (word) => {
        if (this.running !== running) return;
        this.hasSpoken = true;
        this.take(word);
      },
      gone: (why) => {
        if (this.running === running) this.lost('crash', why);
      },
    });
    this.running = running;
    this.open.clear();
    this.events.started();
  }

  /** After it gave up: tries again. */
  revive(): void {
    if (this.running) return;
    this.ends = [];
    this.start();
  }

  get isRunning(): boolean {
    return this.running !== undefined;
  }

  /** Is any order not worked off? */
  get isBusy(): boolean {
    return this.open.size > 0;
  }

  asideIn(folder: string): readonly SetAside[] {
    return [...(this.aside.get(folder)?.values() ?? [])];
  }

  /** The order's number; what the analyst knows from then on bears one at least as high. */
  send(order: Order): number {
    this.seq += 1;
    if (!this.running) return this.seq;
    if (isLasting(order)) this.open.set(order.folder, this.seq);
    else if (order.is === 'close') this.open.delete(order.folder);
    this.running.post({ ...order, seq: this.seq });
    this.watch();
    return this.seq;
  }

  /** Undefined when there is no such text, or the analyst ended over the question. */
  ask(folder: string, path: string, what: Question): Promise<unknown> {
    return new Promise((resolve) => {
      if (!this.running) return resolve(undefined);
      this.seq += 1;
      this.questions.set(this.seq, resolve);
      this.running.post({ is: 'ask', id: this.seq, folder, path, what, seq: this.seq });
      this.watch();
    });
  }

  async end(): Promise<void> {
    clearInterval(this.timer);
    const { running } = this;
    this.running = undefined;
    await running?.end();
  }

  private take(word: Word): void {
    if (word.is === 'answer') {
      this.questions.get(word.id)?.(word.value);
      this.questions.delete(word.id);
      return;
    }
    if (word.is === 'done' || word.is === 'failed') {
      if ((this.open.get(word.folder) ?? 0) <= word.seq) this.open.delete(word.folder);
    } else if (word.is === 'setAside') this.hold(word.folder, word.one);
    else if (word.is === 'file' && !word.result?.incomplete.some((one) => one.reason === 'timeout' || one.reason === 'crash'))
      this.aside.get(word.folder)?.delete(word.path);
    this.events.word(word);
  }

  private hold(folder: string, one: SetAside): void {
    const all = this.aside.get(folder) ?? new Map<string, SetAside>();
    this.aside.set(folder, all.set(one.path, one));
  }

  private watch(): void {
    if (this.timer) return;
    this.seen = { count: -1, at: this.world.clock() };
    this.timer = setInterval(() => this.look(), LOOK);
    this.timer.unref();
  }

  private look(): void {
    if (!this.running || (this.open.size === 0 && this.questions.size === 0)) {
      clearInterval(this.timer);
      this.timer = undefined;
      return;
    }
    const { count } = this.running.look();
    const now = this.world.clock();
    if (count !== this.seen.count) this.seen = { count, at: now };
    else if (now - this.seen.at > (this.hasSpoken ? this.world.timeLimit() : LOADING))
      this.lost('timeout', `${this.world.timeLimit() / 1000} s`);
  }

  private lost(reason: SetAside['reason'], detail: string): void {
    const { running } = this;
    if (!running) return;
    this.running = undefined;
    const [folder = '', path] = running.look().subject.split('\n');
    void running.end();
    for (const answer of this.questions.values()) answer(undefined);
    this.questions.clear();
    if (path !== undefined) {
      const key = `${folder}\n${path}`;
      const harm = (this.harm.get(key) ?? 0) + 1;
      this.harm.set(key, harm);
      this.hold(folder, { path, reason, detail, untilSaved: harm > PATIENCE });
    }
    const now = this.world.clock();
    this.ends = [...this.ends.filter((one) => now - one.at < WINDOW), { at: now, explained: path !== undefined }];
    if (this.ends.filter((one) => !one.explained).length > MOST_UNEXPLAINED || this.ends.length > MOST) this.events.gaveUp(detail);
    else this.start();
  }
}

function isLasting(order: Order): order is Lasting {
  return order.is !== 'first' && order.is !== 'close' && order.is !== 'ask';
}
