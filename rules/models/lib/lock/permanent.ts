/** Locks with no clock in them: a flag or a status that failures set, a counter held against a most. They end by a reset, by an administrator, or never. */
import type { ExprId, FnId, Stmt } from '../../../../engine/rule/index.ts';
import { blocksOf, expressionsIn, inOrder, leaves, partsOf } from '../../../../engine/rule/index.ts';
import { perName } from '../per-name.ts';
import { isNow } from './clock.ts';
import { enclosingCall } from './ends.ts';
import type { Ground, Place } from './ground.ts';
import { classify, functionsIn, statementsOf } from './ground.ts';
import type { Scan } from './scan.ts';
import { FAIL, LOCK, OTHER_END, SIGN_IN, speaksOfLocks, words } from './words.ts';

const FLAG = /\b(?:status|state|active|enabled|is active|disabled|inactive)\b/;

/** A write of lock state with no end: `{ status: 0 }`, `{ lockedAt: now }`, `user.isLocked = true`. */
export function flagWrite(s: Scan, e: ExprId): { name: string; at: ExprId } | undefined {
  const expr = s.expr(e);
  const sets = (name: string, value: ExprId): boolean => {
    const text = words(name);
    const v = s.expr(value);
    if (LOCK.test(text))
      return (
        (v.k === 'lit' && (v.v === true || v.v === 1 || typeof v.v === 'string')) || (isNow(s, value) && !/until|expir|end/.test(text))
      );
    return FLAG.test(text) && refusing(s, value);
  };
  if (expr.k === 'assign' && expr.op === '=') {
    const name = s.lastName(expr.t);
    const target = s.expr(expr.t);
    const own = target.k === 'member' ? words(s.lastName(target.o) ?? '') : '';
    return name !== undefined && target.k === 'member' && !RESPONSE.test(own) && sets(name, expr.v) ? { name, at: e } : undefined;
  }
  if (expr.k !== 'obj' || !stored(s, e)) return undefined;
  for (const p of expr.p) if ('n' in p && sets(p.n, p.v)) return { name: p.n, at: p.v };
  return undefined;
}

/** A status that refuses: a flag, a small number, a word of locking. HTTP codes and the like are none. */
function refusing(s: Scan, value: ExprId): boolean {
  const v = s.expr(value);
  if (v.k === 'member') return REFUSED.test(s.wordsIn(value));
  return (
    v.k === 'lit' &&
    (typeof v.v === 'boolean' || (typeof v.v === 'number' && v.v < 20) || (typeof v.v === 'string' && REFUSED.test(words(v.v))))
  );
}

const REFUSED = new RegExp(`${LOCK.source}|\\b(?:inactive|disabled|deactivated|restricted)\\b`, 'u');
const RESPONSE = /\b(?:ctx|res|response|reply|req|request|error|err|result|socket)\b/;
const STORES = /update|set|save|patch|put|modify|write|upsert|insert|create|merge|exec/i;

/** The object is written somewhere: handed to a call that stores, or kept to be handed on. */
function stored(s: Scan, e: ExprId): boolean {
  const call = enclosingCall(s, e);
  return call === undefined
    ? s.bindingOf(e) !== undefined
    : STORES.test(s.calleeName(call)) && !RESPONSE.test(s.wordsIn((s.expr(call) as { c: ExprId }).c));
}

/** A condition that holds a count of failures against something. */
export function countsFailures(s: Scan, cond: ExprId): boolean {
  const visit = (e: ExprId): boolean => {
    const expr = s.expr(e);
    if (expr.k === 'bin' && /^[<>]=?$/.test(expr.op)) return !isZero(s, expr.l) && !isZero(s, expr.r) && FAIL.test(s.wordsIn(e, 1));
    // `failures === MAX_FAILURES`, `tries === 5`
    if (expr.k === 'bin' && /^===?$/.test(expr.op)) return isMost(s, expr.r) && FAIL.test(s.wordsIn(expr.l, 1));
    if (expr.k === 'call')
      return FAIL.test(words(s.lastName(expr.c) ?? '')) && /threshold|exceed|too many|reach|max/.test(s.wordsIn(expr.c));
    return partsOf(expr).some(visit);
  };
  return visit(cond);
}

function isZero(s: Scan, e: ExprId): boolean {
  const expr = s.expr(e);
  return expr.k === 'lit' && expr.v === 0;
}

function isMost(s: Scan, e: ExprId): boolean {
  const expr = s.expr(e);
  return (
    (expr.k === 'lit' && typeof expr.v === 'number' && expr.v > 1) ||
    /\b(?:max\w*|limit|threshold|allowed)\b/.test(words(s.lastName(e) ?? ''))
  );
}

export interface Flagged extends Place {
  readonly at: ExprId;
  readonly name: string;
  /** No flag is written: the count itself refuses. */
  readonly counter?: true;
}

/** In the branch where too many failures were counted: the write that locks without an end. */
export function permanentIn(ground: Ground, s: Scan, f: FnId): Flagged | undefined {
  void ground;
  for (const stmt of statementsOf(s, f)) {
    if (stmt.k !== 'if' || !countsFailures(s, stmt.c)) continue;
    for (const e of deepExpressions(s, stmt.t)) {
      const flag = flagWrite(s, e);
      if (flag) return { s, f, e, ...flag };
    }
  }
  return undefined;
}

function deepExpressions(s: Scan, body: readonly Stmt[]): ExprId[] {
  return expressionsIn(s.m, body).flatMap((e) => [e, ...functionsIn(s, e).flatMap((f) => expressionsIn(s.m, s.m.fn(f).body))]);
}

/** Every lock without an end of a module: flags that failures set, and counters that refuse sign-in by themselves. */
export function permanentLocks(ground: Ground, s: Scan): Flagged[] {
  const out: Flagged[] = [];
  s.m.facts.functions.forEach((fn, f) => {
    const walk = (body: readonly Stmt[]): void => {
      for (const stmt of body) {
        if (stmt.k === 'if' && countsFailures(s, stmt.c)) {
          const place = { s, f, e: stmt.c };
          const flag = deepExpressions(s, stmt.t)
            .map((e) => flagWrite(s, e))
            .find((one) => one !== undefined);
          if (flag && lockContext(ground, place, flag.name)) out.push({ ...place, e: flag.at, ...flag });
          else if (!flag && leaves(stmt.t) && refuses(s, stmt.c, ground, place))
            out.push({ ...place, at: stmt.c, name: counterName(s, stmt.c), counter: true });
        }
        for (const inner of blocksOf(stmt)) walk(inner);
      }
    };
    walk(fn.body);
    const e = countReturned(s, f);
    if (e !== undefined && lockContext(ground, { s, f, e }, s.fnName(f)))
      out.push({ s, f, e, at: e, name: counterName(s, e), counter: true });
  });
  for (const { name, e } of choicesIn(s)) {
    const place = { s, f: s.m.ownerOf(e), e };
    if (lockContext(ground, place, name)) out.push({ ...place, at: e, name });
  }
  return out;
}

/** Whether a module counts failures anywhere in a way that may lock without an end. */
export function countsAnywhere(s: Scan): boolean {
  const counts = (body: readonly Stmt[]): boolean =>
    body.some((stmt) => (stmt.k === 'if' && countsFailures(s, stmt.c)) || blocksOf(stmt).some(counts));
  return s.m.facts.functions.some((fn, f) => counts(fn.body) || countReturned(s, f) !== undefined) || choicesIn(s).length > 0;
}

/** A predicate: `return failedAttempts >= max`. */
function countReturned(s: Scan, f: FnId): ExprId | undefined {
  const last = s.m.fn(f).body.at(-1);
  return last?.k === 'ret' && last.e !== undefined && countsFailures(s, last.e) && LOCK.test(s.fnName(f)) ? last.e : undefined;
}

/** `lockedAt = failures >= MAX ? now : null`: the choice itself locks, without an end. */
function choicesIn(s: Scan): { name: string; e: ExprId }[] {
  const out: { name: string; e: ExprId }[] = [];
  const look = (name: string, e: ExprId): void => {
    const expr = s.expr(e);
    if (expr.k !== 'cond' || !LOCK.test(words(name)) || !countsFailures(s, expr.c)) return;
    const chosen = s.expr(expr.t);
    if ((chosen.k === 'lit' && chosen.v === true) || (isNow(s, expr.t) && !/until|expir|end/.test(words(name)))) out.push({ name, e });
  };
  for (const one of s.m.facts.bindings) if (one.e !== undefined) look(one.n, one.e);
  for (const e of inOrder(s.m.exprsOf('obj'), s.m.exprsOf('assign'))) {
    const expr = s.expr(e);
    if (expr.k === 'obj') for (const prop of expr.p) if ('n' in prop) look(prop.n, prop.v);
    if (expr.k === 'assign') look(s.lastName(expr.t) ?? '', expr.v);
  }
  return out;
}

function lockContext(ground: Ground, place: Place, name: string): boolean {
  if (!SIGN_IN.test(name) && !ground.signsIn(place, 1)) return false;
  const keyed = ground.keyed(place.s.wordsIn(place.e), '', place);
  return keyed === 'account' || keyed === 'unknown';
}

function refuses(s: Scan, cond: ExprId, ground: Ground, place: Place): boolean {
  const text = s.wordsIn(cond, 1);
  // What the module says by itself comes first: callers are sought in the whole project.
  return (
    !/captcha|retry|valid\b/.test(text) &&
    // The tries at one code or one request lock that, not the account.
    !OTHER_END.test(place.s.contextWords(place.f)) &&
    !ofRequest(s, cond) &&
    classify(s.wordsIn(cond, 3)) === 'account' &&
    (SIGN_IN.test(`${text} ; ${s.fnName(ground.home(place))}`) || ground.signsIn(place, 1)) &&
    ground.keyed(text, '', place) === 'account'
  );
}

function ofRequest(s: Scan, e: ExprId): boolean {
  const expr = s.expr(e);
  const counted = expr.k === 'member' && FAIL.test(words(expr.n)) && RESPONSE.test(words(s.lastName(expr.o) ?? ''));
  return counted || partsOf(expr).some((part) => ofRequest(s, part));
}

function counterName(s: Scan, cond: ExprId): string {
  let found = '';
  const visit = (e: ExprId): void => {
    const expr = s.expr(e);
    if (found === '' && (expr.k === 'member' || expr.k === 'ref') && FAIL.test(words(s.lastName(e) ?? ''))) found = s.lastName(e) ?? '';
    partsOf(expr).forEach(visit);
  };
  visit(cond);
  return found;
}

/** How a lock is lifted where its state is cleared. */
export type Lift = 'reset' | 'admin';

/** What a module clears that may be the state of a lock without an end, as words, and how that lifts it. */
export function liftsIn(s: Scan): Record<string, Lift> {
  const out: Record<string, Lift> = {};
  const look = (name: string, value: ExprId, e: ExprId): void => {
    if (!mayBeState(name) || !clears(s, value)) return;
    const text = words(name);
    const lift = out[text] === 'reset' ? 'reset' : (liftedIn(s.contextWords(s.m.ownerOf(e))) ?? out[text]);
    if (lift) out[text] = lift;
  };
  for (const e of inOrder(s.m.exprsOf('obj'), s.m.exprsOf('assign'))) {
    const expr = s.expr(e);
    if (expr.k === 'obj') {
      for (const p of expr.p) if ('n' in p) look(p.n, p.v, e);
    } else if (expr.k === 'assign') look(s.lastName(expr.t) ?? '', expr.v, e);
  }
  return out;
}

/** The names under which a lock without an end is found: flags, and counters, which may have none. */
const mayBeState = perName((name) => speaksOfLocks(name) || words(name) === '' || FLAG.test(words(name)));

function liftedIn(context: string): Lift | undefined {
  if (/reset|unlock|recover|password|token|verify|confirm/.test(context) && !/admin/.test(context)) return 'reset';
  return /admin|manage|staff|unlock|enable|activate/.test(context) ? 'admin' : undefined;
}

/** How a lock without an end is lifted, as far as the project shows. */
export function endsOf(lifts: readonly Readonly<Record<string, Lift>>[], name: string): Lift | 'never' {
  const all = lifts.map((one) => one[words(name)]);
  return all.includes('reset') ? 'reset' : all.includes('admin') ? 'admin' : 'never';
}

function clears(s: Scan, e: ExprId): boolean {
  const expr = s.expr(e);
  return (
    expr.k === 'undef' ||
    (expr.k === 'lit' && (expr.v === null || expr.v === false || expr.v === 0 || expr.v === 1 || expr.v === 'active' || expr.v === true))
  );
}
