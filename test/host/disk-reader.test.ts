/** A file that is read after it was digested: the text is that of the digest, whether its bytes were held or not, or there is none. */
import { rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blobId } from '../../host/blob-id.ts';
import { createReader } from '../../host/disk-reader.ts';
import { tempTree } from './temp-tree.ts';

const OTHERWISE: readonly (readonly [string, (file: string) => void])[] = [
  ['changed', (file) => writeFileSync(file, 'let b;')],
  ['gone', (file) => rmSync(file)],
  [
    'a link',
    (file) => {
      rmSync(file);
      symlinkSync('other.ts', file);
    },
  ],
];

test.each(OTHERWISE)('what is %s meanwhile has no text under its digest, unless it is still held', (_, change) => {
  const root = tempTree({ 'a.ts': 'let a;', 'other.ts': 'let a;' });
  const [holding, not] = [createReader(root, {}), createReader(root, { mostHeld: 0 })];
  const digest = holding.digest('a.ts');
  expect(digest).toBe(blobId(Buffer.from('let a;')));
  expect(not.digest('a.ts')).toBe(digest);
  expect(not.readAs('a.ts', digest)).toMatchObject({ text: 'let a;' });
  change(join(root, 'a.ts'));
  expect(not.readAs('a.ts', digest)).toBeUndefined();
  expect(holding.readAs('a.ts', digest)).toMatchObject({ text: 'let a;' });
  expect(holding.readAs('a.ts', digest)).toBeUndefined();
  const now = not.digest('a.ts');
  expect(now).not.toBe(digest);
  expect(not.readAs('a.ts', now)).toEqual(not.read('a.ts'));
});

test('a file that could not be read, and now can, is another one', () => {
  const root = tempTree({ 'big.ts': 'x'.repeat(20) });
  const reader = createReader(root, { maxBytes: 10 });
  const digest = reader.digest('big.ts');
  expect(reader.readAs('big.ts', digest)).toEqual({ problem: { reason: 'too-large', detail: '20 bytes, the limit is 10' } });
  writeFileSync(join(root, 'big.ts'), 'small');
  expect(reader.readAs('big.ts', digest)).toBeUndefined();
});

test('as many bytes are held as are allowed, those of each file by themselves, until they are read or let go', () => {
  const names = ['a.ts', 'b.ts', 'c.ts'];
  const root = tempTree(Object.fromEntries(names.map((name) => [name, `let ${name[0]};`])));
  const reader = createReader(root, { mostHeld: 12 });
  const digests = names.map((name) => reader.digest(name));
  for (const name of names) writeFileSync(join(root, name), 'later');
  const texts = names.map((name, i) => reader.readAs(name, digests[i] as string));
  expect(texts).toMatchObject([{ text: 'let a;' }, { text: 'let b;' }, undefined]);
  const later = names.map((name) => reader.digest(name));
  for (const name of names) writeFileSync(join(root, name), 'at last');
  expect(reader.read('a.ts')).toMatchObject({ text: 'later' });
  reader.letGo();
  expect(reader.readAs('b.ts', later[1] as string)).toBeUndefined();
});
