/** What can be done about a finding: fix it, waive it, read the clause. Edits are made when one is chosen, for the version at hand. */
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Range,
  type SnippetTextEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { CommentPlace } from '../engine/syntax/comment-place.ts';
import type { Finding } from '../engine/workspace/report.ts';
import type { Board } from './board.ts';
import type { ClientTraits } from './client-traits.ts';
import { type DiagnosticData, rangeOf } from './diagnostics.ts';
import { type Documents, isConfig, type OpenDocument } from './documents.ts';
import type { Library } from './library.ts';
import type { FixOffer, Question } from './messages.ts';
import { COMMANDS } from './protocol.ts';
import { say } from './text.ts';
import { dayAfter, waiverDays, waiverEdit } from './waiver.ts';

export const WAIVE_KIND = 'quickfix.suppressRule.inline.clauselint';
export const FIX_ALL_KIND = 'source.fixAll.clauselint';

export const ACTION_KINDS: readonly string[] = [CodeActionKind.QuickFix, WAIVE_KIND, FIX_ALL_KIND];

export interface ActionWorld {
  readonly traits: ClientTraits;
  readonly documents: Documents;
  readonly board: Board;
  readonly library: Library;
  /** YYYY-MM-DD. */
  today(): string;
  ask(folder: string, path: string, what: Question): Promise<unknown>;
}

type ActionData = { readonly uri: string } & (
  | { readonly is: 'waive'; readonly fingerprint: string }
  | { readonly is: 'fix'; readonly fingerprint: string; readonly index: number }
  | { readonly is: 'fixAll'; readonly rule: string | undefined }
);

export class Actions {
  private readonly world: ActionWorld;

  constructor(world: ActionWorld) {
    this.world = world;
  }

  async list({ textDocument, range, context }: CodeActionParams): Promise<CodeAction[]> {
    const document = this.world.documents.get(textDocument.uri);
    if (!document || isConfig(document.path)) return [];
    const all = this.world.board.of(document).findings;
    const here = all.filter((one) => touches(rangeOf(one.place), range));
    const wanted = (kind: string): boolean => context.only?.some((only) => kind === only || kind.startsWith(`${only}.`)) ?? true;
    const about = (one: Finding): Pick<CodeAction, 'diagnostics'> => {
      const same = context.diagnostics.filter((given) => (given.data as DiagnosticData | undefined)?.fingerprint === one.fingerprint);
      return same.length > 0 ? { diagnostics: same } : {};
    };
    const isFixing = wanted(CodeActionKind.QuickFix) && here.length > 0;
    const fixable = isFixing || wanted(FIX_ALL_KIND) ? await this.fixesOf(document, all) : new Map<string, readonly FixOffer[]>();
    const actions = [
      ...(isFixing
        ? here.flatMap((one) => this.fixes(one, document, fixable.get(one.fingerprint) ?? []).map((it) => ({ ...it, ...about(one) })))
        : []),
      ...(wanted(WAIVE_KIND) ? here.map((one) => ({ ...this.waiver(one, document), ...about(one) })) : []),
      ...(isFixing ? this.clauses(here).map(([action, one]) => ({ ...action, ...about(one) })) : []),
      ...(isFixing ? this.fixRules(here, all, document, fixable) : []),
      ...(wanted(FIX_ALL_KIND) ? this.fixAll(all, document, fixable) : []),
    ];
    if (this.world.traits.resolveEdits) return actions;
    const whole = await Promise.all(actions.map((one) => this.resolve(one)));
    return whole.map(({ data: _, ...one }) => one);
  }

  async resolve(action: CodeAction): Promise<CodeAction> {
    const data = action.data as ActionData | undefined;
    const document = data && this.world.documents.get(data.uri);
    if (!data || !document) return action;
    const edit = await this.editFor(data, document);
    return edit ? { ...action, edit } : action;
  }

  private fixes(one: Finding, { uri }: OpenDocument, offers: readonly FixOffer[]): CodeAction[] {
    const { locale } = this.world.traits;
    return offers.map(({ title, safe, byHand }, index) => {
      const data: ActionData = { is: 'fix', uri, fingerprint: one.fingerprint, index };
      const values = { title: title[locale], rule: one.rule, byHand: byHand?.[locale] ?? '' };
      return {
        title: say(locale, byHand ? 'action.fixByHand' : 'action.fix', values),
        kind: CodeActionKind.QuickFix,
        ...(safe && index === 0 && { isPreferred: true }),
        data,
      };
    });
  }

  private waiver({ rule, fingerprint }: Finding, { uri }: OpenDocument): CodeAction {
    const data: ActionData = { is: 'waive', uri, fingerprint };
    return { title: say(this.world.traits.locale, 'action.waive', { rule }), kind: WAIVE_KIND, data };
  }

  private clauses(here: readonly Finding[]): [CodeAction, Finding][] {
    return [...new Set(here.flatMap((one) => one.clauses))].map((clause) => {
      const title = say(this.world.traits.locale, 'action.showClause', { clause });
      const command = { title, command: COMMANDS.showClause, arguments: [clause] };
      return [{ title, kind: CodeActionKind.QuickFix, command }, here.find((one) => one.clauses.includes(clause)) as Finding];
    });
  }

  /** Offered where a rule has more than one finding in the file that can be fixed in it. */
  private fixRules(
    here: readonly Finding[],
    all: readonly Finding[],
    document: OpenDocument,
    offers: ReadonlyMap<string, readonly FixOffer[]>,
  ): CodeAction[] {
    const path = this.world.board.pathOf(document);
    return [...new Set(here.map((one) => one.rule))].flatMap((rule) => {
      const fixable = all.filter((one) => one.rule === rule && offers.get(one.fingerprint)?.some((fix) => fix.path === path));
      if (fixable.length < 2) return [];
      const data: ActionData = { is: 'fixAll', uri: document.uri, rule };
      return [{ title: say(this.world.traits.locale, 'action.fixRule', { rule }), kind: CodeActionKind.QuickFix, data }];
    });
  }

  private fixAll(all: readonly Finding[], document: OpenDocument, offers: ReadonlyMap<string, readonly FixOffer[]>): CodeAction[] {
    const path = this.world.board.pathOf(document);
    if (!all.some((one) => offers.get(one.fingerprint)?.some((fix) => fix.safe && fix.path === path))) return [];
    const data: ActionData = { is: 'fixAll', uri: document.uri, rule: undefined };
    return [{ title: say(this.world.traits.locale, 'action.fixAll'), kind: FIX_ALL_KIND, data }];
  }

  private async fixesOf(document: OpenDocument, findings: readonly Finding[]): Promise<ReadonlyMap<string, readonly FixOffer[]>> {
    const fingerprints = findings.map((one) => one.fingerprint);
    const offers = fingerprints.length === 0 ? [] : ((await this.ask(document, { is: 'fixes', fingerprints })) as FixOffer[][] | undefined);
    return new Map(fingerprints.map((one, i) => [one, offers?.[i] ?? []]));
  }

  private async editFor(data: ActionData, document: OpenDocument): Promise<WorkspaceEdit | undefined> {
    const { version } = document.text;
    const edit = await this.madeFor(data, document);
    // What was typed meanwhile the edit knows nothing of.
    return version === document.text.version ? edit : undefined;
  }

  private async madeFor(data: ActionData, document: OpenDocument): Promise<WorkspaceEdit | undefined> {
    if (data.is === 'waive') return this.waive(document, data.fingerprint);
    if (data.is === 'fixAll')
      return this.workspaceEdit(document, (await this.ask(document, { is: 'fixAll', rule: data.rule })) as FixOffer | undefined);
    const offers = (await this.ask(document, { is: 'fixes', fingerprints: [data.fingerprint] })) as FixOffer[][] | undefined;
    return this.workspaceEdit(document, offers?.[0]?.[data.index]);
  }

  private async waive(document: OpenDocument, fingerprint: string): Promise<WorkspaceEdit | undefined> {
    const { traits, board, library, today } = this.world;
    const finding = board.of(document).findings.find((one) => one.fingerprint === fingerprint);
    if (!finding) return undefined;
    const place = (await this.ask(document, { is: 'comment', offset: finding.place.start })) as CommentPlace | undefined;
    if (!place) return undefined;
    const { contract, config } = library.of(document.folder);
    const edit = waiverEdit({
      rule: finding.rule,
      until: dayAfter(today(), waiverDays(contract, config)),
      place: { ...place, at: place.at + (hasMark(document) ? 1 : 0) },
      document: document.text,
      locale: traits.locale,
      snippet: traits.snippetEdits && traits.versionedEdits,
    });
    return this.editOf(document.uri, document, [edit]);
  }

  private workspaceEdit(document: OpenDocument, fix: FixOffer | undefined): WorkspaceEdit | undefined {
    const uri = fix && this.world.board.uriOf(document.folder, fix.path);
    if (!fix || uri === undefined) return undefined;
    const target = this.world.documents.get(uri);
    // An edit of a file that is open was made for the text that was analysed.
    if (target && !this.world.board.isCurrent(target)) return undefined;
    const edits = fix.edits.map(({ range, newText }) => ({ range: target && hasMark(target) ? shifted(range) : range, newText }));
    return this.editOf(uri, target, edits);
  }

  private editOf(uri: string, target: OpenDocument | undefined, edits: readonly (TextEdit | SnippetTextEdit)[]): WorkspaceEdit | undefined {
    if (this.world.traits.versionedEdits) {
      return { documentChanges: [{ textDocument: { uri, version: target?.text.version ?? null }, edits: [...edits] }] };
    }
    return { changes: { [uri]: edits.flatMap((one) => ('newText' in one ? [one] : [])) } };
  }

  private async ask(document: OpenDocument, what: Question): Promise<unknown> {
    const path = this.world.board.pathOf(document);
    return path === undefined || !this.world.board.isCurrent(document) ? undefined : this.world.ask(document.folder, path, what);
  }
}

function hasMark(document: OpenDocument): boolean {
  return document.text.getText().startsWith('\uFEFF');
}

function shifted({ start, end }: Range): Range {
  const move = ({ line, character }: Range['start']): Range['start'] => ({ line, character: line === 0 ? character + 1 : character });
  return { start: move(start), end: move(end) };
}

function touches(a: Range, b: Range): boolean {
  const before = (x: Range['start'], y: Range['start']): boolean => x.line < y.line || (x.line === y.line && x.character <= y.character);
  return before(a.start, b.end) && before(b.start, a.end);
}
