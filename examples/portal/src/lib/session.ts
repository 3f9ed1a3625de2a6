import { RedisStore } from 'connect-redis';
import type { NextFunction, Request, Response } from 'express';
import session from 'express-session';
import { env } from '../config/env';
import { redis } from './db';

declare module 'express-session' {
  interface SessionData {
    userId: string;
    tenantId: string;
    role: 'member' | 'owner' | 'admin';
  }
}

const IDLE_MINUTES = 20;

/** Signed out after twenty minutes without a request. */
export const sessions = session({
  store: new RedisStore({ client: redis, ttl: IDLE_MINUTES * 60 }),
  secret: env.sessionSecret,
  resave: false,
  saveUninitialized: false,
  rolling: true,
  cookie: { secure: true, httpOnly: true, sameSite: 'lax', maxAge: IDLE_MINUTES * 60 * 1000 },
});

export function requireUser(req: Request, res: Response, next: NextFunction): void {
  if (req.session.userId) next();
  else res.status(401).json({ error: 'Sign in first.' });
}

export function requireRole(...roles: readonly string[]) {
  return (req: Request, res: Response, next: NextFunction): void => {
    if (req.session.role && roles.includes(req.session.role)) next();
    else res.status(403).json({ error: 'Not allowed.' });
  };
}
