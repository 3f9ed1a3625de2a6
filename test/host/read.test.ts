/** Reading one file: encodings, marks, sizes, and what is no text. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readSource } from '../../host/read.ts';
import { tempTree } from './temp-tree.ts';

test('line ends stay as they are, and marks of the three encodings are taken off', () => {
  const utf16le = Buffer.from('\uFEFFconst 値 = "𠮷";\r\n', 'utf16le');
  const root = tempTree({
    'crlf.ts': 'a;\r\nb;\rc;\u2028d;\n',
    'bom.ts': '\uFEFFlet a;',
    'le.ts': utf16le,
    'be.ts': Buffer.from(utf16le).swap16(),
    'empty.ts': '',
    'inner.ts': 'a\uFEFFb',
  });
  expect(readSource(join(root, 'crlf.ts'))).toEqual({ text: 'a;\r\nb;\rc;\u2028d;\n', bom: false, encoding: 'utf-8' });
  expect(readSource(join(root, 'bom.ts'))).toEqual({ text: 'let a;', bom: true, encoding: 'utf-8' });
  expect(readSource(join(root, 'le.ts'))).toEqual({ text: 'const 値 = "𠮷";\r\n', bom: true, encoding: 'utf-16le' });
  expect(readSource(join(root, 'be.ts'))).toEqual({ text: 'const 値 = "𠮷";\r\n', bom: true, encoding: 'utf-16be' });
  expect(readSource(join(root, 'empty.ts'))).toEqual({ text: '', bom: false, encoding: 'utf-8' });
  expect(readSource(join(root, 'inner.ts'))).toEqual({ text: 'a\uFEFFb', bom: false, encoding: 'utf-8' });
});

test('bytes that are no text are refused with the reason', () => {
  const root = tempTree({
    'video.ts': Buffer.from([0x47, 0x40, 0x00, 0x10, 0xff]),
    'latin1.ts': Buffer.from("const a = 'caf\xe9';", 'latin1'),
    'cut.ts': Buffer.from([0x61, 0xe3, 0x81]),
    'odd16.ts': Buffer.from([0xff, 0xfe, 0x61, 0x00, 0x62]),
  });
  expect(readSource(join(root, 'video.ts'))).toEqual({ problem: { reason: 'binary', detail: 'contains zero bytes' } });
  expect(readSource(join(root, 'latin1.ts'))).toEqual({ problem: { reason: 'encoding', detail: 'not valid UTF-8' } });
  expect(readSource(join(root, 'cut.ts'))).toEqual({ problem: { reason: 'encoding', detail: 'not valid UTF-8' } });
  expect(readSource(join(root, 'odd16.ts'))).toEqual({ problem: { reason: 'encoding', detail: 'not valid UTF-16LE' } });
});

test('a line of 5 MB is refused by size, and read when the limit allows it', () => {
  const line = `x='${'a'.repeat(5_000_000)}'`;
  const root = tempTree({ 'long.js': line, 'limit.ts': 'a'.repeat(1024 * 1024) });
  expect(readSource(join(root, 'long.js'))).toEqual({
    problem: { reason: 'too-large', detail: `${line.length} bytes, the limit is 1048576` },
  });
  expect(readSource(join(root, 'long.js'), { maxBytes: 6_000_000 })).toMatchObject({ text: line });
  expect(readSource(join(root, 'limit.ts'))).toHaveProperty('text');
});

test('links, folders, pipes and absent files are named for what they are', () => {
  const root = tempTree({ 'a.ts': 'let a;' });
  symlinkSync('a.ts', join(root, 'link.ts'));
  mkdirSync(join(root, 'folder.ts'));
  execFileSync('mkfifo', [join(root, 'pipe.ts')]);
  const problem = (name: string): unknown => readSource(join(root, name));
  expect(problem('link.ts')).toEqual({ problem: { reason: 'special-file', detail: 'symbolic link' } });
  expect(problem('folder.ts')).toEqual({ problem: { reason: 'special-file', detail: 'directory' } });
  expect(problem('pipe.ts')).toEqual({ problem: { reason: 'special-file', detail: 'named pipe' } });
  expect(problem('none.ts')).toEqual({ problem: { reason: 'unreadable', detail: 'ENOENT: no such file or directory' } });
  expect(problem('a.ts/b.ts')).toEqual({ problem: { reason: 'unreadable', detail: 'ENOTDIR: not a directory' } });
});
