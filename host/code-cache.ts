/**
 * The program itself, compiled by an earlier run. V8 compiles a function when it is first called; what it has made of a file can be kept, and spares
 * a run both the reading of the file and the compiling. It lies in the user's cache folder.
 *
 * What is read here is executed, so that more is asked of the place than of other entries: a folder of the user's own, closed to others, and no part
 * of a project. Names hold the digest of the source, since V8 compares no more than its length.
 */
import { createHash, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import Module, { createRequire } from 'node:module';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { Script } from 'node:vm';

/** Entries that are kept, the latest made first: two or three for each build and version of Node. */
const MAX_ENTRIES = 12;
/** Length in bytes of the SHA-256 that stands before the compiled code. */
const DIGEST = 32;

type Require = (id: string) => unknown;

/** Stands behind the name of what was compiled in a run that loaded all files: it knows the functions of a run that has work to do. */
const WHOLE = '+';

interface Part {
  readonly key: string;
  readonly script: Script;
  /** The name under which it was kept. */
  readonly known: string | undefined;
}

export class CodeCache {
  private readonly folder: string | undefined;
  private readonly parts: Part[] = [];
  /** Files that may be loaded beside the first. */
  private beside = 0;

  /** @param cache the folder of the cache, absolute; undefined for none. @param cwd the current folder */
  constructor(cache: string | undefined, cwd: string) {
    const folder = cache === undefined ? undefined : join(cache, 'code');
    this.folder = folder !== undefined && !isInProject(folder, cwd) ? folder : undefined;
  }

  /**
   * Runs a file as `require` would, and answers with its exports.
   * @param beside other files to be loaded this way, as the file names them when it requires them
   */
  load(file: string, beside: readonly string[] = []): unknown {
    const source = readFileSync(file);
    const key = keyOf(source);
    let name: string | undefined;
    let cachedData: Buffer | undefined;
    for (const one of [key + WHOLE, key]) {
      cachedData ??= this.read(one);
      if (cachedData) name ??= one;
    }
    const script = new Script(Module.wrap(source.toString('utf8')), { filename: file, ...(cachedData && { cachedData }) });
    this.parts.push({ key, script, known: script.cachedDataRejected === true ? undefined : name });
    const plain = createRequire(file);
    this.beside = Math.max(this.beside, beside.length);
    const loaded = new Map<string, unknown>();
    const required: Require = (id) => {
      if (!beside.includes(id)) return plain(id);
      if (!loaded.has(id)) loaded.set(id, this.load(resolve(dirname(file), id)));
      return loaded.get(id);
    };
    const module = { exports: {} };
    script.runInThisContext().call(module.exports, module.exports, Object.assign(required, plain), module, file, dirname(file));
    return module.exports;
  }

  /** Keeps what was compiled, at the end of a run, where something was not known before. */
  keep(): void {
    const { folder, parts } = this;
    if (folder === undefined) return;
    const suffix = parts.length > this.beside ? WHOLE : '';
    const unknown = parts.filter(({ key, known }) => known !== key + WHOLE && known !== key + suffix);
    if (unknown.length === 0) return;
    try {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      if (!isPrivate(folder)) return;
      for (const { key, script } of unknown) write(folder, key + suffix, script.createCachedData());
      prune(folder);
    } catch {
      // A run that cannot keep its code has done its work all the same; a cache that cannot be written is told of by others.
    }
  }

  private read(key: string): Buffer | undefined {
    const { folder } = this;
    if (folder === undefined) return undefined;
    try {
      if (!isPrivate(folder)) return undefined;
      const file = openSync(join(folder, key), 'r');
      try {
        if (!isOwn(fstatSync(file))) return undefined;
        const bytes = readFileSync(file);
        const code = bytes.subarray(DIGEST);
        return digestOf(code).equals(bytes.subarray(0, DIGEST)) ? code : undefined;
      } finally {
        closeSync(file);
      }
    } catch {
      return undefined;
    }
  }
}

/** A repository may bring any file that lies in it, and be the current folder or hold the user's home. */
function isInProject(folder: string, cwd: string): boolean {
  const from = relative(cwd, folder);
  if (!isAbsolute(from) && from.split(sep)[0] !== '..') return true;
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return true;
    if (dirname(at) === at) return false;
  }
}

function isPrivate(folder: string): boolean {
  const stats = lstatSync(folder);
  return stats.isDirectory() && isOwn(stats) && (process.platform === 'win32' || (stats.mode & 0o077) === 0);
}

function isOwn({ uid }: { readonly uid: number }): boolean {
  return process.getuid === undefined || uid === process.getuid();
}

/** An entry's name, from all that decides whether compiled code fits: V8 itself checks its version and flags once more. */
export function keyOf(source: Buffer): string {
  const hash = createHash('sha256').update(source);
  const { version, versions, arch, platform, execArgv, env } = process;
  hash.update(JSON.stringify([version, versions.v8, arch, platform, execArgv, env['NODE_OPTIONS']]));
  return hash.digest('hex').slice(0, 40);
}

function digestOf(bytes: Buffer): Buffer {
  return createHash('sha256').update(bytes).digest();
}

/** To a file of its own first, which then takes the name: a reader sees all of it or nothing. */
function write(folder: string, key: string, code: Buffer): void {
  const temporary = join(folder, `${key}.${randomBytes(6).toString('hex')}.tmp`);
  try {
    writeFileSync(temporary, Buffer.concat([digestOf(code), code]), { mode: 0o600, flag: 'wx' });
    renameSync(temporary, join(folder, key));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Removes the oldest entries, and what an interrupted run left half written. */
function prune(folder: string): void {
  const entries = readdirSync(folder).map((name) => ({ name, at: lstatSync(join(folder, name)).mtimeMs }));
  entries.sort((a, b) => b.at - a.at);
  entries.forEach(({ name, at }, i) => {
    const half = name.endsWith('.tmp') && Date.now() - at > 3_600_000;
    if (half || i >= MAX_ENTRIES) rmSync(join(folder, name), { force: true });
  });
}
