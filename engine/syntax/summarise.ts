/** text → ModuleFacts. Never throws: what cannot be read is told in `problems`. No tree survives. */
import type { ModuleFacts } from '../facts/types.ts';
import { Builder } from './builder.ts';
import { lineStarts } from './lines.ts';
import { block } from './statements.ts';
import { loadTypeScript, scriptKindOf } from './typescript.ts';
import { waiverComments } from './waiver-comments.ts';

/** Facts of one file. `path` decides the dialect by its extension; a BOM must be gone already. */
export function summarise(path: string, text: string): ModuleFacts {
  try {
    return read(path, text);
  } catch (error) {
    const deep = error instanceof RangeError;
    return {
      path,
      exprs: [],
      bindings: [],
      imports: [],
      exports: [],
      stars: [],
      functions: [{ k: 'module', parent: 0, params: [], body: [], e: 0 }],
      classes: [],
      calls: [],
      owners: [],
      waivers: [],
      spans: [],
      lines: lineStarts(text),
      problems: [
        {
          kind: deep ? 'too-deep' : 'crash',
          start: 0,
          message: deep ? 'nesting too deep for the parser' : String(error instanceof Error ? error.message : error),
        },
      ],
    };
  }
}

function read(path: string, text: string): ModuleFacts {
  const ts = loadTypeScript();
  const source = ts.createSourceFile(
    path,
    text,
    { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    false,
    scriptKindOf(ts, path),
  );
  const b = new Builder(ts, source);
  b.functions.push({ k: 'module', parent: 0, params: [], body: [], e: 0 });
  b.addAt({ k: 'fn', f: 0 }, 0, 0);
  const body = block(b, source.statements);
  b.functions[0] = { k: 'module', parent: 0, params: [], body, e: 0 };
  b.resolve();
  const parseErrors =
    (source as unknown as { parseDiagnostics?: readonly { start?: number; messageText: unknown }[] }).parseDiagnostics ?? [];
  for (const one of parseErrors.slice(0, 20)) {
    const message = typeof one.messageText === 'string' ? one.messageText : ts.flattenDiagnosticMessageText(one.messageText as never, ' ');
    b.problems.push({ kind: 'syntax', start: one.start ?? 0, message });
  }
  const lines = lineStarts(text);
  return {
    path,
    exprs: fitted(b.exprs),
    bindings: fitted(b.bindings),
    imports: b.imports,
    exports: b.exports,
    stars: b.stars,
    ...(b.cjs !== undefined && { cjs: b.cjs }),
    functions: b.functions,
    classes: b.classes,
    calls: fitted(b.calls),
    owners: fitted(b.owners),
    waivers: waiverComments(ts, source, lines),
    spans: fitted(b.spans),
    lines: fitted(lines),
    problems: b.problems,
  };
}

/** Without the room that a growing array keeps in reserve, half as much again: facts stay as long as the project is open. */
function fitted<T>(list: readonly T[]): readonly T[] {
  return list.slice();
}
