/** Where a comment on a line of its own can go above a place, and how it has to be written there. */
import type ts from 'typescript';
import { lineStarts, positionAt } from './lines.ts';
import { loadTypeScript, type Parser, scriptKindOf } from './typescript.ts';

export interface CommentPlace {
  /** The offset of a line's start: the line of the place, or one further up when that line begins inside a template literal. */
  readonly at: number;
  /** Between JSX children a comment has to stand in braces. */
  readonly style: 'line' | 'jsx';
}

export function commentPlace(path: string, text: string, offset: number): CommentPlace {
  const compiler = loadTypeScript();
  const { SyntaxKind } = compiler;
  const source = compiler.createSourceFile(path, text, compiler.ScriptTarget.Latest, false, scriptKindOf(compiler, path));
  const starts = lineStarts(text);
  const lineStart = (place: number): number => starts[positionAt(starts, place).line - 1] as number;
  let at = lineStart(offset);
  for (;;) {
    const leaf = leafAt(compiler, source, at);
    if (leaf.kind === SyntaxKind.JsxText && leaf.pos < at) return { at, style: 'jsx' };
    const start = leaf.getStart(source);
    const isText =
      leaf.kind === SyntaxKind.NoSubstitutionTemplateLiteral ||
      leaf.kind === SyntaxKind.TemplateHead ||
      leaf.kind === SyntaxKind.TemplateMiddle ||
      leaf.kind === SyntaxKind.TemplateTail;
    if (!isText || start >= at) return { at, style: 'line' };
    at = lineStart(start);
  }
}

/** The innermost node around an offset, the white space before it included. */
function leafAt(compiler: Parser, source: ts.SourceFile, at: number): ts.Node {
  let node: ts.Node = source;
  for (;;) {
    const inner: ts.Node | undefined = compiler.forEachChild(node, (child) => (child.pos <= at && at < child.end ? child : undefined));
    if (!inner) return node;
    node = inner;
  }
}
