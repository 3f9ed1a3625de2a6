/** A git repository for one test, made with git itself and without the settings of whoever runs the tests. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { tempTree } from '../host/temp-tree.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

/** Neither the machine's settings nor a hook's variables reach the repositories of tests. */
export const gitEnv: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(process.env).filter((one): one is [string, string] => one[1] !== undefined && !one[0].startsWith('GIT_')),
  ),
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'A Developer',
  GIT_AUTHOR_EMAIL: 'developer@example.com',
  GIT_COMMITTER_NAME: 'A Developer',
  GIT_COMMITTER_EMAIL: 'developer@example.com',
};

export class TestRepository {
  readonly dir: string;

  constructor(dir: string) {
    this.dir = dir;
  }

  git(...args: string[]): string {
    return execFileSync('git', args, { cwd: this.dir, env: gitEnv, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  }

  /** Writes to the working tree. */
  write(files: Files): void {
    for (const [path, data] of Object.entries(files)) {
      mkdirSync(dirname(join(this.dir, path)), { recursive: true });
      writeFileSync(join(this.dir, path), data);
    }
  }

  remove(path: string): void {
    rmSync(join(this.dir, path));
  }

  stage(files: Files): void {
    this.write(files);
    this.git('--literal-pathspecs', 'add', '--', ...Object.keys(files));
  }

  commit(files: Files, message = 'Change'): void {
    if (Object.keys(files).length > 0) this.stage(files);
    this.git('commit', '-q', '--no-verify', '-m', message);
  }
}

/** An empty repository, removed when the test is over. */
export function repository(...init: string[]): TestRepository {
  const made = new TestRepository(tempTree({}));
  made.git('init', '-q', '-b', 'main', ...init);
  return made;
}
