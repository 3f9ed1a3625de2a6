import { redis } from './db';

/** Puts the mail into the queue of the mail service. */
export async function sendResetMail(to: string, token: string): Promise<void> {
  await redis.lpush('mail', JSON.stringify({ template: 'password-reset', to, link: `https://portal.example.com/reset#${token}` }));
}
