/** What the analyst answers about one file. */
import type { Fix, TextEdit } from '../engine/rule/fix.ts';
import { type CommentPlace, commentPlace } from '../engine/syntax/comment-place.ts';
import { lineStarts, positionAt } from '../engine/syntax/lines.ts';
import type { Analysis } from './analysis.ts';
import type { FixOffer, Question } from './messages.ts';

export type Answer = CommentPlace | FixOffer | readonly (readonly FixOffer[])[];

export interface Subject {
  readonly analysis: Analysis;
  textOf(path: string): string | undefined;
}

export function answerTo(what: Question, path: string, text: string, { analysis, textOf }: Subject): Answer {
  switch (what.is) {
    case 'comment':
      return commentPlace(path, text, what.offset);
    case 'fixes':
      return what.fingerprints.map((one) => analysis.fixesOf(one, textOf).map((fix) => offerOf(fix, textOf(fix.path) ?? '')));
    case 'fixAll': {
      const { rule } = what;
      const edits = analysis.fixAll(path, (fix, finding) => (rule === undefined ? fix.safe : finding.rule === rule), textOf);
      return offerOf({ title: { en: '', ja: '' }, safe: rule === undefined, path, edits }, text);
    }
  }
}

function offerOf({ title, safe, byHand, path, edits }: Fix, text: string): FixOffer {
  return { title, safe, path, ...(byHand && { byHand }), edits: lspEdits(edits, text) };
}

function lspEdits(edits: readonly TextEdit[], text: string): FixOffer['edits'] {
  const starts = lineStarts(text);
  const position = (offset: number): FixOffer['edits'][number]['range']['start'] => {
    const { line, column } = positionAt(starts, offset);
    return { line: line - 1, character: column - 1 };
  };
  return edits.map((edit) => ({ range: { start: position(edit.start), end: position(edit.end) }, newText: edit.text }));
}
