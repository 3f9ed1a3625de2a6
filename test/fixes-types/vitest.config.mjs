/** For CI alone (`npm run test:fixes`): this test installs some 300 MB of type declarations first. */
import { defineConfig } from 'vitest/config';
import root from '../../vitest.config.mts';

export default defineConfig({
  ...root,
  test: { ...root.test, include: ['test/fixes-types/*.check.ts'], maxWorkers: 1, testTimeout: 600_000, hookTimeout: 600_000 },
});
