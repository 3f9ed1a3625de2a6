/** Lists of a sketch in which the look at the whole project looks up names. */
import type { Seen } from '../../../../engine/rule/index.ts';

/** A name with all that stands under it. */
export type Entry<I> = readonly [name: string, ...items: I[]];

/** Where names are looked up. */
export type Lookup = Pick<Seen, 'named'>;

/** One entry a name, in the order in which the names come up first. */
export function byName<I>(items: Iterable<readonly [name: string, item: I]>): Entry<I>[] {
  const out = new Map<string, [string, ...I[]]>();
  for (const [name, item] of items) {
    const entry = out.get(name);
    if (entry) entry.push(item);
    else out.set(name, [name, item]);
  }
  return [...out.values()];
}
