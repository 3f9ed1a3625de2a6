/** Hash functions and MACs of node:crypto, and of packages with the same interface: what they digest and what the digest is for. */

import type { CallSite, Emit, Model, Query } from '../../engine/rule/index.ts';
import { defineModel, stringOf } from '../../engine/rule/index.ts';
import { hashNamed } from '../data/hashes.ts';
import { apiName } from './lib/cipher.ts';
import { algorithmNamed, emitDigest, hashObject } from './lib/hash/digest.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

/** `createHash(name).update(data).digest()`. */
const createHash: Handler = (call, q, emit) => {
  if (call.args.length === 0) return;
  emitDigest(q, emit, { at: call.at, api: apiName(call), algorithm: algorithmNamed(call.arg(0)), ...hashObject(q, call.at) });
};

/** `createHmac(name, key)`. */
const createHmac: Handler = (call, q, emit) => {
  if (call.args.length === 0) return;
  emitDigest(q, emit, {
    at: call.at,
    api: apiName(call),
    algorithm: algorithmNamed(call.arg(0), 'hmac-'),
    key: call.args[1],
    ...hashObject(q, call.at),
  });
};

/** `hash(name, data)`, since Node.js 20.12. */
const hash: Handler = (call, q, emit) => {
  if (call.args.length < 2) return;
  emitDigest(q, emit, {
    at: call.at,
    api: apiName(call),
    algorithm: algorithmNamed(call.arg(0)),
    data: call.args.slice(1, 2),
    outputs: [call.at],
  });
};

/** `createSign('RSA-SHA1')`, `sign('sha1', data, key)` and their counterparts. */
const signature: Handler = (call, q, emit) => {
  emitDigest(q, emit, {
    at: call.at,
    api: apiName(call),
    algorithm: algorithmNamed(call.arg(0)),
    data: [],
    outputs: [],
    key: call.args[0],
    nature: 'signature',
  });
};

const HANDLERS: Readonly<Record<string, Handler>> = {
  createHash,
  createHmac,
  createSign: signature,
  createVerify: signature,
};

/** Packages that give node:crypto's functions in browsers and on phones. */
const ROOTS =
  /^(?:node:crypto|crypto-browserify|react-native-quick-crypto|react-native-crypto|react-native-fast-crypto|global|crypto-hash|quick-crypto)#/;
const SINGLE: Readonly<Record<string, Handler>> = {
  'create-hash#': createHash,
  'create-hash/browser#': createHash,
  'create-hmac#': createHmac,
  'sha.js#': createHash,
  'sha.js#()': createHash,
};

const model: Model = defineModel({
  id: 'node-crypto-hash',
  limits: 'What a digest is for stays unknown where neither its use, nor what is hashed, nor any name around it tells.',
  calls: { 'node:crypto#hash': hash, 'node:crypto#sign': signature, 'node:crypto#verify': signature, ...SINGLE },
  match: {
    names: Object.keys(HANDLERS),
    of: (key) => {
      const name = /[#.]([a-zA-Z]+)$/.exec(key)?.[1] ?? '';
      const handler = HANDLERS[name];
      if (!handler) return undefined;
      if (ROOTS.test(key)) return handler;
      // A method of this name on something unknown is node's when it names a hash function.
      return key.startsWith('?#')
        ? (call, q, emit) => {
            const name = stringOf(call.arg(0));
            if (name !== undefined && hashNamed(name)) handler({ ...call, key: `node:crypto#${key.slice(2)}` }, q, emit);
          }
        : undefined;
    },
  },
});
export default model;
