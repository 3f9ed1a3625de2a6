/** Slows one address down. It knows no accounts, and the window is over after a quarter of an hour. */
import { rateLimit } from 'express-rate-limit';

export const perAddress = rateLimit({
  windowMs: 15 * 60 * 1000,
  limit: 100,
  keyGenerator: (req) => req.ip ?? 'unknown',
  message: { error: 'Too many requests. Try again later.' },
});
