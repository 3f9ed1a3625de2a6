/** Facts survive being written and read, and nothing else is taken for facts. */
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFacts, encodeFacts, FACTS_FORMAT } from '../../engine/facts/codec.ts';
import { summarise } from '../../engine/syntax/summarise.ts';
import { ownSources } from '../support/own-sources.ts';
import { moduleText } from '../support/programs.ts';

test('facts of generated programs survive', () => {
  fc.assert(
    fc.property(moduleText('src/a.ts'), (text) => {
      const facts = summarise('src/a.ts', text);
      expect(decodeFacts(encodeFacts(facts))).toStrictEqual(facts);
    }),
    { numRuns: 200, seed: 20_260_115 },
  );
});

test("facts of this repository's sources survive", { timeout: 120_000 }, () => {
  const changed = Object.entries(ownSources()).filter(([path, text]) => {
    const facts = summarise(path, text);
    return !isDeepStrictEqual(decodeFacts(encodeFacts(facts)), facts);
  });
  expect(changed.map(([path]) => path)).toEqual([]);
});

test.each([
  ['numbers that JSON does not know', 'export const far = 1e999, near = -1e999, none = 0;'],
  ['halves of surrogate pairs, line separators and NUL', "export const odd = '\\ud800 \\u2028 \\0';\u2028const x = 1;"],
  ['names of Object.prototype', "export const o = { ['__proto__']: 1, constructor: 2, toString() {} }; export { o as __proto__ };"],
  ['big integers and patterns', 'export const big = 10n ** 20n, pattern = /a(?<b>c)/dgimsuy;'],
  ['an empty file', ''],
  ['a file that does not parse', 'export const = {'],
])('%s survive', (_, text) => {
  const facts = summarise('src/a.ts', text);
  expect(decodeFacts(encodeFacts(facts))).toStrictEqual(facts);
});

const SAMPLE = encodeFacts(summarise('src/a.ts', "export const a = { b: 'c', d: [1, 2] };\nfoo(a.b, () => a.d);\n"));

test('damaged text is no facts, and never throws', () => {
  fc.assert(
    fc.property(
      fc.nat(SAMPLE.length - 1),
      fc.nat(20),
      fc.oneof(fc.constant(''), fc.string({ maxLength: 8 }), fc.constantFrom('\n', '\0', '{', '9')),
      (at, cut, put) => {
        const damaged = SAMPLE.slice(0, at) + put + SAMPLE.slice(at + cut);
        if (damaged !== SAMPLE) expect(decodeFacts(damaged)).toBeUndefined();
      },
    ),
    { numRuns: 2000, seed: 20_260_115 },
  );
  for (let length = 0; length < SAMPLE.length; length += 1) expect(decodeFacts(SAMPLE.slice(0, length))).toBeUndefined();
});

test.each(['', '{}', 'null', '\uFEFF', '%PDF-1.7', SAMPLE.slice(SAMPLE.indexOf('\n') + 1)])('foreign text %j is no facts', (text) => {
  expect(decodeFacts(text)).toBeUndefined();
});

test('facts of another format are no facts', () => {
  expect(decodeFacts(SAMPLE.replace(` ${FACTS_FORMAT} `, ` ${FACTS_FORMAT + 1} `))).toBeUndefined();
  expect(decodeFacts(SAMPLE)).toBeDefined();
});

test('arbitrary text is no facts, and never throws', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
      expect(decodeFacts(text)).toBeUndefined();
    }),
    { seed: 20_260_115 },
  );
});
