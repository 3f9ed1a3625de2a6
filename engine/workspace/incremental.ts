/**
 * A project under edit. Every module that holds a word of some model is a unit: what the models say of it, and what they read to say so. An edit
 * makes the facts of its file anew, and marks the units that read what changed; the others keep what they said. What only the whole project
 * shows is worked out last, in slices. Whatever is kept, the report equals that of a run from scratch.
 */
import type { ModuleFacts } from '../facts/types.ts';
import type { Module } from '../link/module.ts';
import { Query } from '../rule/query.ts';
import { summarise } from '../syntax/summarise.ts';
import type { AnalyseInput, Analysis } from './analyse.ts';
import { outcomeOf } from './analyse.ts';
import type { Found, FoundIn } from './check.ts';
import { Checker } from './check.ts';
import { Judgements } from './conclude.ts';
import type { Source } from './load.ts';
import { Loaded } from './load.ts';
import type { Evidence, Finding, Incomplete, Report } from './report.ts';

/** What a workspace needs beside its sources. `files` is a live view: it shows the project as it is at each question. */
export type Setting = Omit<AnalyseInput, 'sources' | 'progress'>;

/** What is known of one file. */
export interface FileReport {
  readonly findings: readonly Finding[];
  readonly evidence: readonly Evidence[];
  readonly incomplete: readonly Incomplete[];
}

interface Unit {
  readonly found: FoundIn;
  readonly reads: ReadonlySet<string>;
}

interface Whole {
  readonly found: Found;
  readonly reads: ReadonlySet<string>;
}

/** Answers remembered for modules that are gone are dropped when so many edits were made. */
const EDITS_BEFORE_RENEWAL = 50;
const NOTHING: Found = { evidence: [], problems: [] };

export class Workspace {
  private setting: Setting;
  private readonly sources = new Map<string, Source>();
  private readonly facts = new Map<string, { readonly text: string; readonly facts: ModuleFacts }>();
  private state: { readonly loaded: Loaded; query: Query; checker: Checker } | undefined;
  private readonly edited = new Set<string>();
  private edits = 0;
  private readonly units = new Map<string, Unit>();
  private readonly readers = new Map<string, Set<string>>();
  private readonly dirty = new Set<string>();
  private whole: Whole | undefined;
  private wholeIsStale = true;
  private running: Generator<void, Whole> | undefined;
  private judgements = new Judgements();
  private last: Analysis | undefined;
  private byFile: Map<string, FileReport> | undefined;

  constructor(setting: Setting) {
    this.setting = setting;
  }

  /** Other contract, configuration, scope or date; facts do not depend on them and are kept. */
  configure(change: Partial<Setting>): void {
    this.setting = { ...this.setting, ...change };
    this.judgements = new Judgements();
    this.reload();
  }

  /** A source came, changed or (undefined) went. */
  update(path: string, text: string | undefined, leftOut?: Source['leftOut']): void {
    const before = this.sources.get(path);
    if (text === undefined ? !before : before?.text === text && before.leftOut === leftOut) return;
    this.changed();
    if (text === undefined) {
      this.sources.delete(path);
      this.facts.delete(path);
    } else this.sources.set(path, { path, text, ...(leftOut && { leftOut }) });
    // A file that comes or goes may turn any import.
    if (text !== undefined && before && before.leftOut === leftOut) this.edited.add(path);
    else this.reload();
  }

  /** A file that is no source came, changed or went: `package.json`, `tsconfig.json`, data may lead imports elsewhere. */
  touched(): void {
    this.reload();
  }

  /** Works off what changes have left open, the units of the paths in `first` before all others, until `stop` says so. True when nothing is left. */
  advance(first: readonly string[] = [], stop: () => boolean = () => false): boolean {
    const { query } = this.loaded();
    for (const paths of [first, this.dirty])
      for (const path of paths) {
        if (!this.dirty.has(path)) continue;
        if (stop()) return false;
        this.run(path);
      }
    if (this.wholeIsStale) {
      this.running ??= this.overall(query);
      for (;;) {
        if (stop()) return false;
        const step = this.running.next();
        if (!step.done) continue;
        this.whole = step.value;
        break;
      }
      this.running = undefined;
      this.wholeIsStale = false;
      this.changed();
    }
    return true;
  }

  /** How many files an `advance` has to look at before it turns to what only the whole project shows. */
  get open(): number {
    return this.edited.size + this.dirty.size;
  }

  /** Findings, evidence and gaps of one file as far as they are known now; what is still open shows as it was before. */
  file(path: string): FileReport {
    this.loaded();
    this.byFile ??= filed(this.current());
    return this.byFile.get(path) ?? { findings: [], evidence: [], incomplete: [] };
  }

  /** The report as far as it is known now. */
  current(): Report {
    return this.concluded().report;
  }

  report(): Report {
    return this.analysis().report;
  }

  /** The report with what can be asked about it; the same object until something changes. */
  analysis(): Analysis {
    this.advance();
    return this.concluded();
  }

  private concluded(): Analysis {
    if (this.last) return this.last;
    const { loaded, query } = this.loaded();
    const { scope } = this.setting;
    const found = [...[...this.units.keys()].sort().map((path) => (this.units.get(path) as Unit).found), this.whole?.found ?? NOTHING];
    let judgedFiles = 0;
    for (const one of this.sources.values()) if (!one.leftOut && scope?.(one.path) !== false) judgedFiles += 1;
    const consulted = ({ path }: Module): boolean => (this.readers.get(path)?.size ?? 0) > 0 || this.whole?.reads.has(path) === true;
    this.last = { query, ...outcomeOf(this.setting, loaded, found, { judgedFiles, consulted, judgements: this.judgements }) };
    return this.last;
  }

  private changed(): void {
    this.last = undefined;
    this.byFile = undefined;
  }

  private reload(): void {
    this.changed();
    this.state = undefined;
    this.edited.clear();
  }

  /** The program with all edits taken in, and the units they concern marked. */
  private loaded(): NonNullable<Workspace['state']> {
    if (!this.state) {
      const loaded = new Loaded(this.sources.values(), this.setting.files, this.setting.models, (path, text) => this.factsOf(path, text));
      this.state = { loaded, ...this.renewed(loaded) };
      this.readers.clear();
      this.dirty.clear();
      this.units.forEach((_, path) => {
        if (!this.sources.has(path)) this.units.delete(path);
      });
      this.stale();
      this.mark(new Set(), true);
    } else if (this.edited.size > 0) {
      const { loaded } = this.state;
      for (const path of this.edited) {
        const before = loaded.edit(this.sources.get(path) as Source);
        if (before) this.state.query.ev.forget(before);
        this.edits += 1;
      }
      this.edited.clear();
      if (this.edits > EDITS_BEFORE_RENEWAL) Object.assign(this.state, this.renewed(loaded));
      this.mark(loaded.program.revisions.drain(), false);
    }
    return this.state;
  }

  private renewed(loaded: Loaded): { query: Query; checker: Checker } {
    this.edits = 0;
    loaded.program.indexes.length = 0;
    const query = new Query(loaded.program, this.setting.config);
    return { query, checker: new Checker(query, this.setting.models) };
  }

  private stale(): void {
    this.wholeIsStale = true;
    this.running = undefined;
  }

  /** Marks what read any of the keys, and brings units in line with the roots. */
  private mark(keys: ReadonlySet<string>, all: boolean): void {
    const roots = new Set((this.state as NonNullable<Workspace['state']>).query.roots.map((m) => m.path));
    for (const path of [...this.units.keys()]) if (!roots.has(path)) this.drop(path);
    for (const path of roots) if (all || keys.has(path) || !this.units.has(path)) this.dirty.add(path);
    for (const key of keys) for (const path of this.readers.get(key) ?? []) this.dirty.add(path);
    if (this.dirty.size > 0 || [...keys].some((key) => this.whole?.reads.has(key))) this.stale();
  }

  private drop(path: string): void {
    for (const key of this.units.get(path)?.reads ?? []) this.readers.get(key)?.delete(path);
    this.units.delete(path);
    this.dirty.delete(path);
    this.stale();
    this.changed();
  }

  private run(path: string): void {
    const { loaded, query, checker } = this.state as NonNullable<Workspace['state']>;
    this.dirty.delete(path);
    for (const key of this.units.get(path)?.reads ?? []) this.readers.get(key)?.delete(path);
    const m = loaded.program.module(path) as Module;
    const { result: found, reads } = query.ev.recording(() => checker.module(m));
    const unit = { found, reads: reads.all() };
    this.units.set(path, unit);
    for (const key of unit.reads) {
      const list = this.readers.get(key);
      if (list) list.add(path);
      else this.readers.set(key, new Set([path]));
    }
    this.stale();
    this.changed();
  }

  private *overall(query: Query): Generator<void, Whole> {
    const { checker } = this.state as NonNullable<Workspace['state']>;
    const steps = checker.project([...this.units.keys()].sort().map((path) => (this.units.get(path) as Unit).found));
    const reads = new Set<string>();
    for (;;) {
      // Recorded step by step: between two steps others may ask.
      const { result: step, reads: more } = query.ev.recording(() => steps.next());
      for (const key of more.all()) reads.add(key);
      if (step.done) return { found: step.value, reads };
      yield;
    }
  }

  private factsOf(path: string, text: string): ModuleFacts {
    const before = this.facts.get(path);
    if (before?.text === text) return before.facts;
    const facts = (this.setting.summarise ?? summarise)(path, text);
    this.facts.set(path, { text, facts });
    return facts;
  }
}

function filed(report: Report): Map<string, FileReport> {
  const out = new Map<string, { findings: Finding[]; evidence: Evidence[]; incomplete: Incomplete[] }>();
  const of = (path: string): { findings: Finding[]; evidence: Evidence[]; incomplete: Incomplete[] } => {
    let one = out.get(path);
    if (!one) out.set(path, (one = { findings: [], evidence: [], incomplete: [] }));
    return one;
  };
  for (const one of report.findings) of(one.place.path).findings.push(one);
  for (const one of report.evidence) of(one.place.path).evidence.push(one);
  for (const one of report.incomplete) of(one.path).incomplete.push(one);
  return out;
}
