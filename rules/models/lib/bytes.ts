/**
 * How long is this key, and how many bits of secret can it carry? `randomBytes(16).toString('hex')` is 32 bytes long and carries 128 bits.
 */

import type { Answer, Query, Value } from '../../../engine/rule/index.ts';
import { alternatives, answer, numberOf, stringOf } from '../../../engine/rule/index.ts';
import type { Made } from './calls.ts';
import { inChain, madeBy, methodOnUnknown } from './calls.ts';
import type { Measure } from './measure.ts';
import { ANY, concatenated, cut, decoded, encoded, exact, widest } from './measure.ts';

const MAX_DEPTH = 12;

/** Digest lengths in bytes, by the name in lower case without separators. */
const DIGESTS: ReadonlyMap<string, number> = new Map([
  ['md4', 16],
  ['md5', 16],
  ['sha1', 20],
  ['ripemd160', 20],
  ['rmd160', 20],
  ['sha224', 28],
  ['sha256', 32],
  ['sha384', 48],
  ['sha512', 64],
  ['sha512256', 32],
  ['sha3224', 28],
  ['sha3256', 32],
  ['sha3384', 48],
  ['sha3512', 64],
  ['blake2b512', 64],
  ['blake2s256', 32],
  ['blake3', 32],
  ['sm3', 32],
]);

/** Functions that give that many random bytes: their first argument. */
const RANDOM = new Set([
  'randomBytes',
  'randomBytesSync',
  'pseudoRandomBytes',
  'getBytesSync',
  'getBytes',
  'randombytes_buf',
  'getRandomBytes',
  'getRandomBytesAsync',
  'random_bytes',
  'randomKey',
  'prng',
]);
/** Functions that hand their first argument's bytes through. */
const SAME = new Set([
  'utf8ToBytes',
  'toBytes',
  'encode',
  'createBuffer',
  'encodeUtf8',
  'createSecretKey',
  'from_string',
  'encodeUTF8',
  'decodeUTF8',
  'utf8Encode',
  'base64ToArrayBuffer',
  'getRandomValues',
  'randomFillSync',
  'arrayify',
]);
const FROM_HEX = new Set(['hexToBytes', 'from_hex', 'fromHex']);
const FROM_BASE64 = new Set(['decode64', 'from_base64', 'atob', 'decodeBase64', 'toByteArray']);

/** The bits of key that a value carries: less than 256 only when that is certain; `unknown` when the value does not tell. */
export function keyBitsOf(q: Query, value: Value): Answer<number> {
  return answer(value, (one) => bitsOf(measure(q, one)));
}

/** The same, also for values that cannot be followed whole: `secret.slice(0, 16)` is never longer than 16. */
export function keyBits(q: Query, value: Value): Answer<number> {
  return {
    alternatives: alternatives(value).flatMap((one) => {
      const bits = one.is === 'unknown' ? bitsOf(measure(q, one)) : undefined;
      return bits === undefined ? keyBitsOf(q, one).alternatives : [{ is: 'known' as const, value: bits, from: one }];
    }),
  };
}

function bitsOf(found: Measure | undefined): number | undefined {
  // No bytes at all are a place kept for a key.
  if (!found || found.max === 0) return undefined;
  const most = Math.min(found.max * 8, found.bits);
  if (most < 256) return most;
  return found.min * 8 >= 256 && found.min === found.max ? Math.min(found.min * 8, found.bits) : found.min >= 32 ? 256 : undefined;
}

export function measure(q: Query, value: Value, depth = 0): Measure | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const again = (inner: Value): Measure | undefined => measure(q, inner, depth + 1);
  switch (value.is) {
    case 'known':
      return typeof value.v === 'string' ? exact(new TextEncoder().encode(value.v).length) : undefined;
    case 'text':
      return { ...ANY, min: value.parts.reduce((n, part) => n + (typeof part === 'string' ? part.length : 0), 0) };
    case 'list':
      return value.open ? undefined : exact(value.items.length);
    case 'oneOf':
      return widest(value.of.map(again));
    case 'unknown': {
      const method = methodOnUnknown(q, value);
      return method && cut(method.name, again(method.receiver) ?? ANY, (i) => method.call.arg(i));
    }
    case 'ext': {
      const made = madeBy(q, value);
      return made && measureMade(q, made, again);
    }
    default:
      return undefined;
  }
}

function measureMade(q: Query, made: Made, again: (value: Value) => Measure | undefined): Measure | undefined {
  const { name, path, call } = made;
  const arg = (i: number): Value => call.arg(i);
  const bytes = (i: number, times = 1): Measure | undefined => {
    const n = numberOf(arg(i));
    return n === undefined ? undefined : exact(n * times);
  };
  if (/(^|\.)Buffer\.from$|^Buffer$|^Uint8Array\.from$|^createSecretKey$/.test(path)) {
    const n = path === 'Buffer' ? bytes(0) : undefined;
    return n ?? decoded(again(arg(0)), arg(0), stringOf(arg(1)));
  }
  if (/(^|\.)Buffer\.alloc(Unsafe|UnsafeSlow)?$/.test(path)) return bytes(0);
  if (/^(Uint8Array|Int8Array|Uint8ClampedArray|ArrayBuffer)$/.test(path)) return bytes(0) ?? again(arg(0));
  if (/^Uint32Array$/.test(path)) return bytes(0, 4);
  if (/(^|\.)Buffer\.concat$/.test(path)) return concatenated(q.items(arg(0))?.map(again));
  if (/enc\.(Utf8|Latin1)\.parse$|^enc-(utf8|latin1)#?parse$/.test(path)) return again(arg(0));
  if (/enc\.Hex\.parse$/.test(path)) return decoded(again(arg(0)), arg(0), 'hex');
  if (/enc\.Base64(url)?\.parse$/.test(path)) return decoded(again(arg(0)), arg(0), 'base64');
  if (/utils\.hex\.toBytes$/.test(path) || FROM_HEX.has(name)) return decoded(again(arg(0)), arg(0), 'hex');
  if (FROM_BASE64.has(name)) return decoded(again(arg(0)), arg(0), 'base64');
  if (/WordArray\.random$/.test(path)) return bytes(0);
  if (/WordArray\.create$/.test(path)) {
    const words = arg(0);
    return numberOf(arg(1)) === undefined ? (words.is === 'list' && !words.open ? exact(words.items.length * 4) : undefined) : bytes(1);
  }
  const promised = promisified(made);
  if (RANDOM.has(name) || promised === 'randomBytes') return bytes(0);
  if (promised !== undefined) return bytes(derivedAt(promised));
  if (/^(scrypt|pbkdf2|hkdf)(Sync|Async)?$/.test(name)) return derived(q, made, bytes);
  if (/^(PBKDF2|EvpKDF)$/.test(name)) {
    const words = q.prop(arg(2), 'keySize');
    // crypto-js derives four words unless told otherwise.
    return words.is === 'absent' ? exact(16) : numberOf(words) === undefined ? undefined : exact((numberOf(words) as number) * 4);
  }
  if (name === 'digest' || name === 'hash') return digest(q, made);
  if (DIGESTS.has(name.toLowerCase())) return hashed(made);
  if (name === 'deriveBits') return bytes(2, 1 / 8);
  if (name === 'generateKeySync' || path === 'generateKey') {
    const length = numberOf(q.prop(arg(1), 'length'));
    return length === undefined ? undefined : exact(length / 8);
  }
  if (name === 'export' && made.receiver) return again(made.receiver);
  if (/^(randomUUID|v4|uuidv4|uuid)$/.test(name)) return exact(36, 122, 122 / 36);
  if (name === 'toString' && made.receiver)
    return encoded(again(made.receiver), stringOf(arg(0)) ?? (/SHA|MD5|random|WordArray|PBKDF2|RIPEMD/.test(path) ? 'hex' : undefined));
  if (name === 'bytesToHex' || name === 'to_hex') return encoded(again(arg(0)), 'hex');
  if (name === 'fill' && made.receiver) return again(made.receiver);
  if (SAME.has(name)) return again(arg(0));
  return made.receiver && cut(name, again(made.receiver) ?? ANY, arg);
}

/** Which function `promisify(f)(…)` runs. */
function promisified(made: Made): string | undefined {
  const outer = made.value.base;
  const inner = outer?.is === 'ext' && outer.call ? outer.call : undefined;
  if (!inner || made.path !== 'promisify()') return undefined;
  const expr = inner.m.expr(inner.e);
  const first = expr.k === 'call' && expr.a[0] !== undefined ? inner.m.expr(expr.a[0]) : undefined;
  if (first?.k === 'member' || first?.k === 'free') return first.n;
  return first?.k === 'ref' ? inner.m.bindingName(first.b) : undefined;
}

/** Where a key derivation of node:crypto takes the length of its key. */
function derivedAt(name: string): number {
  return name.startsWith('scrypt') ? 2 : name.startsWith('pbkdf2') ? 3 : name.startsWith('hkdf') ? 4 : 99;
}

function derived(q: Query, made: Made, bytes: (i: number) => Measure | undefined): Measure | undefined {
  for (const i of [2, 3]) {
    const length = numberOf(q.prop(made.call.arg(i), 'dkLen'));
    if (length !== undefined) return exact(length);
  }
  return bytes(/forge/.test(made.root) ? 3 : derivedAt(made.name));
}

/** A digest of node:crypto: as many bits as the hash gives, as long as its encoding makes it. */
function digest(q: Query, made: Made): Measure | undefined {
  const start = made.name === 'hash' ? made : inChain(q, made.value, (one) => one.name === 'createHash' || one.name === 'createHmac');
  const length = DIGESTS.get((start ? (stringOf(start.call.arg(0)) ?? '') : '').toLowerCase().replaceAll(/[-_/]/g, ''));
  if (length === undefined) return undefined;
  return encoded(exact(length), made.name === 'hash' ? (stringOf(made.call.arg(2)) ?? 'hex') : stringOf(made.call.arg(0)));
}

/** A hash by its own name: bytes, or hexadecimal text where a library for text gives that. */
function hashed(made: Made): Measure | undefined {
  const length = DIGESTS.get(made.name.toLowerCase());
  if (length === undefined) return undefined;
  return /^(md5|sha1|js-sha256|js-sha512|js-md5|ts-md5|blueimp-md5|hash-wasm)$/.test(made.root)
    ? encoded(exact(length), 'hex')
    : exact(length);
}
