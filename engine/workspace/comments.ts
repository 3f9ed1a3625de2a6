/**
 * Does a place of a text lie in a comment? Told without a parse, for the few places that look like it. The answer errs to one side: where it says
 * yes, it is so.
 */

/** What a line has before a place in a comment. */
const LOOKS_LIKE_COMMENT = /^\s*\*|\/[/*]/;

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
  private lost = false;

  /** @param tags whether there may be JSX in it */
  constructor(text: string, tags: boolean) {
    this.text = text;
    this.next = tags ? WITH_TAGS : WITHOUT_TAGS;
  }

  /** Where the comment ends in which a place lies; undefined for code, and where it cannot be told. To be asked for places in ascending order. */
  endAround(place: number): number | undefined {
    const { text, next } = this;
    const line = Math.max(text.lastIndexOf('\n', place - 1), text.lastIndexOf('\r', place - 1)) + 1;
    if (!LOOKS_LIKE_COMMENT.test(text.slice(line, place + 1))) return undefined;
    while (!this.lost && this.at <= place) {
      next.lastIndex = this.at;
      const token = next.exec(text);
      if (!token || token.index > place) return undefined;
      const [whole] = token;
      this.lost = token.groups?.lost !== undefined;
      this.at = token.index + whole.length;
      if (!this.lost && this.at > place && /^\/[/*]/.test(whole)) return this.at;
    }
    return undefined;
  }
}
