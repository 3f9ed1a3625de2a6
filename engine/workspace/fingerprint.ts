/** Fingerprints that survive moved lines: rule, path, the finding's words and trail files, and an ordinal among equals. */
import { createHash } from 'node:crypto';
import type { Finding } from './report.ts';

export function fingerprints(findings: readonly Omit<Finding, 'fingerprint'>[]): Finding[] {
  const seen = new Map<string, number>();
  return findings.map((one) => {
    const base = [one.rule, one.place.path, one.message.what.en].join('\n');
    const ordinal = seen.get(base) ?? 0;
    seen.set(base, ordinal + 1);
    return { ...one, fingerprint: createHash('sha256').update(`${base}\n${ordinal}`).digest('hex').slice(0, 32) };
  });
}
