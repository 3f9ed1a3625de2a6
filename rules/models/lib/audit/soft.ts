/** Conditions that do not tell a missing record from one that is not due: an option, a setting, or whether somebody is there at all. */

import type { ExprId, FnId, Module } from '../../../../engine/rule/index.ts';
import { factsOf, guardsOf } from '../../../../engine/rule/index.ts';
import { nameOf } from './chain.ts';

/** Whether a call stands under such a condition. */
export function isSoft(m: Module, f: FnId, e: ExprId): boolean {
  return (guardsOf(m, f, e) ?? []).some((guard) => factsOf(m, guard).some((one) => softCondition(m, one.cond)));
}

function softCondition(m: Module, e: ExprId): boolean {
  const expr = m.expr(e);
  switch (expr.k) {
    case 'ref':
    case 'member':
    case 'index':
    case 'free':
      return true;
    case 'call':
      return expr.a.length <= 2;
    case 'un':
      return expr.op === '!' && softCondition(m, expr.e);
    case 'await':
      return softCondition(m, expr.e);
    case 'bin': {
      const nothing = (side: ExprId): boolean => {
        const part = m.expr(side);
        return (
          part.k === 'undef' ||
          (part.k === 'lit' && (part.v === null || part.v === 0 || typeof part.v === 'boolean')) ||
          nameOf(m, side) === 'undefined'
        );
      };
      if (/^[!=]==?$|^>=?$/.test(expr.op))
        return (
          nothing(expr.l) ||
          nothing(expr.r) ||
          /audit|log|enable|feature|config|env|mode|plan|platform/i.test(`${nameOf(m, expr.l)} ${nameOf(m, expr.r)}`)
        );
      return expr.op === '&&' || expr.op === '||' || expr.op === '??' ? softCondition(m, expr.l) || softCondition(m, expr.r) : false;
    }
    default:
      return false;
  }
}
