import { prisma } from '../lib/db';
import { noteMembership } from './history';

export interface Caller {
  userId: string;
  tenantId: string;
  ip: string;
}

export async function changeRole(caller: Caller, userId: string, role: 'member' | 'owner'): Promise<void> {
  await prisma.user.update({ where: { id: userId, tenantId: caller.tenantId }, data: { role } });
  await noteMembership('role_changed', caller.userId, userId, caller.ip);
}

export async function removeMember(caller: Caller, userId: string): Promise<void> {
  await prisma.user.delete({ where: { id: userId, tenantId: caller.tenantId } });
  await noteMembership('removed', caller.userId, userId, caller.ip);
}
