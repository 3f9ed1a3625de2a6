/**
 * The report as SARIF 2.1.0, written for GitHub code scanning and for readers who know more of the standard: the contract is a
 * taxonomy, its Japanese text a translation, and with `evidence` the promises kept (`pass`) and untold (`open`) are results too.
 * The same report gives the same bytes: no time stamps, no absolute paths.
 */
import type { Log, Notification, ReportingDescriptor, Run } from 'sarif';
import type { Locale } from '../../contract/types.ts';
import type { Incomplete, Report } from '../../engine/workspace/report.ts';
import { jsonText, sarifText } from '../escape.ts';
import type { PlacedFix, RulePage } from '../session.ts';
import { format } from '../text.ts';
import { incompleteLevel, joined, loud } from './listing.ts';
import { type Indexes, physicalLocation, sarifAbsent, sarifEvidence, sarifResult, sarifWaived } from './sarif-results.ts';
import { type ClauseText, contractName, contractTaxonomy, contractTranslation, cweTaxonomy, sarifRules } from './sarif-rules.ts';

export interface SarifOptions {
  readonly version: string;
  readonly locale: Locale;
  readonly pages: readonly RulePage[];
  /** The contract's clauses, in its order. */
  readonly clauses: readonly ClauseText[];
  /** Errors only. */
  readonly quiet: boolean;
  readonly evidence: boolean;
  /** Waived findings too. GitHub does not read suppressions and would open an alert for each. */
  readonly waived: boolean;
  /** The fixes of a finding; left out where nobody asks for them. */
  readonly fixesOf?: ((fingerprint: string) => readonly PlacedFix[]) | undefined;
  readonly exitCode: number;
}

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

const reasons: readonly Incomplete['reason'][] = [
  'syntax',
  'unreadable',
  'encoding',
  'binary',
  'too-large',
  'too-deep',
  'timeout',
  'crash',
  'special-file',
];

export function sarif(report: Report, options: SarifOptions): string {
  const log: Log = { $schema: schema, version: '2.1.0', runs: [run(report, options)] };
  return jsonText(log);
}

function run(report: Report, options: SarifOptions): Run {
  const { locale } = options;
  const rules = sarifRules(report.rules, options.pages, locale, report.contract.id);
  const indexes: Indexes = {
    contract: contractName(report.contract.id),
    rules: new Map(rules.map((rule, index) => [rule.id, index])),
    clauses: new Map(options.clauses.map((clause, index) => [clause.id, index])),
  };
  const findings = loud(report.findings, options.quiet);
  const waived = options.waived ? report.waived.filter(({ finding }) => loud([finding], options.quiet).length > 0) : [];
  const standing = { baseline: report.baseline !== undefined, waivers: waived.length > 0 };
  const cwe = cweTaxonomy(report.rules);
  return {
    tool: {
      driver: {
        name: 'Clauselint',
        fullName: `Clauselint ${options.version}`,
        version: options.version,
        semanticVersion: options.version,
        language: locale,
        rules,
        notifications: reasons.map((reason) => notificationKind(reason, locale)),
        supportedTaxonomies: [
          { name: contractName(report.contract.id), index: 0 },
          { name: 'CWE', index: 1 },
        ],
      },
    },
    taxonomies: [contractTaxonomy(report.contract, options.clauses), cwe],
    translations: [contractTranslation(report.contract, options.clauses)],
    language: locale,
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { SRCROOT: { description: { text: format(locale, 'sarif.root') } } },
    invocations: [
      {
        executionSuccessful: options.exitCode < 2,
        exitCode: options.exitCode,
        toolExecutionNotifications: report.incomplete.map((one) => notification(one, locale)),
      },
    ],
    results: [
      ...findings.map((finding) => sarifResult(finding, indexes, locale, standing, options.fixesOf?.(finding.fingerprint))),
      ...waived.map((one) => sarifWaived(one, indexes, locale, standing)),
      ...(options.evidence ? report.evidence.map((one) => sarifEvidence(one, indexes, locale, standing)) : []),
      ...(options.evidence ? (report.baseline?.absent ?? []).map((one) => sarifAbsent(one, indexes, locale, standing)) : []),
    ],
    properties: {
      files: { ...report.files },
      tallies: report.tallies.map(({ clause, kept, broken, waived, unknown, unknownWhy, notJudged }) => ({
        clause,
        kept,
        broken,
        waived,
        unknown,
        unknownWhy: unknownWhy.map(({ why, count }) => ({ why, count })),
        notJudged,
      })),
    },
  };
}

/** With all that GitHub asks of a rule: its validator asks the same of these. */
function notificationKind(reason: Incomplete['reason'], locale: Locale): ReportingDescriptor {
  const what = format(locale, `incomplete.${reason}`);
  const help = format(locale, `incompleteHelp.${reason}`);
  return {
    id: `incomplete/${reason}`,
    shortDescription: { text: what },
    fullDescription: { text: joined([what, help], locale) },
    help: { text: help },
    defaultConfiguration: { level: incompleteLevel(reason) },
  };
}

function notification(one: Incomplete, locale: Locale): Notification {
  const text = format(locale, `incomplete.${one.reason}`);
  const detail = one.detail === '' ? '' : ` (${one.detail})`;
  return {
    descriptor: { id: `incomplete/${one.reason}`, index: reasons.indexOf(one.reason) },
    level: incompleteLevel(one.reason),
    message: { text: sarifText(`${one.path}: ${text}${detail}`) },
    locations: [{ physicalLocation: physicalLocation(one.path, one.place) }],
  };
}

/** Clauses as the report itself names them, for a caller that has no contract at hand. */
export function clausesOf(report: Report): readonly ClauseText[] {
  return report.tallies.map(({ clause, title }): ClauseText => ({ id: clause, title, summary: title }));
}
