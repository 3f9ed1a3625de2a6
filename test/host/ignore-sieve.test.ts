/** The sieve before the patterns of ignore files lets everything through that a pattern matches, and spares the rest. */
import fc from 'fast-check';
import ignore from 'ignore';
import { expect, test } from 'vitest';
import { ignoreSieve } from '../../host/ignore-sieve.ts';
import { walkProject } from '../../host/walk.ts';
import { tempTree } from './temp-tree.ts';

const piece = fc.constantFrom('a', 'b', 'ab', '.a', 'a.b', '*', '*.b', 'a*', '?', '**', '[ab]', '[!a]', '[]a]', ' ', '\\a', '!a', '#', '[');
const pattern = fc
  .tuple(fc.constantFrom('', '!', '/', '!/', '**/', ' ', '#'), fc.array(piece, { minLength: 1, maxLength: 3 }), fc.constantFrom('/', ''))
  .chain(([start, pieces, join]) => fc.constantFrom('', '/', '/*', '/**', ' ', '  ', '\t').map((end) => start + pieces.join(join) + end));
const path = fc
  .array(fc.constantFrom('a', 'b', 'ab', '.a', 'a.b', 'b.a.b', 'a b', ' a', '!a', '#', '[', '#a'), { minLength: 1, maxLength: 4 })
  .chain((parts) => fc.constantFrom('', '/').map((end) => parts.join('/') + end));

test('no path that a pattern matches is held back', () => {
  fc.assert(
    fc.property(fc.array(pattern, { minLength: 1, maxLength: 4 }), path, (lines, asked) => {
      const verdictOf = (one: string) => ignore({ ignorecase: false }).add(lines).test(one);
      const folders = asked
        .split('/')
        .slice(0, -1)
        .map((_, i, all) => `${all.slice(0, i + 1).join('/')}/`);
      fc.pre(folders.every((one) => one === asked || !verdictOf(one).ignored));
      const { ignored, unignored } = verdictOf(asked);
      if (ignored || unignored) expect(ignoreSieve(lines)(asked)).toBe(true);
    }),
    { numRuns: 3000, seed: 5 },
  );
});

test('ordinary sources are held back from a usual ignore file', () => {
  const sieve = ignoreSieve(['# Logs', '*.log', 'node_modules/', '/dist', '[Bb]in/', '.idea/**/tasks.xml', '!keep.log', '']);
  expect(['src/app/main.ts', 'src/', 'index.js', 'logs.ts', 'plugin/', 'app/.idea/tasks.xml'].filter(sieve)).toEqual([]);
  const matched = ['a/x.log', 'node_modules/', 'dist', 'Bin/', '.idea/tasks.xml', 'b/keep.log'];
  expect(matched.filter(sieve)).toEqual(matched);
});

test('what a deeper ignore file takes back counts with all that lies in it, as in git', () => {
  const root = tempTree({ '.git/HEAD': '', '.gitignore': 'b/\n', 'a/.gitignore': '!b/\n', 'a/b/x.ts': '', 'b/x.ts': '', 'c/b/x.ts': '' });
  expect(walkProject(root).files.map((one) => one.path)).toEqual(['.gitignore', 'a/.gitignore', 'a/b/x.ts']);
});
