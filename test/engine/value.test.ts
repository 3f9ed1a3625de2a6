/** What may an expression be? One row a language feature: a project, and the value of the expression after the mark. */
import { describe, expect, test } from 'vitest';
import type { Texts } from '../support/project.ts';
import { valueIn } from '../support/values.ts';

type Row = readonly [name: string, project: Texts | string, value: string];

function table(title: string, rows: readonly Row[]): void {
  describe(title, () => {
    test.each(rows)('%s', (_, project, value) => {
      expect(valueIn(project)).toBe(value);
    });
  });
}

/** A project whose `src/main.ts` is given first. */
const main = (text: string, others: Texts): Texts => ({ 'src/main.ts': text, ...others });

table('constants and literals', [
  ['a constant', "const a = 'x'; use(/*?*/ a);", '"x"'],
  ['a constant declared below', "use(/*?*/ a); const a = 'x';", '"x"'],
  ['numbers, with separators and in hex', 'const a = [1_000, 0x10, 1e3]; use(/*?*/ a);', '[1000, 16, 1000]'],
  ['true, null, undefined', 'use(/*?*/ [true, null, undefined]);', '[true, null, absent]'],
  ['as const', "const a = { b: 'x' } as const; use(/*?*/ a.b);", '"x"'],
  ['as, satisfies and !', "const a = ((('x' as string) satisfies unknown)!); use(/*?*/ a);", '"x"'],
  ['arithmetic', 'const day = 24 * 60 * 60 * 1000; use(/*?*/ day / 2);', '43200000'],
  ['comparison of known things', "const a = 'x'; use(/*?*/ a === 'x');", 'true'],
  ['negation', 'const a = true; use(/*?*/ !a);', 'false'],
  ['minus', 'use(/*?*/ -1);', '-1'],
  ['a variable set once more', "let a = 'x'; a = 'y'; use(/*?*/ a);", '"x" | "y"'],
  ['a variable counted up', 'let a = 1; a += 2; use(/*?*/ a);', '1 | unknown(reassigned)'],
  ['a variable without a value, set later', "let a; a = 'y'; use(/*?*/ a);", '"y"'],
  ['a variable without a value', 'let a; use(/*?*/ a);', 'absent'],
  ['a constant that is only described', 'declare const REGION: string; use(/*?*/ REGION);', 'global#REGION'],
  ['an inner name hides an outer one', "const a = 'x'; { const a = 'y'; use(/*?*/ a); }", '"y"'],
  ['a loop over a written list', "for (const a of ['x', 'y']) use(/*?*/ a);", '"x" | "y"'],
  ['a loop over names', 'for (const a in { x: 1, y: 2 }) use(/*?*/ a);', '"x" | "y"'],
]);

table('across files', [
  [
    'an UPPER_CASE constant',
    main("import { MAX_AGE } from './limits'; use(/*?*/ MAX_AGE);", { 'src/limits.ts': 'export const MAX_AGE = 60 * 60;' }),
    '3600',
  ],
  [
    'a constant built from another file’s',
    main("import { B } from './b'; use(/*?*/ B);", {
      'src/b.ts': "import { A } from './a'; export const B = `${A}-cbc`;",
      'src/a.ts': "export const A = 'aes-128';",
    }),
    '"aes-128-cbc"',
  ],
  ['a renamed import', main("import { a as b } from './a'; use(/*?*/ b);", { 'src/a.ts': "const x = 'x'; export { x as a };" }), '"x"'],
  [
    'a re-export under another name',
    main("import { c } from './b'; use(/*?*/ c);", { 'src/b.ts': "export { a as c } from './a';", 'src/a.ts': "export const a = 'x';" }),
    '"x"',
  ],
  [
    'a barrel of barrels',
    main("import { a } from './lib'; use(/*?*/ a);", {
      'src/lib/index.ts': "export * from './inner';",
      'src/lib/inner/index.ts': "export * from './a';",
      'src/lib/inner/a.ts': "export const a = 'x';",
    }),
    '"x"',
  ],
  [
    'export * as',
    main("import { all } from './b'; use(/*?*/ all.a);", {
      'src/b.ts': "export * as all from './a';",
      'src/a.ts': "export const a = 'x';",
    }),
    '"x"',
  ],
  [
    'an own export goes before export *',
    main("import { a } from './b'; use(/*?*/ a);", {
      'src/b.ts': "export * from './a'; export const a = 'own';",
      'src/a.ts': "export const a = 'x';",
    }),
    '"own"',
  ],
  [
    'export * leaves the default out',
    main("import a from './b'; use(/*?*/ a);", { 'src/b.ts': "export * from './a';", 'src/a.ts': "export default 'x';" }),
    'absent',
  ],
  ['a default export', main("import a from './a'; use(/*?*/ a);", { 'src/a.ts': "export default 'x';" }), '"x"'],
  [
    'a default export of a name',
    main("import a from './a'; use(/*?*/ a.b);", { 'src/a.ts': "const it = { b: 'x' }; export default it;" }),
    '"x"',
  ],
  ['export { x as default }', main("import a from './a'; use(/*?*/ a);", { 'src/a.ts': "const x = 'x'; export { x as default };" }), '"x"'],
  [
    'default, re-exported by name',
    main("import { a } from './b'; use(/*?*/ a);", {
      'src/b.ts': "export { default as a } from './a';",
      'src/a.ts': "export default 'x';",
    }),
    '"x"',
  ],
  ['a namespace', main("import * as a from './a'; use(/*?*/ a.b);", { 'src/a.ts': "export const b = 'x';" }), '"x"'],
  [
    'a namespace whose own exports come through export *',
    main("import * as a from './a'; use(/*?*/ a.b);", { 'src/a.ts': "export * from './c';", 'src/c.ts': "export const b = 'x';" }),
    '"x"',
  ],
  ['a dynamic import', main("const a = await import('./a'); use(/*?*/ a.b);", { 'src/a.ts': "export const b = 'x';" }), '"x"'],
  [
    'a dynamic import, destructured',
    main("const { b } = await import('./a'); use(/*?*/ b);", { 'src/a.ts': "export const b = 'x';" }),
    '"x"',
  ],
  ['an import that leads nowhere', "import { a } from './gone'; use(/*?*/ a);", 'unknown(import)'],
  ['an export that is not there', main("import { b } from './a'; use(/*?*/ b);", { 'src/a.ts': 'export const a = 1;' }), 'absent'],
  ['something of a package', "import { Pool } from 'pg'; use(/*?*/ new Pool().query);", 'pg#Pool().query'],
  ['a package by its default import', "import axios from 'axios'; use(/*?*/ axios.create({}).get);", 'axios#create().get'],
  ['a package by its namespace', "import * as k from 'kms'; use(/*?*/ k.a.b);", 'kms#a.b'],
  [
    'Node’s modules, with and without the prefix',
    "import c from 'crypto'; import d from 'node:crypto'; use(/*?*/ [c.x, d.x]);",
    '[node:crypto#x, node:crypto#x]',
  ],
  [
    'a package handed on by a file of the project',
    main("import { Pool } from './db'; use(/*?*/ new Pool());", { 'src/db.ts': "export { Pool } from 'pg';" }),
    'pg#Pool()',
  ],
  [
    'a package handed on by export *',
    main("import { Pool } from './db'; use(/*?*/ Pool);", { 'src/db.ts': "export * from 'pg';" }),
    'pg#Pool',
  ],
]);

table('CommonJS', [
  ['module.exports = {…}', main("const a = require('./a'); use(/*?*/ a.b);", { 'src/a.js': "module.exports = { b: 'x' };" }), '"x"'],
  ['exports.x', main("const a = require('./a'); use(/*?*/ a.b);", { 'src/a.js': "exports.b = 'x';" }), '"x"'],
  ['module.exports.x', main("const a = require('./a'); use(/*?*/ a.b);", { 'src/a.js': "module.exports.b = 'x';" }), '"x"'],
  ['a destructured require', main("const { b: c } = require('./a'); use(/*?*/ c);", { 'src/a.js': "module.exports = { b: 'x' };" }), '"x"'],
  ['a member of a require', main("const b = require('./a').b; use(/*?*/ b);", { 'src/a.js': "exports.b = 'x';" }), '"x"'],
  [
    'exports = module.exports = …',
    main("const a = require('./a'); use(/*?*/ a.b);", { 'src/a.js': "exports = module.exports = { b: 'x' };" }),
    '"x"',
  ],
  [
    'module.exports = x, then module.exports.y',
    main("const { b } = require('./a'); use(/*?*/ b);", {
      'src/a.js': "function make() {} module.exports = make; module.exports.b = 'x';",
    }),
    '"x"',
  ],
  [
    'import of a CommonJS module by name',
    main("import { b } from './a'; use(/*?*/ b);", { 'src/a.js': "module.exports = { b: 'x' };" }),
    '"x"',
  ],
  [
    'import of a CommonJS module by default',
    main("import a from './a'; use(/*?*/ a.b);", { 'src/a.js': "module.exports = { b: 'x' };" }),
    '"x"',
  ],
  ['import x = require()', main("import a = require('./a'); use(/*?*/ a.b);", { 'src/a.ts': "export = { b: 'x' };" }), '"x"'],
  ['require of an ES module', main("const { default: a } = require('./a'); use(/*?*/ a);", { 'src/a.ts': "export default 'x';" }), '"x"'],
  ['require of a package', "const { Pool } = require('pg'); use(/*?*/ Pool);", 'pg#Pool'],
  ['a package’s default property', "const axios = require('axios').default; use(/*?*/ axios.get);", 'axios#get'],
  [
    'compiled re-exports',
    main("import { b } from './a'; use(/*?*/ b);", {
      'src/a.js': "const c = require('./c'); Object.defineProperty(exports, '__esModule', { value: true }); exports.b = c.b;",
      'src/c.js': "exports.b = 'x';",
    }),
    '"x"',
  ],
]);

table('enums and tables', [
  ['an enum of strings', "enum Mode { Cbc = 'cbc', Gcm = 'gcm' } use(/*?*/ Mode.Gcm);", '"gcm"'],
  ['an enum of numbers counts up', 'enum Level { Low, High = 5, Highest } use(/*?*/ [Level.Low, Level.Highest]);', '[0, 6]'],
  [
    'a const enum of another file',
    main("import { Mode } from './m'; use(/*?*/ Mode.Cbc);", { 'src/m.ts': "export const enum Mode { Cbc = 'cbc' }" }),
    '"cbc"',
  ],
  ['a table indexed by a literal', "const t = { a: 'x', b: 'y' }; use(/*?*/ t['b']);", '"y"'],
  ['a table indexed by a constant', "const k = 'b'; const t = { a: 'x', b: 'y' }; use(/*?*/ t[k]);", '"y"'],
  ['a table indexed by a variable', "const t = { a: 'x', b: 'y' }; export const f = (k) => use(/*?*/ t[k]);", '"x" | "y"'],
  ['a table indexed by one of two', "const t = { a: 'x', b: 'y', c: 'z' }; use(/*?*/ t[cond ? 'a' : 'b']);", '"x" | "y"'],
  ['a computed key', "const k = 'b'; const t = { [k]: 'x' }; use(/*?*/ t.b);", '"x"'],
  ['a key nobody knows opens the object', "const t = { a: 'x', [k()]: 'y' }; use(/*?*/ t.b);", 'unknown(open-object)'],
  ['an enum as a key', "enum M { A = 'a' } const t = { [M.A]: 'x' }; use(/*?*/ t[M.A]);", '"x"'],
  ['a list by index', "const t = ['x', 'y']; use(/*?*/ t[1]);", '"y"'],
  ['beyond the end of a list', "const t = ['x']; use(/*?*/ t[3]);", 'absent'],
]);

table('objects', [
  ['a nested property', "const o = { a: { b: { c: 'x' } } }; use(/*?*/ o.a.b.c);", '"x"'],
  ['a property that is not there', 'const o = { a: 1 }; use(/*?*/ o.b);', 'absent'],
  ['short hand', "const a = 'x'; const o = { a }; use(/*?*/ o.a);", '"x"'],
  ['of two properties of a name the last', "const o = { a: 'x', a: 'y' }; use(/*?*/ o.a);", '"y"'],
  ['a spread before', "const d = { a: 'x', b: 1 }; const o = { ...d, a: 'y' }; use(/*?*/ [o.a, o.b]);", '["y", 1]'],
  ['a spread after', "const d = { a: 'x' }; const o = { a: 'y', ...d }; use(/*?*/ o.a);", '"x"'],
  ['a spread nobody can see through, after', "const o = { a: 'y', ...opaque() }; use(/*?*/ o.a);", '"y" | unknown(open-object)'],
  ['a spread nobody can see through, before', "const o = { ...opaque(), a: 'y' }; use(/*?*/ o.a);", '"y"'],
  ['a spread that may be none', "const o = { ...(cond && { a: 'x' }) }; use(/*?*/ o.a);", '"x" | absent'],
  ['a spread of one of two', "const o = { a: 0, ...(cond ? { a: 'x' } : { a: 'y' }) }; use(/*?*/ o.a);", '"x" | "y"'],
  ['Object.assign', "const o = Object.assign({}, { a: 'x' }, { a: 'y' }); use(/*?*/ o.a);", '"y"'],
  ['Object.freeze', "const o = Object.freeze({ a: 'x' }); use(/*?*/ o.a);", '"x"'],
  ['structuredClone', "const o = structuredClone({ a: 'x' }); use(/*?*/ o.a);", '"x"'],
  ['a getter', "const o = { get a() { return 'x'; } }; use(/*?*/ o.a);", '"x"'],
  ['this in a literal', "const o = { a: 'x', b() { return use(/*?*/ this.a); } };", '"x"'],
  ['a method of a literal', "const o = { a: 'x', b() { return this.a; } }; use(/*?*/ o.b());", '"x"'],
  ['a property set after creation', "const o = {}; o.a = 'x'; use(/*?*/ o.a);", '"x"'],
  ['a property changed after creation may be either', "const o = { a: 'x' }; o.a = 'y'; use(/*?*/ o.a);", '"x" | "y"'],
  ['a property set by a literal index', "const o: Record<string, string> = {}; o['a'] = 'x'; use(/*?*/ o.a);", '"x"'],
  ['a property set under a name nobody knows', "const o: Record<string, string> = { a: 'x' }; o[k()] = 'y'; use(/*?*/ o.a);", '"x" | "y"'],
  ['a nested property set after creation', "const o = { a: {} }; o.a.b = 'x'; use(/*?*/ o.a.b);", '"x"'],
  ['an optional link', "const o = { a: { b: 'x' } }; use(/*?*/ o?.a?.b);", '"x"'],
]);

table('destructuring', [
  ['a name', "const { a } = { a: 'x' }; use(/*?*/ a);", '"x"'],
  ['nested, renamed', "const { a: { b: c } } = { a: { b: 'x' } }; use(/*?*/ c);", '"x"'],
  ['a default that serves', "const { a = 'd' } = {}; use(/*?*/ a);", '"d"'],
  ['a default that does not', "const { a = 'd' } = { a: 'x' }; use(/*?*/ a);", '"x"'],
  ['null is no reason for a default', "const { a = 'd' } = { a: null }; use(/*?*/ a);", 'null'],
  ['rest of an object', "const { a, ...rest } = { a: 1, b: 'x' }; use(/*?*/ rest);", '{ b: "x" }'],
  ['a list', "const [, b] = ['x', 'y']; use(/*?*/ b);", '"y"'],
  ['rest of a list', "const [a, ...rest] = ['x', 'y', 'z']; use(/*?*/ rest);", '["y", "z"]'],
  ['a list with a default', "const [a = 'd'] = []; use(/*?*/ a);", '"d"'],
  ['a parameter', "function f({ a = 'd', b }: O) { return [a, b]; } use(/*?*/ f({ b: 'x' }));", '["d", "x"]'],
  ['a parameter’s default as a whole', "function f({ a = 'd' } = {}) { return a; } use(/*?*/ f());", '"d"'],
  ['an assignment', "let a; ({ a } = { a: 'x' }); use(/*?*/ a);", '"x"'],
  [
    'what an export destructures',
    main("import { a } from './a'; use(/*?*/ a);", { 'src/a.ts': "export const { a } = { a: 'x' };" }),
    '"x"',
  ],
]);

table('choices', [
  ['?? of a known value', "use(/*?*/ 'x' ?? 'y');", '"x"'],
  ['?? of nothing', "const o = { a: undefined }; use(/*?*/ o.a ?? 'y');", '"y"'],
  ['|| of an empty text', "use(/*?*/ '' || 'y');", '"y"'],
  ['&& of something true', "use(/*?*/ 'x' && 'y');", '"y"'],
  ['&& of something unknown', "use(/*?*/ cond() && 'y');", 'absent | "y"'],
  ['?: of a known condition', "const on = true; use(/*?*/ on ? 'x' : 'y');", '"x"'],
  ['?: of an unknown condition', "use(/*?*/ cond() ? 'x' : 'y');", '"x" | "y"'],
  ['?? of something unknown', "export const f = (a) => use(/*?*/ a ?? 'y');", 'unknown(parameter) | "y"'],
  ['a choice within a choice', "use(/*?*/ a() ? 'x' : b() ? 'y' : 'z');", '"x" | "y" | "z"'],
  ['a choice made with if', "let a; if (cond()) a = 'x'; else a = 'y'; use(/*?*/ a);", '"x" | "y"'],
  ['returns of both branches', "function f() { if (cond()) return 'x'; return 'y'; } use(/*?*/ f());", '"y" | "x"'],
  ['returns of a switch', "function f(k) { switch (k) { case 1: return 'x'; default: return 'y'; } } use(/*?*/ f(n));", '"y" | "x"'],
]);

table('texts', [
  ['a template', 'const n = 256; use(/*?*/ `aes-${n}-gcm`);', '"aes-256-gcm"'],
  ['a template of one of two', 'const n = cond ? 128 : 256; use(/*?*/ `aes-${n}`);', '"aes-128" | "aes-256"'],
  ['a template with a hole', 'export const f = (h) => use(/*?*/ `http://${h}/x`);', '`http://${unknown(parameter)}/x`'],
  ['a sum', "const a = 'aes'; use(/*?*/ a + '-' + 256);", '"aes-256"'],
  ['a sum of numbers', 'use(/*?*/ 1 + 2 + 3);', '6'],
  ['a sum that turns into text midway', "use(/*?*/ 1 + 2 + 'px');", '"3px"'],
  ['join', "use(/*?*/ ['a', 'b'].join(':'));", '"a:b"'],
  ['join with a hole', "export const f = (x) => use(/*?*/ ['TLS', x].join(':'));", '`TLS:${unknown(parameter)}`'],
  ['lower case and trim', "use(/*?*/ ' AES '.trim().toLowerCase());", '"aes"'],
  ['replace', "use(/*?*/ 'a_b'.replace('_', '-'));", '"a-b"'],
  ['concat', "use(/*?*/ 'a'.concat('b'));", '"ab"'],
  ['String()', 'use(/*?*/ String(5));', '"5"'],
  ['toString()', 'use(/*?*/ (5).toString());', '"5"'],
  ['slice', "use(/*?*/ 'aes-256'.slice(0, 3));", '"aes"'],
]);

table('lists', [
  ['a spread', "const a = ['x']; use(/*?*/ [...a, 'y']);", '["x", "y"]'],
  ['concat', "use(/*?*/ ['x'].concat(['y']));", '["x", "y"]'],
  ['push afterwards opens the list or fills it', "const a = ['x']; a.push('y'); use(/*?*/ a);", '["x", "y"?]'],
  ['filter may leave any out', "use(/*?*/ ['x', 'y'].filter(keep)[0]);", '"x" | absent | "y"'],
  ['map: the callback’s parameter is any of the items', "use(/*?*/ ['x', 'y'].map((one) => `${one}!`)[1]);", '"x!" | "y!"'],
  ['Object.values', "use(/*?*/ Object.values({ a: 'x' }));", '["x"]'],
]);

table('the environment', [
  ['a variable without a default', 'use(/*?*/ process.env.MODE);', 'unknown(environment)'],
  ['a variable with a default', "use(/*?*/ process.env.MODE ?? 'x');", 'env "x"'],
  ['a variable with a default by ||', "use(/*?*/ process.env.MODE || 'x');", 'env "x"'],
  ['compared with true while unset', "use(/*?*/ process.env.STRICT === 'true');", 'env false'],
  ['not compared with false while unset', "use(/*?*/ process.env.STRICT !== 'false');", 'env true'],
  ['destructured', "const { MODE = 'x' } = process.env; use(/*?*/ MODE);", 'env "x"'],
  ['by index', "use(/*?*/ process.env['MODE'] ?? 'x');", 'env "x"'],
  ['through a constant', "const env = process.env; use(/*?*/ env.MODE || 'x');", 'env "x"'],
  ['a number read from it', "use(/*?*/ Number(process.env.N ?? '10'));", 'env 10'],
  ['parseInt', "use(/*?*/ parseInt(process.env.N || '10', 10));", 'env 10'],
  ['Number(unset) or else', 'use(/*?*/ Number(process.env.N) || 12);', 'env 12'],
  ['import.meta.env', "use(/*?*/ import.meta.env.VITE_MODE ?? 'x');", 'env "x"'],
  [
    'a choice by a variable that has a default',
    "const env = process.env.NODE_ENV || 'dev'; use(/*?*/ env === 'dev' ? 'x' : 'y');",
    '"x" | "y"',
  ],
  ['a choice by a number that has a default', 'const n = Number(process.env.N ?? 1) + 1; use(/*?*/ n > 1 ? 1 : 0);', '1 | 0'],
  ['a choice by a variable', "use(/*?*/ process.env.NODE_ENV === 'production' ? 'x' : 'y');", '"x" | "y"'],
]);

table('functions', [
  ['an arrow', "const f = () => 'x'; use(/*?*/ f());", '"x"'],
  [
    'a declaration of another file',
    main("import { f } from './f'; use(/*?*/ f());", { 'src/f.ts': "export function f() { return 'x'; }" }),
    '"x"',
  ],
  ['what is handed in', 'const f = (a) => a; use(/*?*/ f(5));', '5'],
  ['wrappers of wrappers', "const f = (a) => ({ mode: a }); const g = (b) => f(b); const h = (c) => g(c); use(/*?*/ h('x').mode);", '"x"'],
  ['the same wrapper called twice', "const f = (a) => a; use(f('y')); use(/*?*/ f('x'));", '"x"'],
  ['a parameter’s default', "const f = (a = 'd') => a; use(/*?*/ f());", '"d"'],
  ['a parameter’s default, given undefined', "const f = (a = 'd') => a; use(/*?*/ f(undefined));", '"d"'],
  ['rest parameters', "const f = (...all) => all; use(/*?*/ f('x', 'y'));", '["x", "y"]'],
  ['a spread of arguments', "const a = ['x', 'y']; const f = (p, q) => q; use(/*?*/ f(...a));", '"y"'],
  ['a closure', "const make = (a) => () => a; use(/*?*/ make('x')());", '"x"'],
  ['options merged over defaults', "const f = (o = {}) => ({ mode: 'd', ...o }); use(/*?*/ f({ mode: 'x' }).mode);", '"x"'],
  ['options merged, the default kept', "const f = (o = {}) => ({ mode: 'd', ...o }); use(/*?*/ f().mode);", '"d"'],
  ['an awaited async function', "const f = async () => 'x'; use(/*?*/ await f());", '"x"'],
  ['what then() gives on', "const f = async () => 'x'; use(/*?*/ await f().then((a) => `${a}!`));", '"x!"'],
  ['a function called at once', "const o = (() => { const a = 'x'; return { a }; })(); use(/*?*/ o.a);", '"x"'],
  ['nothing returned', 'const f = () => {}; use(/*?*/ f());', 'absent'],
  ['an unknown function', 'use(/*?*/ mystery());', 'global#mystery()'],
  ['a parameter nobody binds', 'export function f(a) { use(/*?*/ a); }', 'unknown(parameter)'],
  [
    'a parameter by its annotation',
    "import type { Pool } from 'pg'; export function f(db: Pool) { use(/*?*/ db.query); }",
    'pg#Pool().query',
  ],
]);

table('classes', [
  ['a field', "class A { a = 'x'; b() { use(/*?*/ this.a); } }", '"x"'],
  ['a static field', "class A { static readonly A = 'x'; } use(/*?*/ A.A);", '"x"'],
  ['a readonly field from a constant', "const D = 'x'; class A { private readonly a = D; b() { use(/*?*/ this.a); } }", '"x"'],
  ['a field set in the constructor', "class A { a; constructor() { this.a = 'x'; } b() { use(/*?*/ this.a); } }", '"x"'],
  ['a field of an instance', "class A { a = 'x'; } const one = new A(); use(/*?*/ one.a);", '"x"'],
  ['what the constructor is given', "class A { constructor(readonly a: string) {} } use(/*?*/ new A('x').a);", '"x"'],
  ['what the constructor stores', "class A { a; constructor(o) { this.a = o.mode; } } use(/*?*/ new A({ mode: 'x' }).a);", '"x"'],
  ['a method', "class A { a = 'x'; get() { return this.a; } } use(/*?*/ new A().get());", '"x"'],
  ['a getter', "class A { get a() { return 'x'; } } use(/*?*/ new A().a);", '"x"'],
  ['a static method', "class A { static make() { return new A(); } a = 'x'; } use(/*?*/ A.make().a);", '"x"'],
  ['an inherited field', "class A { a = 'x'; } class B extends A {} use(/*?*/ new B().a);", '"x"'],
  ['an overriding field', "class A { a = 'x'; } class B extends A { a = 'y'; } use(/*?*/ new B().a);", '"y"'],
  [
    'what super() is given',
    "class A { constructor(readonly a) {} } class B extends A { constructor() { super('x'); } } use(/*?*/ new B().a);",
    '"x"',
  ],
  [
    'a constructor nobody wrote hands its arguments on',
    "class A { constructor(readonly a) {} } class B extends A {} use(/*?*/ new B('x').a);",
    '"x"',
  ],
  [
    'injection by annotation',
    "class Cfg { mode = 'x'; } class A { constructor(private readonly cfg: Cfg) {} b() { use(/*?*/ this.cfg.mode); } }",
    '"x"',
  ],
  [
    'injection of another file’s class',
    main("import { Cfg } from './cfg'; export class A { constructor(private cfg: Cfg) {} b() { use(/*?*/ this.cfg.mode()); } }", {
      'src/cfg.ts': "export class Cfg { mode() { return 'x'; } }",
    }),
    '"x"',
  ],
  [
    'injection of a package’s class',
    "import { KMSClient } from '@aws-sdk/client-kms'; class A { constructor(private k: KMSClient) {} b() { use(/*?*/ this.k.send); } }",
    '@aws-sdk/client-kms#KMSClient().send',
  ],
  [
    'a field by its annotation',
    "import { Repository } from 'typeorm'; class A { repo: Repository<User>; b() { use(/*?*/ this.repo.save); } }",
    'typeorm#Repository().save',
  ],
  [
    'a class of a package, extended',
    "import { Stack } from 'aws-cdk-lib'; class A extends Stack { b() { use(/*?*/ this.region); } }",
    'aws-cdk-lib#Stack().region',
  ],
  ['private names', "class A { #a = 'x'; b() { use(/*?*/ this.#a); } }", '"x"'],
  ['a fluent builder', "class A { mode; with(m) { this.mode = m; return this; } } use(/*?*/ new A().with('x'));", 'new A'],
]);

table('configuration leads the way', [
  [
    'paths of tsconfig.json',
    main("import { a } from '@lib/a'; use(/*?*/ a);", {
      'tsconfig.json': '{ "compilerOptions": { "baseUrl": ".", "paths": { "@lib/*": ["lib/*"] } } }',
      'lib/a.ts': "export const a = 'x';",
    }),
    '"x"',
  ],
  [
    'baseUrl alone',
    main("import { a } from 'lib/a'; use(/*?*/ a);", {
      'tsconfig.json': '{ "compilerOptions": { "baseUrl": "." } }',
      'lib/a.ts': "export const a = 'x';",
    }),
    '"x"',
  ],
  [
    'paths of an extended configuration',
    main("import { a } from '@lib/a'; use(/*?*/ a);", {
      'tsconfig.json': '{ "extends": "./tsconfig.base.json" }',
      'tsconfig.base.json': '{ "compilerOptions": { "paths": { "@lib/*": ["./lib/*"] } } }',
      'lib/a.ts': "export const a = 'x';",
    }),
    '"x"',
  ],
  [
    'a workspace package',
    main("import { a } from '@acme/names'; use(/*?*/ a);", {
      'package.json': '{ "workspaces": ["packages/*"] }',
      'packages/names/package.json': '{ "name": "@acme/names", "main": "./src/index.ts" }',
      'packages/names/src/index.ts': "export const a = 'x';",
    }),
    '"x"',
  ],
  [
    'exports of a workspace package, built ones led back',
    main("import { a } from '@acme/names/deep'; use(/*?*/ a);", {
      'package.json': '{ "workspaces": ["packages/*"] }',
      'packages/names/package.json': '{ "name": "@acme/names", "exports": { "./deep": { "import": "./dist/deep.js" } } }',
      'packages/names/src/deep.ts': "export const a = 'x';",
    }),
    '"x"',
  ],
  [
    'imports of package.json',
    main("import { a } from '#names'; use(/*?*/ a);", {
      'package.json': '{ "imports": { "#names": "./lib/names.js" } }',
      'lib/names.ts': "export const a = 'x';",
    }),
    '"x"',
  ],
  [
    'a JSON file',
    main("import config from './config.json'; use(/*?*/ config.tls.min);", { 'src/config.json': '{ "tls": { "min": "TLSv1.2" } }' }),
    '"TLSv1.2"',
  ],
  ['a JSON file by name', main("import { tls } from './config.json'; use(/*?*/ tls);", { 'src/config.json': '{ "tls": 1 }' }), '1'],
  ['a JSON file by require', main("const { tls } = require('./config.json'); use(/*?*/ tls);", { 'src/config.json': '{ "tls": 1 }' }), '1'],
  [
    'a JSON file that does not parse',
    main("import config from './config.json'; use(/*?*/ config.tls);", { 'src/config.json': '{ "tls": ' }),
    'unknown(import)',
  ],
]);

table('what the platform makes, and nobody follows yet', [
  ['a Map', "const t = new Map([['a', 'x']]); use(/*?*/ t.get('a'));", 'global#Map().get()'],
  ['JSON.parse', `const o = JSON.parse('{"a":"x"}'); use(/*?*/ o.a);`, 'global#JSON.parse().a'],
  ['Object.fromEntries', "use(/*?*/ Object.fromEntries([['a', 'x']]).a);", 'global#Object.fromEntries().a'],
  ['Object.keys', 'use(/*?*/ Object.keys({ a: 1 }));', 'global#Object.keys()'],
  ['split', "use(/*?*/ 'a,b'.split(','));", 'unknown(dynamic)'],
]);

table('changes after creation', [
  [
    'a nested property, beside what the literal has',
    "const o = { a: { b: 'x', c: 1 } }; o.a.b = 'y'; use(/*?*/ o);",
    '{ a: { b: "x" | "y", c: 1 } }',
  ],
  ['three levels down', "const o = { a: { b: {} } }; o.a.b.c = 'x'; use(/*?*/ o.a.b.c);", '"x"'],
  [
    'an export, set where it is made',
    main("import { o } from './o'; use(/*?*/ o.tls.min);", { 'src/o.ts': "export const o = { tls: {} as T }; o.tls.min = 'x';" }),
    '"x"',
  ],
  ['a list below a property', "const o = { a: ['x'] }; o.a.push('y'); use(/*?*/ o.a);", '["x", "y"?]'],
  ['an empty list that is filled', "const a = []; if (cond()) a.push('x'); use(/*?*/ a[0]);", '"x" | absent'],
  ['several at once, and a spread', "const more = ['y']; const a = []; a.push('x', ...more); use(/*?*/ a);", '["x"?, "y"?]'],
  ['a spread nobody can see through', 'const a = []; a.push(...more()); use(/*?*/ a);', '[…]'],
  ['an item set by index', "const a = ['x', 'y']; a[1] = 'z'; use(/*?*/ a[1]);", '"y" | "z"'],
  ['splice', "const a = ['x']; a.splice(0, 1, 'y'); use(/*?*/ a);", '["x", …]'],
  ['the length is not told after a push', "const a = ['x']; a.push('y'); use(/*?*/ a.length);", 'unknown(dynamic)'],
  ['Object.assign as a statement', "const o = { a: 'x' }; Object.assign(o, { a: 'y', b: 1 }); use(/*?*/ o);", '{ a: "x" | "y", b: 1 }'],
  ['Object.assign of something unknown', "const o = { a: 'x' }; Object.assign(o, more()); use(/*?*/ o.b);", 'unknown(open-object)'],
  ['names from a constant', "const K = 'a'; const o: R = {}; o[K] = 'x'; use(/*?*/ o.a);", '"x"'],
  ['names nobody knows open the object', 'const o: R = {}; o[k()] = 1; use(/*?*/ o.a);', 'unknown(open-object)'],
  ['a method of that name which is no list’s', "const o = { push(x) {}, a: 'x' }; o.push('y'); use(/*?*/ o.a);", '"x"'],
  ['a list that pushes itself', 'const a = []; a.push(a); use(/*?*/ a[0] === a);', 'unknown(dynamic)'],
]);

table('what cannot be told', [
  ['a value defined by itself', 'const a = b; const b = a; use(/*?*/ a);', 'unknown(cycle)'],
  ['a function that calls itself', 'const f = (n) => f(n); use(/*?*/ f(1));', 'unknown(budget)'],
  [
    'files that define each other',
    main("import { a } from './a'; use(/*?*/ a);", {
      'src/a.ts': "import { b } from './b'; export const a = b;",
      'src/b.ts': "import { a } from './a'; export const b = a;",
    }),
    'unknown(cycle)',
  ],
  ['a name imported from its own file', "import { a } from './main'; export const a = 1; use(/*?*/ a);", 'unknown(cycle)'],
  ['a class that extends itself', 'class A extends A {} use(/*?*/ A.x);', 'unknown(cycle)'],
  ['an instance of classes that extend each other', 'class A extends B {} class B extends A {} use(/*?*/ new A().x);', 'unknown(cycle)'],
  [
    'the same, handing their arguments round',
    'class A extends B { constructor(k) { super(k); } } class B extends A { constructor(k) { super(k); } } use(/*?*/ new A(1).x);',
    'unknown(budget)',
  ],
  [
    'an instance whose base is given another of its kind',
    'class B { constructor(readonly x) {} } class A extends B {} use(/*?*/ new A(new A(1).x).x);',
    '1',
  ],
  [
    'barrels that export each other',
    main("import { a } from './a'; use(/*?*/ a);", {
      'src/a.ts': "export * from './b';",
      'src/b.ts': "export * from './a';",
    }),
    'absent',
  ],
  ['one way out of a circle counts, and so does the circle', "const a = cond ? a : 'x'; use(/*?*/ a);", 'unknown(cycle) | "x"'],
  [
    'a chain longer than is followed',
    `const v0 = 'x';${Array.from({ length: 300 }, (_, i) => `const v${i + 1} = v${i};`).join('')} use(/*?*/ v300);`,
    'unknown(budget)',
  ],
  ['more possibilities than are counted', `const t = [${[...Array(60).keys()]}]; use(/*?*/ t[n]);`, 'unknown(budget)'],
  ['a caught error', 'try { a(); } catch (error) { use(/*?*/ error); }', 'unknown(caught)'],
]);
