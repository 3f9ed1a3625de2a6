/** The page of the one finding that is not about code: a change that asks for less than the policy it came upon. */
import { WEAKENED_POLICY } from '../engine/workspace/policy.ts';
import type { RulePage } from './session.ts';

export const policyPage: RulePage = {
  id: WEAKENED_POLICY,
  title: { en: 'The policy asks for less than before', ja: '検査のポリシーが緩められています' },
  clauses: [],
  markdown: {
    en: `# The policy asks for less than before

With \`--policy-from REF\` a run judges by the configuration, the contract and the waivers of that revision, so that a pull request cannot
waive itself. Where the configuration at hand asks for less (a rule switched off, a figure lowered, more files ignored, another contract),
each point is a finding at the top of \`clauselint.jsonc\`, and the run fails.

What to do: take the change back, or have it reviewed and merged by itself; from then on it is the policy.
`,
    ja: `# 検査のポリシーが緩められています

\`--policy-from REF\` を指定すると、そのリビジョンの設定、契約、免除で判定します。プルリクエストが自らを免除することはできません。
手元の設定がそれより緩い場合（ルールの無効化、数値の引き下げ、対象外の追加、契約の差し替え）は、それぞれを \`clauselint.jsonc\` の先頭の問題として報告し、失敗とします。

対応: 変更を取り消すか、その変更だけを先にレビューしてマージしてください。マージ後は、それが新しいポリシーになります。
`,
  },
};
