/** Where functions are handed on by name: routes, wrappers, tables of handlers. */
import type { ExprId, FnId, Module, Query } from '../../../../engine/rule/index.ts';
import { alternatives } from '../../../../engine/rule/index.ts';
import type { Entry, Lookup } from './by-name.ts';
import { byName } from './by-name.ts';
import { nameOf } from './chain.ts';

const LIST = 'handed';

/** Functions of shorter names are not looked for. */
export const MIN_NAME = 3;

/** Arguments of a module's calls that are bare names, by their last name, as far as they may stand for a function of another module. */
export function handedIn(m: Module): Entry<ExprId>[] {
  const found = argumentNames(m).filter(({ name, e }) => name.length >= MIN_NAME && mayBeForeign(m, targetOf(m, e)));
  return byName(found.map(({ name, e }) => [name, e]));
}

function argumentNames(m: Module): { name: string; e: ExprId }[] {
  const out: { name: string; e: ExprId }[] = [];
  for (const call of m.facts.calls) {
    const expr = m.expr(call);
    if (expr.k !== 'call') continue;
    for (const e of expr.a) {
      const { k } = m.expr(e);
      const name = k === 'ref' || k === 'member' ? nameOf(m, e) : k === 'call' && isBound(m, e) ? nameOf(m, targetOf(m, e)) : '';
      if (name) out.push({ name, e });
    }
  }
  return out;
}

/** `controller.login.bind(controller)` */
function isBound(m: Module, e: ExprId): boolean {
  const call = m.expr(e);
  const callee = call.k === 'call' ? m.expr(call.c) : undefined;
  return callee?.k === 'member' && callee.n === 'bind';
}

function targetOf(m: Module, e: ExprId): ExprId {
  const expr = m.expr(e);
  return expr.k === 'call' ? (m.expr(expr.c) as { o: ExprId }).o : e;
}

/** What is written in place as data stays data. */
const DATA = new Set(['lit', 'undef', 'bigint', 'regex', 'tpl', 'tagged', 'sum', 'un', 'arr', 'obj', 'rest', 'jsx', 'opaque', 'meta']);

/** Whether a name may lead into another module: not a global, not data, not a parameter of which nothing is known. */
function mayBeForeign(m: Module, target: ExprId): boolean {
  let root = target;
  for (let inner = m.expr(root); inner.k === 'member'; inner = m.expr(root)) root = inner.o;
  const expr = m.expr(root);
  if (expr.k === 'free') return false;
  if (expr.k !== 'ref') return true;
  const binding = m.facts.bindings[expr.b];
  if (binding?.e === undefined || binding.imp !== undefined || binding.w || binding.mw || binding.dw) return true;
  if (root === target && DATA.has(m.expr(binding.e).k)) return false;
  return !isUnknownParameter(m, binding.e, root === target);
}

/** A parameter without a type that says more, or a part of one; not the element that a callback is given. `itself`: types do not matter. */
function isUnknownParameter(m: Module, e: ExprId, itself: boolean): boolean {
  let at = e;
  for (let inner = m.expr(at); inner.k === 'member'; inner = m.expr(at)) at = inner.o;
  const expr = m.expr(at);
  if (expr.k !== 'param') return false;
  const fn = m.fn(expr.f);
  if (!(itself && at === e) && fn.params[expr.i]?.ann !== undefined) return false;
  return expr.i !== 0 || !isCallback(m, fn.e);
}

/** The first argument of a method: `list.map((one) => …)`, `promise.then((one) => …)`. */
function isCallback(m: Module, fn: ExprId): boolean {
  const parent = m.parentOf(fn);
  const call = parent < 0 ? undefined : m.expr(parent);
  return call?.k === 'call' && call.a[0] === fn && m.expr(call.c).k === 'member';
}

export class Handed {
  private readonly q: Query;
  private readonly lookup: Lookup;
  private readonly own = new Map<Module, ReadonlyMap<string, readonly ExprId[]>>();

  constructor(q: Query, lookup: Lookup) {
    this.q = q;
    this.lookup = lookup;
  }

  /** The arguments that mean a function by the name it goes by, in the order of paths. */
  of(m: Module, f: FnId, name: string): readonly { m: Module; e: ExprId }[] {
    const others = this.named(name).filter((one) => one.m !== m && this.means(one.m, one.e, m, f));
    // In its own module a wrapper round the function goes by the same name.
    const own = this.q.program.isRoot(m) ? (this.ownOf(m).get(name) ?? []).map((e) => ({ m, e })) : [];
    return [...others.filter((one) => one.m.path < m.path), ...own, ...others.filter((one) => one.m.path > m.path)];
  }

  private named(name: string): readonly { m: Module; e: ExprId }[] {
    return this.lookup.named<ExprId[]>(LIST, name).flatMap(({ m, v }) => v.map((e) => ({ m, e })));
  }

  private ownOf(m: Module): ReadonlyMap<string, readonly ExprId[]> {
    let found = this.own.get(m);
    if (!found) {
      const all = new Map<string, ExprId[]>();
      for (const { name, e } of argumentNames(m)) {
        const list = all.get(name);
        if (list) list.push(e);
        else all.set(name, [e]);
      }
      this.own.set(m, (found = all));
    }
    return found;
  }

  /** Does this name, handed on elsewhere, mean the function? Verified by value, or by the module it is imported from. */
  private means(at: Module, e: ExprId, m: Module, f: FnId): boolean {
    const target = targetOf(at, e);
    const value = this.q.value(this.q.ref(at, target));
    if (alternatives(value).some((one) => one.is === 'fn' && one.m === m && one.f === f)) return true;
    let root = target;
    for (let inner = at.expr(root); inner.k === 'member'; inner = at.expr(root)) root = inner.o;
    const ref = at.expr(root);
    return ref.k === 'ref' && importedFrom(this.q, at, ref.b) === m.path;
  }
}

/** The file that a variable is imported or required from. */
export function importedFrom(q: Query, m: Module, b: number): string | undefined {
  const binding = m.facts.bindings[b];
  const specifier = binding?.imp !== undefined ? m.facts.imports[binding.imp]?.s : required(m, binding?.e);
  const file = specifier === undefined ? undefined : q.program.resolve(m, specifier);
  return file && 'file' in file ? file.file : undefined;
}

function required(m: Module, e: ExprId | undefined): string | undefined {
  let at = e;
  for (let depth = 0; depth < 4 && at !== undefined; depth += 1) {
    const expr = m.expr(at);
    if (expr.k === 'member') at = expr.o;
    else if (expr.k === 'await') at = expr.e;
    else if (expr.k === 'call' && nameOf(m, expr.c) === 'require' && expr.a[0] !== undefined) return nameOf(m, expr.a[0]);
    else return undefined;
  }
  return undefined;
}
