/** All modules of a project and how their names meet: specifier → module or package, export name → where it is defined. */
import type { ModuleFacts } from '../facts/types.ts';
import { summarise } from '../syntax/summarise.ts';
import { changedExports, handedOn, mayExport } from './export-keys.ts';
import type { Index } from './index.ts';
import type { Unread } from './module.ts';
import { Module } from './module.ts';
import type { ProjectFiles, Resolver, Target } from './resolve.ts';
import { Revisions } from './revisions.ts';

/** Where modules come from that nobody has asked for yet, and what is judged. */
export interface Sleeping {
  /** The facts of a file not loaded yet; undefined when there is none. */
  load(path: string): ModuleFacts | undefined;
  /** Paths of judged files not loaded yet whose text holds a name, in order. */
  mentioning(name: string): readonly string[];
  /** Whether a file not loaded yet may export a name other than `default`; where it says no, there is surely none. */
  mayExport(path: string, name: string): boolean;
  /** Whether the code of a file is judged itself: no test, nothing generated. */
  judged(path: string): boolean;
}

/** What an earlier run had come to know, where this one starts from it. */
export interface Before {
  /** Modules that were read beside those that models look through. */
  readonly woken: readonly Unread[];
  /** The names whose calls were looked for in files not read: who mentions them is among the modules. */
  readonly asked: Iterable<string>;
}

/** What is left of a file that went. */
const NO_FACTS: Omit<ModuleFacts, 'path'> = {
  exprs: [],
  bindings: [],
  imports: [],
  exports: [],
  stars: [],
  functions: [],
  classes: [],
  calls: [],
  owners: [],
  waivers: [],
  spans: [],
  lines: [0],
  problems: [],
};

export class Program {
  private readonly list: Module[] = [];
  readonly files: ProjectFiles;
  private readonly byPath = new Map<string, Module>();
  private resolver: Resolver;
  /** By path, then by specifier: where the imports lead that somebody asked for. */
  private readonly targets = new Map<string, Map<string, Target>>();
  private readonly data = new Map<string, Module | undefined>();

  private readonly sleeping: Sleeping | undefined;
  private readonly asked: Set<string>;
  private first: Set<string>;
  private nextId = 0;
  private nextDataId = 0;

  readonly revisions: Revisions = new Revisions();
  /** Kept up to date when a module is replaced; an index enters itself. */
  readonly indexes: Index<unknown>[] = [];

  /** `facts` in path order; with `sleeping`, further modules are read when an import or a name leads to them. */
  constructor(facts: readonly (ModuleFacts | Unread)[], files: ProjectFiles, resolver: Resolver, sleeping?: Sleeping, before?: Before) {
    this.files = files;
    this.resolver = resolver;
    this.sleeping = sleeping;
    this.first = new Set(facts.map((one) => one.path));
    this.asked = new Set(before?.asked);
    for (const one of facts) this.add(one);
    for (const one of before?.woken ?? []) this.add(one);
  }

  /** All modules read so far. It grows while questions are asked: take a copy before a loop that asks. */
  get modules(): readonly Module[] {
    return this.list;
  }

  /** The judged modules that hold a word of some model, in path order: what models look through. Never those that a question led to. */
  get roots(): readonly Module[] {
    return [...this.first].map((path) => this.byPath.get(path) as Module).filter((m) => this.judged(m));
  }

  isRoot(m: Module): boolean {
    return this.first.has(m.path) && this.judged(m);
  }

  /** Whether a file holds a word of some model. */
  isFirst(path: string): boolean {
    return this.first.has(path);
  }

  /** Whether the code of a module is judged itself: no test, nothing generated. */
  judged(m: Module): boolean {
    return this.sleeping?.judged(m.path) ?? true;
  }

  /** A file was changed: new facts take the place of the old. Answers with the module that went; undefined when none was read yet. */
  replace(facts: ModuleFacts): Module | undefined {
    const before = this.byPath.get(facts.path);
    if (!before) return undefined;
    const after = new Module((this.nextId += 1), facts);
    this.list[this.list.indexOf(before)] = after;
    this.byPath.set(facts.path, after);
    const changed = [facts.path, ...changedExports(facts.path, before.surface, after.surface)];
    for (const index of this.indexes) changed.push(...index.replace(before, after));
    this.revisions.bump(changed);
    return before;
  }

  /** A file went: nothing is left in its module. Answers with the module that went; undefined when none was read. */
  remove(path: string): Module | undefined {
    this.setRoot(path, false);
    const before = this.byPath.has(path) ? this.replace({ ...NO_FACTS, path }) : undefined;
    this.byPath.delete(path);
    this.targets.delete(path);
    return before;
  }

  /**
   * Files came or went, or `touched` ones say otherwise how imports are resolved: answers with the modules whose imports lead elsewhere now, which
   * are noted as changed.
   */
  reroute(resolver: Resolver, touched: Iterable<string>): readonly Module[] {
    this.resolver = resolver;
    const changed = new Set(touched);
    for (const path of changed) this.data.delete(path);
    for (const [path, targets] of this.targets)
      for (const [specifier, target] of targets) {
        const now = resolver.resolve(path, specifier);
        if (isSame(now, target)) continue;
        targets.set(specifier, now);
        changed.add(path);
        for (const key of handedOn(path, (this.byPath.get(path) as Module).surface)) changed.add(key);
      }
    this.revisions.bump(changed);
    return [...changed].flatMap((path) => this.byPath.get(path) ?? []);
  }

  /** Where the imports of a module lead, as an earlier run found out. */
  ledTo(path: string, targets: Readonly<Record<string, Target>>): void {
    this.targets.set(path, new Map(Object.entries(targets)));
  }

  ledToBy(path: string): Readonly<Record<string, Target>> {
    return Object.fromEntries(this.targets.get(path) ?? []);
  }

  /** Whether the facts of a file were read. */
  has(path: string): boolean {
    return this.byPath.has(path);
  }

  /** A file came to hold a word of some model, or lost its last one. Answers that looked through the roots read the key `roots`. */
  setRoot(path: string, root: boolean): void {
    if (root === this.first.has(path)) return;
    if (root) {
      this.wake(path);
      this.first = new Set([...this.first, path].sort());
    } else this.first.delete(path);
    this.revisions.bump(['roots']);
  }

  /** Reads a file that nobody has asked for, and tells who looked for something in it. */
  wake(path: string): void {
    const module = this.module(path);
    if (module) this.revisions.bump([path, ...this.indexes.flatMap((index) => index.keysOf(module))]);
  }

  /** The names whose calls were looked for in files not read. */
  get askedFor(): ReadonlySet<string> {
    return this.asked;
  }

  private add(facts: ModuleFacts | Unread): Module {
    const module = new Module((this.nextId += 1), facts);
    this.list.push(module);
    this.byPath.set(facts.path, module);
    return module;
  }

  module(path: string): Module | undefined {
    const known = this.byPath.get(path);
    if (known) return known;
    if (path.endsWith('.json')) return this.json(path);
    const facts = this.sleeping?.load(path);
    return facts && this.add(facts);
  }

  /** Whether a file may export a name other than `default`; it is not read to tell. */
  mayExport(path: string, name: string): boolean {
    const known = this.byPath.get(path);
    return known ? mayExport(known.surface, name) : (this.sleeping?.mayExport(path, name) ?? true);
  }

  /** Reads the files that mention a name, so that calls by that name are seen wherever they stand. */
  awaken(name: string): void {
    if (!this.sleeping || this.asked.has(name)) return;
    this.asked.add(name);
    for (const path of this.sleeping.mentioning(name)) this.module(path);
  }

  resolve(from: Module, specifier: string): Target {
    let known = this.targets.get(from.path);
    if (!known) this.targets.set(from.path, (known = new Map()));
    let target = known.get(specifier);
    if (!target) known.set(specifier, (target = this.resolver.resolve(from.path, specifier)));
    return target;
  }

  /** A JSON file as a module whose default export is the document; undefined when it is absent or does not parse. */
  private json(path: string): Module | undefined {
    if (this.data.has(path)) return this.data.get(path);
    const text = this.files.read(path);
    const facts = text === undefined || text.length > 500_000 ? undefined : summarise(`${path}.ts`, `(${text})`);
    const body = facts?.functions[0]?.body[0];
    const ok = facts && facts.problems.length === 0 && body?.k === 'e';
    // The parenthesis put before the text moves every offset by one.
    const module = ok
      ? new Module((this.nextDataId -= 1), {
          ...facts,
          path,
          cjs: body.e,
          spans: facts.spans.map((at) => Math.max(0, at - 1)),
          lines: facts.lines.map((at) => Math.max(0, at - 1)),
        })
      : undefined;
    this.data.set(path, module);
    return module;
  }
}

function isSame(a: Target, b: Target): boolean {
  if ('file' in a) return 'file' in b && a.file === b.file;
  if ('package' in a) return 'package' in b && a.package === b.package && a.subpath === b.subpath;
  return 'missing' in b;
}
