/** The project as the next commit will have it: files and contents from git's index, whatever lies in the working tree. */
import { byCodeUnit } from '../engine/link/resolve-path.ts';
import { createReader, type Reader } from './disk-reader.ts';
import { Blobs } from './git-blobs.ts';
import { type GitEntry, REGULAR, type Repository } from './git-repository.ts';
import { globMatcher, refusedGlob } from './glob.ts';
import type { HostProblem } from './problem.ts';
import { assemble, type Project, type ProjectOptions } from './project.ts';
import type { ReadFailure, SourceText } from './read.ts';
import { isNeverEntered, kindOfFile, SOURCE, type WalkResult } from './walk.ts';

/**
 * `root`: absolute, links worked out, in the repository's working tree. What git ignores and what it does not track is not in the index.
 * @throws GitProblem
 */
export function openIndex(repository: Repository, root: string, options: ProjectOptions = {}): Project {
  const { entries, unmerged, badNames } = repository.entries('index', root);
  const problems: HostProblem[] = [
    ...unmerged
      .filter((path) => kindOfFile(path) === 'source')
      .map((path): HostProblem => ({ path, reason: 'unreadable', detail: 'has a conflict that is not resolved', gap: true })),
    ...badNames.map((path): HostProblem => ({ path, reason: 'encoding', detail: 'name is not valid UTF-8', gap: SOURCE.test(path) })),
  ];
  const listed = list(entries, options.ignore ?? [], problems);
  const byPath = new Map(entries.map((one) => [one.path, one]));
  const of = (kinds: readonly string[]): GitEntry[] =>
    listed.files.filter((one) => kinds.includes(one.kind)).flatMap((one) => byPath.get(one.path) ?? []);
  const readers: Readonly<Record<string, Blobs>> = {
    source: new Blobs(repository, of(['source', 'declaration']), options.maxBytes),
    aux: new Blobs(repository, of(['aux']), options.maxBytes),
    other: new Blobs(repository, of(['other']), options.maxBytes, 0),
  };
  const readerOf = (path: string): Blobs => {
    const kind = kindOfFile(path);
    return readers[kind === 'declaration' ? 'source' : kind] as Blobs;
  };
  // Most of it lies in the working tree as well, where it is had without a process.
  const disk = createReader(root, options);
  const read = (path: string): SourceText | ReadFailure => {
    const id = byPath.get(path)?.id ?? '';
    return disk.readAs(path, id) ?? readerOf(path).read(path);
  };
  const digest = (path: string): string => byPath.get(path)?.id ?? 'absent';
  const reader: Reader = { read, readAs: (path, id) => (digest(path) === id ? read(path) : undefined), digest, letGo: () => disk.letGo() };
  return assemble(root, listed, reader, options);
}

function list(entries: readonly GitEntry[], ignore: readonly string[], problems: HostProblem[]): WalkResult {
  const leftOut = globMatcher(ignore, (glob) => {
    problems.push({ path: '', reason: 'unreadable', detail: `ignore pattern ${refusedGlob(glob)}`, gap: false });
  });
  const files: { path: string; kind: ReturnType<typeof kindOfFile> }[] = [];
  let ignored = 0;
  for (const { path, mode } of entries) {
    if (isNeverEntered(path)) continue;
    const kind = kindOfFile(path);
    if (leftOut(path)) {
      if (kind === 'source' && REGULAR.test(mode)) ignored++;
    } else if (REGULAR.test(mode)) files.push({ path, kind });
    else if (mode === '160000') problems.push({ path, reason: 'special-file', detail: 'submodule, not entered', gap: false });
    else if (kind === 'source') problems.push({ path, reason: 'special-file', detail: 'symbolic link, not followed', gap: false });
  }
  files.sort((a, b) => byCodeUnit(a.path, b.path));
  problems.sort((a, b) => byCodeUnit(a.path, b.path) || byCodeUnit(a.detail, b.detail));
  return { files, problems, ignored };
}
