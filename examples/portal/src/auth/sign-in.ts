/** Sign-in of customers' users. */
import bcrypt from 'bcrypt';
import { recordAudit } from '../lib/audit';
import { prisma } from '../lib/db';

const MAX_FAILURES = 5;
const LOCK_MINUTES = 30;

export class SignInRefused extends Error {}

export async function signIn(email: string, password: string, ip: string) {
  const user = await prisma.user.findUnique({ where: { email } });
  if (!user) {
    await recordAudit({ actor: null, action: 'sign_in.failed', target: email, ip });
    throw new SignInRefused('Wrong e-mail address or password.');
  }

  if (user.lockedUntil && user.lockedUntil > new Date()) {
    await recordAudit({ actor: user.id, action: 'sign_in.refused', target: user.id, ip });
    throw new SignInRefused('This account is locked.');
  }

  const matches = await bcrypt.compare(password, user.passwordHash);
  if (!matches) {
    const failures = user.failedSignIns + 1;
    const lockedUntil = failures >= MAX_FAILURES ? new Date(Date.now() + LOCK_MINUTES * 60 * 1000) : null;
    await prisma.user.update({ where: { id: user.id }, data: { failedSignIns: failures, lockedUntil } });
    await recordAudit({ actor: user.id, action: lockedUntil ? 'account.locked' : 'sign_in.failed', target: user.id, ip });
    throw new SignInRefused('Wrong e-mail address or password.');
  }

  await prisma.user.update({ where: { id: user.id }, data: { failedSignIns: 0, lockedUntil: null } });
  await recordAudit({ actor: user.id, action: 'sign_in.succeeded', target: user.id, ip });
  return user;
}
