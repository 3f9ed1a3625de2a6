/**
 * A project under edit. Every module that holds a word of some model is a unit: what the models say of it, and what they read to say so. An edit
 * makes the facts of its file anew, and marks the units that read what changed; the others keep what they said. What only the whole project
 * shows is worked out last, in slices. Whatever is kept, the report equals that of a run from scratch.
 */
import type { ModuleFacts } from '../facts/types.ts';
import { keysOf } from '../link/export-keys.ts';
import type { Module } from '../link/module.ts';
import { createResolver } from '../link/resolve.ts';
import type { Evidence as ModelEvidence } from '../rule/evidence.ts';
import { Query } from '../rule/query.ts';
import { summarise } from '../syntax/summarise.ts';
import type { AnalyseInput, Analysis } from './analyse.ts';
import { outcomeOf } from './analyse.ts';
import type { FoundIn } from './check.ts';
import { Checker } from './check.ts';
import { Judgements } from './conclude.ts';
import { type Frozen, freeze, thaw } from './frozen.ts';
import type { Kept, KeptFile, KeptUnit, Since } from './kept.ts';
import type { Source } from './load.ts';
import { isSameText, Loaded } from './load.ts';
import { Overall } from './overall.ts';
import type { Evidence, Finding, Incomplete, Report, Waived } from './report.ts';

/** What a workspace needs beside its sources. `files` is a live view: it shows the project as it is at each question. */
export type Setting = Omit<AnalyseInput, 'sources' | 'progress'>;

/** What is known of one file. */
export interface FileReport {
  readonly findings: readonly Finding[];
  readonly evidence: readonly Evidence[];
  readonly incomplete: readonly Incomplete[];
  readonly waived: readonly Waived[];
}

interface Unit {
  readonly found: FoundIn;
  readonly reads: ReadonlySet<string>;
  /** The evidence as it was kept. */
  readonly frozen?: Frozen | undefined;
}

/** Answers remembered for modules that are gone are dropped when so many edits were made. */
const EDITS_BEFORE_RENEWAL = 50;

/** What was not taken in yet. */
interface Changes {
  /** Sources whose text is another one. */
  readonly edited: Set<string>;
  /** Sources that went; where they are there all the same, they came anew. */
  readonly went: Set<string>;
  readonly came: Set<string>;
  /** Imports may lead elsewhere: files came or went, or one that is no source has other contents. */
  rerouted: boolean;
  /** The latter. */
  readonly touched: Set<string>;
}

const noChanges = (): Changes => ({ edited: new Set(), went: new Set(), came: new Set(), rerouted: false, touched: new Set() });
/** Changes of these have everything read anew. */
const DECISIVE: readonly (keyof Setting)[] = ['files', 'models', 'summarise'];

export class Workspace {
  private setting: Setting;
  private readonly sources = new Map<string, Source>();
  private readonly facts = new Map<string, { readonly text: string; readonly facts: ModuleFacts }>();
  private state: { readonly loaded: Loaded; query: Query; checker: Checker } | undefined;
  private resumed: { readonly kept: Kept; readonly since: Since } | undefined;
  private changes: Changes = noChanges();
  private edits = 0;
  private readonly units = new Map<string, Unit>();
  private readonly readers = new Map<string, Set<string>>();
  private readonly dirty = new Set<string>();
  private readonly overall = new Overall();
  private judgements = new Judgements();
  private last: Analysis | undefined;
  private byFile: Map<string, FileReport> | undefined;

  constructor(setting: Setting) {
    this.setting = setting;
  }

  /** Starts from what another workspace kept, once all sources are there and before anything is asked. */
  resume(kept: Kept, since: Since): void {
    this.resumed = { kept, since };
  }

  /** What can be kept of all sources, for a workspace with the same setting. */
  keep(): Kept {
    const { loaded } = this.loaded();
    const files = new Map<string, KeptFile>();
    for (const path of this.sources.keys()) files.set(path, loaded.keep(path));
    const units = new Map<string, KeptUnit>();
    for (const [path, { found, reads, frozen }] of this.units) {
      if (found.problems.length > 0 || this.dirty.has(path)) continue;
      const evidence = found.evidence.length > 0 ? (frozen ?? freeze(found.evidence)) : undefined;
      units.set(path, { reads: [...reads], sketches: found.sketches, ...(evidence && { evidence }) });
    }
    const asked = [...loaded.program.askedFor].filter((name) => {
      const key = `name:${name}`;
      return this.overall.reads(key) || (this.readers.get(key)?.size ?? 0) > 0;
    });
    return { files, asked, units, overall: this.overall.keep() };
  }

  /** Other contract, configuration, scope or date; facts do not depend on them and are kept. */
  configure(change: Partial<Setting>): void {
    const isOther = change.config !== undefined && forModels(change.config) !== forModels(this.setting.config);
    this.setting = { ...this.setting, ...change };
    if ('contract' in change || 'config' in change || 'rules' in change) this.judgements = new Judgements();
    if (DECISIVE.some((key) => key in change)) this.reload();
    else if (isOther && this.state) {
      Object.assign(this.state, this.renewed(this.state.loaded));
      this.overall.restart(this.state.checker);
      this.mark(this.state.query, new Set(), true);
    }
    this.changed();
  }

  /** A source came, changed or (undefined) went. */
  update(path: string, text: string | undefined, leftOut?: Source['leftOut']): void {
    if (text === undefined) this.remove(path);
    else this.put({ path, text, ...(leftOut && { leftOut }) });
  }

  /** A source came or changed. Its text is read when it is needed. */
  put(source: Source): void {
    const { path, leftOut } = source;
    const before = this.sources.get(path);
    if (before && before.leftOut === leftOut && isSameText(before, source)) return;
    this.changed();
    this.sources.set(path, source);
    if (!this.state) return;
    const { edited, came, went } = this.changes;
    if (before && before.leftOut === leftOut) edited.add(path);
    else {
      if (before) went.add(path);
      came.add(path);
      this.changes.rerouted = true;
    }
  }

  private remove(path: string): void {
    if (!this.sources.delete(path)) return;
    this.changed();
    this.facts.delete(path);
    if (!this.state) return;
    for (const one of [this.changes.edited, this.changes.came]) one.delete(path);
    this.changes.went.add(path);
    this.changes.rerouted = true;
  }

  /** A file that is no source came, changed or went: `package.json`, `tsconfig.json`, data may lead imports elsewhere. */
  touched(path?: string): void {
    this.changed();
    this.changes.rerouted = true;
    if (path !== undefined) this.changes.touched.add(path);
  }

  /** Works off what changes have left open, the units of the paths in `first` before all others, until `stop` says so. True when nothing is left. */
  advance(first: readonly string[] = [], stop: () => boolean = () => false): boolean {
    const { query, checker } = this.loaded();
    for (const paths of [first, this.dirty])
      for (const path of paths) {
        if (!this.dirty.has(path)) continue;
        if (stop()) return false;
        this.run(path);
      }
    if (!this.overall.isStale) return true;
    if (!this.overall.advance(query, checker, () => this.foundIn(), stop)) return false;
    this.changed();
    return true;
  }

  /** How many files an `advance` has to look at before it turns to what only the whole project shows. */
  get open(): number {
    return this.changes.edited.size + this.changes.came.size + this.dirty.size;
  }

  /** Findings, evidence and gaps of one file as far as they are known now; what is still open shows as it was before. */
  file(path: string): FileReport {
    this.loaded();
    this.byFile ??= filed(this.current());
    return this.byFile.get(path) ?? { findings: [], evidence: [], incomplete: [], waived: [] };
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
    const { loaded, query, checker } = this.loaded();
    const { scope } = this.setting;
    const found = [...this.foundIn(), ...this.overall.found(checker)];
    let judgedFiles = 0;
    for (const one of this.sources.values()) if (!one.leftOut && scope?.(one.path) !== false) judgedFiles += 1;
    const consulted = (m: Module): boolean =>
      keysOf(m.path, m.surface).some((key) => (this.readers.get(key)?.size ?? 0) > 0 || this.overall.reads(key));
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
    this.changes = noChanges();
  }

  /** The program with all changes taken in, and the units they concern marked. */
  private loaded(): NonNullable<Workspace['state']> {
    if (!this.state) this.state = (this.resumed && this.restored(this.resumed)) ?? this.start();
    const { changes, state } = this;
    if (changes.rerouted || changes.edited.size > 0) {
      this.changes = noChanges();
      this.takeIn(state, changes);
    }
    return state;
  }

  /** Everything is judged anew. */
  private start(): NonNullable<Workspace['state']> {
    const state = this.stateOf(this.load(this.sources.values()));
    this.changes = noChanges();
    this.readers.clear();
    this.dirty.clear();
    for (const path of this.units.keys()) if (!this.sources.has(path)) this.units.delete(path);
    this.overall.restart(state.checker);
    this.mark(state.query, new Set(), true);
    return state;
  }

  private load(sources: Iterable<Source>, kept?: Pick<Kept, 'files' | 'asked'>): Loaded {
    const { files, models } = this.setting;
    return new Loaded(sources, files, models, (path, text) => this.factsOf(path, text), undefined, kept);
  }

  /** The state that was kept, with all that happened since left to be taken in. */
  private restored({ kept, since }: NonNullable<Workspace['resumed']>): NonNullable<Workspace['state']> | undefined {
    this.resumed = undefined;
    const changes = noChanges();
    const sources: Source[] = [];
    for (const [path, file] of kept.files) {
      const now = this.sources.get(path);
      const stays = now !== undefined && now.leftOut === file.leftOut;
      sources.push(stays ? now : { path, text: '', ...(file.leftOut && { leftOut: file.leftOut }) });
      if (!stays) changes.went.add(path);
      else if (since.edited.has(path)) changes.edited.add(path);
    }
    // Who asked for a name that such a file no longer holds can only be told by its facts as they were.
    for (const path of [...changes.edited, ...changes.went]) {
      const { module } = kept.files.get(path) as KeptFile;
      if (module && !module.facts()) return undefined;
    }
    for (const path of this.sources.keys()) if (changes.went.has(path) || !kept.files.has(path)) changes.came.add(path);
    for (const path of since.touched) changes.touched.add(path);
    changes.rerouted = changes.went.size + changes.came.size + changes.touched.size > 0;
    const state = this.stateOf(this.load(sources, kept));
    this.changes = changes;
    const gone = new Set([...changes.edited, ...changes.went, ...changes.touched]);
    const { program } = state.loaded;
    const thawed = (reads: readonly string[], frozen: Frozen | undefined): readonly ModelEvidence[] | undefined => {
      if (reads.some((key) => gone.has(key))) return undefined;
      return frozen ? thaw(frozen, state.query.ev.contexts, (path) => program.module(path)) : [];
    };
    this.overall.restart(state.checker);
    for (const [id, one] of kept.overall) {
      const evidence = thawed(one.reads, one.evidence);
      if (evidence) this.overall.enter(id, one, evidence);
    }
    for (const [path, { reads, evidence: frozen, sketches }] of kept.units) {
      const evidence = thawed(reads, frozen);
      if (!evidence) this.overall.moved(frozen !== undefined, sketches, sketches);
      const m = program.module(path);
      if (!m) continue;
      // Of what has to be looked at again the sketches tell what they said.
      this.enter(path, { found: { m, evidence: evidence ?? [], problems: [], sketches }, reads: new Set(reads), frozen });
      if (!evidence) this.dirty.add(path);
    }
    this.mark(state.query, new Set(), false);
    return state;
  }

  private takeIn(state: NonNullable<Workspace['state']>, { edited, went, came, rerouted, touched }: Changes): void {
    const { loaded } = state;
    const forget = (m: Module | undefined): void => {
      if (m) state.query.ev.forget(m);
    };
    this.edits += went.size + edited.size + came.size;
    for (const path of went) forget(loaded.remove(path));
    for (const path of [...edited, ...came]) {
      const source = this.sources.get(path);
      if (source) forget(loaded.edit(source));
    }
    if (rerouted) for (const m of loaded.program.reroute(createResolver(this.setting.files), touched)) forget(m);
    if (this.edits > EDITS_BEFORE_RENEWAL) Object.assign(state, this.renewed(loaded));
    this.mark(state.query, loaded.program.revisions.drain(), false);
  }

  private stateOf(loaded: Loaded): NonNullable<Workspace['state']> {
    return { loaded, ...this.renewed(loaded) };
  }

  private renewed(loaded: Loaded): { query: Query; checker: Checker } {
    this.edits = 0;
    loaded.program.indexes.length = 0;
    const query = new Query(loaded.program, this.setting.config);
    return { query, checker: new Checker(query, this.setting.models) };
  }

  /** Marks what read any of the keys, and brings units in line with the roots. */
  private mark(query: Query, keys: ReadonlySet<string>, all: boolean): void {
    const roots = new Set(query.roots.map((m) => m.path));
    for (const path of [...this.units.keys(), ...this.dirty]) if (!roots.has(path)) this.drop(path);
    for (const path of roots) if (all || keys.has(path) || !this.units.has(path)) this.dirty.add(path);
    for (const key of keys) for (const path of this.readers.get(key) ?? []) this.dirty.add(path);
    this.overall.changed(keys);
  }

  private drop(path: string): void {
    const before = this.units.get(path);
    for (const key of before?.reads ?? []) this.readers.get(key)?.delete(path);
    this.units.delete(path);
    this.dirty.delete(path);
    this.overall.moved((before?.found.evidence.length ?? 0) > 0, before?.found.sketches ?? {}, {});
    this.changed();
  }

  private run(path: string): void {
    const { loaded, query, checker } = this.state as NonNullable<Workspace['state']>;
    this.dirty.delete(path);
    const before = this.units.get(path);
    for (const key of before?.reads ?? []) this.readers.get(key)?.delete(path);
    const m = loaded.program.module(path) as Module;
    const { result: found, reads } = query.ev.recording(() => checker.module(m));
    this.enter(path, { found, reads: reads.all() });
    const hasEvidence = (before?.found.evidence.length ?? 0) + found.evidence.length > 0;
    // Sketches are of a module's facts alone.
    this.overall.moved(hasEvidence, before?.found.m === m ? found.sketches : (before?.found.sketches ?? {}), found.sketches);
    this.changed();
  }

  private enter(path: string, unit: Unit): void {
    this.units.set(path, unit);
    for (const key of unit.reads) {
      const list = this.readers.get(key);
      if (list) list.add(path);
      else this.readers.set(key, new Set([path]));
    }
  }

  private foundIn(): readonly FoundIn[] {
    return [...this.units.keys()].sort().map((path) => (this.units.get(path) as Unit).found);
  }

  /** Who brings a `summarise` keeps the facts as well. */
  private factsOf(path: string, text: string): ModuleFacts {
    if (this.setting.summarise) return this.setting.summarise(path, text);
    const before = this.facts.get(path);
    if (before?.text === text) return before.facts;
    const facts = summarise(path, text);
    this.facts.set(path, { text, facts });
    return facts;
  }
}

/** What models may look at of a configuration: the rest only decides what is concluded. */
export function forModels({ waivers: _, rulesOff: __, ...rest }: Setting['config']): string {
  return JSON.stringify(rest);
}

type Filed = { -readonly [Part in keyof FileReport]: FileReport[Part][number][] };

function filed(report: Report): Map<string, FileReport> {
  const out = new Map<string, Filed>();
  const of = (path: string): Filed => {
    let one = out.get(path);
    if (!one) out.set(path, (one = { findings: [], evidence: [], incomplete: [], waived: [] }));
    return one;
  };
  for (const one of report.findings) of(one.place.path).findings.push(one);
  for (const one of report.evidence) of(one.place.path).evidence.push(one);
  for (const one of report.incomplete) of(one.path).incomplete.push(one);
  for (const one of report.waived) of(one.finding.place.path).waived.push(one);
  return out;
}
