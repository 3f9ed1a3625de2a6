/** Frameworks and helpers that hash passwords by themselves, with what they take by default. */

import type { Answer, CallSite, Emit, Model, Query, Value } from '../../engine/rule/index.ts';
import { certain, defineModel, known } from '../../engine/rule/index.ts';
import { ARGON2_DEFAULTS, PBKDF2_DEFAULTS, SCRYPT_DEFAULTS } from '../data/password-work.ts';
import { countOf, digestNamed, emitSlow, option, orDefault, pbkdf2With } from './lib/hash/work.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

/** PBKDF2 by options `iterations` and a digest. */
function pbkdf2(
  library: string,
  at: number,
  digestOption: string,
  api: string,
  applies: (call: CallSite) => boolean = () => true,
): Handler {
  return (call, q, emit) => {
    if (!applies(call)) return;
    const fallback = PBKDF2_DEFAULTS[library];
    const digest = orDefault(digestNamed(option(q, call, at, digestOption)), fallback?.digest);
    emitSlow(q, emit, {
      call,
      api,
      algorithm: pbkdf2With(digest),
      work: { iterations: orDefault(countOf(option(q, call, at, 'iterations')), fallback?.iterations) },
    });
  };
}

/** scrypt by options `N`, `r`, `p` or their long names. */
function scrypt(library: string, at: number, api: string): Handler {
  return (call, q, emit) => {
    const fallback = SCRYPT_DEFAULTS[library];
    const read = (value: number | undefined, ...names: readonly string[]): Answer<number> =>
      orDefault(countOf(option(q, call, at, ...names)), value);
    emitSlow(q, emit, {
      call,
      api,
      algorithm: 'scrypt',
      work: {
        cost: read(fallback?.cost, 'N', 'cost'),
        blockSize: read(fallback?.blockSize, 'r', 'blockSize'),
        parallelism: read(fallback?.parallelism, 'p', 'parallelization'),
      },
    });
  };
}

function argon2(library: string, at: number, api: string): Handler {
  return (call, q, emit) => {
    const fallback = ARGON2_DEFAULTS[library];
    emitSlow(q, emit, {
      call,
      api,
      algorithm: 'argon2id',
      work: {
        memory: orDefault(countOf(option(q, call, at, 'memorySize', 'memory')), fallback?.memory),
        iterations: orDefault(countOf(option(q, call, at, 'iterations')), fallback?.iterations),
      },
    });
  };
}

function bcrypt(at: number, name: string, api: string): Handler {
  return (call, q, emit) =>
    emitSlow(q, emit, { call, api, algorithm: 'bcrypt', work: { cost: orDefault(countOf(option(q, call, at, name)), 10) } });
}

/** `betterAuth({ emailAndPassword: { enabled, password: { hash } } })`: its scrypt, unless the project brings its own hash. */
const betterAuth: Handler = (call, q, emit) => {
  const password = q.prop(call.arg(0), 'emailAndPassword');
  const enabled = password.is === 'absent' ? password : q.prop(password, 'enabled');
  if (enabled.is !== 'known' || enabled.v !== true) return;
  const own: Value = q.prop(q.prop(password, 'password'), 'hash');
  if (own.is !== 'absent') return;
  const fallback = SCRYPT_DEFAULTS['better-auth'];
  const fixed = (value: number): Answer<number> => certain(value, known(value, call.at));
  emitSlow(q, emit, {
    call,
    api: 'betterAuth',
    algorithm: 'scrypt',
    work: { cost: fixed(fallback?.cost ?? 0), blockSize: fixed(fallback?.blockSize ?? 0), parallelism: fixed(fallback?.parallelism ?? 0) },
  });
};

const isLocalMongoose = (call: CallSite): boolean => {
  const plugin = call.arg(0);
  return plugin.is === 'ext' && plugin.key.startsWith('passport-local-mongoose#');
};

const model: Model = defineModel({
  id: 'password-frameworks',
  limits: 'Options that a framework reads from its own configuration files are not seen.',
  words: ['passport-local-mongoose'],
  calls: {
    'passport-local-sequelize#attachToUser': pbkdf2('passport-local-sequelize', 1, 'digest', 'passport-local-sequelize'),
    'passport-local-sequelize#defineUser': pbkdf2('passport-local-sequelize', 2, 'digest', 'passport-local-sequelize'),
    'password-hash#generate': pbkdf2('password-hash', 1, 'algorithm', 'password-hash'),
    'oslo/password#Scrypt': scrypt('oslo', 0, 'Scrypt'),
    'oslo/password#Argon2id': argon2('oslo', 0, 'Argon2id'),
    'oslo/password#Bcrypt': bcrypt(0, 'cost', 'Bcrypt'),
    'lucia#Scrypt': scrypt('lucia', 0, 'Scrypt'),
    'lucia/utils#generateLuciaPasswordHash': scrypt('lucia', 1, 'generateLuciaPasswordHash'),
    '@adonisjs/core/hash#drivers.scrypt': scrypt('@adonisjs/core', 0, 'drivers.scrypt'),
    '@adonisjs/core/hash#drivers.bcrypt': bcrypt(0, 'rounds', 'drivers.bcrypt'),
    '@keystone-6/core/fields#password': bcrypt(0, 'workFactor', 'password field'),
    'meteor/accounts-base#Accounts.config': bcrypt(0, 'bcryptRounds', 'Accounts.config'),
    'better-auth#betterAuth': betterAuth,
  },
  match: {
    names: ['plugin'],
    words: ['passport-local-mongoose'],
    of: (key) =>
      /[#.]plugin$/.test(key)
        ? pbkdf2('passport-local-mongoose', 1, 'digestAlgorithm', 'passport-local-mongoose', isLocalMongoose)
        : undefined,
  },
});
export default model;
