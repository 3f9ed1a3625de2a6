/** Locks with no clock in them: a flag or a status that failures set, a counter held against a most. They end by a reset, by an administrator, or never. */
import type { ExprId, FnId, Stmt } from '../../../../engine/rule/index.ts';
import { blocksOf, expressionsIn, leaves, partsOf } from '../../../../engine/rule/index.ts';
import { isNow } from './clock.ts';
import type { Ground, Place } from './ground.ts';
import { functionsIn, statementsOf } from './ground.ts';
import type { Scan } from './scan.ts';
import { FAIL, LOCK, SIGN_IN, words } from './words.ts';

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
    return FLAG.test(text) && ((v.k === 'lit' && v.v !== null) || (v.k === 'member' && LOCK.test(s.wordsIn(value))));
  };
  if (expr.k === 'assign' && expr.op === '=') {
    const name = s.lastName(expr.t);
    return name !== undefined && s.expr(expr.t).k === 'member' && sets(name, expr.v) ? { name, at: e } : undefined;
  }
  if (expr.k !== 'obj') return undefined;
  for (const p of expr.p) if ('n' in p && sets(p.n, p.v)) return { name: p.n, at: p.v };
  return undefined;
}

/** A condition that holds a count of failures against something. */
export function countsFailures(s: Scan, cond: ExprId): boolean {
  const visit = (e: ExprId): boolean => {
    const expr = s.expr(e);
    if (expr.k === 'bin' && /^(?:[<>]=?|===?)$/.test(expr.op)) return s.expr(expr.r).k !== 'undef' && FAIL.test(s.wordsIn(e, 1));
    if (expr.k === 'call')
      return FAIL.test(words(s.lastName(expr.c) ?? '')) && /threshold|exceed|too many|reach|max/.test(s.wordsIn(expr.c));
    return partsOf(expr).some(visit);
  };
  return visit(cond);
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
    // A predicate: `return failedAttempts >= max`.
    const last = fn.body.at(-1);
    if (last?.k === 'ret' && last.e !== undefined && LOCK.test(s.fnName(f)) && countsFailures(s, last.e)) {
      const place = { s, f, e: last.e };
      if (lockContext(ground, place, s.fnName(f))) out.push({ ...place, at: last.e, name: counterName(s, last.e), counter: true });
    }
  });
  return out;
}

function lockContext(ground: Ground, place: Place, name: string): boolean {
  if (!SIGN_IN.test(name) && !ground.signsIn(place, 1)) return false;
  const keyed = ground.keyed(place.s.wordsIn(place.e), '', place);
  return keyed === 'account' || keyed === 'unknown';
}

function refuses(s: Scan, cond: ExprId, ground: Ground, place: Place): boolean {
  const text = s.wordsIn(cond, 1);
  return (
    SIGN_IN.test(`${text} ; ${s.fnName(ground.home(place))}`) &&
    !/captcha|retry|valid\b/.test(text) &&
    ground.keyed(text, '', place) === 'account'
  );
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

/** How a lock without an end is lifted, as far as the project shows: where its state is cleared. */
export function endsOf(scans: readonly Scan[], name: string): 'reset' | 'admin' | 'never' {
  let admin = false;
  for (const s of scans) {
    for (let e = 0; e < s.m.facts.exprs.length; e += 1) {
      const expr = s.expr(e);
      const cleared =
        expr.k === 'obj'
          ? expr.p.some((p) => 'n' in p && same(p.n, name) && clears(s, p.v))
          : expr.k === 'assign'
            ? same(s.lastName(expr.t) ?? '', name) && clears(s, expr.v)
            : false;
      if (!cleared) continue;
      const text = `${s.contextWords(s.m.ownerOf(e))}`;
      if (/reset|unlock|recover|password|token|verify|confirm/.test(text) && !/admin/.test(text)) return 'reset';
      if (/admin|manage|staff|unlock|enable|activate/.test(text)) admin = true;
    }
  }
  return admin ? 'admin' : 'never';
}

function same(a: string, b: string): boolean {
  return words(a) === words(b);
}

function clears(s: Scan, e: ExprId): boolean {
  const expr = s.expr(e);
  return (
    expr.k === 'undef' ||
    (expr.k === 'lit' && (expr.v === null || expr.v === false || expr.v === 0 || expr.v === 1 || expr.v === 'active' || expr.v === true))
  );
}
