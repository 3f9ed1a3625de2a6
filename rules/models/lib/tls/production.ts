/**
 * What holds in production. A comparison of `NODE_ENV` with 'production' counts as true, with 'development' as false; code that only runs outside
 * production says nothing about how customer data travels.
 */

import type { ExprId, Module, Query, Ref, Value } from '../../../../engine/rule/index.ts';
import { factsOf, guardsOf } from '../../../../engine/rule/index.ts';

const MODE =
  /^(?:(?:node|app|application|deploy(?:ment)?|vercel|react_app|next_public|environment|run|server)_?)?(?:env|environment|stage|mode)(?:_?(?:name|mode|type))?$/i;
const PRODUCTION = /^(?:prod(?:uction)?|prd|live)$/i;
const LOWER = /^(?:dev(?:elop(?:ment)?)?|test(?:ing)?|local(?:host)?|ci|staging|stage|qa|uat|sandbox|debug|demo|docker)$/i;
const IS_PRODUCTION = /^(?:is_?(?:in_?)?)?(?:prod|production)(?:_?(?:mode|env(?:ironment)?|build))?$/i;
const IS_LOWER = /^(?:is_?(?:in_?)?)?(?:dev|development|local|test|testing|ci|debug)(?:_?(?:mode|env(?:ironment)?|build))?$/i;

/** Whether a condition is true or false in production; undefined when it does not hang on that. */
export function inProduction(q: Query, ref: Ref, depth = 0): boolean | undefined {
  if (depth > 8) return undefined;
  const { m } = ref;
  const expr = m.expr(ref.e);
  const sub = (e: ExprId): Ref => q.part(ref, e);
  switch (expr.k) {
    case 'un':
      return expr.op === '!' ? negated(inProduction(q, sub(expr.e), depth + 1)) : undefined;
    case 'await':
      return inProduction(q, sub(expr.e), depth + 1);
    case 'bin': {
      if (expr.op === '&&' || expr.op === '||') {
        const [l, r] = [inProduction(q, sub(expr.l), depth + 1), inProduction(q, sub(expr.r), depth + 1)];
        const decides = expr.op === '||';
        if (l === decides || r === decides) return decides;
        return l === undefined || r === undefined ? undefined : !decides;
      }
      if (!/^[!=]==?$/.test(expr.op)) return undefined;
      const same = compared(q, sub(expr.l), sub(expr.r)) ?? compared(q, sub(expr.r), sub(expr.l));
      return expr.op.startsWith('!') ? negated(same) : same;
    }
    case 'member':
    case 'ref':
    case 'free': {
      const name = expr.k === 'ref' ? m.bindingName(expr.b) : expr.n;
      if (IS_PRODUCTION.test(name)) return true;
      if (IS_LOWER.test(name)) return false;
      if (expr.k === 'ref') {
        const source = m.facts.bindings[expr.b];
        if (source?.k === 'const' && source.e !== undefined) return inProduction(q, sub(source.e), depth + 1);
      }
      return undefined;
    }
    default:
      return undefined;
  }
}

const negated = (one: boolean | undefined): boolean | undefined => (one === undefined ? undefined : !one);

function compared(q: Query, mode: Ref, literal: Ref): boolean | undefined {
  const written = q.value(literal);
  const text = written.is === 'known' && typeof written.v === 'string' && written.env !== true ? written.v : undefined;
  if (text === undefined || !MODE.test(nameOf(q, mode))) return undefined;
  return PRODUCTION.test(text) ? true : LOWER.test(text) ? false : undefined;
}

function nameOf(q: Query, ref: Ref): string {
  const expr = ref.m.expr(ref.e);
  switch (expr.k) {
    case 'member':
    case 'free':
      return expr.n;
    case 'ref':
      return ref.m.bindingName(expr.b);
    case 'bin':
      return expr.op === '??' || expr.op === '||' ? nameOf(q, q.part(ref, expr.l)) : '';
    case 'call': {
      // `config.get('NODE_ENV')`, `env('STAGE')`, `process.env.NODE_ENV.toLowerCase()`
      const first = expr.a[0] === undefined ? undefined : q.value(q.part(ref, expr.a[0]));
      if (first?.is === 'known' && typeof first.v === 'string') return first.v;
      const callee = ref.m.expr(expr.c);
      return expr.a.length === 0 && callee.k === 'member' ? nameOf(q, q.part(ref, callee.o)) : '';
    }
    default:
      return '';
  }
}

/** The truth of a boolean that an unset variable decides, put right for the variable that is never unset in production. */
export function settled(q: Query, value: Extract<Value, { is: 'known' }>): unknown {
  return value.env === true ? (inProduction(q, value.at) ?? value.v) : value.v;
}

/** The branch that production takes, through variables that hold such a choice; the expression itself where there is none. */
export function ofProduction(q: Query, ref: Ref, depth = 0): Ref {
  const expr = ref.m.expr(ref.e);
  if (depth > 8) return ref;
  if (expr.k === 'ref') {
    const source = ref.m.facts.bindings[expr.b];
    if (source?.k !== 'const' || source.e === undefined || source.w || ref.m.expr(source.e).k !== 'cond') return ref;
    const inner = q.part(ref, source.e);
    const chosen = ofProduction(q, inner, depth + 1);
    return chosen.e === inner.e ? ref : chosen;
  }
  if (expr.k !== 'cond') return ref;
  const holds = inProduction(q, q.part(ref, expr.c));
  return holds === undefined ? ref : ofProduction(q, q.part(ref, holds ? expr.t : expr.f), depth + 1);
}

/** Whether an expression is only evaluated outside production. */
export function neverInProduction(q: Query, m: Module, e: ExprId): boolean {
  const excludes = (cond: ExprId, holds: boolean): boolean =>
    factsOf(m, { cond, holds }).some((fact) => inProduction(q, q.ref(m, fact.cond)) === !fact.holds);
  let child = e;
  let f = m.ownerOf(e);
  for (let i = 0; i < 200; i += 1) {
    const parent = m.parentOf(child);
    if (parent < 0) {
      if ((guardsOf(m, f, child) ?? []).some((guard) => excludes(guard.cond, guard.holds))) return true;
      if (f === 0) return false;
      child = m.fn(f).e;
      f = m.fn(f).parent;
      continue;
    }
    const expr = m.expr(parent);
    if (expr.k === 'cond' && expr.c !== child && excludes(expr.c, expr.t === child)) return true;
    if (
      expr.k === 'bin' &&
      expr.r === child &&
      ((expr.op === '&&' && excludes(expr.l, true)) || (expr.op === '||' && excludes(expr.l, false)))
    )
      return true;
    child = parent;
  }
  return false;
}
