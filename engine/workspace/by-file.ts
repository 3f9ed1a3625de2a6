/** A report, file by file. */
import type { Evidence, Finding, Incomplete, Report, Waived } from './report.ts';

/** What is known of one file. */
export interface FileReport {
  readonly findings: readonly Finding[];
  readonly evidence: readonly Evidence[];
  readonly incomplete: readonly Incomplete[];
  readonly waived: readonly Waived[];
}

type Filed = { -readonly [Part in keyof FileReport]: FileReport[Part][number][] };

/** By path; files of which nothing is told are left out. */
export function filed(report: Report): Map<string, FileReport> {
  const out = new Map<string, Filed>();
  const of = (path: string): Filed => {
    let one = out.get(path);
    if (!one) out.set(path, (one = { findings: [], evidence: [], incomplete: [], waived: [] }));
    return one;
  };
  for (const one of report.findings) of(one.place.path).findings.push(one);
  for (const one of report.evidence) of(one.place.path).evidence.push(one);
  for (const one of report.incomplete) of(one.path).incomplete.push(one);
  for (const one of report.waived) of(one.finding.place.path).waived.push(one);
  return out;
}
