import { Router } from 'express';
import { z } from 'zod';
import { signInAdmin } from '../admin/sign-in';
import { changePassword } from '../auth/change-password';
import { newPassword } from '../auth/password';
import { requestReset, resetPassword } from '../auth/password-reset';
import { SignInRefused, signIn } from '../auth/sign-in';
import { recordAudit } from '../lib/audit';
import { logger } from '../lib/logging';
import { sendResetMail } from '../lib/mail';
import { perAddress } from '../lib/rate-limit';
import { requireUser } from '../lib/session';

export const auth = Router();

const credentials = z.object({ email: z.email(), password: z.string() });

auth.use(perAddress);

auth.post('/sign-in', async (req, res) => {
  const { email, password } = credentials.parse(req.body);
  try {
    const user = await signIn(email, password, req.ip ?? '');
    req.session.userId = user.id;
    req.session.tenantId = user.tenantId;
    req.session.role = user.role;
    res.json({ id: user.id });
  } catch (error) {
    if (!(error instanceof SignInRefused)) throw error;
    res.status(401).json({ error: error.message });
  }
});

auth.post('/admin/sign-in', async (req, res) => {
  const { email, password } = credentials.parse(req.body);
  const admin = await signInAdmin(email, password, req.ip ?? '');
  if (!admin) {
    res.status(401).json({ error: 'Sign-in refused.' });
    return;
  }
  req.session.userId = admin.id;
  req.session.role = 'admin';
  res.json({ id: admin.id });
});

auth.post('/sign-out', requireUser, async (req, res) => {
  await recordAudit({ actor: req.session.userId ?? null, action: 'sign_out', target: req.session.id, ip: req.ip ?? '' });
  req.session.destroy((error) => {
    if (error) logger.error('session could not be destroyed', { error });
    res.status(204).end();
  });
});

auth.post('/password', requireUser, async (req, res) => {
  const { oldPassword, password } = z.object({ oldPassword: z.string(), password: newPassword }).parse(req.body);
  const changed = await changePassword(req.session.userId ?? '', oldPassword, password, req.ip ?? '');
  res.status(changed ? 204 : 403).end();
});

auth.post('/password/forgotten', async (req, res) => {
  const { email } = z.object({ email: z.email() }).parse(req.body);
  const token = await requestReset(email);
  if (token) await sendResetMail(email, token);
  res.status(202).end();
});

auth.post('/password/reset', async (req, res) => {
  const { token, password } = z.object({ token: z.string(), password: newPassword }).parse(req.body);
  const done = await resetPassword(token, password);
  if (done) logger.info('password reset by mail');
  res.status(done ? 204 : 410).end();
});
