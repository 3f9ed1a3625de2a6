/** The Web Cryptography API, wherever it comes from: the global, node's `webcrypto`, or a package. */

import type { Answer, CallSite, CipherSpec, CipherUse, Emit, Model, Query, Value } from '../../engine/rule/index.ts';
import { answer, certain, defineModel, numberOf, stringOf } from '../../engine/rule/index.ts';
import { aesMode } from '../data/ciphers.ts';
import { keyBits } from './lib/bytes.ts';
import { emitCipher } from './lib/cipher.ts';
import { ivOf } from './lib/iv.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

/** `'AES-GCM'` or `{ name: 'AES-GCM' }`. */
function nameOf(q: Query, algorithm: Value): Value {
  return algorithm.is === 'known' ? algorithm : q.prop(algorithm, 'name');
}

/** Whether any alternative is a mode of AES; what is RSA, HMAC or ECDH is no matter of this model. */
function aes(q: Query, algorithm: Value): Answer<CipherSpec> | undefined {
  const named = answer(nameOf(q, algorithm), (one) => {
    const name = stringOf(one);
    return name === undefined ? undefined : { name, spec: aesMode(name) };
  });
  const specs = named.alternatives.flatMap((one) => (one.is === 'known' && one.value.spec ? [{ ...one, value: one.value.spec }] : []));
  return specs.length > 0 ? { alternatives: specs } : undefined;
}

/** `encrypt({ name, iv }, key, data)`. The strength hangs on the key, which is judged where it is made; here the IV is. */
const encrypt: Handler = (call, q, emit) => {
  const algorithm = call.arg(0);
  const cipher = aes(q, algorithm);
  if (!cipher) return;
  const option = cipher.alternatives.some((one) => one.is === 'known' && one.value.mode === 'ctr') ? 'counter' : 'iv';
  const iv = ivOf(q, q.prop(algorithm, option), call.at) ?? certain('fresh' as const, algorithm);
  emitCipher(emit, { at: call.at, api: 'crypto.subtle.encrypt', does: 'encrypt', cipher, iv });
};

/** A key is made of an algorithm with a length, or of raw bytes. */
function key(api: string, at: number, raw: boolean, usagesAt: number): Handler {
  return (call, q, emit) => {
    const algorithm = call.arg(at);
    const cipher = aes(q, algorithm);
    if (!cipher) return;
    const length = answer(q.prop(algorithm, 'length'), numberOf);
    const written = algorithm.is === 'known' ? [] : length.alternatives.filter((one) => one.is === 'known' || one.is === 'unknown');
    const data = raw && stringOf(call.arg(0)) === 'raw' ? keyBits(q, call.arg(1)).alternatives : [];
    const told = data.filter((one) => one.is === 'known');
    const bits = told.length > 0 && told.length === data.length ? told : written.length > 0 ? written : data;
    emitCipher(emit, {
      at: call.args[at] ?? call.at,
      api: `crypto.subtle.${api}`,
      does: usage(q, call.arg(usagesAt)),
      cipher,
      key: {
        alternatives:
          bits.length > 0
            ? bits
            : answer<number>(q.prop(call.arg(1), raw ? 'k' : 'length'), () => undefined).alternatives.map((one) =>
                one.is === 'absent' ? { is: 'unknown' as const, why: 'unparsed' as const, from: one.from } : one,
              ),
      },
    });
  };
}

/** What the key is for: only to decrypt when its usages say so. */
function usage(q: Query, usages: Value): CipherUse['does'] {
  const names = q.items(usages)?.map(stringOf) ?? [];
  const encrypts = names.some((one) => one === undefined || one === 'encrypt' || one === 'wrapKey');
  const decrypts = names.some((one) => one === 'decrypt' || one === 'unwrapKey');
  return encrypts === decrypts ? 'both' : encrypts ? 'encrypt' : 'decrypt';
}

const HANDLERS: ReadonlyMap<string, Handler> = new Map([
  ['encrypt', encrypt],
  ['generateKey', key('generateKey', 0, false, 2)],
  ['importKey', key('importKey', 2, true, 4)],
  ['deriveKey', key('deriveKey', 2, false, 4)],
  ['unwrapKey', key('unwrapKey', 4, false, 6)],
]);

const model: Model = defineModel({
  id: 'web-crypto',
  limits: 'A key imported from bytes whose number nobody wrote down stays unknown.',
  match: {
    names: [...HANDLERS.keys()],
    of: (found) => {
      const match =
        /(?:^\?#|[#.](?:subtle|crypto|webcrypto|SubtleCrypto)(?:\(\))?\.|#subtle\.)(\w+)$/.exec(found) ??
        /#SubtleCrypto\(\)\.(\w+)$/.exec(found);
      return match ? HANDLERS.get(match[1] as string) : undefined;
    },
  },
});
export default model;
