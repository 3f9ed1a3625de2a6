/** Sign-in of our own administrators. Their lock has no end: only `resetAdminPassword` lifts it. */
import bcrypt from 'bcrypt';
import { hashPassword } from '../auth/password';
import { recordAudit } from '../lib/audit';
import { fingerprint } from '../lib/crypto';
import { prisma } from '../lib/db';

const MAX_FAILURES = 3;

export async function signInAdmin(email: string, password: string, ip: string) {
  const admin = await prisma.admin.findUnique({ where: { email } });
  if (!admin || admin.lockedAt !== null) {
    await recordAudit({ actor: null, action: 'admin.sign_in.refused', target: email, ip });
    return undefined;
  }

  if (!(await bcrypt.compare(password, admin.passwordHash))) {
    const failedSignIns = admin.failedSignIns + 1;
    const lockedAt = failedSignIns >= MAX_FAILURES ? new Date() : null;
    await prisma.admin.update({ where: { id: admin.id }, data: { failedSignIns, lockedAt } });
    await recordAudit({ actor: admin.id, action: lockedAt ? 'admin.locked' : 'admin.sign_in.failed', target: admin.id, ip });
    return undefined;
  }

  await prisma.admin.update({ where: { id: admin.id }, data: { failedSignIns: 0 } });
  await recordAudit({ actor: admin.id, action: 'admin.sign_in.succeeded', target: admin.id, ip });
  return admin;
}

/** By the link in the mail that the administrator asked for. */
export async function resetAdminPassword(token: string, password: string, ip: string): Promise<boolean> {
  const admin = await prisma.admin.findUnique({ where: { resetTokenHash: fingerprint(token) } });
  if (!admin || admin.resetTokenExpiresAt === null || admin.resetTokenExpiresAt < new Date()) return false;
  await prisma.admin.update({
    where: { id: admin.id },
    data: { passwordHash: await hashPassword(password), failedSignIns: 0, lockedAt: null, resetTokenHash: null },
  });
  await recordAudit({ actor: admin.id, action: 'admin.password.reset', target: admin.id, ip });
  return true;
}
