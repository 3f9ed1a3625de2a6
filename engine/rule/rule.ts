/** A rule holds one kind of evidence against the terms of one obligation. Find, say and fix are apart: text is made only when someone looks. */
import type { Localized, Terms } from '../../contract/types.ts';
import type { Verdict } from './answer.ts';
import type { Evidence, EvidenceKind, EvidenceOf } from './evidence.ts';
import type { FixContext, Repair } from './fix.ts';

/** What is wrong, why it matters, what to do, in one language. Plain text, a sentence or two each. */
export interface Said {
  readonly what: string;
  readonly why: string;
  readonly todo: string;
}

export interface Judged<K extends EvidenceKind, F> {
  readonly evidence: EvidenceOf<K>;
  readonly verdict: Verdict<F>;
}

export interface Rule<K extends EvidenceKind = EvidenceKind, F = unknown> {
  /** kebab-case, names the bad pattern; never reused. */
  readonly id: string;
  /** The duty it serves; which clause demands it is the contract's business. */
  readonly obligation: string;
  readonly evidence: K;
  readonly title: Localized;
  /** CWE numbers. */
  readonly cwe: readonly number[];
  /** Undefined: the evidence says nothing about this rule's duty. */
  judge(evidence: EvidenceOf<K>, terms: Terms): Verdict<F> | undefined;
  /** What a found breach says, in both languages. */
  readonly say: {
    readonly en: (found: F, evidence: EvidenceOf<K>, terms: Terms) => Said;
    readonly ja: (found: F, evidence: EvidenceOf<K>, terms: Terms) => Said;
  };
  /**
   * What may be changed in the one file where the deciding value stands so that the finding is gone, the best first; empty when nothing sound
   * can be. `all` is what the rule judged in the whole project, before its `conclude`. Pure.
   */
  readonly fix?: (found: F, evidence: EvidenceOf<K>, ctx: FixContext, all: readonly Judged<K, F>[]) => readonly Repair[];
  /** For rules about absence or repetition: sees all judged evidence of the project and answers with what to report. Pure. */
  readonly conclude?: (judged: readonly Judged<K, F>[], terms: Terms) => readonly Judged<K, F>[];
}

export function defineRule<K extends EvidenceKind, F>(rule: Rule<K, F>): Rule<K, F> {
  return rule;
}

/** Any rule, for the engine, which hands each rule only evidence of its own kind. */
export type AnyRule = Rule<never, never>;

export type { Evidence };
