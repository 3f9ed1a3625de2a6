/** `init`: what it makes of each kind of repository, twice in a row, and without touching what is somebody else's. */
import { existsSync, lstatSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { loadConfig } from '../../contract/config.ts';
import { carryOut } from '../../host/init/carry-out.ts';
import { configText } from '../../host/init/config-text.ts';
import { type InitRequest, planInit } from '../../host/init/plan.ts';
import { repository } from '../support/repository.ts';
import { tempTree } from './temp-tree.ts';

const ask = (cwd: string, change: Partial<InitRequest> = {}): InitRequest => ({
  cwd,
  hook: undefined,
  ci: undefined,
  locale: 'en',
  version: '0.1.0',
  node: '/opt/node',
  cli: '/opt/cli.js',
  ...change,
});

/** Carries the plan out, and gives what it did: `create clauselint.jsonc`. */
function init(cwd: string, change: Partial<InitRequest> = {}): string[] {
  const { steps } = planInit(ask(cwd, change));
  for (const step of steps) carryOut(step);
  return steps.map(({ is, file }) => `${is} ${file.slice(cwd.length + 1)}`);
}
const text = (dir: string, file: string): string => readFileSync(join(dir, file), 'utf8');

describe('the configuration', () => {
  it.each(['en', 'ja'] as const)('is valid as it is written (%s)', (locale) => {
    expect(loadConfig(configText(locale), 'clauselint.jsonc')).toMatchObject({ config: { contract: 'security-exhibit' } });
  });

  it('names a schema that the package holds', () => {
    const schema = /"\$schema": "\.\/node_modules\/clauselint\/([^"]+)"/.exec(configText('en'))?.[1] ?? '';
    expect(existsSync(join(import.meta.dirname, '..', '..', schema))).toBe(true);
    expect(text(join(import.meta.dirname, '..', '..'), '.npmignore')).toContain('!contract/schema/*.json');
  });

  it('stays when there is one', () => {
    const made = repository();
    made.write({ 'clauselint.jsonc': '{}\n' });
    expect(init(made.dir)[0]).toBe('keep clauselint.jsonc');
    expect(text(made.dir, 'clauselint.jsonc')).toBe('{}\n');
  });
});

describe('hooks', () => {
  it('a plain one of git, executable, only once', () => {
    const made = repository();
    expect(init(made.dir)).toEqual(['create clauselint.jsonc', 'create .git/hooks/pre-commit']);
    expect(lstatSync(join(made.dir, '.git/hooks/pre-commit')).mode & 0o111).toBe(0o111);
    expect(text(made.dir, '.git/hooks/pre-commit')).toContain('exec /opt/node /opt/cli.js check --staged');
    expect(init(made.dir)).toEqual(['keep clauselint.jsonc', 'keep .git/hooks/pre-commit']);
  });

  it('another hook is never written over', () => {
    const made = repository();
    made.write({ '.git/hooks/pre-commit': '#!/bin/sh\nexit 0\n' });
    const plan = planInit(ask(made.dir));
    expect(plan.steps[1]).toMatchObject({ is: 'skip' });
    expect(plan.steps[1]?.note.en).toContain('add to it: npx --no-install clauselint check --staged');
    expect(init(made.dir)[1]).toBe('skip .git/hooks/pre-commit');
    expect(text(made.dir, '.git/hooks/pre-commit')).toBe('#!/bin/sh\nexit 0\n');
  });

  it('nothing is written where core.hooksPath leads', () => {
    const made = repository();
    made.git('config', 'core.hooksPath', 'tools/hooks');
    expect(init(made.dir)).toEqual(['create clauselint.jsonc', 'skip tools/hooks/pre-commit']);
    expect(existsSync(join(made.dir, 'tools'))).toBe(false);
    expect(existsSync(join(made.dir, '.git/hooks/pre-commit'))).toBe(false);
  });

  it('husky: a new file, or a line more', () => {
    const made = repository();
    made.write({ 'package.json': '{ "devDependencies": { "husky": "^9.1.7" } }\n' });
    const plan = planInit(ask(made.dir));
    expect(plan.next.map((one) => one.en)).toEqual([
      'Install it for everyone: npm install --save-dev clauselint',
      'Let husky take over the hooks: npx husky',
      'See where the project stands: clauselint check',
      'Take down what is there already, so that from now on only what is new fails: clauselint baseline',
      'Commit the files.',
    ]);
    expect(init(made.dir)[1]).toBe('create .husky/pre-commit');
    expect(text(made.dir, '.husky/pre-commit')).toBe('#!/usr/bin/env sh\nnpx --no-install clauselint check --staged\n');
    made.write({ '.husky/pre-commit': 'npm test' });
    expect(init(made.dir)[1]).toBe('change .husky/pre-commit');
    expect(text(made.dir, '.husky/pre-commit')).toBe('npm test\nnpx --no-install clauselint check --staged\n');
    expect(init(made.dir)[1]).toBe('keep .husky/pre-commit');
  });

  it('lefthook: added to what is there, comments and all', () => {
    const made = repository();
    made.write({ 'lefthook.yml': '# Ours\npre-push:\n  commands:\n    test:\n      run: npm test\n' });
    expect(init(made.dir)[1]).toBe('change lefthook.yml');
    expect(text(made.dir, 'lefthook.yml')).toMatch(/^# Ours\npre-push:\n {2}commands:/);
    expect(parse(text(made.dir, 'lefthook.yml'))).toEqual({
      'pre-push': { commands: { test: { run: 'npm test' } } },
      'pre-commit': { commands: { clauselint: { run: 'npx --no-install clauselint check --staged' } } },
    });
    expect(init(made.dir)[1]).toBe('keep lefthook.yml');
    made.write({ 'lefthook.yml': 'pre-commit: # first\n  jobs:\n    - run: npm run lint # fast\n' });
    init(made.dir);
    expect(text(made.dir, 'lefthook.yml')).toContain('# fast');
    expect(parse(text(made.dir, 'lefthook.yml'))['pre-commit'].jobs).toEqual([
      { run: 'npm run lint' },
      { name: 'clauselint', run: 'npx --no-install clauselint check --staged' },
    ]);
    made.write({ 'lefthook.yml': 'pre-commit:\n  commands:\n    lint:\n      run: npm run lint\n' });
    init(made.dir);
    expect(Object.keys(parse(text(made.dir, 'lefthook.yml'))['pre-commit'].commands)).toEqual(['lint', 'clauselint']);
    made.write({ 'lefthook.yml': 'pre-commit: [\n' });
    expect(init(made.dir)[1]).toBe('skip lefthook.yml');
    expect(text(made.dir, 'lefthook.yml')).toBe('pre-commit: [\n');
  });

  it('pre-commit: a local hook after the others', () => {
    const made = repository();
    const before = 'repos:\n- repo: https://example.com/hooks # pinned\n  rev: v1\n  hooks:\n  - id: whitespace\n';
    made.write({ '.pre-commit-config.yaml': before });
    expect(init(made.dir)[1]).toBe('change .pre-commit-config.yaml');
    const after = text(made.dir, '.pre-commit-config.yaml');
    expect(after.startsWith(before)).toBe(true);
    expect(parse(after).repos[1]).toMatchObject({
      repo: 'local',
      hooks: [{ id: 'clauselint', entry: 'npx --no-install clauselint check --staged', pass_filenames: false, require_serial: true }],
    });
    expect(init(made.dir)[1]).toBe('keep .pre-commit-config.yaml');
    made.write({ '.pre-commit-config.yaml': 'repos: {}\n' });
    expect(init(made.dir)[1]).toBe('skip .pre-commit-config.yaml');
  });

  it('is asked for by name, left out by name, and left out with the reason where there is no git', () => {
    const made = repository();
    expect(init(made.dir, { hook: 'lefthook' })[1]).toBe('create lefthook.yml');
    rmSync(join(made.dir, 'lefthook.yml'));
    expect(init(made.dir, { hook: 'pre-commit' })[1]).toBe('create .pre-commit-config.yaml');
    expect(init(made.dir, { hook: 'none' })).toEqual(['keep clauselint.jsonc']);
    const outside = tempTree({ 'package.json': '{}' });
    expect(planInit(ask(outside)).steps[1]).toMatchObject({ is: 'skip', note: { en: 'This folder is not in a git repository.' } });
  });

  it('below the top the hook names the folder, quoted', () => {
    const made = repository();
    made.write({ "apps/it's a portal/package.json": '{ "devDependencies": { "clauselint": "*" } }' });
    const cwd = join(made.dir, "apps/it's a portal");
    const plan = planInit(ask(cwd, { ci: 'github' }));
    for (const step of plan.steps) carryOut(step);
    expect(existsSync(join(cwd, 'clauselint.jsonc'))).toBe(true);
    expect(text(made.dir, '.git/hooks/pre-commit')).toContain(`check --staged 'apps/it'\\''s a portal'\n`);
    expect(text(made.dir, '.github/workflows/clauselint.yml')).toContain(`check 'apps/it'\\''s a portal' `);
  });
});

describe('continuous integration', () => {
  it('GitHub, where there is a folder for it or when asked: pinned actions, least rights', () => {
    const made = repository();
    expect(init(made.dir, { ci: 'github' })).toContain('create .github/workflows/clauselint.yml');
    expect(init(made.dir)).toContain('keep .github/workflows/clauselint.yml');
    const workflow = parse(text(made.dir, '.github/workflows/clauselint.yml'));
    expect(workflow.permissions).toEqual({ contents: 'read' });
    const { steps, permissions } = workflow.jobs.clauselint;
    expect(permissions).toEqual({ contents: 'read', 'security-events': 'write' });
    const uses = steps.flatMap((step: { uses?: string }) => step.uses ?? []);
    expect(uses).toHaveLength(3);
    for (const one of uses) expect(one).toMatch(/^[\w-]+\/[\w./-]+@[0-9a-f]{40}$/);
  });

  it('GitLab: a file of its own where there is one, or a file to include', () => {
    const made = repository();
    expect(init(made.dir, { ci: 'gitlab' })).toContain('create .gitlab-ci.yml');
    expect(init(made.dir)).toContain('keep .gitlab-ci.yml');
    const job = parse(text(made.dir, '.gitlab-ci.yml')).clauselint;
    expect(job.artifacts.reports.codequality).toBe('gl-code-quality-report.json');
    expect(job.script[0]).toContain('--format gitlab:gl-code-quality-report.json');
    made.write({ '.gitlab-ci.yml': 'test:\n  script: [npm test]\n' });
    expect(init(made.dir)).toContain('create .gitlab/clauselint.yml');
    expect(planInit(ask(made.dir)).next.map((one) => one.en)).toContain(
      'Add to .gitlab-ci.yml: include: [{ local: .gitlab/clauselint.yml }]',
    );
    expect(text(made.dir, '.gitlab-ci.yml')).toBe('test:\n  script: [npm test]\n');
  });
});

it('a link that leads out of the repository is not followed', () => {
  const made = repository();
  const elsewhere = tempTree({});
  symlinkSync(elsewhere, join(made.dir, '.github'));
  expect(() => init(made.dir, { ci: 'github', hook: 'none' })).toThrow('outside the project');
  expect(existsSync(join(elsewhere, 'workflows'))).toBe(false);
});
