/** One editor's session: feeds the analyst with what happens to folders, documents and the disk, and spreads what the analyst says. */
import { relative, sep } from 'node:path';
import type { Board } from './board.ts';
import { analysedText, type Documents, type OpenDocument } from './documents.ts';
import type { Folder, Folders } from './folders.ts';
import type { Keeper } from './keeper.ts';
import type { Library } from './library.ts';
import type { Order, Totals, Word } from './messages.ts';
import { LOOSE } from './messages.ts';
import type { Settings } from './settings.ts';

export interface SessionEvents {
  /** What is known of a document or file is new. */
  file(uri: string): void;
  /** What edits have moved in other files is known. */
  moved(): void;
  /** A folder, or the loose files, is analysed whole. */
  done(): void;
  /** A folder has its contract: words may be others. */
  setup(): void;
  /** Something to tell of the analysis itself. */
  status(): void;
  /** A file was set aside. */
  setAside(uri: string): void;
}

export interface SessionParts {
  readonly folders: Folders;
  readonly documents: Documents;
  readonly board: Board;
  readonly library: Library;
  readonly keeper: Keeper;
  readonly settings: () => Settings;
}

/** Events of the disk come in swarms. */
const DISK_QUIET = 50;

export class Session {
  private readonly parts: SessionParts;
  private readonly events: SessionEvents;
  private disk = new Map<string, boolean>();
  private diskTimer: NodeJS.Timeout | undefined;
  private loose: Totals | undefined;

  constructor(parts: SessionParts, events: SessionEvents) {
    this.parts = parts;
    this.events = events;
  }

  /** A new analyst: told all there is. */
  started(): void {
    const { folders, documents, keeper } = this.parts;
    this.order({ is: 'open', folder: LOOSE, path: '', aside: keeper.asideIn(LOOSE) });
    for (const folder of folders.list()) this.openFolder(folder);
    for (const document of documents.list()) this.tell(document);
  }

  foldersChanged(added: readonly string[], removed: readonly string[]): void {
    const { folders, documents, board, keeper } = this.parts;
    for (const uri of removed) {
      keeper.send({ is: 'close', folder: uri });
      folders.remove(uri);
      board.forget(uri);
    }
    for (const uri of added) {
      const folder = folders.add(uri);
      if (folder) this.openFolder(folder);
    }
    for (const moved of documents.replace()) {
      if (moved.folder === LOOSE || folders.get(moved.folder))
        this.order({ is: 'edit', folder: moved.folder, path: moved.path, text: undefined });
      const now = documents.get(moved.uri);
      if (now) this.tell(now);
    }
    this.events.done();
  }

  opened(document: OpenDocument): void {
    this.tell(document);
    this.tellFirst(document.folder);
  }

  /** Tells the analyst when the typing pauses, or on saving, as the user likes it. */
  changed(document: OpenDocument): void {
    const { run, debounce } = this.parts.settings();
    if (run === 'onSave') return;
    clearTimeout(document.timer);
    if (debounce === 0) this.tell(document);
    else document.timer = setTimeout(() => this.tell(document), debounce);
  }

  saved(document: OpenDocument): void {
    if (document.isDirty) this.tell(document);
  }

  closed(document: OpenDocument): void {
    this.order({ is: 'edit', folder: document.folder, path: document.path, text: undefined });
    this.tellFirst(document.folder);
  }

  /** Something happened to files on the disk. */
  diskChanged(paths: readonly string[], reshaped: boolean): void {
    for (const path of paths) this.disk.set(path, reshaped || this.disk.get(path) === true);
    this.diskTimer ??= setTimeout(() => this.flushDisk(), DISK_QUIET);
  }

  /** Walks and reads everything anew. */
  reload(): void {
    for (const folder of this.parts.folders.list()) this.order({ is: 'reload', folder: folder.uri });
  }

  totals(): Totals {
    const all = [this.loose, ...this.parts.folders.list().map((one) => one.totals)].flatMap((one) => one ?? []);
    const sum = (of: (one: Totals) => number): number => all.reduce((total, one) => total + of(one), 0);
    return {
      files: sum((one) => one.files),
      incomplete: sum((one) => one.incomplete),
      findings: sum((one) => one.findings),
      milliseconds: Math.max(0, ...all.map((one) => one.milliseconds)),
    };
  }

  word(word: Word): void {
    const { folders, board, library } = this.parts;
    const folder = 'folder' in word ? folders.get(word.folder) : undefined;
    switch (word.is) {
      case 'setup':
        library.learn(word.rules);
        board.begins(word.folder);
        if (folder) {
          folder.setup = word;
          this.tellFirst(folder.uri);
        }
        this.events.setup();
        break;
      case 'file': {
        board.file(word);
        const uri = board.uriOf(word.folder, word.path);
        if (uri !== undefined) this.events.file(uri);
        break;
      }
      case 'moved':
        this.events.moved();
        break;
      case 'done':
        board.done(word.folder, word.seq);
        if (word.folder === LOOSE) this.loose = word.totals;
        if (folder) Object.assign(folder, { totals: word.totals, doneSeq: word.seq, failed: undefined });
        this.events.done();
        break;
      case 'failed':
        if (folder) folder.failed = word.detail;
        this.events.done();
        break;
      case 'setAside':
        this.events.setAside(board.uriOf(word.folder, word.one.path) ?? word.one.path);
        break;
    }
    this.events.status();
  }

  /** Is all of a folder analysed as it is now? */
  isSettled(folder: Folder): boolean {
    return folder.doneSeq >= folder.sentSeq;
  }

  private openFolder(folder: Folder): void {
    this.order({ is: 'open', folder: folder.uri, path: folder.path, aside: this.parts.keeper.asideIn(folder.uri) });
  }

  private tell(document: OpenDocument): void {
    clearTimeout(document.timer);
    document.timer = undefined;
    document.isDirty = false;
    document.seq = this.order({ is: 'edit', folder: document.folder, path: document.path, text: analysedText(document) });
  }

  /** What is open comes before what is not. */
  private tellFirst(name: string): void {
    const { folders, documents, keeper } = this.parts;
    const folder = folders.get(name);
    if (!folder) return;
    const paths = documents.list().flatMap((one) => (one.folder === name ? (folders.pathIn(folder, one.path) ?? []) : []));
    keeper.send({ is: 'first', folder: name, paths });
  }

  private flushDisk(): void {
    this.diskTimer = undefined;
    const changes = this.disk;
    this.disk = new Map();
    for (const folder of this.parts.folders.list()) {
      const root = folder.setup?.root ?? folder.path;
      const paths = [...changes.keys()].filter((path) => isBelow(folder.path, path) || isBelow(root, path));
      const reshaped = paths.some((path) => changes.get(path));
      if (paths.length > 0) this.order({ is: 'disk', folder: folder.uri, paths, reshaped });
    }
  }

  private order(order: Exclude<Order, { is: 'first' | 'close' | 'ask' }>): number {
    const seq = this.parts.keeper.send(order);
    const folder = this.parts.folders.get(order.folder);
    if (folder) folder.sentSeq = seq;
    this.events.status();
    return seq;
  }
}

function isBelow(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !/^[a-z]:/i.test(way) && !way.split(sep).includes('node_modules');
}
