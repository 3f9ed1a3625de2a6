/** The page runner itself: it reads what stands on the page, and lets nothing pass that is not marked or marked in vain. */
import { expect, test } from 'vitest';
import type { Rule } from '../../engine/rule/rule.ts';
import weakCipher from '../../rules/storage/weak-cipher.ts';
import { marksOf, readPage, withoutMarks } from './page.ts';
import { differences, runScenario, saidBy } from './run.ts';

const PAGE = `# Title

## What it asks
Text.
### Deeper
More text.

## Scenarios
Prose.

### Two files
\`\`\`ts src/cipher.ts
export const CIPHER = 'aes-128-cbc';
\`\`\`
Prose between.
\`\`\`ts src/use.ts
import { createCipheriv, randomBytes } from 'node:crypto';
import { CIPHER } from './cipher';
# no heading
export const seal = (key: Buffer) => createCipheriv(CIPHER, key, randomBytes(16));
\`\`\`

### Alone
\`\`\`js
export {};
\`\`\`
`;

test('a page is read into sections, scenarios and files', () => {
  const page = readPage(PAGE);
  expect(page.title).toBe('Title');
  expect(page.sections).toEqual([
    { title: 'What it asks', body: 'Text.\nMore text.' },
    { title: 'Scenarios', body: 'Prose.' },
  ]);
  expect(page.scenarios.map((one) => [one.title, Object.keys(one.files)])).toEqual([
    ['Two files', ['src/cipher.ts', 'src/use.ts']],
    ['Alone', ['scenario.js']],
  ]);
  expect(page.scenarios[0]?.files['src/use.ts']?.split('\n')).toHaveLength(5);
});

test('a block that never ends, and a file written twice, are refused', () => {
  expect(() => readPage('# T\n## Scenarios\n### A\n```ts\nx\n')).toThrow('not closed');
  expect(() => readPage('# T\n## Scenarios\n### A\n```ts\n```\n```ts\n```\n')).toThrow('two files scenario.ts');
});

test.each([
  ['x(); // breaks', [['breaks', undefined]]],
  [
    'x(); // breaks, because',
    [
      ['breaks', undefined],
      ['because', undefined],
    ],
  ],
  [
    'x(); // breaks (a, b (c)), because (decided here)',
    [
      ['breaks', 'a, b (c)'],
      ['because', 'decided here'],
    ],
  ],
  ['x(); /* keeps */', [['keeps', undefined]]],
  ['<A b={c} /> {/* breaks (TLS) */}', [['breaks', 'TLS']]],
  ['key: value # unknown', [['unknown', undefined]]],
  [
    'x(); // breaks, breaks (RC4)',
    [
      ['breaks', undefined],
      ['breaks', 'RC4'],
    ],
  ],
  ['x(); // this breaks', []],
  ['x(); // because it was so', []],
  ["fetch('https://breaks');", []],
])('marks of %s', (line, expected) => {
  expect(marksOf('a.ts', line).map((one) => [one.is, one.text])).toEqual(expected);
});

test('differences are told by file and line, both ways', () => {
  const marks = marksOf('a.ts', 'x(); // breaks (DES)\ny(); // keeps\nz();');
  const said = [
    { is: 'breaks', path: 'a.ts', line: 1, text: 'uses RC4' },
    { is: 'keeps', path: 'a.ts', line: 2, text: 'fine' },
    { is: 'because', path: 'a.ts', line: 3, text: 'decided here' },
    { is: 'because', path: 'a.ts', line: 1, text: 'decided here', optional: true },
  ] as const;
  expect(differences(marks, said)).toEqual([
    '- a.ts:1 marked breaks (DES)',
    '+ a.ts:1 reported breaks: uses RC4',
    '+ a.ts:3 reported because: decided here',
  ]);
});

test('a bare mark does not take the finding that a mark with a text is meant for', () => {
  const said = [
    { is: 'breaks', path: 'a.ts', line: 1, text: 'uses RC4' },
    { is: 'breaks', path: 'a.ts', line: 1, text: 'uses DES' },
  ] as const;
  expect(differences(marksOf('a.ts', 'x(); // breaks, breaks (RC4)'), said)).toEqual([]);
});

test('a scenario without its marks fails with what was reported, and with them passes', () => {
  const scenario = readPage(PAGE).scenarios[0]!;
  const { report, turned, damaged } = runScenario(scenario, weakCipher as unknown as Rule);
  expect(differences(scenario.marks, saidBy(report)).map((one) => /^. \S+ reported \w+/.exec(one)?.[0])).toEqual([
    '+ src/cipher.ts:1 reported because',
    '+ src/use.ts:4 reported breaks',
  ]);
  const marked = readPage(PAGE.replace("-cbc';", "-cbc'; // because (decided here)").replace('(16));', '(16)); // breaks (aes-128-cbc)'));
  expect(differences(marked.scenarios[0]!.marks, saidBy(report))).toEqual([]);
  expect(damaged).toEqual([]);
  expect(turned).toEqual(report);
});

test('a block that says `fixed` is what a fix leaves behind, marks aside', () => {
  const page = readPage(
    '# T\n\n## Scenarios\n\n### One\n```ts src/a.ts\nold(); // breaks\n```\n```ts src/a.ts fixed\nnew1();\n```\n```js fixed\nx();\n```\n',
  );
  expect(page.scenarios[0]).toMatchObject({
    files: { 'src/a.ts': 'old(); // breaks\n' },
    fixed: { 'src/a.ts': 'new1();\n', 'scenario.js': 'x();\n' },
  });
  expect(withoutMarks('a(); // breaks (x), because\nb(); // kept comment\n{/* keeps */}\n')).toBe('a();\nb(); // kept comment\n\n');
});
