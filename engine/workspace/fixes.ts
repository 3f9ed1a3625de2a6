/** From a finding to its fixes: the rule is asked for each judgement that breaks at the place, and what it answers must hold together. */
import type { Terms } from '../../contract/types.ts';
import type { Module } from '../link/module.ts';
import type { Verdict } from '../rule/answer.ts';
import type { Evidence } from '../rule/evidence.ts';
import { applyEdits, type Fix, type FixContext, type Repair, together } from '../rule/fix.ts';
import type { Rule } from '../rule/rule.ts';
import type { WaiverUse } from '../rule/waiver.ts';
import { lineStarts } from '../syntax/lines.ts';
import { nodeAt, parseTree } from '../syntax/tree.ts';
import type { Value } from '../value/types.ts';

interface Judgement {
  readonly evidence: Evidence;
  readonly verdict: Verdict<unknown>;
}

/** How a finding came about. */
export interface Origin {
  readonly rule: Rule;
  readonly terms: Terms;
  /** The judgements that break at its place; at least one. */
  readonly broken: readonly Judgement[];
  /** All that the rule judged in the project. */
  readonly judged: readonly Judgement[];
}

/**
 * The fixes of a finding, the best first. They are looked for in the file that decides, then in the one where it takes effect. None where that
 * file cannot be had or parsed or is no longer as it was analysed, where judgements of the same place need several files, and none that changes nothing or leaves a file that
 * does not parse.
 */
export function fixesOf(origin: Origin | undefined, textOf: (path: string) => string | undefined, last: LastFile = {}): readonly Fix[] {
  const [first] = origin?.broken ?? [];
  if (!origin?.rule.fix || !first) return [];
  for (const m of new Set([(first.verdict.from?.at ?? first.evidence.at).m, first.evidence.at.m])) {
    const file = fileOf(m, textOf(m.path), last);
    const found = file ? fixesIn(origin, file) : [];
    if (found.length > 0) return found;
  }
  return [];
}

/** The file that was parsed last: findings of one file are mostly asked about one after the other. Held weakly, since trees are large. */
export interface LastFile {
  file?: WeakRef<File>;
}

function fileOf({ path, facts }: Module, text: string | undefined, last: LastFile): File | undefined {
  if (text === undefined || String(lineStarts(text)) !== String(facts.lines)) return undefined;
  const before = last.file?.deref();
  if (before?.path === path && before.text === text) return before;
  const tree = parseTree(path, text);
  if (!tree) return undefined;
  const file = { path, text, tree };
  last.file = new WeakRef(file);
  return file;
}

/** What mends every judgement of the place at once: the repairs of the first that the others have too. */
function fixesIn(origin: Origin, file: File): readonly Fix[] {
  const [first = [], ...others] = origin.broken.map((one) => repairs(origin, one, file));
  return first.flatMap((repair): Fix[] => {
    const same = others.map((list) => list.find((one) => one.title.en === repair.title.en));
    return sound(repair, together([repair, ...same].map((one) => one?.edits)), file);
  });
}

/** None where the edits change nothing, or leave a file that does not parse. */
function sound(repair: Repair, edits: Fix['edits'] | undefined, { path, text }: File): Fix[] {
  const after = edits && applyEdits(text, edits);
  if (!edits || after === undefined || after === text || !parseTree(path, after)) return [];
  return [{ ...repair, edits, path }];
}

/** How a finding about a waiver comment came about. */
export interface WaiverOrigin {
  readonly rule: Rule;
  readonly terms: Terms;
  readonly use: WaiverUse;
  readonly found: unknown;
  readonly path: string;
}

/** The fixes of such a finding: in the file of the comment. */
export function waiverFixesOf(origin: WaiverOrigin | undefined, textOf: (path: string) => string | undefined): readonly Fix[] {
  if (!origin?.use.comment) return [];
  const { rule, terms, use, found, path } = origin;
  const text = textOf(path);
  const tree = text === undefined ? undefined : parseTree(path, text);
  if (text === undefined || !tree) return [];
  const file = { path, text, tree };
  const repairs = rule.fix?.(found, use, contextOf(file, terms, undefined), []) ?? [];
  return repairs.flatMap((repair) => sound(repair, together([repair.edits]), file));
}

type File = Pick<FixContext, 'path' | 'text' | 'tree'>;

function repairs({ rule, terms, judged }: Origin, { evidence, verdict }: Judgement, file: File): readonly Repair[] {
  if (verdict.is !== 'breaks') return [];
  return rule.fix?.(verdict.found, evidence, contextOf(file, terms, verdict.from), judged) ?? [];
}

function contextOf(file: File, terms: Terms, decided: Value | undefined): FixContext {
  return {
    ...file,
    terms,
    decided,
    node(place) {
      const at = place && 'at' in place ? place.at : place;
      if (!at || at.m.path !== file.path) return undefined;
      const { start, end } = at.m.span(at.e);
      return nodeAt(file.tree, start, end);
    },
  };
}
