/** Annotations for GitHub Actions: workflow commands, which the runner reads from stdout. */
import type { Severity } from '../../contract/types.ts';
import type { Report } from '../../engine/workspace/report.ts';
import { githubData, githubProperty } from '../escape.ts';
import type { Screen } from '../screen.ts';
import { type Entry, entries } from './listing.ts';

export interface GithubOptions {
  /** Errors only. */
  readonly quiet: boolean;
  /** From the root of the repository to where the report's paths start; empty or with a `/` at the end. */
  readonly prefix: string;
}

/** GitHub keeps ten annotations of each level of a step and drops the rest unseen. One notice is ours: it tells what was cut. */
const most: Readonly<Record<Severity, number>> = { error: 10, warning: 10, info: 9 };
const commandOf: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'notice' };

export function github(report: Report, screen: Screen, { quiet, prefix }: GithubOptions): string {
  const { say } = screen;
  const all = entries(report, quiet, screen);
  const levels = (['error', 'warning', 'info'] as const).map((level) => all.filter((entry) => entry.level === level));
  const kept = levels.flatMap((ofLevel) => ofLevel.slice(0, most[ofLevel[0]?.level ?? 'info']));
  const lines = kept.map((entry) => annotation(entry, prefix, screen));
  const cut = all.length - kept.length;
  if (cut > 0) lines.push(`::notice title=Clauselint::${githubData(say('github.cut', { count: cut, total: all.length }))}`);
  return lines.map((line) => `${line}\n`).join('');
}

function annotation(entry: Entry, prefix: string, { say }: Screen): string {
  const { startLine, startColumn, endLine, endColumn, clauses, id, what, more } = entry;
  const properties: readonly (readonly [string, string | number])[] = [
    ['file', prefix + entry.path],
    ['line', startLine],
    ['endLine', endLine],
    // GitHub refuses columns on an annotation of several lines.
    ...(startLine === endLine
      ? ([
          ['col', startColumn],
          ['endColumn', endColumn],
        ] as const)
      : []),
    ['title', clauses.length === 0 ? id : say('list.about', { what: id, about: clauses.join(', ') })],
  ];
  const written = properties.map(([name, value]) => `${name}=${githubProperty(String(value))}`).join(',');
  // A line break within a sentence would be none of ours.
  const sentences = [what, ...more].filter((sentence) => sentence !== '').map((sentence) => sentence.replaceAll('\n', ' '));
  return `::${commandOf[entry.level]} ${written}::${githubData(sentences.join('\n'))}`;
}
