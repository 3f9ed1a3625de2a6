/** A Code Quality report for GitLab: the array of issues that its merge request widget reads. */
import { createHash } from 'node:crypto';
import type { Severity } from '../../contract/types.ts';
import type { Report } from '../../engine/workspace/report.ts';
import { jsonText } from '../escape.ts';
import type { Screen } from '../screen.ts';
import { type Entry, entries, joined } from './listing.ts';

export interface GitlabOptions {
  /** Errors only. */
  readonly quiet: boolean;
  /** From the root of the repository to where the report's paths start; empty or with a `/` at the end. */
  readonly prefix: string;
}

const severityOf: Readonly<Record<Severity, 'critical' | 'major' | 'info'>> = { error: 'critical', warning: 'major', info: 'info' };

export function gitlab(report: Report, screen: Screen, { quiet, prefix }: GitlabOptions): string {
  const seen = new Set<string>();
  return jsonText(
    entries(report, quiet, screen).map((entry) => ({
      // The widget shows neither the rule nor the clause, so both stand in the description.
      description: description(entry, screen),
      check_name: entry.id,
      fingerprint: unique(entry.fingerprint ?? hash([entry.id, entry.path]), seen),
      severity: severityOf[entry.level],
      location: { path: prefix + entry.path, lines: { begin: entry.startLine, end: entry.endLine } },
    })),
  );
}

function description({ id, clauses, what, more }: Entry, { locale, say }: Screen): string {
  const name = clauses.length === 0 ? id : say('list.about', { what: id, about: clauses.join(', ') });
  return `${name}: ${joined([what, ...more], locale)}`;
}

/** GitLab shows only the first of two issues with one fingerprint, so the second is told apart by its number. */
function unique(fingerprint: string, seen: Set<string>): string {
  let candidate = fingerprint;
  for (let ordinal = 2; seen.has(candidate); ordinal++) candidate = hash([fingerprint, String(ordinal)]);
  seen.add(candidate);
  return candidate;
}

const hash = (parts: readonly string[]): string => createHash('sha256').update(parts.join('\0')).digest('hex').slice(0, 32);
