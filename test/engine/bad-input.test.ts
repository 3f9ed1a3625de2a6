/** Input that nobody writes and machines do: very long, very deep, broken. It is analysed as far as it goes, or said to be too deep; it never crashes. */
import { describe, expect, test } from 'vitest';
import { decodeFacts, encodeFacts } from '../../engine/facts/codec.ts';
import { surface } from '../../engine/facts/surface.ts';
import type { ModuleFacts } from '../../engine/facts/types.ts';
import { summarise } from '../../engine/syntax/summarise.ts';
import { analyse } from '../../engine/workspace/analyse.ts';
import { models, rules } from '../../rules/registry.generated.ts';
import { inputOf } from '../support/project.ts';

const times = (count: number, text: (i: number) => string, between = ''): string =>
  Array.from({ length: count }, (_, i) => text(i)).join(between);

/** Found whatever surrounds it: the engine reached the end of the file. */
const WEAK =
  "import { createCipheriv, randomBytes } from 'node:crypto';\nexport const seal = (k) => createCipheriv('aes-128-cbc', k, randomBytes(16));\n";

const CIPHER_RULES = rules.filter((rule) => rule.evidence === 'cipherUse');

function reportOf(text: string, path = 'src/a.ts'): { found: number; incomplete: string[] } {
  const { report } = analyse({ ...inputOf({ [path]: text }), models, rules: CIPHER_RULES });
  return { found: report.findings.length, incomplete: report.incomplete.map((one) => one.reason) };
}

describe('long', () => {
  test.each([
    ['20,000 operands of one sum', `const a = ${times(20_000, (i) => `'${i}'`, ' + ')};`],
    ['20,000 operands of ||', `const a = ${times(20_000, (i) => `b${i}`, ' || ')};`],
    ['20,000 operands of ??', `const a = ${times(20_000, (i) => `b${i}`, ' ?? ')};`],
    ['5,000 chained calls', `const a = z${times(5000, (i) => `.b${i}(${i})`)};`],
    ['5,000 chained members', `const a = z${times(5000, (i) => `.b${i}`)};`],
    ['20,000 statements', times(20_000, (i) => `f${i}(${i});\n`)],
    ['20,000 properties', `const a = { ${times(20_000, (i) => `p${i}: ${i},`)} };`],
    ['a line of 5 MB', `const a = [${times(700_000, (i) => String(i % 100_000), ',')}]; const s = '${'x'.repeat(2_000_000)}';`],
    ['a template of 5,000 parts', `const a = \`${times(5000, (i) => `x\${b${i}}`)}\`;`],
    ['a comment of 1 MB', `/* ${'clauselint '.repeat(90_000)} */`],
  ])('%s, and what follows is still seen', (_, text) => {
    expect(reportOf(`${text}\n${WEAK}`)).toEqual({ found: 1, incomplete: [] });
  });

  // Each hangs below the one before it: deeper than is followed, and said to be.
  test.each([
    ['3,000 else-ifs', `function f(a) { if (a) g(); ${times(3000, (i) => `else if (a === ${i}) g(${i});`)} }`],
    ['3,000 conditions in a row', `const a = ${times(3000, (i) => `b === ${i} ? ${i} : `)} 0;`],
  ])('%s are said to be too deep, and what follows is still seen', (_, text) => {
    expect(reportOf(`${text}\n${WEAK}`)).toEqual({ found: 1, incomplete: ['too-deep'] });
  });
});

describe('deep', () => {
  test.each([
    ['lists', (n: number) => `const a = ${'['.repeat(n)}${']'.repeat(n)};`],
    ['parentheses', (n: number) => `const a = ${'('.repeat(n)}1${')'.repeat(n)};`],
    ['objects', (n: number) => `const a = ${'{ a: '.repeat(n)}1${' }'.repeat(n)};`],
    ['arrows', (n: number) => `const a = ${'() => '.repeat(n)}1;`],
    ['calls', (n: number) => `const a = ${'f('.repeat(n)}1${')'.repeat(n)};`],
    ['blocks', (n: number) => `${'{'.repeat(n)}f();${'}'.repeat(n)}`],
    ['functions', (n: number) => `${'function f() { '.repeat(n)}${'}'.repeat(n)}`],
    ['classes', (n: number) => `${'const a = class { b() { '.repeat(n)}${'} }'.repeat(n)}`],
    ['negations', (n: number) => `const a = ${'!'.repeat(n)}b;`],
    ['templates', (n: number) => `const a = ${'`${'.repeat(n)}1${'}`'.repeat(n)};`],
    ['powers', (n: number) => `const a = ${'2 ** '.repeat(n)}2;`],
    ['assignments', (n: number) => `${'a = '.repeat(n)}2;`],
    ['elements', (n: number) => `const a = ${'<b>'.repeat(n)}${'</b>'.repeat(n)};`],
    ['patterns', (n: number) => `const ${'{ a: '.repeat(n)}b${' }'.repeat(n)} = c;`],
    ['types', (n: number) => `let a: ${'A<'.repeat(n)}B${'>'.repeat(n)};`],
    ['ifs', (n: number) => `${'if (a) '.repeat(n)}b();`],
    ['labels', (n: number) => `${times(n, (i) => `l${i}: `)}b();`],
  ])('%s: 40 levels are followed, 400 and 40,000 are said to be too deep or are followed', (_, nested) => {
    const path = 'src/a.tsx';
    expect(reportOf(`${nested(40)}\n${WEAK}`, path)).toEqual({ found: 1, incomplete: [] });
    for (const depth of [400, 40_000]) {
      const { found, incomplete } = reportOf(`${nested(depth)}\n${WEAK}`, path);
      expect(['', 'too-deep', 'syntax']).toContain(incomplete.join());
      expect(found === 1 || incomplete.length === 1, 'neither found nor said to be incomplete').toBe(true);
    }
  });

  test('facts of what is too deep are facts like any other', () => {
    const facts: ModuleFacts = summarise('src/a.ts', `export const a = ${'['.repeat(5000)}${']'.repeat(5000)};`);
    expect(facts.problems.map((one) => one.kind)).toContain('too-deep');
    expect(decodeFacts(encodeFacts(facts))).toEqual(facts);
    expect(() => surface(facts)).not.toThrow();
  });
});

describe('broken', () => {
  test.each([
    ['before it', `const = ;\n${WEAK}`],
    ['after it', `${WEAK}\nfunction ( {`],
    ['an unfinished call after it', `${WEAK}\nfoo(bar, `],
    ['an unfinished string after it', `${WEAK}\nconst a = 'x`],
    ['an unfinished template after it', `${WEAK}\nconst a = \`x\${`],
    ['a stray bracket', `}\n${WEAK}`],
    ['marks of a merge', `<<<<<<< ours\nconst a = 1;\n=======\nconst a = 2;\n>>>>>>> theirs\n${WEAK}`],
    ['someone is typing', `${WEAK}\nseal.\n`],
  ])('%s: what parses is analysed, and the break is told', (_, text) => {
    const { found, incomplete } = reportOf(text);
    expect(found).toBe(1);
    expect(incomplete).toEqual(['syntax']);
  });

  test.each([
    ['nothing', ''],
    ['blanks', ' \n\t\r\n'],
    ['NUL bytes', '\0\0\0'],
    ['halves of surrogate pairs', 'const a = "\ud800"; \udc00'],
    ['a hash bang', '#!/usr/bin/env node\nconst a = 1;'],
    ['only a comment', '// createCipheriv'],
    ['old line ends', 'const a = 1;\rcreateCipheriv();\r'],
    ['line separators', 'const a = 1;\u2028createCipheriv();\u2029'],
    ['another language', 'package main\nfunc main() { fmt.Println("createCipheriv") }'],
    ['HTML', '<!doctype html><html><script>createCipheriv()</script></html>'],
  ])('%s does not crash', (_, text) => {
    for (const path of ['src/a.ts', 'src/a.tsx', 'src/a.js', 'src/a.d.ts']) {
      expect(reportOf(text, path).incomplete.filter((one) => one !== 'syntax')).toEqual([]);
    }
  });
});

describe('circular', () => {
  const CRYPTO = "import { createCipheriv } from 'node:crypto';\n";
  test.each([
    ['functions that call each other', 'const f = (a) => g(a); const g = (a) => f(a); createCipheriv(f(1), k, null);'],
    ['a wrapper that calls itself', 'export function f(a) { createCipheriv(a, k, null); f(a); }'],
    ['a wrapper that calls itself with more', "export function f(a) { createCipheriv(a, k, null); f(a + 'x'); } f('aes');"],
    ['a class that makes itself', 'class A { constructor(a) { createCipheriv(a, k, null); new A([a]); } } new A(1);'],
    ['classes that extend each other', 'class A extends B {} class B extends A { b() { createCipheriv(this.x, k, null); } }'],
    ['an object that holds itself', 'const o = { get a() { return o.a; } }; createCipheriv(o.a, k, null);'],
    ['a list that holds itself', 'const a = []; a.push(...a, a); createCipheriv(a[0], k, null);'],
    ['a default that refers to itself', 'function f(a = f()) { createCipheriv(a, k, null); return a; } f();'],
    ['a text that grows', "let a = 'x'; a = a + a; createCipheriv(a, k, null);"],
  ])('%s comes to an end, as unknown', (_, text) => {
    const { found, incomplete } = reportOf(`${CRYPTO}const k = key();\n${text}`);
    expect(incomplete).toEqual([]);
    expect(found).toBe(0);
  });
});
