/** Finds the file that an import without its exact name means: the TypeScript twin of a `.js`, a left-out extension, a folder's index. */
import { once } from './once.ts';
import type { ProjectFiles } from './resolve.ts';
import { folderOf } from './resolve-path.ts';

/** Tried in this order when the extension was left out. A declaration comes last: it says less than any source. */
const LEFT_OUT = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.json', '.d.ts', '.d.mts', '.d.cts'];

/** An output extension and the sources it may stand for. The source wins over an output that lies beside it, as with TypeScript. */
const TWINS: Readonly<Record<string, readonly string[]>> = {
  '.js': ['.ts', '.tsx', '.js', '.jsx', '.d.ts'],
  '.jsx': ['.tsx', '.jsx', '.d.ts'],
  '.mjs': ['.mts', '.mjs', '.d.mts'],
  '.cjs': ['.cts', '.cjs', '.d.cts'],
};

export interface Probe {
  /** The file at the path, or the one meant by it. */
  file(path: string): string | undefined;
  /** `index.*` of a folder. */
  index(folder: string): string | undefined;
  isFolder(path: string): boolean;
}

export function isDeclaration(path: string): boolean {
  return path.endsWith('.d.ts') || path.endsWith('.d.mts') || path.endsWith('.d.cts');
}

export function createProbe(files: ProjectFiles): Probe {
  const folders = once(() => {
    const all = new Set<string>(['']);
    for (const path of files.list()) for (let at = folderOf(path); !all.has(at); at = folderOf(at)) all.add(at);
    return all;
  });
  // Installed packages are never part of the project, even when a caller lists them.
  const has = (path: string): boolean => files.has(path) && !`/${path}`.includes('/node_modules/');

  const extended = (stem: string, extensions: readonly string[]): string | undefined => {
    for (const extension of extensions) if (has(stem + extension)) return stem + extension;
    return undefined;
  };

  const file = (path: string): string | undefined => {
    if (path === '') return undefined;
    // Nothing can lie in a folder that is not there: this spares most of the look-ups of wrong candidates.
    if (!folders().has(folderOf(path))) return undefined;
    const dot = path.lastIndexOf('.');
    const twins = dot > path.lastIndexOf('/') ? TWINS[path.slice(dot)] : undefined;
    const twin = twins && extended(path.slice(0, dot), twins);
    return twin ?? (has(path) ? path : extended(path, LEFT_OUT));
  };

  return {
    file,
    index: (folder) => (folders().has(folder) ? extended(folder === '' ? 'index' : `${folder}/index`, LEFT_OUT) : undefined),
    isFolder: (path) => folders().has(path),
  };
}
