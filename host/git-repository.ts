/** What a repository holds: its index, its revisions, what is staged. Paths are as git has them, `/` separated, relative to a folder. */
import { lstatSync, realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { type Env, Git, GitProblem, line } from './git.ts';
import { realPlace } from './real-place.ts';
import { decodeName } from './walk.ts';

export interface GitEntry {
  readonly path: string;
  /** Octal, as git writes it: `100644`, `100755`, `120000` (a link), `160000` (a submodule). */
  readonly mode: string;
  /** Hex. */
  readonly id: string;
}

export interface Entries {
  readonly entries: readonly GitEntry[];
  /** Paths with a conflict that is not resolved. */
  readonly unmerged: readonly string[];
  /** Names that are not UTF-8, byte for byte as code units. */
  readonly badNames: readonly string[];
}

/** The commit to look at, or what is in the index. */
export type Tree = 'index' | { readonly commit: string };

export const REGULAR: RegExp = /^100/;
/** Stands for the mode of a staged file with a conflict that is not resolved. */
export const UNMERGED = '000000';

const DIFF: readonly string[] = [
  '--cached',
  '--raw',
  '-z',
  '--no-abbrev',
  '--relative',
  '--no-renames',
  '--no-ext-diff',
  '--no-textconv',
  '--ignore-submodules=all',
];

export class Repository {
  /** Absolute, links worked out: the top of the working tree. */
  readonly top: string;
  private readonly git: Git;
  /** All of the index, by path from the top; read once. */
  private listed: (Entries & { readonly byPath: ReadonlyMap<string, GitEntry> }) | undefined;

  private constructor(top: string, git: Git) {
    this.top = top;
    this.git = git;
  }

  /** The repository that a folder is in. @throws GitProblem */
  static open(folder: string, env: Env): Repository {
    const real = realpathSync.native(folder);
    const git = new Git(real, env);
    const top = realpathSync.native(line(git.ask('rev-parse', ['--show-toplevel'])));
    // A work tree that the configuration puts elsewhere is not the project we were asked about.
    if (wayIn(top, real) === undefined) throw new GitProblem('no-repository');
    return new Repository(top, git.at(top, indexFor(git.at(top), env)));
  }

  /** The path below the top, `/` separated, `''` for the top itself; undefined outside. */
  pathOf(absolute: string): string | undefined {
    return wayIn(this.top, absolute);
  }

  /** The full id of the commit that a revision means. @throws GitProblem */
  commit(revision: string): string {
    const bad = new GitProblem('bad-revision', revision);
    if (revision.startsWith('-') || /[\0\n\r]/.test(revision)) throw bad;
    try {
      return line(this.git.ask('rev-parse', ['--verify', '--quiet', `${revision}^{commit}`]));
    } catch (error) {
      throw error instanceof GitProblem && error.trouble === 'failed' ? bad : error;
    }
  }

  /** The commit that HEAD is at; undefined before the first one. @throws GitProblem */
  head(): string | undefined {
    try {
      return this.commit('HEAD');
    } catch (error) {
      if (error instanceof GitProblem && error.trouble === 'bad-revision') return undefined;
      throw error;
    }
  }

  /** Where HEAD and a revision parted. @throws GitProblem, also when they have nothing in common, as in a shallow clone */
  mergeBase(revision: string): string {
    const [head, other] = [this.commit('HEAD'), this.commit(revision)];
    try {
      return line(this.git.ask('merge-base', [head, other]));
    } catch (error) {
      throw error instanceof GitProblem && error.trouble === 'failed' ? new GitProblem('no-common-history', revision) : error;
    }
  }

  /** All files below a folder, relative to it. @throws GitProblem */
  entries(tree: Tree, folder: string): Entries {
    if (tree !== 'index') return parseEntries(this.git.at(folder).ask('ls-tree', ['-r', '-z', tree.commit]));
    const { entries, unmerged, badNames } = this.index();
    const way = this.pathOf(folder) ?? '';
    if (way === '') return { entries, unmerged, badNames };
    const below = (path: string): string[] => (path.startsWith(`${way}/`) ? [path.slice(way.length + 1)] : []);
    return {
      entries: entries.flatMap((one) => below(one.path).map((path) => ({ ...one, path }))),
      unmerged: unmerged.flatMap(below),
      badNames: badNames.flatMap(below),
    };
  }

  /** One regular file, or undefined. @throws GitProblem */
  file(tree: Tree, absolute: string): GitEntry | undefined {
    const path = this.pathOf(realPlace(absolute));
    if (path === undefined || path === '') return undefined;
    const entry =
      tree === 'index'
        ? this.index().byPath.get(path)
        : parseEntries(this.git.ask('ls-tree', ['-r', '-z', tree.commit, '--', path])).entries.find((one) => one.path === path);
    return entry && REGULAR.test(entry.mode) ? entry : undefined;
  }

  private index(): NonNullable<Repository['listed']> {
    if (!this.listed) {
      const read = parseEntries(this.git.ask('ls-files', ['-s', '-z']));
      this.listed = { ...read, byPath: new Map(read.entries.map((one) => [one.path, one])) };
    }
    return this.listed;
  }

  /** What the next commit changes below a folder, against HEAD: files added, modified or of another kind, and files that go. @throws GitProblem */
  staged(folder: string): { readonly changed: readonly GitEntry[]; readonly gone: readonly string[] } {
    try {
      return parseRaw(this.git.at(folder).ask('diff-index', [...DIFF, 'HEAD', '--']));
    } catch (error) {
      if (this.head() !== undefined) throw error;
      return { changed: this.entries('index', folder).entries, gone: [] };
    }
  }

  /** Object ids and a stream of questions about them, as `cat-file` takes them. @throws GitProblem */
  objects(mode: '--batch' | '--batch-check', ids: readonly string[]): Buffer {
    return this.git.ask('cat-file', [mode, '--buffer'], ids.map((id) => `${id}\n`).join(''));
  }

  /** See `Git`. @throws GitProblem */
  hooksFolders(): { readonly used: string; readonly own: string } {
    return this.git.hooksFolders();
  }
}

/** `git commit -a` and `git commit FILE` show their hooks an index of their own: it is the one that the commit is made from. */
function indexFor(git: Git, env: Env): string | undefined {
  const named = env['GIT_INDEX_FILE'];
  if (named === undefined || named === '') return undefined;
  const file = resolve(git.folder, named);
  if (!isAbsolute(named) && wayIn(line(git.ask('rev-parse', ['--absolute-git-dir'])), file) === undefined) return undefined;
  return lstatSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}

function wayIn(folder: string, path: string): string | undefined {
  const way = relative(folder, path);
  return way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? undefined : way.split(sep).join('/');
}

function* records(answer: Buffer): Generator<Buffer> {
  for (let start = 0; start < answer.length; ) {
    const end = answer.indexOf(0, start);
    yield answer.subarray(start, end < 0 ? answer.length : end);
    if (end < 0) return;
    start = end + 1;
  }
}

/** `100644 ID 0<tab>PATH` of ls-files, `100644 blob ID<tab>PATH` of ls-tree. */
function parseEntries(answer: Buffer): Entries {
  const entries: GitEntry[] = [];
  const unmerged = new Set<string>();
  const badNames: string[] = [];
  for (const record of records(answer)) {
    const tab = record.indexOf(9);
    const [mode = '', second = '', third = ''] = record.subarray(0, tab).toString('latin1').split(' ');
    const name = record.subarray(tab + 1);
    const path = decodeName(name);
    const isIndex = /^[0-3]$/.test(third);
    if (path === undefined) badNames.push(name.toString('latin1'));
    else if (isIndex && third !== '0') unmerged.add(path);
    else entries.push({ path, mode, id: isIndex ? second : third });
  }
  return { entries, unmerged: [...unmerged], badNames };
}

/** `:100644 100644 ID ID M`, then the path. */
function parseRaw(answer: Buffer): { changed: GitEntry[]; gone: string[] } {
  const changed: GitEntry[] = [];
  const gone: string[] = [];
  const parts = [...records(answer)];
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const [, mode = '', , id = '', status = ''] = (parts[i] as Buffer).toString('latin1').split(' ');
    const path = decodeName(parts[i + 1] as Buffer);
    if (path === undefined) continue; // Named by the listing of the index.
    if (status.startsWith('D')) gone.push(path);
    else changed.push({ path, mode: status.startsWith('U') ? UNMERGED : mode, id });
  }
  return { changed, gone };
}
