/** Every page under `rules/` is a test of its rule. One rule alone: `npx vitest run test/spec -t weak-cipher`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/registry.generated.ts';
import { type Page, readPage, SCENARIOS } from './page.ts';
import { differences, runScenario, saidBy } from './run.ts';

/** The sections of a page, in this order; what stands in parentheses after a heading is free. */
const SECTIONS = [
  'What it asks',
  'Why',
  'What is reported',
  'What is not',
  'What to do',
  'What the fix changes',
  'What it cannot tell',
  'Sources',
  SCENARIOS,
] as const;
const MIN_SCENARIOS = 8;

const RULES = join(import.meta.dirname, '..', '..', 'rules');
const PAGES = readdirSync(RULES, { recursive: true, encoding: 'utf8' })
  .map((path) => path.split('\\').join('/'))
  .filter((path) => /^(?!data\/|models\/)[^/]+\/[^/]+(?<!\.ja)\.md$/.test(path))
  .sort();

function pageAt(path: string): Page | undefined {
  try {
    return readPage(readFileSync(join(RULES, path), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

test('there is a page for every rule', () => {
  const ids = PAGES.map((path) => path.slice(path.indexOf('/') + 1, -3));
  expect(ids.sort()).toEqual(rules.map((rule) => rule.id).sort());
});

for (const path of PAGES) {
  const id = path.slice(path.indexOf('/') + 1, -3);
  describe(id, () => {
    const page = pageAt(path) as Page;
    const rule = rules.find((one) => one.id === id);

    test('the page has its sections, and scenarios that report and that do not', () => {
      expect(page.title).not.toBe('');
      expect(page.sections.map((one) => one.title.replace(/\s*\(.*\)$/, ''))).toEqual(SECTIONS);
      expect(page.sections.filter((one) => one.body === '' && one.title !== SCENARIOS).map((one) => one.title)).toEqual([]);
      expect(page.scenarios.length).toBeGreaterThanOrEqual(MIN_SCENARIOS);
      const reporting = page.scenarios.filter((one) => one.marks.some((mark) => mark.is === 'breaks'));
      expect(reporting.length, 'scenarios that report').toBeGreaterThan(0);
      expect(page.scenarios.length - reporting.length, 'quiet scenarios').toBeGreaterThan(0);
      const titles = page.scenarios.map((one) => one.title);
      expect(titles.filter((one, i) => titles.indexOf(one) !== i)).toEqual([]);
    });

    test('the Japanese page has the same sections', () => {
      const japanese = pageAt(path.replace(/\.md$/, '.ja.md'));
      expect(japanese?.title).toMatch(/[ぁ-んァ-ヶ一-龠]/);
      const sections = (japanese?.sections ?? []).slice(0, SECTIONS.length - 1);
      expect(sections.length).toBe(SECTIONS.length - 1);
      expect(sections.filter((one) => one.body === '').map((one) => one.title)).toEqual([]);
      const prose = sections.map((one) => one.body).join('');
      expect(prose.match(/[ぁ-んァ-ヶ一-龠]/g)?.length ?? 0).toBeGreaterThan(100);
    });

    for (const scenario of page.scenarios) {
      test(scenario.title, () => {
        if (!rule) throw new Error(`no rule ${id} in the registry: run \`npm run generate\``);
        const { report, turned, damaged } = runScenario(scenario, rule);
        expect(report.incomplete.filter((one) => one.reason === 'crash').map((one) => one.detail)).toEqual([]);
        const found = differences(scenario.marks, saidBy(report));
        expect(found, `\n${found.join('\n')}\n`).toEqual([]);
        expect(damaged, 'facts that the codec changed').toEqual([]);
        expect(JSON.stringify(turned), 'the report for another order of files').toBe(JSON.stringify(report));
      });
    }
  });
}
