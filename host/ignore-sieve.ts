/**
 * A quick look whether any pattern of an ignore file can match a path. Templates of ignore files hold hundreds of patterns, each of which is
 * a regular expression, and nearly no source matches one.
 */

/** A name as people write it, without wildcards or blanks. */
const NAME = /^[^*?[\]/\s]+$/;
/** `*.log` and `*.tar.gz`. */
const SUFFIX = /^\*(\.[^*?[\]/\s]+)$/;

/**
 * @param lines of an ignore file, as they stand
 * @returns for a path below the file's folder (a folder's ends in `/`): false when no pattern, negative ones included, matches that very path
 */
export function ignoreSieve(lines: readonly string[]): (path: string) => boolean {
  const names = new Set<string>();
  const suffixes = new Set<string>();
  /** Regular expressions that a whole name must match. */
  const shapes = new Set<string>();
  /** Text that must stand in the path, by the folder at the top that it must begin with; `''`: any. */
  const parts = new Map<string, Set<string>>();
  for (const line of lines) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const pattern = line.replace(/^!/, '').replace(/ +$/, '');
    const bare = pattern.replace(/\/$/, '');
    const suffix = SUFFIX.exec(bare)?.[1];
    const part = longestPart(pattern);
    // What is quoted, or stands between wildcards alone, could match anything.
    if (pattern.includes('\\') || part === '') return () => true;
    if (suffix !== undefined) suffixes.add(suffix);
    else if (NAME.test(bare)) names.add(bare);
    else if (bare.includes('/')) {
      const top = topOf(bare);
      parts.set(top, (parts.get(top) ?? new Set()).add(part));
    } else shapes.add(shapeOf(bare));
  }
  const anywhere = [...(parts.get('') ?? [])];
  const shape = shapes.size === 0 ? undefined : new RegExp(`^(?:${[...shapes].join('|')})$`, 's');
  return (path) => {
    const end = path.endsWith('/') ? path.length - 1 : path.length;
    const name = path.slice(path.lastIndexOf('/', end - 1) + 1, end);
    if (names.has(name) || shape?.test(name)) return true;
    for (let dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) if (suffixes.has(name.slice(dot))) return true;
    const slash = path.indexOf('/');
    const below = slash > 0 ? parts.get(path.slice(0, slash)) : undefined;
    if (below && [...below].some((part) => path.includes(part))) return true;
    return anywhere.some((part) => path.includes(part));
  };
}

/** The first name on the way, if there are several; a pattern with a slash in it starts at the top, unless wildcards say otherwise. */
function topOf(path: string): string {
  const top = /^\/?([^*?[\]/\s]+)\//.exec(path)?.[1];
  return top ?? '';
}

/** `[Bb]in`: a class of plain letters and figures, as a regular expression has it too. */
const PLAIN_CLASS = /(\[[A-Za-z0-9]+\])/;

/** Wider than the pattern: other classes, and blanks, may be anything. */
function shapeOf(pattern: string): string {
  const pieces = pattern.split(PLAIN_CLASS);
  const isPlain = pieces.every((one, i) => i % 2 === 1 || !/[[\]]/.test(one));
  return isPlain ? pieces.map((one, i) => (i % 2 === 1 ? one : wildcardsOf(one))).join('') : wildcardsOf(pattern);
}

function wildcardsOf(pattern: string): string {
  return widened(pattern)
    .map((one) => one.replace(/[.+^${}()|]/g, '\\$&'))
    .join('.*');
}

/** The pieces between wildcards. */
function widened(pattern: string): readonly string[] {
  return pattern.replace(/\[.*\]|\[.*$/, '*').split(/[*?\s]+/);
}

/** The longest piece between wildcards. Slashes at its ends may stand for nothing, as they do around a globstar. */
function longestPart(pattern: string): string {
  return widened(pattern)
    .map((one) => one.replace(/^\/+|\/+$/g, ''))
    .reduce((best, one) => (one.length > best.length ? one : best), '');
}
