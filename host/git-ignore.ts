/** What git would leave out: `.gitignore` files stacked by folder, and `.git/info/exclude` below them all. */
import { lstatSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import { isCheapPattern } from './glob.ts';
import { ignoreSieve } from './ignore-sieve.ts';
import { readSource } from './read.ts';

/** The rules of one folder, for paths relative to it. */
export interface IgnoreLayer {
  /** The folder, relative to the project's root (`''` for the root), or the way down from a folder above to the root. */
  readonly folder: string;
  readonly above: boolean;
  readonly rules: Ignore;
  /** False where no pattern can match a path itself, whatever holds for the folders it lies in. */
  readonly mayMatch: (path: string) => boolean;
}

/** Longer ignore files are cut, with a word. */
const MAX_PATTERNS = 5000;

/** The layer of a folder's ignore file; `refused` are the patterns not taken. Undefined when the file is absent or unreadable. */
export function readLayer(
  file: string,
  folder: string,
  above = false,
): { readonly layer: IgnoreLayer; readonly refused: readonly string[] } | undefined {
  const read = readSource(file);
  if ('problem' in read) return undefined;
  const lines = read.text.split(/\r?\n/);
  const taken = lines.slice(0, MAX_PATTERNS).filter(isCheapPattern);
  const refused = [...lines.filter((line) => !isCheapPattern(line)), ...(lines.length > MAX_PATTERNS ? ['…'] : [])];
  // Case matters whatever the disk: the same tree must give the same files on every machine.
  return { layer: { folder, above, rules: ignore({ ignorecase: false }).add(taken), mayMatch: ignoreSieve(taken) }, refused };
}

/** The layers that hold for the root itself from outside: info/exclude, then the folders from git's root down to the root's parent. */
export function layersAbove(root: string): readonly IgnoreLayer[] {
  const folders = [root];
  while (!isFolder(join(folders[0] ?? root, '.git'))) {
    const parent = dirname(folders[0] ?? root);
    if (parent === folders[0]) return [];
    folders.unshift(parent);
  }
  const layers: IgnoreLayer[] = [];
  const add = (file: string, folder: string): void => {
    const down = relative(folder, root).split(sep).join('/');
    const read = readLayer(file, down, true);
    // Who asks for a folder that git leaves out means it.
    if (read && (down === '' || !read.layer.rules.ignores(`${down}/`))) layers.push(read.layer);
  };
  add(join(folders[0] ?? root, '.git', 'info', 'exclude'), folders[0] ?? root);
  for (const folder of folders.slice(0, -1)) add(join(folder, '.gitignore'), folder);
  return layers;
}

/**
 * Does the deepest layer with an opinion leave the path out? Folders are given with a trailing `/`. The folders on the way must have been asked
 * for before, and not be left out: then only patterns that match the path itself count.
 */
export function isIgnored(path: string, layers: readonly IgnoreLayer[]): boolean {
  for (let index = layers.length - 1; index >= 0; index--) {
    const layer = layers[index] as IgnoreLayer;
    const local = layer.folder === '' ? path : layer.above ? `${layer.folder}/${path}` : path.slice(layer.folder.length + 1);
    if (!layer.mayMatch(local)) continue;
    const result = layer.rules.test(local);
    if (result.ignored) return true;
    if (result.unignored) return false;
  }
  return false;
}

function isFolder(path: string): boolean {
  try {
    return lstatSync(path).isDirectory();
  } catch {
    return false;
  }
}
