/** typescript-estree, loaded at the first call: only the fix of a file needs its tree. See `typescript.ts` for how it is found. */
import { createRequire } from 'node:module';
import type * as estree from '@typescript-eslint/typescript-estree';

let loaded: typeof estree | undefined;

/** Synchronous and memoised. Its parser throws on any syntax error. */
export function loadEstree(): typeof estree {
  loaded ??= createRequire(import.meta.url)('@typescript-eslint/typescript-estree') as typeof estree;
  return loaded;
}
