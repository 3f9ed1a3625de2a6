/** The ESTree of one file, made on demand: only the fix of a finding needs it. No tree is kept. */
import type { TSESTree } from '@typescript-eslint/typescript-estree';
import { loadEstree } from './estree.ts';

/** A node of the tree; `range` is its pair of UTF-16 offsets. */
export type Node = TSESTree.Node;
export type ObjectNode = TSESTree.ObjectExpression;
export type PropertyNode = TSESTree.Property;
export type CallNode = TSESTree.CallExpression | TSESTree.NewExpression;
export type ImportNode = TSESTree.ImportDeclaration;
export type ProgramNode = TSESTree.Program;

export interface Tree {
  readonly root: ProgramNode;
  /** Every node, each before its parts. */
  readonly nodes: readonly Node[];
  readonly parents: ReadonlyMap<Node, Node>;
}

/** Undefined for a file that does not parse, or is nested too deeply for the parser. */
export function parseTree(path: string, text: string): Tree | undefined {
  try {
    const root = loadEstree().parse(text, {
      filePath: path,
      jsx: /\.(?:[cm]?jsx?|tsx)$/.test(path),
      range: true,
      loc: false,
      loggerFn: false,
      suppressDeprecatedPropertyWarnings: true,
    }) as ProgramNode;
    return walk(root);
  } catch {
    return undefined;
  }
}

/** Not parts of a node. */
const ASIDE: ReadonlySet<string> = new Set(['parent', 'range', 'loc', 'type', 'tokens', 'comments']);

function walk(root: ProgramNode): Tree {
  const nodes: Node[] = [];
  const parents = new Map<Node, Node>();
  const pending: Node[] = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    nodes.push(node);
    const parts: Node[] = [];
    for (const [key, value] of Object.entries(node)) if (!ASIDE.has(key)) parts.push(...partsIn(value));
    for (const part of parts) parents.set(part, node);
    for (let i = parts.length - 1; i >= 0; i -= 1) pending.push(parts[i] as Node);
  }
  return { root, nodes, parents };
}

function partsIn(value: unknown): readonly Node[] {
  if (Array.isArray(value)) return value.filter(isNode);
  return isNode(value) ? [value] : [];
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string';
}

/** The innermost node that fills exactly this stretch of the text. */
export function nodeAt(tree: Tree, start: number, end: number): Node | undefined {
  // The text of a template without holes fills the same stretch as the template.
  return tree.nodes.findLast(({ range, type }) => range[0] === start && range[1] === end && String(type) !== 'TemplateElement');
}
