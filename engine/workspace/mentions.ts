/**
 * Which texts may call something by a name? Asked often, for many names, over all files that are not parsed: a small filter of a file's words
 * answers most of it, and the text itself the rest.
 */
import { NameFilter } from './name-filter.ts';

/** A text that nobody reads yet. */
export interface Asleep {
  readonly text: string;
  /** Of its words, once somebody asked. */
  names?: NameFilter | undefined;
}

export class Mentions {
  private readonly texts: ReadonlyMap<string, Asleep>;
  private readonly counts: (path: string) => boolean;

  /** `texts` is a live view: what comes and goes is seen. So is `counts`: the others are not looked at. */
  constructor(texts: ReadonlyMap<string, Asleep>, counts: (path: string) => boolean) {
    this.texts = texts;
    this.counts = counts;
  }

  /** Paths whose text may call, construct, extend or rename what goes by the word, in the map's order. */
  of(word: string): string[] {
    const out: string[] = [];
    const isWord = /^[\w$]+$/.test(word);
    for (const [path, one] of this.texts) {
      if (!this.counts(path)) continue;
      if (isWord) {
        one.names ??= NameFilter.ofText(one.text);
        if (!one.names.has(word)) continue;
      }
      if (mayCall(one.text, word)) out.push(path);
    }
    return out;
  }

  /** Whether a text may call one of several names. */
  any(path: string, words: Iterable<string>): boolean {
    const text = this.texts.get(path)?.text;
    if (text !== undefined) for (const word of words) if (mayCall(text, word)) return true;
    return false;
  }
}

const PART_OF_WORD = /[\w$\u0080-\uffff]/;
/** What follows a name that is called: `f(`, `f<T>(`, `f?.(`, `f!(`, a tag's backtick, `o['f'](`; or `f as g` in an import. */
const CALLED = /^(?:\s|\/\*[\s\S]{0,200}?\*\/)*(?:[(<`]|\?\.\s*[(<]|!\s*\(|['"]\s*\]|as\b)/;
/** What stands before a name that is constructed or extended. */
const MADE = /\b(?:new|extends)\s+(?:[\w$]+\s*\.\s*)*$/;

function mayCall(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + word.length)) {
    if (at > 0 && PART_OF_WORD.test(text[at - 1] as string)) continue;
    const end = at + word.length;
    if (end < text.length && PART_OF_WORD.test(text[end] as string)) continue;
    if (CALLED.test(text.slice(end, end + 240)) || MADE.test(text.slice(Math.max(0, at - 80), at))) return true;
  }
  return false;
}
