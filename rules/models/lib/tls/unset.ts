/** What holds where a resource is made without a word about TLS: the default of its framework or cloud. */
import type { Alternative, Answer, CallSite, Emit, Localized, Module, Query, Value } from '../../../../engine/rule/index.ts';
import { alternatives, stringOf } from '../../../../engine/rule/index.ts';
import type { Policy } from '../../../data/tls/policies.ts';
import { emitAt } from './endpoint.ts';
import { aspectsOf } from './policy.ts';

/**
 * An answer for a property that is not there. A value that is there is judged where it is written; one that hangs on a parameter is left to
 * the callers, where there are any.
 */
export function whenUnset<T>(q: Query, value: Value, unset: T): Answer<T> | undefined {
  const out = alternatives(value).flatMap((one): readonly Alternative<T>[] => {
    if (isUnset(one)) return [{ is: 'known', value: unset, from: one }];
    const fn = one.is === 'unknown' ? one.fn : undefined;
    return one.is === 'unknown' && fn && q.callers(fn.m, fn.f).length > 0 ? [{ is: 'unknown', why: one.why, from: one, fn }] : [];
  });
  return out.length > 0 ? { alternatives: out } : undefined;
}

export function isUnset(value: Value): boolean {
  return value.is === 'absent' || (value.is === 'known' && value.v === null);
}

/** Nothing that could be there after all: an object whose parts are all known. */
export function isClosed(q: Query, value: Value): boolean {
  return alternatives(value).every((one) => one.is === 'absent' || (one.is === 'object' && !q.propNames(one).open));
}

export function emitUnset(emit: Emit, call: CallSite, api: string, policies: Answer<Policy> | undefined, note?: Localized): void {
  if (!policies) return;
  const { minVersion, suites } = aspectsOf(policies);
  const send: Emit = note ? (one) => emit({ ...one, steps: [{ at: call.at, note }] }) : emit;
  emitAt(send, call.at, api, 'resource', { minVersion, suites });
}

/** One of these strings (or CDK enum members by their names) may be the value; undefined when nobody can say. */
export function mayBe(value: Value, names: readonly string[]): boolean | undefined {
  let untold = false;
  for (const one of alternatives(value)) {
    const text = one.is === 'ext' ? (/([\w$]+)$/.exec(one.key)?.[1] ?? '') : stringOf(one);
    if (text !== undefined && names.includes(text.toUpperCase())) return true;
    if (text === undefined && !isUnset(one)) untold = true;
  }
  return untold ? undefined : false;
}

/** An escape hatch of the module sets the property after all: `cfn.sslPolicy = …`, `addPropertyOverride('SslPolicy', …)`. */
export function isOverridden(m: Module, property: RegExp): boolean {
  return m.facts.exprs.some((expr) => {
    if (expr.k === 'assign') {
      const target = m.expr(expr.t);
      return target.k === 'member' && property.test(target.n);
    }
    if (expr.k !== 'call') return false;
    const callee = m.expr(expr.c);
    const first = expr.a[0] === undefined ? undefined : m.expr(expr.a[0]);
    return callee.k === 'member' && /^add(?:Property)?Override$/.test(callee.n) && first?.k === 'lit' && property.test(String(first.v));
  });
}
