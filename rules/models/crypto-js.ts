/**
 * crypto-js and crypto-es. A key that is text is a passphrase, from which a key of 256 bits and an IV are derived; a key of words has the
 * length of its words. (`cipher-core`: PasswordBasedCipher, SerializableCipher.)
 */

import type { Alternative, Answer, CallSite, CipherSpec, CipherUse, Emit, Model, Query, Value } from '../../engine/rule/index.ts';
import { alternatives, certain, defineModel } from '../../engine/rule/index.ts';
import { keyBits } from './lib/bytes.ts';
import { madeBy } from './lib/calls.ts';
import { emitCipher } from './lib/cipher.ts';
import { ivOf } from './lib/iv.ts';

const FAMILY: ReadonlyMap<string, { readonly family: string; readonly bits?: number }> = new Map([
  ['aes', { family: 'aes' }],
  ['des', { family: 'des', bits: 56 }],
  ['tripledes', { family: '3des', bits: 112 }],
  ['rc4', { family: 'rc4', bits: 128 }],
  ['rc4drop', { family: 'rc4', bits: 128 }],
  ['rabbit', { family: 'rabbit', bits: 128 }],
  ['rabbitlegacy', { family: 'rabbit', bits: 128 }],
  ['blowfish', { family: 'blowfish', bits: 128 }],
]);

/** `crypto-js#AES.encrypt`, `crypto-js/aes#encrypt`, `global#CryptoJS.AES.encrypt`, `?#encrypt` is none of ours. */
const KEY =
  /^(?:(?:crypto-js|crypto-es|cryptojs)(?:\/(?:lib\/)?([\w-]+))?#(?:CryptoJS\.|CryptoES\.)?|global#CryptoJS\.)(?:(\w+)\.)?(encrypt|decrypt)$/;

type Does = CipherUse['does'];

function use(call: CallSite, q: Query, emit: Emit, name: string, does: Does): void {
  const known = FAMILY.get(name.toLowerCase());
  if (!known || call.args.length < 2) return;
  const api = `CryptoJS.${name}.${does === 'decrypt' ? 'decrypt' : 'encrypt'}`;
  const options = call.arg(2);
  const modes = alternatives(q.prop(options, 'mode'));
  const cipher: Answer<CipherSpec> =
    known.family === 'rc4' || known.family === 'rabbit'
      ? certain({ name, family: known.family, ...(known.bits !== undefined && { keyBits: known.bits }) }, call.callee)
      : {
          alternatives: modes.map((mode): Alternative<CipherSpec> => {
            const written = modeOf(mode);
            if (written === undefined && !(mode.is === 'absent' || known.bits !== undefined || mode.is === 'unknown'))
              return { is: 'unknown', why: 'unparsed', from: mode };
            const modeName = written ?? 'cbc';
            return {
              is: 'known',
              from: written === undefined ? call.callee : mode,
              value: {
                name: `${name}-${modeName.toUpperCase()}`,
                family: known.family,
                mode: modeName,
                ...(known.bits !== undefined && { keyBits: known.bits }),
              },
            };
          }),
        };
  const words = does === 'encrypt' ? ivRef(call, q) : undefined;
  const passphrase = alternatives(call.arg(1)).every((one) => isText(q, one, options));
  emitCipher(emit, {
    at: call.at,
    api,
    does,
    cipher,
    ...(known.bits === undefined && { key: keyOf(q, call.arg(1), options) }),
    ...(words && !passphrase && { iv: ivOf(q, words, call.at, call.args[1]) }),
  });
}

/** The expression of the `iv` option where it is written, so that an IV cut from the key is seen; else its value. */
function ivRef(call: CallSite, q: Query): Value | CallSite['at'] | undefined {
  const options = call.arg(2);
  const slot = options.is === 'object' ? options.props.get('iv') : undefined;
  if (slot && slot.refs.length === 1 && !slot.maybe) return slot.refs[0];
  const value = q.prop(options, 'iv');
  return value.is === 'absent' ? undefined : value;
}

/** `CryptoJS.mode.ECB`, or the subpath `crypto-js/mode-ecb`. */
function modeOf(mode: Value): string | undefined {
  const match = mode.is === 'ext' ? /(?:mode[.-]|mode\/|#)(CBC|ECB|CTR|CFB|OFB|CTRGladman|GCM)#?$/i.exec(mode.key) : undefined;
  return match?.[1]?.toLowerCase();
}

/** Text is a passphrase. Without options a key of words would have no IV, so what is written that way is a passphrase too. */
function isText(q: Query, key: Value, options: Value): boolean {
  if (key.is === 'known' || key.is === 'text') return true;
  if (key.is === 'unknown' && key.why === 'environment') return true;
  if (options.is === 'absent') return true;
  const made = madeBy(q, key);
  return made !== undefined && /(^|\.)(toString|stringify|join|substring|substr|padEnd)$/.test(made.path);
}

function keyOf(q: Query, key: Value, options: Value): Answer<number> {
  return {
    alternatives: alternatives(key).flatMap((one) =>
      isText(q, one, options) ? [{ is: 'known' as const, value: 256, from: one }] : keyBits(q, one).alternatives,
    ),
  };
}

/** `algo.AES.createEncryptor(key, cfg)`: the key is words. */
function progressive(call: CallSite, q: Query, emit: Emit, name: string, does: Does): void {
  const known = FAMILY.get(name.toLowerCase());
  if (!known) return;
  const mode = modeOf(q.prop(call.arg(1), 'mode')) ?? 'cbc';
  emitCipher(emit, {
    at: call.at,
    api: `CryptoJS.algo.${name}`,
    does,
    cipher: certain(
      { name: `${name}-${mode.toUpperCase()}`, family: known.family, mode, ...(known.bits !== undefined && { keyBits: known.bits }) },
      call.callee,
    ),
    ...(known.bits === undefined && { key: keyBits(q, call.arg(0)) }),
    ...(does === 'encrypt' && { iv: ivOf(q, q.prop(call.arg(1), 'iv'), call.at) }),
  });
}

const model: Model = defineModel({
  id: 'crypto-js',
  limits: 'A key handed in from outside the project may be text or words, and of any length: it stays unknown.',
  match: {
    names: ['encrypt', 'decrypt', 'createEncryptor', 'createDecryptor'],
    words: ['crypto-js', 'crypto-es', 'cryptojs'],
    of: (key) => {
      const match = KEY.exec(key);
      const name = match?.[2] ?? named(match?.[1]);
      if (match && name !== undefined) return (call, q, emit) => use(call, q, emit, name, match[3] as Does);
      const algo = /^(?:crypto-js|crypto-es|global)#(?:CryptoJS\.)?algo\.(\w+)\.create(En|De)cryptor$/.exec(key);
      return algo ? (call, q, emit) => progressive(call, q, emit, algo[1] as string, algo[2] === 'En' ? 'encrypt' : 'decrypt') : undefined;
    },
  },
});

/** The name a subpath stands for: `crypto-js/aes`, `crypto-js/tripledes`. */
function named(subpath: string | undefined): string | undefined {
  return ['AES', 'DES', 'TripleDES', 'RC4', 'Rabbit', 'RabbitLegacy', 'Blowfish'].find(
    (one) => one.toLowerCase() === subpath?.replace('-', ''),
  );
}

export default model;
