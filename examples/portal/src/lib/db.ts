import { PrismaClient } from '@prisma/client';
import Redis from 'ioredis';
import { env } from '../config/env';

export const prisma = new PrismaClient();

export const redis = new Redis(env.redisUrl, { tls: { minVersion: 'TLSv1.2' } });
