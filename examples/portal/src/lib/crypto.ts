import { createCipheriv, createDecipheriv, createHash, randomBytes, type CipherGCM } from 'node:crypto';
import { exportCipher, fieldCipher } from '../config/crypto';
import { env } from '../config/env';

const GCM_NONCE_BYTES = 12;
const GCM_TAG_BYTES = 16;

/** One field of a row: nonce, tag, text. */
export function encryptField(plain: string): Buffer {
  const nonce = randomBytes(GCM_NONCE_BYTES);
  const cipher = createCipheriv(fieldCipher, env.fieldKey, nonce);
  const body = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

export function decryptField(stored: Buffer): string {
  const decipher = createDecipheriv(fieldCipher, env.fieldKey, stored.subarray(0, GCM_NONCE_BYTES));
  decipher.setAuthTag(stored.subarray(GCM_NONCE_BYTES, GCM_NONCE_BYTES + GCM_TAG_BYTES));
  const body = stored.subarray(GCM_NONCE_BYTES + GCM_TAG_BYTES);
  return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8');
}

/** The file a customer downloads. */
export function encryptExport(archive: Buffer): Buffer {
  const iv = randomBytes(16);
  const cipher = createCipheriv(exportCipher, env.exportKey, iv);
  return Buffer.concat([iv, cipher.update(archive), cipher.final()]);
}

/** For feeds whose receiver chooses the cipher. */
export function seal(algorithm: string, key: Buffer, iv: Buffer, plain: Buffer): Buffer {
  const cipher = createCipheriv(algorithm, key, iv);
  const body = Buffer.concat([cipher.update(plain), cipher.final()]);
  return algorithm.endsWith('-gcm') ? Buffer.concat([iv, (cipher as CipherGCM).getAuthTag(), body]) : Buffer.concat([iv, body]);
}

/** API keys and reset tokens are stored as this, never as they are. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
