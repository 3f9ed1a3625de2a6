import bcrypt from 'bcrypt';
import { z } from 'zod';
import { bcryptCost } from '../config/crypto';

export const newPassword = z
  .string()
  .min(12)
  .max(72)
  .regex(/[a-z]/)
  .regex(/[A-Z]/)
  .regex(/[0-9]/);

export function hashPassword(password: string): Promise<string> {
  return bcrypt.hash(password, bcryptCost);
}
