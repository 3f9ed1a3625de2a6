/** A folder that exists for one test. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Makes a folder with the files (path to contents) and removes it when the test is over. Gives its absolute path, links worked out. */
export function tempTree(contents: Readonly<Record<string, string | Uint8Array>>): string {
  const root = realpathSync.native(mkdtempSync(join(tmpdir(), 'clauselint-')));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  for (const [path, data] of Object.entries(contents)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), data);
  }
  return root;
}
