/** The last step, and the only one that hangs on the day: baseline and waivers applied to what was concluded. Pure. */
import type { BaselineEntry } from '../../contract/baseline.ts';
import { clausesOf, obligationOf, termsOf } from '../../contract/query.ts';
import type { Contract, ProjectConfig } from '../../contract/types.ts';
import type { Rule } from '../rule/rule.ts';
import type { WaiverUse } from '../rule/waiver.ts';
import { matchBaseline } from './baseline.ts';
import { byPlace, type Concluded as Whole } from './conclude.ts';
import { fingerprints, type Unprinted } from './fingerprint.ts';
import type { WaiverOrigin } from './fixes.ts';
import type { BaselineUse, ClauseTally, Evidence, Finding, Incomplete, Place, Waived } from './report.ts';
import { applyWaivers, type JudgedWaiver, type WaiverFile } from './waivers.ts';

/** A baseline and where it lies, relative to the project's root. */
export interface Baseline {
  readonly path: string;
  readonly entries: readonly BaselineEntry[];
}

/** What was concluded, as far as it is plain data. */
type Concluded = Omit<Whole, 'origins'>;

export interface SettleInput {
  readonly concluded: Concluded;
  /** The waivers of the files that were judged, by path. */
  readonly comments: readonly WaiverFile[];
  readonly incomplete: readonly Incomplete[];
  readonly contract: Contract;
  readonly config: ProjectConfig;
  /** See `AnalyseInput`. */
  readonly configPath?: string;
  readonly baseline?: Baseline | undefined;
  readonly acceptedWaivers?: ((path: string) => readonly string[]) | undefined;
  readonly files: { has(path: string): boolean };
  readonly rules: readonly Rule[];
  /** YYYY-MM-DD. */
  readonly now: string;
  readonly scope?: (path: string) => boolean;
}

export interface Settled extends Concluded {
  readonly waived: readonly Waived[];
  readonly baseline?: BaselineUse;
}

export interface Outcome {
  readonly settled: Settled;
  /** How findings about waivers came about, by their fingerprints. */
  readonly waiverOrigins: ReadonlyMap<string, WaiverOrigin>;
}

export function settle(input: SettleInput): Outcome {
  const { concluded, rules, contract, config, now } = input;
  const incomplete = new Set(input.incomplete.map((one) => one.path));
  const held = holdAgainstBaseline(input, incomplete);
  const judge = rules.find((rule) => rule.evidence === 'waiver');
  if (!judge) return { settled: { ...concluded, ...held, waived: [] }, waiverOrigins: new Map() };
  const terms = termsOf(contract, config, judge.obligation);
  const inScope = (path: string): boolean => input.scope?.(path) !== false;
  const { open, waived, judged } = applyWaivers({
    findings: held.findings,
    files: input.comments,
    config: { path: input.configPath ?? 'clauselint.jsonc', waivers: config.waivers },
    known: {
      rules: rules.map((rule) => rule.id),
      waiverRules: rules.flatMap((rule) => (rule.evidence === 'waiver' ? [rule.id] : [])),
      clauses: contract.clauses.map((clause) => clause.id),
    },
    incomplete,
    accepted: input.acceptedWaivers,
    now,
    judge: (use) => judge.judge(use, terms),
  });
  // Switched off, the rule says nothing, and what it holds invalid hides nothing all the same.
  const active = concluded.rules.some((rule) => rule.id === judge.id);
  const told = judged.filter(({ place }) => active && inScope(place.path));
  const { findings, origins } = findingsOf(told, judge, input);
  const evidence = evidenceOf(told, judge, contract);
  return {
    settled: {
      ...concluded,
      ...held,
      findings: [...open, ...findings].sort(byPlace),
      evidence: [...concluded.evidence, ...evidence].sort(byPlace),
      tallies: concluded.tallies.map((tally) => withWaivers(tally, waived, findings, evidence)),
      waived,
    },
    waiverOrigins: origins,
  };
}

function holdAgainstBaseline(
  { concluded, baseline, files, scope }: SettleInput,
  incomplete: ReadonlySet<string>,
): { readonly findings: readonly Finding[]; readonly baseline?: BaselineUse } {
  if (!baseline) return { findings: concluded.findings };
  const lookedAt = (path: string): boolean => scope?.(path) !== false && !incomplete.has(path);
  const { entries, absent } = matchBaseline(concluded.findings, baseline.entries, { lookedAt, exists: (path) => files.has(path) });
  return {
    findings: concluded.findings.map((finding): Finding => {
      const entry = entries.get(finding.fingerprint);
      return entry ? { ...finding, baseline: 'unchanged', firstDetected: entry.firstDetected } : { ...finding, baseline: 'new' };
    }),
    baseline: {
      path: baseline.path,
      absent: absent.map(({ rule, path, fingerprint, firstDetected }) => ({ rule, path, fingerprint, firstDetected })),
    },
  };
}

function findingsOf(
  judged: readonly JudgedWaiver[],
  rule: Rule,
  { contract, config, baseline }: SettleInput,
): { findings: readonly Finding[]; origins: Outcome['waiverOrigins'] } {
  const terms = termsOf(contract, config, rule.obligation);
  const severity = obligationOf(contract, rule.obligation)?.broken ?? 'error';
  const found = judged.flatMap(({ use, place, verdict }): { finding: Unprinted; origin: WaiverOrigin; place: Place; rule: string }[] => {
    if (verdict.is !== 'breaks') return [];
    const en = rule.say.en(verdict.found, use, terms);
    const ja = rule.say.ja(verdict.found, use, terms);
    const finding = {
      ...shared(rule, contract),
      severity,
      message: { what: { en: en.what, ja: ja.what }, why: { en: en.why, ja: ja.why }, todo: { en: en.todo, ja: ja.todo } },
      place,
      trail: [],
      content: contentOf(use),
      // Nobody may put off what is wrong with a waiver: it is always new.
      ...(baseline && { baseline: 'new' as const }),
    };
    return [{ finding, origin: { rule, terms, use, found: verdict.found, path: place.path }, place, rule: rule.id }];
  });
  found.sort(byPlace);
  const findings = fingerprints(found.map((one) => one.finding));
  return { findings, origins: new Map(findings.map(({ fingerprint }, i) => [fingerprint, (found[i] as (typeof found)[0]).origin])) };
}

function contentOf({ form, rule, until }: WaiverUse): string {
  return [form, rule, until].join(' ');
}

function evidenceOf(judged: readonly JudgedWaiver[], rule: Rule, contract: Contract): Evidence[] {
  return judged.flatMap(({ place, verdict }): Evidence[] =>
    verdict.is === 'keeps' ? [{ ...shared(rule, contract), is: 'keeps', place, note: verdict.note, trail: [] }] : [],
  );
}

function shared(rule: Rule, contract: Contract): { rule: string; obligation: string; clauses: readonly string[] } {
  return { rule: rule.id, obligation: rule.obligation, clauses: clausesOf(contract, rule.obligation).map((one) => one.id) };
}

function withWaivers(
  tally: ClauseTally,
  waived: readonly Waived[],
  findings: readonly Finding[],
  evidence: readonly Evidence[],
): ClauseTally {
  const has = (one: { readonly clauses: readonly string[] }): boolean => one.clauses.includes(tally.clause);
  return {
    ...tally,
    kept: tally.kept + evidence.filter(has).length,
    broken: tally.broken + findings.filter(has).length,
    waived: waived.filter(({ finding }) => has(finding)).length,
  };
}
