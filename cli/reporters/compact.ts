/** One line a finding, `path:line:column: severity rule message [clauses]`, for grep and for editors. Severities are never translated. */
import type { Report } from '../../engine/workspace/report.ts';
import { visible, visiblePath } from '../escape.ts';
import type { Screen } from '../screen.ts';
import { entries } from './listing.ts';

/** Empty when there is nothing to tell; else it ends with a newline. */
export function compact(report: Report, screen: Screen, { quiet }: { readonly quiet: boolean }): string {
  return entries(report, quiet, screen)
    .map(({ path, startLine, startColumn, level, id, what, more, clauses }) => {
      // What was not analysed has no page to look it up in, so its detail stands here.
      const text = clauses.length === 0 ? [what, ...more].join(': ') : what;
      const demanded = clauses.length === 0 ? '' : ` [${clauses.join(', ')}]`;
      return `${visiblePath(path)}:${startLine}:${startColumn}: ${level} ${visible(`${id} ${text}${demanded}`)}\n`;
    })
    .join('');
}
