/** Small tools for fixes: what to write where, in the style of the file: its quotes, commas, indentation and line ends. */
import type { CallNode, ImportNode, Node, ObjectNode, PropertyNode } from '../syntax/tree.ts';
import { type FixContext, type TextEdit, together } from './fix.ts';

export function replace(node: Node, text: string): TextEdit {
  return { start: node.range[0], end: node.range[1], text };
}

export function insert(at: number, text: string): TextEdit {
  return { start: at, end: at, text };
}

export function source(ctx: FixContext, node: Node): string {
  return ctx.text.slice(node.range[0], node.range[1]);
}

/** A string in the quotes of the file: those of its first string, else single ones. */
export function quoted(ctx: FixContext, value: string): string {
  const first = ctx.tree.nodes.find((node) => node.type === 'Literal' && typeof node.value === 'string');
  const quote = first ? ctx.text.charAt(first.range[0]) : "'";
  return `${quote}${value}${quote}`;
}

/** The text of a string or of a template without holes; undefined for anything else. */
export function textOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal') return typeof node.value === 'string' ? node.value : undefined;
  return node?.type === 'TemplateLiteral' && node.expressions.length === 0 ? (node.quasis[0]?.value.cooked ?? undefined) : undefined;
}

/** Other text between the same quotes. Only for text that needs no escape. */
export function rewrite(node: Node, text: string): TextEdit {
  return { start: node.range[0] + 1, end: node.range[1] - 1, text };
}

export function booleanOf(node: Node | undefined): boolean | undefined {
  return node?.type === 'Literal' && typeof node.value === 'boolean' ? node.value : undefined;
}

export function numberIn(node: Node | undefined): number | undefined {
  return node?.type === 'Literal' && typeof node.value === 'number' ? node.value : undefined;
}

/** The last name of `a.b.C` or `C`. */
export function lastNameOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Identifier') return node.name;
  return node?.type === 'MemberExpression' && !node.computed && node.property.type === 'Identifier' ? node.property.name : undefined;
}

export function keyOf(property: PropertyNode): string | undefined {
  if (property.key.type === 'Identifier') return property.computed ? undefined : property.key.name;
  return property.key.type === 'Literal' ? String(property.key.value) : undefined;
}

export function propertyOf(object: ObjectNode, name: string): PropertyNode | undefined {
  return object.properties.find((one): one is PropertyNode => one.type === 'Property' && keyOf(one) === name);
}

/** The property of which a node is the value, and its object; undefined when it is none. */
export function propertyAround(ctx: FixContext, node: Node): { property: PropertyNode; object: ObjectNode } | undefined {
  const property = node.type === 'Property' ? node : outOfTypes(ctx, node);
  const object = property && ctx.tree.parents.get(property);
  return property?.type === 'Property' && object?.type === 'ObjectExpression' ? { property, object } : undefined;
}

/** What holds a node, past `as const` and the like. */
function outOfTypes(ctx: FixContext, node: Node): Node | undefined {
  let at = ctx.tree.parents.get(node);
  while (at && /^TS(?:As|Satisfies|NonNull)Expression$/.test(at.type)) at = ctx.tree.parents.get(at);
  return at;
}

/** The node behind `as const`, `satisfies X` and `!`. */
export function bare(node: Node | undefined): Node | undefined {
  let at = node;
  while (at?.type === 'TSAsExpression' || at?.type === 'TSSatisfiesExpression' || at?.type === 'TSNonNullExpression') at = at.expression;
  return at;
}

/** The object literal that a call hands over last, if any. */
export function optionsOf(call: CallNode): ObjectNode | undefined {
  const last = bare(call.arguments.findLast((one) => bare(one)?.type === 'ObjectExpression'));
  return last?.type === 'ObjectExpression' ? last : undefined;
}

/** Sets a property of an object literal; a property that is there already gets the new value. */
export function setProperty(ctx: FixContext, object: ObjectNode, name: string, value: string): readonly TextEdit[] {
  const own = propertyOf(object, name);
  if (own) return [own.shorthand ? replace(own, `${name}: ${value}`) : replace(own.value, value)];
  const written = `${keyLike(object, name)}: ${value}`;
  const last = object.properties.at(-1);
  const [start, end] = object.range;
  const first = object.properties[0];
  if (!last || !first) {
    const empty = ctx.text.slice(start + 1, end - 1).trim() === '';
    return empty ? [replace(object, `{ ${written} }`)] : [insert(start + 1, ` ${written},`)];
  }
  const tail = /^(\s*,)?([ \t]*(?:\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/[ \t]*)?)(\r\n|\r|\n)/.exec(ctx.text.slice(last.range[1], end));
  const spread = /[\r\n]/.test(ctx.text.slice(start, first.range[0]));
  if (!tail || !spread) return [insert(last.range[1], `, ${written}`)];
  const [, comma = '', rest = ''] = tail;
  const at = last.range[1] + comma.length + rest.length;
  const line = `${tail[3]}${indentAt(ctx.text, last.range[0])}${written}`;
  // Where nothing but the comma stands behind the last property both edits would fall together.
  if (comma === '' && rest === '') return [insert(at, `,${line}`)];
  return comma === '' ? [insert(last.range[1], ','), insert(at, line)] : [insert(at, `${line},`)];
}

/** Quotes, where all other keys have them. */
function keyLike(object: ObjectNode, name: string): string {
  const keys = object.properties.flatMap((one) => (one.type === 'Property' ? [one.key] : []));
  const literal = keys.length > 0 && keys.every((key) => key.type === 'Literal') ? keys[0] : undefined;
  const quote = literal?.type === 'Literal' ? literal.raw.charAt(0) : '';
  return quote === '"' || quote === "'" ? `${quote}${name}${quote}` : name;
}

function indentAt(text: string, at: number): string {
  const before = text.slice(0, at);
  const start = Math.max(before.lastIndexOf('\n'), before.lastIndexOf('\r')) + 1;
  return /^[ \t]*/.exec(before.slice(start))?.[0] ?? '';
}

/** Takes a property out, with its comma, and with its line where nothing else stands there. */
export function removeProperty(ctx: FixContext, object: ObjectNode, property: Node): TextEdit {
  return removeItem(ctx, object.properties, property, object.range);
}

/** Takes several items out of a list between brackets, of which at least one stays. */
export function removeItems(
  ctx: FixContext,
  items: readonly (Node | null)[],
  gone: readonly Node[],
  range: readonly [number, number],
): readonly TextEdit[] {
  const apart = together(gone.map((item) => [removeItem(ctx, items, item, range)]));
  if (apart) return apart;
  const kept = items.flatMap((item) => (item && !gone.includes(item) ? [source(ctx, item)] : []));
  return [{ start: range[0] + 1, end: range[1] - 1, text: kept.join(', ') }];
}

function removeItem(ctx: FixContext, items: readonly (Node | null)[], item: Node, [open, close]: readonly [number, number]): TextEdit {
  const index = items.indexOf(item);
  const before = items[index - 1];
  const [start, end] = item.range;
  const comma = /^\s*,/.exec(ctx.text.slice(end, close))?.[0].length ?? 0;
  const after = end + comma;
  const lineRest = /^[ \t]*(?:\/\/[^\r\n]*)?(\r\n|\r|\n)/.exec(ctx.text.slice(after, close));
  const indent = indentAt(ctx.text, start);
  const alone = /[\r\n]/.test(ctx.text.charAt(start - indent.length - 1));
  if (lineRest && alone && (comma > 0 || !before)) return { start: start - indent.length, end: after + lineRest[0].length, text: '' };
  if (comma > 0 && items[index + 1]) return { start, end: after + (/^[ \t]*/.exec(ctx.text.slice(after))?.[0].length ?? 0), text: '' };
  if (before) return { start: before.range[1], end, text: '' };
  return ctx.text.slice(open + 1, start).trim() === '' && ctx.text.slice(after, close - 1).trim() === ''
    ? { start: open + 1, end: close - 1, text: '' }
    : { start, end: after, text: '' };
}

/** Takes out the statement that consists of this expression alone; undefined when it stands elsewhere, or is the whole of a branch. */
export function removeStatement(ctx: FixContext, expression: Node): TextEdit | undefined {
  let at: Node | undefined = ctx.tree.parents.get(expression);
  if (at?.type === 'AwaitExpression') at = ctx.tree.parents.get(at);
  const holder = at && ctx.tree.parents.get(at);
  if (at?.type !== 'ExpressionStatement' || (holder?.type !== 'Program' && holder?.type !== 'BlockStatement')) return undefined;
  const [start, end] = at.range;
  const indent = indentAt(ctx.text, start);
  const rest = /^[ \t]*(?:\/\/[^\r\n]*)?(?:\r\n|\r|\n|$)/.exec(ctx.text.slice(end));
  const alone = start - indent.length === 0 || /[\r\n]/.test(ctx.text.charAt(start - indent.length - 1));
  return rest && alone ? { start: start - indent.length, end: end + rest[0].length, text: '' } : { start, end, text: '' };
}

/** A name that a fix needs, as it may be written in the file, and the edits that bring it there. */
export interface Imported {
  readonly text: string;
  readonly edits: readonly TextEdit[];
}

/**
 * Makes a name of a package usable: by an import of the package that is there already, by adding to it, or by a new import.
 * @param packages the spellings of the package, the one for a new import first
 */
export function imported(ctx: FixContext, packages: readonly string[], name: string): Imported {
  const declarations = ctx.tree.root.body.filter((one): one is ImportNode => one.type === 'ImportDeclaration');
  const ours = declarations.filter((one) => packages.includes(String(one.source.value)) && one.importKind !== 'type');
  for (const { specifiers } of ours) {
    for (const one of specifiers) {
      if (one.type === 'ImportNamespaceSpecifier') return { text: `${one.local.name}.${name}`, edits: [] };
      if (one.type === 'ImportSpecifier' && one.importKind !== 'type' && nameOf(one.imported) === name)
        return { text: one.local.name, edits: [] };
    }
  }
  for (const { specifiers } of ours) {
    const [last, before] = specifiers.filter((one) => one.type === 'ImportSpecifier').reverse();
    if (!last) continue;
    const lines = /^\s*?(\r\n|\r|\n)/.exec(ctx.text.slice((before ?? last).range[1] + 1));
    const apart = before && lines ? `${lines[1]}${indentAt(ctx.text, last.range[0])}` : ' ';
    return { text: name, edits: [insert(last.range[1], `,${apart}${name}`)] };
  }
  const required = requiredAs(ctx, packages);
  if (required) return { text: `${required}.${name}`, edits: [] };
  return { text: name, edits: [insert(importPlace(ctx, declarations), newImport(ctx, declarations, packages[0] as string, name))] };
}

function nameOf(node: Node): string {
  return node.type === 'Identifier' ? node.name : node.type === 'Literal' ? String(node.value) : '';
}

/** `elb` of `const elb = require('aws-cdk-lib/aws-elasticloadbalancingv2')`. */
function requiredAs(ctx: FixContext, packages: readonly string[]): string | undefined {
  for (const statement of ctx.tree.root.body) {
    for (const one of statement.type === 'VariableDeclaration' ? statement.declarations : []) {
      const call = one.init;
      if (call?.type !== 'CallExpression' || lastNameOf(call.callee) !== 'require' || one.id.type !== 'Identifier') continue;
      if (packages.includes(textOf(call.arguments[0]) ?? '')) return one.id.name;
    }
  }
  return undefined;
}

function importPlace(ctx: FixContext, declarations: readonly ImportNode[]): number {
  const last = declarations.at(-1);
  if (last) return last.range[1];
  const first = ctx.tree.root.body.find((one) => !(one.type === 'ExpressionStatement' && 'directive' in one && one.directive));
  return first?.range[0] ?? 0;
}

function newImport(ctx: FixContext, declarations: readonly ImportNode[], from: string, name: string): string {
  const eol = /\r\n|\r|\n/.exec(ctx.text)?.[0] ?? '\n';
  const end = declarations.length > 0 && !ctx.text.slice(0, declarations.at(-1)?.range[1]).endsWith(';') ? '' : ';';
  const modules = declarations.length > 0 || ctx.tree.root.body.some((one) => one.type.startsWith('Export'));
  const line = modules ? `import { ${name} } from ${quoted(ctx, from)}${end}` : `const { ${name} } = require(${quoted(ctx, from)})${end}`;
  return declarations.length > 0 ? `${eol}${line}` : `${line}${eol}`;
}
