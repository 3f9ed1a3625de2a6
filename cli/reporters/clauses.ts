/** The report clause by clause, as the formats for reading and for test viewers show it. */
import type { Locale } from '../../contract/types.ts';
import type { ClauseTally, Evidence, Finding, Report } from '../../engine/workspace/report.ts';

/** `silent`: rules looked, and found no place the clause speaks of. `notJudged`: no rule of this version looks. */
export type ClauseState = 'broken' | 'unknown' | 'kept' | 'silent' | 'notJudged';

export interface ClauseReport {
  readonly id: string;
  /** In the reader's language. */
  readonly title: string;
  readonly state: ClauseState;
  readonly kept: number;
  /** How many of them are waived, and how many the baseline holds. */
  readonly broken: number;
  readonly waived: number;
  readonly unchanged: number;
  readonly unknown: number;
  /** Why places are unknown, in the reader's language, most frequent first. */
  readonly reasons: readonly Reason[];
  /** The findings listed that break it, in the report's order; also those that break an earlier clause. */
  readonly findings: readonly Finding[];
}

export interface Reason {
  readonly why: string;
  readonly count: number;
}

/** Every clause of the report in its order, then clauses that only findings name. */
export function clauseReports(report: Report, findings: readonly Finding[], locale: Locale): readonly ClauseReport[] {
  const known = new Set(report.tallies.map((tally) => tally.clause));
  const others = [...new Set(findings.flatMap((finding) => finding.clauses))].filter((id) => !known.has(id));
  const of = (id: string): readonly Finding[] => findings.filter((finding) => finding.clauses.includes(id));
  return [
    ...report.tallies.map((tally): ClauseReport => {
      const { clause, title, kept, broken, waived, unknown } = tally;
      const reasons = reasonsOf(tally, report.evidence, locale);
      const unchanged = report.findings.filter((one) => one.baseline === 'unchanged' && one.clauses.includes(clause)).length;
      const counts = { kept, broken, waived, unchanged, unknown };
      return { id: clause, title: title[locale], state: stateOf(tally), ...counts, reasons, findings: of(clause) };
    }),
    ...others.map((id): ClauseReport => {
      const own = of(id);
      const counts = { kept: 0, broken: own.length, waived: 0, unchanged: 0, unknown: 0 };
      return { id, title: '', state: 'broken', ...counts, reasons: [], findings: own };
    }),
  ];
}

/** The worst that was seen: a clause with unknown places is not kept. */
function stateOf({ kept, broken, unknown, notJudged }: ClauseTally): ClauseState {
  if (broken > 0) return 'broken';
  if (unknown > 0) return 'unknown';
  if (kept > 0) return 'kept';
  return notJudged ? 'notJudged' : 'silent';
}

/** A tally names its reasons in English; the evidence that gave them says the same in the reader's language. */
export function reasonsOf(tally: ClauseTally, evidence: readonly Evidence[], locale: Locale): readonly Reason[] {
  return tally.unknownWhy.map(({ why, count }) => {
    const note = evidence.find((one) => one.is === 'unknown' && one.note.en === why)?.note;
    return { why: note?.[locale] ?? why, count };
  });
}
