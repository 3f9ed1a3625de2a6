/** What can be done about a finding: fix it, waive it, read the clause. Edits are made when one is chosen, for the version at hand. */
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Command,
  type Range,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import type { CommentPlace } from '../engine/syntax/comment-place.ts';
import type { Finding } from '../engine/workspace/report.ts';
import type { Board } from './board.ts';
import type { ClientTraits } from './client-traits.ts';
import { type DiagnosticData, rangeOf } from './diagnostics.ts';
import type { Documents, OpenDocument } from './documents.ts';
import type { Library } from './library.ts';
import type { Question } from './messages.ts';
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

interface ActionData {
  readonly is: 'waive';
  readonly uri: string;
  readonly fingerprint: string;
}

export class Actions {
  private readonly world: ActionWorld;

  constructor(world: ActionWorld) {
    this.world = world;
  }

  async list(params: CodeActionParams): Promise<CodeAction[]> {
    const { traits, documents, board } = this.world;
    const document = documents.get(params.textDocument.uri);
    if (!document) return [];
    const findings = board.of(document).findings.filter((one) => touches(rangeOf(one.place), params.range));
    const wanted = (kind: string): boolean => params.context.only?.some((only) => kind === only || kind.startsWith(`${only}.`)) ?? true;
    const actions: CodeAction[] = [];
    const about = (one: Finding): Pick<CodeAction, 'diagnostics'> => {
      const same = params.context.diagnostics.filter(
        (given) => (given.data as DiagnosticData | undefined)?.fingerprint === one.fingerprint,
      );
      return same.length > 0 ? { diagnostics: same } : {};
    };
    if (wanted(WAIVE_KIND)) {
      for (const one of findings) {
        const data: ActionData = { is: 'waive', uri: document.uri, fingerprint: one.fingerprint };
        actions.push({ title: say(traits.locale, 'action.waive', { rule: one.rule }), kind: WAIVE_KIND, ...about(one), data });
      }
    }
    if (wanted(CodeActionKind.QuickFix)) {
      for (const clause of new Set(findings.flatMap((one) => one.clauses))) {
        const command = this.command('action.showClause', COMMANDS.showClause, { clause });
        const first = findings.find((one) => one.clauses.includes(clause)) as Finding;
        actions.push({ title: command.title, kind: CodeActionKind.QuickFix, ...about(first), command });
      }
    }
    if (traits.resolveEdits) return actions;
    const whole = await Promise.all(actions.map((one) => this.resolve(one)));
    return whole.map(({ data: _, ...one }) => one);
  }

  async resolve(action: CodeAction): Promise<CodeAction> {
    const data = action.data as ActionData | undefined;
    const document = data && this.world.documents.get(data.uri);
    if (!data || !document) return action;
    const edit = await this.waive(document, data.fingerprint);
    return edit ? { ...action, edit } : action;
  }

  private async waive(document: OpenDocument, fingerprint: string): Promise<WorkspaceEdit | undefined> {
    const { traits, board, library, today, ask } = this.world;
    const finding = board.of(document).findings.find((one) => one.fingerprint === fingerprint);
    const path = board.pathOf(document);
    if (!finding || path === undefined) return undefined;
    const version = document.text.version;
    const mark = document.text.getText().startsWith('\uFEFF') ? 1 : 0;
    const place = (await ask(document.folder, path, { is: 'comment', offset: finding.place.start })) as CommentPlace | undefined;
    if (!place || version !== document.text.version) return undefined;
    const { contract, config } = library.of(document.folder);
    const edit = waiverEdit({
      rule: finding.rule,
      until: dayAfter(today(), waiverDays(contract, config)),
      place: { ...place, at: place.at + mark },
      document: document.text,
      locale: traits.locale,
      snippet: traits.snippetEdits && traits.versionedEdits,
    });
    if (traits.versionedEdits) return { documentChanges: [{ textDocument: { uri: document.uri, version }, edits: [edit] }] };
    return 'newText' in edit ? { changes: { [document.uri]: [edit] } } : undefined;
  }

  private command(key: 'action.showClause', command: string, values: { readonly clause: string }): Command {
    return { title: say(this.world.traits.locale, key, values), command, arguments: [values.clause] };
  }
}

function touches(a: Range, b: Range): boolean {
  const before = (x: Range['start'], y: Range['start']): boolean => x.line < y.line || (x.line === y.line && x.character <= y.character);
  return before(a.start, b.end) && before(b.start, a.end);
}
