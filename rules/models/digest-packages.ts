/** Small packages that are a hash function: md5, sha1, hash-wasm, object-hash, noble, crypto-js, node-forge, oslo and their kin. */

import type { Answer, CallSite, Emit, Model, Query, Ref, Value } from '../../engine/rule/index.ts';
import { answer, certain, defineModel, known } from '../../engine/rule/index.ts';
import { hashNamed } from '../data/hashes.ts';
import { apiName } from './lib/cipher.ts';
import { algorithmNamed, emitDigest, hashObject } from './lib/hash/digest.ts';
import type { Purpose } from './lib/hash/words.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

/** `md5(data)`: the digest of the first argument; of the text, bytes or file that stands there. */
function direct(algorithm: string, nature?: Purpose): Handler {
  return (call, q, emit) => {
    if (call.args.length === 0) return;
    const object = hashObject(q, call.at);
    emitDigest(q, emit, {
      at: call.at,
      api: apiName(call),
      algorithm: certain(algorithm, known(algorithm, call.at)),
      data: call.args.slice(0, 1),
      outputs: object.outputs.length > 0 ? object.outputs : [call.at],
      ...(nature && { nature }),
    });
  };
}

/** `HmacMD5(data, key)` of crypto-js. */
function mac(algorithm: string): Handler {
  return (call, q, emit) => {
    if (call.args.length < 2) return;
    emitDigest(q, emit, {
      at: call.at,
      api: apiName(call),
      algorithm: certain(algorithm, known(algorithm, call.at)),
      data: call.args.slice(0, 1),
      outputs: [call.at],
      key: call.args[1],
    });
  };
}

/** An object that is fed and then asked: `forge.md.md5.create()`, `new Md5()`. */
function object(algorithm: string): Handler {
  return (call, q, emit) => {
    emitDigest(q, emit, {
      at: call.at,
      api: apiName(call),
      algorithm: certain(algorithm, known(algorithm, call.at)),
      ...hashObject(q, call.at),
    });
  };
}

/** The algorithm stands in an argument or an option of it. */
function named(
  read: (call: CallSite, q: Query) => Value,
  fallback: string | undefined,
  data: (call: CallSite) => readonly Ref[],
  nature?: Purpose,
): Handler {
  return (call, q, emit) => {
    const value = read(call, q);
    const algorithm: Answer<string> = {
      alternatives: algorithmNamed(value).alternatives.map((one) =>
        one.is === 'absent' && fallback !== undefined ? { is: 'known', value: fallback, from: one.from } : one,
      ),
    };
    const fed = hashObject(q, call.at);
    const own = data(call);
    emitDigest(q, emit, {
      at: call.at,
      api: apiName(call),
      algorithm,
      data: [...own, ...fed.data],
      outputs: own.length > 0 && fed.outputs.length === 0 ? [call.at] : fed.outputs,
      ...(nature && { nature }),
    });
  };
}

const first = (call: CallSite): readonly Ref[] => call.args.slice(0, 1);
const none = (): readonly Ref[] => [];

/** `createHMAC(createMD5(), key)` of hash-wasm; `hmac(sha1, key, data)` of noble. */
const nobleHmac: Handler = (call, q, emit) => {
  const algorithm = answer(call.arg(0), (one) => {
    const spec = one.is === 'ext' ? hashNamed(/(\w+)(?:\(\))?$/.exec(one.key)?.[1]?.replace(/^create/, '') ?? '') : undefined;
    return spec && `hmac-${spec.name}`;
  });
  if (!algorithm.alternatives.some((one) => one.is === 'known')) return;
  emitDigest(q, emit, { at: call.at, api: apiName(call), algorithm, data: call.args.slice(2, 3), outputs: [call.at], key: call.args[1] });
};

/** `createHash('SHA-1', 'hex').digest(data)` of @better-auth/utils. */
const betterAuthHash: Handler = (call, q, emit) => {
  const outputs: Ref[] = [];
  const data: Ref[] = [];
  for (const out of hashObject(q, call.at).outputs) {
    outputs.push(out);
    const expr = q.expr(out);
    if (expr.k === 'call' && expr.a[0] !== undefined) data.push(q.part(out, expr.a[0]));
  }
  emitDigest(q, emit, { at: call.at, api: apiName(call), algorithm: algorithmNamed(call.arg(0)), data, outputs });
};

const MD5 = [
  'md5#',
  'blueimp-md5#',
  'blueimp-md5#md5',
  'js-md5#',
  'js-md5#md5',
  'md5-hex#',
  'md5-file#',
  'md5-file#sync',
  'md5-file#md5File',
  'md5-file#md5FileSync',
  'nano-md5#',
  'md5.js#',
  'md5-js#',
  'react-native-md5#hex_md5',
  'pure-md5#md5',
  'md5-jkmyers#',
  'md5-o-matic#',
  'md5-es#hash',
  'md5-es#',
  'hash-wasm#md5',
  'super-simple-md5#',
  'js-md5#create',
  'ts-md5#Md5.hashStr',
  'ts-md5#Md5.hashAsciiStr',
  'ts-md5/dist/md5#Md5.hashStr',
  'ts-md5/dist/md5#Md5.hashAsciiStr',
  'spark-md5#hash',
  'spark-md5#hashBinary',
  'spark-md5#ArrayBuffer.hash',
  'crypto-js#MD5',
  'crypto-js/md5#',
  'crypto-js/core#MD5',
  '@noble/hashes/legacy#md5',
  'utility#md5',
  'k6/crypto#md5',
  'ethers#md5',
  'hash.js#md5',
  'apache-md5#',
];
const SHA1 = [
  'sha1#',
  'js-sha1#',
  'js-sha1#sha1',
  'hash-wasm#sha1',
  'crypto-js#SHA1',
  'crypto-js/sha1#',
  '@noble/hashes/sha1#sha1',
  '@noble/hashes/legacy#sha1',
  '@oslojs/crypto/sha1#sha1',
  'utility#sha1',
  'k6/crypto#sha1',
  'simple-sha1#',
  'simple-sha1#sync',
  'node-sha1#',
  'git-sha1#',
  'tiny-sha1#',
  'crypto-hash#sha1',
  '@ctrl/ts-base32#sha1',
  'sha1-es#hash',
  'ethereumjs-util#sha1',
  'hash.js#sha1',
  'uint8array-tools#sha1',
  'lightning-hasher#',
];
const RIPEMD = [
  'crypto-js#RIPEMD160',
  'crypto-js/ripemd160#',
  '@noble/hashes/ripemd160#ripemd160',
  '@noble/hashes/legacy#ripemd160',
  'hash-wasm#ripemd160',
  'ripemd160#',
  'hash.js#ripemd160',
];
const STRONG: Readonly<Record<string, readonly string[]>> = {
  sha256: [
    'sha256#',
    'js-sha256#',
    'js-sha256#sha256',
    'hash-wasm#sha256',
    'crypto-js#SHA256',
    'crypto-js/sha256#',
    '@noble/hashes/sha256#sha256',
    '@noble/hashes/sha2#sha256',
    '@oslojs/crypto/sha2#sha256',
    'crypto-hash#sha256',
    'fast-sha256#',
    'ethers#sha256',
    'k6/crypto#sha256',
    'hash.js#sha256',
  ],
  sha512: [
    'js-sha512#',
    'js-sha512#sha512',
    'hash-wasm#sha512',
    'crypto-js#SHA512',
    'crypto-js/sha512#',
    '@noble/hashes/sha512#sha512',
    '@noble/hashes/sha2#sha512',
    '@oslojs/crypto/sha2#sha512',
    'crypto-hash#sha512',
    'sha512#',
    'hash.js#sha512',
  ],
};

const OBJECTS: Readonly<Record<string, string>> = {
  'ts-md5#Md5': 'md5',
  'ts-md5/dist/md5#Md5': 'md5',
  'spark-md5#': 'md5',
  'spark-md5#ArrayBuffer': 'md5',
  'hash-wasm#createMD5': 'md5',
  'hash-wasm#createSHA1': 'sha1',
  'hash-wasm#createRIPEMD160': 'ripemd160',
  'node-forge#md.md5.create': 'md5',
  'node-forge#md.sha1.create': 'sha1',
  'node-forge/lib/forge#md.md5.create': 'md5',
  'node-forge/lib/forge#md.sha1.create': 'sha1',
  'crypto-js#algo.MD5.create': 'md5',
  'crypto-js#algo.SHA1.create': 'sha1',
  '@noble/hashes/sha1#sha1.create': 'sha1',
  '@noble/hashes/legacy#sha1.create': 'sha1',
  '@noble/hashes/legacy#md5.create': 'md5',
  'rusha#createHash': 'sha1',
  'sha.js#sha1': 'sha1',
  'hash-base#': 'md5',
};

const calls: Record<string, Handler> = {
  'object-hash#': named((call, q) => q.prop(call.arg(1), 'algorithm'), 'sha1', first, 'fingerprint'),
  'object-hash#MD5': direct('md5', 'fingerprint'),
  'object-hash#sha1': direct('sha1', 'fingerprint'),
  'hasha#': named((call, q) => q.prop(call.arg(1), 'algorithm'), 'sha512', first),
  'hasha#hash': named((call, q) => q.prop(call.arg(1), 'algorithm'), 'sha512', first),
  'hasha#hashSync': named((call, q) => q.prop(call.arg(1), 'algorithm'), 'sha512', first),
  'hasha#hashFile': named((call, q) => q.prop(call.arg(1), 'algorithm'), 'sha512', first),
  'hasha#hashFileSync': named((call, q) => q.prop(call.arg(1), 'algorithm'), 'sha512', first),
  'jssha#': named((call) => call.arg(0), undefined, none),
  'global#Bun.CryptoHasher': named((call) => call.arg(0), undefined, none),
  'bun#CryptoHasher': named((call) => call.arg(0), undefined, none),
  'global#Bun.MD5': object('md5'),
  'global#Bun.SHA1': object('sha1'),
  'global#Bun.MD5.hash': direct('md5'),
  'global#Bun.SHA1.hash': direct('sha1'),
  '@noble/hashes/hmac#hmac': nobleHmac,
  'hash-wasm#createHMAC': nobleHmac,
  '@better-auth/utils/hash#createHash': betterAuthHash,
  'crypto-js#HmacMD5': mac('hmac-md5'),
  'crypto-js#HmacSHA1': mac('hmac-sha1'),
  'crypto-js/hmac-md5#': mac('hmac-md5'),
  'crypto-js/hmac-sha1#': mac('hmac-sha1'),
  'crypto-js#HmacSHA256': mac('hmac-sha256'),
  'crypto-js/hmac-sha256#': mac('hmac-sha256'),
  ...Object.fromEntries(MD5.map((key) => [key, direct('md5')])),
  ...Object.fromEntries(SHA1.map((key) => [key, direct('sha1')])),
  ...Object.fromEntries(RIPEMD.map((key) => [key, direct('ripemd160')])),
  ...Object.fromEntries(Object.entries(STRONG).flatMap(([name, keys]) => keys.map((key) => [key, direct(name)]))),
  ...Object.fromEntries(Object.entries(OBJECTS).map(([key, name]) => [key, object(name)])),
};

const model: Model = defineModel({
  id: 'digest-packages',
  limits: 'A hash of an object (object-hash) counts as its identity unless its use says otherwise.',
  calls,
});
export default model;
