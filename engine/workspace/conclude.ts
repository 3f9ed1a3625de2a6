/** Stage three: evidence + contract + today → findings, kept promises, and what nobody can tell. */
import { clausesOf, obligationOf, termsOf } from '../../contract/query.ts';
import type { Contract, Localized, ProjectConfig, Terms } from '../../contract/types.ts';
import type { Verdict } from '../rule/answer.ts';
import type { Evidence } from '../rule/evidence.ts';
import type { Rule } from '../rule/rule.ts';
import { positionAt } from '../syntax/lines.ts';
import type { Ref, Via } from '../value/types.ts';
import { contentOf } from './content.ts';
import { fingerprints, type Unprinted } from './fingerprint.ts';
import type { Origin } from './fixes.ts';
import type { ClauseTally, Finding, Message, Place, RuleInfo, Evidence as Shown, Step } from './report.ts';
import { note, whyText } from './words.ts';

type AnyVerdict = Verdict<unknown>;
interface Judgement {
  readonly evidence: Evidence;
  readonly verdict: AnyVerdict;
}
interface One extends Judgement {
  readonly at: Ref;
  /** All that is broken at this place, this judgement included. */
  readonly broken: readonly Judgement[];
}

/** What a rule answers with is what it was handed: evidence of models. */
type ModelJudged = { readonly evidence: Evidence; readonly verdict: AnyVerdict };

export interface Concluded {
  readonly rules: readonly RuleInfo[];
  readonly findings: readonly Finding[];
  readonly evidence: readonly Shown[];
  readonly tallies: readonly ClauseTally[];
  /** How each finding came about, by its fingerprint. */
  readonly origins: ReadonlyMap<string, Origin>;
}

/** Verdicts and what they show, kept from one conclusion to the next for the evidence that stays; for one contract and configuration. */
export class Judgements {
  private readonly figures = new Map<string, Terms>();
  private readonly kept = new Map<string, WeakMap<Evidence, { readonly verdict: AnyVerdict | undefined; shown?: unknown }>>();

  /** The figures that a rule judges by. */
  terms(rule: Rule, make: () => Terms): Terms {
    let terms = this.figures.get(rule.id);
    if (!terms) this.figures.set(rule.id, (terms = make()));
    return terms;
  }

  verdict(rule: Rule, evidence: Evidence, judge: () => AnyVerdict | undefined): AnyVerdict | undefined {
    let known = this.kept.get(rule.id);
    if (!known) this.kept.set(rule.id, (known = new WeakMap()));
    let one = known.get(evidence);
    if (!one) known.set(evidence, (one = { verdict: judge() }));
    return one.verdict;
  }

  show<T>(rule: Rule, evidence: Evidence, verdict: AnyVerdict, make: () => T): T {
    const one = this.kept.get(rule.id)?.get(evidence);
    // A rule's own conclusion may have put another verdict in its place.
    if (one?.verdict !== verdict) return make();
    one.shown ??= make();
    return one.shown as T;
  }
}

export function conclude(
  evidence: readonly Evidence[],
  rules: readonly Rule[],
  contract: Contract,
  config: ProjectConfig,
  scope?: (path: string) => boolean,
  judgements: Judgements = new Judgements(),
): Concluded {
  const active = rules.filter((rule) => obligationOf(contract, rule.obligation) !== undefined && config.rulesOff[rule.id] === undefined);
  const findings: Unprinted[] = [];
  const shown: Shown[] = [];
  const origins = new Map<object, Origin>();
  for (const rule of active) {
    const clauses = clausesOf(contract, rule.obligation).map((one) => one.id);
    const severity = obligationOf(contract, rule.obligation)?.broken ?? 'error';
    const terms = judgements.terms(rule, () => termsOf(contract, config, rule.obligation));
    const judged = evidence
      .filter((one) => one.kind === rule.evidence)
      .flatMap((one) => {
        const verdict = judgements.verdict(rule, one, () => rule.judge(one, terms));
        return verdict ? [{ evidence: one, verdict }] : [];
      });
    const final = rule.conclude ? rule.conclude(judged, terms) : judged;
    for (const { evidence: one, verdict, at, broken } of grouped(final as readonly ModelJudged[])) {
      if (scope && !scope(at.m.path)) continue;
      if (verdict.is === 'breaks') {
        const { found } = verdict;
        const finding = judgements.show(rule, one, verdict, () => ({
          rule: rule.id,
          obligation: rule.obligation,
          clauses,
          severity,
          message: messageOf(rule, found, one, terms),
          place: placeOf(at),
          trail: trailOf(one, verdict, at),
          content: contentOf(at),
        }));
        findings.push(finding);
        origins.set(finding, { rule, terms, broken, judged });
      } else {
        shown.push(
          judgements.show(rule, one, verdict, () => ({
            rule: rule.id,
            obligation: rule.obligation,
            clauses,
            is: verdict.is,
            place: placeOf(at),
            note: verdict.is === 'keeps' ? verdict.note : (verdict.note ?? whyText(verdict.why)),
            trail: trailOf(one, verdict, at),
          })),
        );
      }
    }
  }
  findings.sort(byPlace);
  shown.sort(byPlace);
  const named = fingerprints(findings);
  return {
    rules: active
      .map((rule) => ({
        id: rule.id,
        title: rule.title,
        obligation: rule.obligation,
        cwe: rule.cwe,
        clauses: clausesOf(contract, rule.obligation).map((one) => one.id),
        severity: obligationOf(contract, rule.obligation)?.broken ?? 'error',
      }))
      .sort((a, b) => (a.id < b.id ? -1 : 1)),
    findings: named,
    evidence: shown,
    tallies: talliesOf(contract, active, findings, shown),
    origins: new Map(named.map((one, i) => [one.fingerprint, origins.get(findings[i] as object) as Origin])),
  };
}

export function byPlace(a: { place: Place; rule: string }, b: { place: Place; rule: string }): number {
  if (a.place.path !== b.place.path) return a.place.path < b.place.path ? -1 : 1;
  return a.place.start - b.place.start || a.place.end - b.place.end || (a.rule < b.rule ? -1 : a.rule > b.rule ? 1 : 0);
}

/** One judgement a place: of several contexts the one that breaks speaks, else the one that cannot be told. */
function grouped(judged: readonly ModelJudged[]): One[] {
  const out = new Map<string, One>();
  const broken = new Map<string, Judgement[]>();
  const weight = (one: AnyVerdict): number => (one.is === 'breaks' ? 2 : one.is === 'unknown' ? 1 : 0);
  for (const { evidence, verdict } of judged) {
    const at = evidence.anchor === 'sink' ? evidence.at : outermost(evidence.at);
    const key = `${at.m.id} ${at.e}`;
    const all = broken.get(key) ?? [];
    broken.set(key, all);
    if (verdict.is === 'breaks') all.push({ evidence, verdict });
    const before = out.get(key);
    if (!before || weight(verdict) > weight(before.verdict)) out.set(key, { evidence, verdict, at, broken: all });
  }
  return [...out.values()];
}

/** The outermost call through which a place was reached, or the place itself. */
export function outermost(at: Ref): Ref {
  let place = at;
  while (place.ctx.call) place = place.ctx.call;
  return place;
}

export function placeOf(ref: Ref): Place {
  const { start, end } = ref.m.span(ref.e);
  const { lines } = ref.m.facts;
  const from = positionAt(lines, start);
  const to = positionAt(lines, end);
  return { path: ref.m.path, start, end, startLine: from.line, startColumn: from.column, endLine: to.line, endColumn: to.column };
}

function messageOf(rule: Rule, found: unknown, evidence: Evidence, terms: ReturnType<typeof termsOf>): Message {
  const en = rule.say.en(found, evidence, terms);
  const ja = rule.say.ja(found, evidence, terms);
  return { what: { en: en.what, ja: ja.what }, why: { en: en.why, ja: ja.why }, todo: { en: en.todo, ja: ja.todo } };
}

const MAX_STEPS = 12;

function trailOf(evidence: Evidence, verdict: AnyVerdict, at: Ref): Step[] {
  const steps: Step[] = [];
  const seen = new Set([`${at.m.id}.${at.e}`]);
  const push = (ref: Ref, text: Localized): void => {
    const key = `${ref.m.id}.${ref.e}`;
    if (seen.has(key) || steps.length >= MAX_STEPS) return;
    seen.add(key);
    steps.push({ place: placeOf(ref), note: text });
  };
  const calls: Ref[] = [];
  for (let ctx = evidence.at.ctx; ctx.call; ctx = ctx.call.ctx) calls.unshift(ctx.call);
  for (const call of calls) push(call, note('call'));
  if (calls.length > 0) push(evidence.at, note('sink'));
  const { from } = verdict;
  if (from) {
    for (let via: Via | undefined = from.via; via; via = via.rest) push(via.at, note('via'));
    push(from.at, note(from.is === 'unknown' ? 'lost' : from.is === 'absent' ? 'unset' : 'decided'));
  }
  for (const step of evidence.steps ?? []) push(step.at, step.note);
  return steps;
}

/** A line a clause. @param rules those that judged */
export function talliesOf(
  contract: Contract,
  rules: readonly { readonly obligation: string }[],
  findings: readonly { clauses: readonly string[] }[],
  shown: readonly Shown[],
): ClauseTally[] {
  return contract.clauses.map((clause) => {
    const has = (one: { clauses: readonly string[] }): boolean => one.clauses.includes(clause.id);
    const unknown = shown.filter((one) => has(one) && one.is === 'unknown');
    const why = new Map<string, number>();
    for (const one of unknown) why.set(one.note.en, (why.get(one.note.en) ?? 0) + 1);
    return {
      clause: clause.id,
      title: clause.title,
      kept: shown.filter((one) => has(one) && one.is === 'keeps').length,
      broken: findings.filter(has).length,
      waived: 0,
      unknown: unknown.length,
      unknownWhy: [...why].map(([text, count]) => ({ why: text, count })).sort((a, b) => b.count - a.count || (a.why < b.why ? -1 : 1)),
      notJudged: !rules.some((rule) => clause.obligations.some((one) => one.id === rule.obligation)),
    };
  });
}
