/** Reads one source file, or says why not. Never follows a link, never waits on a pipe, never takes bytes for text that are none. */
import { closeSync, constants, fstatSync, lstatSync, openSync, readSync, type Stats } from 'node:fs';
import { type HostProblem, systemError } from './problem.ts';

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be';

export interface SourceText {
  /** Without the byte order mark. Line ends are as in the file. */
  readonly text: string;
  /** True when a byte order mark was taken off; who writes the file puts it back. */
  readonly bom: boolean;
  readonly encoding: Encoding;
}

export interface ReadFailure {
  readonly problem: Pick<HostProblem, 'reason' | 'detail'>;
}

export interface ReadOptions {
  /** Bytes; larger files are refused. Default 1 MiB, as Biome has it: hand-written sources are far below. */
  readonly maxBytes?: number;
}

export const DEFAULT_MAX_BYTES: number = 1024 * 1024;

/** Zero bytes are looked for in as much of the file as git does to tell binary from text. */
const BINARY_PROBE = 8000;

/**
 * The bytes of a source file; whoever only compares contents need not decode them.
 * @param room memory for so many bytes, into which they are read
 */
export function readSourceBytes(
  absolute: string,
  options: ReadOptions = {},
  room: (bytes: number) => Buffer = Buffer.allocUnsafe,
): Buffer | ReadFailure {
  const maxBytes = options.maxBytes ?? DEFAULT_MAX_BYTES;
  try {
    return readBytes(absolute, maxBytes, room);
  } catch (error) {
    return unopened(absolute, maxBytes) ?? failure('unreadable', systemError(error));
  }
}

/** A link, or what cannot be opened for what it is. */
function unopened(absolute: string, maxBytes: number): ReadFailure | undefined {
  try {
    return refusal(lstatSync(absolute), maxBytes);
  } catch {
    return undefined;
  }
}

export function readSource(absolute: string, options: ReadOptions = {}): SourceText | ReadFailure {
  const bytes = readSourceBytes(absolute, options);
  return 'problem' in bytes ? bytes : decodeSource(bytes);
}

function failure(reason: HostProblem['reason'], detail: string): ReadFailure {
  return { problem: { reason, detail } };
}

function readBytes(absolute: string, maxBytes: number, room: (bytes: number) => Buffer): Buffer | ReadFailure {
  // Where the system can open without following links and without waiting, one look at what was opened is enough.
  const refused = constants.O_NOFOLLOW === undefined ? refusal(lstatSync(absolute), maxBytes) : undefined;
  if (refused) return refused;
  const file = openSync(absolute, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
  try {
    const now = fstatSync(file);
    const changed = refusal(now, maxBytes);
    if (changed) return changed;
    // One byte more, so that growth shows without asking for the end.
    const most = now.size + 1;
    const buffer = room(most);
    let length = 0;
    while (length < now.size) {
      const count = readSync(file, buffer, length, most - length, null);
      if (count === 0) break;
      length += count;
    }
    if (length > now.size) return failure('unreadable', 'grew while it was read');
    return buffer.subarray(0, length);
  } finally {
    closeSync(file);
  }
}

function refusal(stats: Stats, maxBytes: number): ReadFailure | undefined {
  if (stats.isSymbolicLink()) return failure('special-file', 'symbolic link');
  if (!stats.isFile()) return failure('special-file', kindOf(stats));
  if (stats.size > maxBytes) return failure('too-large', `${stats.size} bytes, the limit is ${maxBytes}`);
  return undefined;
}

/** What something is that is neither a file nor a link. */
export function kindOf(entry: Pick<Stats, 'isDirectory' | 'isFIFO' | 'isSocket' | 'isBlockDevice' | 'isCharacterDevice'>): string {
  if (entry.isDirectory()) return 'directory';
  if (entry.isFIFO()) return 'named pipe';
  if (entry.isSocket()) return 'socket';
  return entry.isBlockDevice() || entry.isCharacterDevice() ? 'device' : 'not a regular file';
}

/** Bytes to text, or why they are none. */
export function decodeSource(bytes: Buffer): SourceText | ReadFailure {
  const marked = encodingByMark(bytes);
  const encoding = marked?.encoding ?? 'utf-8';
  if (encoding === 'utf-8' && bytes.subarray(0, BINARY_PROBE).includes(0)) return failure('binary', 'contains zero bytes');
  try {
    const text = new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(marked ? bytes.subarray(marked.length) : bytes);
    return { text, bom: marked !== undefined, encoding };
  } catch {
    return failure('encoding', `not valid ${encoding.toUpperCase()}`);
  }
}

function encodingByMark(bytes: Buffer): { readonly encoding: Encoding; readonly length: number } | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return { encoding: 'utf-8', length: 3 };
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { encoding: 'utf-16le', length: 2 };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { encoding: 'utf-16be', length: 2 };
  return undefined;
}
