/** The TypeScript compiler, loaded at the first call: a warm run with nothing to parse never pays for it. */
import { createRequire } from 'node:module';
import type ts from 'typescript';

let loaded: typeof ts | undefined;

/**
 * Synchronous and memoised. Take types from `import type ts from 'typescript'`, values from what this returns.
 * The build turns the call of `createRequire` into a plain `require` of a file beside the bundle.
 */
export function loadTypeScript(): typeof ts {
  loaded ??= createRequire(import.meta.url)('typescript') as typeof ts;
  return loaded;
}

/** The dialect by a file's extension. JavaScript may hold JSX whatever its name. */
export function scriptKindOf(compiler: typeof ts, path: string): ts.ScriptKind {
  const { ScriptKind } = compiler;
  const extension = path.slice(path.lastIndexOf('.'));
  if (extension === '.tsx' || extension === '.jsx') return ScriptKind.TSX;
  return extension === '.js' || extension === '.cjs' || extension === '.mjs' ? ScriptKind.JSX : ScriptKind.TS;
}
