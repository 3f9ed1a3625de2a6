/** What a type annotation says of a value: an instance of a project's class, or of something a package exports. */
import type { ExprId } from '../facts/types.ts';
import type { Module } from '../link/module.ts';
import { ROOT } from './contexts.ts';
import type { Evaluator } from './evaluator.ts';
import type { Ref, Value } from './types.ts';

/** An unseen instance of the annotated type, or undefined when the annotation names none that can be followed. */
export function typeValue(ev: Evaluator, m: Module, annotation: ExprId): Value | undefined {
  const expr = m.expr(annotation);
  if (expr.k !== 'type') return undefined;
  const at: Ref = { m, e: annotation, ctx: ROOT };
  const named = m.expr(expr.e);
  if (named.k === 'free' && (named.n === 'Promise' || named.n === 'Readonly' || named.n === 'Partial' || named.n === 'Required')) {
    return expr.a[0] === undefined ? undefined : typeValue(ev, m, expr.a[0]);
  }
  const target = ev.value({ m, e: expr.e, ctx: ROOT });
  if (target.is === 'class') return { is: 'instance', m: target.m, c: target.c, ctx: target.ctx, at };
  if (target.is === 'ext' && !target.key.startsWith('global#')) return { is: 'ext', key: `${target.key}()`, at };
  return undefined;
}
