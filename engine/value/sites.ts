/** Who calls this function? An index by callee name, verified by evaluation; and calling contexts made from the answers. */
import type { ExprId, FnId } from '../facts/types.ts';
import { Index } from '../link/index.ts';
import type { Module } from '../link/module.ts';
import type { Dated } from '../link/revisions.ts';
import { targetsOf } from './calls.ts';
import { ROOT } from './contexts.ts';
import type { Evaluator } from './evaluator.ts';
import type { Ctx, Ref } from './types.ts';

/** Names that stand in every file, or in none as such; so do those of `super(…)`. */
const NOT_SEARCHED = new Set(['constructor', 'default', '*']);
const SUPER = 'super';

/** Shorter names stand in too many files. */
const MIN_SEARCHED = 3;

/** More call sites than this are not told apart: the function is a library of its own. */
export const MAX_SITES = 80;

export class Sites {
  private readonly ev: Evaluator;
  private readonly index: Index<ExprId>;
  private readonly found = new Map<string, Dated & { readonly sites: readonly Ref[] }>();

  constructor(ev: Evaluator) {
    this.ev = ev;
    this.index = new Index(ev.program, 'name', callsByName, (m, name) => m.mayCall(name));
  }

  /** The calls (in the root context) that may run the function, in module and source order. */
  of(m: Module, f: FnId): readonly Ref[] {
    const key = `${m.id}.${f}`;
    const { revisions } = this.ev.program;
    let entry = this.found.get(key);
    if (!entry || !revisions.holds(entry)) {
      const { result, reads } = this.ev.recording(() => this.search(m, f));
      entry = { sites: result, reads, at: revisions.now };
      this.found.set(key, entry);
    } else if (entry.reads) this.ev.noteAll(entry.reads);
    return entry.sites;
  }

  private search(m: Module, f: FnId): readonly Ref[] {
    const out: Ref[] = [];
    const seen = new Set<string>();
    for (const name of namesOf(m, f)) {
      for (const one of this.calls(name)) {
        const id = `${one.m.id}.${one.e}`;
        if (seen.has(id)) continue;
        seen.add(id);
        const ref = this.ev.ref(one.m, one.e);
        if (targetsOf(this.ev, ref).some((target) => target.m === m && target.f === f)) out.push(ref);
      }
    }
    return out.sort((a, b) => (a.m === b.m ? a.e - b.e : a.m.path < b.m.path ? -1 : 1));
  }

  /** Every call whose callee goes by a name, resolved or not. */
  calls(name: string): readonly { m: Module; e: ExprId }[] {
    this.ev.note(this.index.key(name));
    const { program } = this.ev;
    // A name that is not searched for in files nobody read is answered from those that are read in any case.
    const searched = name.length >= MIN_SEARCHED && !NOT_SEARCHED.has(name) && name !== SUPER && !name.startsWith(`${SUPER} `);
    if (searched) program.awaken(name);
    return this.index.of(name).flatMap(({ m, v }) => (searched || program.isRoot(m) ? [{ m, e: v }] : []));
  }

  /** `ctx`, with `f` bound to one of its call sites where its parameters were still open. */
  extend(ctx: Ctx, m: Module, f: FnId, site: Ref): Ctx {
    if (ctx.id === 0) return this.enter(m, f, site, ROOT);
    if (ctx.m === m && ctx.fn !== undefined && encloses(m, f, ctx.fn)) {
      const outer = this.extend(ctx.outer ?? ROOT, m, f, site);
      return this.ev.contexts.bind(m, ctx.fn, ctx.call, ctx.self, outer);
    }
    if (!ctx.call || !ctx.m || ctx.fn === undefined) return ctx;
    return this.enter(ctx.m, ctx.fn, { ...ctx.call, ctx: this.extend(ctx.call.ctx, m, f, site) }, ctx.outer ?? ROOT);
  }

  private enter(m: Module, f: FnId, call: Ref, outer: Ctx): Ctx {
    const target = targetsOf(this.ev, call).find((one) => one.m === m && one.f === f);
    return this.ev.contexts.bind(m, f, call, target?.self, target && target.ctx.id !== 0 ? target.ctx : outer);
  }
}

function encloses(m: Module, outer: FnId, inner: FnId): boolean {
  for (let at = m.fn(inner).parent; ; at = m.fn(at).parent) {
    if (at === outer) return true;
    if (at === 0) return false;
  }
}

/** The name a call goes by: the imported name, the member, or the variable. */
export function calleeName(m: Module, call: ExprId): string | undefined {
  const expr = m.expr(call);
  if (expr.k !== 'call' && expr.k !== 'new') return undefined;
  const callee = m.expr(expr.c);
  if (callee.k === 'member') return callee.n;
  if (callee.k === 'super') return superName(m, expr.c);
  if (callee.k === 'free') return callee.n;
  if (callee.k !== 'ref') return undefined;
  const binding = m.facts.bindings[callee.b];
  return binding?.imp === undefined ? binding?.n : m.facts.imports[binding.imp]?.n;
}

/** A `super(…)` goes by the name of the class that is extended, where that name is its own; else by none. */
function superName(m: Module, callee: ExprId): string {
  const heritage = m.facts.classes[m.fn(m.ownerOf(callee)).cls ?? -1]?.heritage;
  const name = heritage === undefined ? undefined : className(m, heritage);
  return name === undefined ? SUPER : `${SUPER} ${name}`;
}

function className(m: Module, e: ExprId): string | undefined {
  const expr = m.expr(e);
  if (expr.k === 'member') return expr.n;
  if (expr.k !== 'ref') return undefined;
  const binding = m.facts.bindings[expr.b];
  if (binding?.imp !== undefined) {
    const imported = m.facts.imports[binding.imp]?.n;
    return imported === '*' ? undefined : imported;
  }
  if (binding?.e === undefined || binding.w) return undefined;
  const made = m.expr(binding.e);
  return made.k === 'class' ? binding.n : made.k === 'member' ? made.n : undefined;
}

function callsByName(m: Module): [string, ExprId][] {
  return m.facts.calls.flatMap((e) => {
    const name = calleeName(m, e);
    return name === undefined ? [] : [[name, e] as [string, ExprId]];
  });
}

/** The names by which a module calls something: what `Unread.mayCall` is asked for. */
export function calledNames(m: Module): ReadonlySet<string> {
  return new Set(callsByName(m).map(([name]) => name));
}

const names = new WeakMap<Module, Map<FnId, Set<string>>>();

/** The names under which a function may be called from anywhere. */
function namesOf(m: Module, f: FnId): ReadonlySet<string> {
  let table = names.get(m);
  if (!table) {
    table = new Map();
    const add = (fn: FnId, name: string | undefined): void => {
      if (name === undefined) return;
      const set = table?.get(fn) ?? new Set<string>();
      set.add(name);
      table?.set(fn, set);
    };
    const ofExpr = (e: ExprId, name: string): void => {
      const expr = m.expr(e);
      if (expr?.k === 'fn') add(expr.f, name);
      else if (expr?.k === 'class') {
        add(m.facts.classes[expr.c]?.ctor ?? -1, name);
      } else if (expr?.k === 'ref') {
        const inner = m.facts.bindings[expr.b]?.e;
        if (inner !== undefined && m.expr(inner).k !== 'ref') ofExpr(inner, name);
      } else if (expr?.k === 'call') for (const arg of expr.a) if (m.expr(arg).k === 'fn') ofExpr(arg, name);
    };
    m.facts.functions.forEach((fn, i) => add(i, fn.n));
    for (const one of m.facts.bindings) if (one.e !== undefined) ofExpr(one.e, one.n);
    for (const one of m.facts.exports) {
      if ('b' in one) ofExpr(m.facts.bindings[one.b]?.e ?? 0, one.n);
      else if ('e' in one) ofExpr(one.e, one.n);
    }
    if (m.facts.cjs !== undefined) ofExpr(m.facts.cjs, '*');
    for (const expr of m.facts.exprs) if (expr.k === 'obj') for (const p of expr.p) if ('n' in p) ofExpr(p.v, p.n);
    for (const cls of m.facts.classes) {
      if (cls.ctor === undefined) continue;
      add(cls.ctor, cls.n);
      for (const method of cls.methods) add(method.f, method.n);
      for (const field of cls.fields) if (field.e !== undefined) ofExpr(field.e, field.n);
    }
    for (const { ctor } of m.facts.classes) {
      if (ctor === undefined) continue;
      add(ctor, SUPER);
      for (const name of [...(table.get(ctor) ?? [])]) if (name !== SUPER) add(ctor, `${SUPER} ${name}`);
    }
    names.set(m, table);
  }
  return table.get(f) ?? new Set();
}
