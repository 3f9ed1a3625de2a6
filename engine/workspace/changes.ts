/** What a workspace has been told of and has not taken in yet. */
import type { Kept, KeptFile, Since } from './kept.ts';
import type { Source } from './load.ts';

export interface Changes {
  /** Sources whose text is another one. */
  readonly edited: Set<string>;
  /** Sources that went; where they are there all the same, they came anew. */
  readonly went: Set<string>;
  readonly came: Set<string>;
  /** Imports may lead elsewhere: files came or went, or one that is no source has other contents. */
  rerouted: boolean;
  /** The latter. */
  readonly touched: Set<string>;
}

export const noChanges = (): Changes => ({ edited: new Set(), went: new Set(), came: new Set(), rerouted: false, touched: new Set() });

/**
 * What happened since something was kept, and the sources as they were then: of those that are otherwise now the text is not known, and not asked for.
 * Undefined where it cannot be told whom a change concerns.
 * @param now all sources, by path
 */
export function changesSince(
  kept: Kept,
  since: Since,
  now: ReadonlyMap<string, Source>,
): { readonly changes: Changes; readonly sources: readonly Source[] } | undefined {
  const changes = noChanges();
  const sources: Source[] = [];
  for (const [path, file] of kept.files) {
    const source = now.get(path);
    const stays = source !== undefined && source.leftOut === file.leftOut;
    sources.push(stays ? source : { path, text: '', ...(file.leftOut && { leftOut: file.leftOut }) });
    if (!stays) changes.went.add(path);
    else if (since.edited.has(path)) changes.edited.add(path);
  }
  // Who asked for a name that such a file no longer holds can only be told by its facts as they were.
  for (const path of [...changes.edited, ...changes.went]) {
    const { module } = kept.files.get(path) as KeptFile;
    if (module && !module.facts()) return undefined;
  }
  for (const path of now.keys()) if (changes.went.has(path) || !kept.files.has(path)) changes.came.add(path);
  for (const path of since.touched) changes.touched.add(path);
  changes.rerouted = changes.went.size + changes.came.size + changes.touched.size > 0;
  return { changes, sources };
}
