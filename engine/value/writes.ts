/** What is done to an object or a list after it was made: properties set, further down too, items pushed, others merged in. */
import type { ExprId } from '../facts/types.ts';
import type { Module } from '../link/module.ts';
import type { Evaluator } from './evaluator.ts';
import { alternatives, oneOf, stringOf, unknown } from './make.ts';
import { spreadInto } from './spread.ts';
import type { Ctx, ListV, ObjectV, Ref, Slot, Value, Write } from './types.ts';

/** Methods that add to a list at its end; others that change one leave it open. */
const ADDING: ReadonlySet<string> = new Set(['push']);

/** The write that an assignment or a changing call means, as seen from the variable it starts at. */
export function writeOf(ev: Evaluator, m: Module, e: ExprId, ctx: Ctx): Write | undefined {
  const sub = (id: ExprId): Ref => ({ m, e: id, ctx });
  const expr = m.expr(e);
  if (expr.k === 'assign') {
    const path = pathTo(ev, m, expr.t, ctx);
    return path && { is: 'set', path: path.slice(0, -1), name: path.at(-1), refs: [sub(expr.v)], at: sub(e) };
  }
  if (expr.k !== 'call') return undefined;
  const callee = m.expr(expr.c);
  if (callee.k !== 'member') return undefined;
  if (m.expr(callee.o).k === 'free') {
    const path = expr.a[0] === undefined ? undefined : pathTo(ev, m, expr.a[0], ctx);
    return path && { is: 'merge', path, refs: expr.a.slice(1).map(sub), at: sub(e) };
  }
  const path = pathTo(ev, m, callee.o, ctx);
  const adds = ADDING.has(callee.n);
  return path && { is: adds ? 'add' : 'change', path, refs: adds ? expr.a.map(sub) : [], at: sub(e) };
}

/** Property names from a variable to what an expression names; undefined stands for a name nobody knows. */
function pathTo(ev: Evaluator, m: Module, e: ExprId, ctx: Ctx): (string | undefined)[] | undefined {
  const path: (string | undefined)[] = [];
  for (let at = e; ; ) {
    const expr = m.expr(at);
    if (expr.k === 'ref') return path.reverse();
    if (expr.k !== 'member' && expr.k !== 'index') return undefined;
    if (expr.k === 'member') path.push(expr.n);
    else {
      const key = ev.value({ m, e: expr.i, ctx });
      path.push(key.is === 'known' && typeof key.v === 'number' ? String(key.v) : stringOf(key));
    }
    at = expr.o;
  }
}

/** A table filled by more writes than this is not followed: each write copies what was there, and each may have happened. */
const MAX_WRITES = 32;

/** The value after the writes. A write may not have happened yet, or not at all: what was there before stays possible. */
export function written(ev: Evaluator, value: Value, writes: readonly Write[], at: Ref): Value {
  if (writes.length > MAX_WRITES)
    return value.is === 'object' || value.is === 'list' || value.is === 'oneOf' ? unknown('budget', at) : value;
  if (value.is === 'oneOf')
    return oneOf(
      value.of.map((one) => written(ev, one, writes, at)),
      at,
    );
  return writes.reduce((one, write) => (one.is === 'object' || one.is === 'list' ? applied(ev, one, write) : one), value);
}

function applied(ev: Evaluator, value: ObjectV | ListV, write: Write): ObjectV | ListV {
  const [first, ...rest] = write.path;
  if (write.path.length > 0) {
    const below: Write = { ...write, path: rest };
    const pass = (slot: Slot, name: string): Slot =>
      first === undefined || first === name ? { ...slot, writes: [...(slot.writes ?? []), below] } : slot;
    return value.is === 'object'
      ? { ...value, props: new Map([...value.props].map(([name, slot]) => [name, pass(slot, name)])) }
      : { ...value, items: value.items.map((slot, i) => pass(slot, String(i))) };
  }
  return value.is === 'object' ? appliedToObject(ev, value, write) : appliedToList(ev, value, write);
}

function appliedToObject(ev: Evaluator, value: ObjectV, write: Write): ObjectV {
  const props = new Map(value.props);
  const more = (name: string, refs: readonly Ref[]): void => {
    const had = props.get(name);
    props.set(name, had ? { ...had, refs: [...had.refs, ...refs] } : { refs, maybe: false });
  };
  switch (write.is) {
    case 'set': {
      if (write.name !== undefined) more(write.name, write.refs);
      else for (const name of value.props.keys()) more(name, write.refs);
      return { ...value, props, ...(write.name === undefined && { open: value.open ?? unknown('open-object', write.at) }) };
    }
    case 'merge': {
      let open = value.open;
      for (const ref of write.refs) {
        const brought = new Map<string, Slot>();
        const unseen = spreadInto(brought, ev.value(ref), ref);
        for (const [name, slot] of brought) more(name, slot.refs);
        open ??= unseen;
      }
      return { ...value, props, ...(open && { open }) };
    }
    default:
      return value;
  }
}

function appliedToList(ev: Evaluator, value: ListV, write: Write): ListV {
  const added = (refs: readonly Ref[]): Slot => ({ refs, maybe: true });
  switch (write.is) {
    case 'set': {
      const hit = (i: number): boolean => write.name === undefined || write.name === String(i);
      const items = value.items.map((slot, i) => (hit(i) ? { ...slot, refs: [...slot.refs, ...write.refs] } : slot));
      const within = write.name !== undefined && value.items[Number(write.name)] !== undefined;
      return { ...value, items: within ? items : [...items, added(write.refs)] };
    }
    case 'add': {
      const items = [...value.items];
      let { open } = value;
      for (const ref of write.refs) {
        const expr = ref.m.expr(ref.e);
        if (expr.k !== 'spread') {
          items.push(added([ref]));
          continue;
        }
        for (const one of alternatives(ev.value(ref))) {
          if (one.is === 'list') items.push(...one.items.map((slot) => ({ ...slot, maybe: true })));
          if (one.is !== 'list' || one.open) open ??= unknown('open-object', ref);
        }
      }
      return { ...value, items, ...(open && { open }) };
    }
    default:
      return { ...value, open: value.open ?? unknown('reassigned', write.at) };
  }
}
