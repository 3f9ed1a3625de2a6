import { Router } from 'express';
import { recordAudit } from '../lib/audit';
import { decryptField, encryptExport } from '../lib/crypto';
import { prisma } from '../lib/db';
import { requireRole, requireUser } from '../lib/session';

export const dataExports = Router();

dataExports.use(requireUser, requireRole('owner'));

/** Everything a customer has with us, as one encrypted file. */
dataExports.post('/', async (req, res) => {
  const tenantId = req.session.tenantId ?? '';
  const found = await prisma.document.findMany({ where: { tenantId } });
  const archive = Buffer.from(JSON.stringify(found.map(({ id, title, body }) => ({ id, title, text: decryptField(body) }))));
  await recordAudit({ actor: req.session.userId ?? null, action: 'data.exported', target: tenantId, ip: req.ip ?? '' });
  res.attachment(`${tenantId}.bin`).send(encryptExport(archive));
});
