import bcrypt from 'bcrypt';
import { recordAudit } from '../lib/audit';
import { prisma } from '../lib/db';
import { hashPassword } from './password';

/** By the signed-in user, who proves the old password. False when it is wrong. */
export async function changePassword(userId: string, oldPassword: string, password: string, ip: string): Promise<boolean> {
  const user = await prisma.user.findUniqueOrThrow({ where: { id: userId } });
  if (!(await bcrypt.compare(oldPassword, user.passwordHash))) {
    await recordAudit({ actor: userId, action: 'password.change_failed', target: userId, ip });
    return false;
  }
  await prisma.user.update({ where: { id: userId }, data: { passwordHash: await hashPassword(password) } });
  await recordAudit({ actor: userId, action: 'password.changed', target: userId, ip });
  return true;
}
