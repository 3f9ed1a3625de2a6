/** A framework's own default: the length of its lock, which whoever uses it may overrule, in a file apart from the write. */
import type { ExprId } from '../../../../engine/rule/index.ts';
import type { Ground } from './ground.ts';
import type { Scan } from './scan.ts';
import { LOCK, words } from './words.ts';

interface Written {
  readonly s: Scan;
  readonly shape: string;
  readonly duration?: ExprId | undefined;
}
export interface Default {
  readonly s: Scan;
  readonly at: ExprId;
  readonly name: string;
}

/** `auth.lockTime = auth.lockTime ?? 600000`, or `{ ...defaults, ...own }`, for the durations with which locks are written. */
export function defaultsOf(ground: Ground, scans: readonly Scan[], timed: readonly Written[]): Default[] {
  const names = new Set<string>();
  for (const one of timed) {
    if (one.shape !== 'end-date' || one.duration === undefined) continue;
    for (const name of memberNames(one.s, one.duration, 3)) if (LOCK.test(words(name))) names.add(name);
  }
  if (names.size === 0) return [];
  const out: Default[] = [];
  for (const s of scans) {
    if (timed.some((one) => one.s === s)) continue;
    s.m.facts.exprs.forEach((expr, e) => {
      if (expr.k === 'assign') {
        const name = s.lastName(expr.t);
        const value = s.expr(expr.v);
        const fallback =
          value.k === 'bin' && /^(?:\?\?|\|\|)$/.test(value.op) && s.lastName(value.l) === name
            ? value.r
            : /^(?:\?\?|\|\|)=$/.test(expr.op)
              ? expr.v
              : undefined;
        if (name !== undefined && names.has(name) && fallback !== undefined && isNumber(s, fallback)) out.push({ s, at: e, name });
      } else if (expr.k === 'obj') {
        for (const p of expr.p)
          if ('n' in p && names.has(p.n) && isNumber(s, p.v) && overruled(ground, s, e)) out.push({ s, at: p.v, name: p.n });
      }
    });
  }
  return out;
}

function memberNames(s: Scan, e: ExprId, depth: number): string[] {
  const expr = s.expr(e);
  if (expr.k === 'member') return [expr.n];
  if (expr.k === 'bin') return [...memberNames(s, expr.l, depth), ...memberNames(s, expr.r, depth)];
  if (expr.k === 'ref' && depth > 0) {
    const from = s.m.facts.bindings[expr.b]?.e;
    return from === undefined ? [] : memberNames(s, from, depth - 1);
  }
  return [];
}

function isNumber(s: Scan, e: ExprId): boolean {
  const expr = s.expr(e);
  return (expr.k === 'lit' && typeof expr.v === 'number') || (expr.k === 'bin' && /^[*/]$/.test(expr.op));
}

/** The object is a named default that some other object is spread over, in the project. */
function overruled(ground: Ground, s: Scan, e: ExprId): boolean {
  let at = e;
  for (let parent = s.m.parentOf(at); parent >= 0; parent = s.m.parentOf(at)) {
    const expr = s.expr(parent);
    if (expr.k !== 'call' || s.lastName(expr.c) !== 'freeze') return false;
    at = parent;
  }
  const named = s.bindingOf(at);
  if (named === undefined) return false;
  const name = s.m.bindingName(named);
  return ground.q.roots.some((m) => {
    const other = ground.scan(m);
    return m.facts.exprs.some((expr) => {
      if (expr.k !== 'obj') return false;
      const spreads = expr.p.filter((p) => 's' in p);
      const first = spreads[0];
      return spreads.length > 1 && first !== undefined && 's' in first && other.lastName(first.s) === name;
    });
  });
}
