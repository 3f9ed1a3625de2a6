/** Texts as far as they are written out. */
import type { ExprId, Module } from '../../../../engine/rule/index.ts';
import { initialOf } from './chain.ts';

/** The text of a string expression with `?` for what is not written out. */
export function literalText(m: Module, e: ExprId, depth = 0): string | undefined {
  const expr = m.expr(e);
  if (depth > 3) return undefined;
  if (expr.k === 'lit') return typeof expr.v === 'string' ? expr.v : undefined;
  if (expr.k === 'tpl') return expr.s.join('?');
  if (expr.k === 'sum') return expr.e.map((one) => literalText(m, one, depth + 1) ?? '?').join('');
  if (expr.k === 'tagged') return expr.s.join('?');
  if (expr.k === 'ref') {
    const init = initialOf(m, e);
    return init === undefined || m.expr(init).k === 'ref' ? undefined : literalText(m, init, depth + 1);
  }
  if (expr.k === 'obj') {
    const text = expr.p.find((p) => 'n' in p && (p.n === 'text' || p.n === 'sql'));
    return text && 'n' in text ? literalText(m, text.v, depth + 1) : undefined;
  }
  return undefined;
}
