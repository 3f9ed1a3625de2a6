/**
 * The law of fixes against the real types of the libraries: a scenario of a page has no more type errors after its fixes than before. Names that
 * no package here declares are `any` on both sides, so the number of scenarios whose every import is found is counted, too.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { rules } from '../../rules/registry.generated.ts';
import { settled } from '../spec/fix-law.ts';
import { readPage, type Scenario } from '../spec/page.ts';
import { SOURCE_NAME, type Texts } from '../support/project.ts';
import { installed } from './install.ts';
import { errorsOf, type Typed } from './types.ts';

const RULES = join(import.meta.dirname, '..', '..', 'rules');
/** Scenarios with fixes all of whose packages are installed here; fewer mean that this test has lost its teeth. */
const LEAST_TYPED = 85;

interface Case {
  readonly name: string;
  readonly before: Texts;
  readonly after: Texts;
}

function sourcesIn(files: Texts): Texts {
  return Object.fromEntries(Object.entries(files).filter(([path]) => SOURCE_NAME.test(path)));
}

function casesOf(page: string): Case[] {
  const rule = rules.filter((one) => page.endsWith(`/${one.id}.md`));
  return readPage(readFileSync(join(RULES, page), 'utf8')).scenarios.flatMap((scenario: Scenario): Case[] => {
    const { files } = settled(scenario, rule);
    return files === scenario.files
      ? []
      : [{ name: `${page}: ${scenario.title}`, before: sourcesIn(scenario.files), after: sourcesIn(files) }];
  });
}

const PAGES = readdirSync(RULES, { recursive: true, encoding: 'utf8' })
  .map((path) => path.split('\\').join('/'))
  .filter((path) => /^(?!data\/|models\/)[^/]+\/[^/]+(?<!\.ja)\.md$/.test(path))
  .sort();

const CASES = PAGES.flatMap(casesOf);
let typed: ReadonlyMap<string, Typed>;

beforeAll(() => {
  installed();
  typed = errorsOf(
    new Map(CASES.flatMap(({ name, before, after }) => [[`${name} before`, before] as const, [`${name} after`, after] as const])),
  );
});

test.each(CASES.map((one) => one.name))('%s', (name) => {
  const left = [...(typed.get(`${name} before`)?.errors ?? [])];
  const more = (typed.get(`${name} after`)?.errors ?? []).filter((error) => {
    const at = left.indexOf(error);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  expect(more).toEqual([]);
});

test('enough scenarios are typed through and through', () => {
  const whole = CASES.filter(({ name }) => typed.get(`${name} after`)?.unresolved.every((one) => isBuiltin(one)));
  expect(whole.length).toBeGreaterThanOrEqual(LEAST_TYPED);
});
