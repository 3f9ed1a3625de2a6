/** The facts of a project's files from run to run: a log in the cache, a line a file, each fetched when it is asked for. */
import { createHash } from 'node:crypto';
import { decodeFacts, encodeFacts } from '../engine/facts/codec.ts';
import type { ModuleFacts } from '../engine/facts/types.ts';
import type { DiskCache } from './cache.ts';

/** Bytes of lines that nobody asks for any more, for each byte of the others, up to which the log only grows. */
const MOST_DEAD = 1;
const SMALL = 1024 * 1024;
const LINE_END = 10;
const TAB = 9;

export class FactsPack {
  private readonly cache: DiskCache;
  private readonly key: string;
  private readonly bytes: Buffer;
  /** Where a line's facts begin and end, by its name. */
  private readonly lines = new Map<string, readonly [start: number, end: number]>();
  private readonly made = new Map<string, ModuleFacts>();

  /** @param root of the project, absolute */
  constructor(cache: DiskCache, root: string) {
    this.cache = cache;
    this.key = createHash('sha256').update(root).digest('hex').slice(0, 32);
    this.bytes = cache.log('facts', this.key) ?? Buffer.alloc(0);
    for (let start = 0; start < this.bytes.length; ) {
      const next = this.bytes.indexOf(LINE_END, start);
      // A line without an end was cut off while it was written.
      if (next < 0) break;
      const tab = this.bytes.indexOf(TAB, start);
      if (tab >= 0 && tab < next) this.lines.set(this.bytes.toString('utf8', start, tab), [tab + 1, next]);
      start = next + 1;
    }
  }

  /** @param id of the text, see `Project.digest` */
  known(path: string, id: string): ModuleFacts | undefined {
    const name = nameOf(path, id);
    const made = this.made.get(name);
    const at = this.lines.get(name);
    if (made || !at) return made;
    const facts = decodeFacts(this.bytes.toString('utf8', ...at).replace('\t', '\n'));
    if (!facts) this.lines.delete(name);
    return facts;
  }

  facts(path: string, id: string, make: () => ModuleFacts): ModuleFacts {
    const known = this.known(path, id);
    if (known) return known;
    const facts = make();
    // Such a path cannot stand in a line.
    if (!/[\t\n]/.test(path)) this.made.set(nameOf(path, id), facts);
    return facts;
  }

  /** Writes what was made. @param used which files are of use to the next run, with the ids of their texts */
  save(used: Iterable<readonly [path: string, id: string]>): void {
    if (this.made.size === 0) return;
    let alive = 0;
    const old: [name: string, at: readonly [number, number]][] = [];
    for (const [path, id] of used) {
      const name = nameOf(path, id);
      const at = this.lines.get(name);
      if (!at) continue;
      old.push([name, at]);
      alive += at[1] - at[0];
    }
    const fresh = this.fresh();
    if (this.bytes.length - alive < SMALL + alive * MOST_DEAD && this.bytes.length > 0) {
      // The line end first, in case that the last line was cut off.
      this.cache.append('facts', this.key, `\n${[...fresh].join('')}`);
      return;
    }
    const { bytes } = this;
    const kept = (function* () {
      for (const [name, at] of old) {
        yield `${name}\t`;
        yield bytes.subarray(at[0], at[1] + 1);
      }
      yield* fresh;
    })();
    this.cache.replaceLog('facts', this.key, kept);
  }

  private *fresh(): Generator<string> {
    for (const [name, facts] of this.made) yield `${name}\t${encodeFacts(facts).replace('\n', '\t')}\n`;
  }
}

function nameOf(path: string, id: string): string {
  return `${id} ${path}`;
}
