/** Fixes: what a rule may change so that its finding is gone. Made only when someone asks, for one file at a time. */
import type { Localized, Terms } from '../../contract/types.ts';
import type { Node, Tree } from '../syntax/tree.ts';
import type { Ref, Value } from '../value/types.ts';

/** A stretch of one file's text, in UTF-16 offsets without the byte order mark, and what stands there instead. */
export interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** What a rule answers with; the engine adds the file. */
export interface Repair {
  /** What it does, in the imperative, a few words. */
  readonly title: Localized;
  /**
   * True when it may be made unseen, by `--fix` or on saving: nothing stored, named or agreed with somebody else has to follow, and whoever
   * is reachable today stays reachable, short of what the contract forbids anyway.
   */
  readonly safe: boolean;
  readonly edits: readonly TextEdit[];
  /** What remains to be done by hand, a sentence. */
  readonly byHand?: Localized;
}

export interface Fix extends Repair {
  /** Relative to the project's root, with `/`. */
  readonly path: string;
}

/** A file under repair: the one in which the deciding value stands. */
export interface FixContext {
  readonly path: string;
  readonly text: string;
  readonly tree: Tree;
  readonly terms: Terms;
  /** The value that decided the verdict, as in `Verdict.from`. */
  readonly decided: Value | undefined;
  /** The node that stands at a place of this file; undefined for places of other files. */
  node(at: Value | Ref | undefined): Node | undefined;
}

/** Answers for a repair at several places of one file; undefined when one of them has none. */
export function together(parts: readonly (readonly TextEdit[] | undefined)[]): readonly TextEdit[] | undefined {
  const all: TextEdit[] = [];
  for (const edits of parts) {
    if (!edits) return undefined;
    for (const edit of edits)
      if (!all.some((one) => one.start === edit.start && one.end === edit.end && one.text === edit.text)) all.push(edit);
  }
  all.sort((a, b) => a.start - b.start || a.end - b.end);
  return overlaps(all) ? undefined : all;
}

/** Whether two of these edits, in order, touch the same text. Two insertions at one place do: their order would be chance. */
export function overlaps(edits: readonly TextEdit[]): boolean {
  return edits.some((edit, i) => {
    const next = edits[i + 1];
    return next !== undefined && (next.start < edit.end || next.start === edit.start);
  });
}

/** The text after these edits, which must not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let out = '';
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    out += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return out + text.slice(at);
}
