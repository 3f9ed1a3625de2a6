/** Diagnostics for clients that do not ask: sent whenever those of a file change. */
import type { PublishDiagnosticsParams } from 'vscode-languageserver/node';
import type { Documents } from './documents.ts';
import type { Shown } from './shown.ts';

export interface PushWorld {
  readonly shown: Shown;
  readonly documents: Documents;
  isCurrent(uri: string): boolean;
  isIdle(): boolean;
  failure(uri?: string): string | undefined;
  publish(params: PublishDiagnosticsParams): void;
}

export class Pushes {
  private readonly world: PushWorld;
  /** URI → id and version last sent. */
  private readonly sent = new Map<string, string>();

  constructor(world: PushWorld) {
    this.world = world;
  }

  /** What is known of one file. */
  look(uri: string): void {
    const { shown, documents } = this.world;
    const document = documents.get(uri);
    if (document && !this.world.isCurrent(uri) && this.world.failure(uri) === undefined) return;
    const { items, id } = shown.of(uri);
    const stamp = `${id} ${document?.text.version ?? ''}`;
    const before = this.sent.get(uri);
    if (before === stamp || (before === undefined && items.length === 0 && !document)) return;
    if (items.length > 0 || document) this.sent.set(uri, stamp);
    else this.sent.delete(uri);
    this.world.publish({ uri, diagnostics: [...items], ...(document && { version: document.text.version }) });
  }

  /** All is analysed. */
  settle(): void {
    const uris = new Set([...this.world.shown.all().keys(), ...this.sent.keys(), ...this.world.documents.list().map((one) => one.uri)]);
    for (const uri of uris) this.look(uri);
  }
}
