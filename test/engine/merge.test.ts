/** Parts of a project, assessed each for itself and put together, are what the project is in one go. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { analyse } from '../../engine/workspace/analyse.ts';
import { covers, mergeAssessed, overlap } from '../../engine/workspace/merge.ts';
import { pages } from '../../rules/pages.generated.ts';
import { models, rules } from '../../rules/registry.generated.ts';
import { readPage } from '../spec/page.ts';
import { exhibit, inputOf, type Texts } from '../support/project.ts';

const scenarios = Object.values(pages).flatMap((page) => readPage(page.en).scenarios);

it('holds for any scenarios side by side, and any way to cut between their files', { timeout: 120_000 }, () => {
  const chosen = fc.array(fc.constantFrom(...scenarios), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(chosen, fc.array(fc.nat({ max: 3 }), { minLength: 30, maxLength: 30 }), (some, shardOf) => {
      const texts: Texts = Object.fromEntries(
        some.flatMap((one, i) => Object.entries(one.files).map(([path, text]) => [`part${i}/${path}`, text])),
      );
      const paths = Object.keys(texts);
      const shard = (path: string): number => shardOf[paths.indexOf(path) % shardOf.length] ?? 0;
      const input = { ...inputOf(texts), models, rules };
      const whole = analyse({ ...input, scope: (path) => shard(path) < 3 }).assessed;
      const [a, b, c] = [0, 1, 2].map((n) => analyse({ ...input, scope: (path) => shard(path) === n }).assessed);
      if (!a || !b || !c) throw new Error('three parts');
      expect(JSON.stringify(mergeAssessed(exhibit(), [a, b, c]))).toBe(JSON.stringify(whole));
      expect(JSON.stringify(mergeAssessed(exhibit(), [c, a, b]))).toBe(JSON.stringify(whole));
    }),
    { numRuns: 40, seed: 20_261_124 },
  );
});

it('knows which scopes share files', () => {
  expect(covers('', 'a/b')).toBe(true);
  expect(covers('a', 'a/b')).toBe(true);
  expect(covers('a', 'ab')).toBe(false);
  expect(overlap([['a', 'b'], ['c'], ['ab']])).toBeUndefined();
  expect(overlap([['a/b'], ['c', 'a']])).toEqual(['a/b', 'a']);
  expect(overlap([['a'], ['']])).toEqual(['a', '']);
  // Within a part, a file is counted once anyway.
  expect(overlap([['a', 'a/b'], ['c']])).toBeUndefined();
});
