/** From a build's output back to the sources: packages name `dist/index.js`, which no fresh checkout has, and mean `src/index.ts`. */

/** Folders into which builds write. */
const OUTPUT: ReadonlySet<string> = new Set(
  'dist build lib out output es esm cjs umd types typings compiled dist-cjs dist-es dist-esm dist-types lib-esm lib-cjs'.split(' '),
);
/** Folders that hold nothing but output; `lib` and the like are often sources. */
const OUTPUT_ONLY: ReadonlySet<string> = new Set(['dist', 'build', 'out']);
/** Folders below the output folder that say the module format, and that the sources lack. */
const FORMAT: ReadonlySet<string> = new Set('cjs esm es umd types typings commonjs module node browser esm5 esm2015 es6 mjs'.split(' '));

const OUTPUT_EXTENSION = /(?:\.d\.[mc]?ts|(?:\.(?:min|umd|cjs|esm|prod))?\.[mc]?jsx?)$/;

/** The path without the extension that a build or a declaration gave it. */
export function stemOf(path: string): string {
  return path.replace(OUTPUT_EXTENSION, '');
}

/** The first folder of a package-relative path that looks like a build's output, from the package's folder; undefined when none. */
export function outputFolder(path: string): string | undefined {
  const segments = path.split('/');
  const at = segments.findIndex((segment, index) => index < segments.length - 1 && OUTPUT.has(segment));
  return at < 0 ? undefined : segments.slice(0, at + 1).join('/');
}

export function isOutputOnly(folder: string): boolean {
  return OUTPUT_ONLY.has(folder.slice(folder.lastIndexOf('/') + 1));
}

/** Where the source of an output may lie, likeliest first, without extensions. Empty when the path is not in an output folder. */
export function sourceStems(path: string): readonly string[] {
  const folder = outputFolder(path);
  if (folder === undefined) return [];
  const before = folder.includes('/') ? folder.slice(0, folder.lastIndexOf('/') + 1) : '';
  const below = stemOf(path).slice(folder.length + 1);
  const slash = below.indexOf('/');
  const tails = slash > 0 && FORMAT.has(below.slice(0, slash)) ? [below, below.slice(slash + 1)] : [below];
  return tails.flatMap((tail) => [`${before}src/${tail}`, `${before}${tail}`]);
}
