/** Reset by a link in a mail: the token lives for an hour, and using it ends a lock. */
import { randomBytes } from 'node:crypto';
import { fingerprint } from '../lib/crypto';
import { prisma } from '../lib/db';
import { hashPassword } from './password';

const TOKEN_MINUTES = 60;

export async function requestReset(email: string): Promise<string | undefined> {
  const user = await prisma.user.findUnique({ where: { email } });
  if (!user) return undefined;
  const token = randomBytes(32).toString('base64url');
  await prisma.resetToken.create({
    data: { userId: user.id, hash: fingerprint(token), expiresAt: new Date(Date.now() + TOKEN_MINUTES * 60 * 1000) },
  });
  return token;
}

/** False when the token is unknown or too old. */
export async function resetPassword(token: string, password: string): Promise<boolean> {
  const stored = await prisma.resetToken.findUnique({ where: { hash: fingerprint(token) } });
  if (!stored || stored.expiresAt < new Date()) return false;
  await prisma.user.update({
    where: { id: stored.userId },
    data: { passwordHash: await hashPassword(password), failedSignIns: 0, lockedUntil: null },
  });
  await prisma.resetToken.delete({ where: { id: stored.id } });
  return true;
}
