/** From sources to a program: which files are read at once, which only when an import or a name leads to them, and what an edit changes. */
import type { ModuleFacts } from '../facts/types.ts';
import type { Module } from '../link/module.ts';
import { Program } from '../link/program.ts';
import type { ProjectFiles } from '../link/resolve.ts';
import { createResolver } from '../link/resolve.ts';
import type { Model } from '../rule/model.ts';
import { Mentions } from './mentions.ts';
import { triggers } from './triggers.ts';

/** A file that the host could read. */
export interface Source {
  readonly path: string;
  /** Without BOM. */
  readonly text: string;
  /** Analysed for what it says to others, but its own code is not judged: tests, generated and minified files. */
  readonly leftOut?: 'test' | 'generated' | 'minified' | 'declaration';
}

/** Generated code longer than this is not even read for what it says to others; hand-written files that large are rare. */
const GENERATED_LIMIT = 60_000;

export class Loaded {
  readonly program: Program;
  /** Why the code of a file is not judged. */
  readonly left: Map<string, NonNullable<Source['leftOut']>> = new Map();
  private asRecord: Readonly<Record<string, NonNullable<Source['leftOut']>>> | undefined;
  private readonly sleeping = new Map<string, string>();
  private readonly mentions = new Mentions(this.sleeping);
  private readonly wanted: RegExp;
  private readonly read: (path: string, text: string) => ModuleFacts;

  constructor(
    sources: Iterable<Source>,
    files: ProjectFiles,
    models: readonly Model[],
    read: (path: string, text: string) => ModuleFacts,
    each?: (source: Source) => void,
  ) {
    this.wanted = triggers(models);
    this.read = read;
    const facts: ModuleFacts[] = [];
    for (const source of sources) {
      if (source.leftOut) this.left.set(source.path, source.leftOut);
      if (this.isRoot(source)) facts.push(read(source.path, source.text));
      else if (worthReading(source)) this.sleeping.set(source.path, source.text);
      each?.(source);
    }
    facts.sort((a, b) => (a.path < b.path ? -1 : 1));
    this.program = new Program(facts, files, createResolver(files), {
      load: (path) => {
        const text = this.sleeping.get(path);
        this.sleeping.delete(path);
        return text === undefined ? undefined : read(path, text);
      },
      mentioning: (name) =>
        this.mentions
          .of(name)
          .filter((path) => !this.left.has(path))
          .sort(),
      judged: (path) => !this.left.has(path),
    });
  }

  /** The text of a known source changed, and nothing else about it. Answers with the module that went, when there was one. */
  edit(source: Source): Module | undefined {
    const { program } = this;
    const { path, text } = source;
    const root = this.isRoot(source);
    if (program.has(path)) {
      const before = program.replace(this.read(path, text));
      program.setRoot(path, root);
      return before;
    }
    if (!worthReading(source)) return undefined;
    this.sleeping.set(path, text);
    this.mentions.forget(path);
    if (root) program.setRoot(path, true);
    else if (!source.leftOut && this.mentions.any(path, program.askedFor)) program.wake(path);
    return undefined;
  }

  /** `left` as plain data; it does not change with edits. */
  get leftOut(): Readonly<Record<string, NonNullable<Source['leftOut']>>> {
    this.asRecord ??= Object.fromEntries(this.left);
    return this.asRecord;
  }

  private isRoot(source: Source): boolean {
    return !source.leftOut && this.wanted.test(source.text);
  }
}

function worthReading({ leftOut, text }: Source): boolean {
  return leftOut !== 'minified' && leftOut !== 'declaration' && !(leftOut === 'generated' && text.length > GENERATED_LIMIT);
}
