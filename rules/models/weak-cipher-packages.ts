/** Packages that are one old cipher each: what is made of them encrypts with it. */

import type { CallSite, CipherSpec, CipherUse, Emit, Model } from '../../engine/rule/index.ts';
import { certain, defineModel } from '../../engine/rule/index.ts';
import { emitCipher } from './lib/cipher.ts';

const DES: CipherSpec = { name: 'DES', family: 'des', keyBits: 56 };
const TRIPLE: CipherSpec = { name: '3DES', family: '3des', keyBits: 112 };
const BLOWFISH: CipherSpec = { name: 'Blowfish', family: 'blowfish', keyBits: 128 };
const RC4: CipherSpec = { name: 'RC4', family: 'rc4', keyBits: 128 };
const XXTEA: CipherSpec = { name: 'XXTEA', family: 'xxtea', keyBits: 128 };

function uses(spec: CipherSpec, api: string, does: CipherUse['does']): (call: CallSite, q: unknown, emit: Emit) => void {
  return (call, _q, emit) => emitCipher(emit, { at: call.at, api, does, cipher: certain(spec, call.callee) });
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
    'xxtea-node#encrypt': uses(XXTEA, 'xxtea.encrypt', 'encrypt'),
    'xxtea-node#decrypt': uses(XXTEA, 'xxtea.decrypt', 'decrypt'),
  },
});
export default model;
