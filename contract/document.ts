/** Text of a JSON file with comments and trailing commas → tree with positions, or the first syntax error in both languages. */
import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type Complaint, empty, tooDeep } from './messages.ts';
import type { DataProblem, Localized } from './types.ts';

/** Deeper than any contract needs, and far from what a recursive parser can stand. */
const MAX_DEPTH = 64;

/** Collects what is wrong with one file. */
export interface Problems {
  /** `offset` counts UTF-16 code units of the text. */
  add(offset: number, complaint: Complaint): void;
  /** 1-based line of an offset. */
  lineOf(offset: number): number;
  /** 1-based column of an offset. */
  columnOf(offset: number): number;
  /** In the order of the text. */
  list(): readonly DataProblem[];
}

export interface Document {
  readonly problems: Problems;
  /** Undefined when the text cannot be parsed; `problems` then says why. */
  readonly root: Node | undefined;
}

/** Never throws. A byte order mark is skipped and counts in no column. */
export function parseDocument(text: string, file: string): Document {
  const body = text.startsWith('\uFEFF') ? text.slice(1) : text;
  const problems = collect(body, file);
  const deep = offsetOfExcessiveDepth(body);
  if (deep !== undefined) {
    problems.add(deep, tooDeep(MAX_DEPTH));
    return { problems, root: undefined };
  }
  const errors: ParseError[] = [];
  const root = parseTree(body, errors, { allowTrailingComma: true });
  const first = errors[0];
  // One slip makes a parser stumble several times: only the first error is about the text as it was meant.
  if (first !== undefined) {
    const code = errorName(first, body);
    const nothing = root === undefined && code === 'ValueExpected' && first.offset >= body.length;
    problems.add(nothing ? 0 : first.offset, nothing ? empty() : (SYNTAX[code] ?? UNREADABLE));
    return { problems, root: undefined };
  }
  return { problems, root };
}

function collect(text: string, file: string): Problems {
  const starts = lineStarts(text);
  const found: { readonly offset: number; readonly problem: DataProblem }[] = [];
  const lineOf = (offset: number): number => {
    let line = 1;
    while (line < starts.length && (starts[line] as number) <= offset) line++;
    return line;
  };
  const columnOf = (offset: number): number => offset - (starts[lineOf(offset) - 1] as number) + 1;
  return {
    add(offset, complaint) {
      found.push({ offset, problem: { file, line: lineOf(offset), column: columnOf(offset), ...complaint } });
    },
    lineOf,
    columnOf,
    list: () => [...found].sort((a, b) => a.offset - b.offset).map((entry) => entry.problem),
  };
}

/** Offsets at which lines begin; lines end at \n, \r\n and \r only, as editors count them. */
function lineStarts(text: string): readonly number[] {
  return [0, ...Array.from(text.matchAll(/\r\n|\n|\r/g), (match) => match.index + match[0].length)];
}

/** The parser's name for an error; where it asks for a comma before the wrong bracket, what is missing is the right one. */
function errorName(error: ParseError, text: string): string {
  const name = printParseErrorCode(error.error);
  if (name !== 'CommaExpected') return name;
  const found = text.charAt(error.offset);
  return found === '}' ? 'CloseBracketExpected' : found === ']' ? 'CloseBraceExpected' : name;
}

/** Where the nesting passes the limit. A token that begins with a bracket is that bracket: texts begin with their quote. */
function offsetOfExcessiveDepth(text: string): number | undefined {
  const scanner = createScanner(text, true);
  let depth = 0;
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const first = text.charAt(scanner.getTokenOffset());
    if (first === '{' || first === '[') depth++;
    if (first === '}' || first === ']') depth--;
    if (depth > MAX_DEPTH) return scanner.getTokenOffset();
  }
  return undefined;
}

const QUOTES: Localized = {
  en: 'Put names and texts in double quotes; bare words are only true, false and null.',
  ja: 'キーと文字列は二重引用符で囲んでください。引用符なしで書けるのは true、false、null だけです。',
};

const NUMBER: Complaint = {
  message: { en: 'This number is not JSON.', ja: 'JSON として読めない数値です。' },
  remedy: { en: 'Write it in plain decimal, such as 30 or 1.5.', ja: '30 や 1.5 のような10進数で書いてください。' },
};

/** By the parser's names for its errors. */
const SYNTAX: Readonly<Record<string, Complaint>> = {
  InvalidSymbol: { message: { en: 'This word is not JSON.', ja: 'JSON として読めない語です。' }, remedy: QUOTES },
  InvalidNumberFormat: NUMBER,
  UnexpectedEndOfNumber: NUMBER,
  PropertyNameExpected: { message: { en: 'A key is missing here.', ja: 'ここにキーがありません。' }, remedy: QUOTES },
  ValueExpected: {
    message: { en: 'A value is missing here.', ja: 'ここに値がありません。' },
    remedy: { en: 'Add the value, or remove the key and its comma.', ja: '値を書くか、キーとカンマを削除してください。' },
  },
  ColonExpected: {
    message: { en: 'A colon is missing before this.', ja: 'この前にコロンがありません。' },
    remedy: { en: 'Put ":" between the key and its value.', ja: 'キーと値の間に ":" を入れてください。' },
  },
  CommaExpected: {
    message: { en: 'A comma is missing before this.', ja: 'この前にカンマがありません。' },
    remedy: { en: 'Put "," after the entry before.', ja: '直前の要素の後に "," を入れてください。' },
  },
  CloseBraceExpected: {
    message: { en: 'An object is not closed.', ja: 'オブジェクトが閉じられていません。' },
    remedy: { en: 'Add the missing "}".', ja: '不足している "}" を追加してください。' },
  },
  CloseBracketExpected: {
    message: { en: 'A list is not closed.', ja: '配列が閉じられていません。' },
    remedy: { en: 'Add the missing "]".', ja: '不足している "]" を追加してください。' },
  },
  EndOfFileExpected: {
    message: { en: 'Something follows the end of the object.', ja: 'オブジェクトの終わりの後に余分な文字があります。' },
    remedy: { en: 'Remove what follows the last "}".', ja: '最後の "}" より後を削除してください。' },
  },
  UnexpectedEndOfComment: {
    message: { en: 'A comment is not closed.', ja: 'コメントが閉じられていません。' },
    remedy: { en: 'Add the missing "*/".', ja: '不足している "*/" を追加してください。' },
  },
  UnexpectedEndOfString: {
    message: { en: 'A text is not closed on its line.', ja: '文字列がその行の中で閉じられていません。' },
    remedy: { en: 'Add the missing quote; write a line break as \\n.', ja: '閉じる引用符を追加してください。改行は \\n と書きます。' },
  },
};

const UNREADABLE: Complaint = {
  message: { en: 'A character or escape in this text is not JSON.', ja: 'この文字列に、JSON では使えない文字またはエスケープがあります。' },
  remedy: {
    en: 'Use \\\\ for a backslash and \\uXXXX for a control character.',
    ja: 'バックスラッシュは \\\\、制御文字は \\uXXXX と書いてください。',
  },
};
