/** What must hold of every fix, judged by applying it and analysing again, under all rules. */
import { applyEdits, type Fix, overlaps } from '../../engine/rule/fix.ts';
import type { Analysis } from '../../engine/workspace/analyse.ts';
import { fixRound, MAX_ROUNDS } from '../../engine/workspace/fix-round.ts';
import type { Finding } from '../../engine/workspace/report.ts';
import { rules } from '../../rules/registry.generated.ts';
import type { Scenario } from './page.ts';
import { analyseScenario } from './run.ts';

export const told = ({ rule, place, message }: Finding): string => `${rule} ${place.path}: ${message.what.en}`;
const count = (list: readonly string[], text: string): number => list.filter((one) => one === text).length;

/** What is wrong with a fix; empty when all is well. */
export function wrongs(scenario: Scenario, before: Analysis, finding: Finding, fix: Fix): string[] {
  const text = scenario.files[fix.path] ?? '';
  const now = analyseScenario(scenario, rules, { ...scenario.files, [fix.path]: applyEdits(text, fix.edits) });
  const were = before.report.findings.map(told);
  const are = now.report.findings.map(told);
  return [
    ...(count(are, told(finding)) < count(were, told(finding)) ? [] : ['the finding is still there']),
    ...are.filter((one) => !were.includes(one)).map((one) => `new: ${one}`),
    ...now.report.incomplete.filter((one) => one.path === fix.path).map((one) => `not read whole: ${one.detail}`),
    ...(overlaps(fix.edits) || fix.edits.some((edit) => edit.start > edit.end || edit.end > text.length) ? ['edits out of order'] : []),
    ...(/[ぁ-んァ-ヶ一-龠]/.test(fix.title.ja) && (fix.byHand === undefined || /[ぁ-んァ-ヶ一-龠]/.test(fix.byHand.ja))
      ? []
      : ['no Japanese']),
    ...(!fix.safe && fix.byHand === undefined ? ['not safe, and yet nothing is said of what is left to do'] : []),
    ...(fix.safe && fix.byHand !== undefined ? ['safe, and yet something is left to do by hand'] : []),
  ];
}

/** The files after all fixes, round after round. */
export function settled(scenario: Scenario, active: typeof rules = rules): { files: Scenario['files']; rounds: number } {
  let files = scenario.files;
  for (let rounds = 0; rounds <= MAX_ROUNDS; rounds += 1) {
    const { texts } = fixRound(
      analyseScenario(scenario, active, files),
      (path) => files[path],
      () => true,
    );
    if (texts.size === 0) return { files, rounds };
    files = { ...files, ...Object.fromEntries(texts) };
  }
  return { files, rounds: MAX_ROUNDS + 1 };
}
