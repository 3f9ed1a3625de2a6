/** A project under edit tells what an edit or the disk brings, and nothing when nothing of it changed. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { defaultConfig } from '../../contract/config.ts';
import type { Source } from '../../engine/workspace/load.ts';
import { LiveProject } from '../../host/live-project.ts';
import { exhibit } from '../support/project.ts';

let root: string;
let told: string[];
let sources: Map<string, Source>;
let project: LiveProject;

const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'clauselint-live-')));
  put('a.ts', 'a');
  put('b.test.ts', 'b');
  put('data.json', '{}');
  put('.gitignore', 'dist\n');
  const setup = { root, contract: exhibit(), config: { ...defaultConfig(), ignore: ['old/**'] } };
  told = [];
  sources = new Map();
  project = new LiveProject(setup, {
    update: (path, source) => {
      told.push([path, source?.text ?? 'gone', ...(source?.leftOut ? [source.leftOut] : [])].join(' '));
      if (source) sources.set(path, source);
    },
    touched: (path) => told.push(`touched ${path}`),
    reading: () => undefined,
  });
  project.load();
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const heard = (): string[] => told.splice(0);

test('at first, every source with what it is', () => {
  expect(heard()).toEqual(['a.ts a', 'b.test.ts b test']);
});

test('an overlay holds over the disk, for files that are not there yet too, but not for those left out', () => {
  heard();
  project.overlay('a.ts', 'A');
  project.changedOnDisk('a.ts');
  project.overlay('new.ts', 'N');
  project.overlay('old/x.ts', 'X');
  project.overlay('node_modules/x.ts', 'X');
  expect(heard()).toEqual(['a.ts A', 'a.ts A', 'new.ts N', 'old/x.ts gone', 'node_modules/x.ts gone']);
  expect(project.files.read('a.ts')).toBe('A');
  expect(project.files.list()).toContain('new.ts');
  project.overlay('a.ts', undefined);
  project.overlay('new.ts', undefined);
  expect(heard()).toEqual(['a.ts a', 'new.ts gone']);
});

test('a text that was dropped is read again, and known to be another even when the disk changed unnoticed', () => {
  project.overlay('open.ts', 'open');
  const [before, open] = [sources.get('a.ts'), sources.get('open.ts')];
  const version = before?.version;
  project.dropTexts();
  expect([before?.text, open?.text]).toEqual(['a', 'open']);
  project.dropTexts();
  put('a.ts', 'A');
  expect(before).toMatchObject({ text: 'A', version });
  project.changedOnDisk('a.ts');
  expect(sources.get('a.ts')?.version).not.toBe(version);
  put('a.ts', 'a');
  project.changedOnDisk('a.ts');
  expect(sources.get('a.ts')?.version).toBe(version);
});

test('what is no part of the project changes nothing', () => {
  heard();
  put('dist/x.js', 'x');
  put('dist/x.json', '{}');
  project.changedOnDisk('dist/x.json');
  project.reshape();
  expect(heard()).toEqual([]);
});

test('what came, went or was moved is told, and that imports may lead elsewhere', () => {
  heard();
  put('c.ts', 'c');
  expect(project.changedOnDisk('c.ts')).toBe(true);
  project.reshape();
  expect(heard()).toEqual(['c.ts c', 'touched undefined']);
  project.changedOnDisk('data.json');
  expect(heard()).toEqual(['touched data.json']);
  rmSync(join(root, 'a.ts'));
  project.reshape();
  expect(heard()).toEqual(['a.ts gone', 'touched undefined']);
  rmSync(join(root, 'data.json'));
  project.reshape();
  expect(heard()).toEqual(['touched data.json']);
});

test('a file that was set aside stays so until its text changes, or until it is saved', () => {
  heard();
  const one = { path: 'a.ts', reason: 'timeout', detail: '10 s', untilSaved: false } as const;
  project.setAside(one);
  project.overlay('a.ts', 'a');
  expect(project.incomplete()).toEqual([{ path: 'a.ts', reason: 'timeout', detail: '10 s' }]);
  project.overlay('a.ts', 'b');
  expect(heard()).toEqual(['a.ts gone', 'a.ts gone', 'a.ts b']);
  project.setAside({ ...one, untilSaved: true });
  project.overlay('a.ts', 'c');
  expect(heard()).toEqual(['a.ts gone', 'a.ts gone']);
  project.changedOnDisk('a.ts');
  expect(heard()).toEqual(['a.ts c']);
  expect(project.incomplete()).toEqual([]);
});
