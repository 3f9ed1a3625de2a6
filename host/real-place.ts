/** Paths that may not exist yet, or no more, with the links on the way worked out. */
import { realpathSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';

/** The links of the folders that are there are worked out; a link in the last place stays one. */
export function realPlace(absolute: string): string {
  const rest = [basename(absolute)];
  for (let at = dirname(absolute); ; at = dirname(at)) {
    try {
      return join(realpathSync.native(at), ...rest);
    } catch {
      if (dirname(at) === at) return absolute;
      rest.unshift(basename(at));
    }
  }
}
