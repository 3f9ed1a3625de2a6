/** Data keys of AWS KMS (`KeySpec: 'AES_128'`, `NumberOfBytes`), and the wrapping suites of the AWS Encryption SDK. */

import type { Answer, CallSite, CipherSpec, Emit, Model, Query } from '../../engine/rule/index.ts';
import { answer, certain, defineModel, numberOf, stringOf } from '../../engine/rule/index.ts';
import { emitCipher } from './lib/cipher.ts';

function dataKey(api: string): (call: CallSite, q: Query, emit: Emit) => void {
  return (call, q, emit) => {
    const input = call.arg(0);
    const spec = (bits: number): CipherSpec => ({ name: `AES_${bits}`, family: 'aes', keyBits: bits });
    const named = answer(q.prop(input, 'KeySpec'), (one) => {
      const match = /AES_?(128|256)$/i.exec(stringOf(one) ?? (one.is === 'ext' ? one.key : ''));
      return match ? spec(Number(match[1])) : undefined;
    });
    const counted = answer(q.prop(input, 'NumberOfBytes'), (one) => {
      const bytes = numberOf(one);
      return bytes === undefined ? undefined : { ...spec(bytes * 8), name: `a data key of ${bytes} bytes` };
    });
    const told = [...named.alternatives, ...counted.alternatives].filter((one) => one.is !== 'absent');
    const cipher: Answer<CipherSpec> = told.length > 0 ? { alternatives: told } : named;
    emitCipher(emit, { at: call.at, api, does: 'both', cipher });
  };
}

function wrapping(call: CallSite, q: Query, emit: Emit): void {
  const suite = q.prop(call.arg(0), 'wrappingSuite');
  const bits = suite.is === 'ext' ? /AES(128|192|256)_GCM/.exec(suite.key)?.[1] : undefined;
  if (bits === undefined) return;
  emitCipher(emit, {
    at: call.at,
    api: 'RawAesKeyring',
    does: 'both',
    cipher: certain({ name: `AES-${bits}-GCM`, family: 'aes', mode: 'gcm', keyBits: Number(bits) }, suite),
  });
}

const KMS = '@aws-sdk/client-kms';

const model: Model = defineModel({
  id: 'aws-data-keys',
  calls: {
    [`${KMS}#GenerateDataKeyCommand`]: dataKey('GenerateDataKeyCommand'),
    [`${KMS}#GenerateDataKeyWithoutPlaintextCommand`]: dataKey('GenerateDataKeyWithoutPlaintextCommand'),
    [`${KMS}#KMS().generateDataKey`]: dataKey('KMS.generateDataKey'),
    [`${KMS}#KMS().generateDataKeyWithoutPlaintext`]: dataKey('KMS.generateDataKeyWithoutPlaintext'),
    'aws-sdk#KMS().generateDataKey': dataKey('KMS.generateDataKey'),
    'aws-sdk#KMS().generateDataKeyWithoutPlaintext': dataKey('KMS.generateDataKeyWithoutPlaintext'),
    'aws-sdk/clients/kms#().generateDataKey': dataKey('KMS.generateDataKey'),
  },
  match: {
    names: ['RawAesKeyringNode', 'RawAesKeyringWebCrypto'],
    of: (key) => (/^@aws-crypto\/[\w-]+#RawAesKeyring(?:Node|WebCrypto)$/.test(key) ? wrapping : undefined),
  },
});
export default model;
