/** Where an expression's value goes next: the expression, variable, field, or return that holds it. Indexed once a module. */
import type { ExprId, FnId, Module, Query, Ref } from '../../../../engine/rule/index.ts';
import { blocksOf } from '../../../../engine/rule/index.ts';

/** Index into a module's bindings. */
export type BindingId = number;

export type Holder =
  | { readonly is: 'part'; readonly of: ExprId }
  | { readonly is: 'binding'; readonly b: BindingId }
  | { readonly is: 'return'; readonly f: FnId }
  | { readonly is: 'field'; readonly n: string }
  | { readonly is: 'nothing' };

interface Index {
  readonly bindings: ReadonlyMap<ExprId, BindingId>;
  readonly returns: ReadonlyMap<ExprId, FnId>;
  readonly fields: ReadonlyMap<ExprId, string>;
  readonly reads: ReadonlyMap<BindingId, readonly ExprId[]>;
  readonly params: ReadonlyMap<string, BindingId>;
}

const indexes = new WeakMap<Module, Index>();

function indexOf(m: Module): Index {
  const had = indexes.get(m);
  if (had) return had;
  const bindings = new Map<ExprId, BindingId>();
  const params = new Map<string, BindingId>();
  m.facts.bindings.forEach((one, b) => {
    if (one.e === undefined) return;
    bindings.set(one.e, b);
    const source = m.expr(one.e);
    const param = source.k === 'dflt' ? m.expr(source.e) : source;
    if (param.k === 'param') params.set(`${param.f}.${param.i}`, b);
  });
  const returns = new Map<ExprId, FnId>();
  m.facts.functions.forEach((fn, f) => {
    const pending = [fn.body];
    for (let body = pending.pop(); body; body = pending.pop()) {
      for (const stmt of body) {
        if (stmt.k === 'ret' && stmt.e !== undefined) returns.set(stmt.e, f);
        pending.push(...blocksOf(stmt));
      }
    }
  });
  const fields = new Map<ExprId, string>();
  for (const cls of m.facts.classes) for (const field of cls.fields) if (field.e !== undefined) fields.set(field.e, field.n);
  const reads = new Map<BindingId, ExprId[]>();
  m.facts.exprs.forEach((expr, e) => {
    if (expr.k !== 'ref') return;
    const list = reads.get(expr.b);
    if (list) list.push(e);
    else reads.set(expr.b, [e]);
  });
  const made = { bindings, returns, fields, reads, params };
  indexes.set(m, made);
  return made;
}

export function holderOf(m: Module, e: ExprId): Holder {
  const parent = m.parentOf(e);
  if (parent >= 0) return { is: 'part', of: parent };
  const index = indexOf(m);
  const b = index.bindings.get(e);
  if (b !== undefined) return { is: 'binding', b };
  const f = index.returns.get(e);
  if (f !== undefined) return { is: 'return', f };
  const n = index.fields.get(e);
  return n === undefined ? { is: 'nothing' } : { is: 'field', n };
}

/** The places that read a variable, without those that only write to it. */
export function readsOf(m: Module, b: BindingId): readonly ExprId[] {
  return (indexOf(m).reads.get(b) ?? []).filter((e) => {
    const parent = m.parentOf(e);
    const holder = parent < 0 ? undefined : m.expr(parent);
    return !(holder?.k === 'assign' && holder.op === '=' && holder.t === e);
  });
}

/** The variable that stands for a parameter, when it has a name of its own. */
export function paramBinding(m: Module, f: FnId, i: number): BindingId | undefined {
  return indexOf(m).params.get(`${f}.${i}`);
}

/** The reads of a property of this name in a module: `this.key`, `req.key`. */
export function memberReads(m: Module, name: string): readonly ExprId[] {
  const out: ExprId[] = [];
  m.facts.exprs.forEach((expr, e) => {
    if (expr.k !== 'member' || expr.n !== name) return;
    const parent = m.parentOf(e);
    const holder = parent < 0 ? undefined : m.expr(parent);
    if (!(holder?.k === 'assign' && holder.op === '=' && holder.t === e)) out.push(e);
  });
  return out;
}

/** The call sites at which a function's result comes out: the one that the context says, else all of them. */
export function resultsOf(q: Query, at: Ref, f: FnId): readonly Ref[] {
  const bound = q.ev.bound(at.ctx, at.m, f);
  if (bound?.call) return [bound.call];
  return q
    .callers(at.m, f)
    .filter((site) => q.judged.has(site.m))
    .slice(0, 60);
}

/** The names of the functions and the class around an expression, innermost first. */
export function namesAround(m: Module, e: ExprId): readonly string[] {
  const out: string[] = [];
  for (let f = m.ownerOf(e); f > 0; f = m.fn(f).parent) {
    const fn = m.fn(f);
    const holder = holderOf(m, fn.e);
    const name =
      fn.n ??
      (holder.is === 'binding'
        ? m.bindingName(holder.b)
        : holder.is === 'field'
          ? holder.n
          : holder.is === 'part'
            ? propertyName(m, holder.of, fn.e)
            : undefined);
    if (name !== undefined && name !== 'constructor') out.push(name);
    const cls = fn.cls === undefined ? undefined : m.facts.classes[fn.cls]?.n;
    if (cls !== undefined) out.push(cls);
  }
  return out;
}

/** The name under which an expression stands in an object literal or is assigned. */
export function propertyName(m: Module, holder: ExprId, e: ExprId): string | undefined {
  const expr = m.expr(holder);
  if (expr.k === 'obj' || expr.k === 'jsx') {
    const prop = expr.p.find((one) => 'v' in one && one.v === e);
    return prop && 'n' in prop ? prop.n : prop && 'c' in prop ? literal(m, prop.c) : undefined;
  }
  if (expr.k === 'assign') {
    const target = m.expr(expr.t);
    return target.k === 'member'
      ? target.n
      : target.k === 'index'
        ? literal(m, target.i)
        : target.k === 'ref'
          ? m.bindingName(target.b)
          : undefined;
  }
  return undefined;
}

function literal(m: Module, e: ExprId): string | undefined {
  const expr = m.expr(e);
  return expr.k === 'lit' && typeof expr.v === 'string' ? expr.v : undefined;
}
