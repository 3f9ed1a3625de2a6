/** The report for programs. Its shape is `report.schema.json`; a change of shape raises `schemaVersion`. */
import type { Localized } from '../../contract/types.ts';
import type { Finding, Place, Report, Step } from '../../engine/workspace/report.ts';
import { jsonText } from '../escape.ts';
import { loud } from './listing.ts';

export interface JsonOptions {
  readonly version: string;
  /** Errors only. */
  readonly quiet: boolean;
  readonly evidence: boolean;
  readonly exitCode: number;
  readonly stats: Readonly<Record<string, number | string>> | undefined;
}

export function json(report: Report, options: JsonOptions): string {
  const findings = loud(report.findings, options.quiet);
  // Copied member by member: the order of the output's keys is then ours, whatever made the report.
  return jsonText({
    schemaVersion: 1,
    tool: { name: 'Clauselint', version: options.version },
    contract: { id: report.contract.id, version: report.contract.version, title: localized(report.contract.title) },
    now: report.now,
    exitCode: options.exitCode,
    findings: findings.map(findingRow),
    waived: report.waived.map(({ finding, waiver }) => ({
      finding: findingRow(finding),
      waiver: {
        form: waiver.form,
        reason: waiver.reason,
        owner: waiver.owner,
        until: waiver.until,
        place: place(waiver.place),
      },
    })),
    baseline: report.baseline && {
      path: report.baseline.path,
      absent: report.baseline.absent.map((one) => ({
        rule: one.rule,
        path: one.path,
        firstDetected: one.firstDetected,
        fingerprint: one.fingerprint,
      })),
    },
    evidence: options.evidence
      ? report.evidence.map((one) => ({
          rule: one.rule,
          obligation: one.obligation,
          clauses: one.clauses,
          is: one.is,
          place: place(one.place),
          note: localized(one.note),
          trail: one.trail.map(step),
        }))
      : undefined,
    tallies: report.tallies.map((tally) => ({
      clause: tally.clause,
      title: localized(tally.title),
      kept: tally.kept,
      broken: tally.broken,
      waived: tally.waived,
      unknown: tally.unknown,
      unknownWhy: tally.unknownWhy.map(({ why, count }) => ({ why, count })),
      notJudged: tally.notJudged,
    })),
    incomplete: report.incomplete.map((one) => ({
      path: one.path,
      reason: one.reason,
      detail: one.detail,
      place: one.place === undefined ? undefined : place(one.place),
    })),
    files: {
      analysed: report.files.analysed,
      tests: report.files.tests,
      generated: report.files.generated,
      minified: report.files.minified,
      ignored: report.files.ignored,
      incomplete: report.files.incomplete,
    },
    stats: options.stats,
  });
}

function findingRow(finding: Finding): object {
  const { what, why, todo } = finding.message;
  return {
    rule: finding.rule,
    obligation: finding.obligation,
    clauses: finding.clauses,
    severity: finding.severity,
    message: { what: localized(what), why: localized(why), todo: localized(todo) },
    place: place(finding.place),
    trail: finding.trail.map(step),
    fingerprint: finding.fingerprint,
    partial: finding.partial,
    baseline: finding.baseline,
    firstDetected: finding.firstDetected,
  };
}

const localized = ({ en, ja }: Localized): Localized => ({ en, ja });

const step = ({ place: where, note }: Step): Step => ({ place: place(where), note: localized(note) });

function place({ path, start, end, startLine, startColumn, endLine, endColumn }: Place): Place {
  return { path, start, end, startLine, startColumn, endLine, endColumn };
}
