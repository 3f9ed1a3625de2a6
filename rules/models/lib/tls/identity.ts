/** Whether a function that stands in for `tls.checkServerIdentity` can refuse a certificate at all. */

import type { ExprId, FnId, Module, Stmt, Value } from '../../../../engine/rule/index.ts';
import { blocksOf, expressionsWithin } from '../../../../engine/rule/index.ts';

const NOOPS = /^(?:lodash(?:-es)?#noop|lodash(?:-es)?\/noop#|lodash\.noop#|rxjs#noop|underscore#noop|ramda#always\(\)|noop\d*#)$/;
/** What is called for the log alone refuses nothing. */
const TALK = /^(?:log|info|warn|debug|error|trace|console)$/;

/** True: it may refuse; false: it never does; undefined: nobody can say. */
export function checksIdentity(value: Value): boolean | undefined {
  if (value.is === 'known') return value.v === false || value.v === null ? false : undefined;
  if (value.is === 'ext') return NOOPS.test(value.key) ? false : /^node:tls#(?:checkServerIdentity)$/.test(value.key) ? true : undefined;
  return value.is === 'fn' ? mayRefuse(value.m, value.f) : undefined;
}

function mayRefuse(m: Module, f: FnId): boolean | undefined {
  const fn = m.fn(f);
  if (fn.bodiless) return undefined;
  const { throws, returns } = exitsOf(fn.body);
  if (throws) return true;
  if (returns.some((e) => !isNothing(m, e))) return true;
  const calls = expressionsWithin(m, fn.body).filter((e) => ['call', 'new', 'tagged'].includes(m.expr(e).k) && !talks(m, e));
  return calls.length > 0 ? undefined : false;
}

function exitsOf(body: readonly Stmt[]): { throws: boolean; returns: readonly ExprId[] } {
  const returns: ExprId[] = [];
  let throws = false;
  const walk = (stmts: readonly Stmt[]): void => {
    for (const stmt of stmts) {
      if (stmt.k === 'throw') throws = true;
      if (stmt.k === 'ret' && stmt.e !== undefined) returns.push(stmt.e);
      for (const inner of blocksOf(stmt)) walk(inner);
    }
  };
  walk(body);
  return { throws, returns };
}

/** `undefined`, `void 0`, `null`, `false`, `{}` cast to a type, and conditions between them: no error. */
function isNothing(m: Module, e: ExprId): boolean {
  const expr = m.expr(e);
  switch (expr.k) {
    case 'undef':
      return true;
    case 'lit':
      return !expr.v;
    case 'un':
      return expr.op === 'void';
    case 'cond':
      return isNothing(m, expr.t) && isNothing(m, expr.f);
    case 'call':
      return talks(m, e);
    default:
      return false;
  }
}

function talks(m: Module, e: ExprId): boolean {
  const expr = m.expr(e);
  if (expr.k !== 'call') return false;
  const callee = m.expr(expr.c);
  return callee.k === 'member' ? TALK.test(callee.n) : false;
}
