/** node-forge: `forge.cipher.createCipher('AES-CBC', key)`, whose IV comes with `start({ iv })`, and its older entries. */

import type { Answer, CallSite, CipherSpec, CipherUse, Emit, Model, Query } from '../../engine/rule/index.ts';
import { alternatives, answer, certain, defineModel, stringOf } from '../../engine/rule/index.ts';
import { aesMode, cipherNamed } from '../data/ciphers.ts';
import { keyBits } from './lib/bytes.ts';
import { madeBy } from './lib/calls.ts';
import { emitCipher } from './lib/cipher.ts';
import { ivOf } from './lib/iv.ts';

const named = (call: CallSite): Answer<CipherSpec> =>
  answer(call.arg(0), (one) => {
    const name = stringOf(one);
    return name === undefined ? undefined : (aesMode(name) ?? cipherNamed(name));
  });

function create(does: CipherUse['does']): (call: CallSite, q: Query, emit: Emit) => void {
  return (call, q, emit) => {
    emitCipher(emit, {
      at: call.at,
      api: `forge.cipher.${does === 'decrypt' ? 'createDecipher' : 'createCipher'}`,
      does,
      cipher: named(call),
      key: keyBits(q, call.arg(1)),
    });
  };
}

/** `cipher.start({ iv })`: said only when the IV repeats, for the cipher itself has been judged. */
function start(call: CallSite, q: Query, emit: Emit): void {
  const callee = call.callee;
  const cipher = callee.is === 'ext' && callee.base ? madeBy(q, callee.base) : undefined;
  const options = call.arg(0);
  const ref = options.is === 'object' ? options.props.get('iv')?.refs[0] : undefined;
  const iv = cipher && ref && ivOf(q, ref, call.at, cipher.call.args[1]);
  if (!cipher || !iv?.alternatives.some((one) => one.is === 'known' && one.value !== 'fresh')) return;
  const spec = named(cipher.call);
  if (spec.alternatives.some((one) => one.is === 'known' && one.value.mode !== 'ecb'))
    emitCipher(emit, { at: call.at, api: 'forge.cipher.start', does: 'encrypt', cipher: spec, iv });
}

/** `forge.des.createEncryptionCipher(key)` and its like. */
function older(does: CipherUse['does']): (call: CallSite, q: Query, emit: Emit) => void {
  return (call, q, emit) => {
    const family = /#(aes|des|rc2)\./.exec(call.key)?.[1] ?? 'aes';
    const spec: CipherSpec =
      family === 'aes'
        ? { name: 'AES-CBC', family, mode: 'cbc' }
        : { name: family === 'des' ? 'DES' : 'RC2', family, keyBits: family === 'des' ? 112 : 128 };
    emitCipher(emit, {
      at: call.at,
      api: `forge.${family}`,
      does,
      cipher: certain(spec, call.callee),
      ...(family === 'aes' && { key: keyBits(q, call.arg(0)) }),
    });
  };
}

/** A private key written out under a passphrase, with the algorithm spelled out. */
function privateKey(call: CallSite, q: Query, emit: Emit): void {
  const algorithm = q.prop(call.arg(2), 'algorithm');
  if (!alternatives(algorithm).some((one) => stringOf(one) !== undefined)) return;
  emitCipher(emit, {
    at: call.at,
    api: 'forge.pki.encryptPrivateKeyInfo',
    does: 'encrypt',
    cipher: answer(algorithm, (one) => cipherNamed(stringOf(one) ?? '')),
  });
}

const model: Model = defineModel({
  id: 'node-forge',
  calls: {
    'node-forge#cipher.createCipher': create('encrypt'),
    'node-forge#cipher.createDecipher': create('decrypt'),
    'node-forge#cipher.createCipher().start': start,
    ...Object.fromEntries(
      ['aes', 'des', 'rc2'].flatMap((name) => [
        [`node-forge#${name}.createEncryptionCipher`, older('encrypt')],
        [`node-forge#${name}.startEncrypting`, older('encrypt')],
        [`node-forge#${name}.createDecryptionCipher`, older('decrypt')],
        [`node-forge#${name}.startDecrypting`, older('decrypt')],
      ]),
    ),
    'node-forge#pki.encryptPrivateKeyInfo': privateKey,
    'node-forge#pki.encryptRsaPrivateKey': privateKey,
  },
});
export default model;
