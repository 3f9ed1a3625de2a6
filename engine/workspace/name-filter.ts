/** A small filter of names: says of a name that it is surely not among them, or that it may be. */

/** Bits. 500 names fill a sixteenth of them, so fifteen of sixteen needless looks are spared. */
const BITS = 8192;
/** Of the bytes of a filter. */
export const FILTER_BYTES: number = BITS / 8;

export class NameFilter {
  private readonly words: Uint32Array;

  /** @param words as `bytes` gave them */
  private constructor(words: Uint32Array) {
    this.words = words;
  }

  static ofNames(names: Iterable<string>): NameFilter {
    const words = new Uint32Array(BITS / 32);
    for (const name of names) set(words, hashOf(name));
    return new NameFilter(words);
  }

  /** All words of a text; a word is a run of ASCII letters, digits, `_` and `$`. */
  static ofText(text: string): NameFilter {
    const words = new Uint32Array(BITS / 32);
    let hash = BASIS;
    let inside = false;
    for (let i = 0; i <= text.length; i += 1) {
      const c = i < text.length ? text.charCodeAt(i) : 0;
      if ((c >= 97 && c <= 122) || (c >= 65 && c <= 90) || c === 95 || c === 36 || (c >= 48 && c <= 57)) {
        hash = Math.imul(hash ^ c, PRIME);
        inside = true;
      } else if (inside) {
        set(words, hash >>> 0);
        hash = BASIS;
        inside = false;
      }
    }
    return new NameFilter(words);
  }

  /** @param bytes as many as `FILTER_BYTES`, in this machine's byte order; copied */
  static ofBytes(bytes: Uint8Array): NameFilter {
    const words = new Uint32Array(BITS / 32);
    new Uint8Array(words.buffer).set(bytes);
    return new NameFilter(words);
  }

  get bytes(): Uint8Array {
    return new Uint8Array(this.words.buffer);
  }

  has(name: string): boolean {
    const bit = hashOf(name) % BITS;
    return ((this.words[bit >> 5] as number) & (1 << (bit & 31))) !== 0;
  }
}

/** FNV-1a over UTF-16 code units. */
const BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

function hashOf(name: string): number {
  let hash = BASIS;
  for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), PRIME);
  return hash >>> 0;
}

function set(words: Uint32Array, hash: number): void {
  const bit = hash % BITS;
  words[bit >> 5] = (words[bit >> 5] as number) | (1 << (bit & 31));
}
