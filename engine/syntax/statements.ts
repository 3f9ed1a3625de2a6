/** Statements → the outline of a body; declarations, imports and exports on the way. */
import type ts from 'typescript';
import type { ExprId, Prop, Stmt } from '../facts/types.ts';
import type { Builder } from './builder.ts';
import { expression } from './expressions.ts';
import { classLike, functionLike } from './functions.ts';
import { exportStatement, importStatement, isExported, noteCommonJs } from './modules.ts';
import { bindPattern } from './patterns.ts';

export function block(b: Builder, statements: readonly ts.Statement[]): Stmt[] {
  const out: Stmt[] = [];
  for (const one of statements) statement(b, one, out);
  return out;
}

function scoped(b: Builder, node: ts.Statement): Stmt[] {
  return b.enter({}, () => block(b, b.ts.isBlock(node) ? node.statements : [node]));
}

function statement(b: Builder, node: ts.Statement, out: Stmt[]): void {
  const { ts } = b;
  const K = ts.SyntaxKind;
  b.depth += 1;
  if (b.deeper()) {
    out.push({ k: 'e', e: b.tooDeep(node) });
    b.depth -= 1;
    return;
  }
  switch (node.kind) {
    case K.ExpressionStatement: {
      const e = expression(b, (node as ts.ExpressionStatement).expression);
      out.push({ k: 'e', e });
      noteCommonJs(b, e);
      break;
    }
    case K.VariableStatement:
      variables(b, (node as ts.VariableStatement).declarationList, out, isExported(b, node));
      break;
    case K.FunctionDeclaration: {
      const fn = node as ts.FunctionDeclaration;
      const e = functionLike(b, fn);
      if (fn.name && fn.body) exported(b, node, fn.name.text, b.declare(fn.name.text, b.scope.hoist ? 'var' : 'fn', { e }));
      else if (fn.body) exported(b, node, 'default', undefined, e);
      break;
    }
    case K.ClassDeclaration: {
      const cls = node as ts.ClassDeclaration;
      if (cls.name) b.declare(cls.name.text, 'class');
      const e = classLike(b, cls);
      if (cls.name) exported(b, node, cls.name.text, b.declare(cls.name.text, 'class', { e }));
      else exported(b, node, 'default', undefined, e);
      const made = b.exprs[e] as { c: number };
      for (const dec of b.classes[made.c]?.dec ?? []) out.push({ k: 'e', e: dec });
      for (const field of b.classes[made.c]?.fields ?? []) if (field.static && field.e !== undefined) out.push({ k: 'e', e: field.e });
      break;
    }
    case K.EnumDeclaration: {
      const one = node as ts.EnumDeclaration;
      exported(b, node, one.name.text, b.declare(one.name.text, 'enum', { e: enumObject(b, one) }));
      break;
    }
    case K.InterfaceDeclaration:
    case K.TypeAliasDeclaration:
      b.declare((node as ts.InterfaceDeclaration).name.text, 'type');
      break;
    case K.ModuleDeclaration:
      namespace(b, node as ts.ModuleDeclaration);
      break;
    case K.ImportDeclaration:
    case K.ImportEqualsDeclaration:
      importStatement(b, node);
      break;
    case K.ExportDeclaration:
    case K.ExportAssignment:
      exportStatement(b, node, out);
      break;
    case K.Block:
      out.push(...scoped(b, node));
      break;
    case K.IfStatement: {
      const { expression: condition, thenStatement, elseStatement } = node as ts.IfStatement;
      const at = b.mark(node);
      const c = expression(b, condition);
      const t = scoped(b, thenStatement);
      out.push({ k: 'if', c, t, f: elseStatement ? scoped(b, elseStatement) : [], at });
      break;
    }
    case K.ForStatement:
      b.enter({}, () => {
        const { initializer, condition, incrementor, statement: body } = node as ts.ForStatement;
        if (initializer && ts.isVariableDeclarationList(initializer)) variables(b, initializer, out);
        else if (initializer) out.push({ k: 'e', e: expression(b, initializer) });
        const c = condition && expression(b, condition);
        const step = incrementor && expression(b, incrementor);
        out.push({ k: 'loop', ...(c !== undefined && { c }), b: scoped(b, body), ...(step !== undefined && { step }) });
      });
      break;
    case K.ForOfStatement:
    case K.ForInStatement:
      b.enter({}, () => {
        const { initializer, expression: over, statement: body } = node as ts.ForOfStatement;
        const c = expression(b, over);
        const each = b.add({ k: 'each', e: c, ...(node.kind === K.ForInStatement && { key: 1 as const }) }, initializer);
        if (ts.isVariableDeclarationList(initializer))
          for (const one of initializer.declarations) bindPattern(b, one.name, each, flavour(b, initializer));
        out.push({ k: 'loop', c, each: 1, b: scoped(b, body) });
      });
      break;
    case K.WhileStatement: {
      const { expression: condition, statement: body } = node as ts.WhileStatement;
      const c = expression(b, condition);
      out.push({ k: 'loop', c, b: scoped(b, body) });
      break;
    }
    case K.DoStatement: {
      const { expression: condition, statement: body } = node as ts.DoStatement;
      const inner = scoped(b, body);
      out.push({ k: 'loop', c: expression(b, condition), b: inner, last: 1 });
      break;
    }
    case K.TryStatement: {
      const { tryBlock, catchClause, finallyBlock } = node as ts.TryStatement;
      const body = scoped(b, tryBlock);
      const h =
        catchClause &&
        b.enter({}, () => {
          const caught = catchClause.variableDeclaration;
          if (caught) bindPattern(b, caught.name, b.opaque('caught', [], caught), 'catch');
          return scoped(b, catchClause.block);
        });
      out.push({ k: 'try', b: body, ...(h && { h }), ...(finallyBlock && { fin: scoped(b, finallyBlock) }) });
      break;
    }
    case K.ReturnStatement: {
      const inner = (node as ts.ReturnStatement).expression;
      const at = b.mark(node);
      out.push({ k: 'ret', ...(inner && { e: expression(b, inner) }), at });
      break;
    }
    case K.ThrowStatement: {
      const at = b.mark(node);
      out.push({ k: 'throw', e: expression(b, (node as ts.ThrowStatement).expression), at });
      break;
    }
    case K.SwitchStatement:
      b.enter({}, () => {
        const { expression: over, caseBlock } = node as ts.SwitchStatement;
        const d = expression(b, over);
        const cases = caseBlock.clauses.map((one) => {
          const t = ts.isCaseClause(one) ? expression(b, one.expression) : undefined;
          return { ...(t !== undefined && { t }), b: block(b, one.statements) };
        });
        out.push({ k: 'switch', d, cases });
      });
      break;
    case K.BreakStatement: {
      const l = (node as ts.BreakStatement).label?.text;
      out.push({ k: 'brk', ...(l !== undefined && { l }) });
      break;
    }
    case K.ContinueStatement: {
      const l = (node as ts.ContinueStatement).label?.text;
      out.push({ k: 'cont', ...(l !== undefined && { l }) });
      break;
    }
    case K.LabeledStatement: {
      const { label, statement: body } = node as ts.LabeledStatement;
      out.push({ k: 'label', l: label.text, b: scoped(b, body) });
      break;
    }
    case K.WithStatement:
      out.push({ k: 'e', e: expression(b, (node as ts.WithStatement).expression) }, ...scoped(b, (node as ts.WithStatement).statement));
      break;
    default:
      break;
  }
  b.depth -= 1;
}

function flavour(b: Builder, list: ts.VariableDeclarationList): 'const' | 'let' | 'var' {
  if (list.flags & b.ts.NodeFlags.Const) return 'const';
  return list.flags & b.ts.NodeFlags.Let ? 'let' : 'var';
}

function variables(b: Builder, list: ts.VariableDeclarationList, out: Stmt[], exporting = false): void {
  const kind = flavour(b, list);
  for (const one of list.declarations) {
    const value = one.initializer && expression(b, one.initializer);
    if (value !== undefined) out.push({ k: 'e', e: value });
    bindPattern(b, one.name, value, kind, one.type);
    if (exporting) for (const name of namesIn(b, one.name)) b.exports.push({ n: b.text(name), b: b.declare(name, kind) });
  }
}

function namesIn(b: Builder, name: ts.BindingName): string[] {
  if (b.ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((one) => (b.ts.isOmittedExpression(one) ? [] : namesIn(b, one.name)));
}

function exported(b: Builder, node: ts.Statement, name: string, binding: number | undefined, e?: ExprId): void {
  if (!isExported(b, node)) return;
  const isDefault = (b.ts.getCombinedModifierFlags(node as unknown as ts.Declaration) & b.ts.ModifierFlags.Default) !== 0;
  const n = b.text(isDefault ? 'default' : name);
  if (binding !== undefined) b.exports.push({ n, b: binding });
  else if (e !== undefined) b.exports.push({ n, e });
}

function enumObject(b: Builder, node: ts.EnumDeclaration): ExprId {
  const props: Prop[] = [];
  let next: number | undefined = 0;
  for (const one of node.members) {
    const n = b.ts.isComputedPropertyName(one.name) ? undefined : b.text(one.name.text);
    let v: ExprId;
    if (one.initializer) {
      v = expression(b, one.initializer);
      const made = b.exprs[v];
      next = made?.k === 'lit' && typeof made.v === 'number' ? made.v + 1 : undefined;
    } else if (next !== undefined) v = b.add({ k: 'lit', v: next++ }, one);
    else v = b.opaque('enum', [], one);
    if (n !== undefined) props.push({ n, v });
  }
  return b.add({ k: 'obj', p: props }, node);
}

function namespace(b: Builder, node: ts.ModuleDeclaration): void {
  const { ts } = b;
  if (!node.body || !ts.isModuleBlock(node.body) || ts.isStringLiteral(node.name)) return;
  const { statements } = node.body;
  const before = b.exports.length;
  const e = b.enter({ hoist: true }, () => {
    block(b, statements);
    const own = b.exports.splice(before);
    const props = own.flatMap((one): Prop[] => ('b' in one ? [{ n: one.n, v: b.add({ k: 'ref', b: one.b }, node) }] : []));
    return b.add({ k: 'obj', p: props }, node);
  });
  const binding = b.declare(node.name.text, 'ns', { e });
  exported(b, node, node.name.text, binding);
}
