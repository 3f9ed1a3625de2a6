/** Breaks a paragraph into lines by cells: Latin text at spaces, Japanese between characters but not before closing marks. */
import { graphemes, graphemeWidth, width } from './width.ts';

/** Marks that must not begin a line (JIS X 4051, the common part), and those that must not end one. */
const notFirst = new Set([...'、。，．・：；？！）］｝」』】〉》〕ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々％%,.!?)]}:;']);
const notLast = new Set([...'（［｛「『【〈《〔([{']);

/** Lines of at most `cells` cells, except where one unbreakable word is longer. A width of `Infinity` gives one line. */
export function wrap(text: string, cells: number): readonly string[] {
  if (cells === Number.POSITIVE_INFINITY || width(text) <= cells) return [text];
  const lines: string[] = [];
  let line = '';
  let used = 0;
  for (const unit of units(text)) {
    const length = width(unit);
    if (used > 0 && used + width(unit.trimEnd()) > cells) {
      lines.push(line.trimEnd());
      line = '';
      used = 0;
    }
    line += unit;
    used += length;
  }
  lines.push(line.trimEnd());
  return lines;
}

/** The pieces between which a line may end; joined, they are the text. */
function units(text: string): readonly string[] {
  const out: string[] = [];
  let current = '';
  let previous = '';
  for (const grapheme of graphemes(text)) {
    if (current !== '' && mayBreak(previous, grapheme)) {
      out.push(current);
      current = '';
    }
    current += grapheme;
    previous = grapheme;
  }
  if (current !== '') out.push(current);
  return out;
}

function mayBreak(before: string, after: string): boolean {
  if (after === ' ' || notFirst.has(after) || notLast.has(before)) return false;
  return before === ' ' || graphemeWidth(before) === 2 || graphemeWidth(after) === 2;
}
