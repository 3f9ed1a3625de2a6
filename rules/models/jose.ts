/** JSON Web Encryption with jose and node-jose: the header's `enc` and a wrapping `alg`. */

import type { Alternative, Answer, CallSite, CipherSpec, Emit, Model, Query, Value } from '../../engine/rule/index.ts';
import { answer, certain, defineModel, stringOf } from '../../engine/rule/index.ts';
import { joseCipher } from '../data/ciphers.ts';
import { emitCipher } from './lib/cipher.ts';

/** The ciphers a JOSE name stands for; names of no symmetric cipher (`dir`, `RSA-OAEP-256`) are left out. */
function ciphers(value: Value): readonly Alternative<CipherSpec>[] {
  return answer(value, (one) => {
    const name = stringOf(one);
    return name === undefined ? undefined : { spec: joseCipher(name) };
  }).alternatives.flatMap((one): Alternative<CipherSpec>[] => {
    if (one.is !== 'known') return one.is === 'absent' ? [] : [one];
    return one.value.spec ? [{ ...one, value: one.value.spec }] : [];
  });
}

function header(call: CallSite, q: Query, emit: Emit): void {
  const value = call.arg(0);
  const enc = ciphers(q.prop(value, 'enc'));
  // An algorithm that cannot be told may be one of asymmetric keys; a known one that wraps with AES counts.
  const alg = ciphers(q.prop(value, 'alg')).filter((one) => one.is === 'known');
  const all: Answer<CipherSpec> = { alternatives: [...enc, ...alg] };
  if (all.alternatives.length === 0) return;
  const made = /#(\w+)\(\)/.exec(call.key)?.[1] ?? 'JWE';
  emitCipher(emit, { at: call.args[0] ?? call.at, api: `jose.${made}`, does: 'encrypt', cipher: all });
}

/** `generateSecret('A128GCM')`. */
function secret(call: CallSite, _q: Query, emit: Emit): void {
  const all = ciphers(call.arg(0));
  if (all.some((one) => one.is === 'known'))
    emitCipher(emit, { at: call.at, api: 'jose.generateSecret', does: 'both', cipher: { alternatives: all } });
}

/** node-jose encrypts with A128CBC-HS256 unless told otherwise. */
function nodeJose(call: CallSite, q: Query, emit: Emit): void {
  const options = call.arg(0);
  const written = q.prop(options, 'contentAlg');
  const named = options.is === 'object' && written.is !== 'absent' ? ciphers(written) : [];
  const cipher: Answer<CipherSpec> =
    named.length > 0 ? { alternatives: named } : certain(joseCipher('A128CBC-HS256') as CipherSpec, call.callee);
  emitCipher(emit, { at: call.at, api: 'JWE.createEncrypt', does: 'encrypt', cipher });
}

const model: Model = defineModel({
  id: 'jose',
  calls: { 'jose#generateSecret': secret, 'node-jose#JWE.createEncrypt': nodeJose },
  match: {
    names: ['setProtectedHeader', 'setSharedUnprotectedHeader'],
    of: (key) =>
      /^jose(?:\/[\w/-]+)?#(?:EncryptJWT|CompactEncrypt|FlattenedEncrypt|GeneralEncrypt)\(\).*\.set(?:Protected|SharedUnprotected)Header$/.test(
        key,
      )
        ? header
        : undefined,
  },
});
export default model;
