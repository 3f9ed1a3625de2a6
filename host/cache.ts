/**
 * What runs leave behind for later ones, on the disk. It lies with the user, not in the project: a repository must not bring results of its own.
 * Entries are named by what they were made from, so they are never wrong, only missing; several runs may read and write at once.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  constants,
  fstatSync,
  futimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Raised with every change to what entries hold; it stands beside the product's build. */
const FORMAT = 'clauselint-cache 2\n';
const CHECKSUM = 16;
/** Days after which what was not read is removed. */
const MAX_AGE = 30;
/** Entries of a kind that are kept, the latest read first. */
const MAX_ENTRIES = 64;

/** Hex digits of a log's name, which stands in its second line. */
const LOG_NAME = 16;
const LOG_START = FORMAT.length + LOG_NAME + 1;

export type CacheKind = 'reports' | 'states' | 'facts';

export class DiskCache {
  private readonly top: string;
  private readonly folder: string;
  private told: string | undefined;

  /** @param folder absolute; it need not exist. @param build of the product: what another build left is not read */
  constructor(folder: string, build: string) {
    this.top = folder;
    this.folder = join(folder, build);
  }

  /** What went wrong first, for one warning; the cache is then as if it were empty. */
  get trouble(): string | undefined {
    return this.told;
  }

  get(kind: CacheKind, key: string): Buffer | undefined {
    const bytes = this.read(kind, key);
    if (!bytes) return undefined;
    const end = bytes.length - CHECKSUM - 1;
    const body = bytes.subarray(FORMAT.length, Math.max(end, FORMAT.length));
    if (isOurs(bytes) && bytes.toString('latin1', end) === `\n${checksum([body])}`) return body;
    this.damaged(kind, key);
    return undefined;
  }

  /** @param body in pieces, so that a large one is never held as a whole */
  put(kind: CacheKind, key: string, body: Iterable<string | Uint8Array>): void {
    this.written(kind, (folder) => write(folder, key, sealed(body)));
  }

  /** What was appended under a key, by whomever; the pieces have to tell by themselves whether they are whole. */
  log(kind: CacheKind, key: string): CacheLog | undefined {
    const file = join(this.folder, kind, key);
    try {
      const log = CacheLog.open(file);
      if (!log) this.damaged(kind, key);
      return log;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.note(error);
      return undefined;
    }
  }

  /** In one go, so that what several runs append does not mix. False where there is no such log. */
  append(kind: CacheKind, key: string, piece: string): boolean {
    let done = false;
    this.written(kind, (folder) => {
      done = appended(join(folder, key), piece);
    });
    return done;
  }

  /** Puts other pieces in the place of all that was appended. Answers with the name of the log, see `CacheLog`. */
  replaceLog(kind: CacheKind, key: string, pieces: Iterable<string | Uint8Array>): string {
    const name = randomBytes(LOG_NAME / 2).toString('hex');
    this.written(kind, (folder) =>
      write(
        folder,
        key,
        (function* () {
          yield `${FORMAT}${name}\n`;
          yield* pieces;
        })(),
      ),
    );
    return name;
  }

  private read(kind: CacheKind, key: string): Buffer | undefined {
    const file = join(this.folder, kind, key);
    try {
      const bytes = readFileSync(file);
      const now = new Date();
      utimesSync(file, now, now);
      return bytes;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.note(error);
      return undefined;
    }
  }

  private written(kind: CacheKind, work: (folder: string) => void): void {
    const folder = join(this.folder, kind);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      work(folder);
      prune(folder, MAX_ENTRIES);
      prune(this.top, Number.POSITIVE_INFINITY);
    } catch (error) {
      this.note(error);
    }
  }

  private damaged(kind: CacheKind, key: string): void {
    const file = join(this.folder, kind, key);
    this.note(new Error(`${file} is damaged`));
    rmSync(file, { force: true });
  }

  private note(error: unknown): void {
    this.told ??= error instanceof Error ? error.message : String(error);
  }
}

/** A log that is being read: the file as it was when it was opened, whatever takes its name meanwhile. */
export class CacheLog {
  /** Of the file: another one under the same key has another name. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  private readonly file: number;

  private constructor(file: number, name: string, size: number) {
    this.file = file;
    this.name = name;
    this.size = size;
  }

  /** Undefined for a file that is no log of ours. @throws the system's error */
  static open(path: string): CacheLog | undefined {
    const file = openSync(path, 'r+');
    const now = new Date();
    futimesSync(file, now, now);
    const head = Buffer.alloc(LOG_START);
    const whole = readSync(file, head, 0, LOG_START, 0) === LOG_START;
    if (whole && isOurs(head)) return new CacheLog(file, head.toString('latin1', FORMAT.length, LOG_START - 1), fstatSync(file).size);
    closeSync(file);
    return undefined;
  }

  /** Where what was appended begins. */
  static readonly start: number = LOG_START;

  /** As much as there is of it. @param start in the file */
  read(start: number, end: number): Buffer {
    const bytes = Buffer.allocUnsafe(Math.max(0, Math.min(end, this.size) - start));
    let length = 0;
    while (length < bytes.length) {
      const count = readSync(this.file, bytes, length, bytes.length - length, start + length);
      if (count === 0) break;
      length += count;
    }
    return bytes.subarray(0, length);
  }
}

/** Where caches lie by custom: XDG on Linux, the Library on macOS, the local application data on Windows. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>> = process.env, platform: string = process.platform): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = env;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, 'clauselint');
  if (platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'clauselint', 'cache');
  return platform === 'darwin' ? join(homedir(), 'Library', 'Caches', 'clauselint') : join(homedir(), '.cache', 'clauselint');
}

function isOurs(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, FORMAT.length) === FORMAT;
}

function checksum(body: Iterable<string | Uint8Array>): string {
  const hash = createHash('sha256');
  for (const piece of body) hash.update(piece);
  return hash.digest('hex').slice(0, CHECKSUM);
}

/** The body between the format and its checksum. */
function* sealed(body: Iterable<string | Uint8Array>): Generator<string | Uint8Array> {
  yield FORMAT;
  const hash = createHash('sha256');
  for (const piece of body) {
    hash.update(piece);
    yield piece;
  }
  yield `\n${hash.digest('hex').slice(0, CHECKSUM)}`;
}

/** False where there is no such file: it is not made here, since another run may have put one there meanwhile. */
function appended(file: string, piece: string): boolean {
  let open: number;
  try {
    open = openSync(file, constants.O_WRONLY | constants.O_APPEND);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw error;
  }
  try {
    writeFileSync(open, piece);
  } finally {
    closeSync(open);
  }
  return true;
}

/** To a file of its own first, which then takes the name: a reader sees all of it or nothing. What a crash leaves half written never takes it. */
function write(folder: string, key: string, pieces: Iterable<string | Uint8Array>): void {
  const temporary = join(folder, `${key}.${randomBytes(6).toString('hex')}.tmp`);
  const file = openSync(temporary, 'wx', 0o600);
  try {
    try {
      // Not `writeSync`, which may write a part only.
      for (const piece of pieces) writeFileSync(file, piece);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, join(folder, key));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Removes what is old or too many, other builds' folders too, and what an interrupted run left half written. */
function prune(folder: string, most: number): void {
  const entries = readdirSync(folder).flatMap((name) => {
    const stats = statSync(join(folder, name), { throwIfNoEntry: false });
    return stats ? [{ name, age: (Date.now() - stats.mtimeMs) / 86_400_000 }] : [];
  });
  entries.sort((a, b) => a.age - b.age);
  entries.forEach(({ name, age }, i) => {
    const half = name.endsWith('.tmp') && age > 1 / 24;
    if (half || age > MAX_AGE || i >= most) rmSync(join(folder, name), { recursive: true, force: true });
  });
}
