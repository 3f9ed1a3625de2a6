/** What stands at a place, in a form that lines, layout, quotes and parentheses do not change: for fingerprints. */
import type { ExprId } from '../facts/types.ts';
import type { Module } from '../link/module.ts';
import { partsOf } from '../link/module.ts';
import type { Ref } from '../value/types.ts';

/** Enough for `new Stack(app, 'Api')` and `crypto.createCipheriv(name, key, iv)`; what hangs deeper may change without a new finding. */
const DEPTH = 3;
const LONGEST = 200;

export function contentOf({ m, e }: Ref): string {
  return written(m, e, DEPTH);
}

/** Objects, lists and bodies are left out: a property set beside the one at fault makes no new finding. */
function written(m: Module, e: ExprId, depth: number): string {
  if (depth === 0) return '…';
  const part = (one: ExprId): string => written(m, one, depth - 1);
  const expr = m.expr(e);
  switch (expr.k) {
    case 'lit':
      return JSON.stringify(expr.v).slice(0, LONGEST);
    case 'bigint':
    case 'regex':
      return expr.v.slice(0, LONGEST);
    case 'ref':
      return m.bindingName(expr.b);
    case 'free':
      return expr.n;
    case 'param':
      return m.fn(expr.f).params[expr.i]?.n ?? `parameter ${expr.i}`;
    case 'member':
      return `${part(expr.o)}.${expr.n}`;
    case 'call':
    case 'new':
      return `${expr.k === 'new' ? 'new ' : ''}${part(expr.c)}(${expr.a.map(part).join(', ')})`;
    case 'tpl':
    case 'tagged':
      return `\`${expr.s.join('${}').slice(0, LONGEST)}\``;
    case 'fn':
      return `function ${m.fn(expr.f).n ?? ''}`;
    case 'class':
      return `class ${m.facts.classes[expr.c]?.n ?? ''}`;
    case 'jsx':
      return `<${expr.tag}>`;
    case 'obj':
    case 'arr':
      return expr.k;
    default:
      return `${expr.k}${'op' in expr ? ` ${expr.op}` : ''}(${partsOf(expr).map(part).join(', ')})`;
  }
}
