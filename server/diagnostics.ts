/** Results of the analysis → LSP diagnostics, in the client's language. */
import { createHash } from 'node:crypto';
import { type Diagnostic, DiagnosticSeverity, type Range } from 'vscode-languageserver/node';
import type { DataProblem, Locale } from '../contract/types.ts';
import type { Evidence, Finding, Incomplete, Place, Step } from '../engine/workspace/report.ts';
import type { ClientTraits } from './client-traits.ts';
import type { FileResult } from './messages.ts';
import { SCHEME } from './protocol.ts';
import type { Settings, ShownSeverity } from './settings.ts';
import { say } from './text.ts';

/** What `data` of a diagnostic holds; code actions come back with it. */
export interface DiagnosticData {
  readonly fingerprint: string;
  readonly rule: string;
  readonly clauses: readonly string[];
}

export interface Wording {
  readonly traits: ClientTraits;
  readonly settings: Settings;
  /** Where a path of the same project lies. */
  uriOf(path: string): string | undefined;
  /** A rule's title. */
  titleOf(rule: string): string;
}

export const SOURCE = 'clauselint';

const SEVERITY: Readonly<Record<Exclude<ShownSeverity, 'off'>, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function rangeOf(place: Place): Range {
  return {
    start: { line: place.startLine - 1, character: place.startColumn - 1 },
    end: { line: place.endLine - 1, character: place.endColumn - 1 },
  };
}

export function diagnosticsOf(result: FileResult, wording: Wording): Diagnostic[] {
  const unknown = wording.settings.unknown ? result.evidence.filter((one) => one.is === 'unknown') : [];
  return [
    ...result.incomplete.map((one) => ofIncomplete(one, wording.traits.locale)),
    ...result.findings.flatMap((one) => ofFinding(one, wording)),
    ...unknown.map((one) => ofUnknown(one, wording)),
  ];
}

function ofFinding(finding: Finding, wording: Wording): Diagnostic[] {
  const { locale } = wording.traits;
  const { what, todo } = finding.message;
  // What the baseline holds fails no check, and is not to drown what is new.
  const weight = finding.severity === 'info' || finding.baseline === 'unchanged' ? 'information' : finding.severity;
  const shown = wording.settings.severity[weight];
  if (shown === 'off') return [];
  const data: DiagnosticData = { fingerprint: finding.fingerprint, rule: finding.rule, clauses: finding.clauses };
  return [
    {
      range: rangeOf(finding.place),
      severity: SEVERITY[shown],
      ...codeOf(finding.rule, wording),
      source: SOURCE,
      message: `${tagOf(finding.clauses)}${sentences([what[locale], todo[locale]], locale)}`,
      ...relatedOf(finding.trail, wording),
      data,
    },
  ];
}

function ofUnknown(evidence: Evidence, wording: Wording): Diagnostic {
  const { locale } = wording.traits;
  const values = { title: wording.titleOf(evidence.rule), why: evidence.note[locale] };
  return {
    range: rangeOf(evidence.place),
    severity: DiagnosticSeverity.Hint,
    ...codeOf(evidence.rule, wording),
    source: SOURCE,
    message: `${tagOf(evidence.clauses)}${say(locale, 'unknown.cannotTell', values)}`,
    ...relatedOf(evidence.trail, wording),
  };
}

function ofIncomplete(incomplete: Incomplete, locale: Locale): Diagnostic {
  const start = { line: 0, character: 0 };
  const { reason, detail } = incomplete;
  return {
    range: incomplete.place ? rangeOf(incomplete.place) : { start, end: start },
    severity: reason === 'syntax' ? DiagnosticSeverity.Information : DiagnosticSeverity.Warning,
    code: 'analysis-incomplete',
    source: SOURCE,
    message: `${say(locale, `incomplete.${reason}`)}${detail === '' ? '' : ` (${detail})`}`,
  };
}

/** What is wrong with a configuration or contract file. */
export function ofDataProblem(problem: DataProblem, locale: Locale): Diagnostic {
  const start = { line: Math.max(0, problem.line - 1), character: Math.max(0, problem.column - 1) };
  return {
    range: { start, end: start },
    severity: DiagnosticSeverity.Error,
    code: 'configuration',
    source: SOURCE,
    message: sentences([problem.message[locale], problem.remedy[locale]], locale),
  };
}

export function sentences(all: readonly string[], locale: Locale): string {
  return all.filter((one) => one !== '').join(locale === 'ja' ? '' : ' ');
}

function tagOf(clauses: readonly string[]): string {
  return `[${clauses.join(', ')}] `;
}

function codeOf(rule: string, { traits }: Wording): Pick<Diagnostic, 'code' | 'codeDescription'> {
  // Only what the editor can open becomes a link.
  return { code: rule, ...(traits.content && traits.codeDescription && { codeDescription: { href: ruleUri(rule) } }) };
}

export function ruleUri(rule: string): string {
  return `${SCHEME}:/rule/${encodeURIComponent(rule)}.md`;
}

export function clauseUri(clause: string): string {
  return `${SCHEME}:/clause/${encodeURIComponent(clause)}.md`;
}

function relatedOf(trail: readonly Step[], { traits, uriOf }: Wording): Pick<Diagnostic, 'relatedInformation'> {
  if (!traits.related || trail.length === 0) return {};
  const related = trail.flatMap((step, i) => {
    const uri = uriOf(step.place.path);
    const message = `${i + 1}/${trail.length} ${step.note[traits.locale]}`;
    return uri === undefined ? [] : [{ location: { uri, range: rangeOf(step.place) }, message }];
  });
  return { relatedInformation: related };
}

/** Equal diagnostics, equal id: it holds across restarts of the analyst and of the server. */
export function resultIdOf(diagnostics: readonly Diagnostic[]): string {
  return createHash('sha256').update(JSON.stringify(diagnostics)).digest('hex').slice(0, 16);
}
