/**
 * Fingerprints that survive moved lines and another layout: rule, path, the finding's words, what stands there, and an ordinal among equals.
 * The partial one leaves path and ordinal out, so that a finding is known again when its file was renamed.
 */
import { createHash } from 'node:crypto';
import type { Finding } from './report.ts';

export type Unprinted = Omit<Finding, 'fingerprint' | 'partial'> & {
  /** What stands at the place; see `contentOf`. */
  readonly content: string;
};

/** @param findings sorted by place: the ordinals follow that order */
export function fingerprints(findings: readonly Unprinted[]): Finding[] {
  const seen = new Map<string, number>();
  return findings.map((one) => {
    const base = [one.rule, one.place.path, one.message.what.en, one.content].join('\n');
    const ordinal = seen.get(base) ?? 0;
    seen.set(base, ordinal + 1);
    const before = known.get(one);
    if (before?.ordinal === ordinal) return before.finding;
    const { content, ...rest } = one;
    const partial = hash([one.rule, one.message.what.en, content].join('\n'));
    const finding = { ...rest, fingerprint: hash(`${base}\n${ordinal}`), partial };
    known.set(one, { ordinal, finding });
    return finding;
  });
}

/** What was printed before, by the same finding with the same ordinal: an edit leaves most findings as they are. */
const known = new WeakMap<Unprinted, { readonly ordinal: number; readonly finding: Finding }>();

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
