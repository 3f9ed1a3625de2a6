/** The policy that a run judges by when it is not the working tree's: a branch must not waive itself. */
import { join } from 'node:path';
import { summarise } from '../engine/syntax/summarise.ts';
import { Blobs } from './git-blobs.ts';
import { type GitEntry, REGULAR, type Repository } from './git-repository.ts';
import { globMatcher } from './glob.ts';
import { isPlainFile, type Project } from './project.ts';
import { gitTexts, type Texts } from './texts.ts';
import { isNeverEntered, kindOfFile } from './walk.ts';

export interface PolicySource {
  /** As the user wrote it. */
  readonly revision: string;
  /** Configuration, contract and baseline as they are in that revision. Its methods throw GitProblem. */
  readonly texts: Texts;
  /** The texts of the waiver comments that a file holds in that revision: no other counts. Empty for a file that it does not hold. */
  acceptedWaivers(path: string): readonly string[];
  /**
   * Sources that git tracks, that differ from the revision's, and that a project does not hold though its configuration does not leave them out:
   * an ignore file hides them.
   */
  hidden(project: Project, ignore: readonly string[]): readonly string[];
}

/** `root`: the project's, absolute, links worked out. @throws GitProblem */
export function policyOf(repository: Repository, revision: string, root: string): PolicySource {
  const tree = { commit: repository.commit(revision) };
  return {
    revision,
    texts: gitTexts(repository, tree),
    acceptedWaivers(path) {
      const entry = repository.file(tree, join(root, path));
      const read = entry && new Blobs(repository, [entry]).read(entry.path);
      return read && 'text' in read ? summarise(path, read.text).waivers.map((one) => one.text) : [];
    },
    hidden(project, ignore) {
      const leftOut = globMatcher(ignore, () => {});
      const isMissing = ({ path, mode }: GitEntry): boolean =>
        REGULAR.test(mode) && kindOfFile(path) === 'source' && !project.files.has(path) && !leftOut(path) && !isNeverEntered(path);
      const missing = repository.entries('index', root).entries.filter(isMissing);
      if (missing.length === 0) return [];
      const before = new Map(repository.entries(tree, root).entries.map((one) => [one.path, one.id]));
      return missing.filter(({ path, id }) => before.get(path) !== id && isPlainFile(join(root, path))).map(({ path }) => path);
    },
  };
}
