/** Imports and exports, of ES modules and of CommonJS. */
import type ts from 'typescript';
import type { Expr, ExprId, Stmt } from '../facts/types.ts';
import type { Builder } from './builder.ts';
import { expression } from './expressions.ts';

export function isExported(b: Builder, node: ts.Node): boolean {
  return (
    (b.ts.getCombinedModifierFlags(node as ts.Declaration) & b.ts.ModifierFlags.Export) !== 0 ||
    (b.ts.canHaveModifiers(node) && (b.ts.getModifiers(node) ?? []).some((one) => one.kind === b.ts.SyntaxKind.ExportKeyword))
  );
}

function importing(b: Builder, local: string, specifier: string, name: string, typeOnly: boolean): void {
  b.imports.push({ s: b.text(specifier), n: b.text(name), ...(typeOnly && { type: 1 as const }) });
  b.declare(local, 'import', { imp: b.imports.length - 1 });
}

export function importStatement(b: Builder, node: ts.Node): void {
  const { ts } = b;
  if (ts.isImportEqualsDeclaration(node)) {
    const reference = node.moduleReference;
    if (ts.isExternalModuleReference(reference) && ts.isStringLiteralLike(reference.expression))
      importing(b, node.name.text, reference.expression.text, '*', node.isTypeOnly);
    else if (!ts.isExternalModuleReference(reference)) b.declare(node.name.text, 'const', { e: entity(b, reference) });
    return;
  }
  if (!ts.isImportDeclaration(node) || !ts.isStringLiteralLike(node.moduleSpecifier)) return;
  const specifier = node.moduleSpecifier.text;
  const clause = node.importClause;
  if (!clause) {
    b.imports.push({ s: b.text(specifier), n: '' });
    return;
  }
  const typeOnly = clause.isTypeOnly;
  if (clause.name) importing(b, clause.name.text, specifier, 'default', typeOnly);
  const named = clause.namedBindings;
  if (named && ts.isNamespaceImport(named)) importing(b, named.name.text, specifier, '*', typeOnly);
  else if (named)
    for (const one of named.elements)
      importing(b, one.name.text, specifier, (one.propertyName ?? one.name).text, typeOnly || one.isTypeOnly);
}

function entity(b: Builder, name: ts.EntityName): ExprId {
  if (b.ts.isIdentifier(name)) return b.name(name.text, name);
  return b.add({ k: 'member', o: entity(b, name.left), n: b.text(name.right.text) }, name);
}

export function exportStatement(b: Builder, node: ts.Node, out: Stmt[]): void {
  const { ts } = b;
  if (ts.isExportAssignment(node)) {
    const e = expression(b, node.expression);
    out.push({ k: 'e', e });
    if (node.isExportEquals) b.cjs = e;
    else b.exports.push({ n: 'default', e });
    return;
  }
  if (!ts.isExportDeclaration(node)) return;
  const specifier = node.moduleSpecifier && ts.isStringLiteralLike(node.moduleSpecifier) ? b.text(node.moduleSpecifier.text) : undefined;
  const clause = node.exportClause;
  if (!clause) {
    if (specifier !== undefined) b.stars.push(specifier);
    return;
  }
  if (ts.isNamespaceExport(clause)) {
    if (specifier !== undefined) b.exports.push({ n: b.text(clause.name.text), s: specifier, from: '*' });
    return;
  }
  for (const one of clause.elements) {
    const from = (one.propertyName ?? one.name).text;
    if (specifier !== undefined) b.exports.push({ n: b.text(one.name.text), s: specifier, from: b.text(from) });
    else b.exports.push({ n: b.text(one.name.text), e: b.name(from, one) });
  }
}

/** `module.exports = e`, `exports.n = e`, `module.exports.n = e`, also chained (`exports = module.exports = e`). */
export function noteCommonJs(b: Builder, id: ExprId): void {
  let value = id;
  const targets: ExprId[] = [];
  for (;;) {
    const expr = b.exprs[value] as Expr;
    if (expr.k !== 'assign' || expr.op !== '=') break;
    targets.push(expr.t);
    value = expr.v;
  }
  for (const target of targets) {
    const expr = b.exprs[target] as Expr;
    if (isModuleExports(b, target)) b.cjs = value;
    else if (expr.k === 'member' && (isFree(b, expr.o, 'exports') || isModuleExports(b, expr.o))) b.exports.push({ n: expr.n, e: value });
  }
}

function isFree(b: Builder, id: ExprId, name: string): boolean {
  const expr = b.exprs[id] as Expr;
  return expr.k === 'free' && expr.n === name;
}

function isModuleExports(b: Builder, id: ExprId): boolean {
  const expr = b.exprs[id] as Expr;
  return expr.k === 'member' && expr.n === 'exports' && isFree(b, expr.o, 'module');
}
