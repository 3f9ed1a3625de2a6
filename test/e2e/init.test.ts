/** From nothing to a commit that is stopped: `init` in an empty repository, then git itself. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { gitEnv, repository } from '../support/repository.ts';
import { clauselint } from './run.ts';

const cipher = (name: string): string =>
  `import { createCipheriv } from 'node:crypto';\nexport const seal = (key: Buffer, iv: Buffer) => createCipheriv('${name}', key, iv);\n`;

it('in an empty repository, the next commit of a broken promise fails, and of a kept one passes', () => {
  const made = repository();
  const commit = (): { status: number | null; stdout: string; stderr: string } => {
    // No `clauselint` is on the way, so that the hook finds the one that wrote it.
    const env = { ...gitEnv, PATH: '/usr/bin:/bin', NO_COLOR: '1' };
    return spawnSync('git', ['commit', '-m', 'First'], { cwd: made.dir, env, encoding: 'utf8' });
  };
  const dry = clauselint(['init', '--dry-run', '--ci', 'github'], made.dir);
  expect(dry.code).toBe(0);
  expect(dry.out).toContain('Nothing is written (--dry-run).');
  expect(dry.out).toContain('would create  .github/workflows/clauselint.yml');
  expect(existsSync(join(made.dir, 'clauselint.jsonc'))).toBe(false);

  const run = clauselint(['init'], made.dir);
  expect(run).toMatchObject({ code: 0, err: '' });
  expect(run.out).toBe(
    [
      'created  clauselint.jsonc  the contract to check against, and what is particular here',
      'created  .git/hooks/pre-commit  runs the check before each commit, in this clone',
      '',
      'Next',
      '  1. See where the project stands: clauselint check',
      '  2. Take down what is there already, so that from now on only what is new fails: clauselint baseline',
      '  3. Commit the files.',
      '',
    ].join('\n'),
  );
  expect(clauselint(['init', '--locale', 'ja'], made.dir).out).toContain(
    '維持  .git/hooks/pre-commit  すでに Clauselint を呼び出しています\n',
  );

  made.stage({ 'vault.ts': cipher('aes-128-cbc') });
  const bad = commit();
  expect(bad.status).toBe(1);
  expect(bad.stdout + bad.stderr).toContain('weak-cipher');
  expect(made.git('log', '--oneline', '--all')).toBe('');

  made.stage({ 'vault.ts': cipher('aes-256-gcm'), 'clauselint.jsonc': '{}\n' });
  made.write({ 'vault.ts': cipher('des-cbc') });
  expect(commit().status).toBe(0);
  expect(made.git('log', '--format=%s')).toBe('First\n');

  // `git commit -a` hands its hook an index of its own.
  expect(spawnSync('git', ['commit', '-a', '-m', 'All'], { cwd: made.dir, env: gitEnv }).status).toBe(1);
  made.write({ 'vault.ts': `${cipher('aes-256-gcm')}// all\n` });
  expect(spawnSync('git', ['commit', '-a', '-m', 'All'], { cwd: made.dir, env: gitEnv }).status).toBe(0);
});

it('says what it cannot write, and where', () => {
  const made = repository();
  made.write({ '.github': 'a file' });
  const run = clauselint(['init', '--ci', 'github', '--hook', 'none'], made.dir);
  expect(run.code).toBe(2);
  expect(run.err).toContain('.github/workflows/clauselint.yml cannot be written');
});
