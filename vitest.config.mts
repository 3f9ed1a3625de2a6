/** The tests run from the sources; what the build gives beside modules (see `tools/ambient.d.ts`) is given here too. */
import { readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const { version } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8')) as { version: string };

export default defineConfig({
  define: { CLAUSELINT_VERSION: JSON.stringify(version) },
  plugins: [
    {
      name: 'markdown-as-text',
      enforce: 'pre',
      load(id: string): string | undefined {
        return id.endsWith('.md') ? `export default ${JSON.stringify(readFileSync(id, 'utf8'))};` : undefined;
      },
    },
  ],
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['**/node_modules/**', 'test/editor/**', 'test/hooks/**', 'test/reports/**', 'test/runners/**', 'test/fixtures/**'],
    environment: 'node',
    pool: 'threads',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
  },
});
