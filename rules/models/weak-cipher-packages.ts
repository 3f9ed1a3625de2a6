/** Packages that are one old cipher each: what is made of them encrypts with it. */

import type { CallSite, CipherSpec, CipherUse, Emit, Model, Query } from '../../engine/rule/index.ts';
import { certain, defineModel } from '../../engine/rule/index.ts';
import { emitCipher } from './lib/cipher.ts';

const DES: CipherSpec = { name: 'DES', family: 'des', keyBits: 56 };
const TRIPLE: CipherSpec = { name: '3DES', family: '3des', keyBits: 112 };
const BLOWFISH: CipherSpec = { name: 'Blowfish', family: 'blowfish', keyBits: 128 };
const RC4: CipherSpec = { name: 'RC4', family: 'rc4', keyBits: 128 };
const XXTEA: CipherSpec = { name: 'XXTEA', family: 'xxtea', keyBits: 128 };

const SM4: CipherSpec = { name: 'SM4', family: 'sm4', keyBits: 128 };
/** The names that `encodingType` takes. */
const SECURE_LS: ReadonlyMap<string, CipherSpec> = new Map([
  ['des', DES],
  ['rabbit', { name: 'Rabbit', family: 'rabbit', keyBits: 128 }],
  ['rc4', RC4],
]);

function uses(spec: CipherSpec, api: string, does: CipherUse['does']): (call: CallSite, q: unknown, emit: Emit) => void {
  return (call, _q, emit) => emitCipher(emit, { at: call.at, api, does, cipher: certain(spec, call.callee) });
}

function sm4(pkg: string, name: string): Readonly<Record<string, ReturnType<typeof uses>>> {
  return {
    [`${pkg}#${name}.encrypt`]: uses(SM4, `${name}.encrypt`, 'encrypt'),
    [`${pkg}#${name}.decrypt`]: uses(SM4, `${name}.decrypt`, 'decrypt'),
  };
}

/** SecureLS encrypts what a browser stores, with AES unless it is told another. */
function secureLs(call: CallSite, q: Query, emit: Emit): void {
  const encoding = q.prop(call.arg(0), 'encodingType');
  const spec = encoding.is === 'known' ? SECURE_LS.get(String(encoding.v).toLowerCase()) : undefined;
  if (spec && call.isNew) emitCipher(emit, { at: call.at, api: 'SecureLS', does: 'both', cipher: certain(spec, encoding) });
}

const model: Model = defineModel({
  id: 'weak-cipher-packages',
  calls: {
    'des.js#DES.create': uses(DES, 'des.DES.create', 'both'),
    'des.js#CBC.instantiate': uses(DES, 'des.CBC.instantiate', 'both'),
    'des.js#EDE.create': uses(TRIPLE, 'des.EDE.create', 'both'),
    'egoroof-blowfish#': uses(BLOWFISH, 'Blowfish', 'both'),
    'egoroof-blowfish#Blowfish': uses(BLOWFISH, 'Blowfish', 'both'),
    'blowfish-node#': uses(BLOWFISH, 'Blowfish', 'both'),
    'javascript-blowfish#Blowfish': uses(BLOWFISH, 'Blowfish', 'both'),
    'rc4#': uses(RC4, 'RC4', 'both'),
    'simple-rc4#': uses(RC4, 'RC4', 'both'),
    'arc4#': uses(RC4, 'arc4', 'both'),
    ...sm4('sm-crypto', 'sm4'),
    ...sm4('sm-crypto-v2', 'sm4'),
    ...sm4('miniprogram-sm-crypto', 'sm4'),
    ...sm4('gm-crypto', 'SM4'),
    'secure-ls#': secureLs,
    'xxtea-node#encryptToString': uses(XXTEA, 'xxtea.encryptToString', 'encrypt'),
    'xxtea-node#decryptToString': uses(XXTEA, 'xxtea.decryptToString', 'decrypt'),
    'xxtea-node#encrypt': uses(XXTEA, 'xxtea.encrypt', 'encrypt'),
    'xxtea-node#decrypt': uses(XXTEA, 'xxtea.decrypt', 'decrypt'),
  },
});
export default model;
