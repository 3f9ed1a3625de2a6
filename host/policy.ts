/** The policy that a run judges by when it is not the working tree's: a branch must not waive itself. */
import { join } from 'node:path';
import { Blobs } from './git-blobs.ts';
import type { Repository } from './git-repository.ts';
import { gitTexts, type Texts } from './texts.ts';

export interface PolicySource {
  /** As the user wrote it. */
  readonly revision: string;
  /** Configuration, contract and baseline as they are in that revision. Its methods throw GitProblem. */
  readonly texts: Texts;
  /** Does a waiver that stands in a file's comment count? Only where that revision's text of the file holds it, word for word. */
  acceptWaiver(path: string, comment: string): boolean;
}

/** `root`: the project's, absolute, links worked out. @throws GitProblem */
export function policyOf(repository: Repository, revision: string, root: string): PolicySource {
  const tree = { commit: repository.commit(revision) };
  const texts = new Map<string, string>();
  const textOf = (path: string): string => {
    let text = texts.get(path);
    if (text === undefined) {
      const entry = repository.file(tree, join(root, path));
      const read = entry && new Blobs(repository, [entry]).read(entry.path);
      text = read && 'text' in read ? read.text : '';
      texts.set(path, text);
    }
    return text;
  };
  return {
    revision,
    texts: gitTexts(repository, tree),
    acceptWaiver: (path, comment) => comment !== '' && textOf(path).includes(comment),
  };
}
