/** From a finding to its fixes: the rule is asked for each judgement that breaks at the place, and what it answers must hold together. */
import type { Terms } from '../../contract/types.ts';
import type { Verdict } from '../rule/answer.ts';
import type { Evidence } from '../rule/evidence.ts';
import { applyEdits, type Fix, type FixContext, type Repair, together } from '../rule/fix.ts';
import type { Rule } from '../rule/rule.ts';
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
 * file cannot be had or parsed, where judgements of the same place need several files, and none that changes nothing or leaves a file that
 * does not parse.
 */
export function fixesOf(origin: Origin | undefined, textOf: (path: string) => string | undefined): readonly Fix[] {
  const [first] = origin?.broken ?? [];
  if (!origin?.rule.fix || !first) return [];
  for (const path of new Set([(first.verdict.from?.at ?? first.evidence.at).m.path, first.evidence.at.m.path])) {
    const text = textOf(path);
    const tree = text === undefined ? undefined : parseTree(path, text);
    const found = text === undefined || !tree ? [] : fixesIn(origin, { path, text, tree });
    if (found.length > 0) return found;
  }
  return [];
}

/** What mends every judgement of the place at once: the repairs of the first that the others have too. */
function fixesIn(origin: Origin, file: File): readonly Fix[] {
  const { path, text } = file;
  const [first = [], ...others] = origin.broken.map((one) => repairs(origin, one, file));
  return first.flatMap((repair): Fix[] => {
    const same = others.map((list) => list.find((one) => one.title.en === repair.title.en));
    const edits = together([repair, ...same].map((one) => one?.edits));
    const after = edits && applyEdits(text, edits);
    if (!edits || after === undefined || after === text || !parseTree(path, after)) return [];
    return [{ ...repair, edits, path }];
  });
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
