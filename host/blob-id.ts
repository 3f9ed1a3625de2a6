/** Git's name for contents. */
import { createHash } from 'node:crypto';

/** @param digits 40, or 64 in repositories that name by SHA-256 */
export function blobId(bytes: Buffer, digits = 40): string {
  return createHash(digits === 64 ? 'sha256' : 'sha1')
    .update(`blob ${bytes.length}\0`)
    .update(bytes)
    .digest('hex');
}
