/** Program files made from the sources, for tests that need a thread or a process of their own. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { ROOT } from '../support/own-sources.ts';

/** @param files name in the folder → source, from the project's root. Answers the folder, which is this process's own. */
export function bundle(files: Readonly<Record<string, string>>): string {
  const folder = join(ROOT, 'dist', `test-${process.pid}-${Object.keys(files)[0]}`);
  mkdirSync(folder, { recursive: true });
  for (const [name, source] of Object.entries(files)) {
    buildSync({
      absWorkingDir: ROOT,
      entryPoints: [source],
      outfile: join(folder, name),
      bundle: true,
      platform: 'node',
      format: 'cjs',
      packages: 'external',
      define: { 'import.meta.url': 'bundleUrl' },
      banner: { js: "const bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
      logLevel: 'error',
    });
  }
  return folder;
}
