/** The comment that waives a finding, as the edit that writes it. */
import type { SnippetTextEdit, TextEdit } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Contract, Locale, ProjectConfig } from '../contract/types.ts';
import type { CommentPlace } from '../engine/syntax/comment-place.ts';
import { say } from './text.ts';

/** What holds where a contract states no such term. */
const DEFAULT_DAYS = 30;
const TERM = 'waiver-days';

/** The longest life of a waiver in days. */
export function waiverDays(contract: Contract, config: ProjectConfig): number {
  const stated = contract.clauses.flatMap((clause) => clause.obligations.map((one) => one.terms[TERM]?.value));
  const days = config.terms[TERM] ?? stated.find((one) => one !== undefined);
  return typeof days === 'number' ? days : DEFAULT_DAYS;
}

/** A day so many days after another, both YYYY-MM-DD. */
export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export interface WaiverRequest {
  readonly rule: string;
  /** Its last day, YYYY-MM-DD. */
  readonly until: string;
  readonly place: CommentPlace;
  readonly document: TextDocument;
  readonly locale: Locale;
  readonly snippet: boolean;
}

/** A line of its own above the place, indented like the line there. */
export function waiverEdit({ rule, until, place, document, locale, snippet }: WaiverRequest): TextEdit | SnippetTextEdit {
  const text = document.getText();
  const indent = /^[ \t]*/.exec(text.slice(place.at))?.[0] ?? '';
  const stop = (n: number, word: string): string => (snippet ? `\${${n}:${word}}` : word);
  const owner = stop(1, say(locale, 'waiver.owner'));
  const reason = stop(2, say(locale, 'waiver.reason'));
  // Last, since it is good as it is for most.
  const waiver = `clauselint-waive ${rule} until=${stop(3, until)} owner=${owner} reason="${reason}"`;
  const line = place.style === 'jsx' ? `{/* ${waiver} */}` : `// ${waiver}`;
  const value = `${indent}${line}${text.includes('\r\n') ? '\r\n' : '\n'}`;
  const at = document.positionAt(place.at);
  const range = { start: at, end: at };
  return snippet ? { range, snippet: { kind: 'snippet', value } } : { range, newText: value };
}
