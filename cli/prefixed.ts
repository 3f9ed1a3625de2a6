/** A report of a project, with paths as seen from the current folder. */
import type { BaselineUse, Finding, Place, Report } from '../engine/workspace/report.ts';

export function prefixed(report: Report, prefix: string): Report {
  if (prefix === '') return report;
  const place = (one: Place): Place => ({ ...one, path: prefix + one.path });
  const trail = <T extends { place: Place }>(steps: readonly T[]): T[] => steps.map((step) => ({ ...step, place: place(step.place) }));
  const finding = (one: Finding): Finding => ({ ...one, place: place(one.place), trail: trail(one.trail) });
  return {
    ...report,
    findings: report.findings.map(finding),
    waived: report.waived.map((one) => ({
      finding: finding(one.finding),
      waiver: { ...one.waiver, place: place(one.waiver.place) },
    })),
    ...(report.baseline && { baseline: prefixedBaseline(report.baseline, prefix) }),
    evidence: report.evidence.map((one) => ({ ...one, place: place(one.place), trail: trail(one.trail) })),
    incomplete: report.incomplete.map((one) => ({ ...one, path: prefix + one.path, ...(one.place && { place: place(one.place) }) })),
  };
}

function prefixedBaseline({ path, absent }: BaselineUse, prefix: string): BaselineUse {
  return { path: prefix + path, absent: absent.map((one) => ({ ...one, path: prefix + one.path })) };
}
