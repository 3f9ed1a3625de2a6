/** A repository whose settings name programs at every place where git would run one: our questions run none of them. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { partiallyStaged } from '../../host/changes.ts';
import { Blobs } from '../../host/git-blobs.ts';
import { Repository } from '../../host/git-repository.ts';
import { openIndex } from '../../host/index-view.ts';
import { openFor } from '../../host/open.ts';
import { gitEnv, repository, type TestRepository } from '../support/repository.ts';
import { tempTree } from './temp-tree.ts';

/** A program that leaves a mark and then does nothing. */
function trapIn(folder: string, marks: string): (name: string) => string {
  return (name) => {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\necho "$0 $*" >> '${join(marks, name)}'\ncat >/dev/null 2>&1 </dev/null\nexit 0\n`);
    chmodSync(file, 0o755);
    return file;
  };
}

function trapped(): { made: TestRepository; marks: () => string[]; clear: () => void } {
  const made = repository();
  const outside = tempTree({});
  const marksFolder = join(outside, 'marks');
  mkdirSync(marksFolder);
  const trap = trapIn(outside, marksFolder);
  made.commit({
    'a.ts': 'export const a = 1;\n',
    'b.ts': 'export const b = 1;\n',
    'ü 日本語\n".ts': 'export const c = 1;\n',
    'package.json': '{ "name": "trapped" }\n',
    'clauselint.jsonc': '{}\n',
  });
  made.git('branch', 'base');
  made.stage({ 'a.ts': 'export const a = 2;\n', '.gitattributes': '*.ts filter=f diff=d merge=m\n*.json diff=d2\n' });
  const include = join(outside, 'included');
  writeFileSync(include, `[core]\n\teditor = ${trap('include-editor')}\n[diff "d2"]\n\tcommand = ${trap('include-diff')}\n`);
  const settings: Readonly<Record<string, string>> = {
    'core.fsmonitor': trap('fsmonitor'),
    'core.pager': trap('pager'),
    'core.editor': trap('editor'),
    'core.askPass': trap('askpass'),
    'core.sshCommand': trap('ssh'),
    'core.gitProxy': trap('proxy'),
    'core.alternateRefsCommand': trap('alternate-refs'),
    'pager.diff': trap('pager-diff'),
    'pager.ls-files': trap('pager-ls-files'),
    'diff.external': trap('diff-external'),
    'diff.d.textconv': trap('textconv'),
    'diff.d.command': trap('diff-command'),
    'filter.f.clean': trap('clean'),
    'filter.f.smudge': trap('smudge'),
    'filter.f.process': trap('process'),
    'merge.m.driver': trap('merge'),
    'gpg.program': trap('gpg'),
    'log.showSignature': 'true',
    'credential.helper': trap('credential'),
    'include.path': include,
    'alias.ls-files': `!${trap('alias-ls-files')}`,
    'alias.cat-file': `!${trap('alias-cat-file')}`,
    'alias.diff-index': `!${trap('alias-diff-index')}`,
    'uploadpack.packObjectsHook': trap('pack-objects'),
    'remote.origin.url': 'ssh://git.invalid/trapped',
    'remote.origin.uploadpack': trap('uploadpack'),
    'trace2.eventTarget': join(marksFolder, 'trace2'),
  };
  for (const [key, value] of Object.entries(settings)) made.git('config', key, value);
  const hooks = join(outside, 'hooks');
  mkdirSync(hooks);
  const hook = trapIn(hooks, marksFolder);
  for (const name of ['post-index-change', 'pre-commit', 'fsmonitor-watchman', 'reference-transaction', 'post-checkout', 'pre-auto-gc'])
    hook(name);
  made.git('config', 'core.hooksPath', hooks);
  const clear = (): void => {
    for (const name of readdirSync(marksFolder)) rmSync(join(marksFolder, name));
  };
  // Working files newer than the index says, so that git has every reason to look at them.
  made.write({ 'a.ts': 'export const a = 3;\n', 'b.ts': 'export const b = 2;\n' });
  clear();
  return { made, marks: () => readdirSync(marksFolder).sort(), clear };
}

/** Git as anyone would ask it, whatever comes of it. */
function plainly(made: TestRepository, ...args: string[]): void {
  spawnSync('git', args, { cwd: made.dir, env: gitEnv, stdio: 'ignore', timeout: 20_000 });
}

/** Makes the repository a partial clone that lacks the blob of b.ts, and tells its id. */
function takeAwayBlob(made: TestRepository): string {
  const id = made.git('-c', 'core.fsmonitor=false', 'rev-parse', ':b.ts').trim();
  made.git('config', 'extensions.partialClone', 'origin');
  made.git('config', 'remote.origin.promisor', 'true');
  rmSync(join(made.dir, '.git', 'objects', id.slice(0, 2), id.slice(2)));
  return id;
}

it('the traps are armed: git itself, asked plainly, runs them', () => {
  const { made, marks, clear } = trapped();
  plainly(made, 'diff', 'HEAD');
  expect(marks()).toEqual(expect.arrayContaining(['fsmonitor', 'process']));
  clear();
  plainly(made, '-c', 'filter.f.process=', 'diff', '--cached', 'HEAD');
  expect(marks()).toContain('diff-command');
  clear();
  plainly(made, 'ls-files', '-s');
  expect(marks()).toContain('fsmonitor');
  clear();
  plainly(made, 'cat-file', '-p', takeAwayBlob(made));
  expect(marks()).toContain('ssh');
});

it('none is run by our questions', () => {
  const { made, marks } = trapped();
  const repo = Repository.open(made.dir, process.env);
  expect(repo.top).toBe(made.dir);
  const head = repo.head() as string;
  expect(repo.commit('main')).toBe(head);
  expect(repo.mergeBase('base')).toBe(head);
  expect(repo.staged(made.dir).changed.map((one) => one.path)).toEqual(['.gitattributes', 'a.ts']);
  expect(partiallyStaged(repo, made.dir)).toEqual(['a.ts']);
  const { entries } = repo.entries('index', made.dir);
  expect(entries.map((one) => one.path)).toContain('ü 日本語\n".ts');
  expect(repo.entries({ commit: head }, made.dir).entries).toHaveLength(5);
  expect(new Blobs(repo, entries).read('a.ts')).toMatchObject({ text: 'export const a = 2;\n' });
  expect(repo.hooksFolders()).toMatchObject({ own: join(made.dir, '.git', 'hooks') });
  for (const source of openIndex(repo, made.dir).sources) source.load();
  expect(marks()).toEqual([]);
});

it('none is run by opening the project in any view', () => {
  const { made, marks } = trapped();
  for (const view of [{ is: 'staged' }, { is: 'since', revision: 'base' }, { is: 'disk' }] as const) {
    const opened = openFor({ cwd: made.dir, paths: [], configFile: undefined, ruleIds: [], view });
    if ('reason' in opened) throw new Error(opened.reason.en);
    for (const source of opened.project.sources) source.load();
  }
  expect(marks()).toEqual([]);
});

it('none is run for an object that a partial clone lacks, and nothing is fetched', () => {
  const { made, marks } = trapped();
  takeAwayBlob(made);
  const repo = Repository.open(made.dir, process.env);
  const { entries } = repo.entries('index', made.dir);
  const blobs = new Blobs(repo, entries);
  // Newer versions of git name the object, older ones give up.
  let said: unknown;
  try {
    said = blobs.read('b.ts');
  } catch (error) {
    said = error;
  }
  expect(said).toSatisfy((one: { trouble?: string; problem?: { detail: string } }) =>
    one.trouble === undefined ? /missing/.test(one.problem?.detail ?? '') : one.trouble === 'missing-objects',
  );
  expect(marks()).toEqual([]);
});

it('a program called git in the repository is not the git that is run', () => {
  const { made, marks } = trapped();
  const bin = join(made.dir, 'node_modules', '.bin');
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'git'), `#!/bin/sh\ntouch '${join(made.dir, 'own-git-ran')}'\n`);
  chmodSync(join(bin, 'git'), 0o755);
  const repo = Repository.open(made.dir, { ...process.env, PATH: `${bin}:.:${process.env['PATH']}` });
  expect(repo.head()).toBeDefined();
  expect(existsSync(join(made.dir, 'own-git-ran'))).toBe(false);
  expect(marks()).toEqual([]);
});
