/** Facts as text, for caches and between machines. What is not whole, or of another format, is no facts: the caller summarises anew. */
import { createHash } from 'node:crypto';
import type { ModuleFacts } from './types.ts';

/** Raised with every change to the shape or the meaning of facts; it does not depend on the build. */
export const FACTS_FORMAT = 2;

const STAMP = `clauselint-facts ${FACTS_FORMAT} `;
/** Hex digits of the body's SHA-256. */
const CHECKSUM = 16;
/** JSON has no number for a literal such as `1e999`. */
const INFINITE = { k: 'lit', infinite: 1 };

/** One line of stamp, format and checksum, then JSON. Positions ascend in small steps, so they are kept as differences. */
export function encodeFacts(facts: ModuleFacts): string {
  const exprs = facts.exprs.map((one) => (one.k === 'lit' && one.v === Number.POSITIVE_INFINITY ? INFINITE : one));
  const body = JSON.stringify({ ...facts, exprs, spans: differences(facts.spans), lines: differences(facts.lines) });
  return `${STAMP}${checksum(body)}\n${body}`;
}

/** The facts, or undefined for text that `encodeFacts` of this format did not write, or that was damaged since. Never throws. */
export function decodeFacts(text: string): ModuleFacts | undefined {
  const start = STAMP.length + CHECKSUM + 1;
  const body = text.slice(start);
  if (text.slice(0, start) !== `${STAMP}${checksum(body)}\n`) return undefined;
  const read = JSON.parse(body) as ModuleFacts;
  const exprs = read.exprs.map((one) => ('infinite' in one ? ({ k: 'lit', v: Number.POSITIVE_INFINITY } as const) : one));
  return { ...read, exprs, spans: sums(read.spans), lines: sums(read.lines) };
}

function checksum(body: string): string {
  return createHash('sha256').update(body).digest('hex').slice(0, CHECKSUM);
}

function differences(numbers: readonly number[]): number[] {
  return numbers.map((one, i) => one - (numbers[i - 1] ?? 0));
}

function sums(steps: readonly number[]): number[] {
  let at = 0;
  return steps.map((step) => (at += step));
}
