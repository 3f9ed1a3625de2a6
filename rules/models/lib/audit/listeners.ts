/** Who listens to an event of a name: `emitter.on('login', fn)`, `@OnEvent('login')`, handlers of commands. */
import type { ExprId, FnId, Module, Query, Sketch } from '../../../../engine/rule/index.ts';
import { alternatives } from '../../../../engine/rule/index.ts';
import { nameOf } from './chain.ts';

/** A function (`f`), or an expression that is one (`e`), that hears an event. */
export type Listener = { readonly n: string; readonly f: FnId } | { readonly n: string; readonly e: ExprId };

/** Names of calls that register a listener. */
export const LISTENING: RegExp = /^(on|once|addListener|subscribe|addEventListener|listen|hear)$/;

/** A module's listeners: decorated methods, then classes, then those that calls register. */
export function listenersIn(m: Module, calls: readonly ExprId[]): Listener[] {
  const out: Listener[] = [];
  const add = (n: string, f: FnId): void => {
    if (n) out.push({ n, f });
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
    else if (n) out.push({ n, e: heard });
  }
  return out;
}

export class Listeners {
  private readonly q: Query;
  private readonly sketches: readonly Sketch<{ readonly listeners?: readonly Listener[] }>[];
  private index: Map<string, { m: Module; one: Listener }[]> | undefined;
  private readonly found = new Map<string, readonly { m: Module; f: FnId }[]>();

  constructor(q: Query, sketches: readonly Sketch<{ readonly listeners?: readonly Listener[] }>[]) {
    this.q = q;
    this.sketches = sketches;
  }

  /** The functions that hear an event. */
  of(name: string): readonly { m: Module; f: FnId }[] {
    let out = this.found.get(name);
    if (!out) {
      out = this.registered(name).flatMap(({ m, one }) =>
        'f' in one
          ? [{ m, f: one.f }]
          : alternatives(this.q.value(this.q.ref(m, one.e))).flatMap((fn) => (fn.is === 'fn' ? [{ m: fn.m, f: fn.f }] : [])),
      );
      this.found.set(name, out);
    }
    return out;
  }

  private registered(name: string): readonly { m: Module; one: Listener }[] {
    if (!this.index) {
      this.index = new Map();
      for (const { m, v } of this.sketches)
        for (const one of v.listeners ?? []) {
          const list = this.index.get(one.n);
          if (list) list.push({ m, one });
          else this.index.set(one.n, [{ m, one }]);
        }
    }
    return this.index.get(name) ?? [];
  }
}

export function eventName(m: Module, e: ExprId): string {
  const expr = m.expr(e);
  if (expr.k === 'lit') return typeof expr.v === 'string' ? expr.v : '';
  if (expr.k === 'new' || expr.k === 'ref' || expr.k === 'member') return nameOf(m, e);
  return '';
}
