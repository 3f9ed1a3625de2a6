/** What a call or `new` yields: the return of a project's function, an instance, a known built-in, or something of a package. */
import type { Expr, ExprId, FnId, Stmt } from '../facts/types.ts';
import type { Module } from '../link/module.ts';
import { blocksOf } from '../link/module.ts';
import { builtinCall } from './builtins.ts';
import { depthOf } from './contexts.ts';
import type { Evaluator } from './evaluator.ts';
import { specifierValue } from './imports.ts';
import { absent, alternatives, oneOf, through, unknown } from './make.ts';
import type { Ctx, FnV, Ref, Value } from './types.ts';

/** Returns are followed this many calls deep. */
const MAX_RETURN_DEPTH = 8;
const MAX_RETURNS = 12;

type CallExpr = Extract<Expr, { k: 'call' | 'new' }>;

export function callValue(ev: Evaluator, at: Ref, expr: CallExpr): Value {
  const calleeExpr = at.m.expr(expr.c);
  if (expr.k === 'call' && calleeExpr.k === 'free' && calleeExpr.n === 'require' && expr.a.length === 1) {
    const name = ev.value({ m: at.m, e: expr.a[0] as ExprId, ctx: at.ctx });
    return name.is === 'known' && typeof name.v === 'string' ? specifierValue(ev, at.m, name.v, at) : unknown('dynamic', at);
  }
  const callee = ev.value({ m: at.m, e: expr.c, ctx: at.ctx });
  const builtin = builtinCall(ev, callee, expr, at);
  if (builtin) return builtin;
  return oneOf(
    alternatives(callee).map((one) => applied(ev, one, expr, at)),
    at,
  );
}

function applied(ev: Evaluator, callee: Value, expr: CallExpr, at: Ref): Value {
  switch (callee.is) {
    case 'fn':
      return returned(ev, callee, at);
    case 'class':
      return { is: 'instance', m: callee.m, c: callee.c, ctx: callee.ctx, call: at, at };
    case 'ext':
      return { is: 'ext', key: `${callee.key}()`, call: at, at, base: callee };
    case 'unknown': {
      if (callee.type?.is === 'fn') return returned(ev, callee.type, at);
      const name = callee.name === undefined ? undefined : `${callee.name}()`;
      return unknown(callee.why === 'member' || callee.why === 'import' ? callee.why : 'call', at, {
        ...(name !== undefined && { name }),
        ...(callee.fn && { fn: callee.fn }),
      });
    }
    case 'absent':
      return unknown('call', at);
    default:
      return expr.k === 'new' ? unknown('dynamic', at) : unknown('call', at);
  }
}

/** The union of what a function's `return`s give, in the context of this call. Generators are not followed. */
export function returned(ev: Evaluator, fn: FnV, call: Ref): Value {
  const fact = fn.m.fn(fn.f);
  if (fact.gen || fact.bodiless) return unknown('call', call);
  if (depthOf(call.ctx) > MAX_RETURN_DEPTH) return unknown('budget', call);
  const ctx = ev.enter(fn, call, fn.self);
  const exits = returnsOf(fn.m, fn.f);
  if (exits.length === 0) return absent(call);
  if (exits.length > MAX_RETURNS) return unknown('budget', call);
  return through(
    oneOf(
      exits.map((e) => (e === undefined ? absent(call) : ev.value({ m: fn.m, e, ctx }))),
      call,
    ),
    call,
  );
}

/** The expressions a function may return; undefined for a bare `return`. */
export function returnsOf(m: Module, f: FnId): readonly (ExprId | undefined)[] {
  const out: (ExprId | undefined)[] = [];
  const pending: (readonly Stmt[])[] = [m.fn(f).body];
  for (let body = pending.pop(); body; body = pending.pop()) {
    for (const stmt of body) {
      if (stmt.k === 'ret') out.push(stmt.e);
      pending.push(...blocksOf(stmt));
    }
  }
  return out;
}

/** The project's functions that a call may run: functions, constructors (also those of base classes), and `super(…)`. */
export function targetsOf(ev: Evaluator, call: Ref): readonly { m: Module; f: FnId; ctx: Ctx; self?: Value | undefined }[] {
  const expr = call.m.expr(call.e);
  if (expr.k !== 'call' && expr.k !== 'new') return [];
  if (call.m.expr(expr.c).k === 'super') {
    const f = call.m.ownerOf(call.e);
    const cls = call.m.facts.classes[call.m.fn(f).cls ?? -1];
    const base = cls?.heritage === undefined ? undefined : ev.value({ m: call.m, e: cls.heritage, ctx: call.ctx });
    return base?.is === 'class' ? constructors(ev, base, call) : [];
  }
  const callee = ev.value({ m: call.m, e: expr.c, ctx: call.ctx });
  return alternatives(callee).flatMap((one) => {
    const target = one.is === 'unknown' && one.type ? one.type : one;
    if (target.is === 'fn') return [{ m: target.m, f: target.f, ctx: target.ctx, self: target.self }];
    return target.is === 'class' && expr.k === 'new' ? constructors(ev, target, call) : [];
  });
}

/** The constructor that a `new` runs first; an implicit one also runs its base's with the same arguments. */
function constructors(ev: Evaluator, cls: Extract<Value, { is: 'class' }>, call: Ref): { m: Module; f: FnId; ctx: Ctx; self: Value }[] {
  const fact = cls.m.facts.classes[cls.c];
  if (fact?.ctor === undefined) return [];
  const self: Value = { is: 'instance', m: cls.m, c: cls.c, ctx: cls.ctx, call, at: call };
  const own = { m: cls.m, f: fact.ctor, ctx: cls.ctx, self };
  if (!cls.m.fn(fact.ctor).implicit || fact.heritage === undefined) return [own];
  const base = ev.value(ev.ref(cls.m, fact.heritage));
  if (base.is !== 'class') return [own];
  return [own, ...constructors(ev, base, call)];
}
