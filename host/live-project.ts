/**
 * A project that is being worked on: the files of the disk, and over them the texts that an editor holds. Tells its listener each text that
 * came, changed or went, as `clauselint check` would read it.
 */
import { lstatSync, realpathSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { ProjectFiles } from '../engine/link/resolve.ts';
import { byCodeUnit } from '../engine/link/resolve-path.ts';
import type { Source } from '../engine/workspace/analyse.ts';
import type { Incomplete } from '../engine/workspace/report.ts';
import { classify } from './classify.ts';
import { globMatcher } from './glob.ts';
import { LiveSource } from './live-source.ts';
import type { Setup } from './open.ts';
import { openProject, type Project, type ProjectSource } from './project.ts';
import { DEFAULT_MAX_BYTES } from './read.ts';
import { isNeverEntered, SOURCE } from './walk.ts';

export interface Listener {
  /** Undefined: it went. */
  update(path: string, source: Source | undefined): void;
  /** A file that is no source came, changed or went; undefined: some of them, or imports may lead elsewhere for other reasons. */
  touched(path: string | undefined): void;
  /** About to read a file, which may take time. */
  reading(path: string): void;
}

/** A file that is not to be analysed again as it is. */
export interface SetAside {
  readonly path: string;
  readonly reason: 'timeout' | 'crash';
  readonly detail: string;
  /** Typing does not bring it back, only saving does: it has done harm several times. */
  readonly untilSaved: boolean;
}

export class LiveProject {
  readonly setup: Setup;
  readonly files: ProjectFiles;
  private readonly listener: Listener;
  private project: Project;
  private known = new Map<string, ProjectSource>();
  private readonly overlays = new Map<string, string>();
  private readonly sources = new Map<string, LiveSource>();
  private readonly failed = new Map<string, Incomplete>();
  private readonly aside = new Map<string, SetAside & { readonly text: string | undefined; readonly awaited: boolean }>();
  private isTest: (path: string) => boolean = () => false;
  private isIgnored: (path: string) => boolean = () => false;
  private listed: readonly string[] | undefined;

  /** Walks the folder; `load` then reads it. */
  constructor(setup: Setup, listener: Listener) {
    this.setup = setup;
    this.listener = listener;
    this.project = this.walked();
    this.files = {
      has: (path) => this.overlays.has(path) || this.project.files.has(path),
      read: (path) => this.overlays.get(path) ?? this.project.files.read(path),
      list: () => (this.listed ??= [...new Set([...this.project.files.list(), ...this.overlays.keys()])].sort(byCodeUnit)),
    };
  }

  get root(): string {
    return this.project.root;
  }

  /** Source files left out by `ignore`. */
  get ignored(): number {
    return this.project.ignored;
  }

  /** What could not be read, or was set aside; by path. */
  incomplete(): readonly Incomplete[] {
    const gaps = this.project.problems.filter((one) => one.gap).map(({ path, reason, detail }): Incomplete => ({ path, reason, detail }));
    const aside = [...this.aside.values()].map(({ path, reason, detail }): Incomplete => ({ path, reason, detail }));
    return [...gaps, ...this.failed.values(), ...aside].sort((a, b) => byCodeUnit(a.path, b.path));
  }

  /** Where an absolute path stands in the project; undefined outside. */
  pathOf(absolute: string): string | undefined {
    for (const file of [absolute, realOf(absolute)]) {
      const way = file === undefined ? '..' : relative(this.root, file).split(sep).join('/');
      if (way !== '' && way !== '..' && !way.startsWith('../') && !/^[a-z]:/i.test(way)) return way;
    }
    return undefined;
  }

  /** Reads every source. */
  load(): void {
    for (const path of [...this.known.keys(), ...this.overlays.keys()]) this.refresh(path);
  }

  /** Walks anew, and tells what came and what went. */
  reshape(): void {
    const before = this.known;
    const files = this.project.files.list();
    this.project = this.walked();
    for (const path of before.keys()) if (!this.known.has(path)) this.refresh(path);
    for (const path of this.known.keys()) if (!before.has(path)) this.refresh(path);
    for (const path of this.overlays.keys()) this.refresh(path);
    const now = this.project.files.list();
    if (now.length === files.length && now.every((path, i) => path === files[i])) return;
    const [old, fresh] = [new Set(files), new Set(now)];
    const moved = [...files.filter((one) => !fresh.has(one)), ...now.filter((one) => !old.has(one))];
    for (const path of moved) if (!SOURCE.test(path)) this.listener.touched(path);
    if (moved.some((path) => SOURCE.test(path))) this.listener.touched(undefined);
  }

  /** A file on the disk has other contents than before. True when the project has to be walked anew. */
  changedOnDisk(path: string): boolean {
    if (SOURCE.test(path)) {
      this.release(path, true);
      if (!this.known.has(path) && exists(join(this.root, path))) return true;
      this.refresh(path);
      return false;
    }
    if (/(?:^|\/)\.gitignore$/.test(path)) return true;
    if (this.project.files.has(path)) this.listener.touched(path);
    return false;
  }

  /** An editor holds this text for a file; undefined: no longer. */
  overlay(path: string, text: string | undefined): void {
    if (text === undefined) this.overlays.delete(path);
    else {
      // A file that came to the disk unnoticed: whether it belongs to the project only a walk can tell.
      if (!this.known.has(path) && !this.overlays.has(path) && SOURCE.test(path) && exists(join(this.root, path))) {
        this.overlays.set(path, text);
        this.reshape();
      }
      this.overlays.set(path, text);
    }
    this.listed = undefined;
    this.release(path, false);
    this.refresh(path);
  }

  /** @param before set aside before this project was opened: the text that did harm is the next one to come from an editor, if one does */
  setAside(one: SetAside, before: boolean = false): void {
    this.aside.set(one.path, { ...one, text: this.textOf(one.path), awaited: before });
    this.listener.update(one.path, undefined);
  }

  private release(path: string, saved: boolean): void {
    const held = this.aside.get(path);
    if (held?.awaited && !saved) this.setAside(held);
    else if (held && (saved || (!held.untilSaved && held.text !== this.textOf(path)))) this.aside.delete(path);
  }

  private textOf(path: string): string | undefined {
    const over = this.overlays.get(path);
    if (over !== undefined) return over;
    const loaded = this.known.get(path)?.load();
    return loaded && 'text' in loaded ? loaded.text : undefined;
  }

  private walked(): Project {
    const { config } = this.setup;
    const project = openProject(this.setup.root, { ignore: config.ignore, testFiles: config.testFiles });
    this.known = new Map(project.sources.map((one) => [one.path, one]));
    // What is wrong with a pattern the walk has told already.
    this.isTest = globMatcher(config.testFiles, () => undefined);
    this.isIgnored = globMatcher(config.ignore, () => undefined);
    this.listed = undefined;
    return project;
  }

  /** Reads one file anew, from the editor or the disk, and tells the listener. */
  private refresh(path: string): void {
    this.failed.delete(path);
    this.listener.reading(path);
    const source = this.read(path);
    if (source) this.sources.set(path, source);
    else this.sources.delete(path);
    this.listener.update(path, source);
  }

  /** Texts that the disk holds too are read again when they are needed. */
  dropTexts(): void {
    for (const one of this.sources.values()) one.release();
  }

  private read(path: string): LiveSource | undefined {
    const source = this.known.get(path);
    if (this.aside.has(path) || (!source && !this.isNew(path))) return undefined;
    const over = this.overlays.get(path);
    const byPath = source?.classByPath ?? this.classOf(path, undefined);
    if (byPath === 'minified') return new LiveSource(path, '', 'minified', undefined);
    if (over !== undefined && Buffer.byteLength(over) > DEFAULT_MAX_BYTES)
      return this.unread(path, 'too-large', `${Buffer.byteLength(over)} bytes, the limit is ${DEFAULT_MAX_BYTES}`);
    const loaded = over === undefined ? source?.load() : { text: over, class: this.classOf(path, over) };
    if (!loaded) return undefined;
    if ('problem' in loaded) return this.unread(path, loaded.problem.reason, loaded.problem.detail);
    const { config } = this.setup;
    const kind = loaded.class;
    const judged =
      kind === 'source' || (kind === 'test' && config.tests === 'check') || (kind === 'generated' && config.generated === 'check');
    const leftOut = judged ? undefined : (kind as NonNullable<Source['leftOut']>);
    return new LiveSource(path, loaded.text, leftOut, over === undefined ? () => this.textOf(path) ?? '' : undefined);
  }

  private unread(path: string, reason: Incomplete['reason'], detail: string): undefined {
    this.failed.set(path, { path, reason, detail });
    return undefined;
  }

  private classOf(path: string, text: string | undefined): ReturnType<typeof classify> {
    const found = classify(path, text);
    return found === 'source' && this.isTest(path) ? 'test' : found;
  }

  /** Open in an editor and not yet on the disk; what is there and yet unknown was left out on purpose. */
  private isNew(path: string): boolean {
    return this.overlays.has(path) && SOURCE.test(path) && !this.isIgnored(path) && !isNeverEntered(path) && !exists(join(this.root, path));
  }
}

function exists(absolute: string): boolean {
  try {
    return lstatSync(absolute, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}

function realOf(absolute: string): string | undefined {
  try {
    return realpathSync.native(absolute);
  } catch {
    return undefined;
  }
}
