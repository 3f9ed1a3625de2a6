/** Contents of files as git keeps them, read in bulk: a process for the sizes, then one for each portion. */
import { GitProblem } from './git.ts';
import type { GitEntry, Repository } from './git-repository.ts';
import { DEFAULT_MAX_BYTES, decodeSource, type ReadFailure, type SourceText } from './read.ts';

/** Bytes held at a time, at the most: the first portion is small, and each that goes on where the last one ended is larger. */
export const PORTION: number = 32 * 1024 * 1024;
const FIRST_PORTION = 64 * 1024;
const GROWTH = 8;

/**
 * Reads files in the order of `entries`, or any other: what comes after a file in that order is fetched along with it, and given up when it has
 * been read past.
 */
export class Blobs {
  private readonly repository: Repository;
  private readonly maxBytes: number;
  private readonly portion: number;
  private readonly order: readonly GitEntry[];
  private readonly at: ReadonlyMap<string, number>;
  /** By object id; undefined for what git does not have. */
  private sizes: Map<string, number | undefined> | undefined;
  private held = new Map<string, Buffer>();
  private ahead = FIRST_PORTION;
  private end = -1;

  /** `portion`: how many bytes to fetch along with a file; 0 where files are asked for here and there. */
  constructor(repository: Repository, entries: readonly GitEntry[], maxBytes: number = DEFAULT_MAX_BYTES, portion: number = PORTION) {
    this.repository = repository;
    this.portion = portion;
    this.order = entries;
    this.at = new Map(entries.map((one, index) => [one.path, index]));
    this.maxBytes = maxBytes;
  }

  /** @throws GitProblem */
  read(path: string): SourceText | ReadFailure {
    const index = this.at.get(path);
    const entry = index === undefined ? undefined : this.order[index];
    if (index === undefined || !entry) return { problem: { reason: 'unreadable', detail: 'not in the index' } };
    const size = this.size(entry.id);
    if (size === undefined) return { problem: { reason: 'unreadable', detail: 'its object is missing in this clone' } };
    if (size > this.maxBytes) return { problem: { reason: 'too-large', detail: `${size} bytes, the limit is ${this.maxBytes}` } };
    if (!this.held.has(entry.id)) this.held = this.fetch(index);
    return decodeSource(this.held.get(entry.id) as Buffer);
  }

  private size(id: string): number | undefined {
    if (!this.sizes) {
      this.sizes = new Map();
      const answer = this.repository.objects('--batch-check', [...new Set(this.order.map((one) => one.id))]);
      for (const row of answer.toString('latin1').split('\n')) {
        const [name = '', kind, bytes] = row.split(' ');
        if (name !== '') this.sizes.set(name, kind === 'blob' ? Number(bytes) : undefined);
      }
    }
    return this.sizes.get(id);
  }

  private fetch(from: number): Map<string, Buffer> {
    const wanted = new Set<string>();
    let bytes = 0;
    this.ahead = Math.min(this.portion, from === this.end ? this.ahead * GROWTH : FIRST_PORTION);
    let i = from;
    for (; i < this.order.length && (i === from || bytes < this.ahead); i++) {
      const id = this.order[i]?.id ?? '';
      const size = this.size(id);
      if (size === undefined || size > this.maxBytes || wanted.has(id)) continue;
      wanted.add(id);
      bytes += size;
    }
    this.end = i;
    return parseBatch(this.repository.objects('--batch', [...wanted]));
  }
}

/** `ID blob SIZE<newline>`, the bytes, a newline; again and again. */
export function parseBatch(answer: Buffer): Map<string, Buffer> {
  const out = new Map<string, Buffer>();
  for (let start = 0; start < answer.length; ) {
    const end = answer.indexOf(10, start);
    const [id = '', kind, bytes] = answer.subarray(start, end).toString('latin1').split(' ');
    const size = Number(bytes);
    if (end < 0 || kind !== 'blob' || !Number.isSafeInteger(size) || end + 1 + size > answer.length)
      throw new GitProblem('failed', 'cat-file: unexpected answer');
    out.set(id, answer.subarray(end + 1, end + 1 + size));
    start = end + 1 + size + 1;
  }
  return out;
}
