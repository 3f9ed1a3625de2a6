/** Lengths of bytes and text, and the secret bits they can carry, through encodings and cuts. */

import type { Value } from '../../../engine/rule/index.ts';
import { numberOf } from '../../../engine/rule/index.ts';

/** Length in bytes or characters, from and to; the secret bits it can carry in all, and per character. */
export interface Measure {
  readonly min: number;
  readonly max: number;
  readonly bits: number;
  readonly per: number;
}

export const exact = (length: number, bits: number = length * 8, per: number = 8): Measure => ({
  min: length,
  max: length,
  bits: Math.min(bits, length * per),
  per,
});
export const ANY: Measure = { min: 0, max: Number.POSITIVE_INFINITY, bits: Number.POSITIVE_INFINITY, per: 8 };
/** Several possibilities at once: as long as any of them may be. */
export function widest(all: readonly (Measure | undefined)[]): Measure | undefined {
  if (all.length === 0 || all.some((one) => !one)) return undefined;
  const list = all as readonly Measure[];
  return {
    min: Math.min(...list.map((one) => one.min)),
    max: Math.max(...list.map((one) => one.max)),
    bits: Math.max(...list.map((one) => one.bits)),
    per: Math.max(...list.map((one) => one.per)),
  };
}

/** Bytes from text in an encoding; text that was never told keeps its bound in bits. */
export function decoded(text: Measure | undefined, from: Value, encoding: string | undefined): Measure | undefined {
  if (!text) return undefined;
  const isBytes = from.is === 'list' || (from.is === 'ext' && text.per === 8);
  if (isBytes || encoding === undefined || /^(utf-?8|binary|latin1|ascii)$/i.test(encoding)) return text;
  const share = encoding === 'hex' ? 1 / 2 : 3 / 4;
  const padding = from.is === 'known' ? (/=*$/.exec(String(from.v))?.[0].length ?? 0) : 0;
  const bytes = (n: number): number => Math.floor((n - (encoding === 'hex' ? 0 : padding)) * share);
  return { min: bytes(text.min), max: bytes(text.max), bits: Math.min(text.bits, bytes(text.max) * 8), per: 8 };
}

export function encoded(bytes: Measure | undefined, encoding: string | undefined): Measure | undefined {
  if (!bytes || encoding === undefined || /^(utf-?8|binary|latin1|ascii|buffer)$/i.test(encoding)) return bytes;
  const per = encoding === 'hex' ? 4 : 6;
  const chars = (n: number): number => (encoding === 'hex' ? n * 2 : Math.ceil(n / 3) * 4);
  return { min: chars(bytes.min), max: chars(bytes.max), bits: Math.min(bytes.bits, bytes.max * 8), per };
}

/** What is left after `slice`, `substring`, `padEnd` and their like. */
export function cut(name: string, whole: Measure, arg: (i: number) => Value): Measure | undefined {
  const a = numberOf(arg(0));
  const b = numberOf(arg(1));
  switch (name) {
    case 'slice':
    case 'substring':
    case 'subarray':
    case 'substr': {
      if (a === undefined || a < 0) return undefined;
      const take = b === undefined ? undefined : name === 'substr' ? b : b < 0 ? undefined : b - a;
      if (take === undefined)
        return arg(1).is === 'absent' ? limited(whole, Math.max(0, whole.max - a), Math.max(0, whole.min - a)) : undefined;
      return limited(whole, Math.min(Math.max(0, whole.max - a), take), Math.min(Math.max(0, whole.min - a), take));
    }
    case 'padEnd':
    case 'padStart':
      return a === undefined ? undefined : { ...whole, min: Math.max(whole.min, a), max: Math.max(whole.max, a) };
    case 'trim':
    case 'toLowerCase':
    case 'toUpperCase':
    case 'normalize':
      return { ...whole, min: 0 };
    default:
      return undefined;
  }
}

function limited(whole: Measure, max: number, min: number): Measure {
  return { min, max, bits: Math.min(whole.bits, max * whole.per), per: whole.per };
}

export function concatenated(parts: readonly (Measure | undefined)[] | undefined): Measure | undefined {
  if (!parts || parts.some((one) => !one)) return undefined;
  return (parts as readonly Measure[]).reduce(
    (sum, one) => ({ min: sum.min + one.min, max: sum.max + one.max, bits: sum.bits + one.bits, per: 8 }),
    exact(0),
  );
}
