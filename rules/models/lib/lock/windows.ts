/** Sliding windows: only failures younger than some time count, so that waiting lifts the lock. */
import type { ExprId } from '../../../../engine/rule/index.ts';
import { expressionsIn } from '../../../../engine/rule/index.ts';
import { perName } from '../per-name.ts';
import { comparisonOf } from './clock.ts';
import { enclosingCall, sqlText } from './ends.ts';
import type { Ground, Keyed, Place } from './ground.ts';
import { functionsIn } from './ground.ts';
import { countsFailures, permanentIn } from './permanent.ts';
import type { Scan } from './scan.ts';
import { sqlWindows } from './sql.ts';
import { FAIL, notSignIn, SIGN_IN, words } from './words.ts';

export interface Window extends Place {
  readonly at: ExprId;
  readonly name: string;
  readonly keyed: Keyed;
}

const LISTS = /^(?:filter|findIndex|find|some|reduce|forEach)$/;
const QUERIES =
  /^(?:count|countDocuments|findMany|find|findAll|findAndCountAll|findAndCount|aggregate|findFirst|findOne|query|execute|raw|getOne|getMany|all|get|oneFirst|one|maybeOne|select)\w*$/;

const pickOf = perName((name) => (LISTS.test(name) ? 'list' : QUERIES.test(name) ? 'query' : 'none'));

/** Calls that pick what is younger than some time, of things that speak of failures. `compared`: what is compared with the clock. */
export function picksIn(s: Scan, compared: readonly ExprId[]): ExprId[] {
  // Few modules hold anything against the clock.
  if (compared.length === 0 && !s.m.exprsOf('text').some((e) => sqlWindows(sqlText(s, e) ?? '').length > 0)) return [];
  return s.m.facts.calls.filter((e) => {
    const expr = s.expr(e);
    if (expr.k !== 'call') return false;
    const pick = pickOf(s.lastName(expr.c) ?? '');
    return pick !== 'none' && (pick === 'list' ? inList(s, e) : inQuery(s, e)) && FAIL.test(s.wordsIn(e, 1));
  });
}

/** Those of a module's picks that hold failures against an account. */
export function windowsOf(ground: Ground, s: Scan, picks: readonly ExprId[]): Window[] {
  const out: Window[] = [];
  for (const e of picks) {
    const expr = s.expr(e);
    if (expr.k !== 'call') continue;
    const name = s.lastName(expr.c) ?? '';
    const place = ground.place(s, e);
    const home = ground.home(place);
    const what = s.wordsIn(e, 1);
    const on = s.wordsIn(expr.c, 1);
    if (notSignIn(s.fnName(home)) || notSignIn(what)) continue;
    if (!(SIGN_IN.test(what) || (FAIL.test(on) && ground.signsIn(place)))) continue;
    const keyed = ground.keyed(LISTS.test(name) ? s.wordsIn(expr.c) : '', LISTS.test(name) ? '' : s.wordsIn(e, 3), place);
    if (keyed !== 'account' || permanentIn(ground, s, home) || !refusing(ground, place)) continue;
    out.push({ ...place, at: e, name: s.lastName((s.expr(expr.c) as { o?: ExprId }).o ?? expr.c) ?? name, keyed });
  }
  return out;
}

/** `attempts.filter((a) => a.time > now - WINDOW)` */
function inList(s: Scan, e: ExprId): boolean {
  return functionsIn(s, e).some((f) => expressionsIn(s.m, s.m.fn(f).body).some((at) => comparisonOf(s, at) !== undefined));
}

/** `count({ where: { email, success: false, createdAt: { gte: ago } } })`, or the same in SQL. */
function inQuery(s: Scan, e: ExprId): boolean {
  const expr = s.expr(e);
  if (expr.k !== 'call') return false;
  return expr.a.some((arg) =>
    expressionsWithinOf(s, arg).some((at) => {
      const found = s.expr(at).k === 'obj' ? comparisonOf(s, at) : undefined;
      if (found?.query && found.kind === 'elapsed' && enclosingCall(s, at) === e) return true;
      const text = sqlText(s, at);
      return text !== undefined && sqlWindows(text).length > 0;
    }),
  );
}

function expressionsWithinOf(s: Scan, e: ExprId): ExprId[] {
  return expressionsIn(s.m, [{ k: 'e', e: s.origin(e) }]);
}

/** The count is held against a most, here or by a caller. */
function refusing(ground: Ground, place: Place, depth = 1): boolean {
  const home = ground.home(place);
  const { s } = place;
  for (const e of s.m.exprsOf('bin')) {
    const expr = s.expr(e);
    if (expr.k !== 'bin' || !/^[<>]=?$/.test(expr.op)) continue;
    const owner = s.m.ownerOf(e);
    if (
      (owner === place.f || ground.home({ s, f: owner }) === home) &&
      (countsFailures(s, e) || /count|length|attempt|\bmax\b|limit/.test(words(s.wordsIn(e))))
    )
      return true;
  }
  return depth > 0 && ground.callers(s, home).some((site) => refusing(ground, site, depth - 1));
}
