/**
 * Comments that waive a finding, and the code that each is about. Layout decides nothing but the side a comment stands on, so that a
 * formatter may move a trailing comment to a line of its own, or wrap what it is about, without a change of meaning.
 */
import type ts from 'typescript';
import type { WaiverFact } from '../facts/types.ts';
import type { Parser } from './typescript.ts';

export const WAIVER = 'clauselint-waive';

/** The word at the start of a line of a comment; prose that only speaks of it is no waiver. */
const KEYWORD = new RegExp(`(?:^|\\n)[\\s*]*(${WAIVER})(?=[\\s:]|$)`, 'g');
const DATE_VALUE = /\buntil\s*[=＝]\s*["'“「]?([^\s"'”」]*)/;
const CONTINUED = /^(?:\r\n|\r|\n)[ \t]*\/\/[ \t]*(?=(?:until|owner|reason|discovered)\s*[=＝])/;
const OPENING = new Set(['{', '(', '[']);

type Span = readonly [number, number];

/** @param lines the offsets at which lines start */
export function waiverComments(t: Parser, source: ts.SourceFile, lines: readonly number[]): WaiverFact[] {
  const found: WaiverFact[] = [];
  const { text } = source;
  let done = 0;
  for (let at = text.indexOf(WAIVER); at >= 0; at = text.indexOf(WAIVER, Math.max(done, at + WAIVER.length))) {
    const comment = commentAt(t, source, at);
    if (!comment) continue;
    const end = endOf(text, comment);
    done = end;
    const scopes = scopesOf(t, source, lines, comment, end);
    const alone = lineHead(text, lines, comment.start).trim() === '' && /^[ \t]*(?:\r|\n|$)/.test(text.slice(end, end + 200));
    for (const one of piecesOf(text.slice(comment.start, end), comment.start)) {
      const isWhole = one.start === comment.start;
      found.push({ ...one, ...(alone && isWhole && { alone: 1 }), scopes });
    }
  }
  return found;
}

interface Comment {
  readonly start: number;
  readonly end: number;
  /** Where the token before it ends. */
  readonly before: number;
  /** What stands around it, the outermost first. */
  readonly around: readonly ts.Node[];
}

function commentAt(t: Parser, source: ts.SourceFile, at: number): Comment | undefined {
  const path = nodesAt(t, source, at);
  const deepest = path.at(-1) ?? source;
  const start = deepest.getStart(source);
  if (start <= at && isOpaque(t, deepest)) return undefined;
  let from = start <= at ? start : deepest.pos;
  if (start <= at) {
    t.forEachChild(deepest, (child) => {
      if (child.end <= at && child.end > from) from = child.end;
    });
  }
  const scanner = t.createScanner(t.ScriptTarget.Latest, false, source.languageVariant, source.text, undefined, from);
  let before = from;
  while (true) {
    const kind = scanner.scan();
    if (kind === t.SyntaxKind.EndOfFileToken) return undefined;
    const end = scanner.getTokenEnd();
    if (end > at) {
      const isComment = kind === t.SyntaxKind.SingleLineCommentTrivia || kind === t.SyntaxKind.MultiLineCommentTrivia;
      return isComment
        ? { start: scanner.getTokenStart(), end, before, around: path.filter((node) => node.getStart(source) <= at) }
        : undefined;
    }
    if (kind > t.SyntaxKind.LastTriviaToken) before = end;
  }
}

/** Tokens whose text may look like a comment. */
function isOpaque(t: Parser, { kind }: ts.Node): boolean {
  return (kind >= t.SyntaxKind.FirstLiteralToken && kind <= t.SyntaxKind.LastTemplateToken) || kind === t.SyntaxKind.JsxText;
}

/** The nodes that hold an offset, leading comments included, from the file's parts down. */
function nodesAt(t: Parser, source: ts.SourceFile, at: number): ts.Node[] {
  const path: ts.Node[] = [];
  for (let node: ts.Node | undefined = source; node; ) {
    node = t.forEachChild(node, (child) => (child.pos <= at && at < child.end ? child : undefined));
    if (node) path.push(node);
  }
  return path;
}

/** Line comments that go on with a key on the next line belong together. */
function endOf(text: string, { start, end }: Comment): number {
  if (!text.startsWith('//', start)) return end;
  let to = end;
  for (let more = CONTINUED.exec(text.slice(to)); more; more = CONTINUED.exec(text.slice(to))) {
    const line = /^[^\r\n]*/.exec(text.slice(to + more[0].length));
    to += more[0].length + (line?.[0].length ?? 0);
  }
  return to;
}

type Piece = Pick<WaiverFact, 'text' | 'start' | 'end' | 'until'>;

/** The waivers of one comment: a block comment may hold several, each on a line of its own. */
function piecesOf(comment: string, offset: number): Piece[] {
  const body = comment.slice(2, comment.startsWith('/*') ? -2 : undefined);
  const starts = [...body.matchAll(KEYWORD)].map((match) => match.index + match[0].length - WAIVER.length);
  return starts.map((start, i) => {
    const piece = body.slice(start, starts[i + 1]).replace(/[\s*]+$/, '');
    const words = piece.slice(WAIVER.length).replace(/(?:\r\n|\r|\n)[ \t]*(?:\/\/|\*)?/g, ' ');
    const at = offset + 2 + start;
    const date = DATE_VALUE.exec(piece);
    const value = date?.[1] ?? '';
    const until = date ? at + date.index + date[0].length - value.length : 0;
    return {
      text: words.replace(/^:/, '').replace(/\s+/g, ' ').trim(),
      start: starts.length === 1 ? offset : at,
      end: starts.length === 1 ? offset + comment.length : at + piece.length,
      ...(value !== '' && { until: [until, until + value.length] as const }),
    };
  });
}

/**
 * What a comment is about, the nearest first. Behind code: what ends before it, and its line. Else what begins after it. At the head of a body,
 * a list of arguments or an object: what begins after it, and then all of what it is the head of.
 */
function scopesOf(t: Parser, source: ts.SourceFile, lines: readonly number[], comment: Comment, end: number): Span[] {
  const { text } = source;
  const inner = comment.around.at(-1);
  if (inner && t.isJsxExpression(inner) && !inner.expression) return jsxScopes(t, source, lines, inner, comment.around.at(-2));
  const line: Span = [lineStart(lines, comment.start), lineEnd(text, lines, end)];
  const trailing = lineHead(text, lines, comment.start).trim() !== '';
  const next = nodeFrom(t, source, end, lines);
  const unit = unitOf(t, source, comment.around);
  if (OPENING.has(text.charAt(comment.before - 1))) return [...(trailing ? [line] : []), ...some(next), ...some(unit)];
  if (!trailing) return next ? [next] : isClosing(text, end) ? [line] : some(unit);
  const ended = nodeUpTo(t, source, comment.before);
  return ended ? [[Math.min(ended[0], line[0]), Math.max(ended[1], line[1])]] : [line, ...some(unit)];
}

const some = (span: Span | undefined): Span[] => (span ? [span] : []);

function isClosing(text: string, from: number): boolean {
  return /^(?:\s|\/\/[^\n\r]*|\/\*[\s\S]*?\*\/)*[)\]}]/.test(text.slice(from));
}

/** `{/* … *\/}` among the children of an element: the child before it on its line, else the one after it. */
function jsxScopes(t: Parser, source: ts.SourceFile, lines: readonly number[], inner: ts.Node, parent: ts.Node | undefined): Span[] {
  const { text } = source;
  const start = inner.getStart(source);
  const line: Span = [lineStart(lines, start), lineEnd(text, lines, inner.end)];
  const siblings = parent && (t.isJsxElement(parent) || t.isJsxFragment(parent)) ? parent.children : [];
  const isText = (node: ts.Node): boolean => !t.isJsxText(node) || node.text.trim() !== '';
  const trailing = lineHead(text, lines, start).trim() !== '';
  const other = trailing
    ? siblings.findLast((node) => node.end <= start && isText(node))
    : siblings.find((node) => node.pos >= inner.end && isText(node));
  if (!other) return [line];
  const span: Span = [other.getStart(source), other.end];
  return trailing ? [[Math.min(span[0], line[0]), Math.max(span[1], line[1])]] : [[span[0], lineEnd(text, lines, span[1])]];
}

/** The largest node that begins with the next token, and the rest of the line on which that token stands. */
function nodeFrom(t: Parser, source: ts.SourceFile, from: number, lines: readonly number[]): Span | undefined {
  const scanner = t.createScanner(t.ScriptTarget.Latest, true, source.languageVariant, source.text, undefined, from);
  if (scanner.scan() === t.SyntaxKind.EndOfFileToken) return undefined;
  const start = scanner.getTokenStart();
  const node = nodesAt(t, source, start).find((one) => one.getStart(source) === start && !isPunctuation(t, one));
  return node && [start, Math.max(node.end, lineEnd(source.text, lines, start))];
}

/** The largest node that ends with the token before, a comma or semicolon set aside. */
function nodeUpTo(t: Parser, source: ts.SourceFile, end: number): Span | undefined {
  const bare = source.text.slice(0, end).replace(/\s*[,;]$/, '').length;
  for (const to of bare === end ? [end] : [end, bare]) {
    const node = nodesAt(t, source, to - 1).find((one) => one.end === to && !isPunctuation(t, one));
    if (node) return [node.getStart(source), node.end];
  }
  return undefined;
}

function isPunctuation(t: Parser, { kind }: ts.Node): boolean {
  return kind >= t.SyntaxKind.FirstPunctuation && kind <= t.SyntaxKind.LastPunctuation;
}

/** The statement, member or property around; a function's own block is none, so that its head stands for the whole function. */
function unitOf(t: Parser, source: ts.SourceFile, around: readonly ts.Node[]): Span | undefined {
  const at = around.findLastIndex((node, i) => {
    if (t.isBlock(node)) return !t.isFunctionLike(around[i - 1]);
    return (
      t.isStatement(node) || t.isClassElement(node) || t.isObjectLiteralElementLike(node) || t.isEnumMember(node) || t.isJsxAttribute(node)
    );
  });
  const node = around[at];
  return node && [node.getStart(source), node.end];
}

function lineIndex(lines: readonly number[], offset: number): number {
  let low = 0;
  let high = lines.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((lines[middle] as number) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

const lineStart = (lines: readonly number[], offset: number): number => lines[lineIndex(lines, offset)] ?? 0;

const lineEnd = (text: string, lines: readonly number[], offset: number): number => lines[lineIndex(lines, offset) + 1] ?? text.length;

const lineHead = (text: string, lines: readonly number[], offset: number): string => text.slice(lineStart(lines, offset), offset);
