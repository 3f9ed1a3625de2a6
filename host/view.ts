/** Which state of a project a check looks at, and which of its files it reports on. */
import { realpathSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { changedSince, partiallyStaged, stagedFiles } from './changes.ts';
import { Repository } from './git-repository.ts';
import { openIndex } from './index-view.ts';
import { openOverlay } from './overlay.ts';
import { openProject, type Project, type ProjectOptions } from './project.ts';
import { realPlace } from './real-place.ts';

export type View =
  /** The working tree, all of it. */
  | { readonly is: 'disk' }
  /** What is in git's index; reported is what the next commit changes. */
  | { readonly is: 'staged' }
  /** The working tree; reported is what changed since HEAD parted from a revision. */
  | { readonly is: 'since'; readonly revision: string }
  /** The working tree with another text for one file, which alone is reported on. The path may be relative to the current folder. */
  | { readonly is: 'text'; readonly file: string; readonly bytes: Uint8Array }
  /** The working tree; reported are these files. */
  | { readonly is: 'files'; readonly files: readonly string[] };

export interface Seen {
  readonly project: Project;
  /** Only what these files bear on is reported: paths relative to the root. Undefined: everything. */
  readonly touched: ReadonlySet<string> | undefined;
  /** Staged files that the working tree holds otherwise; only where the index is looked at. @throws GitProblem */
  readonly halfStaged?: () => readonly string[];
}

/** The repository whose index is looked at; undefined where it is not. @throws GitProblem */
export function repositoryFor(view: View, folder: string): Repository | undefined {
  return view.is === 'staged' ? Repository.open(folder, process.env) : undefined;
}

/** @param repository see `repositoryFor` @throws GitProblem */
export function openView(view: View, root: string, cwd: string, options: ProjectOptions, repository: Repository | undefined): Seen {
  const real = realpathSync.native(root);
  const inRoot = (file: string): string =>
    relative(real, realPlace(resolve(cwd, file)))
      .split(sep)
      .join('/');
  switch (view.is) {
    case 'disk':
      return { project: openProject(root, options), touched: undefined };
    case 'staged': {
      const git = repository ?? Repository.open(real, process.env);
      return {
        project: openIndex(git, real, options),
        touched: stagedFiles(git, real),
        halfStaged: () => partiallyStaged(git, real),
      };
    }
    case 'since': {
      const project = openProject(root, options);
      return { project, touched: changedSince(Repository.open(real, process.env), project, view.revision) };
    }
    case 'text': {
      const path = inRoot(view.file);
      return { project: openOverlay(real, path, view.bytes, options), touched: new Set([path]) };
    }
    case 'files':
      return { project: openProject(root, options), touched: new Set(view.files.map(inRoot)) };
  }
}
