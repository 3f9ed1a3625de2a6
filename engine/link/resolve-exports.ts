/** The `exports` and `imports` of a package.json: which targets may a subpath or a `#name` mean? */
import { isObject } from './resolve-json.ts';

/**
 * Conditions from the likeliest to lead to sources to the least. A condition not listed (often a private one that names the sources)
 * comes after these and before the last ones.
 */
const FIRST = ['source', 'development', 'types', 'import', 'module', 'node', 'require', 'default'];
const LAST = ['browser', 'react-native', 'worker', 'deno', 'production'];

/** Deeper nesting of conditions is cut. */
const MAX_DEPTH = 16;

/**
 * The targets of one key, in the order in which they are to be tried, with a pattern's `*` filled in. Targets of every condition are
 * given, since one of them may exist in the sources when the one that Node would take does not.
 * @param map the value of `exports` or `imports`
 * @param key `.`, `./sub/path` or `#name`
 */
export function mapTargets(map: unknown, key: string): readonly string[] {
  const isTable = isObject(map) && Object.keys(map).some((name) => name.startsWith('.') || name.startsWith('#'));
  if (!isTable) return key === '.' ? leaves(map, '', 0) : [];
  if (Object.hasOwn(map, key) && !key.includes('*')) return leaves(map[key], '', 0);
  let best: { readonly name: string; readonly filled: string; readonly prefix: number } | undefined;
  for (const name of Object.keys(map)) {
    const match = matchPattern(name, key);
    if (match && (!best || match.prefix > best.prefix || (match.prefix === best.prefix && name.length > best.name.length)))
      best = { name, ...match };
  }
  return best ? leaves(map[best.name], best.filled, 0) : [];
}

function matchPattern(name: string, key: string): { readonly filled: string; readonly prefix: number } | undefined {
  const star = name.indexOf('*');
  if (star < 0) {
    // `./folder/`: the old way to map a folder.
    return name.endsWith('/') && key.length > name.length && key.startsWith(name)
      ? { filled: key.slice(name.length), prefix: name.length }
      : undefined;
  }
  const suffix = name.slice(star + 1);
  if (key.length < name.length - 1 || !key.startsWith(name.slice(0, star)) || !key.endsWith(suffix)) return undefined;
  return { filled: key.slice(star, key.length - suffix.length), prefix: star };
}

function leaves(target: unknown, filled: string, depth: number): readonly string[] {
  if (typeof target === 'string') return [target.endsWith('/') ? target + filled : target.split('*').join(filled)];
  if (depth > MAX_DEPTH) return [];
  if (Array.isArray(target)) return target.flatMap((item) => leaves(item, filled, depth + 1));
  if (!isObject(target)) return [];
  const ranked = Object.keys(target).map((name, index) => ({ name, index, rank: rankOf(name) }));
  ranked.sort((a, b) => a.rank - b.rank || a.index - b.index);
  return ranked.flatMap(({ name }) => leaves(target[name], filled, depth + 1));
}

function rankOf(condition: string): number {
  const first = FIRST.indexOf(condition);
  return first >= 0 ? first : FIRST.length + 1 + LAST.indexOf(condition);
}
