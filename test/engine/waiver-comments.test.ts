/** Which code a waiver comment is about, wherever it stands, and before and after a formatter has been at it. */
import { describe, expect, test } from 'vitest';
import { summarise } from '../../engine/syntax/summarise.ts';
import { parseWaiver } from '../../engine/workspace/waiver-text.ts';

const W = 'clauselint-waive r until=2026-02-01 owner=o reason="x"';

/** What each scope of the first waiver covers; `X` marks in the code which of them hold it. */
function scopesOf(code: string, path = 'a.tsx'): string[] {
  const text = code.replaceAll('¤', W);
  return (summarise(path, text).waivers[0]?.scopes ?? []).map(([from, to]) => text.slice(from, to));
}

/** The position, in the order of the scopes, of the first that holds the `X`; undefined where none does. */
function reached(code: string): number | undefined {
  const at = scopesOf(code).findIndex((scope) => /\bX\b/.test(scope));
  return at < 0 ? undefined : at;
}

describe('a waiver reaches its finding', () => {
  test.each([
    ['behind it', 'f(X); // ¤'],
    ['behind it, as a block comment', 'f(X); /* ¤ */'],
    ['behind it, more code on the line', 'f(X); /* ¤ */ g();'],
    ['on the line before', '// ¤\nf(X);'],
    ['a blank line before', '// ¤\n\nf(X);'],
    ['before, several comments in between', '// ¤\n// more\n/* and more */\nf(X);'],
    ['before a statement that was wrapped', '// ¤\nconst a = f(\n  b,\n  X,\n);'],
    ['behind a statement that was wrapped', 'const a = f(\n  b,\n  X,\n); // ¤'],
    ['behind one without a semicolon', 'const a = f(\n  b,\n  X,\n) // ¤\ng()'],
    ['behind an argument', 'f(\n  b,\n  X, // ¤\n);'],
    ['before an argument', 'f(\n  b,\n  // ¤\n  X,\n);'],
    ['among the arguments, at the head', 'f( // ¤\n  b,\n  X,\n);'],
    ['the same, moved to its own line', 'f(\n  // ¤\n  b,\n  X,\n);'],
    ['behind a property that was wrapped', 'f({\n  a: g(\n    X,\n  ), // ¤\n  b,\n});'],
    ['before a property', 'f({\n  // ¤\n  a: g(\n    X,\n  ),\n  b,\n});'],
    ['at the head of an object', 'f({ // ¤\n  b,\n  a: X,\n});'],
    ['at the head of an object, finding at the call', 'X({ // ¤\n  b,\n});'],
    ['the same, moved to its own line', 'X({\n  // ¤\n  b,\n});'],
    ['before a list entry', 'const a = [\n  b,\n  // ¤\n  X,\n];'],
    ['before a function', '// ¤\nexport async function f() {\n  g();\n  X;\n}'],
    ['at the head of a function', 'export async function f() { // ¤\n  g();\n  X;\n}'],
    ['the same, moved to its own line', 'export async function f() {\n  // ¤\n  g();\n  X;\n}'],
    ['at the head of an arrow function', 'export const f = async () => { // ¤\n  g();\n  X;\n};'],
    ['the same, moved to its own line', 'export const f = async () => {\n  // ¤\n  g();\n  X;\n};'],
    ['before a class', '/** ¤ */\nexport class C {\n  m() {\n    X;\n  }\n}'],
    ['before a decorated class', '// ¤\n@d()\nclass C { m() { X; } }'],
    ['before a method', 'class C {\n  a = 1;\n  // ¤\n  m() {\n    g();\n    X;\n  }\n}'],
    ['at the head of a method', 'class C {\n  m() { // ¤\n    g();\n    X;\n  }\n}'],
    ['before a field', 'class C {\n  // ¤\n  a = X;\n}'],
    ['behind an operator', 'const a = b && // ¤\n  X;'],
    ['before an operator', 'const a = b\n  // ¤\n  && X;'],
    ['behind the equals sign', 'const a = // ¤\n  f(X);'],
    ['before a case', 'switch (a) {\n  // ¤\n  case 1:\n    X;\n}'],
    ['at the head of a block', 'if (a) { // ¤\n  g();\n  X;\n}'],
    ['before a branch', '// ¤\nif (a) {\n  g();\n} else {\n  X;\n}'],
    ['in JSX, before an element', 'const a = <p>\n  {/* ¤ */}\n  <b\n    c={X}\n  />\n</p>;'],
    ['in JSX, behind an element', 'const a = <p>\n  <b\n    c={X}\n  />{/* ¤ */}\n</p>;'],
    ['in JSX, in a fragment, before an expression', 'const a = <>\n  {/* ¤ */}\n  {f(X)}\n</>;'],
    ['in JSX, before an attribute', 'const a = <b\n  // ¤\n  c={X}\n/>;'],
    ['in a template', 'const a = `x ${/* ¤ */ X} y`;'],
    ['with carriage returns', '// ¤\r\nf(\r\n  X,\r\n);\r\n'],
    ['behind a line separator that only TypeScript breaks at', 'const s = "\u2028"; f(X); // ¤'],
    ['before an export of an object', '// ¤\nexport default {\n  a: X,\n};'],
    ['a comment of several lines', '/*\n * clauselint-waive r\n *   until=2026-02-01 owner=o\n *   reason="x"\n */\nf(X);'],
    ['a comment continued on the next line', '// clauselint-waive r until=2026-02-01\n// owner=o reason="x"\nf(X);'],
    ['code that does not parse to the end', '// ¤\nf(X);\nconst = {'],
  ])('%s', (_, code) => {
    expect(reached(code)).not.toBeUndefined();
  });

  test.each([
    ['the statement after the next', '// ¤\nf();\nX;'],
    ['the next line, from behind code', 'f(); // ¤\nX;'],
    ['the statement before', 'X;\n// ¤\nf();'],
    ['another member', 'class C {\n  a = 1;\n  // ¤\n  m() {}\n  n() { X; }\n}'],
    ['another argument', 'f(\n  b, // ¤\n  X,\n);'],
    ['what follows a block at whose end it stands', 'function f() {\n  g();\n  // ¤\n}\nX;'],
    ['another element', 'const a = <p>\n  {/* ¤ */}\n  <b />\n  <c d={X} />\n</p>;'],
    ['the file, from its first line', '// ¤\nimport a from "a";\nX;'],
  ])('and not %s', (_, code) => {
    expect(scopesOf(code).length).toBeGreaterThan(0);
    expect(reached(code)).toBeUndefined();
  });

  test('at a head what follows at once comes first, then the whole', () => {
    expect(scopesOf('function f() {\n  // ¤\n  a(X);\n  b();\n}\nc();')).toEqual([
      'a(X);\n',
      expect.stringMatching(/^function f[\s\S]*b\(\);\n\}$/),
    ]);
  });
});

test.each([
  ['a text', 'f("// ¤".replace(1, 2));'],
  ['a template', 'const a = `\n// ¤\n`;'],
  ['the tail of a template', 'const a = `${b}\n// ¤\n`;'],
  ['a regular expression', 'const a = /[/][/] clauselint-waive r/;'],
  ['the text of an element', 'const a = <p>\n  // ¤\n</p>;'],
  ['an attribute', 'const a = <p b="// ¤" />;'],
  ['a comment that only speaks of it', '// Write clauselint-waive r until=2026-02-01\nf();'],
  ['another word', '// clauselint-waiver r\nf();'],
  ['arithmetic', 'const a = clauselint-waive;'],
])('%s is no waiver', (_, code) => {
  expect(summarise('a.tsx', code.replaceAll('¤', W.replaceAll('"', "'"))).waivers).toEqual([]);
});

test('the places of comment and date are exact, for whoever mends them', () => {
  const text = `f(); // clauselint-waive r until=2026-02-01 owner=o\n/*\n * clauselint-waive a until="2026-03-01"\n * clauselint-waive b\n */\ng();\n`;
  const found = summarise('a.ts', text).waivers.map(({ start, end, until, alone, text: words }) => ({
    comment: text.slice(start, end),
    until: until && text.slice(...until),
    alone: alone === 1,
    words,
  }));
  expect(found).toEqual([
    { comment: '// clauselint-waive r until=2026-02-01 owner=o', until: '2026-02-01', alone: false, words: 'r until=2026-02-01 owner=o' },
    { comment: 'clauselint-waive a until="2026-03-01"', until: '2026-03-01', alone: false, words: 'a until="2026-03-01"' },
    { comment: 'clauselint-waive b', until: undefined, alone: false, words: 'b' },
  ]);
});

describe('the words of a waiver', () => {
  const none = { rule: undefined, until: undefined, owner: undefined, reason: undefined, discovered: undefined, stray: [] };
  test.each([
    ['', none],
    ['weak-cipher', { ...none, rule: 'weak-cipher' }],
    ['r until=2026-02-01 owner=o reason="a b = c"', { ...none, rule: 'r', until: '2026-02-01', owner: 'o', reason: 'a b = c' }],
    ["reason='it''s' owner = \"Ann Lee\" r", { ...none, rule: "'s'", reason: 'it', owner: 'Ann Lee', stray: ['r'] }],
    ['r reason=「移行のため 待つ」 owner=“基盤 チーム”', { ...none, rule: 'r', reason: '移行のため 待つ', owner: '基盤 チーム' }],
    ['r reason="not closed', { ...none, rule: 'r', reason: 'not closed' }],
    ['r reason="" owner= until=', { ...none, rule: 'r' }],
    ['r untill=2026-02-01 s', { ...none, rule: 'r', stray: ['s', 'untill=2026-02-01'] }],
    ['r owner=a owner=b', { ...none, rule: 'r', owner: 'a', stray: ['owner=b'] }],
    ['r owner=a // eslint-disable-line', { ...none, rule: 'r', owner: 'a' }],
    ['r discovered=2026-01-01', { ...none, rule: 'r', discovered: '2026-01-01' }],
  ])('%s', (text, expected) => {
    expect(parseWaiver(text)).toEqual(expected);
  });
});
