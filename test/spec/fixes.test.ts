/**
 * The law of fixes, over every scenario of every page and under all rules: the finding is gone, nothing new is found, the file still parses,
 * twice is once. And the pages tell the truth about what their fixes leave behind.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { applyEdits, type Fix, overlaps } from '../../engine/rule/fix.ts';
import type { Analysis } from '../../engine/workspace/analyse.ts';
import { fixRound, MAX_ROUNDS } from '../../engine/workspace/fix-round.ts';
import type { Finding } from '../../engine/workspace/report.ts';
import { rules } from '../../rules/registry.generated.ts';
import { readPage, type Scenario, withoutMarks } from './page.ts';
import { analyseScenario } from './run.ts';

const RULES = join(import.meta.dirname, '..', '..', 'rules');
const PAGES = readdirSync(RULES, { recursive: true, encoding: 'utf8' })
  .map((path) => path.split('\\').join('/'))
  .filter((path) => /^(?!data\/|models\/)[^/]+\/[^/]+(?<!\.ja)\.md$/.test(path))
  .sort();

const told = ({ rule, place, message }: Finding): string => `${rule} ${place.path}: ${message.what.en}`;
const count = (list: readonly string[], text: string): number => list.filter((one) => one === text).length;

/** What is wrong with a fix; empty when all is well. */
function wrongs(scenario: Scenario, before: Analysis, finding: Finding, fix: Fix): string[] {
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
function settled(scenario: Scenario, active = rules): { files: Scenario['files']; rounds: number } {
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

let offered = 0;

for (const path of PAGES) {
  const id = path.slice(path.indexOf('/') + 1, -3);
  const rule = rules.filter((one) => one.id === id);
  describe(id, () => {
    for (const scenario of readPage(readFileSync(join(RULES, path), 'utf8')).scenarios) {
      test(scenario.title, () => {
        const before = analyseScenario(scenario, rules);
        for (const finding of before.report.findings.filter((one) => one.rule === id)) {
          for (const fix of before.fixesOf(finding.fingerprint, (file) => scenario.files[file])) {
            offered += 1;
            expect.soft(wrongs(scenario, before, finding, fix), `${fix.title.en}, for: ${told(finding)}`).toEqual([]);
          }
        }
        expect(settled(scenario).rounds, 'rounds until nothing changes').toBeLessThanOrEqual(MAX_ROUNDS);
        if (Object.keys(scenario.fixed).length === 0) return;
        const { files } = settled(scenario, rule);
        const changed = Object.keys(files).filter((one) => files[one] !== scenario.files[one]);
        expect(changed.sort(), 'files that fixes change').toEqual(Object.keys(scenario.fixed).sort());
        for (const [one, text] of Object.entries(scenario.fixed)) expect(withoutMarks(files[one] ?? '')).toBe(text);
      });
    }
  });
}

test('fixes are offered at all', () => {
  expect(offered).toBeGreaterThan(100);
});
