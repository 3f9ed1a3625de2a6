import { Router } from 'express';
import { z } from 'zod';
import { recordAudit } from '../lib/audit';
import { decryptField, encryptField } from '../lib/crypto';
import { prisma } from '../lib/db';
import { requireUser } from '../lib/session';

export const documents = Router();

/** Whoever opens a document for editing has it alone for this long. */
const EDIT_LOCK_MINUTES = 10;

documents.use(requireUser);

documents.get('/:id', async (req, res) => {
  const found = await prisma.document.findFirst({ where: { id: req.params.id, tenantId: req.session.tenantId } });
  if (found) res.json({ id: found.id, title: found.title, text: decryptField(found.body) });
  else res.status(404).end();
});

documents.post('/:id/edit', async (req, res) => {
  const where = { id: req.params.id, tenantId: req.session.tenantId };
  const found = await prisma.document.findFirst({ where });
  if (!found) {
    res.status(404).end();
    return;
  }
  if (found.lockedBy !== req.session.userId && found.lockedUntil && found.lockedUntil > new Date()) {
    res.status(423).json({ error: 'Somebody else is editing this document.' });
    return;
  }
  const lockedUntil = new Date(Date.now() + EDIT_LOCK_MINUTES * 60 * 1000);
  await prisma.document.update({ where, data: { lockedBy: req.session.userId, lockedUntil } });
  res.json({ lockedUntil });
});

documents.put('/:id', async (req, res) => {
  const { text } = z.object({ text: z.string() }).parse(req.body);
  await prisma.document.update({
    where: { id: req.params.id, tenantId: req.session.tenantId, lockedBy: req.session.userId },
    data: { body: encryptField(text), lockedBy: null, lockedUntil: null },
  });
  res.status(204).end();
});

documents.delete('/:id', async (req, res) => {
  await prisma.document.delete({ where: { id: req.params.id, tenantId: req.session.tenantId } });
  await recordAudit({ actor: req.session.userId ?? null, action: 'document.deleted', target: req.params.id, ip: req.ip ?? '' });
  res.status(204).end();
});
