/** All modules of a project and how their names meet: specifier → module or package, export name → where it is defined. */
import type { ModuleFacts } from '../facts/types.ts';
import { summarise } from '../syntax/summarise.ts';
import type { Index } from './index.ts';
import { Module } from './module.ts';
import type { ProjectFiles, Resolver, Target } from './resolve.ts';
import { Revisions } from './revisions.ts';

/** Where modules come from that nobody has asked for yet, and what is judged. */
export interface Sleeping {
  /** The facts of a file not loaded yet; undefined when there is none. */
  load(path: string): ModuleFacts | undefined;
  /** Paths of judged files not loaded yet whose text holds a name, in order. */
  mentioning(name: string): readonly string[];
  /** Whether the code of a file is judged itself: no test, nothing generated. */
  judged(path: string): boolean;
}

export class Program {
  private readonly list: Module[] = [];
  readonly files: ProjectFiles;
  private readonly byPath = new Map<string, Module>();
  private readonly resolver: Resolver;
  private readonly targets = new Map<Module, Map<string, Target>>();
  private readonly data = new Map<string, Module | undefined>();

  private readonly sleeping: Sleeping | undefined;
  private readonly asked = new Set<string>();
  private first: Set<string>;
  private nextId = 0;

  readonly revisions: Revisions = new Revisions();
  /** Kept up to date when a module is replaced; an index enters itself. */
  readonly indexes: Index<unknown>[] = [];

  /** `facts` in path order; with `sleeping`, further modules are read when an import or a name leads to them. */
  constructor(facts: readonly ModuleFacts[], files: ProjectFiles, resolver: Resolver, sleeping?: Sleeping) {
    this.files = files;
    this.resolver = resolver;
    this.sleeping = sleeping;
    this.first = new Set(facts.map((one) => one.path));
    for (const one of facts) this.add(one);
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
    const changed = [facts.path];
    for (const index of this.indexes) changed.push(...index.replace(before, after));
    this.targets.delete(before);
    this.revisions.bump(changed);
    return before;
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

  private add(facts: ModuleFacts): Module {
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

  /** Reads the files that mention a name, so that calls by that name are seen wherever they stand. */
  awaken(name: string): void {
    if (!this.sleeping || this.asked.has(name)) return;
    this.asked.add(name);
    for (const path of this.sleeping.mentioning(name)) this.module(path);
  }

  resolve(from: Module, specifier: string): Target {
    let known = this.targets.get(from);
    if (!known) this.targets.set(from, (known = new Map()));
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
      ? new Module(-1 - this.data.size, {
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
