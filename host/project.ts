/** A project on the disk as the rest sees it: its sources with their class, the files for the resolver, and what could not be had. */
import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ProjectFiles } from '../engine/link/resolve.ts';
import { type Classification, classify } from './classify.ts';
import { createReader, type Reader } from './disk-reader.ts';
import { globMatcher, refusedGlob } from './glob.ts';
import type { HostProblem } from './problem.ts';
import type { ReadFailure, SourceText } from './read.ts';
import { type WalkResult, walkProject } from './walk.ts';

export interface ProjectOptions {
  /** As in the project's configuration: what to leave out, and further tests. Globs, relative to the root. */
  readonly ignore?: readonly string[];
  readonly testFiles?: readonly string[];
  /** Bytes, see `readSource`. */
  readonly maxBytes?: number;
  /** Bytes, see `createReader`. */
  readonly mostHeld?: number;
}

export interface ProjectSource {
  readonly path: string;
  /** The class by the path alone; the text may still show that it is generated or minified. */
  readonly classByPath: Classification;
  /** Reads the file, anew at each call: texts are not kept. */
  load(): Loaded | ReadFailure;
  /** The same, if the file's digest is still the one given. */
  loadAs(digest: string): Loaded | ReadFailure | undefined;
}

export type Loaded = SourceText & { readonly class: Classification };

export interface Project {
  /** Absolute, links worked out. */
  readonly root: string;
  /** Sources and declarations, by path in code-unit order. */
  readonly sources: readonly ProjectSource[];
  /** Configuration and infrastructure files (package.json, tsconfig, Pulumi, Prisma, SQL, …), by path. */
  readonly aux: readonly string[];
  readonly files: ProjectFiles;
  /** Tells contents apart without decoding them: git's id of the file's blob, or why it cannot be read. */
  digest(path: string): string;
  /** A file if its digest is still the one given. */
  readAs(path: string, digest: string): SourceText | ReadFailure | undefined;
  /** Of files that were digested and not read little more will be: what is held in order to read no file twice can go. */
  letGo(): void;
  readonly problems: readonly HostProblem[];
  /** Source files left out by `ignore`. */
  readonly ignored: number;
}

export const CONFIG_FILE = 'clauselint.jsonc';

/** @throws the system's error when the root itself does not exist */
export function openProject(root: string, options: ProjectOptions = {}): Project {
  const real = realpathSync.native(resolve(root));
  const walked = walkProject(real, options.ignore ? { ignore: options.ignore } : {});
  return assemble(real, walked, createReader(real, options), options);
}

/** A project from the list of its files and a way to read them, wherever they are kept. */
export function assemble(
  root: string,
  listed: WalkResult,
  { read, readAs, digest, letGo }: Reader,
  options: Pick<ProjectOptions, 'testFiles'> = {},
): Project {
  const problems = [...listed.problems];
  const isTest = globMatcher(options.testFiles ?? [], (glob) => {
    problems.push({ path: '', reason: 'unreadable', detail: `testFiles pattern ${refusedGlob(glob)}`, gap: false });
  });
  const known = new Set(listed.files.map((file) => file.path));
  const classOf = (path: string, text: string | undefined): Classification => {
    const found = classify(path, text);
    return found === 'source' && isTest(path) ? 'test' : found;
  };
  const classified = (path: string, read: SourceText | ReadFailure): Loaded | ReadFailure =>
    'problem' in read ? read : { ...read, class: classOf(path, read.text) };
  const sources = listed.files
    .filter((file) => file.kind === 'source' || file.kind === 'declaration')
    .map(
      ({ path }): ProjectSource => ({
        path,
        classByPath: classOf(path, undefined),
        load: () => classified(path, read(path)),
        loadAs(digest) {
          const is = readAs(path, digest);
          return is && classified(path, is);
        },
      }),
    );
  const list = listed.files.map((file) => file.path);

  return {
    root,
    sources,
    aux: listed.files.filter((file) => file.kind === 'aux').map((file) => file.path),
    files: {
      has: (path) => known.has(path),
      list: () => list,
      read(path) {
        const loaded = known.has(path) ? read(path) : undefined;
        return loaded === undefined || 'problem' in loaded ? undefined : loaded.text;
      },
    },
    digest,
    letGo,
    readAs: (path, digest) => (known.has(path) ? readAs(path, digest) : undefined),
    problems,
    ignored: listed.ignored,
  };
}

/**
 * The configuration file that holds for a folder: the nearest at or above it, up to git's root, or to the top of the disk outside git.
 * A link is not taken for one.
 */
export function findConfig(startDir: string, has: (absolute: string) => boolean = isPlainFile): string | undefined {
  for (let at = resolve(startDir); ; at = dirname(at)) {
    const candidate = join(at, CONFIG_FILE);
    if (has(candidate)) return candidate;
    if (lstatSync(join(at, '.git'), { throwIfNoEntry: false }) || dirname(at) === at) return undefined;
  }
}

/** Links are not followed. */
export function isPlainFile(absolute: string): boolean {
  return lstatSync(absolute, { throwIfNoEntry: false })?.isFile() === true;
}
