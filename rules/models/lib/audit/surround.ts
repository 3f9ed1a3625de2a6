/** Records made around a function: by the wrapper it is handed to, its decorators, interceptors, and the middleware of its routes. */

import type { ExprId, FnId, Module, Query, Ref, Sketch, Value } from '../../../../engine/rule/index.ts';
import { alternatives } from '../../../../engine/rule/index.ts';
import { auditReceiver, onlyReads } from './audit-names.ts';
import type { Lookup } from './by-name.ts';
import { chainOf, nameOf } from './chain.ts';
import { fnName } from './functions.ts';
import { Handed, MIN_NAME } from './handed.ts';
import type { Global, Registrations } from './middleware.ts';
import { globalOf, NO_GLOBAL } from './middleware.ts';
import { joined, wordsOf } from './names.ts';
import type { Sinks } from './sinks.ts';

export interface Surroundings {
  readonly records: 'always' | 'unknown' | 'nothing';
  /** The wrapper, decorator or middleware that records. */
  readonly at?: Ref;
}

const NOTHING: Surroundings = { records: 'nothing' };

export class Surround {
  private readonly q: Query;
  private readonly sinks: Sinks;
  private readonly sketches: readonly Sketch<Registrations>[];
  private readonly handed: Handed;
  private global: Global = NO_GLOBAL;
  private readonly memo = new Map<string, Surroundings>();

  constructor(q: Query, sinks: Sinks, seen: Lookup & { readonly sketches: readonly Sketch<Registrations>[] }) {
    this.q = q;
    this.sinks = sinks;
    this.sketches = seen.sketches;
    this.handed = new Handed(q, seen);
  }

  /** To be run first. */
  *prepare(): Generator<void, void> {
    this.global = yield* globalOf(this.q, this.sketches, {
      recordsValue: (m, e) => this.recordsValue(m, e),
      recordingClass: (m, e) => this.recordingClass(m, e),
    });
    // What was answered while this was not yet known may be otherwise now.
    this.memo.clear();
  }

  of(m: Module, f: FnId): Surroundings {
    const key = `${m.id}.${f}`;
    let found = this.memo.get(key);
    if (!found) {
      this.memo.set(key, NOTHING);
      found = this.look(m, f);
      this.memo.set(key, found);
    }
    return found;
  }

  private look(m: Module, f: FnId): Surroundings {
    const whole = this.global;
    if (whole.everywhere) return { records: 'always', at: whole.everywhere };
    const mounted = whole.mounted.get(m.path);
    if (mounted) return { records: 'always', at: mounted };
    return this.wrapper(m, f) ?? this.decorators(m, f) ?? this.routes(m, f) ?? NOTHING;
  }

  /** `withAudit(async () => …)`, `createHandler({ audit })(async (req) => …)`, `auditedProcedure.mutation(async () => …)`. */
  private wrapper(m: Module, f: FnId): Surroundings | undefined {
    let e = m.fn(f).e;
    for (let depth = 0; depth < 5; depth += 1) {
      const parent = m.parentOf(e);
      if (parent < 0) return undefined;
      const expr = m.expr(parent);
      if (expr.k === 'call') {
        const found = this.registration(m, parent, e);
        if (found) return found;
      } else if (expr.k === 'obj') {
        const option = expr.p.find((p) => 'n' in p && p.v !== e && /^audit/i.test(p.n));
        if (option) return { records: 'unknown', at: this.q.ref(m, parent) };
      } else if (expr.k !== 'spread' && expr.k !== 'arr') return undefined;
      e = parent;
    }
    return undefined;
  }

  /** One call that a handler is handed to: does the callee, or another of its arguments, record? */
  private registration(m: Module, call: ExprId, handler: ExprId): Surroundings | undefined {
    const expr = m.expr(call);
    if (expr.k !== 'call') return undefined;
    const at = this.q.ref(m, call);
    const chain = chainOf(m, call);
    if (chain.some((one, i) => (i < chain.length - 1 || !onlyReads(one.name)) && auditName(one.name))) return { records: 'always', at };
    if (this.q.targets(at).some((one) => this.sinks.records(one.m, one.f))) return { records: 'always', at };
    for (const step of chain) {
      for (const arg of step.args) if (arg !== handler && this.recordsValue(m, arg)) return { records: 'always', at: this.q.ref(m, arg) };
      if (step === chain[0] && step.call === undefined && this.base(m, step.e)) return { records: 'always', at };
    }
    return undefined;
  }

  /** Is this argument a middleware, guard or option that records? */
  private recordsValue(m: Module, e: ExprId, depth = 0): boolean {
    const expr = m.expr(e);
    if (expr.k === 'fn') return this.sinks.records(m, expr.f);
    if (expr.k === 'arr' && depth < 3) return expr.e.some((one) => this.recordsValue(m, one, depth + 1));
    if (expr.k === 'spread') return this.recordsValue(m, expr.e, depth + 1);
    if (expr.k !== 'ref' && expr.k !== 'member' && expr.k !== 'call' && expr.k !== 'new') return false;
    const chain = chainOf(m, e);
    const last = chain.at(-1);
    if (last && auditName(last.name) && !onlyReads(last.name)) return this.notEmpty(m, e);
    if (expr.k === 'call') return this.q.targets(this.q.ref(m, e)).some((one) => this.sinks.records(one.m, one.f));
    return alternatives(this.q.value(this.q.ref(m, e))).some((one) =>
      one.is === 'fn'
        ? this.sinks.records(one.m, one.f)
        : one.is === 'list' && depth < 2 && one.items.some((slot) => slot.refs.some((ref) => this.recordsValue(ref.m, ref.e, depth + 1))),
    );
  }

  /** Something named after the audit log counts unless its code can be seen and records nothing. */
  private notEmpty(m: Module, e: ExprId): boolean {
    const expr = m.expr(e);
    const targets = expr.k === 'call' || expr.k === 'new' ? this.q.targets(this.q.ref(m, e)).map((one) => ({ m: one.m, f: one.f })) : [];
    const values = alternatives(this.q.value(this.q.ref(m, expr.k === 'call' ? expr.c : e))).flatMap((one) =>
      one.is === 'fn' ? [{ m: one.m, f: one.f }] : [],
    );
    const all = [...targets, ...values];
    return all.length === 0 || all.some((one) => this.sinks.records(one.m, one.f));
  }

  /** A procedure base made with a recording `use(…)`: `auditedProcedure = publicProcedure.use(audit)`. */
  private base(m: Module, e: ExprId): boolean {
    for (const one of alternatives(this.q.value(this.q.ref(m, e)))) {
      let value: Value | undefined = one;
      for (let depth = 0; depth < 12 && value?.is === 'ext'; depth += 1) {
        const { call } = value as Extract<Value, { is: 'ext' }>;
        const made = call?.m.expr(call.e);
        if (call && made?.k === 'call' && made.a.some((arg) => this.recordsValue(call.m, arg))) return true;
        value = value.base;
      }
    }
    return false;
  }

  private decorators(m: Module, f: FnId): Surroundings | undefined {
    const fn = m.fn(f);
    const cls = fn.cls === undefined ? undefined : m.facts.classes[fn.cls];
    const { interceptor, gated } = this.global;
    if (
      interceptor &&
      !gated &&
      (cls?.dec ?? []).some((dec) => /^(Controller|Resolver|RestController|JsonController)$/.test(nameOf(m, dec)))
    )
      return { records: 'always', at: interceptor };
    for (const dec of [...(fn.dec ?? []), ...(cls?.dec ?? [])]) {
      const name = nameOf(m, dec);
      const expr = m.expr(dec);
      if (/^(UseInterceptors|UseFilters|UseGuards|UseBefore|UseAfter|UseMiddleware|Use)$/.test(name) && expr.k === 'call') {
        if (expr.a.some((arg) => this.recordingClass(m, arg) || this.recordsValue(m, arg)))
          return { records: 'always', at: this.q.ref(m, dec) };
        continue;
      }
      if (!auditName(name) && !/^(log(activity|action|event)|track(activity|action))$/.test(joined(name))) continue;
      const targets =
        expr.k === 'call'
          ? this.q.targets(this.q.ref(m, dec))
          : alternatives(this.q.value(this.q.ref(m, dec))).flatMap((one) => (one.is === 'fn' ? [one] : []));
      if (targets.some((one) => this.sinks.records(one.m, one.f) || this.appliesInterceptor(one.m, one.f)))
        return { records: 'always', at: this.q.ref(m, dec) };
      if (interceptor) return { records: 'always', at: this.q.ref(m, dec) };
      if (targets.length === 0 && !this.metadataOnly(m, dec)) return { records: 'always', at: this.q.ref(m, dec) };
    }
    return undefined;
  }

  /** `applyDecorators(SetMetadata(…), UseInterceptors(AuditInterceptor))` inside a decorator's own function. */
  private appliesInterceptor(m: Module, f: FnId): boolean {
    return m.facts.calls.some((e) => {
      const expr = m.expr(e);
      if (expr.k !== 'call' || nameOf(m, expr.c) !== 'UseInterceptors') return false;
      for (let at = m.ownerOf(e); at !== 0; at = m.fn(at).parent) if (at === f) return expr.a.some((arg) => this.recordingClass(m, arg));
      return false;
    });
  }

  /** A decorator that only leaves a mark, made in this project, with nobody registered to read it. */
  private metadataOnly(m: Module, dec: ExprId): boolean {
    const expr = m.expr(dec);
    const value = this.q.value(this.q.ref(m, expr.k === 'call' ? expr.c : dec));
    return alternatives(value).some((one) => one.is === 'ext' && /nestjs\/common#(SetMetadata|Reflector)/.test(one.key));
  }

  private recordingClass(m: Module, e: ExprId): boolean {
    const expr = m.expr(e);
    const value = this.q.value(this.q.ref(m, e));
    return alternatives(value).some((one) => {
      const of = one.is === 'class' || one.is === 'instance' ? one : undefined;
      const cls = of?.m.facts.classes[of.c];
      if (of && cls)
        return cls.methods.some(
          (method) => /^(intercept|use|canActivate|catch|after|handle)$/.test(method.n) && this.sinks.records(of.m, method.f),
        );
      return one.is === 'ext' && auditName(nameOf(m, expr.k === 'new' ? expr.c : e));
    });
  }

  /** The places where a function is handed on by name: routes, wrappers, tables. */
  private routes(m: Module, f: FnId): Surroundings | undefined {
    const name = fnName(m, f);
    if (name.length < MIN_NAME) return undefined;
    let unknown: Surroundings | undefined;
    let bare = false;
    for (const place of this.handed.of(m, f, name)) {
      const call = place.m.parentOf(place.e);
      const found = this.chainUp(place.m, call, place.e) ?? this.above(place.m, call);
      if (found?.records === 'always') unknown ??= found;
      else if (!found) bare = true;
    }
    if (unknown && !bare) return unknown;
    return unknown ? { ...unknown, records: 'unknown' } : undefined;
  }

  private chainUp(m: Module, call: ExprId, handler: ExprId): Surroundings | undefined {
    let at = call;
    let from = handler;
    for (let depth = 0; depth < 4 && at >= 0; depth += 1) {
      const found = m.expr(at).k === 'call' ? this.registration(m, at, from) : undefined;
      if (found) return found;
      from = at;
      at = m.parentOf(at);
    }
    return undefined;
  }

  /** `router.use(audit)` above a route of the same router. */
  private above(m: Module, call: ExprId): Surroundings | undefined {
    if (call < 0) return undefined;
    const root = chainOf(m, call)[0]?.name;
    for (const e of m.facts.calls) {
      const expr = m.expr(e);
      if (expr.k !== 'call' || nameOf(m, expr.c) !== 'use' || chainOf(m, e)[0]?.name !== root || m.span(e).start > m.span(call).start)
        continue;
      const recording = expr.a.find((arg) => this.recordsValue(m, arg));
      if (recording !== undefined) return { records: 'always', at: this.q.ref(m, recording) };
    }
    return undefined;
  }
}

function auditName(name: string): boolean {
  return (
    auditReceiver(name) &&
    !/(router|routes|controller|schema|dto|entity|model|type|page|view|list|module|repository|query)s?$/.test(joined(name)) &&
    wordsOf(name).length <= 5
  );
}
