/** What the analyst has said so far of each file. */
import type { Documents, OpenDocument } from './documents.ts';
import { type Folder, type Folders, uriOfPath } from './folders.ts';
import type { FileResult, Word } from './messages.ts';
import { LOOSE, NOTHING } from './messages.ts';

interface Entry {
  readonly seq: number;
  readonly result: FileResult;
}

export class Board {
  private readonly folders: Folders;
  private readonly documents: Documents;
  private readonly entries = new Map<string, Map<string, Entry>>();
  private looseSeq = 0;
  /** Folder → files that a new analysis has not spoken of yet. */
  private readonly unconfirmed = new Map<string, Set<string>>();

  constructor(folders: Folders, documents: Documents) {
    this.folders = folders;
    this.documents = documents;
  }

  file(word: Extract<Word, { is: 'file' }>): void {
    const files = this.entries.get(word.folder) ?? new Map<string, Entry>();
    this.entries.set(word.folder, files);
    const before = files.get(word.path)?.result;
    const result = word.result ?? NOTHING;
    // What is equal stays the same object, so that what was derived from it stays too.
    const isSame = before !== undefined && JSON.stringify(before) === JSON.stringify(result);
    this.unconfirmed.get(word.folder)?.delete(word.path);
    files.set(word.path, { seq: word.seq, result: isSame ? before : result });
  }

  /** A folder is analysed from scratch: what is known holds until that is done. */
  begins(folder: string): void {
    this.unconfirmed.set(folder, new Set(this.entries.get(folder)?.keys()));
  }

  done(folder: string, seq: number): void {
    for (const path of this.unconfirmed.get(folder) ?? []) this.entries.get(folder)?.delete(path);
    this.unconfirmed.delete(folder);
    if (folder === LOOSE) this.looseSeq = Math.max(this.looseSeq, seq);
  }

  forget(folder: string): void {
    this.entries.delete(folder);
    this.unconfirmed.delete(folder);
  }

  /** Is what is known of a document what its present text says? */
  isCurrent(document: OpenDocument): boolean {
    if (document.timer) return false;
    if (document.folder === LOOSE) return Math.max(this.looseSeq, this.entryOf(document)?.seq ?? 0) >= document.seq;
    const folder = this.folders.get(document.folder);
    if (!folder?.setup) return false;
    return Math.max(folder.doneSeq, this.entryOf(document)?.seq ?? 0) >= document.seq;
  }

  of(document: OpenDocument): FileResult {
    return this.entryOf(document)?.result ?? NOTHING;
  }

  /** Of any file by its URI; undefined outside all folders. */
  ofUri(uri: string, absolute: string | undefined): FileResult | undefined {
    const document = this.documents.get(uri);
    if (document) return this.of(document);
    const folder = absolute === undefined ? undefined : this.folders.holding(absolute);
    const path = folder && absolute !== undefined ? this.folders.pathIn(folder, absolute) : undefined;
    return folder && path !== undefined ? (this.entries.get(folder.uri)?.get(path)?.result ?? NOTHING) : undefined;
  }

  /** All files that something is known of, with the URI the client knows them by. */
  *all(): Generator<{ readonly uri: string; readonly folder: string; readonly path: string; readonly result: FileResult }> {
    for (const [name, files] of this.entries) {
      const folder = this.folders.get(name);
      for (const [path, { result }] of files) {
        if (folder && this.folders.isOthers(folder, path)) continue;
        const uri = this.uriOf(name, path);
        if (uri !== undefined) yield { uri, folder: name, path, result };
      }
    }
  }

  /** The client's own spelling for what it has open. Undefined for a loose document that is closed. */
  uriOf(folder: string, path: string): string | undefined {
    if (folder === LOOSE) return this.documents.list().find((one) => one.folder === LOOSE && one.path === path)?.uri;
    const found = this.folders.get(folder);
    if (!found) return undefined;
    const uri = uriOfPath(this.folders.absolute(found, path));
    return this.documents.get(uri)?.uri ?? uri;
  }

  /** The path that results bear for a document. */
  pathOf(document: OpenDocument): string | undefined {
    if (document.folder === LOOSE) return document.path;
    const folder: Folder | undefined = this.folders.get(document.folder);
    return folder && this.folders.pathIn(folder, document.path);
  }

  private entryOf(document: OpenDocument): Entry | undefined {
    const path = this.pathOf(document);
    return path === undefined ? undefined : this.entries.get(document.folder)?.get(path);
  }
}
