/** Argon2: argon2, @node-rs/argon2, hash-wasm, noble, libsodium. Memory in KiB and passes. */

import type { Answer, CallSite, Emit, Model, Query, Value } from '../../engine/rule/index.ts';
import { answer, certain, defineModel, known } from '../../engine/rule/index.ts';
import { ARGON2_DEFAULTS } from '../data/password-work.ts';
import { countOf, emitSlow, option, orDefault } from './lib/hash/work.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

/** `hash(password, { memoryCost, timeCost })`. */
function hash(library: string): Handler {
  return (call, q, emit) => {
    if (call.args.length === 0) return;
    const fallback = ARGON2_DEFAULTS[library];
    emitSlow(q, emit, {
      call,
      algorithm: 'argon2id',
      secret: call.args[0],
      work: {
        memory: orDefault(countOf(option(q, call, 1, 'memoryCost', 'memory')), fallback?.memory),
        iterations: orDefault(countOf(option(q, call, 1, 'timeCost', 'iterations')), fallback?.iterations),
      },
    });
  };
}

/** `argon2id({ password, memorySize, iterations })` of hash-wasm, which demands all of them. */
const wasm: Handler = (call, q, emit) => {
  emitSlow(q, emit, {
    call,
    algorithm: 'argon2id',
    work: { memory: countOf(option(q, call, 0, 'memorySize')), iterations: countOf(option(q, call, 0, 'iterations')) },
  });
};

/** `argon2id(password, salt, { t, m, p })` of noble, which demands `t` and `m`. */
const noble: Handler = (call, q, emit) => {
  emitSlow(q, emit, {
    call,
    algorithm: 'argon2id',
    secret: call.args[0],
    work: { memory: countOf(option(q, call, 2, 'm')), iterations: countOf(option(q, call, 2, 't')) },
  });
};

/** libsodium's named limits. Source: libsodium 1.0.20, crypto_pwhash_argon2id.h. */
const OPS: Readonly<Record<string, number>> = { MIN: 1, INTERACTIVE: 2, MODERATE: 3, SENSITIVE: 4 };
const MEMORY_KIB: Readonly<Record<string, number>> = { MIN: 8, INTERACTIVE: 65536, MODERATE: 262144, SENSITIVE: 1048576 };

function limit(value: Value, table: Readonly<Record<string, number>>, unit: number): Answer<number> {
  return answer(value, (one) => {
    if (one.is === 'known' && typeof one.v === 'number') return one.v / unit;
    const name = one.is === 'ext' ? /LIMIT_([A-Z]+)$/.exec(one.key)?.[1] : undefined;
    return name === undefined ? undefined : table[name];
  });
}

/** `crypto_pwhash(length, password, salt, ops, memory, …)`, memory in bytes. */
function sodium(ops: number, memory: number): Handler {
  return (call, q, emit) => {
    if (call.args.length <= memory) return;
    emitSlow(q, emit, {
      call,
      algorithm: 'argon2id',
      work: { memory: limit(call.arg(memory), MEMORY_KIB, 1024), iterations: limit(call.arg(ops), OPS, 1) },
    });
  };
}

/** `Bun.password.hash(password, 'bcrypt' | { algorithm, cost, memoryCost, timeCost })`. */
const bun: Handler = (call, q, emit) => {
  const options = call.arg(1);
  const name = options.is === 'known' ? options : q.prop(options, 'algorithm');
  if (name.is === 'known' && name.v === 'bcrypt') {
    emitSlow(q, emit, {
      call,
      algorithm: 'bcrypt',
      work: { cost: options.is === 'known' ? certain(10, known(10, call.at)) : orDefault(countOf(q.prop(options, 'cost')), 10) },
    });
  } else if (options.is === 'known' || options.is === 'absent') {
    emitSlow(q, emit, {
      call,
      algorithm: 'argon2id',
      work: { memory: certain(65536, known(65536, call.at)), iterations: certain(2, known(2, call.at)) },
    });
  } else hash('bun')(call, q, emit);
};

const SODIUM = [
  'libsodium-wrappers',
  'libsodium-wrappers-sumo',
  'libsodium',
  'sodium-native',
  'sodium-universal',
  'sodium-javascript',
  'sodium-plus',
  'react-native-libsodium',
];

const model: Model = defineModel({
  id: 'argon2',
  calls: {
    'argon2#hash': hash('argon2'),
    '@node-rs/argon2#hash': hash('@node-rs/argon2'),
    '@node-rs/argon2#hashSync': hash('@node-rs/argon2'),
    '@node-rs/argon2#hashRaw': hash('@node-rs/argon2'),
    'hash-wasm#argon2id': wasm,
    'hash-wasm#argon2i': wasm,
    'hash-wasm#argon2d': wasm,
    'argon2-browser#hash': (call, q, emit) =>
      emitSlow(q, emit, {
        call,
        algorithm: 'argon2id',
        work: {
          memory: orDefault(countOf(option(q, call, 0, 'mem')), 1024),
          iterations: orDefault(countOf(option(q, call, 0, 'time')), 1),
        },
      }),
    '@noble/hashes/argon2#argon2id': noble,
    '@noble/hashes/argon2#argon2idAsync': noble,
    '@noble/hashes/argon2#argon2i': noble,
    'global#Bun.password.hash': bun,
    'global#Bun.password.hashSync': bun,
    'bun#password.hash': bun,
    ...Object.fromEntries(
      SODIUM.flatMap((name) => [
        [`${name}#crypto_pwhash_str`, sodium(1, 2)],
        [`${name}#crypto_pwhash`, sodium(3, 4)],
      ]),
    ),
  },
});
export default model;
