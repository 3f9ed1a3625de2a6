/** Which names a text may export, told without a parse: never fewer than the parser finds. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defaultConfig } from '../../contract/config.ts';
import { summarise } from '../../engine/syntax/summarise.ts';
import { ExportedNames } from '../../engine/workspace/exported-names.ts';
import { Workspace } from '../../engine/workspace/incremental.ts';
import { models, rules } from '../../rules/registry.generated.ts';
import { exhibit, TODAY } from '../support/project.ts';

const names = (text: string): readonly string[] => [...new ExportedNames(text).all(text)].sort();

test.each([
  ['export const a = 1;', ['a']],
  ['export let a = 1,\n  b = f(c, d), e;', ['a', 'b', 'e']],
  ["export const a = [',', x], b = `,${y},`, c = { d, e };", ['a', 'b', 'c']],
  ['export const a: Record<string, Thing> = {};\nf(b, c);', ['Thing', 'a']],
  ['export const a = 1 // , no\n, b = 2;', ['a', 'b']],
  ['export function a() {}\nexport async function* b() {}\nexport function *c() {}', ['a', 'b', 'c']],
  ['export class A {}\nexport abstract class B {}\nexport declare class C {}', ['A', 'B', 'C']],
  ['export enum A {}\nexport const enum B {}\nexport declare const enum C {}', ['A', 'B', 'C']],
  ['export type A = {};\nexport interface B {}\nexport namespace C {}', ['A', 'B', 'C']],
  ['export { a, b as c };\nexport type { D } from "./d";', ['D', 'a', 'as', 'b', 'c']],
  ['export default class A {}', []],
  ["import { A, B } from './a';\nexport const c = new A();", ['c']],
])('%j exports %j', (text, expected) => {
  expect(new ExportedNames(text).open).toBe(false);
  expect(names(text)).toEqual(expected);
});

test.each([
  "export * from './a';",
  "export type * from './a';",
  "export * as a from './a';",
  'export = a;',
  'export import a = b.c;',
  'export const { a, b: [c] } = d;',
  'export const [a] = b;',
  'export @decorated class A {}',
  'export /* why */ const a = 1;',
  'module.exports = a;',
  'exports.a = 1;',
  'export { "a-b" as c } from "./d";',
  'export const \\u0061 = 1;',
])('%j may export any name', (text) => expect(new ExportedNames(text).has('whatever', text)).toBe(true));

test('where a variable cannot be read to its end, any later word may be a name', () => {
  const text = "import { before } from './a';\nexport const a = /x,y/.exec(s), b = 1;";
  const exports = new ExportedNames(text);
  expect(['a', 'b'].every((name) => exports.has(name, text))).toBe(true);
  expect(['before', 'other'].some((name) => exports.has(name, text))).toBe(false);
});

test('no name that a source of this project exports is missing', () => {
  let exported = 0;
  for (const folder of ['contract', 'engine', 'rules', 'host', 'cli', 'server', 'client'])
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!path.endsWith('.ts') || path.endsWith('.generated.ts')) continue;
      const text = readFileSync(join(folder, path), 'utf8');
      const found = new ExportedNames(text);
      for (const { n } of summarise(path, text).exports) {
        if (n === 'default') continue;
        exported += 1;
        expect(found.has(n, text), `${path}: ${n}`).toBe(true);
      }
    }
  expect(exported).toBeGreaterThan(500);
});

const TEXTS = {
  'src/use.ts': "import { MODE } from './all';\nimport { createCipheriv } from 'node:crypto';\ncreateCipheriv(MODE, key, iv);",
  'src/all.ts': "export * from './first';\nexport * from './second';\nexport * from './third';",
  'src/first.ts': 'export const OTHER = 1;',
  'src/second.ts': "export const MODE = 'aes-128-cbc';",
  'src/third.ts': 'export const LAST = 1;',
};

function workspaceOver(texts: Map<string, string>, read: string[]): Workspace {
  const files = { has: (p: string) => texts.has(p), read: (p: string) => texts.get(p), list: () => [...texts.keys()] };
  const workspace = new Workspace({
    files,
    contract: exhibit(),
    config: defaultConfig(),
    models,
    rules,
    now: TODAY,
    summarise: (path, text) => {
      read.push(path);
      return summarise(path, text);
    },
  });
  for (const [path, text] of texts) workspace.update(path, text);
  return workspace;
}

test('of what an `export *` leads to, only what may have the name is read', () => {
  const read: string[] = [];
  const report = workspaceOver(new Map(Object.entries(TEXTS)), read).report();
  expect(report.findings.map((one) => one.rule)).toContain('weak-cipher');
  expect(read.sort()).toEqual(['src/all.ts', 'src/second.ts', 'src/use.ts']);
});

test.each([
  ['spells the name out', 'export const MODE = "aes-256-gcm";'],
  ['hands on what has it', "export * from './strong';"],
])('a file not read that %s after an edit is asked anew', (_, text) => {
  const texts = new Map(Object.entries({ ...TEXTS, 'src/strong.ts': 'export const MODE = "aes-256-gcm";' }));
  const workspace = workspaceOver(texts, []);
  const weak = (): number => workspace.report().findings.filter((one) => one.rule === 'weak-cipher').length;
  expect(weak()).toBe(1);
  texts.set('src/first.ts', text);
  workspace.update('src/first.ts', text);
  expect(weak()).toBe(0);
  // Now that it is read, it may lose the name again.
  texts.set('src/first.ts', TEXTS['src/first.ts']);
  workspace.update('src/first.ts', TEXTS['src/first.ts']);
  expect(weak()).toBe(1);
  texts.set('src/first.ts', text);
  workspace.update('src/first.ts', text);
  expect(weak()).toBe(0);
});
