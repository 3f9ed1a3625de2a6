/** Sketches over the programs of the rules' pages: plain data, from one module alone, and enough for what only the whole project shows. */
import { expect, test } from 'vitest';
import { defaultConfig } from '../../contract/config.ts';
import type { ModuleFacts } from '../../engine/facts/types.ts';
import { Module } from '../../engine/link/module.ts';
import type { Model } from '../../engine/rule/model.ts';
import { summarise } from '../../engine/syntax/summarise.ts';
import { analyse } from '../../engine/workspace/analyse.ts';
import { pages } from '../../rules/pages.generated.ts';
import { models, rules } from '../../rules/registry.generated.ts';
import { readPage } from '../spec/page.ts';
import { inputOf, SOURCE_NAME } from '../support/project.ts';

const SCENARIOS = Object.values(pages).flatMap((page) => readPage(page.en).scenarios);
const SKETCHING = models.filter((model) => model.sketch);

/** As if the sketches had been kept on disk. */
function kept(model: Model, seen: Set<string>): Model {
  const { sketch } = model;
  if (!sketch) return model;
  return {
    ...model,
    sketch: (m, config) => {
      const one = sketch(m, config);
      if (one === undefined) return undefined;
      seen.add(model.id);
      return JSON.parse(JSON.stringify(one)) as never;
    },
  };
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const one of Object.values(value)) frozen(one);
  }
  return value;
}

test('a sketch survives JSON, hangs on one module and the configuration alone, and leaves its facts as they are', () => {
  const configs = [defaultConfig(), { ...defaultConfig(), auditSinks: ['AuditService.log', 'src/audit.ts#record'] }];
  let sketched = 0;
  for (const { files } of SCENARIOS)
    for (const [path, text] of Object.entries(files).filter(([name]) => SOURCE_NAME.test(name)))
      for (const config of configs) {
        const facts: ModuleFacts = frozen(summarise(path, text));
        for (const { id, sketch } of SKETCHING) {
          const one = sketch?.(new Module(1, facts), config);
          expect(sketch?.(new Module(7, JSON.parse(JSON.stringify(facts)) as ModuleFacts), config), id).toStrictEqual(one);
          if (one === undefined) continue;
          sketched += 1;
          expect(JSON.parse(JSON.stringify(one)), id).toStrictEqual(one);
        }
      }
  expect(sketched).toBeGreaterThan(500);
});

test('what is said of the whole project is the same with sketches that were kept', () => {
  const used = new Set<string>();
  for (const { files } of SCENARIOS) {
    const plain = analyse({ ...inputOf(files), models, rules }).report;
    expect(analyse({ ...inputOf(files), models: models.map((one) => kept(one, used)), rules }).report).toEqual(plain);
  }
  expect([...used].sort()).toEqual(SKETCHING.map((one) => one.id).sort());
});
