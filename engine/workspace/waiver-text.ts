/** The words of a waiver comment: `<rule> until=YYYY-MM-DD owner=… reason="…"`, in any order after the rule. */

export interface WaiverText {
  /** `undefined` where it is not written, or empty. */
  readonly rule: string | undefined;
  readonly until: string | undefined;
  readonly owner: string | undefined;
  readonly reason: string | undefined;
  readonly discovered: string | undefined;
  /** Words that belong to no key, and keys that are not known, as written. */
  readonly stray: readonly string[];
}

const KEYS: ReadonlySet<string> = new Set(['until', 'owner', 'reason', 'discovered']);
/** A key, and the way to its value; the next key is no value. */
const KEY = /\s*([A-Za-z][\w-]*)\s*[=＝](?:(?!\s+[A-Za-z][\w-]*\s*[=＝])\s*)?/y;
/** In quotes of any kind; a quote that is not closed holds for the rest. */
const VALUE = /"([^"]*)"?|'([^']*)'?|“([^”]*)”?|「([^」]*)」?|(\S*)/y;
const WORD = /\s*(\S+)/y;

/** @param text on one line; a further comment on the line (`// …`) is no part of it */
export function parseWaiver(text: string): WaiverText {
  const values = new Map<string, string>();
  const words: string[] = [];
  const stray: string[] = [];
  const next = (pattern: RegExp, at: number): RegExpExecArray | null => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  for (let at = 0; at < text.length; ) {
    const key = next(KEY, at);
    const value = key && next(VALUE, at + key[0].length);
    if (key && value) {
      const name = key[1] ?? '';
      const written = value.slice(1).find((one) => one !== undefined) ?? '';
      if (KEYS.has(name) && !values.has(name)) values.set(name, written.trim());
      else stray.push(`${name}=${written}`);
      at += key[0].length + value[0].length;
      continue;
    }
    const word = next(WORD, at);
    if (!word || word[1] === '//') break;
    words.push(word[1] ?? '');
    at += word[0].length;
  }
  const read = (name: string): string | undefined => values.get(name) || undefined;
  return {
    rule: words[0],
    until: read('until'),
    owner: read('owner'),
    reason: read('reason'),
    discovered: read('discovered'),
    stray: [...words.slice(1), ...stray],
  };
}
