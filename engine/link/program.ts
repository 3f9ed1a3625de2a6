/** All modules of a project and how their names meet: specifier → module or package, export name → where it is defined. */
import type { ModuleFacts } from '../facts/types.ts';
import { summarise } from '../syntax/summarise.ts';
import { Module } from './module.ts';
import type { ProjectFiles, Resolver, Target } from './resolve.ts';

export class Program {
  readonly modules: readonly Module[];
  readonly files: ProjectFiles;
  private readonly byPath = new Map<string, Module>();
  private readonly resolver: Resolver;
  private readonly targets = new Map<string, Target>();
  private readonly data = new Map<string, Module | undefined>();

  /** `facts` in path order; the order decides ids and with them every other order. */
  constructor(facts: readonly ModuleFacts[], files: ProjectFiles, resolver: Resolver) {
    this.modules = facts.map((one, i) => new Module(i, one));
    for (const one of this.modules) this.byPath.set(one.path, one);
    this.files = files;
    this.resolver = resolver;
  }

  module(path: string): Module | undefined {
    return this.byPath.get(path) ?? (path.endsWith('.json') ? this.json(path) : undefined);
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
    const module = ok ? new Module(this.modules.length + this.data.size, {
      ...facts, path, cjs: body.e, spans: facts.spans.map((at) => Math.max(0, at - 1)), lines: facts.lines.map((at) => Math.max(0, at - 1)),
    }) : undefined;
    this.data.set(path, module);
    return module;
  }
}
