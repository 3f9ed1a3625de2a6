/** An index over the judged modules by some name that each module's own facts tell: who is called, how functions are called, what is listened to. */
import type { Module } from './module.ts';
import type { Program } from './program.ts';

export interface Entry<V> {
  readonly m: Module;
  readonly v: V;
}

interface List<V> {
  readonly entries: Entry<V>[];
  /** By path, then as the module's part gave them; so that answers do not depend on which module was read first. */
  sorted: boolean;
}

export class Index<V> {
  private readonly program: Program;
  private readonly id: string;
  private readonly part: (m: Module) => Iterable<readonly [name: string, value: V]>;
  private readonly may: (m: Module, name: string) => boolean;
  private readonly names = new Map<Module, ReadonlySet<string>>();
  private readonly lists = new Map<string, List<V>>();
  private seen = 0;
  /** Not taken in yet, since nobody asked for a name that they may hold. */
  private waiting: Module[] = [];

  /**
   * @param id of the keys by which answers say what they read
   * @param part looks at the facts of one module alone, and names each entry
   * @param may tells without the facts which names a module surely has no entry of
   */
  constructor(
    program: Program,
    id: string,
    part: (m: Module) => Iterable<readonly [name: string, value: V]>,
    may: (m: Module, name: string) => boolean,
  ) {
    this.program = program;
    this.id = id;
    this.part = part;
    this.may = may;
    program.indexes.push(this as Index<unknown>);
  }

  /** What an answer that asked for a name notes as read. */
  key(name: string): string {
    return `${this.id}:${name}`;
  }

  /** All entries of a name, of the modules read so far. */
  of(name: string): readonly Entry<V>[] {
    this.catchUp();
    if (this.waiting.some((m) => this.may(m, name)))
      this.waiting = this.waiting.filter((m) => {
        if (!this.may(m, name)) return true;
        this.take(m);
        return false;
      });
    const list = this.lists.get(name);
    if (!list) return [];
    if (!list.sorted) {
      list.entries.sort((a, b) => (a.m.path < b.m.path ? -1 : a.m.path > b.m.path ? 1 : 0));
      list.sorted = true;
    }
    return list.entries;
  }

  /** A module takes the place of another; answers with the keys of what may have changed. */
  replace(before: Module, after: Module): readonly string[] {
    const old = this.names.get(before);
    if (!old) {
      // Not taken in yet: whoever asked an index before this one may have noted these names all the same.
      const at = this.waiting.indexOf(before);
      if (at >= 0) this.waiting[at] = after;
      return [...new Set([...this.namesIn(before), ...this.namesIn(after)])].map((name) => this.key(name));
    }
    this.names.delete(before);
    for (const name of old) {
      const left = this.lists.get(name)?.entries.filter((one) => one.m !== before) ?? [];
      if (left.length > 0) this.lists.set(name, { entries: left, sorted: true });
      else this.lists.delete(name);
    }
    return [...new Set([...old, ...this.take(after)])].map((name) => this.key(name));
  }

  /** The keys of a module's entries. */
  keysOf(m: Module): readonly string[] {
    return [...(this.names.get(m) ?? this.namesIn(m))].map((name) => this.key(name));
  }

  private catchUp(): void {
    const { modules } = this.program;
    for (; this.seen < modules.length; this.seen += 1) {
      const m = modules[this.seen] as Module;
      if (m.factsAtHand) this.take(m);
      else this.waiting.push(m);
    }
  }

  private entriesIn(m: Module): readonly (readonly [name: string, value: V])[] {
    return m.quietly(() => [...this.part(m)]);
  }

  private namesIn(m: Module): readonly string[] {
    return this.program.judged(m) ? [...new Set(this.entriesIn(m).map(([name]) => name))] : [];
  }

  private take(m: Module): ReadonlySet<string> {
    const own = new Set<string>();
    this.names.set(m, own);
    if (!this.program.judged(m)) return own;
    for (const [name, v] of this.entriesIn(m)) {
      own.add(name);
      const list = this.lists.get(name);
      if (list) {
        if (list.entries.at(-1)?.m !== m) list.sorted = false;
        list.entries.push({ m, v });
      } else this.lists.set(name, { entries: [{ m, v }], sorted: true });
    }
    return own;
  }
}
