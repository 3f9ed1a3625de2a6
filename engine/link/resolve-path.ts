/** Paths as the resolver sees them: relative to the project's root, separated by `/`, no leading `./`; the root itself is `''`. */

/** The folder of a path; `''` for a path at the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** `path` seen from `folder`, with `.` and `..` worked out; undefined when it would leave the root. */
export function joinPath(folder: string, path: string): string | undefined {
  const out = folder === '' ? [] : folder.split('/');
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') out.push(segment);
    else if (out.pop() === undefined) return undefined;
  }
  return out.join('/');
}

/** The folder, its parent, and so on up to the root `''`, in that order. */
export function foldersUp(folder: string): readonly string[] {
  const out: string[] = [];
  for (let at = folder; ; at = folderOf(at)) {
    out.push(at);
    if (at === '') return out;
  }
}

/** True when `path` is `folder` or lies below it. */
export function isWithin(path: string, folder: string): boolean {
  return folder === '' || path === folder || path.startsWith(`${folder}/`);
}

/** Plain comparison by UTF-16 code units, so that an order never depends on the locale. */
export function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
