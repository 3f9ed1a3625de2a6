/** All modules of a project and how their names meet: specifier → module or package, export name → where it is defined. */
import type { ModuleFacts } from '../facts/types.ts';
import { summarise } from '../syntax/summarise.ts';
import { Module } from './module.ts';
import type { ProjectFiles, Resolver, Target } from './resolve.ts';

/** Where modules come from that nobody has asked for yet. */
export interface Sleeping {
  /** The facts of a file not loaded yet; undefined when there is none. */
  load(path: string): ModuleFacts | undefined;
  /** Paths of judged files not loaded yet whose text holds a name, in order. */
  mentioning(name: string): readonly string[];
  /** Told of every module that joins the program. */
  loaded(m: Module): void;
}

export class Program {
  private readonly list: Module[] = [];
  readonly files: ProjectFiles;
  private readonly byPath = new Map<string, Module>();
  private readonly resolver: Resolver;
  private readonly targets = new Map<string, Target>();
  private readonly data = new Map<string, Module | undefined>();

  private readonly sleeping: Sleeping | undefined;
  private readonly asked = new Set<string>();

  /** `facts` in path order; with `sleeping`, further modules are read when an import or a name leads to them. */
  constructor(facts: readonly ModuleFacts[], files: ProjectFiles, resolver: Resolver, sleeping?: Sleeping) {
    this.files = files;
    this.resolver = resolver;
    this.sleeping = sleeping;
    for (const one of facts) this.add(one);
  }

  /** All modules read so far. It grows while questions are asked: take a copy before a loop that asks. */
  get modules(): readonly Module[] {
    return this.list;
  }

  private add(facts: ModuleFacts): Module {
    const module = new Module(this.list.length, facts);
    this.list.push(module);
    this.byPath.set(facts.path, module);
    this.sleeping?.loaded(module);
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
    if (!this.sleeping || name.length < 3 || this.asked.has(name)) return;
    this.asked.add(name);
    for (const path of this.sleeping.mentioning(name)) this.module(path);
  }

  resolve(from: Module, specifier: string): Target {
    const key = `${from.id} ${specifier}`;
    let target = this.targets.get(key);
    if (!target) this.targets.set(key, (target = this.resolver.resolve(from.path, specifier)));
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
