/** What git is asked, and what comes back: names, states of the index, revisions, and every way in which git can refuse. */
import { execFileSync } from 'node:child_process';
import { chownSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { changedSince, partiallyStaged, stagedFiles } from '../../host/changes.ts';
import { GitProblem } from '../../host/git.ts';
import { Blobs, parseBatch } from '../../host/git-blobs.ts';
import { Repository } from '../../host/git-repository.ts';
import { openIndex } from '../../host/index-view.ts';
import { openProject } from '../../host/project.ts';
import { gitEnv, repository, type TestRepository } from '../support/repository.ts';
import { tempTree } from './temp-tree.ts';

const open = (made: TestRepository, env: NodeJS.ProcessEnv = process.env): Repository => Repository.open(made.dir, env);
const staged = (made: TestRepository): string[] => [...stagedFiles(open(made), made.dir)].sort();

function trouble(work: () => unknown): string {
  try {
    work();
  } catch (error) {
    if (error instanceof GitProblem) return error.trouble;
    throw error;
  }
  return 'none';
}

describe('the index', () => {
  const names = [
    'plain.ts',
    'ü.ts',
    '日本語/鍵.ts',
    'with space.ts',
    'quote".ts',
    "apo'.ts",
    'tab\t.ts',
    'line\nend.ts',
    '-dash.ts',
    ':colon.ts',
    '*.ts',
  ];

  it('has names right, whatever is in them', () => {
    const made = repository();
    made.stage(Object.fromEntries(names.map((name) => [name, `export const name = ${JSON.stringify(name)};\n`])));
    const repo = open(made);
    const { entries } = repo.entries('index', made.dir);
    expect(entries.map((one) => one.path).sort()).toEqual([...names].sort());
    const blobs = new Blobs(repo, entries);
    for (const name of names) expect(blobs.read(name)).toMatchObject({ text: `export const name = ${JSON.stringify(name)};\n` });
    for (const name of names) expect(repo.file('index', join(made.dir, name))?.path).toBe(name);
    expect(staged(made)).toEqual([...names].sort());
    made.commit({});
    expect(staged(made)).toEqual([]);
    made.stage({ 'line\nend.ts': 'export {};\n', '日本語/鍵.ts': 'export {};\n' });
    expect(staged(made)).toEqual(['line\nend.ts', '日本語/鍵.ts']);
  });

  it('says names that are not UTF-8 rather than leaving the files out in silence', () => {
    const made = repository();
    const name = Buffer.from([0x66, 0xe9, 0x2e, 0x74, 0x73]);
    writeFileSync(Buffer.concat([Buffer.from(`${made.dir}/`), name]), 'export {};\n');
    made.git('add', '.');
    expect(openIndex(open(made), made.dir).problems).toEqual([
      { path: 'f\u00e9.ts', reason: 'encoding', detail: 'name is not valid UTF-8', gap: true },
    ]);
  });

  it('is seen from a folder below the top with paths from there', () => {
    const made = repository();
    made.commit({ 'top.ts': 'export {};\n', 'app/in.ts': 'export {};\n', 'app/deep/er.ts': 'export {};\n' });
    made.stage({ 'top.ts': 'export const a = 1;\n', 'app/deep/er.ts': 'export const a = 1;\n' });
    const repo = Repository.open(join(made.dir, 'app'), process.env);
    expect(repo.top).toBe(made.dir);
    expect(repo.entries('index', join(made.dir, 'app')).entries.map((one) => one.path)).toEqual(['deep/er.ts', 'in.ts']);
    expect([...stagedFiles(repo, join(made.dir, 'app'))]).toEqual(['deep/er.ts']);
  });

  it('holds links, submodules and conflicts apart from files', () => {
    const made = repository();
    const inner = repository();
    inner.commit({ 'inner.ts': 'export {};\n' });
    made.commit({ 'both.ts': 'export const a = 1;\n' });
    symlinkSync('both.ts', join(made.dir, 'link.ts'));
    made.git('add', 'link.ts');
    made.git('-c', 'protocol.file.allow=always', 'submodule', 'add', '-q', inner.dir, 'vendored');
    made.commit({});
    made.git('checkout', '-q', '-b', 'other');
    made.commit({ 'both.ts': 'export const a = 2;\n' });
    made.git('checkout', '-q', 'main');
    made.commit({ 'both.ts': 'export const a = 3;\n' });
    expect(() => made.git('merge', '-q', 'other')).toThrow();
    const project = openIndex(open(made), made.dir);
    expect(project.sources.map((one) => one.path)).toEqual([]);
    expect(project.problems.map((one) => [one.path, one.detail])).toEqual([
      ['both.ts', 'has a conflict that is not resolved'],
      ['link.ts', 'symbolic link, not followed'],
      ['vendored', 'submodule, not entered'],
    ]);
    expect(staged(made)).toEqual(['both.ts']);
    expect(partiallyStaged(open(made), made.dir)).toEqual(['both.ts']);
  });

  it('is that of the commit under way, where git hands its hooks another one', () => {
    const made = repository();
    made.commit({ 'a.ts': 'export const a = 1;\n' });
    made.write({ 'a.ts': 'export const a = 2;\n' });
    mkdirSync(join(made.dir, '.git', 'hooks'), { recursive: true });
    const told = join(made.dir, '.git', 'told');
    writeFileSync(
      join(made.dir, '.git', 'hooks', 'pre-commit'),
      `#!/bin/sh\nprintf %s "$GIT_INDEX_FILE" > '${told}'\ncp "$GIT_INDEX_FILE" .git/kept\nexit 1\n`,
      { mode: 0o755 },
    );
    expect(() => made.git('commit', '-q', '-a', '-m', 'All')).toThrow();
    // As in the hook: the index that git named, then the repository's own.
    const repo = open(made, { ...process.env, GIT_INDEX_FILE: '.git/kept' });
    expect([...stagedFiles(repo, made.dir)]).toEqual(['a.ts']);
    expect(staged(made)).toEqual([]);
    // A name left over from a hook of another repository means nothing here.
    expect([...stagedFiles(open(made, { ...process.env, GIT_INDEX_FILE: '../elsewhere/index' }), made.dir)]).toEqual([]);
  });

  it('is read in a linked worktree and in a repository that names objects by SHA-256', () => {
    const made = repository('--object-format=sha256');
    made.commit({ 'a.ts': 'export const a = 1;\n' });
    const linked = `${tempTree({})}/linked`;
    made.git('worktree', 'add', '-q', '-b', 'side', linked);
    writeFileSync(join(linked, 'a.ts'), 'export const a = 2;\n');
    execFileSync('git', ['add', 'a.ts'], { cwd: linked, env: gitEnv });
    const repo = Repository.open(linked, { ...process.env, GIT_DIR: join(made.dir, '.git') });
    expect(repo.top).toBe(linked);
    expect([...stagedFiles(repo, linked)]).toEqual(['a.ts']);
    expect(partiallyStaged(repo, linked)).toEqual([]);
    expect(openIndex(repo, linked).files.read('a.ts')).toBe('export const a = 2;\n');
  });
});

describe('changes', () => {
  it('everything is staged before the first commit', () => {
    const made = repository();
    made.stage({ 'a.ts': 'export {};\n' });
    made.write({ 'b.ts': 'export {};\n' });
    expect(open(made).head()).toBeUndefined();
    expect(staged(made)).toEqual(['a.ts']);
  });

  it('a moved file counts under its new name, and a deleted one not at all', () => {
    const made = repository();
    made.commit({ 'old.ts': 'export const long = 1234567890;\n', 'gone.ts': 'export {};\n' });
    renameSync(join(made.dir, 'old.ts'), join(made.dir, 'new.ts'));
    made.remove('gone.ts');
    made.git('add', '-A');
    expect(staged(made)).toEqual(['new.ts']);
    expect(open(made).staged(made.dir).gone).toEqual(['gone.ts', 'old.ts']);
  });

  it('partly staged are files whose working copy differs from what is staged, line ends aside', () => {
    const made = repository();
    made.commit({ 'a.ts': 'export const a = 1;\n', 'b.ts': 'export const b = 1;\n', 'c.ts': '1;\n2;\n', 'd.ts': '1;\n' });
    made.stage({ 'a.ts': 'export const a = 2;\n', 'b.ts': 'export const b = 2;\n', 'c.ts': '1;\n3;\n', 'd.ts': '2;\n' });
    made.write({ 'a.ts': 'export const a = 3;\n', 'c.ts': '1;\r\n3;\r\n' });
    made.remove('d.ts');
    expect(partiallyStaged(open(made), made.dir)).toEqual(['a.ts', 'd.ts']);
  });

  it('a branch brings what it committed, what is staged, what is not, and what git does not track yet', () => {
    const made = repository();
    made.commit({
      'same.ts': '1;\n',
      'crlf.ts': '1;\n2;\n',
      'committed.ts': '1;\n',
      'staged.ts': '1;\n',
      'edited.ts': '1;\n',
      '.gitignore': 'ignored.ts\n',
    });
    made.git('checkout', '-q', '-b', 'topic');
    made.commit({ 'committed.ts': '2;\n' });
    made.git('checkout', '-q', 'main');
    made.commit({ 'main-only.ts': '1;\n', 'same.ts': '2;\n' });
    made.git('checkout', '-q', 'topic');
    made.stage({ 'staged.ts': '2;\n' });
    made.write({ 'edited.ts': '2;\n', 'untracked.ts': '1;\n', 'ignored.ts': '1;\n', 'crlf.ts': '1;\r\n2;\r\n', 'notes.md': 'x\n' });
    expect([...changedSince(open(made), openProject(made.dir), 'main')].sort()).toEqual([
      'committed.ts',
      'edited.ts',
      'staged.ts',
      'untracked.ts',
    ]);
  });
});

describe('blobs', () => {
  it('are had in any order, each once, and large, binary or garbled ones are named as on the disk', () => {
    const made = repository();
    made.stage({
      'a.ts': 'export const a = 1;\n',
      'bom.ts': '\uFEFFexport {};\n',
      'empty.ts': '',
      'large.ts': 'x'.repeat(3000),
      'binary.ts': new Uint8Array([0, 1, 2]),
      'latin.ts': new Uint8Array([0x63, 0xe9]),
      'twice.ts': 'export const a = 1;\n',
    });
    const repo = open(made);
    const { entries } = repo.entries('index', made.dir);
    const blobs = new Blobs(repo, entries, 2000);
    const read = (path: string): unknown => {
      const one = blobs.read(path);
      return 'problem' in one ? one.problem.reason : one.text;
    };
    expect(['twice.ts', 'a.ts', 'bom.ts', 'empty.ts', 'large.ts', 'binary.ts', 'latin.ts'].map(read)).toEqual([
      'export const a = 1;\n',
      'export const a = 1;\n',
      'export {};\n',
      '',
      'too-large',
      'binary',
      'encoding',
    ]);
    expect(blobs.read('absent.ts')).toMatchObject({ problem: { reason: 'unreadable' } });
    expect(new Blobs(repo, [{ path: 'x.ts', mode: '100644', id: '1'.repeat(40) }]).read('x.ts')).toMatchObject({
      problem: { reason: 'unreadable', detail: 'its object is missing in this clone' },
    });
  });

  it('an answer that breaks off is no answer', () => {
    expect(
      parseBatch(Buffer.from(`${'a'.repeat(40)} blob 3\nabc\n`))
        .get('a'.repeat(40))
        ?.toString(),
    ).toBe('abc');
    expect(() => parseBatch(Buffer.from(`${'a'.repeat(40)} blob 9\nabc\n`))).toThrow(GitProblem);
    expect(() => parseBatch(Buffer.from(`${'a'.repeat(40)} missing\n`))).toThrow(GitProblem);
  });
});

describe('refusals', () => {
  it('no git, no repository, a bare one, one of another owner', () => {
    const made = repository();
    made.commit({ 'a.ts': 'export {};\n' });
    expect(trouble(() => open(made, { ...process.env, PATH: tempTree({}) }))).toBe('no-git');
    expect(trouble(() => Repository.open(tempTree({}), process.env))).toBe('no-repository');
    const bare = tempTree({});
    made.git('clone', '-q', '--bare', made.dir, join(bare, 'bare.git'));
    expect(trouble(() => Repository.open(join(bare, 'bare.git'), process.env))).toBe('bare');
    expect(trouble(() => Repository.open(join(made.dir, '.git'), process.env))).toMatch(/^(?:bare|no-repository)$/);
  });

  it.runIf(process.getuid?.() === 0)('one of another owner', () => {
    const made = repository();
    chownSync(made.dir, 65_534, 65_534);
    chownSync(join(made.dir, '.git'), 65_534, 65_534);
    expect(trouble(() => open(made, { PATH: process.env['PATH'], HOME: tempTree({}) }))).toBe('unsafe-owner');
  });

  it('revisions that do not exist, or are options in disguise, and histories that never met', () => {
    const made = repository();
    made.commit({ 'a.ts': 'export {};\n' });
    const repo = open(made);
    for (const bad of ['nowhere', '--all', '--output=x', 'main\nx', '', 'HEAD:a.ts'])
      expect(trouble(() => repo.commit(bad))).toBe('bad-revision');
    made.git('checkout', '-q', '--orphan', 'island');
    made.commit({ 'b.ts': 'export {};\n' });
    expect(trouble(() => open(made).mergeBase('main'))).toBe('no-common-history');
  });

  it('a working tree that the configuration puts elsewhere', () => {
    const made = repository();
    made.git('config', 'core.worktree', tempTree({}));
    expect(trouble(() => open(made))).toBe('no-repository');
  });
});
