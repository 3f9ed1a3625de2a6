/** Which files are parsed at once: those that hold a word of some model in their code, or waive something. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { defineModel } from '../../engine/rule/index.ts';
import { summarise } from '../../engine/syntax/summarise.ts';
import { Comments } from '../../engine/workspace/comments.ts';
import { triggers } from '../../engine/workspace/triggers.ts';

const none = (): void => undefined;
const wanted = triggers([
  defineModel({ id: 'a', words: ['Secret', 'datasourceoptions'], module: none }),
  defineModel({ id: 'b', calls: { 'orm#DataSource': none, 'short#go': none, 'global#crypto.get': none } }),
]);

test.each([
  'const secret = 1;',
  'const topSECRETs = 1;',
  'new DataSource({})',
  'const datasourceOptions = 1;',
  "import { go } from 'short';",
  'crypto.get()',
  'x = "// secret";',
  'x = `/* ${secret} */`;',
  'x = a / b; y = secret / c; // z',
  'x = /[/*]secret/;',
  '/* a */ secret /* b */',
  '// a\nsecret',
  '/*\nsecret // told by no line\n*/',
  '// clauselint-waive weak-cipher',
  'f(/\\//, "//", secret)',
])('%j is parsed at once', (text) => expect(wanted.test(text, 'a.ts')).toBe(true));

test.each([
  'const public_ = 1;',
  '// secret',
  '/** A secret.\n * And a secret.\n */\nf();',
  'const x = "a"; // secret, secret\n/* secret */ y();\n',
  'x = `${a}//b`; // secret',
  'x = a / b; // secret',
  'x = /\\/\\*"/; // secret',
  'const dataSource = 1;',
  'const datasource = DATASOURCE;',
  "x = 'shorter'; Crypto.get();",
])('%j is not', (text) => expect(wanted.test(text, 'a.ts')).toBe(false));

test('where there may be JSX, what stands behind an opening tag is text', () => {
  const text = 'const a = <p>it’s // a secret</p>;';
  expect(wanted.test(text, 'a.tsx')).toBe(true);
  expect(wanted.test('const a: Array<string> = []; // secret', 'a.tsx')).toBe(false);
});

test('what is taken for a comment says nothing: without it the facts are the same', () => {
  let blanked = 0;
  for (const folder of ['contract', 'engine', 'rules', 'host', 'cli', 'server', 'client'])
    for (const path of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
      if (!path.endsWith('.ts') || path.endsWith('.generated.ts')) continue;
      const text = readFileSync(join(folder, path), 'utf8');
      const without = blank(text);
      blanked += text.length - without.replace(/ +/g, ' ').length;
      const facts = (of: string): string => JSON.stringify({ ...summarise(path, of), waivers: [] });
      expect(facts(without) === facts(text), path).toBe(true);
    }
  expect(blanked).toBeGreaterThan(100_000);
});

/** Blanks in the place of comments, so that all else stays where it is. */
function blank(text: string): string {
  const comments = new Comments(text, false);
  let out = '';
  let done = 0;
  for (const { index } of text.matchAll(/\/[/*]/g)) {
    const start = index + 2;
    const end = start < done ? undefined : comments.endAround(start);
    if (end === undefined) continue;
    const inner = text.slice(end - 2, end) === '*/' ? end - 2 : end;
    if (inner <= start) continue;
    out += text.slice(done, start) + text.slice(start, inner).replace(/[^\r\n]/g, ' ');
    done = inner;
  }
  return out + text.slice(done);
}
