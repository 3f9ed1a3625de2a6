/** In what does one policy ask for less than another? A policy is a contract with the project's configuration of it. Pure. */
import { clausesOf, obligationOf, termsOf } from './query.ts';
import { DAYS, HOURS, MINUTES, MONTHS } from './term-kinds.ts';
import { TERMS } from './terms.ts';
import type { ConfigWaiver, Contract, Localized, ProjectConfig, Severity, TermValue } from './types.ts';

export interface Policy {
  readonly contract: Contract;
  readonly config: ProjectConfig;
}

export interface Weakening {
  readonly what: Localized;
  /** The clauses whose promise it touches, in the contract's order; at least one where the contract has any. */
  readonly clauses: readonly string[];
}

/**
 * `obligationOfRule` answers with the obligation that a rule serves; `hidden` are files that ignore files keep from being checked. In the order: contract, figures, rules, files, what the analysis is told.
 * What cannot be told to be stricter counts as weaker.
 */
export function weakenings(
  from: Policy,
  to: Policy,
  obligationOfRule: (rule: string) => string | undefined,
  hidden: readonly string[] = [],
): Weakening[] {
  const all = from.contract.clauses.map((clause) => clause.id);
  const found: Weakening[] = [];
  const say = (clauses: readonly string[], en: string, ja: string): void => void found.push({ what: { en, ja }, clauses });
  contractChanges(from.contract, to.contract, all, say);
  for (const obligation of obligationsOf(from.contract)) {
    const [before, after] = [termsOf(from.contract, from.config, obligation), termsOf(to.contract, to.config, obligation)];
    for (const [name, value] of Object.entries(before)) {
      const now = after[name];
      if (now !== undefined && isWeaker(name, value, now))
        say(
          clausesFor(from.contract, obligation),
          `"${name}" of ${obligation} is ${shown(now)} instead of ${shown(value)}`,
          `${obligation} の "${name}" が ${shown(value)} から ${shown(now)} に変わります`,
        );
    }
  }
  for (const rule of added(Object.keys(from.config.rulesOff), Object.keys(to.config.rulesOff))) {
    const obligation = obligationOfRule(rule);
    say(
      obligation === undefined ? all : clausesFor(from.contract, obligation),
      `the rule ${rule} is switched off`,
      `ルール ${rule} が無効になります`,
    );
  }
  for (const waiver of addedWaivers(from.config.waivers, to.config.waivers)) {
    const obligation = obligationOfRule(waiver.rule);
    const where = waiver.path ?? waiver.fingerprint ?? '';
    say(
      obligation === undefined ? all : clausesFor(from.contract, obligation),
      `${waiver.rule} is waived in "${where}" until ${waiver.until}`,
      `"${where}" で ${waiver.rule} が ${waiver.until} まで免除されます`,
    );
  }
  for (const glob of added(from.config.ignore, to.config.ignore)) say(all, `"${glob}" is ignored`, `"${glob}" が検査の対象外になります`);
  for (const path of hidden)
    say(
      all,
      `${path} is committed, and hidden from the check by an ignore file`,
      `${path} はコミットされていますが、ignore ファイルにより検査されません`,
    );
  for (const glob of added(from.config.testFiles, to.config.testFiles))
    say(all, `"${glob}" counts as tests`, `"${glob}" がテストとして扱われます`);
  for (const kind of ['tests', 'generated'] as const) {
    if (from.config[kind] === 'check' && to.config[kind] !== 'check')
      say(all, `"${kind}" are no longer checked`, `"${kind}" が検査されなくなります`);
  }
  for (const sink of added(from.config.auditSinks, to.config.auditSinks))
    say(all, `${sink} counts as an audit sink`, `${sink} が監査ログの出力先として扱われます`);
  for (const one of added(from.config.subprocessors, to.config.subprocessors))
    say(all, `${one} counts as an agreed subprocessor`, `${one} が合意済みの再委託先として扱われます`);
  for (const key of ['assumedDeployRegion', 'tenantKey'] as const) {
    const [before, after] = [from.config[key], to.config[key]];
    if (before !== after)
      say(
        all,
        `"${key}" is ${after === undefined ? 'taken away' : shown(after)}`,
        `"${key}" が ${after === undefined ? '削除されます' : `${shown(after)} になります`}`,
      );
  }
  return found;
}

/** Waivers that the other policy does not have; another reason or owner makes no other waiver, and an earlier end is no weaker. */
function addedWaivers(before: readonly ConfigWaiver[], after: readonly ConfigWaiver[]): readonly ConfigWaiver[] {
  const covers = (one: ConfigWaiver, other: ConfigWaiver): boolean =>
    one.rule === other.rule && one.path === other.path && one.fingerprint === other.fingerprint && one.until >= other.until;
  return after.filter((waiver) => !before.some((one) => covers(one, waiver)));
}

type Say = (clauses: readonly string[], en: string, ja: string) => void;

const WEIGHT: Readonly<Record<Severity, number>> = { error: 2, warning: 1, info: 0 };

function contractChanges(from: Contract, to: Contract, all: readonly string[], say: Say): void {
  if (from.id !== to.id) say(all, `the contract is ${to.id} instead of ${from.id}`, `契約が ${from.id} から ${to.id} に変わります`);
  for (const id of obligationsOf(from)) {
    const [before, after] = [obligationOf(from, id), obligationOf(to, id)];
    const clauses = clausesFor(from, id);
    if (!after) say(clauses, `the contract no longer demands ${id}`, `契約から ${id} の義務がなくなります`);
    else if (before && WEIGHT[after.broken] < WEIGHT[before.broken])
      say(
        clauses,
        `a breach of ${id} weighs ${after.broken} instead of ${before.broken}`,
        `${id} の違反の重大度が ${before.broken} から ${after.broken} に下がります`,
      );
    if (!after) continue;
    for (const clause of clauses) {
      if (!clausesFor(to, id).includes(clause))
        say([clause], `clause ${clause} no longer demands ${id}`, `条項 ${clause} が ${id} を求めなくなります`);
    }
  }
}

function obligationsOf(contract: Contract): readonly string[] {
  return [...new Set(contract.clauses.flatMap((clause) => clause.obligations.map((one) => one.id)))];
}

function clausesFor(contract: Contract, obligation: string): readonly string[] {
  return clausesOf(contract, obligation).map((one) => one.id);
}

function added(before: readonly string[], after: readonly string[]): readonly string[] {
  return after.filter((one) => !before.includes(one));
}

function shown(value: TermValue): string {
  return Array.isArray(value) ? value.join(', ') : String(value);
}

/** Lists of what is allowed: one word more asks for less. Of all other lists one word fewer does. */
const ALLOWED: ReadonlySet<string> = new Set(['hosting-countries', 'log-countries']);

/** Limits of time are upper limits, all other figures are lower ones. */
function isWeaker(name: string, before: TermValue, after: TermValue): boolean {
  if (typeof before === 'number' && typeof after === 'number') {
    const unit = TERMS[name]?.unit;
    const isUpper = unit === MONTHS || unit === DAYS || unit === HOURS || unit === MINUTES;
    return isUpper ? after > before : after < before;
  }
  if (typeof before === 'boolean' && typeof after === 'boolean') return before !== after && after === name.endsWith('-allowed');
  if (Array.isArray(before) && Array.isArray(after)) {
    return (ALLOWED.has(name) ? added(before, after) : added(after, before)).length > 0;
  }
  if (name === 'tls-min-version' && typeof before === 'string' && typeof after === 'string') return after < before;
  return before !== after;
}
