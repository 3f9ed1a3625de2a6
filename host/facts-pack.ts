/** The facts of a project's files from run to run: a log in the cache, a line a file, each fetched when it is asked for. */
import { createHash } from 'node:crypto';
import { decodeFacts, encodeFacts } from '../engine/facts/codec.ts';
import type { ModuleFacts } from '../engine/facts/types.ts';
import { CacheLog, type DiskCache } from './cache.ts';

/** Where a line begins and ends in the log. */
type At = readonly [start: number, end: number];

/** Where facts stand, by path and digest, so that a log need not be searched. It is believed only as far as the lines say the same. */
export interface FactsPlaces {
  /** See `CacheLog`. */
  readonly log: string;
  readonly at: ReadonlyMap<string, At>;
}

/** Bytes of lines that nobody asks for any more, for each byte of the others, up to which the log only grows. */
const MOST_DEAD = 1;
const SMALL = 1024 * 1024;
const LINE_END = 10;
const TAB = 9;

export class FactsPack {
  private readonly cache: DiskCache;
  private readonly key: string;
  private readonly log: CacheLog | undefined;
  private readonly lines: Map<string, At>;
  private readonly made = new Map<string, ModuleFacts>();

  /** @param root of the project, absolute. @param places as an earlier run answered */
  constructor(cache: DiskCache, root: string, places?: FactsPlaces) {
    this.cache = cache;
    this.key = createHash('sha256').update(root).digest('hex').slice(0, 32);
    this.log = cache.log('facts', this.key);
    this.lines = this.log && places?.log === this.log.name ? new Map(places.at) : linesOf(this.log);
  }

  /** @param id of the text, see `Project.digest` */
  known(path: string, id: string): ModuleFacts | undefined {
    const name = factsName(path, id);
    const made = this.made.get(name);
    const at = this.lines.get(name);
    if (made || !at) return made;
    const line = this.log?.read(...at).toString('utf8') ?? '';
    const facts = line.startsWith(`${name}\t`) ? decodeFacts(line.slice(name.length + 1).replace('\t', '\n')) : undefined;
    if (!facts) this.lines.delete(name);
    return facts;
  }

  facts(path: string, id: string, make: () => ModuleFacts): ModuleFacts {
    const known = this.known(path, id);
    if (known) return known;
    const facts = make();
    // Such a path cannot stand in a line.
    if (!/[\t\n]/.test(path)) this.made.set(factsName(path, id), facts);
    return facts;
  }

  /**
   * Writes what was made, and answers with where all of it stands. The log stays open, since fixes may ask for facts later.
   * @param used which files are of use to the next run, with the ids of their texts
   */
  save(used: Iterable<readonly [path: string, id: string]>): FactsPlaces | undefined {
    const { log, cache, key } = this;
    const at = new Map<string, At>();
    let alive = 0;
    for (const [path, id] of used) {
      const name = factsName(path, id);
      const place = this.lines.get(name);
      if (place) at.set(name, place);
      alive += place ? place[1] - place[0] : 0;
    }
    if (log && this.made.size === 0) return { log: log.name, at };
    const dead = (log?.size ?? 0) - alive;
    if (log && dead < SMALL + alive * MOST_DEAD) {
      // The line end first, in case that the last line was cut off.
      const piece = ['\n', ...placed(this.fresh(), log.size + 1, at)].join('');
      if (cache.append('facts', key, piece)) return { log: log.name, at };
    }
    const old = [...at];
    at.clear();
    const lines = (function* (fresh: Iterable<readonly [string, string]>): Generator<readonly [string, string | Buffer]> {
      for (const [name, place] of old) if (log) yield [name, Buffer.concat([log.read(...place), Buffer.from('\n')])];
      yield* fresh;
    })(this.fresh());
    return { log: cache.replaceLog('facts', key, placed(lines, CacheLog.start, at)), at };
  }

  private *fresh(): Generator<readonly [name: string, line: string]> {
    for (const [name, facts] of this.made) yield [name, `${name}\t${encodeFacts(facts).replace('\n', '\t')}\n`];
  }
}

export function factsName(path: string, id: string): string {
  return `${id} ${path}`;
}

/** The lines alone; where each comes to stand is entered on the way. */
function* placed<T extends string | Buffer>(lines: Iterable<readonly [string, T]>, start: number, at: Map<string, At>): Generator<T> {
  let next = start;
  for (const [name, line] of lines) {
    const end = next + Buffer.byteLength(line);
    at.set(name, [next, end - 1]);
    next = end;
    yield line;
  }
}

/** Searches all of a log. */
function linesOf(log: CacheLog | undefined): Map<string, At> {
  const out = new Map<string, At>();
  if (!log) return out;
  const bytes = log.read(CacheLog.start, log.size);
  for (let start = 0; start < bytes.length; ) {
    const next = bytes.indexOf(LINE_END, start);
    // A line without an end was cut off while it was written.
    if (next < 0) break;
    const tab = bytes.indexOf(TAB, start);
    if (tab >= 0 && tab < next) out.set(bytes.toString('utf8', start, tab), [CacheLog.start + start, CacheLog.start + next]);
    start = next + 1;
  }
  return out;
}
