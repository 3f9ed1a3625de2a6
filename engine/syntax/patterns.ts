/** Destructuring, spelled out: every bound name gets the member read (and default) that yields it. */
import type ts from 'typescript';
import type { BindingKind, ExprId } from '../facts/types.ts';
import type { Builder } from './builder.ts';
import { expression } from './expressions.ts';
import { typeName } from './types.ts';

/** Declares the names of `target`, whose whole value is `value` (undefined: declared without one). */
export function bindPattern(b: Builder, target: ts.BindingName, value: ExprId | undefined, kind: BindingKind, type?: ts.TypeNode): void {
  const { ts } = b;
  if (ts.isIdentifier(target)) {
    const ann = typeName(b, type);
    if (target.text !== '') b.declare(target.text, kind, { ...(value !== undefined && { e: value }), ...(ann !== undefined && { ann }) });
    return;
  }
  const whole = value ?? b.opaque('undeclared', [], target);
  const taken: string[] = [];
  target.elements.forEach((one, i) => {
    if (ts.isOmittedExpression(one)) return;
    let part: ExprId;
    if (ts.isObjectBindingPattern(target)) {
      const key = (one as ts.BindingElement).propertyName ?? one.name;
      if (one.dotDotDotToken) part = b.add({ k: 'rest', o: whole, x: taken.slice() }, one);
      else if (ts.isIdentifier(key as ts.Node) || ts.isStringLiteralLike(key as ts.Node)) {
        const name = b.text((key as ts.Identifier).text);
        taken.push(name);
        part = b.add({ k: 'member', o: whole, n: name }, one);
      } else if (ts.isComputedPropertyName(key as ts.Node)) {
        part = b.add({ k: 'index', o: whole, i: expression(b, (key as ts.ComputedPropertyName).expression) }, one);
      } else part = b.opaque('pattern', [whole], one);
    } else if (one.dotDotDotToken) part = b.add({ k: 'rest', o: whole, x: [], from: i }, one);
    else part = b.add({ k: 'index', o: whole, i: b.add({ k: 'lit', v: i }, one) }, one);
    if (one.initializer) part = b.add({ k: 'dflt', e: part, d: expression(b, one.initializer) }, one);
    bindPattern(b, one.name, part, kind);
  });
}

/** `({ a, b: [c] } = value)`: an assignment for each target; answers with the whole value's expression. */
export function assignPattern(b: Builder, target: ts.Expression, value: ExprId, node: ts.Node): ExprId {
  const { ts } = b;
  const parts: ExprId[] = [];
  const assign = (to: ts.Expression, from: ExprId): void => {
    if (ts.isObjectLiteralExpression(to) || ts.isArrayLiteralExpression(to)) {
      parts.push(assignPattern(b, to, from, to));
      return;
    }
    if (ts.isBinaryExpression(to) && to.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
      assign(to.left, b.add({ k: 'dflt', e: from, d: expression(b, to.right) }, to));
      return;
    }
    const t = expression(b, to);
    const id = b.add({ k: 'assign', op: '=', t, v: from }, to);
    b.wrote(t, id);
    parts.push(id);
  };
  if (ts.isObjectLiteralExpression(target)) {
    const taken: string[] = [];
    for (const one of target.properties) {
      if (ts.isShorthandPropertyAssignment(one)) {
        taken.push(one.name.text);
        const read = b.add({ k: 'member', o: value, n: b.text(one.name.text) }, one);
        const from = one.objectAssignmentInitializer
          ? b.add({ k: 'dflt', e: read, d: expression(b, one.objectAssignmentInitializer) }, one)
          : read;
        assign(one.name, from);
      } else if (ts.isPropertyAssignment(one) && !ts.isComputedPropertyName(one.name)) {
        taken.push(one.name.text);
        assign(one.initializer, b.add({ k: 'member', o: value, n: b.text(one.name.text) }, one));
      } else if (ts.isSpreadAssignment(one)) assign(one.expression, b.add({ k: 'rest', o: value, x: taken.slice() }, one));
    }
  } else if (ts.isArrayLiteralExpression(target)) {
    target.elements.forEach((one, i) => {
      if (ts.isOmittedExpression(one)) return;
      if (ts.isSpreadElement(one)) assign(one.expression, b.add({ k: 'rest', o: value, x: [], from: i }, one));
      else assign(one, b.add({ k: 'index', o: value, i: b.add({ k: 'lit', v: i }, one) }, one));
    });
  }
  return b.add({ k: 'seq', e: [...parts, value] }, node);
}
