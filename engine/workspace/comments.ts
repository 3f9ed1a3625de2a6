/**
 * Does a place of a text lie in a comment? Told without a parse, for the few places that look like it. The answer errs to one side: where it says
 * yes, it is so.
 */

/** What a line has before a place in a comment: one of these at its start, or the other anywhere. */
const STARRED = /[^\S\n\r]*\*/y;
const OPENED = /\/[/*]/;

const STRINGS = [`'(?:[^'\\\\\\n\\r]|\\\\.)*'`, `"(?:[^"\\\\\\n\\r]|\\\\.)*"`];
/** With no more than names and simple calls in its holes. */
const TEMPLATE = '`(?:[^`\\\\$]|\\\\[^]|\\$(?!\\{)|\\$\\{[^{}`\'"/]*\\})*`';
const COMMENTS = ['//[^\\n\\r\\u2028\\u2029]*', '/\\*[^]*?\\*/'];
/** A slash where an expression has to begin. */
const REGEX = '/(?<=(?:[(,=:[&|?]|(?<![\\w$)\\]])!)\\s*/)(?![/*])(?:[^/\\\\[\\n\\r]|\\\\.|\\[(?:[^\\]\\\\\\n\\r]|\\\\.)*\\])+/';
/** A slash behind what has a value: a name that is no keyword, a number, an element. */
const KEYWORD = 'return|typeof|case|in|of|do|else|void|delete|throw|new|await|yield|instanceof|default|extends';
const DIVISION = `/(?<=[\\w$\\]]\\s*/)(?<!\\b(?:${KEYWORD})\\s*/)(?![/*>])`;
/** Any other slash, and quotes of what is more involved. */
const UNCLEAR = `['"\`/]`;
/** What may be an opening tag: what stands in it and behind it is read otherwise. */
const TAG = '<(?<![\\w$)\\]]<)\\s*[\\w$>]';

function tokens(...lost: readonly string[]): RegExp {
  return new RegExp([...STRINGS, TEMPLATE, ...COMMENTS, REGEX, DIVISION, `(?<lost>${lost.join('|')})`].join('|'), 'g');
}
const WITHOUT_TAGS = tokens(UNCLEAR);
const WITH_TAGS = tokens(UNCLEAR, TAG);

/** The comments of one text, from the first on. */
export class Comments {
  private readonly text: string;
  private readonly next: RegExp;
  /** Up to here the text is understood. */
  private at = 0;
  /** What comes next, once looked for; null at the end. */
  private ahead: RegExpExecArray | null | undefined;
  private lost = false;
  /** The line of the last place asked for, whether it looked like a comment there, and how far that was looked at. */
  private line = 0;
  private looks = false;
  private seen = 0;

  /** @param tags whether there may be JSX in it */
  constructor(text: string, tags: boolean) {
    this.text = text;
    this.next = tags ? WITH_TAGS : WITHOUT_TAGS;
    this.looks = this.isStarred(0);
  }

  /**
   * Where the comment ends in which a place lies; undefined for code, and where it cannot be told. To be asked for places in ascending order: nothing is
   * looked at twice, since a file may be one long line.
   */
  endAround(place: number): number | undefined {
    if (!this.looksLikeComment(place)) return undefined;
    while (!this.lost && this.at <= place) {
      const token = this.token();
      if (!token || token.index > place) return undefined;
      this.ahead = undefined;
      const [whole] = token;
      this.lost = token.groups?.lost !== undefined;
      this.at = token.index + whole.length;
      if (!this.lost && this.at > place && OPENED.test(whole.slice(0, 2))) return this.at;
    }
    return undefined;
  }

  private token(): RegExpExecArray | null {
    if (this.ahead === undefined) {
      this.next.lastIndex = this.at;
      this.ahead = this.next.exec(this.text);
    }
    return this.ahead;
  }

  private looksLikeComment(place: number): boolean {
    const { text } = this;
    let start = place;
    while (start > this.seen && text[start - 1] !== '\n' && text[start - 1] !== '\r') start -= 1;
    if (start > this.seen) {
      this.line = start;
      this.looks = this.isStarred(start);
    }
    // What opens a comment may lie across what was looked at before.
    this.looks ||= OPENED.test(text.slice(Math.max(this.line, this.seen - 1), place + 1));
    this.seen = place;
    return this.looks;
  }

  private isStarred(line: number): boolean {
    STARRED.lastIndex = line;
    return STARRED.test(this.text);
  }
}
