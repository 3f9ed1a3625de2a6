import { type Request, Router } from 'express';
import { z } from 'zod';
import { requireRole, requireUser } from '../lib/session';
import { type Caller, changeRole, removeMember } from '../members/service';

export const members = Router();

members.use(requireUser, requireRole('owner'));

function callerOf(req: Request): Caller {
  return { userId: req.session.userId ?? '', tenantId: req.session.tenantId ?? '', ip: req.ip ?? '' };
}

members.put('/:id/role', async (req, res) => {
  const { role } = z.object({ role: z.enum(['member', 'owner']) }).parse(req.body);
  await changeRole(callerOf(req), req.params.id, role);
  res.status(204).end();
});

members.delete('/:id', async (req, res) => {
  await removeMember(callerOf(req), req.params.id);
  res.status(204).end();
});
