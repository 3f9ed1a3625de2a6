/**
 * A report of a whole project, narrowed to what some of its files bear on: findings that stand in one of them, and findings elsewhere whose value
 * was decided, or passed on, in one of them. The whole was analysed, so that both kinds are known.
 */
import type { ClauseTally, FileCounts, Place, Report, Step } from './report.ts';

/** `files`: what was done with the files in question. */
export function narrow(report: Report, touched: (path: string) => boolean, files: FileCounts): Report {
  const isTouched = (one: { readonly place: Place; readonly trail: readonly Step[] }): boolean =>
    touched(one.place.path) || one.trail.some((step) => touched(step.place.path));
  const kept = {
    findings: report.findings.filter(isTouched),
    waived: report.waived.filter((one) => isTouched(one.finding)),
    evidence: report.evidence.filter(isTouched),
    incomplete: report.incomplete.filter((one) => touched(one.path)),
  };
  const { baseline } = report;
  return {
    ...report,
    ...kept,
    ...(baseline && { baseline: { ...baseline, absent: baseline.absent.filter((one) => touched(one.path)) } }),
    tallies: report.tallies.map((tally) => recounted(tally, kept)),
    files: { ...files, incomplete: new Set(kept.incomplete.map((one) => one.path)).size },
  };
}

function recounted(tally: ClauseTally, { findings, waived, evidence }: Pick<Report, 'findings' | 'waived' | 'evidence'>): ClauseTally {
  const has = (one: { readonly clauses: readonly string[] }): boolean => one.clauses.includes(tally.clause);
  const unknown = evidence.filter((one) => one.is === 'unknown' && has(one));
  const why = new Map<string, number>();
  for (const one of unknown) why.set(one.note.en, (why.get(one.note.en) ?? 0) + 1);
  const hidden = waived.filter((one) => has(one.finding)).length;
  return {
    ...tally,
    kept: evidence.filter((one) => one.is === 'keeps' && has(one)).length,
    broken: findings.filter(has).length + hidden,
    waived: hidden,
    unknown: unknown.length,
    unknownWhy: [...why].map(([text, count]) => ({ why: text, count })).sort((a, b) => b.count - a.count || (a.why < b.why ? -1 : 1)),
  };
}
