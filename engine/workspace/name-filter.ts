/** A small filter of names: says of a name that it is surely not among them, or that it may be. */

/** Bits for each name: of sixteen needless looks fifteen are spared. */
const BITS_PER_NAME = 16;
const LEAST = 1024;
const MOST = 8192;
/** Characters of a text for each different word in it, roughly; measured on sources. */
const CHARACTERS_PER_NAME = 30;

export class NameFilter {
  private readonly words: Uint32Array;

  private constructor(words: Uint32Array) {
    this.words = words;
  }

  static ofNames(names: ReadonlySet<string>): NameFilter {
    const words = roomFor(names.size);
    for (const name of names) set(words, hashOf(name));
    return new NameFilter(words);
  }

  /** All words of a text; a word is a run of ASCII letters, digits, `_` and `$`. */
  static ofText(text: string): NameFilter {
    const words = roomFor(text.length / CHARACTERS_PER_NAME);
    let i = 0;
    while (i < text.length) {
      let c = text.charCodeAt(i++);
      if (IN_WORD[c] === 0) continue;
      let hash = BASIS;
      do {
        hash = Math.imul(hash ^ c, PRIME);
        c = i < text.length ? text.charCodeAt(i) : 0;
        i += 1;
      } while (IN_WORD[c] === 1);
      set(words, hash >>> 0);
    }
    return new NameFilter(words);
  }

  /** @param bytes as `bytes` gave them, in this machine's byte order; copied */
  static ofBytes(bytes: Uint8Array): NameFilter {
    const words = new Uint32Array(bytes.length / 4);
    new Uint8Array(words.buffer).set(bytes);
    return new NameFilter(words);
  }

  get bytes(): Uint8Array {
    return new Uint8Array(this.words.buffer);
  }

  has(name: string): boolean {
    const bit = hashOf(name) & (this.words.length * 32 - 1);
    return ((this.words[bit >> 5] as number) & (1 << (bit & 31))) !== 0;
  }
}

/** By UTF-16 code unit, 1 for what words are made of: looked up, this takes half the time of comparisons. */
const IN_WORD = new Uint8Array(0x10000);
for (let c = 0; c < 0x80; c += 1) if (/[\w$]/.test(String.fromCharCode(c))) IN_WORD[c] = 1;

/** FNV-1a over UTF-16 code units. */
const BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

function hashOf(name: string): number {
  let hash = BASIS;
  for (let i = 0; i < name.length; i += 1) hash = Math.imul(hash ^ name.charCodeAt(i), PRIME);
  return hash >>> 0;
}

/** A power of two of bits. */
function roomFor(names: number): Uint32Array {
  let bits = LEAST;
  while (bits < MOST && bits < names * BITS_PER_NAME) bits *= 2;
  return new Uint32Array(bits / 32);
}

function set(words: Uint32Array, hash: number): void {
  const bit = hash & (words.length * 32 - 1);
  words[bit >> 5] = (words[bit >> 5] as number) | (1 << (bit & 31));
}
