/** The tools that run hooks, installed once into the user's cache, and a project that has them and the built command. */
import { execFileSync, type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { cacheOf, linkTools, npmTools } from '../support/installed.ts';
import { gitEnv, repository, type TestRepository } from '../support/repository.ts';

export const ROOT: string = join(import.meta.dirname, '..', '..');
export const CLI: string = join(ROOT, 'dist', 'cli.js');
const CACHE = cacheOf('hooks');
/** The release of pre-commit that is installed where none is there. */
const PRE_COMMIT = 'pre-commit==4.6.2';

/** The folder of a `pre-commit` program: the machine's, or one installed from Python's packages, or from Debian's. */
export function preCommitFolder(): string {
  const there = spawnSync('sh', ['-c', 'command -v pre-commit'], { encoding: 'utf8' });
  if (there.status === 0) return join(there.stdout.trim(), '..');
  const folder = join(CACHE, PRE_COMMIT.replace('==', '-'));
  const program = join(folder, 'bin', 'pre-commit');
  // A virtual environment knows its own place, so it is made where it stays.
  if (!existsSync(program)) {
    rmSync(folder, { recursive: true, force: true });
    const made =
      spawnSync('python3', ['-m', 'venv', folder], { stdio: 'ignore' }).status === 0 &&
      spawnSync(join(folder, 'bin', 'pip'), ['install', '-q', PRE_COMMIT], { stdio: 'ignore' }).status === 0;
    if (!made) {
      rmSync(folder, { recursive: true, force: true });
      execFileSync('sh', ['-c', 'apt-get update -q && apt-get install -q -y --no-install-recommends pre-commit'], {
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      return '/usr/bin';
    }
  }
  return join(folder, 'bin');
}

/** A repository whose `node_modules` holds the tools and the built command. Nothing in it comes from the network any more. */
export function projectWithTools(): TestRepository {
  const made = repository();
  linkTools(made.dir, npmTools('hooks', import.meta.dirname), CLI);
  made.commit({
    '.gitignore': 'node_modules/\n',
    'package.json': JSON.stringify({ name: 'portal', private: true, devDependencies: { clauselint: '*' } }),
    'clauselint.jsonc': '{}\n',
    'vault.ts': cipher('aes-256-gcm'),
  });
  return made;
}

export function cipher(name: string): string {
  return `import { createCipheriv } from 'node:crypto';\nexport const seal = (key: Buffer, iv: Buffer) => createCipheriv('${name}', key, iv);\n`;
}

/** Any command in a project, without colours; `path` comes before the machine's. */
export function runIn(
  made: TestRepository,
  command: string,
  args: readonly string[],
  path: readonly string[] = [],
): SpawnSyncReturns<string> {
  const env = {
    ...gitEnv,
    NO_COLOR: '1',
    CI: 'true',
    PATH: [...path, process.env['PATH']].join(':'),
    // What pre-commit installs for one commit of this repository helps no other run.
    PRE_COMMIT_HOME: join(made.dir, '.git', 'pre-commit-home'),
  };
  return spawnSync(command, [...args], { cwd: made.dir, env, encoding: 'utf8' });
}

/** `git commit` of what is staged, with hooks. */
export function commit(made: TestRepository, path: readonly string[] = []): { readonly passed: boolean; readonly said: string } {
  const ran = runIn(made, 'git', ['commit', '-m', 'Change'], path);
  return { passed: ran.status === 0, said: ran.stdout + ran.stderr };
}

/** A tool in the project's `node_modules`. @throws when it fails */
export function tool(made: TestRepository, name: string, ...args: string[]): void {
  const ran = runIn(made, join(made.dir, 'node_modules', '.bin', name), args);
  if (ran.status !== 0) throw new Error(`${name} ${args.join(' ')}: ${ran.stdout}${ran.stderr}`);
}

/** `clauselint init` in the project. */
export function init(made: TestRepository, ...args: string[]): string {
  const ran = runIn(made, process.execPath, [CLI, 'init', ...args]);
  if (ran.status !== 0) throw new Error(ran.stdout + ran.stderr);
  return ran.stdout;
}
