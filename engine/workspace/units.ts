/** The modules that models look through one by one: what they showed, what was read to say so, and which of them have to be looked at again. */
import type { FoundIn } from './check.ts';
import type { Frozen } from './frozen.ts';
import { freeze } from './frozen.ts';
import type { KeptUnit } from './kept.ts';

export interface Unit {
  readonly found: FoundIn;
  /** Keys, see `Reads`. */
  readonly reads: ReadonlySet<string>;
  /** The evidence as it was kept. */
  readonly frozen?: Frozen | undefined;
}

export class Units {
  private readonly byPath = new Map<string, Unit>();
  private readonly readers = new Map<string, Set<string>>();
  /** Paths of units that have to be looked at, for the first time or again. */
  readonly dirty: Set<string> = new Set();

  get(path: string): Unit | undefined {
    return this.byPath.get(path);
  }

  /** Takes the place of what was known of the module. */
  enter(path: string, unit: Unit): void {
    this.leave(path);
    this.byPath.set(path, unit);
    for (const key of unit.reads) {
      const list = this.readers.get(key);
      if (list) list.add(path);
      else this.readers.set(key, new Set([path]));
    }
  }

  remove(path: string): Unit | undefined {
    const before = this.leave(path);
    this.byPath.delete(path);
    this.dirty.delete(path);
    return before;
  }

  /** A unit or more read this. */
  isRead(key: string): boolean {
    return (this.readers.get(key)?.size ?? 0) > 0;
  }

  /** Everything is looked at again; what is known shows until then. */
  restart(): void {
    this.readers.clear();
    this.dirty.clear();
  }

  /**
   * Marks what read any of the keys, or all, and what there is nothing of yet.
   * @param roots paths of all modules that models look through
   * @returns paths of units that are none any more
   */
  mark(roots: ReadonlySet<string>, keys: ReadonlySet<string>, all: boolean): readonly string[] {
    for (const path of roots) if (all || keys.has(path) || !this.byPath.has(path)) this.dirty.add(path);
    for (const key of keys) for (const path of this.readers.get(key) ?? []) this.dirty.add(path);
    return [...new Set([...this.byPath.keys(), ...this.dirty])].filter((path) => !roots.has(path));
  }

  /** In the order of their paths. */
  found(): readonly FoundIn[] {
    return [...this.byPath.keys()].sort().map((path) => (this.byPath.get(path) as Unit).found);
  }

  /** Without those that are to be looked at again, or in which something went wrong. */
  keep(): Map<string, KeptUnit> {
    const out = new Map<string, KeptUnit>();
    for (const [path, { found, reads, frozen }] of this.byPath) {
      if (found.problems.length > 0 || this.dirty.has(path)) continue;
      const evidence = found.evidence.length > 0 ? (frozen ?? freeze(found.evidence)) : undefined;
      out.set(path, { reads: [...reads], sketches: found.sketches, ...(evidence && { evidence }) });
    }
    return out;
  }

  private leave(path: string): Unit | undefined {
    const before = this.byPath.get(path);
    for (const key of before?.reads ?? []) this.readers.get(key)?.delete(path);
    return before;
  }
}
