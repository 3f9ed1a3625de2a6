/**
 * Names of symmetric ciphers → family, mode and key length. Sources: `openssl list -cipher-algorithms` of OpenSSL 3.0 with its aliases;
 * RFC 7518 (JSON Web Algorithms); the Web Cryptography API; AWS KMS `DataKeySpec`.
 */
import type { CipherSpec } from '../../engine/rule/index.ts';

/** Key lengths in bits that a name alone fixes. 3DES counts as the 112 bits it resists, DES as its 56. */
const FAMILIES: readonly (readonly [RegExp, (match: RegExpExecArray) => Omit<CipherSpec, 'name'>])[] = [
  [
    /^(?:id-)?aes-?(128|192|256)(?:-?(cbc|gcm|ctr|ccm|ecb|cfb|ofb|ocb|xts|wrap|kw|siv|cts)[a-z0-9-]*)?$/,
    (m) => ({ family: 'aes', keyBits: Number(m[1]), mode: modeName(m[2] ?? 'cbc') }),
  ],
  [/^(?:x?chacha20)(-?poly1305)?$/, (m) => ({ family: m[1] ? 'chacha20-poly1305' : 'chacha20', keyBits: 256 })],
  [/^des-?(?:ede3?)(?:-([a-z0-9]+))?$/, (m) => ({ family: '3des', keyBits: 112, mode: modeName(m[1] ?? 'ecb') })],
  [/^(?:des3|3des|triple-?des|tdes|desede3?)(?:-([a-z0-9]+))?$/, (m) => ({ family: '3des', keyBits: 112, mode: modeName(m[1] ?? 'cbc') })],
  [/^desx?(?:-([a-z0-9]+))?$/, (m) => ({ family: 'des', keyBits: 56, mode: modeName(m[1] ?? 'cbc') })],
  [/^rc2(?:-(40|64|128))?(?:-([a-z0-9]+))?$/, (m) => ({ family: 'rc2', keyBits: Number(m[1] ?? 128), mode: m[2] ?? 'cbc' })],
  [/^(?:rc4|arc4|arcfour)(?:-(40))?(?:-[a-z0-9-]+)?$/, (m) => ({ family: 'rc4', keyBits: Number(m[1] ?? 128) })],
  [/^(?:bf|blowfish)(?:-([a-z0-9]+))?$/, (m) => ({ family: 'blowfish', keyBits: 128, mode: modeName(m[1] ?? 'cbc') })],
  [/^cast5?(?:-([a-z0-9]+))?$/, (m) => ({ family: 'cast5', keyBits: 128, mode: modeName(m[1] ?? 'cbc') })],
  [/^(idea|seed|sm4)(?:-([a-z0-9]+))?$/, (m) => ({ family: m[1] as string, keyBits: 128, mode: modeName(m[2] ?? 'cbc') })],
  [
    /^(camellia|aria)-?(128|192|256)(?:-([a-z0-9]+))?$/,
    (m) => ({ family: m[1] as string, keyBits: Number(m[2]), mode: modeName(m[3] ?? 'cbc') }),
  ],
  [/^rabbit(?:-legacy)?$/, () => ({ family: 'rabbit', keyBits: 128 })],
];

/** `cfb8` and `cfb1` are CFB; `wrap` and `kw` are key wrapping. */
function modeName(mode: string): string {
  const name = mode.replace(/\d+$/, '');
  return name === 'kw' ? 'wrap' : name;
}

/** The cipher an OpenSSL-like name stands for, or undefined when none goes by it. */
export function cipherNamed(name: string): CipherSpec | undefined {
  const low = name.trim().toLowerCase().replaceAll('_', '-');
  for (const [pattern, make] of FAMILIES) {
    const match = pattern.exec(low);
    if (match) return { name, ...make(match) };
  }
  return undefined;
}

/** AES by a mode alone, as WebCrypto (`AES-GCM`) and node-forge (`AES-CBC`) name it; its strength hangs on the key. */
export function aesMode(name: string): CipherSpec | undefined {
  const match = /^aes-(gcm|cbc|ctr|kw|ecb|cfb|ofb|ocb|siv|ccm)$/i.exec(name.trim());
  return match ? { name, family: 'aes', mode: modeName((match[1] as string).toLowerCase()) } : undefined;
}

/** What a JOSE `enc` or a wrapping `alg` encrypts with; undefined for what is no symmetric cipher (`dir`, `RSA-OAEP`). */
export function joseCipher(name: string): CipherSpec | undefined {
  const match = /(?:^|\+)A(128|192|256)(GCMKW|GCM|CBC-HS\d+|KW)$/.exec(name);
  if (!match) return /(?:^|\+)X?C20P(?:KW)?$/.test(name) ? { name, family: 'chacha20-poly1305', keyBits: 256 } : undefined;
  const kind = match[2] as string;
  return { name, family: 'aes', keyBits: Number(match[1]), mode: kind === 'KW' ? 'wrap' : kind.startsWith('GCM') ? 'gcm' : 'cbc-hmac' };
}

/** Families whose weakness no key length mends, or whose keys cannot reach 256 bits in practice. */
export const BROKEN_FAMILIES: ReadonlySet<string> = new Set([
  'des',
  '3des',
  'rc2',
  'rc4',
  'blowfish',
  'cast5',
  'idea',
  'seed',
  'sm4',
  'rabbit',
  'xxtea',
]);

/** Modes that authenticate what they encrypt. */
export const AUTHENTICATED: ReadonlySet<string> = new Set(['gcm', 'ccm', 'ocb', 'siv', 'eax', 'wrap', 'cbc-hmac', 'poly1305']);

/** Weak whatever the key and the IV are, by the contract's usual figure. */
export function plainlyWeak(spec: CipherSpec): boolean {
  return BROKEN_FAMILIES.has(spec.family) || spec.mode === 'ecb' || (spec.keyBits !== undefined && spec.keyBits < 256);
}
