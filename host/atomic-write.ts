/** Replaces a file in one step: whoever reads it sees the old text or the new, never half of one. */
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  closeSync,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';

export interface WriteOptions {
  /** Refuse when the file, links on the way worked out, is not inside this folder. */
  readonly within?: string;
  /** Refuse when the file no longer holds these bytes: someone else has written it since. */
  readonly expected?: Uint8Array;
}

/** The write was refused; nothing was changed. */
export class WriteRefused extends Error {
  override readonly name = 'WriteRefused';
}

/**
 * Writes to a temporary file beside the target and renames it. An existing file keeps its mode. The target must be a regular file,
 * or absent.
 * @throws WriteRefused for links, special files, a place outside `within`, or other contents than `expected`; system errors as they are
 */
export function writeAtomic(absolute: string, data: string | Uint8Array, options: WriteOptions = {}): void {
  const folder = dirname(absolute);
  if (options.within !== undefined) {
    const way = relative(realpathSync.native(options.within), realpathSync.native(folder));
    if (way === '..' || way.startsWith(`..${sep}`) || way.startsWith(sep) || /^[a-z]:/i.test(way))
      throw new WriteRefused('outside the project');
  }
  const before = lstatSync(absolute, { throwIfNoEntry: false });
  if (before?.isSymbolicLink()) throw new WriteRefused('symbolic link');
  if (before && !before.isFile()) throw new WriteRefused('not a regular file');
  if (options.expected && !(before && readFileSync(absolute).equals(options.expected))) throw new WriteRefused('changed in the meantime');

  const temporary = join(folder, `.${basename(absolute).slice(0, 100)}.${randomBytes(6).toString('hex')}.tmp`);
  const file = openSync(temporary, 'wx', 0o600);
  try {
    try {
      writeFileSync(file, data);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    chmodSync(temporary, before ? before.mode & 0o7777 : 0o666 & ~process.umask());
    renameSync(temporary, absolute);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
