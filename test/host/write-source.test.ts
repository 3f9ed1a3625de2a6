/** What is written back is what was read, but for the change: byte order mark, encoding and line ends stay. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Encoding, readSource, type SourceText } from '../../host/read.ts';
import { encoded, WriteRefused, writeSource } from '../../host/write-source.ts';
import { tempTree } from './temp-tree.ts';

const TEXT = "const a = 'é 日本 😀';\r\nconst b = 1;\n";

test.each<[Encoding, boolean]>([
  ['utf-8', false],
  ['utf-8', true],
  ['utf-16le', true],
  ['utf-16be', true],
])('%s, byte order mark %s', (encoding, bom) => {
  const root = tempTree({ 'a.ts': '' });
  const file = join(root, 'a.ts');
  writeFileSync(file, encoded({ text: TEXT, bom, encoding }));
  const read = readSource(file) as SourceText;
  expect(read).toEqual({ text: TEXT, bom, encoding });
  writeSource(root, 'a.ts', read, TEXT.replace('1', '2'));
  expect(readSource(file)).toEqual({ text: TEXT.replace('1', '2'), bom, encoding });
});

test('a file that somebody else has changed stays as it is', () => {
  const root = tempTree({ 'a.ts': TEXT });
  const read = readSource(join(root, 'a.ts')) as SourceText;
  writeFileSync(join(root, 'a.ts'), 'something else');
  expect(() => writeSource(root, 'a.ts', read, 'x')).toThrow(WriteRefused);
  expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('something else');
});
