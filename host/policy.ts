/** The policy that a run judges by when it is not the working tree's: a branch must not waive itself. */
import { join } from 'node:path';
import { summarise } from '../engine/syntax/summarise.ts';
import { Blobs } from './git-blobs.ts';
import type { Repository } from './git-repository.ts';
import { gitTexts, type Texts } from './texts.ts';

export interface PolicySource {
  /** As the user wrote it. */
  readonly revision: string;
  /** Configuration, contract and baseline as they are in that revision. Its methods throw GitProblem. */
  readonly texts: Texts;
  /** The texts of the waiver comments that a file holds in that revision: no other counts. Empty for a file that it does not hold. */
  acceptedWaivers(path: string): readonly string[];
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
  };
}
