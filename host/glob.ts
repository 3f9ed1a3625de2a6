/** Globs of the user's configuration and of ignore files. They come with the code under review, so none may make matching slow. */
import picomatch from 'picomatch';

/** Patterns become regular expressions: those that could be costly are refused. The figures are far above what projects write. */
const MAX_LENGTH = 500;
const MAX_STARS_IN_SEGMENT = 3;
const MAX_GLOBSTARS = 4;
/** From the template that most Node projects start from; its figures between dots keep it harmless. */
const KNOWN_CHEAP = 'report.[0-9]*.[0-9]*.[0-9]*.[0-9]*.json';

/** False for a pattern whose matching could take more than a moment. */
export function isCheapPattern(pattern: string): boolean {
  if (pattern.length > MAX_LENGTH) return false;
  const segments = pattern.split('/');
  if (segments.filter((segment) => segment.includes('**')).length > MAX_GLOBSTARS) return false;
  return segments.every((segment) => segment === '**' || segment === KNOWN_CHEAP || segment.split('*').length - 1 <= MAX_STARS_IN_SEGMENT);
}

/** What to say of a pattern that was refused. */
export function refusedGlob(pattern: string): string {
  return `too costly to match, not applied: ${pattern.slice(0, 80)}`;
}

/** A test of paths against globs; a glob that names a folder covers all below it. Costly globs are handed to `refused` and not applied. */
export function globMatcher(globs: readonly string[], refused: (glob: string) => void): (path: string) => boolean {
  const patterns: string[] = [];
  for (const glob of globs) {
    if (!isCheapPattern(glob)) {
      refused(glob);
      continue;
    }
    // Groups and quantifiers would be handed on to the regular expression, and `app/(auth)` is a folder's name besides.
    const plain = glob
      .replace(/^\.\//, '')
      .replace(/\/$/, '')
      .replace(/[()+|]/g, '\\$&');
    patterns.push(plain, `${plain}/**`);
  }
  return patterns.length === 0 ? () => false : picomatch(patterns, { dot: true, noextglob: true, windows: false });
}
