/** The one line table: offsets to lines and columns, as LSP counts them (TypeScript also breaks at U+2028, LSP does not). */

/** Offsets at which lines start; the first is 0. Lines end at \n, \r\n or \r. */
export function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = 0; i < text.length; i += 1) {
    const c = text.charCodeAt(i);
    if (c === 13 && text.charCodeAt(i + 1) === 10) i += 1;
    else if (c !== 10 && c !== 13) continue;
    starts.push(i + 1);
  }
  return starts;
}

/** 1-based line and column (UTF-16 code units) of an offset. */
export function positionAt(starts: readonly number[], offset: number): { line: number; column: number } {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - (starts[low] as number) + 1 };
}

/** The offset of a 1-based line and column, cut to the line's end. */
export function offsetAt(starts: readonly number[], line: number, column: number, length: number): number | undefined {
  const start = starts[line - 1];
  if (start === undefined || column < 1) return undefined;
  const next = starts[line] ?? length;
  return Math.min(start + column - 1, next);
}
