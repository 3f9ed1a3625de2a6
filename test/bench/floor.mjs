/** The least that any check of a project has to do: start Node, walk, read and hash every source. `node floor.mjs DIR` */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

function walk(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === 'node_modules' || entry.name === '.git') continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) walk(path);
    else if (/\.[cm]?[jt]sx?$/.test(entry.name)) createHash('sha1').update(readFileSync(path)).digest('hex');
  }
}

walk(process.argv[2]);
