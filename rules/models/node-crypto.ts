/** node:crypto: ciphers by name, their keys and initialisation vectors. */

import type { Answer, CallSite, CipherSpec, Emit, Model, Query, Value } from '../../engine/rule/index.ts';
import { answer, certain, defineModel, numberOf, stringOf } from '../../engine/rule/index.ts';
import { opensslCipher } from '../data/ciphers.ts';

function use(call: CallSite, q: Query, emit: Emit, does: 'encrypt' | 'decrypt', withIv: boolean): void {
  const cipher = answer(call.arg(0), (value): CipherSpec | undefined => {
    const name = stringOf(value);
    return name === undefined ? undefined : opensslCipher(name);
  });
  emit({
    kind: 'cipherUse',
    at: call.at,
    api: call.key.replace('node:', '').replace('#', '.'),
    does,
    cipher,
    ...(withIv && does === 'encrypt' && { iv: ivOf(call.arg(2), q) }),
  });
}

/** A literal, or bytes made of one, is the same each time; bytes from a generator are fresh. */
export function ivOf(value: Value, q: Query): Answer<'constant' | 'fresh'> {
  void q;
  return answer(value, (one) => {
    if (one.is === 'known') return one.v === null ? undefined : 'constant';
    if (
      one.is === 'ext' &&
      /#(default\.)?(randomBytes|webcrypto\.getRandomValues|crypto\.getRandomValues|randomFillSync)\(\)$/.test(one.key)
    )
      return 'fresh';
    return undefined;
  });
}

export default defineModel({
  id: 'node-crypto',
  calls: {
    'node:crypto#createCipheriv': (call, q, emit) => use(call, q, emit, 'encrypt', true),
    'node:crypto#createDecipheriv': (call, q, emit) => use(call, q, emit, 'decrypt', true),
    'node:crypto#createCipher': (call, q, emit) => use(call, q, emit, 'encrypt', false),
    'node:crypto#createDecipher': (call, q, emit) => use(call, q, emit, 'decrypt', false),
  },
}) satisfies Model as Model;

void certain;
void numberOf;
