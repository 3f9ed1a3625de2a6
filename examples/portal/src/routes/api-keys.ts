import { randomBytes } from 'node:crypto';
import { Router } from 'express';
import { z } from 'zod';
import { recordAudit } from '../lib/audit';
import { fingerprint } from '../lib/crypto';
import { prisma } from '../lib/db';
import { logger } from '../lib/logging';
import { requireRole, requireUser } from '../lib/session';

export const apiKeys = Router();

apiKeys.use(requireUser, requireRole('owner'));

apiKeys.get('/', async (req, res) => {
  const keys = await prisma.apiKey.findMany({ where: { tenantId: req.session.tenantId, revokedAt: null } });
  res.json(keys.map(({ id, name, createdAt }) => ({ id, name, createdAt })));
});

apiKeys.post('/', async (req, res) => {
  const { name } = z.object({ name: z.string().min(1).max(80) }).parse(req.body);
  const secret = `pk_${randomBytes(32).toString('base64url')}`;
  const key = await prisma.apiKey.create({
    data: { name, tenantId: req.session.tenantId, createdBy: req.session.userId, hash: fingerprint(secret) },
  });
  logger.info('API key created', { keyId: key.id });
  res.status(201).json({ id: key.id, secret });
});

apiKeys.delete('/:id', async (req, res) => {
  const { id } = req.params;
  await prisma.apiKey.update({ where: { id, tenantId: req.session.tenantId }, data: { revokedAt: new Date() } });
  await recordAudit({ actor: req.session.userId ?? null, action: 'api_key.revoked', target: id, ip: req.ip ?? '' });
  res.status(204).end();
});
