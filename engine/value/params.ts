/** Parameters and `this`, by the calling context; without one they are unknown, or what their annotation says. */
import type { ExprId, FnId } from '../facts/types.ts';
import type { Module } from '../link/module.ts';
import { typeValue } from './annotations.ts';
import { ROOT } from './contexts.ts';
import type { Evaluator } from './evaluator.ts';
import { absent, through, unknown } from './make.ts';
import { elementOf } from './members.ts';
import type { Ctx, ListV, Ref, Value } from './types.ts';

export function paramValue(ev: Evaluator, at: Ref, f: FnId, i: number): Value {
  const { m } = at;
  const fact = m.fn(f).params[i];
  const bound = ev.bound(at.ctx, m, f);
  if (bound?.call) return through(argumentValue(ev, bound.call, i, fact?.rest === 1, at), at);
  const fromCaller = callbackParam(ev, m, f, i, at);
  if (fromCaller) return through(fromCaller, at);
  const type = fact?.ann === undefined ? undefined : typeValue(ev, m, fact.ann);
  return unknown('parameter', at, { ...(fact?.n !== undefined && { name: fact.n }), fn: { m, f }, ...(type && { type }) });
}

/** What a call hands in at a position. */
export function argumentValue(ev: Evaluator, call: Ref, i: number, rest: boolean, at: Ref): Value {
  const expr = call.m.expr(call.e);
  if (expr.k !== 'call' && expr.k !== 'new') return unknown('call', at);
  const args = expr.a;
  if (rest) {
    const items = args.slice(i).map((e) => ({ refs: [{ m: call.m, e, ctx: call.ctx }], maybe: false }));
    return { is: 'list', items, at: call } satisfies ListV;
  }
  for (let k = 0; k <= i && k < args.length; k += 1) {
    const one = call.m.expr(args[k] as number);
    if (one.k === 'spread') {
      const spread = ev.value({ m: call.m, e: one.e, ctx: call.ctx });
      if (spread.is === 'list' && !spread.open && k + spread.items.length > i) {
        const ref = spread.items[i - k]?.refs[0];
        if (ref) return ev.value(ref);
      }
      return unknown('dynamic', at);
    }
  }
  const arg = args[i];
  return arg === undefined ? absent(call) : ev.value({ m: call.m, e: arg, ctx: call.ctx });
}

const ITERATORS = new Set(['map', 'forEach', 'filter', 'find', 'some', 'every', 'flatMap', 'findIndex', 'findLast']);

/** The parameter of a callback written in place: an element for array methods, the settled value for `then`. */
function callbackParam(ev: Evaluator, m: Module, f: FnId, i: number, at: Ref): Value | undefined {
  if (i !== 0) return undefined;
  const fn = m.fn(f);
  if (fn.k !== 'arrow' && fn.k !== 'fn') return undefined;
  const parent = m.parentOf(fn.e);
  const call = parent < 0 ? undefined : m.expr(parent);
  if (call?.k !== 'call' || call.a[0] !== fn.e) return undefined;
  const callee = m.expr(call.c);
  if (callee.k !== 'member') return undefined;
  const receiver = (): Value => ev.value({ m, e: callee.o, ctx: at.ctx });
  if (callee.n === 'then') return receiver();
  if (!ITERATORS.has(callee.n)) return undefined;
  const element = elementOf(ev, receiver(), false, at);
  return element.is === 'unknown' ? undefined : element;
}

/** The function whose `this` an expression sees, and its class. Arrows see their parent's. */
export function thisOwner(m: Module, f: FnId): { f: FnId; c: number } | undefined {
  for (let at = f; ; at = m.fn(at).parent) {
    const fn = m.fn(at);
    if (fn.cls !== undefined) return { f: at, c: fn.cls };
    if (fn.k === 'module' || fn.k === 'fn') return undefined;
  }
}

export function thisValue(ev: Evaluator, at: Ref): Value {
  const { m } = at;
  for (let ctx: Ctx | undefined = at.ctx; ctx; ctx = ctx.outer) {
    if (ctx.self && ctx.m === m && ctx.fn !== undefined && (thisOwner(m, ctx.fn) !== undefined || m.fn(ctx.fn).k === 'method'))
      return through(ctx.self, at);
  }
  const f = m.ownerOf(at.e);
  const owner = thisOwner(m, f);
  if (!owner) {
    const object = objectOwner(m, f);
    return object === undefined ? unknown('dynamic', at, { name: 'this' }) : ev.value({ m, e: object, ctx: at.ctx });
  }
  return { is: 'instance', m, c: owner.c, ctx: ROOT, at };
}

/** The object literal whose method (or function property) an expression stands in. */
function objectOwner(m: Module, f: FnId): ExprId | undefined {
  let at = f;
  while (m.fn(at).k === 'arrow') at = m.fn(at).parent;
  const parent = m.fn(at).k === 'module' ? -1 : m.parentOf(m.fn(at).e);
  return parent >= 0 && m.expr(parent).k === 'obj' ? parent : undefined;
}
