/** One round of fixing: of each finding the first fix that is wanted, as many as do not touch the same text. Who wants more analyses again. */
import { applyEdits, type Fix, overlaps, type TextEdit } from '../rule/fix.ts';
import type { Analysis } from './analyse.ts';
import type { Finding } from './report.ts';

export interface Made {
  readonly finding: Finding;
  readonly fix: Fix;
}

export interface Round {
  /** Path to text after the fixes; files that nothing changes are not there. */
  readonly texts: ReadonlyMap<string, string>;
  /** Path to what leads to that text, in order and without overlaps. */
  readonly edits: ReadonlyMap<string, readonly TextEdit[]>;
  /** In the order of the report. */
  readonly made: readonly Made[];
}

/** More rounds than this mean that fixes undo each other. */
export const MAX_ROUNDS = 10;

/** @param textOf the texts as they were analysed, without BOM */
export function fixRound(
  analysis: Pick<Analysis, 'report' | 'fixesOf'>,
  textOf: (path: string) => string | undefined,
  wanted: (fix: Fix, finding: Finding) => boolean,
): Round {
  const edits = new Map<string, readonly TextEdit[]>();
  const made: Made[] = [];
  for (const finding of analysis.report.findings) {
    const fix = analysis.fixesOf(finding.fingerprint, textOf).find((one) => wanted(one, finding));
    const merged = fix && merge(edits.get(fix.path) ?? [], fix.edits);
    if (!fix || !merged) continue;
    edits.set(fix.path, merged);
    made.push({ finding, fix });
  }
  const texts = new Map([...edits].map(([path, list]) => [path, applyEdits(textOf(path) ?? '', list)] as const));
  return { texts, edits, made };
}

/** Both lists in order, what they share once; undefined when they touch the same text otherwise. */
function merge(before: readonly TextEdit[], more: readonly TextEdit[]): readonly TextEdit[] | undefined {
  const fresh = more.filter((edit) => !before.some((one) => one.start === edit.start && one.end === edit.end && one.text === edit.text));
  const all = [...before, ...fresh].sort((a, b) => a.start - b.start || a.end - b.end);
  return overlaps(all) ? undefined : all;
}
