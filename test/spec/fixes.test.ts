/**
 * The law of fixes, over every scenario of every page and under all rules: the finding is gone, nothing new is found, the file still parses,
 * twice is once. And the pages tell the truth about what their fixes leave behind.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Fix } from '../../engine/rule/fix.ts';
import { MAX_ROUNDS } from '../../engine/workspace/fix-round.ts';
import type { Finding } from '../../engine/workspace/report.ts';
import { rules } from '../../rules/registry.generated.ts';
import { SOURCE_NAME } from '../support/project.ts';
import { settled, told, wrongs } from './fix-law.ts';
import { readPage, type Scenario, withoutMarks } from './page.ts';
import { analyseScenario } from './run.ts';

const RULES = join(import.meta.dirname, '..', '..', 'rules');
const PAGES = readdirSync(RULES, { recursive: true, encoding: 'utf8' })
  .map((path) => path.split('\\').join('/'))
  .filter((path) => /^(?!data\/|models\/)[^/]+\/[^/]+(?<!\.ja)\.md$/.test(path))
  .sort();

/** The same sources as Windows would write them, behind a line that moves every offset. */
function elsewhere(scenario: Scenario): Scenario {
  const moved = (text: string): string => `// é 😀\n${text}`.replaceAll('\n', '\r\n');
  const files = Object.entries(scenario.files).map(([path, text]) => [path, SOURCE_NAME.test(path) ? moved(text) : text] as const);
  return { ...scenario, files: Object.fromEntries(files) };
}

let offered = 0;

for (const path of PAGES) {
  const id = path.slice(path.indexOf('/') + 1, -3);
  // A waiver is about findings of other rules.
  const rule = rules.filter((one) => one.id === id || rules.some(({ id: own, evidence }) => own === id && evidence === 'waiver'));
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
        const { files: mended, rounds } = settled(scenario);
        expect(rounds, 'rounds until nothing changes').toBeLessThanOrEqual(MAX_ROUNDS);
        if (mended !== scenario.files)
          expect(settled(elsewhere(scenario)).files, 'under other line ends').toEqual(elsewhere({ ...scenario, files: mended }).files);
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

describe('the law bites', () => {
  const text = "import tls from 'node:tls';\ntls.connect({ host: 'a.example.com', minVersion: 'TLSv1' });\n";
  const scenario: Scenario = { title: 'a client', files: { 'a.ts': text }, marks: [], fixed: {} };
  const before = analyseScenario(scenario, rules);
  const [finding] = before.report.findings;
  const [good] = before.fixesOf(finding?.fingerprint ?? '', () => text);
  const at = text.indexOf("'TLSv1'");
  const instead = (edit: string): Fix => ({ ...(good as Fix), edits: [{ start: at, end: at + "'TLSv1'".length, text: edit }] });

  test.each<[string, Fix, RegExp]>([
    ['nothing', { ...(good as Fix), edits: [] }, /still there/],
    ['another bad value', instead("'TLSv1.1'"), /^new: tls-min-version/],
    ['another fault', instead("'TLSv1.2', rejectUnauthorized: false"), /^new: tls-verification-disabled/],
    ['a broken file', instead("'TLSv1.2"), /not read whole/],
    ['no word of what is left to do', { ...(good as Fix), safe: false }, /nothing is said/],
  ])('on %s', (_, fix, expected) => {
    expect(wrongs(scenario, before, finding as Finding, fix)).toContainEqual(expect.stringMatching(expected));
  });

  test('and lets the good one pass', () => {
    expect(wrongs(scenario, before, finding as Finding, good as Fix)).toEqual([]);
  });
});
