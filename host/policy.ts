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
  /**
   * Does a waiver that stands in a file's comment count? Only where a comment of that revision's file says the same, word for word, wherever in
   * the file; `text` is what follows the comment's first word.
   */
  acceptWaiver(path: string, text: string): boolean;
}

/** `root`: the project's, absolute, links worked out. @throws GitProblem */
export function policyOf(repository: Repository, revision: string, root: string): PolicySource {
  const tree = { commit: repository.commit(revision) };
  const known = new Map<string, ReadonlySet<string>>();
  const waiversOf = (path: string): ReadonlySet<string> => {
    let waivers = known.get(path);
    if (waivers === undefined) {
      const entry = repository.file(tree, join(root, path));
      const read = entry && new Blobs(repository, [entry]).read(entry.path);
      waivers = new Set(read && 'text' in read ? summarise(path, read.text).waivers.map((one) => one.text) : []);
      known.set(path, waivers);
    }
    return waivers;
  };
  return {
    revision,
    texts: gitTexts(repository, tree),
    acceptWaiver: (path, text) => waiversOf(path).has(text),
  };
}
