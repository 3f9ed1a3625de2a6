/** A lock between processes. It ends by itself, lest a crashed job block the next one. */
import { randomUUID } from 'node:crypto';
import { redis } from './db';

const TTL_MS = 60_000;

export async function withMutex<T>(name: string, work: () => Promise<T>): Promise<T | undefined> {
  const key = `lock:${name}`;
  const owner = randomUUID();
  const locked = await redis.set(key, owner, 'PX', TTL_MS, 'NX');
  if (locked !== 'OK') return undefined;
  try {
    return await work();
  } finally {
    if ((await redis.get(key)) === owner) await redis.del(key);
  }
}
