/** `npm run test:runners`: with the real tools, which are installed once; not part of `npm test`. */
import { join } from 'node:path';
import { defineConfig, type ViteUserConfig } from 'vitest/config';

const config: ViteUserConfig = defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  test: {
    include: ['test/runners/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});

export default config;
