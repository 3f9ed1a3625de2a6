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
import { type FileReport, filed } from './by-file.ts';
import { type Changes, changesSince, noChanges } from './changes.ts';
import { Checker } from './check.ts';
import { Judgements } from './conclude.ts';
import { type Frozen, thaw } from './frozen.ts';
import type { Kept, KeptFile, Since } from './kept.ts';
import type { Source } from './load.ts';
import { isSameText, Loaded } from './load.ts';
import { Overall } from './overall.ts';
import type { Report } from './report.ts';
import { Units } from './units.ts';

/** What a workspace needs beside its sources. `files` is a live view: it shows the project as it is at each question. */
export type Setting = Omit<AnalyseInput, 'sources' | 'progress'>;

/** Answers remembered for modules that are gone are dropped when so many edits were made. */
const EDITS_BEFORE_RENEWAL = 50;

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
  private readonly units = new Units();
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
    const asked = [...loaded.program.askedFor].filter((name) => {
      const key = `name:${name}`;
      return this.overall.reads(key) || this.units.isRead(key);
    });
    return { files, asked, units: this.units.keep(), overall: this.overall.keep() };
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
    for (const paths of [first, this.units.dirty])
      for (const path of paths) {
        if (!this.units.dirty.has(path)) continue;
        if (stop()) return false;
        this.run(path);
      }
    if (!this.overall.isStale) return true;
    if (!this.overall.advance(query, checker, () => this.units.found(), stop)) return false;
    this.changed();
    return true;
  }

  /** How many files an `advance` has to look at before it turns to what only the whole project shows. */
  get open(): number {
    return this.changes.edited.size + this.changes.came.size + this.units.dirty.size;
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
    const found = [...this.units.found(), ...this.overall.found(checker)];
    let judgedFiles = 0;
    for (const one of this.sources.values()) if (!one.leftOut && scope?.(one.path) !== false) judgedFiles += 1;
    const consulted = (m: Module): boolean => keysOf(m.path, m.surface).some((key) => this.units.isRead(key) || this.overall.reads(key));
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
    this.units.restart();
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
    const happened = changesSince(kept, since, this.sources);
    if (!happened) return undefined;
    const { changes, sources } = happened;
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
      this.units.enter(path, { found: { m, evidence: evidence ?? [], problems: [], sketches }, reads: new Set(reads), frozen });
      if (!evidence) this.units.dirty.add(path);
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
    for (const path of this.units.mark(roots, keys, all)) this.drop(path);
    this.overall.changed(keys);
  }

  private drop(path: string): void {
    const before = this.units.remove(path);
    this.overall.moved((before?.found.evidence.length ?? 0) > 0, before?.found.sketches ?? {}, {});
    this.changed();
  }

  private run(path: string): void {
    const { loaded, query, checker } = this.state as NonNullable<Workspace['state']>;
    this.units.dirty.delete(path);
    const before = this.units.get(path);
    const m = loaded.program.module(path) as Module;
    const { result: found, reads } = query.ev.recording(() => checker.module(m));
    this.units.enter(path, { found, reads: reads.all() });
    const hasEvidence = (before?.found.evidence.length ?? 0) + found.evidence.length > 0;
    // Sketches are of a module's facts alone.
    this.overall.moved(hasEvidence, before?.found.m === m ? found.sketches : (before?.found.sketches ?? {}), found.sketches);
    this.changed();
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
