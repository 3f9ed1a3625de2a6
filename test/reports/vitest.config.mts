/** `npm run test:reports`: with the real validators, which are installed once; not part of `npm test`. */
import { join } from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  test: {
    include: ['test/reports/*.test.ts'],
    globalSetup: ['test/reports/setup.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 600_000,
  },
});

export default config;
