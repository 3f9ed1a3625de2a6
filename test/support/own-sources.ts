/** The sources of this repository, as material for laws that must hold for real code. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const ROOT: string = join(import.meta.dirname, '..', '..');
const FOLDERS = ['contract', 'engine', 'rules', 'host', 'server', 'client', 'cli', 'test', 'tools'] as const;

/** Path from the root, with `/`, to text; scripts and modules only, in order of path. */
export function ownSources(folders: readonly string[] = FOLDERS): Record<string, string> {
  const paths = folders.flatMap((folder) => {
    try {
      return readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map((one) => `${folder}/${one.split('\\').join('/')}`);
    } catch {
      return []; // a folder of a later version
    }
  });
  const scripts = paths.filter((one) => /\.(?:ts|mjs)$/.test(one) && !/(?:^|\/)(?:fixtures|node_modules)\//.test(one)).sort();
  return Object.fromEntries(scripts.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));
}
