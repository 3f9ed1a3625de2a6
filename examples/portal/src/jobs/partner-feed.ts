/** Every night: the titles of new documents, for the search partner and for our own warehouse. */
import { randomBytes } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { env } from '../config/env';
import { seal } from '../lib/crypto';
import { prisma } from '../lib/db';
import { withMutex } from '../lib/mutex';

export async function writePartnerFeed(tenantId: string, folder: string): Promise<void> {
  await withMutex(`partner-feed:${tenantId}`, async () => {
    const found = await prisma.document.findMany({ where: { tenantId }, select: { id: true, title: true } });
    const feed = Buffer.from(JSON.stringify(found));
    await writeFile(`${folder}/${tenantId}.partner`, seal('des-ede3-cbc', env.partnerKey, randomBytes(8), feed));
    await writeFile(`${folder}/${tenantId}.warehouse`, seal('aes-256-gcm', env.fieldKey, randomBytes(12), feed));
  });
}
