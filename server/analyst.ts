/**
 * Does the analysis, in a thread of its own. Takes orders at once, works them off in slices with a look at the inbox in between, and tells
 * what it finds: the edited files first, then all others that moved.
 */

import type { ModuleFacts } from '../engine/facts/types.ts';
import type { Model, Rule } from '../engine/rule/index.ts';
import { AnalysedFolder } from './analysed-folder.ts';
import type { Analysis } from './analysis.ts';
import { LooseFiles } from './loose-files.ts';
import { type Mark, marked } from './marked.ts';
import type { Numbered, Word } from './messages.ts';
import { LOOSE } from './messages.ts';
import { answerTo } from './questions.ts';

export interface AnalystWorld {
  post(word: Word): void;
  /** What it is at: folder and path, parted by a line feed; `''` for nothing. Answers what it was at before. */
  readonly at: Mark;
  /** Milliseconds from any fixed point. */
  clock(): number;
  /** YYYY-MM-DD. */
  today(): string;
  /** Runs work after messages that have arrived meanwhile. */
  later(work: () => void): void;
  /** An order waits to be received. */
  isCalled(): boolean;
  /** Told whenever nothing is left to do. */
  rest(): void;
  summarise(path: string, text: string): ModuleFacts;
  readonly models: readonly Model[];
  readonly rules: readonly Rule[];
}

/** A slice of analysis in milliseconds; where nobody can tell that an order waits, it waits no longer than that, and one unit of work. */
const SLICE = 8;
/**
 * Milliseconds after an edit in which more keystrokes are likely: what only the whole project shows takes steps longer than a slice, and each
 * keystroke would start it anew.
 */
const PAUSE = 120;

/** What the analyst does with one folder, or with the loose files. */
interface Place {
  readonly analysis: Analysis;
  take(order: Numbered): void;
  /** Told when nothing is left to do. */
  rest(): void;
  textOf(path: string): string | undefined;
  /** The path in the project that an order speaks of. */
  pathOf(path: string): string | undefined;
}

interface Desk {
  readonly place: Place;
  seq: number;
  /** Since when there is something to do; undefined when nothing is. */
  since: number | undefined;
  /** Files edited since the last word on them. */
  readonly edited: Set<string>;
  first: readonly string[];
  /** It has been analysed whole. */
  isWhole: boolean;
  /** Until then what only the whole project shows has to wait. */
  pausedUntil: number;
  /** What the edited files move elsewhere is not told yet. */
  isToBeTold: boolean;
  day: string;
  /** Why the folder could not be read anew; its files are analysed as they were. */
  failure: string | undefined;
}

function newDesk(place: Place, seq: number, day: string): Desk {
  return {
    place,
    seq,
    since: undefined,
    edited: new Set(),
    first: [],
    isWhole: false,
    pausedUntil: 0,
    isToBeTold: false,
    day,
    failure: undefined,
  };
}

/** A folder that could not be opened, say because it is not there: what there is to do once it can. */
interface Shut {
  readonly open: Extract<Numbered, { is: 'open' }>;
  /** By path. */
  readonly edits: Map<string, Extract<Numbered, { is: 'edit' }>>;
}

export class Analyst {
  private readonly world: AnalystWorld;
  private readonly desks = new Map<string, Desk>();
  private readonly shut = new Map<string, Shut>();
  private scheduled = false;
  private wake: NodeJS.Timeout | undefined;

  constructor(world: AnalystWorld) {
    this.world = world;
  }

  receive(order: Numbered): void {
    if (order.is === 'close') {
      this.desks.delete(order.folder);
      this.shut.delete(order.folder);
      return;
    }
    if (order.is === 'ask') {
      this.world.post({ is: 'answer', id: order.id, value: this.answer(order) });
      return;
    }
    const shut = this.shut.get(order.folder);
    if (shut && order.is !== 'open') {
      this.receiveShut(shut, order);
      return;
    }
    const isTaken = this.guarded(order.folder, order.seq, () => this.take(order));
    const desk = this.desks.get(order.folder);
    if (order.is === 'open') {
      if (desk) this.shut.delete(order.folder);
      else this.shut.set(order.folder, { open: order, edits: shut?.edits ?? new Map() });
    }
    if (!desk) return;
    if (isTaken && (order.is === 'reload' || order.is === 'disk')) desk.failure = undefined;
    desk.seq = order.seq;
    if (order.is === 'first') desk.first = order.paths;
    else {
      desk.since ??= this.world.clock();
      const path = order.is === 'edit' ? desk.place.pathOf(order.path) : undefined;
      if (path !== undefined) desk.edited.add(path);
    }
    this.schedule();
  }

  /** Tries again, and keeps what editors hold until that succeeds. */
  private receiveShut({ open, edits }: Shut, order: Numbered): void {
    if (order.is === 'edit') edits.set(order.path, order);
    if (order.is === 'first') return;
    const { seq } = order;
    this.receive({ ...open, seq });
    if (!this.shut.has(open.folder)) for (const edit of edits.values()) this.receive({ ...edit, seq });
  }

  /** Undefined when there is no such text, or the question cannot be answered. */
  private answer({ folder, path, what }: Extract<Numbered, { is: 'ask' }>): unknown {
    const place = this.desks.get(folder)?.place;
    const text = place?.textOf(path);
    if (!place || text === undefined) return undefined;
    this.world.at(`${folder}\n${path}`);
    try {
      return answerTo(what, path, text, { analysis: place.analysis, textOf: (other) => place.textOf(other) });
    } catch {
      // What was asked for is not offered; the analysis of the file is none the worse.
      return undefined;
    } finally {
      this.world.at('');
    }
  }

  private take(order: Exclude<Numbered, { is: 'close' | 'ask' }>): void {
    const { folder } = order;
    if (order.is === 'open') {
      const place = this.placeFor(folder, order);
      if (place) this.desks.set(folder, newDesk(place, order.seq, this.world.today()));
    }
    if (order.is !== 'open') this.desks.get(folder)?.place.take(order);
  }

  private placeFor(folder: string, order: Numbered): Place | undefined {
    const { world } = this;
    const mark: Mark = (path) => world.at(path === '' ? '' : `${folder}\n${path}`);
    const tools = {
      models: marked(world.models, mark),
      rules: world.rules,
      today: world.today,
      reading: (path: string): void => void mark(path),
      summarise: (path: string, text: string): ModuleFacts => {
        const before = mark(path);
        const facts = world.summarise(path, text);
        world.at(before);
        return facts;
      },
    };
    if (order.is !== 'open') return undefined;
    if (folder === LOOSE) return new LooseFiles(order.aside, tools, (word) => world.post(word));
    return new AnalysedFolder(order.folder, order.path, order.aside, tools, (word) => world.post(word));
  }

  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    this.world.later(() => {
      this.scheduled = false;
      this.turn();
    });
  }

  /** One slice for the folder with the most urgent work. */
  private turn(): void {
    const waiting = [...this.desks].filter(([, desk]) => desk.since !== undefined);
    const isAwake = (desk: Desk): boolean => desk.edited.size > 0 || desk.place.analysis.open > 0 || desk.pausedUntil <= this.world.clock();
    const [folder, desk] = waiting.find(([, one]) => one.edited.size > 0) ?? waiting.find(([, one]) => isAwake(one)) ?? [];
    if (folder !== undefined && desk) this.guarded(folder, desk.seq, () => this.slice(folder, desk));
    const left = [...this.desks.values()].filter((one) => one.since !== undefined);
    if (left.some(isAwake)) this.schedule();
    else if (left.length > 0) this.wake ??= setTimeout(() => this.woken(), PAUSE / 2);
  }

  private woken(): void {
    this.wake = undefined;
    this.schedule();
  }

  private slice(folder: string, desk: Desk): void {
    const { clock, post } = this.world;
    const { analysis } = desk.place;
    const today = this.world.today();
    if (desk.day !== today) {
      desk.day = today;
      analysis.configure({ now: today });
    }
    let done: boolean;
    if (desk.edited.size > 0) {
      const edited = [...desk.edited];
      done = analysis.begin(edited);
      for (const path of edited) post({ is: 'file', folder, seq: desk.seq, path, result: analysis.file(path) });
      desk.edited.clear();
      desk.pausedUntil = desk.isWhole ? clock() + PAUSE : 0;
      desk.isToBeTold = desk.isWhole;
    } else {
      const end = clock() + SLICE;
      const isPause = clock() < desk.pausedUntil;
      done = analysis.advance(desk.first, () => this.world.isCalled() || clock() >= end || (isPause && analysis.open === 0));
    }
    // What others show moves as soon as it is known. The first time all of it is told at once, when nothing can be missing any more.
    if (done || (desk.isToBeTold && analysis.open === 0)) {
      desk.isToBeTold = false;
      for (const [path, result] of analysis.moved()) post({ is: 'file', folder, seq: desk.seq, path, result });
      if (!done) post({ is: 'moved', folder });
    }
    if (!done) return;
    desk.isWhole = true;
    const milliseconds = Math.round(clock() - (desk.since ?? clock()));
    desk.since = undefined;
    if (desk.failure !== undefined) post({ is: 'failed', folder, seq: desk.seq, detail: desk.failure });
    else post({ is: 'done', folder, seq: desk.seq, totals: { ...analysis.totals(), milliseconds } });
    desk.place.rest();
    this.world.rest();
  }

  /** A throw is the fault of the file at hand: it is set aside, and the rest goes on. One that no file is to blame for ends the work at hand. */
  private guarded(folder: string, seq: number, work: () => void): boolean {
    try {
      work();
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      const [blamed, path] = this.world.at('').split('\n');
      const desk = this.desks.get(folder);
      if (path !== undefined && blamed === folder && desk) {
        const one = { path, reason: 'crash', detail, untilSaved: false } as const;
        desk.place.take({ is: 'setAside', folder, one, seq });
        this.world.post({ is: 'setAside', folder, one });
        desk.since ??= this.world.clock();
        this.schedule();
        return false;
      }
      if (desk) Object.assign(desk, { since: undefined, failure: detail });
      this.world.post({ is: 'failed', folder, seq, detail });
      this.world.at('');
      return false;
    }
    this.world.at('');
    return true;
  }
}
