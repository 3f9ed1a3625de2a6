/**
 * Which names may a text export? Told without a parse: `export *` of a hundred files leads to each of them, and all but one have no export of the
 * name that is sought. The answer errs to one side: where it says no, there is surely none.
 */

const NAME = '[\\w$\\u0080-\\uffff]+';
/** `export`, and what of: variables, something else with a name, the default, a list, or (nothing captured) what has to be looked at. */
const EXPORT = new RegExp(
  [
    '\\bexport\\s+(?:(?:declare|abstract|async)\\s+)*',
    `(?:(?:const|let|var)\\s+(?!enum\\b)(?<variable>${NAME})`,
    `|(?:(?:type|interface|class|(?:const\\s+)?enum|namespace)\\s+|function\\s*\\*?\\s*)(?<named>${NAME})`,
    '|(?<byDefault>default)\\b)',
    '|\\bexport\\s*(?:type\\s*)?\\{(?<list>[^{}]*)\\}',
    '|\\bexport\\b',
  ].join(''),
  'g',
);
/** What has further names: CommonJS, and names written with escapes. */
const OPEN = /\bexports\b|\\u/;
/** The next place that matters to where a declaration of variables ends, or goes on: whole strings, templates and comments, and single characters. */
const NEXT =
  /'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\$]|\\[\s\S]|\$(?!\{)|\$\{[\w$.\s]*\})*`|\/\/.*|\/\*[\s\S]*?\*\/|(?<![.#$]\s*)\bexport\b|['"`/()[\]{},;]/g;
/** What follows a comma that separates variables. */
const FURTHER = new RegExp(`(?:\\s|//.*|/\\*[\\s\\S]*?\\*/)*(${NAME})?`, 'y');

export class ExportedNames {
  private readonly names = new Set<string>();
  /** Any word from here on may be one. */
  private from = Number.POSITIVE_INFINITY;
  /** There may be any others. */
  readonly open: boolean;

  constructor(text: string) {
    let open = OPEN.test(text);
    for (const { index, 0: whole, groups = {} } of text.matchAll(EXPORT)) {
      const { variable, named, byDefault, list } = groups;
      if (list !== undefined) {
        if (/['"]/.test(list)) open = true;
        for (const name of wordsIn(list)) this.names.add(name);
      } else if (variable !== undefined) {
        this.names.add(variable);
        this.further(text, index + whole.length);
      } else if (named !== undefined) this.names.add(named);
      else if (byDefault === undefined) open = true;
    }
    this.open = open;
  }

  /** @param text the same as the constructor's */
  has(name: string, text: string): boolean {
    return this.open || this.names.has(name) || text.indexOf(name, this.from) >= 0;
  }

  /** Unless there may be any. */
  all(text: string): Iterable<string> {
    return new Set([...this.names, ...wordsIn(text.slice(this.from))]);
  }

  /** The variables behind the first: `export const a = 1, b = 2`. */
  private further(text: string, start: number): void {
    let depth = 0;
    NEXT.lastIndex = start;
    for (let next = NEXT.exec(text); next; next = NEXT.exec(text)) {
      const [token] = next;
      if (token === '(' || token === '[' || token === '{') depth += 1;
      else if (token === ')' || token === ']' || token === '}') depth -= 1;
      else if (token === '/' || token === "'" || token === '"' || token === '`') {
        // A regular expression, a division, JSX, or a template within one: no more is understood.
        this.from = Math.min(this.from, next.index);
        return;
      } else if (token === ',' && depth === 0) {
        FURTHER.lastIndex = NEXT.lastIndex;
        const name = FURTHER.exec(text)?.[1];
        // A pattern.
        if (name === undefined) this.from = Math.min(this.from, next.index);
        else this.names.add(name);
      } else if (depth === 0 && (token === ';' || token === 'export')) return;
      if (depth < 0) return;
    }
  }
}

function wordsIn(text: string): string[] {
  return text.match(new RegExp(NAME, 'g')) ?? [];
}
