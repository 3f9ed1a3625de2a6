/** Findings and evidence as SARIF results. */
import type {
  ArtifactLocation,
  Fix,
  Location,
  PhysicalLocation,
  Region,
  Replacement,
  ReportingDescriptorReference,
  Result,
  ThreadFlowLocation,
} from 'sarif';
import type { Locale, Severity } from '../../contract/types.ts';
import type { BaselineUse, Evidence, Finding, Place, Step, Waived } from '../../engine/workspace/report.ts';
import { relativeUri, sarifLinkText, sarifText } from '../escape.ts';
import type { PlacedFix } from '../session.ts';
import { format } from '../text.ts';
import { fullStop } from './listing.ts';

/** Where rules and clauses stand in the run's lists. */
export interface Indexes {
  /** The taxonomy's name. */
  readonly contract: string;
  readonly rules: ReadonlyMap<string, number>;
  readonly clauses: ReadonlyMap<string, number>;
}

export function sarifLevel(severity: Severity): 'error' | 'warning' | 'note' {
  return severity === 'info' ? 'note' : severity;
}

/** What is the same for all results of a run: a reader takes the absence of these for ignorance, so all results have them or none. */
export interface Standing {
  readonly baseline: boolean;
  readonly waivers: boolean;
}

export function sarifResult(
  finding: Finding,
  indexes: Indexes,
  locale: Locale,
  standing: Standing,
  fixes: readonly PlacedFix[] = [],
): Result {
  const { what, why, todo } = finding.message;
  const here: Step = { place: finding.place, note: what };
  return {
    ...base(finding, indexes),
    kind: 'fail',
    level: sarifLevel(finding.severity),
    message: { text: messageText([what[locale], why[locale], todo[locale]], finding.trail, locale) },
    locations: [{ physicalLocation: physicalLocation(finding.place.path, finding.place) }],
    ...flow(finding.trail, here, locale),
    ...(fixes.length > 0 && { fixes: fixes.map((one) => sarifFix(one, locale)) }),
    partialFingerprints: { 'clauselint/v1': finding.fingerprint, 'clauselintContent/v1': finding.partial },
    ...stood(standing, finding.baseline),
    ...(finding.firstDetected === undefined ? {} : { provenance: { firstDetectionTimeUtc: `${finding.firstDetected}T00:00:00.000Z` } }),
    properties: { obligation: finding.obligation, clauses: [...finding.clauses] },
  };
}

/** A waived finding: still a failure, and suppressed by somebody who gave a reason. */
export function sarifWaived({ finding, waiver }: Waived, indexes: Indexes, locale: Locale, standing: Standing): Result {
  const { form, reason, owner, until, place } = waiver;
  return {
    ...sarifResult(finding, indexes, locale, standing),
    suppressions: [
      {
        kind: form === 'comment' ? 'inSource' : 'external',
        status: 'accepted',
        justification: sarifText(format(locale, 'sarif.waived', { reason, owner, date: until })),
        location: { physicalLocation: physicalLocation(place.path, place) },
        properties: { owner, until },
      },
    ],
  };
}

/** An entry of the baseline that no finding meets any more. */
export function sarifAbsent(entry: BaselineUse['absent'][number], indexes: Indexes, locale: Locale, standing: Standing): Result {
  const { rule, path, fingerprint, firstDetected } = entry;
  return {
    ...base({ rule, clauses: [] }, indexes),
    kind: 'fail',
    message: { text: format(locale, 'sarif.absent') },
    locations: [{ physicalLocation: physicalLocation(path, undefined) }],
    partialFingerprints: { 'clauselint/v1': fingerprint },
    ...stood(standing, 'absent'),
    provenance: { firstDetectionTimeUtc: `${firstDetected}T00:00:00.000Z` },
  };
}

function stood(
  { baseline, waivers }: Standing,
  state: 'new' | 'unchanged' | 'absent' | undefined,
): Pick<Result, 'baselineState' | 'suppressions'> {
  return { ...(baseline ? { baselineState: state ?? 'new' } : {}), ...(waivers ? { suppressions: [] } : {}) };
}

function sarifFix({ title, byHand, safe, path, edits, places }: PlacedFix, locale: Locale): Fix {
  const said = [title[locale], byHand?.[locale] ?? ''].filter((sentence) => sentence !== '').map((sentence) => fullStop(sentence, locale));
  return {
    description: { text: sarifText(said.join(locale === 'ja' ? '' : ' ')) },
    artifactChanges: [
      {
        artifactLocation: physicalLocation(path, undefined).artifactLocation as ArtifactLocation,
        replacements: edits.map(
          ({ text }, i): Replacement => ({
            deletedRegion: region(places[i] as Place),
            ...(text !== '' && { insertedContent: { text } }),
          }),
        ),
      },
    ],
    properties: { safe },
  };
}

export function sarifEvidence(evidence: Evidence, indexes: Indexes, locale: Locale, standing: Standing): Result {
  return {
    ...base(evidence, indexes),
    kind: evidence.is === 'keeps' ? 'pass' : 'open',
    level: 'none',
    message: { text: messageText([evidence.note[locale]], evidence.trail, locale) },
    locations: [{ physicalLocation: physicalLocation(evidence.place.path, evidence.place) }],
    ...flow(evidence.trail, { place: evidence.place, note: evidence.note }, locale),
    ...stood(standing, 'new'),
    properties: { obligation: evidence.obligation, clauses: [...evidence.clauses] },
  };
}

function base(one: Pick<Finding, 'rule' | 'clauses'>, indexes: Indexes): Pick<Result, 'ruleId' | 'ruleIndex' | 'taxa'> {
  const index = indexes.rules.get(one.rule);
  return { ruleId: one.rule, ...(index === undefined ? {} : { ruleIndex: index }), taxa: taxa(one.clauses, indexes) };
}

function taxa(clauses: readonly string[], indexes: Indexes): ReportingDescriptorReference[] {
  return clauses.map((id) => {
    const index = indexes.clauses.get(id);
    return { id, ...(index === undefined ? {} : { index }), toolComponent: { name: indexes.contract, index: 0 } };
  });
}

/** Sentences one after the other, each with a full stop (a viewer takes the first one for the title), and a link to the decision. */
function messageText(sentences: readonly string[], trail: readonly Step[], locale: Locale): string {
  const parts = sentences.filter((sentence) => sentence.trim() !== '').map((sentence) => sarifText(fullStop(sentence.trim(), locale)));
  const decision = trail.at(-1);
  if (decision !== undefined) {
    const { path, startLine, startColumn } = decision.place;
    // Related location 1 is the decision; see `flow`.
    const link = `[${sarifLinkText(`${path}:${startLine}:${startColumn}`)}](1)`;
    parts.push(format(locale, 'sarif.see', { place: link, note: sarifText(decision.note[locale]) }));
  }
  return parts.join(locale === 'ja' ? '' : ' ');
}

/** The trail in the order in which the value travels: the decision first, the finding last. */
function flow(trail: readonly Step[], here: Step, locale: Locale): Pick<Result, 'codeFlows' | 'relatedLocations'> {
  if (trail.length === 0) return {};
  const travel = [...trail].reverse();
  const steps = [...travel.map((step) => location(step, step.note[locale])), location(here, here.note[locale])];
  return {
    codeFlows: [
      { threadFlows: [{ locations: steps.map((step, index): ThreadFlowLocation => ({ location: step, executionOrder: index + 1 })) }] },
    ],
    relatedLocations: travel.map((step, index) => ({ id: index + 1, ...location(step, step.note[locale]) })),
  };
}

function location({ place }: Step, text: string): Location {
  const physical: Location = { physicalLocation: physicalLocation(place.path, place) };
  return text.trim() === '' ? physical : { ...physical, message: { text: sarifText(text) } };
}

export function physicalLocation(path: string, place: Place | undefined): PhysicalLocation {
  return {
    artifactLocation: { uri: relativeUri(path), uriBaseId: 'SRCROOT' },
    ...(place === undefined ? {} : { region: region(place) }),
  };
}

function region(place: Place): Region {
  return {
    startLine: place.startLine,
    startColumn: place.startColumn,
    endLine: place.endLine,
    endColumn: place.endColumn,
    charOffset: place.start,
    charLength: place.end - place.start,
  };
}
