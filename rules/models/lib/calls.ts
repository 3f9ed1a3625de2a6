/** Reading values that are calls of packages: the last name, the arguments, the receiver. Shared by the models of ciphers. */
import type { CallSite, Ext, Query, Value } from '../../../engine/rule/index.ts';

/** A value that some package's call gave. */
export interface Made {
  readonly value: Ext;
  /** The key after the package, without the final `()`: `Buffer.from`, `createHash().update().digest`. */
  readonly path: string;
  /** The last name of the path: `from`, `digest`; empty for a package called as a whole. */
  readonly name: string;
  readonly root: string;
  readonly call: CallSite;
  /** What a method was called on. */
  readonly receiver: Value | undefined;
}

export function madeBy(q: Query, value: Value): Made | undefined {
  if (value.is !== 'ext' || !value.call || !value.key.endsWith('()')) return undefined;
  const callee = value.base;
  const call = q.callOf(value.call, callee ?? value, value.key.slice(0, -2));
  const [root = '', ...rest] = value.key.slice(0, -2).split('#');
  const path = rest.join('#');
  return {
    value,
    path,
    root,
    call,
    name: /([\w$]*)$/.exec(path)?.[1] ?? '',
    receiver: callee?.is === 'ext' ? callee.base : undefined,
  };
}

/** The nearest call in a chain `a().b().c()` whose name passes, from the end on. */
export function inChain(q: Query, value: Value, passes: (made: Made) => boolean): Made | undefined {
  let made = madeBy(q, value);
  for (let i = 0; made && i < 12; i += 1) {
    if (passes(made)) return made;
    made = made.receiver && madeBy(q, made.receiver);
  }
  return undefined;
}

/** A method call on something that cannot be followed, as in `key.slice(0, 16)`: its name, receiver and arguments. */
export function methodOnUnknown(
  q: Query,
  value: Value,
): { readonly name: string; readonly receiver: Value; readonly call: CallSite } | undefined {
  if (value.is !== 'unknown') return undefined;
  const call = q.call(value.at);
  const expr = q.expr(value.at);
  if (!call || expr.k !== 'call') return undefined;
  const callee = value.at.m.expr(expr.c);
  return callee.k === 'member' ? { name: callee.n, receiver: q.value(q.part(value.at, callee.o)), call } : undefined;
}
