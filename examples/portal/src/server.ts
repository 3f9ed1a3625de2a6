import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import express from 'express';
import { env } from './config/env';
import { logger } from './lib/logging';
import { sessions } from './lib/session';
import { apiKeys } from './routes/api-keys';
import { auth } from './routes/auth';
import { documents } from './routes/documents';
import { dataExports } from './routes/exports';
import { members } from './routes/members';

const app = express();
app.set('trust proxy', 1);
app.use(express.json({ limit: '1mb' }));
app.use(sessions);

app.use('/auth', auth);
app.use('/api/documents', documents);
app.use('/api/exports', dataExports);
app.use('/api/keys', apiKeys);
app.use('/api/members', members);

const tls = { minVersion: 'TLSv1.2', key: readFileSync('/etc/portal/tls.key'), cert: readFileSync('/etc/portal/tls.crt') } as const;

createServer(tls, app).listen(env.port, () => logger.info('listening', { port: env.port }));
