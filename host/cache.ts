/**
 * What runs leave behind for later ones, on the disk. It lies with the user, not in the project: a repository must not bring results of its own.
 * Entries are named by what they were made from, so they are never wrong, only missing; several runs may read and write at once.
 */
import { createHash, randomBytes } from 'node:crypto';
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Raised with every change to what entries hold; it stands beside the product's build. */
const FORMAT = 'clauselint-cache 1\n';
const CHECKSUM = 16;
/** Days after which what was not read is removed. */
const MAX_AGE = 30;
/** Entries of a kind that are kept, the latest read first. */
const MAX_ENTRIES = 64;

export type CacheKind = 'reports' | 'facts';

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

  get(kind: CacheKind, key: string): string | undefined {
    const file = join(this.folder, kind, key);
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
      const now = new Date();
      utimesSync(file, now, now);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') this.note(error);
      return undefined;
    }
    const end = text.lastIndexOf('\n');
    const body = text.slice(FORMAT.length, Math.max(end, FORMAT.length));
    if (text.startsWith(FORMAT) && text.slice(end + 1) === checksum([body])) return body;
    this.note(new Error(`${file} is damaged`));
    rmSync(file, { force: true });
    return undefined;
  }

  /** @param body in pieces, so that a large one is never held as a whole */
  put(kind: CacheKind, key: string, body: Iterable<string>): void {
    const folder = join(this.folder, kind);
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      write(folder, key, body);
      prune(folder, MAX_ENTRIES);
      prune(this.top, Number.POSITIVE_INFINITY);
    } catch (error) {
      this.note(error);
    }
  }

  private note(error: unknown): void {
    this.told ??= error instanceof Error ? error.message : String(error);
  }
}

/** Where caches lie by custom: XDG on Linux, the Library on macOS, the local application data on Windows. */
export function cacheFolder(env: Readonly<Record<string, string | undefined>> = process.env, platform: string = process.platform): string {
  const { XDG_CACHE_HOME, LOCALAPPDATA } = env;
  if (XDG_CACHE_HOME) return join(XDG_CACHE_HOME, 'clauselint');
  if (platform === 'win32' && LOCALAPPDATA) return join(LOCALAPPDATA, 'clauselint', 'cache');
  return platform === 'darwin' ? join(homedir(), 'Library', 'Caches', 'clauselint') : join(homedir(), '.cache', 'clauselint');
}

function checksum(body: Iterable<string>): string {
  const hash = createHash('sha256');
  for (const piece of body) hash.update(piece);
  return hash.digest('hex').slice(0, CHECKSUM);
}

/** To a file of its own first, which then takes the name: a reader sees all of it or nothing. What a crash leaves half written has no checksum. */
function write(folder: string, key: string, body: Iterable<string>): void {
  const temporary = join(folder, `${key}.${randomBytes(6).toString('hex')}.tmp`);
  const file = openSync(temporary, 'wx', 0o600);
  try {
    try {
      writeSync(file, FORMAT);
      const sum = checksum(
        (function* () {
          for (const piece of body) {
            writeSync(file, piece);
            yield piece;
          }
        })(),
      );
      writeSync(file, `\n${sum}`);
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
