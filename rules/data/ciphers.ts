/** OpenSSL cipher names → family, mode and key length. Source: `openssl list -cipher-algorithms` of OpenSSL 3.0 and its aliases. */
import type { CipherSpec } from '../../engine/rule/index.ts';

const FAMILIES: readonly (readonly [RegExp, (match: RegExpExecArray) => Omit<CipherSpec, 'name'>])[] = [
  [/^(?:id-)?aes-?(128|192|256)(?:-([a-z0-9]+))?/, (m) => ({ family: 'aes', keyBits: Number(m[1]), mode: m[2] ?? 'cbc' })],
  [/^chacha20(-poly1305)?$/, (m) => ({ family: m[1] ? 'chacha20-poly1305' : 'chacha20', keyBits: 256 })],
  [/^des-?ede3?(?:-([a-z0-9]+))?|^des3(?:-wrap)?$|^(?:triple-?des|3des)/, (m) => ({ family: '3des', keyBits: 168, mode: m[1] ?? 'ecb' })],
  [/^des(?:-([a-z0-9]+))?$|^desx/, (m) => ({ family: 'des', keyBits: 56, mode: m[1] ?? 'cbc' })],
  [/^rc2(?:-(?:40|64|128))?(?:-([a-z0-9]+))?$/, (m) => ({ family: 'rc2', keyBits: 128, mode: m[1] ?? 'cbc' })],
  [/^rc4(?:-40|-hmac-md5)?$/, () => ({ family: 'rc4', keyBits: 128 })],
  [/^(?:bf|blowfish)(?:-([a-z0-9]+))?$/, (m) => ({ family: 'blowfish', keyBits: 128, mode: m[1] ?? 'cbc' })],
  [/^cast5?(?:-([a-z0-9]+))?$/, (m) => ({ family: 'cast5', keyBits: 128, mode: m[1] ?? 'cbc' })],
  [/^idea(?:-([a-z0-9]+))?$/, (m) => ({ family: 'idea', keyBits: 128, mode: m[1] ?? 'cbc' })],
  [/^seed(?:-([a-z0-9]+))?$/, (m) => ({ family: 'seed', keyBits: 128, mode: m[1] ?? 'cbc' })],
  [/^sm4(?:-([a-z0-9]+))?$/, (m) => ({ family: 'sm4', keyBits: 128, mode: m[1] ?? 'cbc' })],
  [/^(camellia|aria)-?(128|192|256)(?:-([a-z0-9]+))?$/, (m) => ({ family: m[1] as string, keyBits: Number(m[2]), mode: m[3] ?? 'cbc' })],
];

/** The cipher an OpenSSL name stands for, or undefined when no cipher of ours goes by it. */
export function opensslCipher(name: string): CipherSpec | undefined {
  const low = name.trim().toLowerCase().replaceAll('_', '-');
  for (const [pattern, make] of FAMILIES) {
    const match = pattern.exec(low);
    if (match) {
      const { mode, ...rest } = make(match);
      return { name, ...rest, ...(mode !== undefined && { mode }) };
    }
  }
  return undefined;
}
