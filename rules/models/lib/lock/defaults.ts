/** A framework's own default: the length of its lock, which whoever uses it may overrule, in a file apart from the write. */
import type { ExprId } from '../../../../engine/rule/index.ts';
import { inOrder } from '../../../../engine/rule/index.ts';
import type { Scan } from './scan.ts';
import { LOCK, words } from './words.ts';

interface Written {
  readonly s: Scan;
  readonly shape: string;
  readonly duration?: ExprId | undefined;
}

/** A number given for what is called like a lock. */
export interface Given {
  readonly at: ExprId;
  readonly name: string;
  /** It stands in an object of this name: a default only where another object is spread over that one. */
  readonly of?: string;
}

/** `auth.lockTime = auth.lockTime ?? 600000`, and the options of named objects. */
export function defaultsIn(s: Scan): Given[] {
  const out: Given[] = [];
  for (const e of inOrder(s.m.exprsOf('assign'), s.m.exprsOf('obj'))) {
    const expr = s.expr(e);
    if (expr.k === 'assign') {
      const name = s.lastName(expr.t);
      const value = s.expr(expr.v);
      const fallback =
        value.k === 'bin' && /^(?:\?\?|\|\|)$/.test(value.op) && s.lastName(value.l) === name
          ? value.r
          : /^(?:\?\?|\|\|)=$/.test(expr.op)
            ? expr.v
            : undefined;
      if (name !== undefined && LOCK.test(words(name)) && fallback !== undefined && isNumber(s, fallback)) out.push({ at: e, name });
    } else if (expr.k === 'obj') {
      for (const p of expr.p) {
        if (!('n' in p) || !LOCK.test(words(p.n)) || !isNumber(s, p.v)) continue;
        const of = objectName(s, e);
        if (of !== undefined) out.push({ at: p.v, name: p.n, of });
      }
    }
  }
  return out;
}

/** The names of objects that others are spread over: `{ ...defaults, ...own }`. */
export function overruledIn(s: Scan): string[] {
  const out = new Set<string>();
  for (const e of s.m.exprsOf('obj')) {
    const expr = s.expr(e);
    if (expr.k !== 'obj' || expr.p.length < 2) continue;
    const spreads = expr.p.flatMap((p) => ('s' in p ? [p.s] : []));
    const name = spreads.length > 1 ? s.lastName(spreads[0] as ExprId) : undefined;
    if (name !== undefined) out.add(name);
  }
  return [...out];
}

/** The names of the durations with which locks are written. */
export function durationNames(timed: readonly Written[]): ReadonlySet<string> {
  const names = new Set<string>();
  for (const one of timed) {
    if (one.shape !== 'end-date' || one.duration === undefined) continue;
    for (const name of memberNames(one.s, one.duration, 3)) if (LOCK.test(words(name))) names.add(name);
  }
  return names;
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

/** The name of the constant that an object, frozen or not, is the value of. */
function objectName(s: Scan, e: ExprId): string | undefined {
  let at = e;
  for (let parent = s.m.parentOf(at); parent >= 0; parent = s.m.parentOf(at)) {
    const expr = s.expr(parent);
    if (expr.k !== 'call' || s.lastName(expr.c) !== 'freeze') return undefined;
    at = parent;
  }
  const named = s.bindingOf(at);
  return named === undefined ? undefined : s.m.bindingName(named);
}
