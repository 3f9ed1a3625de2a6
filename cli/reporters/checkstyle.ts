/** Checkstyle's XML, which Jenkins, SonarQube and reviewdog read: findings by file. */
import type { Report } from '../../engine/workspace/report.ts';
import type { Screen } from '../screen.ts';
import { type Entry, entries, joined } from './listing.ts';
import { type Markup, markup } from './markup.ts';

export function checkstyle(report: Report, screen: Screen, { quiet }: { readonly quiet: boolean }): string {
  const byPath = new Map<string, Entry[]>();
  for (const entry of entries(report, quiet, screen)) byPath.set(entry.path, [...(byPath.get(entry.path) ?? []), entry]);
  const files = [...byPath].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  const rows = files.map(([path, ofFile]) => markup`  <file name="${path}">\n${ofFile.map((entry) => row(entry, screen))}\n  </file>`);
  // The version of the form, not of the tool: readers that ask for one know 4.3.
  return markup`<?xml version="1.0" encoding="UTF-8"?>\n<checkstyle version="4.3">\n${rows}\n</checkstyle>\n`.markup;
}

function row({ startLine, startColumn, level, id, clauses, what, more }: Entry, { locale }: Screen): Markup {
  const message = `${joined([what, ...more], locale)}${clauses.length === 0 ? '' : ` [${clauses.join(', ')}]`}`;
  const source = `clauselint.${id.replaceAll('/', '.')}`;
  return markup`    <error line="${startLine}" column="${startColumn}" severity="${level}" message="${message}" source="${source}"/>`;
}
