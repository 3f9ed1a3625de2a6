/** Three-valued answers: what a value means in the terms of a rule, alternative by alternative, and the one function that folds them. */
import type { Localized } from '../../contract/types.ts';
import { alternatives, readFrom } from '../value/make.ts';
import type { Unknown, Value, Why } from '../value/types.ts';

/** One way things may be. `from` leads to where it was decided. */
export type Alternative<T> =
  | { readonly is: 'known'; readonly value: T; readonly from: Value }
  | { readonly is: 'absent'; readonly from: Value }
  | { readonly is: 'unknown'; readonly why: Why; readonly from: Value; readonly fn?: Unknown['fn']; readonly name?: string };

/** All the ways things may be; at least one. */
export interface Answer<T> {
  readonly alternatives: readonly Alternative<T>[];
}

/** Reads a value alternative by alternative. `parse` answers undefined for what it cannot read: that becomes `unparsed`. */
export function answer<T>(
  value: Value,
  parse: (value: Exclude<Value, { is: 'absent' | 'unknown' | 'oneOf' }>) => T | undefined,
): Answer<T> {
  return {
    alternatives: alternatives(value).map((one): Alternative<T> => {
      if (one.is === 'absent') return { is: 'absent', from: one };
      if (one.is === 'unknown')
        return { is: 'unknown', why: one.why, from: one, ...(one.fn && { fn: one.fn }), ...(one.name !== undefined && { name: one.name }) };
      if (one.is === 'oneOf') return { is: 'unknown', why: 'budget', from: one };
      const read = parse(one);
      if (read !== undefined) return { is: 'known', value: read, from: one };
      const behind = readFrom(one);
      return behind
        ? { is: 'unknown', why: behind.why, from: one, ...(behind.fn && { fn: behind.fn }) }
        : { is: 'unknown', why: 'unparsed', from: one };
    }),
  };
}

/** An answer that a model knows by itself, decided where `from` stands. */
export function certain<T>(value: T, from: Value): Answer<T> {
  return { alternatives: [{ is: 'known', value, from }] };
}

/** Several answers to the same question: any of their alternatives. */
export function either<T>(answers: readonly Answer<T>[]): Answer<T> {
  return { alternatives: answers.flatMap((one) => one.alternatives) };
}

export type Verdict<F> =
  | { readonly is: 'keeps'; readonly note: Localized; readonly from?: Value }
  | { readonly is: 'breaks'; readonly found: F; readonly from?: Value }
  | { readonly is: 'unknown'; readonly why: Why; readonly note?: Localized; readonly from?: Value };

/**
 * Judges an answer: it breaks when any alternative breaks, else it is unknown when any is unknown, else it is kept.
 * Unknown is never kept. `absent` judges a value that is not there; without it, absence is unknown.
 */
export function fold<T, F>(
  question: Answer<T>,
  judge: (value: T, from: Value) => Verdict<F>,
  whenAbsent?: (from: Value) => Verdict<F>,
): Verdict<F> {
  const verdicts = question.alternatives.map((one): Verdict<F> => {
    const verdict: Verdict<F> =
      one.is === 'known'
        ? judge(one.value, one.from)
        : one.is === 'absent'
          ? (whenAbsent?.(one.from) ?? { is: 'unknown', why: 'member' })
          : { is: 'unknown', why: one.why };
    return verdict.from ? verdict : { ...verdict, from: one.from };
  });
  return worst(verdicts);
}

/** The first that breaks, else the first that is unknown, else the first that keeps. */
export function worst<F>(verdicts: readonly Verdict<F>[]): Verdict<F> {
  return verdicts.find((one) => one.is === 'breaks') ?? verdicts.find((one) => one.is === 'unknown') ?? (verdicts[0] as Verdict<F>);
}
