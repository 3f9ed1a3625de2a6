/** Reads the files of a project from the disk: where it can, once for both their digest and their text; and never a text for another one's digest. */
import { realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { blobId } from './blob-id.ts';
import { decodeSource, type ReadFailure, readSourceBytes, type SourceText } from './read.ts';

/** A way to read the files of a project by their paths. */
export interface Reader {
  read(path: string): SourceText | ReadFailure;
  /** What `digest` says of the file as it is then; undefined where that is not what it says now. */
  readAs(path: string, digest: string): SourceText | ReadFailure | undefined;
  /** See `Project.digest`. */
  digest(path: string): string;
  /** See `Project.letGo`. */
  letGo(): void;
}

/** Bytes that are held between the digest of a file and its text, of all files together. What goes beyond is read twice. */
const MOST_HELD = 24 * 1024 * 1024;
/** Bytes of a piece of memory for many of them. The system gets a piece of this size back when it is free; thousands of small ones it would not. */
const SLAB = 4 * 1024 * 1024;

/**
 * Reads by path from the root, and refuses a file whose folder has since become a link to elsewhere.
 * @param options `maxBytes`: see `readSource`; `mostHeld`: bytes that are held, as above
 */
export function createReader(root: string, options: { readonly maxBytes?: number; readonly mostHeld?: number }): Reader {
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
  const held = new Held(options.mostHeld ?? MOST_HELD);
  const bytesOf = (path: string): Buffer | ReadFailure => {
    const absolute = join(root, path);
    if (!inPlace(dirname(absolute))) return { problem: { reason: 'special-file', detail: 'in a linked folder' } };
    return readSourceBytes(absolute, options, (bytes) => held.room(bytes));
  };
  const read = (path: string): SourceText | ReadFailure => decoded(held.take(path)?.bytes ?? bytesOf(path));
  return {
    read,
    readAs(path, digest) {
      const before = held.take(path);
      if (before?.digest === digest) return decodeSource(before.bytes);
      const bytes = bytesOf(path);
      return digestOf(bytes, digest.length) === digest ? decoded(bytes) : undefined;
    },
    digest(path) {
      const bytes = bytesOf(path);
      const digest = digestOf(bytes);
      if (!('problem' in bytes)) held.put(path, digest, bytes);
      return digest;
    },
    letGo: () => held.clear(),
  };
}

function decoded(bytes: Buffer | ReadFailure): SourceText | ReadFailure {
  return 'problem' in bytes ? bytes : decodeSource(bytes);
}

/** @param digits of a digest, see `blobId` */
function digestOf(bytes: Buffer | ReadFailure, digits?: number): string {
  return 'problem' in bytes ? `${bytes.problem.reason} ${bytes.problem.detail}` : blobId(bytes, digits);
}

/** Contents of files that were digested and not read yet, and the place into which all files are read: what is kept lies there already. */
class Held {
  private readonly most: number;
  private scratch = Buffer.alloc(0);
  private readonly files = new Map<string, { readonly digest: string; readonly bytes: Buffer }>();
  private total = 0;
  private slab = Buffer.alloc(0);
  private used = 0;

  /** @param most bytes */
  constructor(most: number) {
    this.most = most;
  }

  /** Memory for so many bytes, until the next is asked for or `put` keeps them. */
  room(bytes: number): Buffer {
    // A byte more is asked for than a file has, see `readSourceBytes`.
    if (this.total + bytes > this.most + 1) {
      if (this.scratch.length < bytes) this.scratch = Buffer.allocUnsafeSlow(2 * bytes);
      return this.scratch;
    }
    if (this.used + bytes > this.slab.length) {
      this.slab = Buffer.allocUnsafeSlow(Math.max(SLAB, bytes));
      this.used = 0;
    }
    return this.slab.subarray(this.used, this.used + bytes);
  }

  /** @param bytes at the start of the last `room` */
  put(path: string, digest: string, bytes: Buffer): void {
    this.take(path);
    if (bytes.buffer !== this.slab.buffer) return;
    this.used += bytes.length;
    this.total += bytes.length;
    this.files.set(path, { digest, bytes });
  }

  take(path: string): { readonly digest: string; readonly bytes: Buffer } | undefined {
    const one = this.files.get(path);
    if (one && this.files.delete(path)) this.total -= one.bytes.length;
    return one;
  }

  clear(): void {
    this.files.clear();
    this.total = 0;
    this.slab = Buffer.alloc(0);
    this.used = 0;
  }
}
