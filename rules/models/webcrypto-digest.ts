/** Digests and MACs of the Web Cryptography API: `subtle.digest`, HMAC and RSA keys with the hash function that they name. */

import type { CallSite, Emit, Model, Query, Value } from '../../engine/rule/index.ts';
import { alternatives, defineModel, stringOf } from '../../engine/rule/index.ts';
import { hashNamed } from '../data/hashes.ts';
import { algorithmNamed, emitDigest } from './lib/hash/digest.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

/** `'SHA-1'` or `{ name: 'SHA-1' }`. */
function nameOf(q: Query, algorithm: Value): Value {
  return alternatives(algorithm).every((one) => one.is === 'object') ? q.prop(algorithm, 'name') : algorithm;
}

const digest: Handler = (call, q, emit) => {
  if (call.args.length < 2) return;
  emitDigest(q, emit, {
    at: call.at,
    api: 'crypto.subtle.digest',
    algorithm: algorithmNamed(nameOf(q, call.arg(0))),
    data: call.args.slice(1, 2),
    outputs: [call.at],
  });
};

/** A key for HMAC or RSASSA signatures names its hash function. */
function key(at: number, api: string): Handler {
  return (call, q, emit) => {
    const algorithm = call.arg(at);
    const name = stringOf(nameOf(q, algorithm))?.toUpperCase() ?? '';
    if (name !== 'HMAC' && !name.startsWith('RSASSA') && name !== 'RSA-PSS') return;
    const hash = q.prop(algorithm, 'hash');
    const named = algorithmNamed(nameOf(q, hash), name === 'HMAC' ? 'hmac-' : '');
    emitDigest(q, emit, {
      at: call.at,
      api: `crypto.subtle.${api}`,
      algorithm: named,
      data: [],
      outputs: [],
      key: call.args[at === 0 ? 0 : 1],
      nature: 'signature',
    });
  };
}

/** A digest of this name on something unknown is WebCrypto's when its first argument names a hash function. */
const unknownDigest: Handler = (call, q, emit) => {
  const name = stringOf(nameOf(q, call.arg(0)));
  if (call.args.length === 2 && name !== undefined && hashNamed(name)) digest(call, q, emit);
};

const OWN = /(?:[#.](?:subtle|webcrypto|SubtleCrypto)(?:\(\))?[.#])(\w+)$|#SubtleCrypto\(\)\.(\w+)$/;

const model: Model = defineModel({
  id: 'webcrypto-digest',
  calls: {
    'expo-crypto#digestStringAsync': digest,
    'expo-crypto#digest': digest,
  },
  match: {
    names: ['digest', 'importKey', 'generateKey'],
    words: ['subtle', 'importkey', 'sha-1'],
    of: (found) => {
      if (found === '?#digest') return unknownDigest;
      const match = OWN.exec(found);
      const name = match?.[1] ?? match?.[2] ?? (found.startsWith('?#') ? found.slice(2) : '');
      if (name === 'digest') return digest;
      return name === 'importKey' ? key(2, name) : name === 'generateKey' ? key(0, name) : undefined;
    },
  },
});
export default model;
