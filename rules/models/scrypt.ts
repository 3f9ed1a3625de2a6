/** scrypt: node:crypto, noble, scrypt-js, hash-wasm and their kin. Cost N, block size r, parallelism p. */

import type { Answer, CallSite, Emit, Model, Query } from '../../engine/rule/index.ts';
import { answer, certain, defineModel, known } from '../../engine/rule/index.ts';
import { SCRYPT_DEFAULTS } from '../data/password-work.ts';
import { countOf, emitSlow, option, orDefault } from './lib/hash/work.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

/** `scrypt(password, salt, length, { N | cost, r | blockSize, p | parallelization }, callback)`. */
const node: Handler = (call, q, emit) => {
  if (call.args.length < 3) return;
  const fallback = SCRYPT_DEFAULTS['node:crypto'];
  const options = call.arg(3);
  const none = options.is === 'fn' || options.is === 'absent';
  const read = (value: number | undefined, ...names: readonly string[]): Answer<number> =>
    none ? certain(value as number, known(value as number, call.at)) : orDefault(countOf(option(q, call, 3, ...names)), value);
  emitSlow(q, emit, {
    call,
    algorithm: 'scrypt',
    secret: call.args[0],
    api: call.key.startsWith('?#') ? call.key.slice(2) : `crypto.${call.key.replace(/^.*[#.]/, '')}`,
    work: {
      cost: read(fallback?.cost, 'N', 'cost'),
      blockSize: read(fallback?.blockSize, 'r', 'blockSize'),
      parallelism: read(fallback?.parallelism, 'p', 'parallelization'),
    },
  });
};

/** `scrypt(password, salt, { N, r, p })` of noble. */
const noble: Handler = (call, q, emit) => {
  emitSlow(q, emit, {
    call,
    algorithm: 'scrypt',
    secret: call.args[0],
    work: {
      cost: countOf(option(q, call, 2, 'N')),
      blockSize: countOf(option(q, call, 2, 'r')),
      parallelism: countOf(option(q, call, 2, 'p')),
    },
  });
};

/** `scrypt(password, salt, N, r, p, length)`. */
const positional: Handler = (call, q, emit) => {
  if (call.args.length < 5) return;
  emitSlow(q, emit, {
    call,
    algorithm: 'scrypt',
    secret: call.args[0],
    work: { cost: countOf(call.arg(2)), blockSize: countOf(call.arg(3)), parallelism: countOf(call.arg(4)) },
  });
};

/** `scrypt({ password, costFactor, blockSize, parallelism })` of hash-wasm. */
const wasm: Handler = (call, q, emit) => {
  emitSlow(q, emit, {
    call,
    algorithm: 'scrypt',
    work: {
      cost: countOf(option(q, call, 0, 'costFactor')),
      blockSize: countOf(option(q, call, 0, 'blockSize')),
      parallelism: countOf(option(q, call, 0, 'parallelism')),
    },
  });
};

/** `kdf(password, { logN, r, p })` of scrypt-kdf 3.0, which takes 2^15, 8 and 1. */
const logN: Handler = (call, q, emit) => {
  const cost = answer(option(q, call, 1, 'logN'), (one) => (one.is === 'known' && typeof one.v === 'number' ? 2 ** one.v : undefined));
  emitSlow(q, emit, {
    call,
    algorithm: 'scrypt',
    secret: call.args[0],
    work: {
      cost: orDefault(cost, 32768),
      blockSize: orDefault(countOf(option(q, call, 1, 'r')), 8),
      parallelism: orDefault(countOf(option(q, call, 1, 'p')), 1),
    },
  });
};

const ROOTS = ['node:crypto', 'react-native-quick-crypto', 'crypto-browserify'];

const model: Model = defineModel({
  id: 'scrypt',
  calls: {
    ...Object.fromEntries(
      ROOTS.flatMap((name) => [
        [`${name}#scrypt`, node],
        [`${name}#scryptSync`, node],
      ]),
    ),
    '@noble/hashes/scrypt#scrypt': noble,
    '@noble/hashes/scrypt#scryptAsync': noble,
    'scrypt-js#scrypt': positional,
    'scrypt-js#syncScrypt': positional,
    'scrypt-js#': positional,
    'scryptsy#': positional,
    'hash-wasm#scrypt': wasm,
    'scrypt-kdf#kdf': logN,
  },
  match: {
    names: ['scryptSync'],
    of: (key) => (key === '?#scryptSync' ? node : undefined),
  },
});
export default model;
