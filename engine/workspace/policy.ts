/** A weakened policy among the findings: seen in every report, and failing the run. Pure. */
import { createHash } from 'node:crypto';
import type { Localized } from '../../contract/types.ts';
import type { Weakening } from '../../contract/weakening.ts';
import type { Finding, Place, Report, RuleInfo } from './report.ts';

export const WEAKENED_POLICY = 'weakened-policy';

const TITLE: Localized = { en: 'The policy asks for less than before', ja: '検査のポリシーが緩められています' };
const OBLIGATION = 'policy';

/** `revision`: by whose policy the run judges; `path`: the configuration file, relative to the root. */
export function withWeakenings(report: Report, weakened: readonly Weakening[], revision: string, path: string): Report {
  if (weakened.length === 0) return report;
  const place: Place = { path, start: 0, end: 0, startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
  const findings = weakened.map(({ what, clauses }): Finding => {
    return {
      rule: WEAKENED_POLICY,
      obligation: OBLIGATION,
      clauses,
      severity: 'error',
      message: {
        what: { en: `This change weakens the policy: ${what.en}.`, ja: `この変更はポリシーを緩めます: ${what.ja}。` },
        why: {
          en: `A change must not waive itself, so everything was judged by the policy of ${revision}.`,
          ja: `変更が自らを免除することはできないため、すべて ${revision} のポリシーで判定しました。`,
        },
        todo: {
          en: 'Take it back, or have it reviewed and merged by itself first.',
          ja: '変更を取り消すか、この変更だけを先にレビューしてマージしてください。',
        },
      },
      place,
      trail: [],
      fingerprint: hash(`${WEAKENED_POLICY}\n${path}\n${what.en}`),
      partial: hash(`${WEAKENED_POLICY}\n${what.en}`),
      // No baseline may put it off.
      ...(report.baseline && { baseline: 'new' as const }),
    };
  });
  const clauses = [...new Set(weakened.flatMap((one) => one.clauses))];
  const rule: RuleInfo = { id: WEAKENED_POLICY, title: TITLE, obligation: OBLIGATION, clauses, cwe: [], severity: 'error' };
  return {
    ...report,
    rules: [...report.rules, rule].sort((a, b) => (a.id < b.id ? -1 : 1)),
    findings: [...report.findings, ...findings].sort((a, b) => (a.place.path < b.place.path ? -1 : a.place.path > b.place.path ? 1 : 0)),
  };
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
