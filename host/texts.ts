/** Where the configuration and the contract are read from: the disk, or git's index or a revision. */
import { readFileSync } from 'node:fs';
import { Blobs } from './git-blobs.ts';
import type { Repository, Tree } from './git-repository.ts';
import { isPlainFile } from './project.ts';

export interface Texts {
  /** Is there such a file? Absolute path. */
  has(absolute: string): boolean;
  /** Without byte order mark; undefined when it cannot be read. */
  read(absolute: string): string | undefined;
}

export const diskTexts: Texts = {
  has: isPlainFile,
  read(absolute) {
    try {
      return readFileSync(absolute, 'utf8').replace(/^\uFEFF/, '');
    } catch {
      return undefined;
    }
  },
};

/** Files as git has them; those that it does not have, as `otherwise` has them. Its methods throw GitProblem. */
export function gitTexts(repository: Repository, tree: Tree, otherwise?: Texts): Texts {
  return {
    has: (absolute) => repository.file(tree, absolute) !== undefined || otherwise?.has(absolute) === true,
    read(absolute) {
      const entry = repository.file(tree, absolute);
      if (!entry) return otherwise?.read(absolute);
      const read = new Blobs(repository, [entry]).read(entry.path);
      return 'problem' in read ? undefined : read.text;
    },
  };
}
