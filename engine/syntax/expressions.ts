/** Expressions of TypeScript's tree → the arena. Left-deep chains are walked in a loop, so their length does not matter. */
import type ts from 'typescript';
import type { ExprId, Prop } from '../facts/types.ts';
import type { Builder } from './builder.ts';
import { classLike, functionLike } from './functions.ts';
import { assignPattern } from './patterns.ts';
import type { Parser } from './typescript.ts';

export function expression(b: Builder, node: ts.Expression): ExprId {
  const { ts } = b;
  const K = ts.SyntaxKind;
  const spine: ts.Expression[] = [];
  let root = node;
  for (;;) {
    const next = leftOf(ts, root);
    if (!next) break;
    spine.push(root);
    root = next;
  }
  b.depth += 1;
  let id = b.deeper() ? b.tooDeep(root) : leaf(b, root);
  for (let i = spine.length - 1; i >= 0; i -= 1) {
    const outer = spine[i] as ts.Expression;
    if (outer.kind === K.BinaryExpression) {
      const run: ts.BinaryExpression[] = [outer as ts.BinaryExpression];
      if ((outer as ts.BinaryExpression).operatorToken.kind === K.PlusToken)
        while (i > 0 && isPlus(b, spine[i - 1] as ts.Expression)) run.push(spine[(i -= 1)] as ts.BinaryExpression);
      id = run.length > 1 || isPlus(b, outer) ? sum(b, id, run) : binary(b, outer as ts.BinaryExpression, id);
    } else id = chain(b, outer, id);
  }
  b.depth -= 1;
  return id;
}

function isPlus(b: Builder, node: ts.Expression): boolean {
  return node.kind === b.ts.SyntaxKind.BinaryExpression && (node as ts.BinaryExpression).operatorToken.kind === b.ts.SyntaxKind.PlusToken;
}

/** The expression that a chain or operator grows from on its left, or undefined when `node` is a leaf. */
function leftOf(t: Parser, node: ts.Expression): ts.Expression | undefined {
  const K = t.SyntaxKind;
  switch (node.kind) {
    case K.ParenthesizedExpression:
    case K.AsExpression:
    case K.SatisfiesExpression:
    case K.NonNullExpression:
    case K.TypeAssertionExpression:
    case K.PropertyAccessExpression:
    case K.ElementAccessExpression:
    case K.ExpressionWithTypeArguments:
      return (node as ts.ParenthesizedExpression).expression;
    case K.CallExpression: {
      const callee = (node as ts.CallExpression).expression;
      return callee.kind === K.ImportKeyword ? undefined : callee;
    }
    case K.BinaryExpression: {
      const { operatorToken, left } = node as ts.BinaryExpression;
      const assigns = operatorToken.kind >= K.FirstAssignment && operatorToken.kind <= K.LastAssignment;
      return assigns || operatorToken.kind === K.CommaToken ? undefined : left;
    }
    default:
      return undefined;
  }
}

function sum(b: Builder, first: ExprId, run: readonly ts.BinaryExpression[]): ExprId {
  const parts = [first, ...run.map((one) => expression(b, one.right))];
  return b.add({ k: 'sum', e: parts }, run.at(-1) as ts.Node);
}

function binary(b: Builder, node: ts.BinaryExpression, left: ExprId): ExprId {
  const right = expression(b, node.right);
  return b.add({ k: 'bin', op: node.operatorToken.getText(b.source), l: left, r: right }, node);
}

function chain(b: Builder, node: ts.Expression, inner: ExprId): ExprId {
  const K = b.ts.SyntaxKind;
  switch (node.kind) {
    case K.PropertyAccessExpression: {
      const access = node as ts.PropertyAccessExpression;
      return b.add({ k: 'member', o: inner, n: b.text(access.name.text), ...(access.questionDotToken && { q: 1 as const }) }, node);
    }
    case K.ElementAccessExpression: {
      const access = node as ts.ElementAccessExpression;
      const argument = access.argumentExpression;
      const optional = access.questionDotToken && { q: 1 as const };
      if (argument && b.ts.isStringLiteralLike(argument))
        return b.add({ k: 'member', o: inner, n: b.text(argument.text), ...optional }, node);
      return b.add({ k: 'index', o: inner, i: argument ? expression(b, argument) : inner, ...optional }, node);
    }
    case K.CallExpression: {
      const call = node as ts.CallExpression;
      const args = call.arguments.map((argument) => argumentOf(b, argument));
      return b.add({ k: 'call', c: inner, a: args, ...(call.questionDotToken && { q: 1 as const }) }, node);
    }
    default:
      return inner;
  }
}

function argumentOf(b: Builder, node: ts.Expression): ExprId {
  if (b.ts.isSpreadElement(node)) return b.add({ k: 'spread', e: expression(b, node.expression) }, node);
  return expression(b, node);
}

function leaf(b: Builder, node: ts.Expression): ExprId {
  const { ts } = b;
  const K = ts.SyntaxKind;
  switch (node.kind) {
    case K.Identifier: {
      const { text } = node as ts.Identifier;
      return text === '' ? b.opaque('missing', [], node) : b.name(text, node);
    }
    case K.StringLiteral:
    case K.NoSubstitutionTemplateLiteral:
      return b.add({ k: 'lit', v: b.text((node as ts.StringLiteral).text) }, node);
    case K.NumericLiteral:
      return b.add({ k: 'lit', v: Number((node as ts.NumericLiteral).text) }, node);
    case K.BigIntLiteral:
      return b.add({ k: 'bigint', v: b.text((node as ts.BigIntLiteral).text) }, node);
    case K.RegularExpressionLiteral:
      return b.add({ k: 'regex', v: b.text((node as ts.RegularExpressionLiteral).text) }, node);
    case K.TrueKeyword:
      return b.add({ k: 'lit', v: true }, node);
    case K.FalseKeyword:
      return b.add({ k: 'lit', v: false }, node);
    case K.NullKeyword:
      return b.add({ k: 'lit', v: null }, node);
    case K.ThisKeyword:
      return b.add({ k: 'this' }, node);
    case K.SuperKeyword:
      return b.add({ k: 'super' }, node);
    case K.MetaProperty:
      return b.add({ k: 'meta' }, node);
    case K.TemplateExpression: {
      const template = node as ts.TemplateExpression;
      const parts = template.templateSpans.map((span) => expression(b, span.expression));
      return b.add(
        { k: 'tpl', s: [template.head.text, ...template.templateSpans.map((span) => span.literal.text)].map((s) => b.text(s)), e: parts },
        node,
      );
    }
    case K.TaggedTemplateExpression: {
      const { tag, template } = node as ts.TaggedTemplateExpression;
      const callee = expression(b, tag);
      if (ts.isNoSubstitutionTemplateLiteral(template)) return b.add({ k: 'tagged', c: callee, s: [b.text(template.text)], e: [] }, node);
      const parts = template.templateSpans.map((span) => expression(b, span.expression));
      return b.add(
        {
          k: 'tagged',
          c: callee,
          s: [template.head.text, ...template.templateSpans.map((s) => s.literal.text)].map((s) => b.text(s)),
          e: parts,
        },
        node,
      );
    }
    case K.CallExpression: // import(…): every other call is part of a chain
      return b.add({ k: 'import', e: expression(b, (node as ts.CallExpression).arguments[0] ?? node) }, node);
    case K.NewExpression: {
      const { expression: callee, arguments: args } = node as ts.NewExpression;
      const target = expression(b, callee);
      const list = (args ?? []).map((argument) => argumentOf(b, argument));
      return b.add({ k: 'new', c: target, a: list }, node);
    }
    case K.BinaryExpression:
      return assignment(b, node as ts.BinaryExpression);
    case K.ConditionalExpression: {
      const { condition, whenTrue, whenFalse } = node as ts.ConditionalExpression;
      const c = expression(b, condition);
      const t = expression(b, whenTrue);
      return b.add({ k: 'cond', c, t, f: expression(b, whenFalse) }, node);
    }
    case K.ObjectLiteralExpression:
      return objectLiteral(b, node as ts.ObjectLiteralExpression);
    case K.ArrayLiteralExpression:
      return b.add({ k: 'arr', e: (node as ts.ArrayLiteralExpression).elements.map((one) => argumentOf(b, one)) }, node);
    case K.ArrowFunction:
    case K.FunctionExpression:
      return functionLike(b, node as ts.ArrowFunction | ts.FunctionExpression);
    case K.ClassExpression:
      return classLike(b, node as ts.ClassExpression);
    case K.AwaitExpression:
      return b.add({ k: 'await', e: expression(b, (node as ts.AwaitExpression).expression) }, node);
    case K.YieldExpression: {
      const inner = (node as ts.YieldExpression).expression;
      return b.add({ k: 'yield', ...(inner && { e: expression(b, inner) }) }, node);
    }
    case K.PrefixUnaryExpression: {
      const { operator, operand } = node as ts.PrefixUnaryExpression;
      const inner = expression(b, operand);
      const id = b.add({ k: 'un', op: ts.tokenToString(operator) ?? '?', e: inner }, node);
      if (operator === K.PlusPlusToken || operator === K.MinusMinusToken) b.wrote(inner, id);
      return id;
    }
    case K.PostfixUnaryExpression: {
      const { operator, operand } = node as ts.PostfixUnaryExpression;
      const inner = expression(b, operand);
      const id = b.add({ k: 'un', op: operator === K.PlusPlusToken ? '++' : '--', e: inner }, node);
      b.wrote(inner, id);
      return id;
    }
    case K.TypeOfExpression:
      return b.add({ k: 'un', op: 'typeof', e: expression(b, (node as ts.TypeOfExpression).expression) }, node);
    case K.VoidExpression:
      return b.add({ k: 'un', op: 'void', e: expression(b, (node as ts.VoidExpression).expression) }, node);
    case K.DeleteExpression:
      return b.add({ k: 'un', op: 'delete', e: expression(b, (node as ts.DeleteExpression).expression) }, node);
    case K.SpreadElement:
      return b.add({ k: 'spread', e: expression(b, (node as ts.SpreadElement).expression) }, node);
    case K.OmittedExpression:
      return b.add({ k: 'undef' }, node);
    case K.JsxElement:
    case K.JsxSelfClosingElement:
    case K.JsxFragment:
      return jsx(b, node as ts.JsxElement);
    case K.JsxExpression: {
      const inner = (node as ts.JsxExpression).expression;
      return inner ? expression(b, inner) : b.add({ k: 'undef' }, node);
    }
    default: {
      const parts: ExprId[] = [];
      ts.forEachChild(node, (child) => {
        if (ts.isExpression(child)) parts.push(expression(b, child));
      });
      return b.opaque('syntax', parts, node);
    }
  }
}

function assignment(b: Builder, node: ts.BinaryExpression): ExprId {
  const K = b.ts.SyntaxKind;
  if (node.operatorToken.kind === K.CommaToken) {
    const left = expression(b, node.left);
    return b.add({ k: 'seq', e: [left, expression(b, node.right)] }, node);
  }
  const { left } = node;
  if (b.ts.isObjectLiteralExpression(left) || b.ts.isArrayLiteralExpression(left))
    return assignPattern(b, left, expression(b, node.right), node);
  const target = expression(b, left);
  const value = expression(b, node.right);
  const id = b.add({ k: 'assign', op: node.operatorToken.getText(b.source), t: target, v: value }, node);
  b.wrote(target, id);
  return id;
}

function objectLiteral(b: Builder, node: ts.ObjectLiteralExpression): ExprId {
  const { ts } = b;
  const props: Prop[] = [];
  for (const one of node.properties) {
    if (ts.isSpreadAssignment(one)) props.push({ s: expression(b, one.expression) });
    else if (ts.isShorthandPropertyAssignment(one)) props.push({ n: b.text(one.name.text), v: b.name(one.name.text, one.name) });
    else if (ts.isPropertyAssignment(one)) props.push(named(b, one.name, expression(b, one.initializer)));
    else {
      const value = functionLike(b, one);
      const prop = named(b, one.name, value);
      props.push(ts.isGetAccessor(one) && 'n' in prop ? { ...prop, get: 1 } : prop);
    }
  }
  return b.add({ k: 'obj', p: props }, node);
}

function named(b: Builder, name: ts.PropertyName, v: ExprId): Prop {
  if (b.ts.isComputedPropertyName(name)) {
    if (b.ts.isStringLiteralLike(name.expression)) return { n: b.text(name.expression.text), v };
    return { c: expression(b, name.expression), v };
  }
  return { n: b.text(name.text), v };
}

function jsx(b: Builder, node: ts.JsxElement | ts.JsxSelfClosingElement | ts.JsxFragment): ExprId {
  const { ts } = b;
  const props: Prop[] = [];
  let tag = '';
  let component: ExprId | undefined;
  if (!ts.isJsxFragment(node)) {
    const opening = ts.isJsxElement(node) ? node.openingElement : node;
    tag = b.text(opening.tagName.getText(b.source));
    if (!/^[a-z]/.test(tag) && (ts.isIdentifier(opening.tagName) || ts.isPropertyAccessExpression(opening.tagName)))
      component = expression(b, opening.tagName);
    for (const one of opening.attributes.properties) {
      if (ts.isJsxSpreadAttribute(one)) props.push({ s: expression(b, one.expression) });
      else {
        const value = one.initializer ? expression(b, one.initializer as ts.Expression) : b.add({ k: 'lit', v: true }, one);
        props.push({ n: b.text(one.name.getText(b.source)), v: value });
      }
    }
  }
  const children = ts.isJsxSelfClosingElement(node) ? [] : node.children;
  const parts = [...children].filter((child) => !ts.isJsxText(child)).map((child) => expression(b, child as ts.Expression));
  return b.add({ k: 'jsx', tag, ...(component !== undefined && { c: component }), p: props, e: parts }, node);
}
