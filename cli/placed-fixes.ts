/** The fixes of a report's findings, in the report's own paths, with lines and columns. A file is read when the first fix in it is asked for. */
import { lineStarts, positionAt } from '../engine/syntax/lines.ts';
import type { Analysis } from '../engine/workspace/analyse.ts';
import type { Place } from '../engine/workspace/report.ts';
import type { PlacedFix } from './session.ts';

/**
 * @param read the text of a file, relative to the root, as it was analysed; undefined where it cannot be had
 * @param prefix from the current folder to the project's root, empty or with a `/` at the end
 */
export function placedFixes(
  analysis: () => Pick<Analysis, 'fixesOf'>,
  read: (path: string) => string | undefined,
  prefix: string,
): (fingerprint: string) => readonly PlacedFix[] {
  const texts = new Map<string, string | undefined>();
  const textOf = (path: string): string | undefined => {
    if (!texts.has(path)) texts.set(path, read(path));
    return texts.get(path);
  };
  return (fingerprint) =>
    analysis()
      .fixesOf(fingerprint, textOf)
      .map((fix): PlacedFix => {
        const lines = lineStarts(textOf(fix.path) ?? '');
        const path = prefix + fix.path;
        return { ...fix, path, places: fix.edits.map(({ start, end }) => placeIn(path, lines, start, end)) };
      });
}

function placeIn(path: string, lines: readonly number[], start: number, end: number): Place {
  const from = positionAt(lines, start);
  const to = positionAt(lines, end);
  return { path, start, end, startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}
