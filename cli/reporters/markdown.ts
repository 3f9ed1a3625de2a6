/** Markdown for a job's summary or a merge request: the clauses as a table, then the findings clause by clause. */
import type { Severity } from '../../contract/types.ts';
import type { Finding, Incomplete, Place, Report } from '../../engine/workspace/report.ts';
import { markdownCode, markdownText } from '../escape.ts';
import type { Screen } from '../screen.ts';
import { type ClauseReport, clauseReports } from './clauses.ts';
import { hiddenBy, listed } from './listing.ts';
import { anyWaived, filesLine, foldedClauses, putOffLines, reasonsText, verdict } from './summary.ts';

/** GitHub refuses a step summary of more than 1 MiB; a finding with a long trail in Japanese takes some 4 kB. */
const mostFindings = 200;
const rank: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/** `screen` has no colours and no width. */
export function markdown(report: Report, screen: Screen, { quiet }: { readonly quiet: boolean }): string {
  const { say, locale } = screen;
  const all = listed(report, quiet);
  // The worst stay. Sorting is stable, so equals stay in the report's order.
  const shown = new Set([...all].sort((a, b) => rank[a.severity] - rank[b.severity]).slice(0, mostFindings));
  const clauses = clauseReports(report, all, locale);
  const { title } = report.contract;
  const hidden = hiddenBy(quiet, report);
  const blocks = [
    `## ${markdownText(say('heading.summary', { title: title[locale], version: report.contract.version, now: report.now }))}`,
    `**${markdownText(verdict(report, screen))}**`,
    markdownText(filesLine(report, screen)),
    ...putOffLines(report, screen).map(markdownText),
    ...(hidden > 0 ? [markdownText(say('summary.quiet', { count: hidden }))] : []),
    ...table(clauses, screen),
    ...foldedClauses(report.tallies, screen).map((line) => markdownText(line.trim())),
    ...clauses.flatMap((clause) => section(clause, shown, screen)),
    ...(all.length > shown.size ? [markdownText(say('report.cut', { count: all.length - shown.size }))] : []),
    ...incompleteSection(report.incomplete, screen),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function table(clauses: readonly ClauseReport[], screen: Screen): readonly string[] {
  const { say } = screen;
  const judged = clauses.filter((clause) => clause.kept + clause.broken + clause.unknown > 0);
  if (judged.length === 0) return [];
  const withWaived = anyWaived(judged);
  const keys = ['table.kept', 'table.broken', ...(withWaived ? (['table.waived'] as const) : []), 'table.unknown'] as const;
  const heads = (['table.clause', 'table.title', ...keys, 'table.why'] as const).map((key) => say(key));
  const rows = judged.map(({ id, title, kept, broken, waived, unknown, reasons }) => [
    id,
    title,
    String(kept),
    String(broken),
    ...(withWaived ? [String(waived)] : []),
    String(unknown),
    reasonsText(reasons, screen),
  ]);
  const line = (cells: readonly string[]): string => `| ${cells.map(markdownText).join(' | ')} |`;
  return [[line(heads), `| --- | --- |${' ---: |'.repeat(keys.length)} --- |`, ...rows.map(line)].join('\n')];
}

/** A finding stands whole under its first clause, and in a line under the others. */
function section(clause: ClauseReport, shown: ReadonlySet<Finding>, screen: Screen): readonly string[] {
  const findings = clause.findings.filter((finding) => shown.has(finding));
  if (findings.length === 0) return [];
  return [
    `### ${markdownText(`${clause.id} ${clause.title}`.trim())}`,
    findings.map((finding) => (finding.clauses[0] === clause.id ? whole(finding, screen) : pointer(finding, screen))).join('\n'),
  ];
}

function whole(finding: Finding, screen: Screen): string {
  const { say, locale } = screen;
  const { severity, message, place, trail, rule } = finding;
  const steps = trail.map((step, index) => `    ${index + 1}. ${at(step.place)} ${markdownText(step.note[locale])}`);
  return [
    `- **${markdownText(say(`severity.${severity}`))}** ${at(place)} ${markdownText(message.what[locale])} ${markdownCode(rule)}`,
    `  - **${markdownText(finding.clauses.join(', '))}** ${markdownText(message.why[locale])}`,
    `  - **${markdownText(say('label.todo'))}** ${markdownText(message.todo[locale])}`,
    ...(steps.length === 0 ? [] : [`  - **${markdownText(say('label.path'))}**`, ...steps]),
  ].join('\n');
}

function pointer({ clauses, place, message }: Finding, { say, locale }: Screen): string {
  return `- ${at(place)} ${markdownText(say('report.seeClause', { what: message.what[locale], clause: clauses[0] ?? '' }))}`;
}

const at = ({ path, startLine, startColumn }: Place): string => markdownCode(`${path}:${startLine}:${startColumn}`);

function incompleteSection(incomplete: readonly Incomplete[], { say }: Screen): readonly string[] {
  if (incomplete.length === 0) return [];
  const rows = incomplete.map(({ path, place, reason, detail }) => {
    const where = place === undefined ? markdownCode(path) : at(place);
    return `- ${where} ${markdownText(say(`incomplete.${reason}`))}${detail === '' ? '' : `: ${markdownText(detail)}`}`;
  });
  return [`### ${markdownText(say('heading.incomplete'))}`, rows.join('\n')];
}
