/** PBKDF2: node:crypto, WebCrypto, crypto-js, noble, node-forge, hash-wasm, sjcl. Iterations, and the digest that they repeat. */

import type { CallSite, Emit, Model, Query, Value } from '../../engine/rule/index.ts';
import { alternatives, certain, defineModel, known, stringOf } from '../../engine/rule/index.ts';
import { PBKDF2_DEFAULTS } from '../data/password-work.ts';
import { countOf, digestNamed, emitSlow, option, orDefault, pbkdf2With } from './lib/hash/work.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

/** `pbkdf2(password, salt, iterations, length, digest, callback)`; the digest was SHA-1 when it could be left out. */
const node: Handler = (call, q, emit) => {
  if (call.args.length < 4) return;
  const digest = call.arg(4);
  emitSlow(q, emit, {
    call,
    secret: call.args[0],
    algorithm: pbkdf2With(digest.is === 'fn' || digest.is === 'absent' ? certain('sha1', known('sha1', call.at)) : digestNamed(digest)),
    work: { iterations: countOf(call.arg(2)) },
  });
};

/** `deriveBits({ name: 'PBKDF2', hash, iterations }, key, …)`. */
const webCrypto: Handler = (call, q, emit) => {
  const algorithm = call.arg(0);
  if (stringOf(q.prop(algorithm, 'name'))?.toUpperCase() !== 'PBKDF2') return;
  const hash = q.prop(algorithm, 'hash');
  const name: Value = alternatives(hash).every((one) => one.is === 'object') ? q.prop(hash, 'name') : hash;
  emitSlow(q, emit, {
    call,
    api: `crypto.subtle.${/\w+$/.exec(call.key)?.[0] ?? ''}`,
    algorithm: pbkdf2With(digestNamed(name)),
    work: { iterations: countOf(q.prop(algorithm, 'iterations')) },
  });
};

/** `PBKDF2(password, salt, { iterations, hasher })` of crypto-js. */
const cryptoJs: Handler = (call, q, emit) => {
  const fallback = PBKDF2_DEFAULTS['crypto-js'];
  emitSlow(q, emit, {
    call,
    secret: call.args[0],
    algorithm: pbkdf2With(orDefault(digestNamed(option(q, call, 2, 'hasher')), fallback?.digest)),
    work: { iterations: orDefault(countOf(option(q, call, 2, 'iterations')), fallback?.iterations) },
  });
};

/** `pbkdf2(sha256, password, salt, { c })` of noble. */
const noble: Handler = (call, q, emit) => {
  emitSlow(q, emit, {
    call,
    secret: call.args[1],
    algorithm: pbkdf2With(digestNamed(call.arg(0))),
    work: { iterations: countOf(option(q, call, 3, 'c')) },
  });
};

/** `pbkdf2({ password, iterations, hashFunction })` of hash-wasm. */
const wasm: Handler = (call, q, emit) => {
  emitSlow(q, emit, {
    call,
    algorithm: pbkdf2With(digestNamed(option(q, call, 0, 'hashFunction'))),
    work: { iterations: countOf(option(q, call, 0, 'iterations')) },
  });
};

/** `pkcs5.pbkdf2(password, salt, iterations, length, md)` of node-forge; SHA-1 when `md` is left out. */
const forge: Handler = (call, q, emit) => {
  const digest = call.arg(4);
  emitSlow(q, emit, {
    call,
    secret: call.args[0],
    algorithm: pbkdf2With(digest.is === 'fn' || digest.is === 'absent' ? certain('sha1', known('sha1', call.at)) : digestNamed(digest)),
    work: { iterations: countOf(call.arg(2)) },
  });
};

/** `misc.pbkdf2(password, salt, count)` of sjcl 1.0.8: SHA-256, 10000 times. */
const sjcl: Handler = (call, q, emit) => {
  emitSlow(q, emit, {
    call,
    secret: call.args[0],
    algorithm: 'pbkdf2-sha256',
    work: { iterations: orDefault(countOf(call.arg(2)), 10000) },
  });
};

const ROOTS = ['node:crypto', 'react-native-quick-crypto', 'crypto-browserify', 'pbkdf2', 'browserify-pbkdf2', 'pbkdf2/browser'];

const model: Model = defineModel({
  id: 'pbkdf2',
  calls: {
    ...Object.fromEntries(
      ROOTS.flatMap((name) => [
        [`${name}#pbkdf2`, node],
        [`${name}#pbkdf2Sync`, node],
      ]),
    ),
    'crypto-js#PBKDF2': cryptoJs,
    'crypto-js/pbkdf2#': cryptoJs,
    '@noble/hashes/pbkdf2#pbkdf2': noble,
    '@noble/hashes/pbkdf2#pbkdf2Async': noble,
    'hash-wasm#pbkdf2': wasm,
    'node-forge#pkcs5.pbkdf2': forge,
    'node-forge#pbkdf2': forge,
    'sjcl#misc.pbkdf2': sjcl,
  },
  match: {
    names: ['deriveBits', 'deriveKey', 'pbkdf2Sync'],
    of: (key) => {
      if (key === '?#pbkdf2Sync') return node;
      return /(?:^\?#|[.#]subtle\.|#SubtleCrypto\(\)\.)derive(?:Bits|Key)$/.test(key) ? webCrypto : undefined;
    },
  },
});
export default model;
