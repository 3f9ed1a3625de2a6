/** The facts of a project's files from run to run: one entry of the cache, a line a file. What a run did not use is left out of the next. */
import { createHash } from 'node:crypto';
import { decodeFacts, encodeFacts } from '../engine/facts/codec.ts';
import type { ModuleFacts } from '../engine/facts/types.ts';
import type { DiskCache } from './cache.ts';

export class FactsPack {
  private readonly cache: DiskCache;
  private readonly key: string;
  private readonly lines = new Map<string, string>();
  private readonly used = new Map<string, string | ModuleFacts>();
  private grown = false;

  /** @param root of the project, absolute */
  constructor(cache: DiskCache, root: string) {
    this.cache = cache;
    this.key = createHash('sha256').update(root).digest('hex').slice(0, 32);
    for (const line of cache.get('facts', this.key)?.split('\n') ?? []) {
      const at = line.indexOf('\t');
      if (at > 0) this.lines.set(line.slice(0, at), line.slice(at + 1));
    }
  }

  /** @param id of the text, see `Project.digest` */
  facts(path: string, id: string, make: () => ModuleFacts): ModuleFacts {
    const name = `${id} ${path}`;
    const line = this.lines.get(name);
    const kept = line === undefined || /[\t\n]/.test(path) ? undefined : decodeFacts(line.replace('\t', '\n'));
    if (kept && line !== undefined) {
      this.used.set(name, line);
      return kept;
    }
    const facts = make();
    if (!/[\t\n]/.test(path)) {
      this.used.set(name, facts);
      this.grown = true;
    }
    return facts;
  }

  /** Writes what this run used, where it differs from what was there. */
  save(): void {
    if (!this.grown && this.used.size === this.lines.size) return;
    const { used } = this;
    this.cache.put(
      'facts',
      this.key,
      (function* () {
        for (const name of [...used.keys()].sort()) {
          const one = used.get(name) as string | ModuleFacts;
          yield `${name}\t${typeof one === 'string' ? one : encodeFacts(one).replace('\n', '\t')}\n`;
        }
      })(),
    );
  }
}
