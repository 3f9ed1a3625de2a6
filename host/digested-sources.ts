/**
 * The sources of a project as their digests tell them. A file that is read later, or again, may have changed since it was digested: no text is handed
 * out under the digest of another, and whoever works with these sources has to ask at the end whether they held.
 */
import type { ProjectConfig } from '../contract/types.ts';
import type { Source } from '../engine/workspace/analyse.ts';
import type { Incomplete } from '../engine/workspace/report.ts';
import { sourceOf } from './open.ts';
import type { Project, ProjectSource } from './project.ts';
import type { ReadFailure } from './read.ts';

/** A source that was looked at, now or by an earlier run. */
interface Seen {
  readonly leftOut?: Source['leftOut'];
  readonly text?: string;
}

export class DigestedSources {
  private readonly project: Project;
  private readonly digests: ReadonlyMap<string, string>;
  private readonly late = new Map<string, LateSource>();
  private differs = false;

  /** @param digests of the project's sources, by path; minified ones are not read and have none */
  constructor(project: Project, digests: ReadonlyMap<string, string>) {
    this.project = project;
    this.digests = digests;
  }

  /** Whether all that was read was what had been digested. Else what came of it is of no use, and nothing of it may be kept. */
  get held(): boolean {
    return !this.differs;
  }

  /**
   * Sources for the engine, with what could not be read noted on the way.
   * @param known what the text of a file would show, where that is known already: the text is then read when it is asked for
   */
  *all(config: ProjectConfig, incomplete: Incomplete[], known: (path: string) => Seen | undefined = () => undefined): Generator<Source> {
    for (const source of this.project.sources) {
      const one: Seen | undefined = known(source.path) ?? sourceOf(source, config, incomplete, () => this.load(source));
      if (!one) continue;
      const late = new LateSource(source.path, one.leftOut, () => this.read(source), one.text);
      this.late.set(source.path, late);
      yield late;
    }
    this.project.letGo();
  }

  /** Lets go of a text that is not needed any more. */
  release(path: string): void {
    this.late.get(path)?.release();
  }

  /** The text of any file of the project, which may be no source; undefined for what is no text. */
  textAs(path: string, digest: string): string | undefined {
    const loaded = this.checked(this.project.readAs(path, digest));
    return 'problem' in loaded ? undefined : loaded.text;
  }

  private read(source: ProjectSource): string {
    if (source.classByPath === 'minified') return '';
    const loaded = this.load(source);
    return 'problem' in loaded ? '' : loaded.text;
  }

  private load(source: ProjectSource): ReturnType<ProjectSource['load']> {
    return this.checked(source.loadAs(this.digests.get(source.path) ?? ''));
  }

  private checked<T>(loaded: T | undefined): T | ReadFailure {
    this.differs ||= loaded === undefined;
    return loaded ?? { problem: { reason: 'unreadable', detail: 'changed after it was digested' } };
  }
}

class LateSource implements Source {
  readonly path: string;
  declare readonly leftOut?: NonNullable<Source['leftOut']>;
  private readonly read: () => string;
  private held: string | undefined;

  constructor(path: string, leftOut: Source['leftOut'], read: () => string, text: string | undefined) {
    this.path = path;
    if (leftOut) this.leftOut = leftOut;
    else this.held = text;
    this.read = read;
  }

  get text(): string {
    // What is left out is hardly ever asked for its text, and then once.
    if (this.leftOut) return this.read();
    return (this.held ??= this.read());
  }

  release(): void {
    this.held = undefined;
  }
}
