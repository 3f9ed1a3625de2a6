/** `db.update(users).set({…}).where(…)` as a list of steps from the root on: the form in which ORMs and query builders are read. */
import type { ExprId, Module } from '../../../../engine/rule/index.ts';

export interface Step {
  /** The name as written: `db`, `update`, `set`; the class's name for `this`; empty for what has none. */
  readonly name: string;
  /** Present when the step is called (or made with `new`). */
  readonly call?: ExprId;
  readonly args: readonly ExprId[];
  readonly e: ExprId;
  readonly isThis?: boolean;
}

const NO_ARGS: readonly ExprId[] = [];

/** The steps of a call's chain, root first; the last is the call itself. */
export function chainOf(m: Module, e: ExprId): Step[] {
  const out: Step[] = [];
  let at = e;
  let call: ExprId | undefined;
  let args = NO_ARGS;
  for (let guard = 0; guard < 60; guard += 1) {
    const expr = m.expr(at);
    const push = (name: string, isThis: boolean): void => {
      const plain = call === undefined ? { name, args, e: at } : { name, args, e: at, call };
      out.push(isThis ? { ...plain, isThis } : plain);
      call = undefined;
      args = NO_ARGS;
    };
    if (expr.k === 'call' || expr.k === 'new') {
      call = at;
      args = expr.a;
      at = expr.c;
    } else if (expr.k === 'member') {
      push(expr.n, false);
      at = expr.o;
    } else if (expr.k === 'index') {
      push(nameOf(m, expr.i), false);
      at = expr.o;
    } else if (expr.k === 'await') at = expr.e;
    else {
      push(nameOf(m, at), expr.k === 'this');
      break;
    }
  }
  return out.reverse();
}

/** The name by which an expression goes; empty when it has none. */
export function nameOf(m: Module, e: ExprId): string {
  const expr = m.expr(e);
  switch (expr.k) {
    case 'ref':
      return m.bindingName(expr.b);
    case 'free':
      return expr.n;
    case 'member':
      return expr.n;
    case 'index':
      return nameOf(m, expr.i);
    case 'lit':
      return typeof expr.v === 'string' ? expr.v : '';
    case 'tpl':
      return expr.s.length === 1 ? (expr.s[0] ?? '') : '';
    case 'this':
      return className(m, e);
    case 'call':
    case 'new':
      return nameOf(m, expr.c);
    case 'await':
    case 'spread':
      return nameOf(m, expr.e);
    case 'param':
      return m.fn(expr.f).params[expr.i]?.n ?? '';
    case 'dflt':
      return nameOf(m, expr.e);
    case 'type':
      return nameOf(m, expr.e);
    default:
      return '';
  }
}

/** The name of the class in whose method an expression stands. */
export function className(m: Module, e: ExprId): string {
  for (let f = m.ownerOf(e); ; f = m.fn(f).parent) {
    const fn = m.fn(f);
    if (fn.cls !== undefined) return m.facts.classes[fn.cls]?.n ?? '';
    if (fn.k === 'module') return '';
  }
}

/** Whether a call is only the receiver of a further call in the same chain: the chain is read once, from its last call. */
export function isInnerCall(m: Module, e: ExprId): boolean {
  let at = e;
  let parent = m.parentOf(at);
  while (parent >= 0 && m.expr(parent).k === 'await') {
    at = parent;
    parent = m.parentOf(at);
  }
  const member = parent >= 0 ? m.expr(parent) : undefined;
  if (member?.k !== 'member' || member.o !== at) return false;
  const outer = m.parentOf(parent);
  const call = outer >= 0 ? m.expr(outer) : undefined;
  return call?.k === 'call' && call.c === parent;
}

/** The expression a local name was first set to, seen through awaits. */
export function initialOf(m: Module, e: ExprId): ExprId | undefined {
  const expr = m.expr(e);
  if (expr.k === 'await') return initialOf(m, expr.e);
  if (expr.k !== 'ref') return undefined;
  let init = m.facts.bindings[expr.b]?.e;
  if (init === undefined) {
    const write = m.facts.bindings[expr.b]?.w?.[0];
    const assign = write === undefined ? undefined : m.expr(write);
    init = assign?.k === 'assign' ? assign.v : undefined;
  }
  while (init !== undefined && m.expr(init).k === 'await') init = (m.expr(init) as { e: ExprId }).e;
  return init;
}
