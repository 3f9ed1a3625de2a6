/** The Stanford library: `sjcl.json.encrypt(password, text, { ks, mode })`. Its defaults are 128 bits and CCM (`sjcl.json.defaults`). */

import type { Alternative, CallSite, CipherSpec, Emit, Model, Query } from '../../engine/rule/index.ts';
import { answer, defineModel, numberOf, stringOf } from '../../engine/rule/index.ts';
import { keyBits } from './lib/bytes.ts';
import { emitCipher } from './lib/cipher.ts';

const DEFAULT_BITS = 128;

function encrypt(call: CallSite, q: Query, emit: Emit): void {
  const options = call.arg(2);
  const mode = stringOf(q.prop(options, 'mode')) ?? 'ccm';
  const spec = (bits: number, by: string): CipherSpec => ({
    name: `AES-${bits}-${mode.toUpperCase()}${by}`,
    family: 'aes',
    mode: mode.replace(/2$/, ''),
    keyBits: bits,
  });
  const told = answer(q.prop(options, 'ks'), numberOf);
  emitCipher(emit, {
    at: call.at,
    api: 'sjcl.encrypt',
    does: 'encrypt',
    cipher: {
      alternatives: told.alternatives.map((one): Alternative<CipherSpec> => {
        if (one.is === 'known') return { ...one, value: spec(one.value, '') };
        return one.is === 'absent'
          ? { is: 'known', value: spec(DEFAULT_BITS, ' (the default)'), from: options.is === 'absent' ? call.callee : options }
          : one;
      }),
    },
  });
}

/** `new sjcl.cipher.aes(key)`. */
function block(call: CallSite, q: Query, emit: Emit): void {
  const cipher = { name: 'AES', family: 'aes' };
  emitCipher(emit, {
    at: call.at,
    api: 'sjcl.cipher.aes',
    does: 'both',
    cipher: { alternatives: [{ is: 'known', value: cipher, from: call.callee }] },
    key: keyBits(q, call.arg(0)),
  });
}

/** The library held in something that cannot be followed shows by its options. */
function byShape(call: CallSite, q: Query, emit: Emit): void {
  const { names } = q.propNames(call.arg(2));
  const callee = q.expr(call.at);
  const written = callee.k === 'call' ? q.text(q.part(call.at, callee.c)) : '';
  if (/(^|\.)json\.encrypt$/.test(written) && (names.includes('ks') || /sjcl/i.test(written))) encrypt(call, q, emit);
}

const model: Model = defineModel({
  id: 'sjcl',
  calls: {
    'sjcl#encrypt': encrypt,
    'sjcl#json.encrypt': encrypt,
    'sjcl#cipher.aes': block,
    'global#sjcl.encrypt': encrypt,
    'global#sjcl.json.encrypt': encrypt,
  },
  match: { names: ['encrypt'], words: ['sjcl'], of: (key) => (key === '?#encrypt' ? byShape : undefined) },
});
export default model;
