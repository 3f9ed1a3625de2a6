/** The TypeScript compiler, loaded at the first call: a warm run with nothing to parse never pays for it. */
import { createRequire } from 'node:module';
import type ts from 'typescript';
import type { PARSER_NAMES } from './parser-names.ts';

/** TypeScript's parser. A name that is missing here has to be added to `PARSER_NAMES`. */
export type Parser = Pick<typeof ts, (typeof PARSER_NAMES)[number]>;

let loaded: Parser | undefined;

/**
 * Synchronous and memoised. Take types from `import type ts from 'typescript'`, values from what this returns.
 * The build turns the call of `createRequire` into a plain `require` of a file beside the bundle.
 */
export function loadTypeScript(): Parser {
  loaded ??= createRequire(import.meta.url)('typescript') as Parser;
  return loaded;
}

/** The dialect by a file's extension. JavaScript may hold JSX whatever its name. */
export function scriptKindOf(compiler: Parser, path: string): ts.ScriptKind {
  const { ScriptKind } = compiler;
  const extension = path.slice(path.lastIndexOf('.'));
  if (extension === '.tsx' || extension === '.jsx') return ScriptKind.TSX;
  return extension === '.js' || extension === '.cjs' || extension === '.mjs' ? ScriptKind.JSX : ScriptKind.TS;
}
