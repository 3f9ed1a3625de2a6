/**
 * Texts made so that whoever looks at them anew for each word takes minutes: long lines, and many words that do not count. Each comes to an end in
 * the time that any test has.
 */
import { expect, test } from 'vitest';
import { ExportedNames } from '../../engine/workspace/exported-names.ts';
import { triggers } from '../../engine/workspace/triggers.ts';
import { models } from '../../rules/registry.generated.ts';

const wanted = triggers(models);
const LENGTH = 600_000;
const many = (part: string): string => part.repeat(LENGTH / part.length);

test.each([
  ['calls of `destroy` on nothing that matters', many('this.destroy(); ')],
  ['calls by a longer name', many('refetch(')],
  ['a name of a package without what goes with it', many("'payload' ")],
  ['comments, a line each', many('// createCipheriv\n')],
  ['comments in one line', many('/* createCipheriv */ ')],
  ['one line behind a comment', `/**/ ${many('createcipheriv ')}`],
  ['parts of longer names', many('xsoftdelete(')],
])('%s', (_, text) => {
  for (const path of ['a.ts', 'a.tsx']) expect(wanted.test(text, path)).toBe(false);
});

test.each([
  ['one variable behind another', many('export const a = 1, ')],
  ['strings that go on', `export const a = ${many("'a\\")}`],
  ['blanks', `export const a = 1,${many(' ')}`],
])('what is exported: %s', (_, text) => expect(new ExportedNames(text).has('sought', text)).toBe(false));
