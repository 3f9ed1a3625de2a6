/** Which files of a project does a commit or a branch bring? The working tree is hashed here, since git would run its filters. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { blobId } from './blob-id.ts';
import { type GitEntry, REGULAR, type Repository, UNMERGED } from './git-repository.ts';
import type { Project } from './project.ts';

/** Larger files are not hashed and count as changed; a source of that size is not analysed either. */
const MAX_HASHED = 8 * 1024 * 1024;

/** Files below `root` whose staged contents differ from HEAD's. @throws GitProblem */
export function stagedFiles(repository: Repository, root: string): ReadonlySet<string> {
  return new Set(repository.staged(root).changed.map((one) => one.path));
}

/**
 * Staged files, relative to `root`, whose contents in the working tree differ from what is staged: a fix of such a file would mix the two.
 * @throws GitProblem
 */
export function partiallyStaged(repository: Repository, root: string): string[] {
  return repository
    .staged(root)
    .changed.filter((one) => one.mode === UNMERGED || (REGULAR.test(one.mode) && differs(join(root, one.path), one.id)))
    .map((one) => one.path);
}

/**
 * Files of a project on the disk that differ from where HEAD and `revision` parted: what the branch commits, what is staged, what is not
 * staged yet, and what git does not track yet.
 * @throws GitProblem
 */
export function changedSince(repository: Repository, project: Project, revision: string): ReadonlySet<string> {
  const commit = repository.mergeBase(revision);
  const before = new Map<string, GitEntry>(repository.entries({ commit }, project.root).entries.map((one) => [one.path, one]));
  const changed = (path: string): boolean => {
    const entry = before.get(path);
    return !entry || differs(join(project.root, path), entry.id);
  };
  return new Set(project.files.list().filter((path) => mayBearOnFindings(path) && changed(path)));
}

/** Findings stand in sources, and their trails end in sources or in JSON. */
export function mayBearOnFindings(path: string): boolean {
  return /\.(?:[mc]?[jt]sx?|json)$/.test(path);
}

/** Does a file hold other bytes than the blob? Line ends alone, which git may turn at checkout, make no difference. */
function differs(absolute: string, id: string): boolean {
  const stats = lstatSync(absolute, { throwIfNoEntry: false });
  if (!stats?.isFile() || stats.size > MAX_HASHED) return true;
  let bytes: Buffer;
  try {
    bytes = readFileSync(absolute);
  } catch {
    return true;
  }
  if (blobId(bytes, id.length) === id) return false;
  if (!bytes.includes('\r\n')) return true;
  return blobId(Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'), id.length) !== id;
}
