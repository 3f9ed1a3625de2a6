/** Hooks as people run them, with husky, lint-staged, lefthook and pre-commit themselves: a broken promise is stopped, a kept one passes. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { TestRepository } from '../support/repository.ts';
import { cipher, commit, init, preCommitFolder, projectWithTools, ROOT, runIn, tool } from './tools.ts';

/** The story that each hook has to tell. */
function stopsAndLetsThrough(made: TestRepository, path: readonly string[] = []): void {
  const before = made.git('rev-parse', 'HEAD');
  made.stage({ 'src/日本語 ü.ts': cipher('aes-128-cbc'), 'src/vault.ts': cipher('aes-256-gcm') });
  const stopped = commit(made, path);
  expect(stopped.said).toContain('weak-cipher');
  expect(stopped.passed).toBe(false);
  expect(made.git('rev-parse', 'HEAD')).toBe(before);

  // What is staged counts: the working tree is mended and broken again.
  made.stage({ 'src/日本語 ü.ts': cipher('aes-256-gcm') });
  made.write({ 'src/日本語 ü.ts': cipher('des-cbc') });
  const passed = commit(made, path);
  expect(passed.said).not.toContain('weak-cipher');
  expect(passed.passed).toBe(true);
  expect(made.git('show', 'HEAD:src/日本語 ü.ts')).toBe(cipher('aes-256-gcm'));
  expect(readFileSync(join(made.dir, 'src/日本語 ü.ts'), 'utf8')).toBe(cipher('des-cbc'));
  made.git('checkout', '-q', '--', '.');

  // Nothing for us in it.
  made.stage({ 'notes.md': 'x\n' });
  expect(commit(made, path).passed).toBe(true);
}

describe('husky', () => {
  it('as init sets it up', () => {
    const made = projectWithTools();
    init(made, '--hook', 'husky');
    tool(made, 'husky');
    made.git('add', '.');
    stopsAndLetsThrough(made);
  });

  it('with lint-staged, which hands over file names', () => {
    const made = projectWithTools();
    tool(made, 'husky');
    made.write({
      '.husky/pre-commit': 'npx --no-install lint-staged --no-stash\n',
      'lint-staged.config.mjs': "export default { '*.{js,jsx,ts,tsx,mjs,cjs,mts,cts}': 'clauselint check --staged' };\n",
    });
    made.git('add', '.');
    stopsAndLetsThrough(made);
  });

  it('with lint-staged as it comes, which hides what is not staged', () => {
    const made = projectWithTools();
    tool(made, 'husky');
    made.write({
      '.husky/pre-commit': 'npx --no-install lint-staged\n',
      '.lintstagedrc.json': '{ "*.{js,jsx,ts,tsx,mjs,cjs,mts,cts}": "clauselint check --staged" }\n',
    });
    made.git('add', '.');
    stopsAndLetsThrough(made);
  });
});

it('lefthook, as init sets it up', () => {
  const made = projectWithTools();
  init(made, '--hook', 'lefthook');
  tool(made, 'lefthook', 'install');
  made.git('add', '.');
  stopsAndLetsThrough(made);
});

describe('pre-commit', () => {
  it('with the local hook that init writes', () => {
    const made = projectWithTools();
    const path = [preCommitFolder()];
    init(made, '--hook', 'pre-commit');
    expect(runIn(made, 'pre-commit', ['install'], path).status).toBe(0);
    made.git('add', '.');
    stopsAndLetsThrough(made, path);
  });

  it('with this repository as the source of the hooks, which builds itself', () => {
    const made = projectWithTools();
    const path = [preCommitFolder()];
    const source = spawnSync('git', ['rev-parse', 'HEAD'], { cwd: ROOT, encoding: 'utf8' }).stdout.trim();
    made.stage({
      '.pre-commit-config.yaml': `repos:\n  - repo: file://${ROOT}\n    rev: ${source}\n    hooks:\n      - id: clauselint\n`,
    });
    const installed = runIn(made, 'pre-commit', ['install', '--install-hooks'], path);
    expect(installed.stdout + installed.stderr).not.toContain('An error has occurred');
    expect(installed.status).toBe(0);
    stopsAndLetsThrough(made, path);

    made.write({
      '.pre-commit-config.yaml': readFileSync(join(made.dir, '.pre-commit-config.yaml'), 'utf8').replace(
        'id: clauselint',
        'id: clauselint-files',
      ),
    });
    made.stage({ 'old.ts': cipher('des-cbc'), '.pre-commit-config.yaml': readFileSync(join(made.dir, '.pre-commit-config.yaml'), 'utf8') });
    const all = runIn(made, 'pre-commit', ['run', '--all-files'], path);
    expect(all.status).toBe(1);
    expect(all.stdout).toContain('old.ts');
    made.stage({ 'old.ts': cipher('aes-256-gcm') });
    expect(runIn(made, 'pre-commit', ['run', '--all-files'], path).status).toBe(0);
  });
});
