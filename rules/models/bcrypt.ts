/** bcrypt and its kin: the cost stands in the salt or beside the password. */

import type { Answer, CallSite, Emit, Model, Query, Value } from '../../engine/rule/index.ts';
import { answer, certain, defineModel, known, stringOf } from '../../engine/rule/index.ts';
import { BCRYPT_DEFAULTS } from '../data/password-work.ts';
import { countOf, emitSlow, option, orDefault } from './lib/hash/work.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

function defaultOf(call: CallSite): number {
  return BCRYPT_DEFAULTS[call.key.slice(0, call.key.indexOf('#')).split('/browser')[0] as string] ?? 10;
}

/** `genSalt(cost)`: every hash made with this salt takes its cost. */
const genSalt: Handler = (call, q, emit) => {
  const first = call.arg(0);
  const cost = first.is === 'fn' ? certain(defaultOf(call), known(defaultOf(call), call.at)) : orDefault(countOf(first), defaultOf(call));
  emitSlow(q, emit, { call, algorithm: 'bcrypt', work: { cost } });
};

/** `hash(password, costOrSalt)`. A salt was judged where it was made. */
const hash: Handler = (call, q, emit) => {
  const second = call.arg(1);
  if (call.args.length < 2 && !call.key.startsWith('bcryptjs') && !call.key.startsWith('@node-rs')) return;
  if (isSalt(q, call, second)) return;
  const cost: Answer<number> = saltCost(second) ?? orDefault(countOf(second), defaultOf(call));
  emitSlow(q, emit, { call, algorithm: 'bcrypt', work: { cost } });
};

function isSalt(q: Query, call: CallSite, value: Value): boolean {
  if (value.is === 'ext' && /genSalt/i.test(value.key)) return true;
  if (value.is !== 'unknown' || !call.args[1]) return false;
  return /salt$/i.test(q.text(call.args[1])) && !/rounds|cost|factor/i.test(q.text(call.args[1]));
}

/** `$2b$10$…`: a salt in writing says its cost. */
function saltCost(value: Value): Answer<number> | undefined {
  const match = /^\$2[abxy]?\$(\d\d)\$/.exec(stringOf(value) ?? '');
  return match ? answer(value, () => Number(match[1])) : undefined;
}

/** `bcrypt({ password, costFactor })` of hash-wasm. */
const wasm: Handler = (call, q, emit) => {
  emitSlow(q, emit, { call, algorithm: 'bcrypt', work: { cost: countOf(option(q, call, 0, 'costFactor')) } });
};

/** A method of this name on something unknown is a bcrypt's: nothing else makes salts by a cost. */
const unknownSalt: Handler = (call, q, emit) => {
  if (countOf(call.arg(0)).alternatives.some((one) => one.is === 'known'))
    genSalt({ ...call, key: `bcrypt#${call.key.slice(2)}` }, q, emit);
};

const PACKAGES = [
  'bcrypt',
  'bcryptjs',
  'bcrypt-ts',
  'bcrypt-ts/browser',
  'bcrypt-edge',
  'bcrypt-nodejs',
  '@node-rs/bcrypt',
  'bcryptjs-react',
  '@types/bcrypt',
  'bcrypt-pbkdf-native',
  '@phc/bcrypt',
  'twin-bcrypt',
  'bcryptjs-edge',
  'react-native-bcrypt',
  'meteor/npm-bcrypt',
  'bcrypt-as-promised',
];

const model: Model = defineModel({
  id: 'bcrypt',
  limits: 'A salt that comes through a parameter is judged where it is made; one that comes from elsewhere is not seen.',
  calls: {
    ...Object.fromEntries(PACKAGES.flatMap((name) => ['genSalt', 'genSaltSync'].map((call) => [`${name}#${call}`, genSalt]))),
    ...Object.fromEntries(PACKAGES.flatMap((name) => ['hash', 'hashSync'].map((call) => [`${name}#${call}`, hash]))),
    'hash-wasm#bcrypt': wasm,
  },
  match: {
    names: ['genSalt', 'genSaltSync'],
    of: (key) => (key === '?#genSalt' || key === '?#genSaltSync' ? unknownSalt : undefined),
  },
});
export default model;
