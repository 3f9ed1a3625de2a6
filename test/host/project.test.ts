/** Opening a project: classes, lazy reading, the resolver's view, the configuration file; and writing back. */
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createResolver } from '../../engine/link/resolve.ts';
import { WriteRefused, writeAtomic } from '../../host/atomic-write.ts';
import { today } from '../../host/clock.ts';
import { findConfig, openProject } from '../../host/project.ts';
import { tempTree } from './temp-tree.ts';

test('sources come with their class, read when asked, and the resolver works on the same files', () => {
  const root = tempTree({
    'package.json': '{ "workspaces": ["packages/*"] }',
    'packages/core/package.json': '{ "name": "core" }',
    'packages/core/index.ts': 'export {}',
    'src/a.ts': 'let a;',
    'src/gen.ts': '// @generated\n',
    'src/a.test.ts': '',
    'checks/smoke.ts': '',
    'old/b.ts': '',
    'src/bad.ts': Buffer.from([0x61, 0xff]),
    'types.d.ts': '',
  });
  const project = openProject(root, { ignore: ['old'], testFiles: ['checks/**'] });
  expect(project.sources.map((source) => [source.path, source.classByPath])).toEqual([
    ['checks/smoke.ts', 'test'],
    ['packages/core/index.ts', 'source'],
    ['src/a.test.ts', 'test'],
    ['src/a.ts', 'source'],
    ['src/bad.ts', 'source'],
    ['src/gen.ts', 'source'],
    ['types.d.ts', 'declaration'],
  ]);
  const load = (path: string): unknown => project.sources.find((source) => source.path === path)?.load();
  expect(load('src/gen.ts')).toMatchObject({ class: 'generated' });
  expect(load('src/a.ts')).toEqual({ text: 'let a;', bom: false, encoding: 'utf-8', class: 'source' });
  expect(load('src/bad.ts')).toEqual({ problem: { reason: 'encoding', detail: 'not valid UTF-8' } });
  writeFileSync(join(root, 'src/a.ts'), 'let b;');
  expect(load('src/a.ts')).toMatchObject({ text: 'let b;' });
  expect(project.aux).toEqual(['package.json', 'packages/core/package.json']);
  expect(project.ignored).toBe(1);
  expect(createResolver(project.files).resolve('src/a.ts', 'core')).toEqual({ file: 'packages/core/index.ts' });
  expect(project.files.read('src/bad.ts')).toBeUndefined();
  expect(project.files.read('old/b.ts')).toBeUndefined();
});

test('a folder turned into a link after the walk is not read through', () => {
  const outside = tempTree({ 'a.ts': 'secret' });
  const root = tempTree({ 'src/a.ts': 'mine' });
  const project = openProject(root);
  rmSync(join(root, 'src'), { recursive: true });
  symlinkSync(outside, join(root, 'src'));
  expect(project.sources[0]?.load()).toEqual({ problem: { reason: 'special-file', detail: 'in a linked folder' } });
});

test('a root reached by a link is opened where it really lies', () => {
  const root = tempTree({ 'real/a.ts': 'x' });
  symlinkSync('real', join(root, 'alias'));
  const project = openProject(join(root, 'alias'));
  expect(project.root).toBe(join(root, 'real'));
  expect(project.sources[0]?.load()).toMatchObject({ text: 'x' });
});

test("the configuration is the nearest above, not beyond git's root, and no link", () => {
  const root = tempTree({
    'clauselint.jsonc': '{}',
    'repo/.git/HEAD': '',
    'repo/src/deep/a.ts': '',
    'repo/pkg/clauselint.jsonc': '{}',
    'free/a.ts': '',
  });
  expect(findConfig(join(root, 'repo/src/deep'))).toBeUndefined();
  expect(findConfig(join(root, 'repo/pkg'))).toBe(join(root, 'repo/pkg/clauselint.jsonc'));
  expect(findConfig(join(root, 'free'))).toBe(join(root, 'clauselint.jsonc'));
  symlinkSync('pkg/clauselint.jsonc', join(root, 'repo/clauselint.jsonc'));
  expect(findConfig(join(root, 'repo/src'))).toBeUndefined();
});

test('a write replaces the whole file, keeps its mode and leaves nothing beside it', () => {
  const root = tempTree({ 'a.ts': 'old' });
  chmodSync(join(root, 'a.ts'), 0o755);
  writeAtomic(join(root, 'a.ts'), '新しい', { within: root, expected: Buffer.from('old') });
  expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('新しい');
  expect(statSync(join(root, 'a.ts')).mode & 0o777).toBe(0o755);
  writeAtomic(join(root, 'new.ts'), Buffer.from([1, 2]));
  expect([...readFileSync(join(root, 'new.ts'))]).toEqual([1, 2]);
  expect(readdirSync(root)).toEqual(['a.ts', 'new.ts']);
});

test('a write is refused through links, outside the project, and over what has changed', () => {
  const outside = tempTree({ 'b.ts': 'theirs' });
  const root = tempTree({ 'a.ts': 'now' });
  symlinkSync(join(outside, 'b.ts'), join(root, 'link.ts'));
  symlinkSync(outside, join(root, 'folder'));
  mkdirSync(join(root, 'dir.ts'));
  expect(() => writeAtomic(join(root, 'link.ts'), 'x', { within: root })).toThrow(WriteRefused);
  expect(() => writeAtomic(join(root, 'folder/b.ts'), 'x', { within: root })).toThrow(WriteRefused);
  expect(() => writeAtomic(join(root, 'dir.ts'), 'x')).toThrow(WriteRefused);
  expect(() => writeAtomic(join(root, 'a.ts'), 'x', { expected: Buffer.from('then') })).toThrow(WriteRefused);
  expect(() => writeAtomic(join(root, 'gone.ts'), 'x', { expected: Buffer.from('') })).toThrow(WriteRefused);
  expect(readFileSync(join(outside, 'b.ts'), 'utf8')).toBe('theirs');
  expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('now');
  expect(lstatSync(join(root, 'link.ts')).isSymbolicLink()).toBe(true);
  expect(readdirSync(root)).toEqual(['a.ts', 'dir.ts', 'folder', 'link.ts']);
});

test('a write that fails half-way leaves the old file and no other', () => {
  const root = tempTree({ 'a.ts': 'old' });
  const unwritable = {
    get length(): number {
      throw new Error('no data');
    },
  } as unknown as Uint8Array;
  expect(() => writeAtomic(join(root, 'a.ts'), unwritable)).toThrow();
  expect(readFileSync(join(root, 'a.ts'), 'utf8')).toBe('old');
  expect(readdirSync(root)).toEqual(['a.ts']);
});

test('the day is that of UTC', () => {
  expect(today(new Date('2026-03-01T23:59:59-05:00'))).toBe('2026-03-02');
  expect(today()).toMatch(/^\d{4}-\d{2}-\d{2}$/);
});
