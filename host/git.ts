/**
 * Runs git so that it reads and does nothing else. A repository's own configuration may name programs (file-system monitors, hooks, external
 * diffs, filters, pagers, credential helpers, transports), and so may the environment: none of them is run, whatever git is asked.
 * Only plumbing that looks at the index and at objects is called; the working tree is read by ourselves, since git would filter it.
 */
import { spawnSync } from 'node:child_process';
import { lstatSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

export type GitTrouble =
  | 'no-git'
  | 'no-repository'
  | 'unsafe-owner'
  | 'bare'
  | 'bad-revision'
  | 'no-common-history'
  | 'missing-objects'
  | 'timeout'
  | 'failed';

/** Git could not say what it was asked. `detail` holds a revision, or git's own words. */
export class GitProblem extends Error {
  override readonly name = 'GitProblem';
  readonly trouble: GitTrouble;
  readonly detail: string;

  constructor(trouble: GitTrouble, detail = '') {
    super(`git: ${trouble}${detail === '' ? '' : ` (${detail})`}`);
    this.trouble = trouble;
    this.detail = detail;
  }
}

export type Env = Readonly<Record<string, string | undefined>>;

/** The commands this product calls, none of which writes, prompts, or starts another program. */
export type GitCommand = 'rev-parse' | 'merge-base' | 'ls-files' | 'ls-tree' | 'diff-index' | 'cat-file';

/** Milliseconds. A named pipe in place of a configuration file would otherwise hold a run for ever. */
const TIME_LIMIT = 60_000;
/** Bytes of one answer; blobs are asked for in portions far below. */
const MAX_ANSWER = 2 ** 30;

/** What a repository's configuration may not decide. */
const SETTINGS: readonly string[] = [
  'core.fsmonitor=false',
  'core.hooksPath=/dev/null',
  'core.pager=cat',
  'core.askPass=',
  'core.sshCommand=false',
  'credential.helper=',
  'protocol.allow=never',
  'diff.external=',
  'submodule.recurse=false',
  'safe.bareRepository=explicit',
];
const SWITCHES: readonly string[] = ['--no-pager', '--no-optional-locks', '--no-replace-objects', '--literal-pathspecs'];

/** What git needs to start and to find the user's own settings (`safe.directory`). Everything else stays outside. */
const KEPT: readonly string[] = [
  'PATH',
  'HOME',
  'XDG_CONFIG_HOME',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SYSTEMROOT',
  'WINDIR',
  'USERPROFILE',
  'HOMEDRIVE',
  'HOMEPATH',
  'APPDATA',
  'LOCALAPPDATA',
  'PROGRAMDATA',
];

function environment(env: Env, index: string | undefined): Record<string, string> {
  const out: Record<string, string> = {
    LC_ALL: 'C',
    GIT_TERMINAL_PROMPT: '0',
    GIT_OPTIONAL_LOCKS: '0',
    // Objects that a partial clone lacks are not fetched: the first by newer versions of git, the second by all.
    GIT_NO_LAZY_FETCH: '1',
    GIT_ALLOW_PROTOCOL: 'none',
  };
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && KEPT.includes(name.toUpperCase())) out[name] = value;
  }
  if (index !== undefined) out['GIT_INDEX_FILE'] = index;
  return out;
}

/**
 * The program called git. Entries of PATH that are relative, or lie in the repository (`node_modules/.bin`), are passed over: what they hold
 * came with the code under review.
 */
function findGit(folder: string, env: Env): string | undefined {
  const own = repositoryFolder(folder);
  const path = Object.entries(env).find(([name]) => name.toUpperCase() === 'PATH')?.[1] ?? '';
  const file = process.platform === 'win32' ? 'git.exe' : 'git';
  return path
    .split(delimiter)
    .filter((entry) => isAbsolute(entry) && !isWithin(resolve(entry), own))
    .map((entry) => join(entry, file))
    .find((one) => statSync(one, { throwIfNoEntry: false })?.isFile());
}

/** The nearest folder at or above that holds `.git`, or the folder itself. */
function repositoryFolder(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (lstatSync(join(at, '.git'), { throwIfNoEntry: false })) return at;
    if (dirname(at) === at) return folder;
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way));
}

export class Git {
  /** Absolute; where git is run. */
  readonly folder: string;
  private readonly program: string;
  private readonly env: Env;
  private readonly index: string | undefined;

  /**
   * `index` names another index file than the repository's own.
   * @throws GitProblem when there is no git
   */
  constructor(folder: string, env: Env, index?: string) {
    const program = findGit(folder, env);
    if (program === undefined) throw new GitProblem('no-git');
    this.folder = folder;
    this.program = program;
    this.env = env;
    this.index = index;
  }

  /** The same git in another folder, or with another index. */
  at(folder: string, index: string | undefined = this.index): Git {
    return new Git(folder, this.env, index);
  }

  /** What git answers on stdout. @throws GitProblem */
  ask(command: GitCommand, args: readonly string[], input?: string): Buffer {
    return this.run(SETTINGS, command, args, input);
  }

  /**
   * The folder of hooks that git uses, for which the user's and the repository's settings have to be heard, and the one it would use without
   * any. Absolute. No hook is run.
   */
  hooksFolders(): { readonly used: string; readonly own: string } {
    const heard = SETTINGS.filter((one) => !one.startsWith('core.hooksPath='));
    const used = resolve(this.folder, line(this.run(heard, 'rev-parse', ['--git-path', 'hooks'])));
    return { used, own: resolve(this.folder, line(this.ask('rev-parse', ['--git-common-dir'])), 'hooks') };
  }

  private run(settings: readonly string[], command: GitCommand, args: readonly string[], input?: string): Buffer {
    const run = spawnSync(this.program, [...SWITCHES, ...settings.flatMap((one) => ['-c', one]), command, ...args], {
      cwd: this.folder,
      env: environment(this.env, this.index),
      ...(input === undefined ? { stdio: ['ignore', 'pipe', 'pipe'] } : { input }),
      shell: false,
      timeout: TIME_LIMIT,
      killSignal: 'SIGKILL',
      maxBuffer: MAX_ANSWER,
      windowsHide: true,
    });
    if (run.error && 'code' in run.error && run.error.code === 'ETIMEDOUT') throw new GitProblem('timeout', command);
    if (run.error && run.status === null) throw new GitProblem('failed', run.error.message);
    if (run.status !== 0) throw troubleOf(run.stderr.toString('utf8'), command);
    return run.stdout;
  }
}

/** An answer of one line, without its end. */
export function line(answer: Buffer): string {
  return answer.toString('utf8').replace(/\r?\n$/, '');
}

/** From git's own words, which are English by LC_ALL. */
function troubleOf(words: string, command: GitCommand): GitProblem {
  if (/not a git repository/i.test(words)) return new GitProblem('no-repository');
  if (/dubious ownership|unsafe repository/.test(words)) return new GitProblem('unsafe-owner');
  if (/cannot use bare repository|must be run in a work tree/.test(words)) return new GitProblem('bare');
  if (/promisor remote|transport '[^']*' not allowed|missing blob|unable to read [0-9a-f]{40}/.test(words))
    return new GitProblem('missing-objects');
  const first = words.split('\n').find((one) => /^(?:fatal|error):/.test(one)) ?? words.split('\n')[0] ?? '';
  return new GitProblem('failed', first.trim() === '' ? command : first.trim());
}
