/** The workspace folders, and the way from a document's URI to a path of a project and back. */
import { isAbsolute, join, relative, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Totals, Word } from './messages.ts';

export interface Folder {
  /** The URI as the client gave it. */
  readonly uri: string;
  /** Absolute. */
  readonly path: string;
  setup: Extract<Word, { is: 'setup' }> | undefined;
  totals: Totals | undefined;
  /** The number up to which all is analysed; 0 before the first time. */
  doneSeq: number;
  /** The number of its last order. */
  sentSeq: number;
  failed: string | undefined;
}

/** An absolute path; undefined for other schemes, for other machines, and for what is no URI. */
export function filePathOf(uri: string): string | undefined {
  if (!/^file:\/\/\//i.test(uri)) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}

export class Folders {
  private readonly all = new Map<string, Folder>();

  /** In the order they came. */
  list(): readonly Folder[] {
    return [...this.all.values()];
  }

  get(uri: string): Folder | undefined {
    return this.all.get(uri);
  }

  /** Undefined for a folder that is not on this machine's disk. */
  add(uri: string): Folder | undefined {
    const path = filePathOf(uri);
    if (path === undefined) return undefined;
    const folder: Folder = {
      uri,
      path: path.replace(/(?!^)[/\\]+$/, ''),
      setup: undefined,
      totals: undefined,
      doneSeq: 0,
      sentSeq: 0,
      failed: undefined,
    };
    this.all.set(uri, folder);
    return folder;
  }

  remove(uri: string): void {
    this.all.delete(uri);
  }

  /** The innermost folder that holds a path. */
  holding(path: string): Folder | undefined {
    let found: Folder | undefined;
    for (const folder of this.all.values()) {
      if (isWithin(folder.path, path) && (!found || folder.path.length > found.path.length)) found = folder;
    }
    return found;
  }

  /** Where a path of a project lies; below the folder as the client names it, even if that is a link. */
  absolute(folder: Folder, path: string): string {
    const prefix = folder.setup?.prefix ?? '';
    return path.startsWith(prefix) ? join(folder.path, path.slice(prefix.length)) : join(folder.setup?.root ?? folder.path, path);
  }

  /** The path within the project that the analyst uses; undefined before it has told its root. */
  pathIn(folder: Folder, absolute: string): string | undefined {
    if (!folder.setup) return undefined;
    return `${folder.setup.prefix}${relative(folder.path, absolute).split(sep).join('/')}`;
  }

  /** Does another folder, further in, answer for this path? */
  isOthers(folder: Folder, path: string): boolean {
    return this.all.size > 1 && this.holding(this.absolute(folder, path)) !== folder;
  }
}

export function uriOfPath(absolute: string): string {
  return pathToFileURL(absolute).toString();
}

/** Two spellings of one URI (`file:///c%3A/x`, `file:///C:/x`) become equal. */
export function normalUri(uri: string): string {
  const path = filePathOf(uri);
  if (path === undefined) return uri;
  return uriOfPath(process.platform === 'win32' ? path.replace(/^[a-z]:/, (drive) => drive.toUpperCase()) : path);
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
