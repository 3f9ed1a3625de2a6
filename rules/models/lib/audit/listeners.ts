/** Who listens to an event of a name: `emitter.on('login', fn)`, `@OnEvent('login')`, handlers of commands. */
import type { ExprId, FnId, Module, Query } from '../../../../engine/rule/index.ts';
import { alternatives } from '../../../../engine/rule/index.ts';
import type { Entry, Lookup } from './by-name.ts';
import { byName } from './by-name.ts';
import { nameOf } from './chain.ts';

/** A function (`f`), or an expression that is one (`e`), that hears an event. */
type Listener = { readonly f: FnId } | { readonly e: ExprId };

const LIST = 'listeners';

/** Names of calls that register a listener. */
export const LISTENING: RegExp = /^(on|once|addListener|subscribe|addEventListener|listen|hear)$/;

/** A module's listeners: decorated methods, then classes, then those that calls register. */
export function listenersIn(m: Module, calls: readonly ExprId[]): Entry<Listener>[] {
  const out: [string, Listener][] = [];
  const add = (n: string, f: FnId): void => {
    if (n) out.push([n, { f }]);
  };
  m.facts.functions.forEach((fn, f) => {
    for (const dec of fn.dec ?? []) {
      const expr = m.expr(dec);
      if (
        expr.k === 'call' &&
        /^(OnEvent|EventPattern|Subscribe|OnEvents|EventHandler|Process|OnQueueEvent)$/.test(nameOf(m, expr.c)) &&
        expr.a[0] !== undefined
      )
        add(eventName(m, expr.a[0]), f);
    }
  });
  for (const cls of m.facts.classes) {
    for (const dec of cls.dec ?? []) {
      const expr = m.expr(dec);
      if (expr.k !== 'call' || !/^(EventsHandler|CommandHandler)$/.test(nameOf(m, expr.c))) continue;
      const handle = cls.methods.find((one) => one.n === 'handle' || one.n === 'execute');
      if (handle) for (const arg of expr.a) add(eventName(m, arg), handle.f);
    }
  }
  for (const e of calls) {
    const expr = m.expr(e);
    if (expr.k !== 'call' || expr.a.length < 2) continue;
    const n = eventName(m, expr.a[0] as ExprId);
    const heard = expr.a[1] as ExprId;
    const fn = m.expr(heard);
    if (fn.k === 'fn') add(n, fn.f);
    else if (n) out.push([n, { e: heard }]);
  }
  return byName(out);
}

export class Listeners {
  private readonly q: Query;
  private readonly lookup: Lookup;
  private readonly found = new Map<string, readonly { m: Module; f: FnId }[]>();

  constructor(q: Query, lookup: Lookup) {
    this.q = q;
    this.lookup = lookup;
  }

  /** The functions that hear an event. */
  of(name: string): readonly { m: Module; f: FnId }[] {
    let out = this.found.get(name);
    if (!out) {
      out = this.lookup.named<Listener[]>(LIST, name).flatMap(({ m, v }) => v.flatMap((one) => this.heardBy(m, one)));
      this.found.set(name, out);
    }
    return out;
  }

  private heardBy(m: Module, one: Listener): readonly { m: Module; f: FnId }[] {
    if ('f' in one) return [{ m, f: one.f }];
    return alternatives(this.q.value(this.q.ref(m, one.e))).flatMap((fn) => (fn.is === 'fn' ? [{ m: fn.m, f: fn.f }] : []));
  }
}

export function eventName(m: Module, e: ExprId): string {
  const expr = m.expr(e);
  if (expr.k === 'lit') return typeof expr.v === 'string' ? expr.v : '';
  if (expr.k === 'new' || expr.k === 'ref' || expr.k === 'member') return nameOf(m, e);
  return '';
}
