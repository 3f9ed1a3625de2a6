/** From sources to a program: which files are read at once, which only when an import or a name leads to them, and what an edit changes. */
import type { ModuleFacts } from '../facts/types.ts';
import { exportKey, openKey } from '../link/export-keys.ts';
import type { Module, Unread } from '../link/module.ts';
import { Program } from '../link/program.ts';
import type { ProjectFiles } from '../link/resolve.ts';
import { createResolver } from '../link/resolve.ts';
import type { Model } from '../rule/model.ts';
import { calledNames } from '../value/sites.ts';
import { ExportedNames } from './exported-names.ts';
import type { Kept, KeptFile, KeptModule } from './kept.ts';
import { type Asleep, Mentions } from './mentions.ts';
import { NameFilter } from './name-filter.ts';
import { type Triggers, triggers } from './triggers.ts';

/** A file that the host could read. */
export interface Source {
  readonly path: string;
  /** Without BOM. It may be read when it is asked for. */
  readonly text: string;
  /** Tells texts apart, where a text that is read anew may be a later one. */
  readonly version?: string;
  /** Analysed for what it says to others, but its own code is not judged: tests, generated and minified files. */
  readonly leftOut?: 'test' | 'generated' | 'minified' | 'declaration';
}

/** Generated code longer than this is not even read for what it says to others; hand-written files that large are rare. */
const GENERATED_LIMIT = 60_000;

type Read = (path: string, text: string) => ModuleFacts;

export class Loaded {
  readonly program: Program;
  /** Why the code of a file is not judged. */
  readonly left: Map<string, NonNullable<Source['leftOut']>> = new Map();
  private asRecord: Readonly<Record<string, NonNullable<Source['leftOut']>>> | undefined;
  private readonly sleeping = new Map<string, Sleeper>();
  // A call in a file whose code is not judged leads to no finding.
  private readonly mentions = new Mentions(this.sleeping, (path) => !this.left.has(path));
  private readonly wanted: Triggers;
  private readonly read: Read;
  /** Of modules that are still as they were. */
  private readonly kept = new Map<string, KeptModule>();

  /** @param kept files of which the sources are a later state; what is kept of them is believed until they are edited */
  constructor(
    sources: Iterable<Source>,
    files: ProjectFiles,
    models: readonly Model[],
    read: Read,
    each?: (source: Source) => void,
    kept?: Pick<Kept, 'files' | 'asked'>,
  ) {
    this.wanted = triggers(models);
    this.read = read;
    const roots: (ModuleFacts | Unread)[] = [];
    const woken: Unread[] = [];
    for (const source of sources) {
      const { path, leftOut } = source;
      if (leftOut) this.left.set(path, leftOut);
      const before = kept?.files.get(path);
      if (before?.module) {
        this.kept.set(path, before.module);
        (before.wanted && !leftOut ? roots : woken).push(unread(source, before.module, read));
      } else if (before) {
        if (before.asleep) this.sleeping.set(path, new Sleeper(source, before.asleep.names));
      } else if (this.isRoot(source)) roots.push(read(path, source.text));
      else if (worthReading(source)) this.sleeping.set(path, new Sleeper(source));
      each?.(source);
    }
    roots.sort((a, b) => (a.path < b.path ? -1 : 1));
    const sleeping = {
      load: (path: string): ModuleFacts | undefined => {
        const one = this.sleeping.get(path);
        this.sleeping.delete(path);
        return one && read(path, one.text);
      },
      mentioning: (name: string): string[] => this.mentions.of(name).sort(),
      mayExport: (path: string, name: string): boolean => {
        const one = this.sleeping.get(path);
        return !one || one.mayExport(name);
      },
      judged: (path: string): boolean => !this.left.has(path),
    };
    this.program = new Program(roots, files, createResolver(files), sleeping, { woken, asked: kept?.asked ?? [] });
    for (const [path, { targets }] of this.kept) this.program.ledTo(path, targets);
  }

  /** A source came, or its text is another one, and nothing else about it. Answers with the module that went, when there was one. */
  edit(source: Source): Module | undefined {
    const { program } = this;
    const { path, text } = source;
    this.kept.delete(path);
    if (source.leftOut) this.setLeft(path, source.leftOut);
    const root = this.isRoot(source);
    if (program.has(path)) {
      const before = program.replace(this.read(path, text));
      program.setRoot(path, root);
      return before;
    }
    if (!worthReading(source)) return undefined;
    const one = new Sleeper(source);
    this.sleeping.set(path, one);
    // Who was told that it has no such name, or that there is nothing to read.
    program.revisions.bump([path, ...one.exportKeys()]);
    if (root) program.setRoot(path, true);
    else if (!source.leftOut && this.mentions.any(path, program.askedFor)) program.wake(path);
    return undefined;
  }

  /** A source went. Answers with its module, when it was read. */
  remove(path: string): Module | undefined {
    const before = this.program.remove(path);
    this.kept.delete(path);
    this.sleeping.delete(path);
    this.setLeft(path, undefined);
    return before;
  }

  /** What is known of a source by now. */
  keep(path: string): KeptFile {
    const { program } = this;
    const leftOut = this.left.get(path);
    const of = { ...(leftOut && { leftOut }), wanted: program.isFirst(path) };
    const m = program.has(path) ? program.module(path) : undefined;
    if (m) return { ...of, module: { ...(this.kept.get(path) ?? keptModule(m)), targets: program.ledToBy(path) } };
    const asleep = this.sleeping.get(path);
    return asleep ? { ...of, asleep: { names: asleep.names } } : of;
  }

  /** `left` as plain data. */
  get leftOut(): Readonly<Record<string, NonNullable<Source['leftOut']>>> {
    this.asRecord ??= Object.fromEntries([...this.left].sort(([a], [b]) => (a < b ? -1 : 1)));
    return this.asRecord;
  }

  private setLeft(path: string, leftOut: Source['leftOut']): void {
    if (this.left.get(path) === leftOut) return;
    if (leftOut) this.left.set(path, leftOut);
    else this.left.delete(path);
    this.asRecord = undefined;
  }

  private isRoot(source: Source): boolean {
    return !source.leftOut && this.wanted.test(source.text, source.path);
  }
}

class Sleeper implements Asleep {
  private readonly source: Source;
  names: NameFilter | undefined;
  private exports: ExportedNames | undefined;

  constructor(source: Source, names?: NameFilter) {
    this.source = source;
    this.names = names;
  }

  get text(): string {
    return this.source.text;
  }

  mayExport(name: string): boolean {
    const { text } = this;
    this.exports ??= new ExportedNames(text);
    return this.exports.has(name, text);
  }

  /** Of all that it may export. */
  exportKeys(): string[] {
    const { text } = this;
    const exports = new ExportedNames(text);
    const keys = [...exports.all(text)].map((name) => exportKey(this.source.path, name));
    return exports.open ? [...keys, openKey(this.source.path)] : keys;
  }
}

function unread(source: Source, { calls, facts, ...of }: KeptModule, read: Read): Unread {
  const { path } = source;
  // What was kept may be gone or damaged.
  return { ...of, path, mayCall: (name) => calls.has(name), facts: () => facts() ?? read(path, source.text) };
}

function keptModule(m: Module): Omit<KeptModule, 'targets'> {
  const { facts } = m;
  return { calls: NameFilter.ofNames(calledNames(m)), notable: m.notable, surface: m.surface, facts: () => facts };
}

export function isSameText(a: Source, b: Source): boolean {
  return a.version === undefined || b.version === undefined ? a.text === b.text : a.version === b.version;
}

function worthReading(source: Source): boolean {
  const { leftOut } = source;
  return leftOut !== 'minified' && leftOut !== 'declaration' && !(leftOut === 'generated' && source.text.length > GENERATED_LIMIT);
}
