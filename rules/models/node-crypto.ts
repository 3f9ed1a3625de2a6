/** Ciphers of node:crypto, and of packages with the same interface: by name, with their keys and initialisation vectors. */

import type { Answer, CallSite, CipherSpec, CipherUse, Emit, Model, Query, Value } from '../../engine/rule/index.ts';
import { answer, certain, defineModel, numberOf, stringOf } from '../../engine/rule/index.ts';
import { aesMode, cipherNamed } from '../data/ciphers.ts';
import { keyBits } from './lib/bytes.ts';
import { apiName, emitCipher } from './lib/cipher.ts';
import { ivOf } from './lib/iv.ts';

type Does = CipherUse['does'];

const namedCipher = (value: Value): Answer<CipherSpec> =>
  answer(value, (one) => {
    const name = stringOf(one);
    return name === undefined ? undefined : (cipherNamed(name) ?? aesMode(name));
  });

/** `createCipheriv(name, key, iv)`. */
function withIv(does: Does): (call: CallSite, q: Query, emit: Emit) => void {
  return (call, q, emit) => {
    if (call.args.length === 0) return;
    const ivRef = call.args[2];
    const iv = does === 'encrypt' && ivRef ? ivOf(q, ivRef, call.at, call.args[1]) : undefined;
    emitCipher(emit, { at: call.at, api: apiName(call), does, cipher: namedCipher(call.arg(0)), key: bytesOfKey(q, call.arg(1)), iv });
  };
}

/** The secret bits of a key; a key that is text of its own says nothing here, for the cipher itself refuses a wrong length. */
function bytesOfKey(q: Query, value: Value): Answer<number> | undefined {
  const told = keyBits(q, value).alternatives.filter((one) => one.is === 'known' && one.from.is !== 'known');
  return told.length > 0 ? { alternatives: told } : undefined;
}

/** `createCipher(name, password)`: the key and a constant IV are made from the password by one round of MD5. */
function fromPassword(does: Does): (call: CallSite, q: Query, emit: Emit) => void {
  return (call, _q, emit) => {
    if (call.args.length === 0) return;
    const iv = does === 'encrypt' ? certain('key' as const, call.arg(1)) : undefined;
    emitCipher(emit, { at: call.at, api: apiName(call), does, cipher: namedCipher(call.arg(0)), iv });
  };
}

/** `generateKey('aes', { length })`. */
function generated(call: CallSite, q: Query, emit: Emit): void {
  if (stringOf(call.arg(0)) !== 'aes') return;
  const cipher = answer(q.prop(call.arg(1), 'length'), (value): CipherSpec | undefined => {
    const bits = numberOf(value);
    return bits === undefined ? undefined : { name: `AES-${bits}`, family: 'aes', keyBits: bits };
  });
  emitCipher(emit, { at: call.at, api: 'crypto.generateKey', does: 'both', cipher });
}

/** `promisify(generateKey)('aes', { length })`. */
function promised(call: CallSite, q: Query, emit: Emit): void {
  const { callee } = call;
  const inner = callee.is === 'ext' && callee.call ? q.call(callee.call)?.arg(0) : undefined;
  if (inner?.is === 'ext' && inner.key === 'node:crypto#generateKey') generated(call, q, emit);
}

/** A private key that is written out under a passphrase: `generateKeyPair(type, { privateKeyEncoding: { cipher } })`. */
function keyPair(call: CallSite, q: Query, emit: Emit): void {
  const cipher = q.prop(call.arg(1), 'privateKeyEncoding.cipher');
  if (cipher.is === 'absent' || cipher.is === 'unknown') return;
  emitCipher(emit, { at: call.at, api: apiName(call), does: 'encrypt', cipher: namedCipher(cipher) });
}

/** `keyObject.export({ cipher, passphrase })`. */
function exported(call: CallSite, q: Query, emit: Emit): void {
  const cipher = q.prop(call.arg(0), 'cipher');
  if (cipher.is === 'absent' || cipher.is === 'unknown') return;
  emitCipher(emit, { at: call.at, api: 'KeyObject.export', does: 'encrypt', cipher: namedCipher(cipher) });
}

const HANDLERS: ReadonlyMap<string, (call: CallSite, q: Query, emit: Emit) => void> = new Map([
  ['createCipheriv', withIv('encrypt')],
  ['createDecipheriv', withIv('decrypt')],
  ['createCipher', fromPassword('encrypt')],
  ['createDecipher', fromPassword('decrypt')],
]);

/** Packages that give node:crypto's functions in browsers and on phones. */
const ROOTS =
  /^(?:node:crypto|crypto-browserify|browserify-aes|browserify-cipher|browserify-cipher\/browser|react-native-quick-crypto|react-native-crypto|react-native-fast-crypto|crypto-js-browserify|global)#/;

const model: Model = defineModel({
  id: 'node-crypto',
  limits: 'An algorithm that only an option or a setting names, and an IV that comes from outside the project, stay unknown.',
  calls: {
    'node:crypto#generateKey': generated,
    'node:crypto#generateKeySync': generated,
    'node:util#promisify()': promised,
    'node:crypto#generateKeyPair': keyPair,
    'node:crypto#generateKeyPairSync': keyPair,
    'node:crypto#createPrivateKey().export': exported,
    'node:crypto#generateKeyPairSync().privateKey.export': exported,
  },
  match: {
    names: [...HANDLERS.keys()],
    of: (key) => {
      const name = /[#.]([a-zA-Z]+)$/.exec(key)?.[1] ?? '';
      const handler = HANDLERS.get(name);
      if (!handler) return undefined;
      if (ROOTS.test(key)) return handler;
      // A method of this name on something unknown is node's when it is called as node's is.
      return key.startsWith('?#') && name.endsWith('iv')
        ? (call, q, emit) => {
            if (call.args.length === 3 && namedCipher(call.arg(0)).alternatives.some((one) => one.is === 'known')) handler(call, q, emit);
          }
        : undefined;
    },
  },
});
export default model;
