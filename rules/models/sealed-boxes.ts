/** Libraries whose cipher is fixed and strong: NaCl's boxes and AEADs (where the nonce still has to be new), and wrappers of AES-256. */

import type { CallSite, CipherSpec, CipherUse, Emit, Model, Query } from '../../engine/rule/index.ts';
import { certain, defineModel } from '../../engine/rule/index.ts';
import { emitCipher } from './lib/cipher.ts';
import { ivOf } from './lib/iv.ts';

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

function fixed(spec: CipherSpec, api: string, does: CipherUse['does'], nonceAt?: number, keyAt?: number): Handler {
  return (call, q, emit) => {
    const nonce = nonceAt === undefined ? undefined : call.args[nonceAt];
    emitCipher(emit, {
      at: call.at,
      api,
      does,
      cipher: certain(spec, call.callee),
      ...(nonce && { iv: ivOf(q, nonce, call.at, keyAt === undefined ? undefined : call.args[keyAt]) }),
    });
  };
}

const BOX: CipherSpec = { name: 'XSalsa20-Poly1305', family: 'xsalsa20-poly1305', keyBits: 256 };
const XCHACHA: CipherSpec = { name: 'XChaCha20-Poly1305', family: 'chacha20-poly1305', keyBits: 256 };
const GCM: CipherSpec = { name: 'AES-256-GCM', family: 'aes', mode: 'gcm', keyBits: 256 };
const CTR: CipherSpec = { name: 'AES-256-CTR', family: 'aes', mode: 'ctr', keyBits: 256 };

const SODIUM = ['libsodium-wrappers', 'libsodium-wrappers-sumo', 'libsodium', 'react-native-libsodium'];

/** libsodium-wrappers: `crypto_secretbox_easy(message, nonce, key)`, `crypto_aead_…_encrypt(message, data, null, nonce, key)`. */
const wrappers: Readonly<Record<string, Handler>> = Object.fromEntries(
  SODIUM.flatMap((pkg) => [
    [`${pkg}#crypto_secretbox_easy`, fixed(BOX, 'sodium.crypto_secretbox_easy', 'encrypt', 1, 2)],
    [`${pkg}#crypto_secretbox_detached`, fixed(BOX, 'sodium.crypto_secretbox_detached', 'encrypt', 1, 2)],
    ...(['xchacha20poly1305_ietf', 'chacha20poly1305_ietf', 'chacha20poly1305', 'aes256gcm'] as const).map(
      (name) =>
        [
          `${pkg}#crypto_aead_${name}_encrypt`,
          fixed(name === 'aes256gcm' ? GCM : XCHACHA, `sodium.crypto_aead_${name}_encrypt`, 'encrypt', 3, 4),
        ] as const,
    ),
  ]),
);

/** sodium-native writes into its first argument: `crypto_secretbox_easy(out, message, nonce, key)`. */
const native: Readonly<Record<string, Handler>> = {
  'sodium-native#crypto_secretbox_easy': fixed(BOX, 'sodium.crypto_secretbox_easy', 'encrypt', 2, 3),
  'sodium-native#crypto_aead_xchacha20poly1305_ietf_encrypt': fixed(
    XCHACHA,
    'sodium.crypto_aead_xchacha20poly1305_ietf_encrypt',
    'encrypt',
    4,
    5,
  ),
};

const model: Model = defineModel({
  id: 'sealed-boxes',
  calls: {
    ...wrappers,
    ...native,
    'tweetnacl#secretbox': fixed(BOX, 'nacl.secretbox', 'encrypt', 1, 2),
    'tweetnacl#default.secretbox': fixed(BOX, 'nacl.secretbox', 'encrypt', 1, 2),
    'cryptr#': fixed(GCM, 'Cryptr', 'both'),
    'cryptr#Cryptr': fixed(GCM, 'Cryptr', 'both'),
    'aes256#encrypt': fixed(CTR, 'aes256.encrypt', 'encrypt'),
    'aes256#createCipher': fixed(CTR, 'aes256.createCipher', 'both'),
    '@47ng/cloak#encryptString': fixed(GCM, 'cloak.encryptString', 'encrypt'),
    'triplesec#encrypt': fixed({ name: 'AES-256 and XSalsa20', family: 'xsalsa20-poly1305', keyBits: 256 }, 'triplesec.encrypt', 'encrypt'),
  },
});
export default model;
