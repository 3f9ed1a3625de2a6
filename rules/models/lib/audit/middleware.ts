/** What covers whole applications: middleware without a path, mounted routers, and interceptors registered for all controllers. */
import type { ExprId, Module, Query, Ref, Sketch } from '../../../../engine/rule/index.ts';
import { alternatives } from '../../../../engine/rule/index.ts';
import { chainOf, nameOf } from './chain.ts';
import { importedFrom } from './handed.ts';
import { joined } from './names.ts';

/** Where a module may register something for a whole application. */
export interface Registrations {
  /** `app.use(…)`, `app.useGlobalInterceptors(…)` */
  readonly uses?: readonly ExprId[];
  /** What is provided as `APP_INTERCEPTOR`. */
  readonly provided?: readonly ExprId[];
}

/** What the look at the applications asks. */
export interface RecordingParts {
  recordsValue(m: Module, e: ExprId): boolean;
  recordingClass(m: Module, e: ExprId): boolean;
}

export interface Global {
  readonly everywhere: Ref | undefined;
  /** By the path of the module. */
  readonly mounted: ReadonlyMap<string, Ref>;
  readonly interceptor: Ref | undefined;
  readonly gated: boolean;
}

export const NO_GLOBAL: Global = { everywhere: undefined, mounted: new Map(), interceptor: undefined, gated: false };

/** Names of calls that register something for a whole application. */
export const USING: RegExp = /^(use|useGlobalInterceptors)$/;

export function usesIn(m: Module, calls: readonly ExprId[]): ExprId[] {
  return calls.filter((e) => {
    const expr = m.expr(e);
    if (expr.k !== 'call') return false;
    return nameOf(m, expr.c) !== 'use' || (m.expr(expr.c).k === 'member' && expr.a.some((arg) => isPart(m, arg)));
  });
}

export function providedIn(m: Module): ExprId[] {
  const out: ExprId[] = [];
  for (const e of m.exprsOf('obj')) {
    const expr = m.expr(e);
    if (expr.k !== 'obj' || expr.p.length < 2) continue;
    const provide = expr.p.find((p) => 'n' in p && p.n === 'provide');
    const use = provide && expr.p.find((p) => 'n' in p && /^use(Class|Existing|Value)$/.test(p.n));
    if (provide && use && 'v' in provide && 'v' in use && nameOf(m, provide.v) === 'APP_INTERCEPTOR') out.push(use.v);
  }
  return out;
}

export function* globalOf(q: Query, sketches: readonly Sketch<Registrations>[], parts: RecordingParts): Generator<void, Global> {
  let everywhere: Ref | undefined;
  const mounted = new Map<string, Ref>();
  let interceptor: Ref | undefined;
  let gated = false;
  const register = (m: Module, e: ExprId): void => {
    if (!parts.recordingClass(m, e)) return;
    interceptor ??= q.ref(m, e);
    gated ||= readsMetadata(q, m, e);
  };
  for (const { m, v } of sketches) {
    if (!v.uses && !v.provided) continue;
    yield;
    for (const e of v.uses ?? []) {
      const expr = m.expr(e);
      if (expr.k !== 'call') continue;
      if (nameOf(m, expr.c) === 'useGlobalInterceptors') {
        for (const arg of expr.a) register(m, arg);
        continue;
      }
      const recording = expr.a.find((arg) => isPart(m, arg) && parts.recordsValue(m, arg));
      if (recording === undefined) continue;
      const at = q.ref(m, recording);
      const receiver = chainOf(m, e).at(-2)?.name ?? '';
      const path = m.expr(expr.a[0] as ExprId);
      if (/^(app|server|application|fastify|koa)$/.test(joined(receiver)) && path.k !== 'lit' && path.k !== 'arr' && path.k !== 'tpl')
        everywhere ??= at;
      else if (path.k !== 'lit' || expr.a.length === 2) mounted.set(m.path, at);
      for (const arg of expr.a) {
        const router = m.expr(arg);
        const file = router.k === 'ref' ? importedFrom(q, m, router.b) : undefined;
        if (file !== undefined) mounted.set(file, at);
      }
    }
    for (const e of v.provided ?? []) register(m, e);
  }
  return { everywhere, mounted, interceptor, gated };
}

/** A part of an application that is neither a path nor a router. */
function isPart(m: Module, e: ExprId): boolean {
  return m.expr(e).k !== 'lit' && !/(router|routes?|controller|api)$/.test(joined(nameOf(m, e)));
}

/** An interceptor that asks for a mark (`reflector.get`) only serves what is marked. */
function readsMetadata(q: Query, m: Module, e: ExprId): boolean {
  return alternatives(q.value(q.ref(m, e))).some((one) => {
    const of = one.is === 'class' || one.is === 'instance' ? one : undefined;
    const cls = of?.m.facts.classes[of.c];
    return cls?.fields.some((field) => /reflector/i.test(field.n)) ?? false;
  });
}
