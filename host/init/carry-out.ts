/** Does what `init` has planned. Files are written whole or not at all, and none outside the repository. */
import { chmodSync, existsSync, mkdirSync, realpathSync } from 'node:fs';
import { dirname, relative, sep } from 'node:path';
import { WriteRefused, writeAtomic } from '../atomic-write.ts';
import type { PlannedStep } from './plan.ts';

/** @throws WriteRefused, or the system's error */
export function carryOut({ file, text, executable, within }: PlannedStep): void {
  if (text === undefined) return;
  makeFolder(dirname(file), within);
  writeAtomic(file, text, { within });
  if (executable) chmodSync(file, 0o755);
}

/** A link on the way could lead elsewhere: the part that is there must lie inside. */
function makeFolder(folder: string, within: string): void {
  let there = folder;
  while (!existsSync(there)) there = dirname(there);
  const way = relative(realpathSync.native(within), realpathSync.native(there));
  if (way === '..' || way.startsWith(`..${sep}`)) throw new WriteRefused('outside the project');
  mkdirSync(folder, { recursive: true });
}
