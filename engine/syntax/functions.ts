/** Functions and classes → facts. Each gets an expression that stands for it, declarations and methods too. */
import type ts from 'typescript';
import type { ClassId, ExprId, FieldFact, FnFact, FnId, FnKind, ParamFact, Stmt } from '../facts/types.ts';
import type { Builder } from './builder.ts';
import { expression } from './expressions.ts';
import { bindPattern } from './patterns.ts';
import { block } from './statements.ts';
import { typeName } from './types.ts';
import type { Parser } from './typescript.ts';

type FnNode = ts.SignatureDeclaration & { body?: ts.Block | ts.Expression | undefined };

/** The `fn` expression of a function, arrow, method or accessor. */
export function functionLike(b: Builder, node: ts.Node, cls?: ClassId): ExprId {
  const { ts } = b;
  const fn = node as FnNode;
  const kind = kindOf(ts, node);
  const parent = b.fn;
  const f = b.functions.length;
  const name = fn.name && !ts.isComputedPropertyName(fn.name) ? b.text((fn.name as ts.Identifier).text) : undefined;
  const e = b.add({ k: 'fn', f }, node);
  b.functions.push({ k: kind, parent, params: [], body: [], e }); // the place is taken before the children claim theirs
  const dec = decorators(b, node);
  b.enter({ fn: f, hoist: true }, () => {
    if (ts.isFunctionExpression(node) && name) b.declare(name, 'fn', { e });
    const params = fn.parameters.map((one, i) => parameter(b, one, node, f, i));
    const body: readonly Stmt[] = !fn.body ? [] : ts.isBlock(fn.body) ? block(b, fn.body.statements) : arrowBody(b, fn.body);
    const flags = ts.getCombinedModifierFlags(node as ts.Declaration);
    b.functions[f] = {
      ...(name !== undefined && { n: name }),
      k: kind,
      parent,
      ...(cls !== undefined && { cls }),
      ...((flags & ts.ModifierFlags.Async) !== 0 && { async: 1 as const }),
      ...('asteriskToken' in fn && fn.asteriskToken && { gen: 1 as const }),
      params,
      ...(dec && { dec }),
      body,
      e,
      ...(!fn.body && { bodiless: 1 as const }),
    };
  });
  return e;
}

function arrowBody(b: Builder, body: ts.Expression): Stmt[] {
  const e = expression(b, body);
  return [{ k: 'ret', e, at: e }];
}

function kindOf(t: Parser, node: ts.Node): FnKind {
  if (t.isArrowFunction(node)) return 'arrow';
  if (t.isConstructorDeclaration(node)) return 'ctor';
  if (t.isGetAccessor(node)) return 'get';
  if (t.isSetAccessor(node)) return 'set';
  if (t.isMethodDeclaration(node)) return hasStatic(t, node) ? 'static' : 'method';
  return 'fn';
}

function hasStatic(t: Parser, node: ts.Node): boolean {
  return (t.getCombinedModifierFlags(node as ts.Declaration) & t.ModifierFlags.Static) !== 0;
}

function parameter(b: Builder, node: ts.ParameterDeclaration, owner: ts.Node, f: FnId, i: number): ParamFact {
  const { ts } = b;
  let value = b.add({ k: 'param', f, i }, node);
  const d = node.initializer ? expression(b, node.initializer) : undefined;
  if (d !== undefined) value = b.add({ k: 'dflt', e: value, d }, node);
  const isProperty = ts.isParameterPropertyDeclaration(node, owner);
  bindPattern(b, node.name, value, 'param', node.type);
  const ann = typeName(b, node.type);
  const dec = decorators(b, node);
  return {
    ...(ts.isIdentifier(node.name) && { n: b.text(node.name.text) }),
    ...(ann !== undefined && { ann }),
    ...(d !== undefined && { d }),
    ...(dec && { dec }),
    ...(node.dotDotDotToken && { rest: 1 as const }),
    ...(isProperty && { prop: 1 as const }),
  };
}

function decorators(b: Builder, node: ts.Node): ExprId[] | undefined {
  if (!b.ts.canHaveDecorators(node)) return undefined;
  const list = b.ts.getDecorators(node);
  return list?.length ? list.map((one) => expression(b, one.expression)) : undefined;
}

/** The `class` expression of a class declaration or expression. */
export function classLike(b: Builder, node: ts.ClassLikeDeclaration): ExprId {
  const { ts } = b;
  const c = b.classes.length;
  const e = b.add({ k: 'class', c }, node);
  const f = b.fn;
  b.classes.push({ fields: [], methods: [], f, e });
  const dec = decorators(b, node);
  const name = node.name ? b.text(node.name.text) : undefined;
  b.enter({}, () => {
    if (name && ts.isClassExpression(node)) b.declare(name, 'class', { e });
    const clauses = node.heritageClauses ?? [];
    const base = clauses.find((one) => one.token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
    const heritage = base && expression(b, base.expression);
    const impl = clauses
      .filter((one) => one.token === ts.SyntaxKind.ImplementsKeyword)
      .flatMap((one) => one.types)
      .filter((one) => ts.isIdentifier(one.expression))
      .map((one) => expression(b, one.expression));
    const written = node.members.find((one) => ts.isConstructorDeclaration(one) && one.body);
    const methods: { n: string; f: FnId; static?: 1; acc?: 'get' | 'set' }[] = [];
    const fields: FieldFact[] = [];
    const fnOf = (id: ExprId): FnId => (b.exprs[id] as { f: FnId }).f;
    const ctor = written ? fnOf(functionLike(b, written, c)) : implicitCtor(b, node, c);
    for (const one of node.members) {
      if (ts.isMethodDeclaration(one) || ts.isAccessor(one)) {
        const method = fnOf(functionLike(b, one, c));
        const key = memberName(b, one.name);
        if (key !== undefined && one.body)
          methods.push({
            n: key,
            f: method,
            ...(hasStatic(ts, one) && { static: 1 as const }),
            ...(ts.isAccessor(one) && { acc: ts.isGetAccessor(one) ? ('get' as const) : ('set' as const) }),
          });
      } else if (ts.isPropertyDeclaration(one)) {
        const key = memberName(b, one.name);
        const isStatic = hasStatic(ts, one);
        const decs = decorators(b, one);
        const value =
          one.initializer && b.enter({ fn: isStatic ? f : ctor, hoist: true }, () => expression(b, one.initializer as ts.Expression));
        const ann = typeName(b, one.type);
        if (key !== undefined)
          fields.push({
            n: key,
            ...(value !== undefined && { e: value }),
            ...(ann !== undefined && { ann }),
            ...(decs && { dec: decs }),
            ...(isStatic && { static: 1 as const }),
          });
      } else if (ts.isClassStaticBlockDeclaration(one)) {
        b.enter({ hoist: true }, () => block(b, one.body.statements));
      }
    }
    const params = b.functions[ctor] as FnFact;
    (written as ts.ConstructorDeclaration | undefined)?.parameters.forEach((one, i) => {
      const n = params.params[i]?.n;
      if (params.params[i]?.prop && n) {
        const ann = typeName(b, one.type);
        fields.push({ n, e: b.add({ k: 'param', f: ctor, i }, one), ...(ann !== undefined && { ann }) });
      }
    });
    b.classes[c] = {
      ...(name !== undefined && { n: name }),
      ...(heritage !== undefined && { heritage }),
      ...(impl.length > 0 && { impl }),
      ...(dec && { dec }),
      fields,
      methods,
      ctor,
      f,
      e,
    };
  });
  return e;
}

function implicitCtor(b: Builder, node: ts.ClassLikeDeclaration, cls: ClassId): FnId {
  const f = b.functions.length;
  const e = b.add({ k: 'fn', f }, node);
  b.functions.push({ n: 'constructor', k: 'ctor', parent: b.fn, cls, params: [], body: [], e, implicit: 1 });
  return f;
}

function memberName(b: Builder, name: ts.PropertyName): string | undefined {
  if (b.ts.isComputedPropertyName(name)) return b.ts.isStringLiteralLike(name.expression) ? b.text(name.expression.text) : undefined;
  return b.text((name as ts.Identifier).text);
}
