/** The parser that is shipped is cut out of TypeScript by the build: it has to make the same trees as the whole. */
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type ts from 'typescript';
import { expect, test } from 'vitest';
import { PARSER_NAMES } from '../../engine/syntax/parser-names.ts';
import type { Parser } from '../../engine/syntax/typescript.ts';

const require = createRequire(import.meta.url);
const ROOT = join(import.meta.dirname, '../..');
const shipped = require(join(ROOT, 'dist/parser.js')) as Parser;
const whole = require('typescript') as typeof ts;

const BROKEN = [
  'class A { #secret = 1; @dec() get #x() { return this.#secret } static {} ',
  'const a = <T,>(x: T) => `a${x}b${`${x}`}c`; label: for (;;) { break label }',
  'export default async function* () { yield* await import("x") } export * as ns from "y"; __proto__.___x',
  'let = 1 + ; function ( { return [1, , 2]; } 0b12 0xZ "unterminated',
  '<<<<<<< HEAD\nconst a = 1\n=======\nconst b = 2\n>>>>>>> x\n',
  'const r = /(?<a>[^\\]]+)\\k<a>/giu; declare module "m" { export = x } enum E { A = 1, "b-c" } namespace N.M { }',
  '\u{feff}#!/usr/bin/env node\n/** @param {string} a */ function f(a) {} // @ts-check\n@@ \0 \u2028 é😀',
];
const JSX = ['const e = <A.B x="1" {...y}>{/* c */}text &amp; <></><input/></A.B>;', '<a><b></a>'];

function shapeOf(parser: Parser, path: string, text: string): unknown[] {
  const kind = /x$/.test(path) ? parser.ScriptKind.TSX : path.endsWith('.js') ? parser.ScriptKind.JS : parser.ScriptKind.TS;
  const source = parser.createSourceFile(path, text, { languageVersion: parser.ScriptTarget.Latest, jsDocParsingMode: 1 }, false, kind);
  const shape: unknown[] = [
    (source as unknown as { parseDiagnostics: { start: number; code: number; messageText: string }[] }).parseDiagnostics.map(
      ({ start, code, messageText }) => [start, code, parser.flattenDiagnosticMessageText(messageText, ' ')],
    ),
  ];
  const visit = (node: ts.Node): void => {
    shape.push([
      node.kind,
      node.flags,
      node.pos,
      node.end,
      node.getStart(source),
      (node as ts.Identifier).text,
      node.getText(source).length,
    ]);
    parser.forEachChild(node, visit);
  };
  parser.forEachChild(source, visit);
  return shape;
}

test('it has all the names that facts are made with, and no kind has another number', () => {
  expect(Object.keys(shipped).sort()).toEqual([...PARSER_NAMES].sort());
  expect(shipped.SyntaxKind).toEqual(whole.SyntaxKind);
});

test('it makes the same trees as the whole, of sound code and of broken', () => {
  const folder = join(ROOT, 'engine/syntax');
  const files = readdirSync(folder).map((name): [string, string] => [name, readFileSync(join(folder, name), 'utf8')]);
  const all = [
    ...files,
    ...BROKEN.flatMap((text): [string, string][] => [
      ['a.ts', text],
      ['a.js', text],
      ['a.tsx', text],
    ]),
    ...JSX.flatMap((text): [string, string][] => [
      ['a.tsx', text],
      ['a.ts', text],
    ]),
  ];
  for (const [path, text] of all) expect(shapeOf(shipped, path, text), text.slice(0, 80)).toEqual(shapeOf(whole, path, text));
});
