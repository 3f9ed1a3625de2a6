/** Small makers and readers of values. */
import type { Absent, Known, OneOf, Ref, Unknown, Value, Via, Why } from './types.ts';

export const known = (v: string | number | boolean | null, at: Ref): Known => ({ is: 'known', v, at });
export const absent = (at: Ref): Absent => ({ is: 'absent', at });
export const unknown = (why: Why, at: Ref, extra: { name?: string; fn?: Unknown['fn']; type?: Value } = {}): Unknown => ({
  is: 'unknown',
  why,
  at,
  ...(extra.name !== undefined && { name: extra.name }),
  ...(extra.fn && { fn: extra.fn }),
  ...(extra.type && { type: extra.type }),
});

/** A longer way is not shown to anybody, and would make every copy dearer. */
const MAX_VIA = 16;

/** One more step on the way to `rest`. */
export function step(at: Ref, rest: Via | undefined): Via {
  return { at, rest, length: (rest?.length ?? 0) + 1 };
}

/** The same value, reached through `at`. */
export function through<V extends Value>(value: V, at: Ref): V {
  if ((value.at.e === at.e && value.at.m === at.m) || (value.via?.length ?? 0) >= MAX_VIA) return value;
  return { ...value, via: step(at, value.via) };
}

/** What stands behind a member that only an annotation tells, however deep (`props.env.region`): the parameter or variable. */
export function readFrom(value: Value): Unknown | undefined {
  for (let at: Value | undefined = value; at?.is === 'ext' && !at.call; at = at.base) if (at.read) return at.read;
  return undefined;
}

const MAX_ALTERNATIVES = 48;

/** All alternatives of a value, flat. */
export function alternatives(value: Value): readonly Value[] {
  return value.is === 'oneOf' ? value.of : [value];
}

/** Any of these; nested alternatives are flattened, equal ones merged, too many become one unknown. */
export function oneOf(values: readonly Value[], at: Ref): Value {
  const only = values[0];
  if (values.length === 1 && only && only.is !== 'oneOf') return only;
  const flat: Value[] = [];
  const seen = new Set<string>();
  for (const value of values) {
    for (const one of alternatives(value)) {
      const outer = value.is === 'oneOf' ? value.via : undefined;
      const whole = outer ? { ...one, via: join(outer, one.via) } : one;
      const key = identity(whole);
      if (seen.has(key)) continue;
      seen.add(key);
      flat.push(whole);
    }
  }
  if (flat.length === 1) return flat[0] as Value;
  if (flat.length === 0) return absent(at);
  if (flat.length > MAX_ALTERNATIVES) return unknown('budget', at);
  return { is: 'oneOf', of: flat, at } satisfies OneOf;
}

function join(first: Via, rest: Via | undefined): Via {
  return step(first.at, first.rest ? join(first.rest, rest) : rest);
}

function identity(value: Value): string {
  switch (value.is) {
    case 'known':
      return `k${typeof value.v}${String(value.v)}@${value.at.m.id}.${value.at.e}`;
    case 'unknown':
      return `u${value.why}${value.name ?? ''}${value.fn ? `${value.fn.m.id}.${value.fn.f}` : ''}`;
    case 'absent':
      return 'a';
    case 'text':
      return `t${value.at.m.id}.${value.at.e}.${value.at.ctx.id}${value.parts.map((part) => (typeof part === 'string' ? JSON.stringify(part) : identity(part))).join('+')}`;
    default:
      return `${value.is}${value.at.m.id}.${value.at.e}.${value.at.ctx.id}${value.is === 'fn' ? value.f : ''}${value.is === 'ext' ? value.key : ''}`;
  }
}

/** True, false, or undefined when nobody can say. What depends on an environment variable is undefined. */
export function truth(value: Value): boolean | undefined {
  switch (value.is) {
    case 'known':
      return value.env ? undefined : Boolean(value.v);
    case 'absent':
      return false;
    case 'object':
    case 'list':
    case 'fn':
    case 'class':
    case 'instance':
    case 'ns':
      return true;
    default:
      return undefined;
  }
}

/** Known alternatives, marked to hold only while an environment variable is unset. */
export function whileUnset(value: Value): readonly Value[] {
  return alternatives(value).map((one) => (one.is === 'known' ? { ...one, env: true as const } : one));
}

export function isNullish(value: Value): boolean {
  return value.is === 'absent' || (value.is === 'known' && value.v === null);
}

/** The string, or undefined when the value is not one known string. */
export function stringOf(value: Value): string | undefined {
  return value.is === 'known' && typeof value.v === 'string' ? value.v : undefined;
}

export function numberOf(value: Value): number | undefined {
  return value.is === 'known' && typeof value.v === 'number' ? value.v : undefined;
}
