/**
 * Which texts may call something by a name? Asked often, for many names, over all files that are not parsed: a small filter of a file's words
 * answers most of it, and the text itself the rest. A word is a run of ASCII letters, digits, `_` and `$`.
 */

/** Bits a file. A file of 500 different words fills a sixteenth of them, so fifteen of sixteen needless searches are spared. */
const BITS = 8192;

export class Mentions {
  private readonly filters = new Map<string, Uint32Array>();
  private readonly texts: ReadonlyMap<string, string>;

  /** `texts` is a live view: what comes and goes is seen; whose text changes is to be forgotten. */
  constructor(texts: ReadonlyMap<string, string>) {
    this.texts = texts;
  }

  /** Paths whose text may call, construct, extend or rename what goes by the word, in the map's order. */
  of(word: string): string[] {
    const out: string[] = [];
    const bit = /^[\w$]+$/.test(word) ? hashOf(word) % BITS : undefined;
    for (const [path, text] of this.texts) {
      if (bit !== undefined && !has(this.filter(path, text), bit)) continue;
      if (mayCall(text, word)) out.push(path);
    }
    return out;
  }

  /** Whether a text may call one of several names. */
  any(path: string, words: Iterable<string>): boolean {
    const text = this.texts.get(path);
    if (text !== undefined) for (const word of words) if (mayCall(text, word)) return true;
    return false;
  }

  /** The text of a path is another one now. */
  forget(path: string): void {
    this.filters.delete(path);
  }

  private filter(path: string, text: string): Uint32Array {
    let filter = this.filters.get(path);
    if (!filter) this.filters.set(path, (filter = filterOf(text)));
    return filter;
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

function has(filter: Uint32Array, bit: number): boolean {
  return ((filter[bit >> 5] as number) & (1 << (bit & 31))) !== 0;
}

/** FNV-1a over UTF-16 code units. */
function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < word.length; i += 1) hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}

function filterOf(text: string): Uint32Array {
  const filter = new Uint32Array(BITS / 32);
  let hash = 0x811c9dc5;
  let inside = false;
  for (let i = 0; i <= text.length; i += 1) {
    const c = i < text.length ? text.charCodeAt(i) : 0;
    if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || c === 36 || (c >= 48 && c <= 57)) {
      hash = Math.imul(hash ^ c, 0x01000193);
      inside = true;
    } else if (inside) {
      const bit = (hash >>> 0) % BITS;
      filter[bit >> 5] = (filter[bit >> 5] as number) | (1 << (bit & 31));
      hash = 0x811c9dc5;
      inside = false;
    }
  }
  return filter;
}
