/**
 * Names of hash functions → how many bits they give. Sources: `openssl list -digest-algorithms` of OpenSSL 3.0 with its aliases; FIPS 180-4,
 * FIPS 202; RFC 1320 (MD4), RFC 1321 (MD5), RFC 7693 (BLAKE2); the Web Cryptography API; XML Signature's algorithm URIs (RFC 9231).
 */

export interface HashSpec {
  /** `md5`, `sha1`, `sha256`, `sha3-256`, … */
  readonly name: string;
  /** Bits of output; collisions cost half of that at best. */
  readonly bits: number;
}

const FAMILIES: readonly (readonly [RegExp, (match: RegExpExecArray) => HashSpec])[] = [
  [/^md([245])$/, (m) => ({ name: `md${m[1]}`, bits: 128 })],
  [/^md5-?sha1$/, () => ({ name: 'md5-sha1', bits: 160 })],
  [/^sha-?0$/, () => ({ name: 'sha0', bits: 160 })],
  [/^(?:sha|sha-?1|ssl3-sha1)$/, () => ({ name: 'sha1', bits: 160 })],
  [/^sha-?2?-?(224|256|384|512)$/, (m) => ({ name: `sha${m[1]}`, bits: Number(m[1]) })],
  [/^sha-?512[-/]?t?(224|256)$/, (m) => ({ name: `sha512-${m[1]}`, bits: Number(m[1]) })],
  [/^(?:sha-?3|keccak)-?(224|256|384|512)$/, (m) => ({ name: `sha3-${m[1]}`, bits: Number(m[1]) })],
  [/^(?:ripemd|rmd)(?:-?(128|160|256|320))?$/, (m) => ({ name: `ripemd${m[1] ?? 160}`, bits: Number(m[1] ?? 160) })],
  [/^shake-?(128|256)$/, (m) => ({ name: `shake${m[1]}`, bits: Number(m[1]) })],
  [/^whirlpool$/, () => ({ name: 'whirlpool', bits: 512 })],
  [/^tiger(?:-?192)?$/, () => ({ name: 'tiger', bits: 192 })],
  [/^(?:sm3|blake3)$/, (m) => ({ name: m[0], bits: 256 })],
  [/^blake2b-?(?:512)?$/, () => ({ name: 'blake2b', bits: 512 })],
  [/^blake2s-?(?:256)?$/, () => ({ name: 'blake2s', bits: 256 })],
  [/^blake2[bs]-?(128|160|224|256|384)$/, (m) => ({ name: m[0], bits: Number(m[1]) })],
];

/** The hash function that a name stands for, however it is written; undefined for checksums (CRC, xxHash) and names nobody knows. */
export function hashNamed(name: string): HashSpec | undefined {
  const low = name
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\/www\.w3\.org\/\d{4}\/\d{2}\/xml(?:dsig|enc)(?:-more)?#/, '')
    .replaceAll('_', '-')
    .replace(/^(?:id-)?(?:rsa|dsa|ecdsa|hmac|hs)-(?:with-|pkcs1-)?/, '')
    .replace(/(?:-?with-?(?:rsa|dsa|ecdsa)(?:encryption)?)$/, '');
  for (const [pattern, make] of FAMILIES) {
    const match = pattern.exec(low);
    if (match) return make(match);
  }
  return undefined;
}

/** Falls short of SHA-256, the contract's usual figure. */
export function plainlyWeakHash(name: string): boolean {
  const spec = hashNamed(name.replace(/^hmac-/, ''));
  return spec !== undefined && spec.bits < 256;
}
