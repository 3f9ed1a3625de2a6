/** The documents that are open in the editor, where each belongs, and what the analyst has been told of it. */

import { basename } from 'node:path';
import type { TextDocumentItem } from 'vscode-languageserver/node';
import { TextDocument, type TextDocumentContentChangeEvent } from 'vscode-languageserver-textdocument';
import { CONFIG_FILE } from '../host/project.ts';
import { type Folders, filePathOf, normalUri } from './folders.ts';
import { LOOSE } from './messages.ts';

export interface OpenDocument {
  /** As the client writes it. */
  readonly uri: string;
  text: TextDocument;
  /** `LOOSE` for a document outside all folders. */
  readonly folder: string;
  /** What orders call it: its absolute path, or `<number>/<name>` of a loose one. */
  readonly path: string;
  /** The number of the last order about it. */
  seq: number;
  /** Changed, and the analyst not yet told. */
  timer: NodeJS.Timeout | undefined;
  isDirty: boolean;
}

const EXTENSIONS: Readonly<Record<string, string>> = {
  typescript: '.ts',
  typescriptreact: '.tsx',
  javascript: '.js',
  javascriptreact: '.jsx',
};
const SOURCE = /\.[mc]?[jt]sx?$/;

export class Documents {
  private readonly all = new Map<string, OpenDocument>();
  private readonly folders: Folders;
  private loose = 0;

  constructor(folders: Folders) {
    this.folders = folders;
  }

  list(): readonly OpenDocument[] {
    return [...this.all.values()];
  }

  get(uri: string): OpenDocument | undefined {
    return this.all.get(normalUri(uri));
  }

  /** Undefined for a language that is not ours: such a document is not followed. */
  open(item: TextDocumentItem): OpenDocument | undefined {
    const text = TextDocument.create(item.uri, item.languageId, item.version, item.text);
    return this.place(text);
  }

  change(uri: string, changes: TextDocumentContentChangeEvent[], version: number): OpenDocument | undefined {
    const document = this.get(uri);
    if (!document) return undefined;
    document.text = TextDocument.update(document.text, changes, version);
    document.isDirty = true;
    return document;
  }

  close(uri: string): OpenDocument | undefined {
    const document = this.get(uri);
    clearTimeout(document?.timer);
    this.all.delete(normalUri(uri));
    return document;
  }

  /** After folders came or went: each document where it now belongs. Answers those that moved, as they were. */
  replace(): readonly OpenDocument[] {
    const moved = this.list().filter((one) => this.whereabouts(one.text).folder !== one.folder);
    for (const one of moved) {
      clearTimeout(one.timer);
      this.place(one.text);
    }
    return moved;
  }

  private place(text: TextDocument): OpenDocument | undefined {
    const { folder, path } = this.whereabouts(text);
    if (path === undefined) return undefined;
    const document: OpenDocument = { uri: text.uri, text, folder, path, seq: 0, timer: undefined, isDirty: false };
    this.all.set(normalUri(text.uri), document);
    return document;
  }

  private whereabouts(text: TextDocument): { readonly folder: string; readonly path: string | undefined } {
    const absolute = filePathOf(text.uri);
    const folder = absolute === undefined ? undefined : this.folders.holding(absolute);
    if (absolute !== undefined && folder)
      return { folder: folder.uri, path: SOURCE.test(absolute) || isConfig(absolute) ? absolute : undefined };
    const name = /([^/\\]*)$/.exec(decoded(text.uri))?.[1] ?? '';
    const extension = EXTENSIONS[text.languageId];
    if (!SOURCE.test(name) && extension === undefined) return { folder: LOOSE, path: undefined };
    const known = this.get(text.uri);
    if (known?.folder === LOOSE) return { folder: LOOSE, path: known.path };
    this.loose += 1;
    return { folder: LOOSE, path: `${this.loose}/${SOURCE.test(name) ? name : `${name}${extension}`}` };
  }
}

/** A configuration: it decides what holds for others, as the editor holds it. */
export function isConfig(path: string): boolean {
  return basename(path) === CONFIG_FILE;
}

/** A BOM is no part of what is analysed. */
export function analysedText(document: OpenDocument): string {
  const text = document.text.getText();
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function decoded(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
