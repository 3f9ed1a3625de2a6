import { recordAudit } from '../lib/audit';

export type MembershipChange = 'invited' | 'role_changed' | 'removed';

/** Every change of who belongs to a customer goes through here. */
export async function noteMembership(change: MembershipChange, actor: string, userId: string, ip: string): Promise<void> {
  await recordAudit({ actor, action: `member.${change}`, target: userId, ip });
}
