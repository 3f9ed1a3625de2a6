/** A file of a project that is being worked on. What the disk holds too is not kept for long: it is read again when somebody asks. */
import { createHash } from 'node:crypto';
import type { Source } from '../engine/workspace/load.ts';

export class LiveSource implements Source {
  readonly path: string;
  readonly leftOut?: NonNullable<Source['leftOut']>;
  private held: string | undefined;
  private known: string | undefined;
  private readonly reread: (() => string) | undefined;

  /** @param reread of the disk; absent where the text is to be had nowhere else */
  constructor(path: string, text: string, leftOut: Source['leftOut'], reread: (() => string) | undefined) {
    this.path = path;
    this.held = text;
    if (leftOut) this.leftOut = leftOut;
    this.reread = reread;
  }

  /** May be another than `version` says, when the disk has changed and nobody has told so yet. */
  get text(): string {
    return (this.held ??= this.reread?.() ?? '');
  }

  get version(): string {
    return (this.known ??= versionOf(this.text));
  }

  /** Lets go of the text. */
  release(): void {
    if (!this.reread || this.held === undefined) return;
    this.known ??= versionOf(this.held);
    this.held = undefined;
  }
}

let last = { text: '', version: '' };

/** Tells texts apart, by each of their code units. The last one is remembered: several ask for it in turn. */
export function versionOf(text: string): string {
  if (last.version === '' || last.text !== text) last = { text, version: createHash('sha1').update(text, 'utf16le').digest('base64') };
  return last.version;
}
