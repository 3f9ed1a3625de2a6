/**
 * Work factors of password hashing: what libraries take when nobody says, and which settings OWASP holds to be equal.
 * Sources: OWASP Password Storage Cheat Sheet (read 2025-11); the published packages named beside each figure.
 */

/** Argon2id settings of equal strength: memory in KiB and passes. */
export const ARGON2_EQUALS: readonly { readonly memory: number; readonly iterations: number }[] = [
  { memory: 47104, iterations: 1 },
  { memory: 19456, iterations: 2 },
  { memory: 12288, iterations: 3 },
  { memory: 9216, iterations: 4 },
  { memory: 7168, iterations: 5 },
];

/** scrypt settings of equal strength with a block size of 8: cost N and parallelism p. */
export const SCRYPT_EQUALS: readonly { readonly cost: number; readonly parallelism: number }[] = [
  { cost: 131072, parallelism: 1 },
  { cost: 65536, parallelism: 2 },
  { cost: 32768, parallelism: 3 },
  { cost: 16384, parallelism: 5 },
  { cost: 8192, parallelism: 10 },
];

/** Cost of bcrypt when none is given. */
export const BCRYPT_DEFAULTS: Readonly<Record<string, number>> = {
  bcrypt: 10, // 6.0.0
  bcryptjs: 10, // 3.0.2
  'bcrypt-ts': 10, // 7.1.0
  'bcrypt-edge': 10, // 0.1.0
  'bcrypt-nodejs': 10, // 0.0.3
  '@node-rs/bcrypt': 12, // 1.10.7
};

/** Argon2 when nothing is said: memory in KiB, passes. */
export const ARGON2_DEFAULTS: Readonly<Record<string, { readonly memory: number; readonly iterations: number }>> = {
  argon2: { memory: 65536, iterations: 3 }, // 0.45.1
  '@node-rs/argon2': { memory: 19456, iterations: 2 }, // 2.2.1
  oslo: { memory: 19456, iterations: 2 }, // 1.2.1
  bun: { memory: 65536, iterations: 2 }, // 1.2
};

/** scrypt when nothing is said. */
export const SCRYPT_DEFAULTS: Readonly<
  Record<string, { readonly cost: number; readonly blockSize: number; readonly parallelism: number }>
> = {
  'node:crypto': { cost: 16384, blockSize: 8, parallelism: 1 }, // Node.js 22
  oslo: { cost: 16384, blockSize: 16, parallelism: 1 }, // 1.2.1
  'better-auth': { cost: 16384, blockSize: 16, parallelism: 1 }, // 1.3
  lucia: { cost: 16384, blockSize: 16, parallelism: 1 }, // 2.7
  '@adonisjs/core': { cost: 16384, blockSize: 8, parallelism: 1 }, // @adonisjs/hash 9.1
};

/** PBKDF2 when nothing is said. */
export const PBKDF2_DEFAULTS: Readonly<Record<string, { readonly digest: string; readonly iterations: number }>> = {
  'crypto-js': { digest: 'sha256', iterations: 250000 }, // 4.2.0; before: SHA-1, 1 iteration
  'passport-local-mongoose': { digest: 'sha256', iterations: 25000 }, // 9.2.0
  'passport-local-sequelize': { digest: 'sha1', iterations: 12000 }, // 0.9.1
  'password-hash': { digest: 'sha1', iterations: 1 }, // 1.2.2
};
