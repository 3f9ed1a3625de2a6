/**
 * A report of a whole project, narrowed to what some of its files bear on: findings that stand in one of them, and findings elsewhere whose value
 * was decided, or passed on, in one of them. The whole was analysed, so that both kinds are known.
 */
import type { ClauseTally, Evidence, FileCounts, Finding, Place, Report, Step, Waived } from './report.ts';

/** `files`: what was done with the files in question. */
export function narrow(report: Report, touched: (path: string) => boolean, files: FileCounts): Report {
  const isTouched = (one: { readonly place: Place; readonly trail: readonly Step[] }): boolean =>
    touched(one.place.path) || one.trail.some((step) => touched(step.place.path));
  const findings = report.findings.filter(isTouched);
  const evidence = report.evidence.filter(isTouched);
  const waived = report.waived.filter(({ finding }) => isTouched(finding));
  const incomplete = report.incomplete.filter((one) => touched(one.path));
  return {
    ...report,
    findings,
    evidence,
    incomplete,
    waived,
    ...(report.baseline && { baseline: { ...report.baseline, absent: report.baseline.absent.filter((one) => touched(one.path)) } }),
    tallies: report.tallies.map((tally) => recounted(tally, findings, waived, evidence)),
    files: { ...files, incomplete: new Set(incomplete.map((one) => one.path)).size },
  };
}

function recounted(
  tally: ClauseTally,
  findings: readonly Finding[],
  waived: readonly Waived[],
  evidence: readonly Evidence[],
): ClauseTally {
  const has = (one: { readonly clauses: readonly string[] }): boolean => one.clauses.includes(tally.clause);
  const hidden = waived.filter(({ finding }) => has(finding)).length;
  const unknown = evidence.filter((one) => one.is === 'unknown' && has(one));
  const why = new Map<string, number>();
  for (const one of unknown) why.set(one.note.en, (why.get(one.note.en) ?? 0) + 1);
  return {
    ...tally,
    kept: evidence.filter((one) => one.is === 'keeps' && has(one)).length,
    broken: findings.filter(has).length + hidden,
    waived: hidden,
    unknown: unknown.length,
    unknownWhy: tally.unknownWhy
      .filter((one) => why.has(one.why))
      .map((one) => ({ why: one.why, count: why.get(one.why) ?? 0 }))
      .sort((a, b) => b.count - a.count || (a.why < b.why ? -1 : 1)),
  };
}
