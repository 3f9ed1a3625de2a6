/** Smaller libraries of ciphers, each with its own way of naming mode, key and IV. */

import type { CallSite, CipherSpec, CipherUse, Emit, Model, Query, Ref } from '../../engine/rule/index.ts';
import { answer, certain, defineModel, numberOf, stringOf } from '../../engine/rule/index.ts';
import { cipherNamed } from '../data/ciphers.ts';
import { keyBits } from './lib/bytes.ts';
import { emitCipher } from './lib/cipher.ts';
import { ivOf } from './lib/iv.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

/** AES in a mode that the callee names, with the key and the IV at given positions. */
function mode(name: string, does: CipherUse['does'], keyAt: number, ivAt: number | undefined, api: string): Handler {
  return (call, q, emit) => {
    const iv: Ref | undefined = ivAt === undefined || name === 'ecb' || does === 'decrypt' ? undefined : call.args[ivAt];
    emitCipher(emit, {
      at: call.at,
      api,
      does,
      cipher: certain({ name: `AES-${name.toUpperCase()}`, family: 'aes', mode: name }, call.callee),
      key: keyBits(q, call.arg(keyAt)),
      ...(iv && { iv: ivOf(q, iv, call.at, call.args[keyAt]) }),
    });
  };
}

/** The algorithm by name at a position, with a default where the library has one. */
function named(does: CipherUse['does'], api: string, nameAt: number, keyAt: number, ivAt: number, byDefault?: string): Handler {
  return (call, q, emit) => {
    const cipher =
      call.arg(nameAt).is === 'absent' && byDefault !== undefined
        ? certain({ ...(cipherNamed(byDefault) as CipherSpec), name: `${byDefault} (the default)` }, call.callee)
        : answer(call.arg(nameAt), (one) => cipherNamed(stringOf(one) ?? ''));
    const iv = does === 'encrypt' ? call.args[ivAt] : undefined;
    emitCipher(emit, { at: call.at, api, does, cipher, ...(iv && { iv: ivOf(q, iv, call.at, call.args[keyAt]) }) });
  };
}

/** Every mode of aes-js: `new aesjs.ModeOfOperation.cbc(key, iv)`, and `new CBC(key, iv)` since version 4. */
const AES_JS: Readonly<Record<string, Handler>> = Object.fromEntries(
  ['ecb', 'cbc', 'cfb', 'ofb', 'ctr'].flatMap((name) => {
    const handler = mode(name, 'both', 0, name === 'cbc' || name === 'cfb' || name === 'ofb' ? 1 : undefined, `aesjs.${name}`);
    return [
      [`aes-js#ModeOfOperation.${name}`, handler],
      [`aes-js#${name.toUpperCase()}`, handler],
    ];
  }),
);

/** asmcrypto.js: `AES_CBC.encrypt(data, key, padding, iv)`, `AES_GCM.encrypt(data, key, nonce)`. */
const ASM: Readonly<Record<string, Handler>> = Object.fromEntries(
  ['ECB', 'CBC', 'CFB', 'OFB', 'CTR', 'GCM', 'CCM'].flatMap((name) => [
    [
      `asmcrypto.js#AES_${name}.encrypt`,
      mode(name.toLowerCase(), 'encrypt', 1, name === 'CBC' ? 3 : name === 'ECB' ? undefined : 2, `AES_${name}.encrypt`),
    ],
    [`asmcrypto.js#AES_${name}.decrypt`, mode(name.toLowerCase(), 'decrypt', 1, undefined, `AES_${name}.decrypt`)],
  ]),
);

/** OpenPGP.js encrypts with AES-256 unless its configuration prefers another. */
const openpgp: Handler = (call, q, emit) => {
  const preferred = q.prop(q.prop(call.arg(0), 'config'), 'preferredSymmetricAlgorithm');
  const written = preferred.is === 'ext' ? /enums\.symmetric\.(\w+)$/.exec(preferred.key)?.[1] : undefined;
  const numbered: Readonly<Record<number, string>> = { 2: '3des', 3: 'cast5', 4: 'blowfish', 7: 'aes128', 8: 'aes192', 9: 'aes256' };
  const name = written ?? numbered[numberOf(preferred) ?? 9];
  const spec = name === undefined ? undefined : cipherNamed(name.replace('tripledes', '3des'));
  if (preferred.is !== 'absent' && spec)
    emitCipher(emit, { at: call.at, api: 'openpgp.encrypt', does: 'encrypt', cipher: certain({ ...spec, mode: 'eax' }, preferred) });
};

const model: Model = defineModel({
  id: 'aes-libraries',
  calls: {
    ...AES_JS,
    ...ASM,
    'ethereum-cryptography/aes#encrypt': named('encrypt', 'aes.encrypt', 3, 1, 2, 'aes-128-ctr'),
    'ethereum-cryptography/aes#decrypt': named('decrypt', 'aes.decrypt', 3, 1, 2, 'aes-128-ctr'),
    'react-native-aes-crypto#encrypt': named('encrypt', 'Aes.encrypt', 3, 1, 2),
    'react-native-aes-crypto#decrypt': named('decrypt', 'Aes.decrypt', 3, 1, 2),
    'openpgp#encrypt': openpgp,
    'openpgp#encryptKey': openpgp,
  },
});
export default model;
