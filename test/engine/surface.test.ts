/** The surface of a module changes with what other modules can see of it, and with nothing else. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeFacts, encodeFacts } from '../../engine/facts/codec.ts';
import { STARS, surface, WHOLE } from '../../engine/facts/surface.ts';
import { summarise } from '../../engine/syntax/summarise.ts';
import { moduleText } from '../support/programs.ts';

const of = (text: string): Readonly<Record<string, string>> => surface(summarise('src/a.ts', text));

/** Names whose entries differ between two texts. */
function changed(before: string, after: string): string[] {
  const [a, b] = [of(before), of(after)];
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].filter((name) => a[name] !== b[name]).sort();
}

const MODULE = `import { limit } from './limit';
const base = 12;
const hidden = 'x';
function helper(n: number) { return n + base; }
function unreached() { return 1; }
export const rounds = helper(3), size = 16;
export class Box { private inner = rounds; open() { return this.inner; } }
export function seal(text: string) { if (text) return limit(text, size); return helper(1); }
export default { rounds };
export { other } from './other';
unreached();
`;

test('the exports and nothing else have an entry', () => {
  expect(Object.keys(of(MODULE)).sort()).toEqual(['Box', 'default', 'other', 'rounds', 'seal', 'size']);
  expect(Object.keys(of("export * from './b'; export * as c from './c';")).sort()).toEqual([STARS, 'c']);
  expect(Object.keys(of('module.exports = { a: 1 };'))).toEqual([WHOLE]);
  expect(of('const a = 1;')).toEqual({});
});

test.each([
  ['a comment and blank lines', MODULE.replace('const base', '// a note\n\n\nconst base')],
  ['layout and parentheses', MODULE.replace('helper(3), size = 16', 'helper( ( 3 ) ),\n  size = 16')],
  ['a body that no export reaches', MODULE.replace('return 1;', 'const y = [1, 2].map((n) => n * 2); return fetch(y);')],
  ['a constant that no export reaches', MODULE.replace("hidden = 'x'", "hidden = 'y' + z()")],
  ['a new function above all others', `function first(a, b) { return a + b; }\n${MODULE}`],
  ['a type', `interface Shape { a: string }\n${MODULE}`],
])('%s changes nothing', (_, after) => {
  expect(after).not.toBe(MODULE);
  expect(changed(MODULE, after)).toEqual([]);
});

test.each([
  ['an exported constant, its own entry', 'size = 16', 'size = 32', ['seal', 'size']],
  ['a constant reached through a helper', 'base = 12', 'base = 13', ['Box', 'default', 'rounds', 'seal']],
  ['a helper', 'n + base', 'n - base', ['Box', 'default', 'rounds', 'seal']],
  ['a method', 'return this.inner', 'return [this.inner]', ['Box']],
  ['a statement of a body', 'if (text) return', 'if (!text) return', ['seal']],
  ['what an import names', '{ limit }', '{ cap as limit }', ['seal']],
  ['where an import leads', "'./limit'", "'./limits'", ['seal']],
  ['a re-export', "'./other'", "'./others'", ['other']],
  ['a parameter that becomes rest', 'seal(text', 'seal(...text', ['seal']],
  ['an export that goes', "export { other } from './other';", '', ['other']],
])('%s', (_, from, to, expected) => {
  const after = MODULE.replace(from, to);
  expect(after).not.toBe(MODULE);
  expect(changed(MODULE, after)).toEqual(expected);
});

test('an exported constant that no other export reads changes only its own entry', () => {
  expect(changed("export const a = 'x'; export const b = 'x';", "export const a = 'y'; export const b = 'x';")).toEqual(['a']);
});

test.each([
  ['assignments to a variable', "export let a = 'x';", "export let a = 'x'; a = 'y';"],
  ['assignments to its properties', 'export const a = {}; a.b = 1;', 'export const a = {}; a.b = 2;'],
  ['a literal of another type', "export const a = '1';", 'export const a = 1;'],
  ['null and undefined', 'export const a = null;', 'export const a = undefined;'],
  ['an operator', 'export const a = b || c;', 'export const a = b ?? c;'],
  ['an optional link', 'export const a = b.c;', 'export const a = b?.c;'],
  ['the pieces of a template', 'export const a = `x${b}`;', 'export const a = `${b}x`;'],
  ['a property name', 'export const a = { b: 1 };', 'export const a = { c: 1 };'],
  ['a getter', 'export const a = { b() { return 1; } };', 'export const a = { get b() { return 1; } };'],
  ['a spread', 'export const a = { b: c };', 'export const a = { ...c };'],
  ['what a rest pattern leaves', 'const { x, ...a } = b; export { a };', 'const { y, ...a } = b; export { a };'],
  ['where a rest pattern starts', 'const [x, ...a] = b; export { a };', 'const [x, y, ...a] = b; export { a };'],
  ['keys and elements', 'export function a() { for (const x in y) z(x); }', 'export function a() { for (const x of y) z(x); }'],
  ['a decorator', 'export class A { @b() c = 1; }', 'export class A { @d() c = 1; }'],
  ['an annotation', 'export class A { constructor(private x: B) {} }', 'export class A { constructor(private x: C) {} }'],
  ['a base class', 'export class A extends B {}', 'export class A extends C {}'],
  ['static', 'export class A { b = 1; }', 'export class A { static b = 1; }'],
  ['async', 'export async function a() {}', 'export function a() {}'],
  ['try', 'export function a() { try { b(); } finally { c(); } }', 'export function a() { try { b(); } catch { c(); } }'],
  ['infinite numbers', 'export const a = 1e999;', "export const a = '1e999';"],
])('%s make a difference', (_, before, after) => {
  expect(changed(before, after)).toHaveLength(1);
});

test('functions that call each other come to an end', () => {
  const both = 'export function even(n) { return n ? odd(n - 1) : true; } export function odd(n) { return n ? even(n - 1) : false; }';
  expect(changed(both, both.replace('false', 'null'))).toEqual(['even', 'odd']);
});

test('leading lines never change a surface, and it survives the codec', () => {
  fc.assert(
    fc.property(moduleText('src/a.ts'), (text) => {
      const facts = summarise('src/a.ts', text);
      expect(of(`\n// note\n${text}`)).toEqual(surface(facts));
      expect(surface(decodeFacts(encodeFacts(facts))!)).toEqual(surface(facts));
    }),
    { numRuns: 100, seed: 20_260_115 },
  );
});
