/** A project on the disk as the rest sees it: its sources with their class, the files for the resolver, and what could not be had. */
import { lstatSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { ProjectFiles } from '../engine/link/resolve.ts';
import { blobId } from './blob-id.ts';
import { type Classification, classify } from './classify.ts';
import { globMatcher, refusedGlob } from './glob.ts';
import type { HostProblem } from './problem.ts';
import { decodeSource, type ReadFailure, readSourceBytes, type SourceText } from './read.ts';
import { type WalkResult, walkProject } from './walk.ts';

export interface ProjectOptions {
  /** As in the project's configuration: what to leave out, and further tests. Globs, relative to the root. */
  readonly ignore?: readonly string[];
  readonly testFiles?: readonly string[];
  /** Bytes, see `readSource`. */
  readonly maxBytes?: number;
}

export interface ProjectSource {
  readonly path: string;
  /** The class by the path alone; the text may still show that it is generated or minified. */
  readonly classByPath: Classification;
  /** Reads the file, anew at each call: texts are not kept. */
  load(): (SourceText & { readonly class: Classification }) | ReadFailure;
}

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
  readonly problems: readonly HostProblem[];
  /** Source files left out by `ignore`. */
  readonly ignored: number;
}

export const CONFIG_FILE = 'clauselint.jsonc';

/** @throws the system's error when the root itself does not exist */
export function openProject(root: string, options: ProjectOptions = {}): Project {
  const real = realpathSync.native(resolve(root));
  const walked = walkProject(real, options.ignore ? { ignore: options.ignore } : {});
  return assemble(real, walked, createReader(real, options.maxBytes === undefined ? {} : { maxBytes: options.maxBytes }), options);
}

/** A project from the list of its files and a way to read them, wherever they are kept. */
export function assemble(
  root: string,
  listed: WalkResult,
  { read, digest }: Reader,
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
  const sources = listed.files
    .filter((file) => file.kind === 'source' || file.kind === 'declaration')
    .map(
      ({ path }): ProjectSource => ({
        path,
        classByPath: classOf(path, undefined),
        load() {
          const loaded = read(path);
          return 'problem' in loaded ? loaded : { ...loaded, class: classOf(path, loaded.text) };
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
    problems,
    ignored: listed.ignored,
  };
}

/** A way to read the files of a project by their paths. */
export interface Reader {
  read(path: string): SourceText | ReadFailure;
  /** See `Project.digest`. */
  digest(path: string): string;
}

export interface DiskReader extends Reader {
  /** The file's text if git's id of its contents is the one given. */
  readAs(path: string, id: string): SourceText | ReadFailure | undefined;
}

/** Reads by path from the root, and refuses a file whose folder has since become a link to elsewhere. */
export function createReader(root: string, options: { readonly maxBytes?: number }): DiskReader {
  const sound = new Map<string, boolean>(); // one look a folder, not one a file
  const inPlace = (folder: string): boolean => {
    let is = sound.get(folder);
    if (is === undefined) {
      try {
        is = realpathSync.native(folder) === folder;
      } catch {
        is = true; // `readSource` names what is wrong.
      }
      sound.set(folder, is);
    }
    return is;
  };
  // Between the digest of a file and its text the bytes are held, so that they are read once and the two agree.
  const held = new Map<string, Buffer>();
  const bytesOf = (path: string): Buffer | ReadFailure => {
    const absolute = join(root, path);
    if (!inPlace(dirname(absolute))) return { problem: { reason: 'special-file', detail: 'in a linked folder' } };
    return readSourceBytes(absolute, options);
  };
  return {
    read(path) {
      const bytes = held.get(path) ?? bytesOf(path);
      held.delete(path);
      return 'problem' in bytes ? bytes : decodeSource(bytes);
    },
    readAs(path, id) {
      const bytes = bytesOf(path);
      return 'problem' in bytes || blobId(bytes, id.length) !== id ? undefined : decodeSource(bytes);
    },
    digest(path) {
      const bytes = bytesOf(path);
      if ('problem' in bytes) return `${bytes.problem.reason} ${bytes.problem.detail}`;
      held.set(path, bytes);
      return blobId(bytes);
    },
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
