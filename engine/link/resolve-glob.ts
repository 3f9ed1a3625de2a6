/**
 * Globs of workspace declarations (`packages/*`, `apps/**`, `{a,b}/x`, `!**` + `/test/**`). Matched without regular expressions: the
 * patterns come from the repository under review, and must not be able to make matching slow.
 */

/** More alternatives than this in one pattern are left out. */
const MAX_ALTERNATIVES = 64;

/** A test of folder paths against the patterns; a `!pattern` takes back what the others matched, whatever their order. */
export function folderGlobs(patterns: readonly string[]): (folder: string) => boolean {
  const wanted: (readonly string[])[] = [];
  const unwanted: (readonly string[])[] = [];
  for (const pattern of patterns) {
    const negated = pattern.startsWith('!');
    for (const alternative of expandBraces(negated ? pattern.slice(1) : pattern)) {
      (negated ? unwanted : wanted).push(alternative.split('/').filter((segment) => segment !== '' && segment !== '.'));
    }
  }
  return (folder) => {
    const segments = folder.split('/');
    const matches = (glob: readonly string[]): boolean => matchSegments(glob, segments);
    return wanted.some(matches) && !unwanted.some(matches);
  };
}

function expandBraces(pattern: string): readonly string[] {
  let open = [pattern];
  const done: string[] = [];
  while (open.length > 0 && open.length + done.length <= MAX_ALTERNATIVES) {
    const next: string[] = [];
    for (const item of open) {
      const end = item.indexOf('}');
      const start = end < 0 ? -1 : item.lastIndexOf('{', end);
      if (start < 0) done.push(item);
      else for (const choice of item.slice(start + 1, end).split(',')) next.push(item.slice(0, start) + choice + item.slice(end + 1));
    }
    open = next;
  }
  return done.slice(0, MAX_ALTERNATIVES);
}

/** Greedy matching with one point of return: linear times linear, never exponential. */
function matchWild<T>(glob: readonly T[], text: readonly T[], isStar: (item: T) => boolean, same: (item: T, with_: T) => boolean): boolean {
  let g = 0;
  let t = 0;
  let starAt = -1;
  let resume = 0;
  while (t < text.length) {
    const item = glob[g];
    if (item !== undefined && isStar(item)) {
      starAt = g++;
      resume = t;
    } else if (item !== undefined && same(item, text[t] as T)) {
      g++;
      t++;
    } else if (starAt >= 0) {
      g = starAt + 1;
      t = ++resume;
    } else return false;
  }
  while (g < glob.length && isStar(glob[g] as T)) g++;
  return g === glob.length;
}

function matchSegments(glob: readonly string[], segments: readonly string[]): boolean {
  return matchWild(glob, segments, (item) => item === '**', matchSegment);
}

function matchSegment(glob: string, segment: string): boolean {
  if (!glob.includes('*') && !glob.includes('?')) return glob === segment;
  return matchWild(
    [...glob],
    [...segment],
    (item) => item === '*',
    (item, character) => item === '?' || item === character,
  );
}
