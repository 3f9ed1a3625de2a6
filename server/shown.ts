/** The diagnostics of each file as the client is to see them, with an id that tells whether they are other than before. */
import { resolve } from 'node:path';
import type { Diagnostic, Position, Range } from 'vscode-languageserver/node';
import type { Board } from './board.ts';
import type { ClientTraits } from './client-traits.ts';
import { diagnosticsOf, ofDataProblem, resultIdOf, SOURCE } from './diagnostics.ts';
import type { Documents, OpenDocument } from './documents.ts';
import { type Folder, type Folders, filePathOf, normalUri, uriOfPath } from './folders.ts';
import { type FileResult, NOTHING } from './messages.ts';
import type { Settings } from './settings.ts';

export interface Showing {
  readonly items: readonly Diagnostic[];
  readonly id: string;
}

/** What keeps a document from being analysed, in the client's language. */
type Failure = (uri: string) => string | undefined;

const EMPTY: Showing = { items: [], id: resultIdOf([]) };

export class Shown {
  private readonly traits: ClientTraits;
  private readonly settings: () => Settings;
  private readonly folders: Folders;
  private readonly documents: Documents;
  private readonly board: Board;
  private readonly failure: Failure;
  private made = new WeakMap<FileResult, Showing>();

  constructor(traits: ClientTraits, settings: () => Settings, folders: Folders, documents: Documents, board: Board, failure: Failure) {
    this.traits = traits;
    this.settings = settings;
    this.folders = folders;
    this.documents = documents;
    this.board = board;
    this.failure = failure;
  }

  /** Other settings, another contract: all is worded anew. */
  reword(): void {
    this.made = new WeakMap();
  }

  /** With a word on what keeps its folder from being analysed, whatever is known of the text: some of it may be of before. */
  ofDocument(document: OpenDocument): Showing {
    const showing = fitted(this.worded(document.folder, this.board.of(document)), document);
    const failure = this.failure(document.uri);
    if (failure === undefined) return showing;
    const items = [failed(failure), ...(this.board.isCurrent(document) ? showing.items : [])];
    return { items, id: resultIdOf(items) };
  }

  of(uri: string): Showing {
    const document = this.documents.get(uri);
    const config = this.ofConfigs().get(normalUri(uri));
    if (config) return document ? fitted(config, document) : config;
    if (document) return this.ofDocument(document);
    const absolute = filePathOf(uri);
    const result = this.board.ofUri(uri, absolute);
    const folder = absolute === undefined ? undefined : this.folders.holding(absolute);
    return result && folder ? this.worded(folder.uri, result) : EMPTY;
  }

  /** Every file with something to show. */
  all(): ReadonlyMap<string, Showing> {
    const out = new Map<string, Showing>();
    for (const { uri, folder, result } of this.board.all()) {
      const document = this.documents.get(uri);
      const showing = document ? this.ofDocument(document) : this.worded(folder, result);
      if (showing.items.length > 0) out.set(uri, showing);
    }
    for (const document of this.documents.list()) {
      if (this.failure(document.uri) !== undefined) out.set(document.uri, this.ofDocument(document));
    }
    for (const [uri, showing] of this.ofConfigs()) out.set(uri, showing);
    return out;
  }

  private worded(folder: string, result: FileResult): Showing {
    if (result === NOTHING) return EMPTY;
    let showing = this.made.get(result);
    if (!showing) {
      const rules = this.folders.get(folder)?.setup?.rules ?? [];
      const items = diagnosticsOf(result, {
        traits: this.traits,
        settings: this.settings(),
        uriOf: (path) => this.board.uriOf(folder, path),
        titleOf: (rule) => rules.find((one) => one.id === rule)?.title[this.traits.locale] ?? rule,
      });
      showing = { items, id: resultIdOf(items) };
      this.made.set(result, showing);
    }
    return showing;
  }

  private ofConfigs(): ReadonlyMap<string, Showing> {
    const out = new Map<string, Diagnostic[]>();
    for (const folder of this.folders.list()) {
      for (const [uri, item] of this.ofConfig(folder)) out.set(uri, [...(out.get(uri) ?? []), item]);
    }
    return new Map([...out].map(([uri, items]) => [uri, { items, id: resultIdOf(items) }]));
  }

  private ofConfig({ path, setup }: Folder): readonly (readonly [string, Diagnostic])[] {
    const { locale } = this.traits;
    if (!setup?.refusal) return [];
    if (setup.problems.length > 0) return setup.problems.map((one) => [uriOfPath(resolve(path, one.file)), ofDataProblem(one, locale)]);
    if (setup.configFile === undefined) return [];
    const start = { line: 0, character: 0 };
    const message = setup.refusal[locale];
    return [[uriOfPath(setup.configFile), { range: { start, end: start }, severity: 1, code: 'configuration', source: SOURCE, message }]];
  }
}

function failed(message: string): Diagnostic {
  const start = { line: 0, character: 0 };
  return { range: { start, end: start }, severity: 2, code: 'analysis-incomplete', source: SOURCE, message };
}

/** For a document with a BOM, which the analysis does not count; and within the text, should that be newer than what was analysed. */
function fitted(showing: Showing, document: OpenDocument): Showing {
  const text = document.text.getText();
  const hasMark = text.startsWith('\uFEFF');
  if (showing.items.length === 0 || (!hasMark && !document.isDirty)) return showing;
  const move = ({ line, character }: Position): Position => {
    const shifted = { line, character: hasMark && line === 0 ? character + 1 : character };
    return document.text.positionAt(document.text.offsetAt(shifted));
  };
  const items = showing.items.map((one) => ({ ...one, range: { start: move(one.range.start), end: move(one.range.end) } satisfies Range }));
  return { items, id: resultIdOf(items) };
}
