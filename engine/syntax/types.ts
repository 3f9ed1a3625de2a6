/** Of type syntax only the names matter: what class, interface or alias annotates a value. */
import type ts from 'typescript';
import type { ExprId } from '../facts/types.ts';
import type { Builder } from './builder.ts';

/** The annotation's name as an expression, or undefined for types without one (literals, unions of several, functions). */
export function typeName(b: Builder, node: ts.TypeNode | undefined): ExprId | undefined {
  const { ts } = b;
  if (!node) return undefined;
  if (ts.isTypeReferenceNode(node) || ts.isExpressionWithTypeArguments(node)) {
    const entity = ts.isTypeReferenceNode(node) ? entityName(b, node.typeName) : undefined;
    if (entity === undefined) return undefined;
    const args = (node.typeArguments ?? []).map((one) => typeName(b, one)).filter((one) => one !== undefined);
    return b.add({ k: 'type', e: entity, a: args }, node);
  }
  if (ts.isArrayTypeNode(node)) {
    const element = typeName(b, node.elementType);
    return b.add({ k: 'type', e: b.add({ k: 'free', n: 'Array' }, node), a: element === undefined ? [] : [element] }, node);
  }
  if (ts.isUnionTypeNode(node) || ts.isIntersectionTypeNode(node)) {
    const named = node.types.filter((one) => ts.isTypeReferenceNode(one));
    return named.length === 1 || (named.length > 0 && ts.isIntersectionTypeNode(node)) ? typeName(b, named[0]) : undefined;
  }
  if (ts.isParenthesizedTypeNode(node)) return typeName(b, node.type);
  if (ts.isTypeOperatorNode(node)) return typeName(b, node.type);
  return undefined;
}

function entityName(b: Builder, name: ts.EntityName): ExprId {
  if (b.ts.isIdentifier(name)) return b.name(name.text, name);
  const left = entityName(b, name.left);
  return b.add({ k: 'member', o: left, n: b.text(name.right.text) }, name);
}
