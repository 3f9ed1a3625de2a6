/** What the formats with an entry a finding have in common: findings, and files that were not analysed whole, as one list. */
import type { Locale, Severity } from '../../contract/types.ts';
import type { Finding, Incomplete, Report } from '../../engine/workspace/report.ts';
import type { Screen } from '../screen.ts';

export interface Entry {
  readonly level: Severity;
  /** The rule, or `incomplete/<reason>`. */
  readonly id: string;
  /** Empty where it is no finding. */
  readonly clauses: readonly string[];
  readonly path: string;
  /** 1-based, in UTF-16 code units; 1:1 where the place is not known. */
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** What is wrong. Not yet escaped, like the rest. */
  readonly what: string;
  /** Why it matters and what to do, or the detail of a failure. */
  readonly more: readonly string[];
  /** `undefined` where it is no finding. */
  readonly fingerprint: string | undefined;
}

/** The findings that count for the exit code: all but those of the baseline. */
export function fresh(report: Report): readonly Finding[] {
  return report.findings.filter((finding) => finding.baseline !== 'unchanged');
}

/** The findings to list: those that count, or with `--quiet` the errors among them. */
export function listed(report: Report, quiet: boolean): readonly Finding[] {
  return loud(fresh(report), quiet);
}

/** With `--quiet` the errors alone. */
export function loud(findings: readonly Finding[], quiet: boolean): readonly Finding[] {
  return quiet ? findings.filter((finding) => finding.severity === 'error') : findings;
}

/** How many findings `--quiet` leaves out of a list. */
export function hiddenBy(quiet: boolean, report: Report): number {
  return fresh(report).length - listed(report, quiet).length;
}

/** Findings in the report's order, then what was not analysed. */
export function entries(report: Report, quiet: boolean, screen: Pick<Screen, 'locale' | 'say'>): readonly Entry[] {
  const { locale } = screen;
  return [
    ...listed(report, quiet).map(
      ({ severity, rule, clauses, place, message, fingerprint }): Entry => ({
        level: severity,
        id: rule,
        clauses,
        path: place.path,
        startLine: place.startLine,
        startColumn: place.startColumn,
        endLine: place.endLine,
        endColumn: place.endColumn,
        what: message.what[locale],
        more: [message.why[locale], message.todo[locale]],
        fingerprint,
      }),
    ),
    ...report.incomplete.map((one) => incompleteEntry(one, screen)),
  ];
}

function incompleteEntry({ reason, path, place, detail }: Incomplete, { say }: Pick<Screen, 'say'>): Entry {
  return {
    level: incompleteLevel(reason),
    id: `incomplete/${reason}`,
    clauses: [],
    path,
    startLine: place?.startLine ?? 1,
    startColumn: place?.startColumn ?? 1,
    endLine: place?.endLine ?? 1,
    endColumn: place?.endColumn ?? 1,
    what: say(`incomplete.${reason}`),
    more: detail === '' ? [] : [detail],
    fingerprint: undefined,
  };
}

/** What the analysis owed and did not deliver is an error; what the file itself rules out is a warning. */
export function incompleteLevel(reason: Incomplete['reason']): 'error' | 'warning' {
  return reason === 'crash' || reason === 'timeout' || reason === 'unreadable' ? 'error' : 'warning';
}

/** Sentences one after the other, each with its full stop; empty ones are left out. */
export function joined(sentences: readonly string[], locale: Locale): string {
  return sentences
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
    .map((sentence) => fullStop(sentence, locale))
    .join(locale === 'ja' ? '' : ' ');
}

export function fullStop(sentence: string, locale: Locale): string {
  if (/[.!?。！？]$/u.test(sentence)) return sentence;
  return sentence + (locale === 'ja' ? '。' : '.');
}
