/** Where bytes are cut from: the parameter, variable or setting, and the stretch of it. */
import type { ExprId, Query, Ref } from '../../../engine/rule/index.ts';
import { numberOf } from '../../../engine/rule/index.ts';

const MAX_DEPTH = 12;

export interface Origin {
  readonly id: string;
  readonly from: number;
  readonly to: number;
}

/** The parameter, variable or setting that bytes are taken from, and from which offset on. */
export function originOf(q: Query, ref: Ref, depth = 0): Origin | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const expr = q.expr(ref);
  const follow = (e: ExprId): Origin | undefined => originOf(q, q.part(ref, e), depth + 1);
  switch (expr.k) {
    case 'ref': {
      const binding = ref.m.facts.bindings[expr.b];
      const init = binding?.e === undefined || binding.w ? undefined : ref.m.expr(binding.e);
      if (
        binding?.e !== undefined &&
        (init?.k === 'call' || init?.k === 'ref' || init?.k === 'member' || init?.k === 'dflt' || init?.k === 'bin')
      ) {
        const found = follow(binding.e);
        if (found) return found;
      }
      return { id: `b${ref.m.id}.${expr.b}`, from: 0, to: Number.POSITIVE_INFINITY };
    }
    case 'param':
      return { id: `p${ref.m.id}.${expr.f}.${expr.i}`, from: 0, to: Number.POSITIVE_INFINITY };
    case 'member':
      return { id: `m${q.text(ref)}`, from: 0, to: Number.POSITIVE_INFINITY };
    case 'await':
      return follow(expr.e);
    case 'bin':
      return expr.op === '||' || expr.op === '??' ? follow(expr.l) : undefined;
    case 'dflt':
      return follow(expr.e);
    case 'call': {
      const callee = ref.m.expr(expr.c);
      if (callee.k !== 'member') return undefined;
      const number = (i: number): number | undefined =>
        expr.a[i] === undefined ? undefined : numberOf(q.value(q.part(ref, expr.a[i] as ExprId)));
      if (callee.n === 'slice' || callee.n === 'subarray' || callee.n === 'substring' || callee.n === 'substr') {
        const inner = follow(callee.o);
        const from = number(0);
        if (!inner || from === undefined || from < 0) return undefined;
        const end = number(1);
        return {
          id: inner.id,
          from: inner.from + from,
          to: end === undefined ? inner.to : inner.from + (callee.n === 'substr' ? from + end : end),
        };
      }
      if (callee.n === 'toString' || callee.n === 'padEnd') return follow(callee.o);
      if ((callee.n === 'from' || callee.n === 'parse') && expr.a[0] !== undefined) return follow(expr.a[0]);
      return undefined;
    }
    default:
      return undefined;
  }
}
