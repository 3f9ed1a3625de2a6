/** The tools of fixes: each leaves a text as its author would have written it. */
import { describe, expect, test } from 'vitest';
import { imported, removeItems, removeProperty, removeStatement, setProperty } from '../../engine/rule/edit.ts';
import { applyEdits, type FixContext, overlaps, type TextEdit, together } from '../../engine/rule/fix.ts';
import { type Node, nodeAt, type ObjectNode, parseTree, type Tree } from '../../engine/syntax/tree.ts';

function fileOf(text: string, path = 'a.ts'): FixContext {
  const tree = parseTree(path, text);
  if (!tree) throw new Error('does not parse');
  return { path, text, tree, terms: {}, decided: undefined, node: () => undefined };
}

const first = ({ nodes }: Tree, type: string): Node => nodes.find((node) => String(node.type) === type) as Node;

function changed(text: string, edit: (ctx: FixContext) => readonly TextEdit[] | undefined): string {
  const edits = edit(fileOf(text)) ?? [];
  expect(overlaps([...edits].sort((a, b) => a.start - b.start))).toBe(false);
  return applyEdits(text, edits);
}

const set = (text: string, name = 'z', value = 'true'): string =>
  changed(text, (ctx) => setProperty(ctx, first(ctx.tree, 'ObjectExpression') as ObjectNode, name, value));

describe('setProperty', () => {
  test.each<[string, string, string]>([
    ['empty', 'f({});', 'f({ z: true });'],
    ['empty, with a comment', 'f({ /* none */ });', 'f({ z: true, /* none */ });'],
    ['on one line', 'f({ a: 1 });', 'f({ a: 1, z: true });'],
    ['on one line, with a comma behind', 'f({ a: 1, });', 'f({ a: 1, z: true, });'],
    ['over lines', 'f({\n  a: 1,\n  b: 2,\n});', 'f({\n  a: 1,\n  b: 2,\n  z: true,\n});'],
    ['over lines, without a comma behind', 'f({\n  a: 1,\n  b: 2\n});', 'f({\n  a: 1,\n  b: 2,\n  z: true\n});'],
    ['with a comment behind the last', 'f({\n  a: 1, // one\n});', 'f({\n  a: 1, // one\n  z: true,\n});'],
    ['with a comment and no comma', 'f({\n  a: 1 // one\n});', 'f({\n  a: 1, // one\n  z: true\n});'],
    ['with tabs and line ends of Windows', 'f({\r\n\ta: 1,\r\n});', 'f({\r\n\ta: 1,\r\n\tz: true,\r\n});'],
    ['the brace on the line of the last', 'f({\n  a: 1,\n  b: 2 });', 'f({\n  a: 1,\n  b: 2, z: true });'],
    ['quoted keys', 'f({ "a": 1 });', 'f({ "a": 1, "z": true });'],
    ['behind a spread', 'f({ ...a });', 'f({ ...a, z: true });'],
    ['already there', 'f({ z: false, a: 1 });', 'f({ z: true, a: 1 });'],
    ['already there as a shorthand', 'f({ z });', 'f({ z: true });'],
  ])('%s', (_, before, after) => {
    expect(set(before)).toBe(after);
    expect(set(after), 'twice').toBe(after);
  });
});

describe('removeProperty', () => {
  const remove = (text: string): string =>
    changed(text, (ctx) => {
      const object = first(ctx.tree, 'ObjectExpression') as ObjectNode;
      const property = object.properties.find((one) => one.type === 'Property' && one.key.type === 'Identifier' && one.key.name === 'x');
      return [removeProperty(ctx, object, property as Node)];
    });
  test.each<[string, string, string]>([
    ['the only one', 'f({ x: 1 });', 'f({});'],
    ['the first', 'f({ x: 1, a: 2 });', 'f({ a: 2 });'],
    ['the last', 'f({ a: 2, x: 1 });', 'f({ a: 2 });'],
    ['a line', 'f({\n  a: 2,\n  x: 1, // one\n  b: 3,\n});', 'f({\n  a: 2,\n  b: 3,\n});'],
    ['the last line, without a comma', 'f({\n  a: 2,\n  x: 1\n});', 'f({\n  a: 2\n});'],
    ['a method over lines', 'f({\n  x() {\n    return 1;\n  },\n});', 'f({\n});'],
  ])('%s', (_, before, after) => expect(remove(before)).toBe(after));
});

describe('removeItems', () => {
  const remove = (text: string, gone: readonly number[]): string =>
    changed(text, (ctx) => {
      const list = first(ctx.tree, 'ArrayExpression');
      if (list.type !== 'ArrayExpression') throw new Error('no list');
      return removeItems(
        ctx,
        list.elements,
        gone.map((i) => list.elements[i] as Node),
        list.range,
      );
    });
  test.each<[string, readonly number[], string]>([
    ['[1, 2, 3];', [0], '[2, 3];'],
    ['[1, 2, 3];', [0, 1], '[3];'],
    ['[1, 2, 3];', [1, 2], '[1];'],
    ['[1, 2, 3];', [0, 2], '[2];'],
    ['[\n  1, // one\n  2,\n];', [0], '[\n  2,\n];'],
  ])('%j without %j', (before, gone, after) => expect(remove(before, gone)).toBe(after));
});

describe('removeStatement', () => {
  const remove = (text: string): string =>
    changed(text, (ctx) => {
      const edit = removeStatement(ctx, ctx.tree.nodes.find((node) => node.type === 'CallExpression') as Node);
      return edit && [edit];
    });
  test.each<[string, string]>([
    ['a;\n  x(); // why\nb;\n', 'a;\nb;\n'],
    ['a; x(); b;\n', 'a;  b;\n'],
    ['if (a) x();\n', 'if (a) x();\n'],
    ['const a = x();\n', 'const a = x();\n'],
  ])('%j', (before, after) => expect(remove(before)).toBe(after));
});

describe('imported', () => {
  const add = (text: string): string =>
    changed(text, (ctx) => {
      const { text: name, edits } = imported(ctx, ['node:crypto', 'crypto'], 'createHash');
      return [...edits, { start: text.length, end: text.length, text: name }];
    });
  test.each<[string, string, string]>([
    ['is there', "import { createHash } from 'crypto';\n", "import { createHash } from 'crypto';\ncreateHash"],
    ['is there by another name', "import { createHash as h } from 'crypto';\n", "import { createHash as h } from 'crypto';\nh"],
    ['a namespace', "import * as c from 'node:crypto';\n", "import * as c from 'node:crypto';\nc.createHash"],
    ['beside another name', "import { a } from 'node:crypto';\n", "import { a, createHash } from 'node:crypto';\ncreateHash"],
    [
      'beside others, a line each',
      "import {\n  a,\n  b,\n} from 'node:crypto';\n",
      "import {\n  a,\n  b,\n  createHash,\n} from 'node:crypto';\ncreateHash",
    ],
    [
      'types alone',
      "import type { a } from 'node:crypto';\n",
      "import type { a } from 'node:crypto';\nimport { createHash } from 'node:crypto';\ncreateHash",
    ],
    ['other imports, in their style', 'import a from "a"\n', 'import a from "a"\nimport { createHash } from "node:crypto"\ncreateHash'],
    ['required', "const c = require('crypto');\n", "const c = require('crypto');\nc.createHash"],
    ['a script', "'use strict';\nf();\n", "'use strict';\nconst { createHash } = require('node:crypto');\nf();\ncreateHash"],
    ['a module without imports', 'export const a = 1;\n', "import { createHash } from 'node:crypto';\nexport const a = 1;\ncreateHash"],
  ])('%s', (_, before, after) => expect(add(before)).toBe(after));
});

test('together: shared edits once, in order; none where they overlap or one is missing', () => {
  const a = { start: 4, end: 5, text: 'x' };
  const b = { start: 1, end: 2, text: 'y' };
  expect(together([[a], [b, a]])).toEqual([b, a]);
  expect(together([[a], undefined])).toBeUndefined();
  expect(together([[a], [{ start: 3, end: 5, text: '' }]])).toBeUndefined();
  expect(together([[{ start: 3, end: 3, text: 'x' }], [{ start: 3, end: 3, text: 'y' }]])).toBeUndefined();
});

test('a file that does not parse, or is nested beyond measure, has no tree', () => {
  expect(parseTree('a.ts', 'const = ;')).toBeUndefined();
  expect(parseTree('a.ts', `${'['.repeat(50_000)}${']'.repeat(50_000)}`)).toBeUndefined();
});

test('a template without holes is found, not its text; JSX in tsx, casts in ts', () => {
  const tree = parseTree('a.ts', 'const a = <string>`b`;') as Tree;
  expect(nodeAt(tree, 18, 21)?.type).toBe('TemplateLiteral');
  expect(parseTree('a.tsx', 'const a = <b c="d" />;')).toBeDefined();
  expect(parseTree('a.js', 'const a = <b c="d" />;')).toBeDefined();
});
