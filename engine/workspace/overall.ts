/**
 * What the whole project shows each model that looks at it, kept for as long as nothing it hangs on changes: what the model read, the modules it
 * had sketches of, and what was found before, where it looked at that.
 */
import { Looks } from '../link/looks.ts';
import type { Evidence } from '../rule/evidence.ts';
import type { Query } from '../rule/query.ts';
import type { Checker, Found, FoundIn, FoundOverall } from './check.ts';
import { type Frozen, freeze } from './frozen.ts';
import type { KeptOverall } from './kept.ts';
import type { Sketches } from './sketches.ts';
import { movedSketches } from './sketches.ts';

interface Part {
  readonly found: FoundOverall;
  readonly reads: ReadonlySet<string>;
  /** The evidence as it was kept. */
  readonly frozen?: Frozen | undefined;
}

export class Overall {
  private readonly parts = new Map<string, Part>();
  private readonly stale = new Set<string>();
  private foundMoved = false;
  private running: Generator<void, void> | undefined;

  /** Something has to be looked at again. Before the first look there is nothing that could be told. */
  get isStale(): boolean {
    return this.foundMoved || this.stale.size > 0 || this.running !== undefined;
  }

  /** What is known now, in the order of the models. */
  found(checker: Checker): readonly Found[] {
    return checker.overall.flatMap((model) => this.parts.get(model.id)?.found ?? []);
  }

  reads(key: string): boolean {
    for (const part of this.parts.values()) if (part.reads.has(key)) return true;
    return false;
  }

  /** Everything is looked at again; what was known shows until then. */
  restart(checker: Checker): void {
    this.running = undefined;
    for (const model of checker.overall) this.stale.add(model.id);
  }

  /** Some things that models read are otherwise now. */
  changed(keys: ReadonlySet<string>): void {
    if (keys.size > 0) this.running = undefined;
    for (const key of keys) for (const [id, part] of this.parts) if (part.reads.has(key)) this.stale.add(id);
  }

  /** A module was looked at again, came or went. @param evidence there was some, or is now */
  moved(evidence: boolean, before: Sketches, after: Sketches): void {
    this.running = undefined;
    this.foundMoved ||= evidence;
    if (before !== after) this.changed(movedSketches(before, after));
  }

  /** Goes on until `stop` says so; true when nothing is left. */
  advance(query: Query, checker: Checker, modules: () => readonly FoundIn[], stop: () => boolean): boolean {
    this.running ??= this.renew(query, checker, modules());
    for (;;) {
      if (stop()) return false;
      if (this.running.next().done) break;
    }
    this.running = undefined;
    return true;
  }

  enter(id: string, { reads, sawFound, evidence: frozen }: KeptOverall, evidence: readonly Evidence[]): void {
    this.parts.set(id, { found: { evidence, problems: [], sawFound }, reads: new Set(reads), frozen });
    this.stale.delete(id);
  }

  keep(): Map<string, KeptOverall> {
    const out = new Map<string, KeptOverall>();
    for (const [id, { found, reads, frozen }] of this.parts) {
      if (found.problems.length > 0 || this.stale.has(id)) continue;
      const evidence = found.evidence.length > 0 ? (frozen ?? freeze(found.evidence)) : undefined;
      out.set(id, { reads: [...reads], sawFound: found.sawFound, ...(evidence && { evidence }) });
    }
    return out;
  }

  private *renew(query: Query, checker: Checker, modules: readonly FoundIn[]): Generator<void, void> {
    let isOther = this.foundMoved;
    const before: Evidence[] = [];
    for (const model of checker.overall) {
      const part = this.parts.get(model.id);
      if (part && !this.stale.has(model.id) && !(isOther && part.found.sawFound)) before.push(...part.found.evidence);
      else {
        const made = yield* recorded(query, checker.project(model, modules, before));
        this.parts.set(model.id, made);
        this.stale.delete(model.id);
        // Interrupted here, those behind it have yet to see it.
        if ((part?.found.evidence.length ?? 0) + made.found.evidence.length > 0) this.foundMoved = isOther = true;
        before.push(...made.found.evidence);
      }
      yield;
    }
    this.foundMoved = false;
  }
}

/** Step by step: between two steps others may ask. */
function* recorded(query: Query, steps: Generator<void, FoundOverall>): Generator<void, { found: FoundOverall; reads: Set<string> }> {
  const reads = new Set<string>();
  const looks = new Looks(query.program.modules, (m) => reads.add(m.path));
  for (;;) {
    const { result: step, reads: more } = query.ev.recording(() => looks.during(() => steps.next()));
    for (const key of more.all()) reads.add(key);
    if (step.done) return { found: step.value, reads };
    yield;
  }
}
