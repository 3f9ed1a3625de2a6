/** What runs when a check does not hold: the branch, or the rest, that is taken for its negative answer. */
import type { ExprId, FnId, Module, Stmt } from '../../../../engine/rule/index.ts';
import { blocksOf, expressionsIn, expressionsOf } from '../../../../engine/rule/index.ts';
import { nameOf } from './chain.ts';

/** Bindings that carry the answer of a check: variables set from it, and parameters of callbacks it is handed to. */
function carriers(m: Module, f: FnId, check: ExprId): Set<number> {
  const out = new Set<number>();
  const carries = (e: ExprId): boolean =>
    expressionParts(m, e).some((one) => {
      const expr = m.expr(one);
      return one === check || (expr.k === 'ref' && out.has(expr.b));
    });
  const { start, end } = m.span(m.fn(f).e);
  const inside = (e: ExprId): boolean => m.span(e).start >= start && m.span(e).end <= end;
  const callbacks = callbacksAfter(m, check);
  m.facts.bindings.forEach((binding, b) => {
    const source = binding.e === undefined ? undefined : m.expr(rootOf(m, binding.e));
    if (binding.k === 'param' && source?.k === 'param' && callbacks.has(source.f) && !/^(err|error|e)$/i.test(binding.n)) out.add(b);
  });
  for (let round = 0; round < 2; round += 1) {
    m.facts.bindings.forEach((binding, b) => {
      if (out.has(b) || binding.k === 'param' || binding.k === 'import') return;
      if (binding.e !== undefined && inside(binding.e) && carries(binding.e)) out.add(b);
      for (const write of binding.w ?? []) {
        const assign = m.expr(write);
        if (assign.k === 'assign' && inside(write) && carries(assign.v)) out.add(b);
      }
    });
  }
  return out;
}

function rootOf(m: Module, e: ExprId): ExprId {
  const expr = m.expr(e);
  return expr.k === 'member' ? rootOf(m, expr.o) : expr.k === 'dflt' ? rootOf(m, expr.e) : e;
}

/** All parts of an expression, itself included; not the bodies of functions. */
function expressionParts(m: Module, e: ExprId): ExprId[] {
  return expressionsIn(m, [{ k: 'e', e }]);
}

/** Functions that receive the answer: the check's own callback, and those of `.then(…)` behind it. */
function callbacksAfter(m: Module, check: ExprId): Set<FnId> {
  const out = new Set<FnId>();
  const take = (e: ExprId): void => {
    const expr = m.expr(e);
    if (expr.k !== 'call') return;
    for (const arg of expr.a) {
      const fn = m.expr(arg);
      if (fn.k === 'fn') out.add(fn.f);
    }
  };
  take(check);
  let at = check;
  for (let depth = 0; depth < 4; depth += 1) {
    const member = m.parentOf(at);
    if (member < 0 || m.expr(member).k !== 'member' || (m.expr(member) as { n: string }).n !== 'then') break;
    const call = m.parentOf(member);
    if (call < 0) break;
    take(call);
    at = call;
  }
  return out;
}

/** `const { data, error } = await …`: what is there when the check failed. */
const ERROR = /^err(?:or)?s?$|Err(?:or)?s?$/;

type Polarity = 'true' | 'false';

export function failedBranch(m: Module, f: FnId, check: ExprId): readonly Stmt[] {
  const carried = carriers(m, f, check);
  const about = (e: ExprId): boolean =>
    expressionParts(m, e).some((one) => {
      const expr = m.expr(one);
      return one === check || (expr.k === 'ref' && carried.has(expr.b));
    });
  /** For which outcome of the condition the check has failed. */
  const polarity = (e: ExprId): Polarity | undefined => {
    const expr = m.expr(e);
    const flip = (one: Polarity | undefined): Polarity | undefined => (one === 'true' ? 'false' : one === 'false' ? 'true' : undefined);
    if (e === check && expr.k === 'bin') return expr.op.startsWith('!') ? 'true' : 'false';
    if (expr.k === 'un' && expr.op === '!') return flip(polarity(expr.e));
    if (expr.k === 'await') return polarity(expr.e);
    if (expr.k === 'bin' && (expr.op === '&&' || expr.op === '||')) {
      const found = [polarity(expr.l), polarity(expr.r)].filter((one) => one !== undefined);
      if (expr.op === '||') return found.includes('true') ? 'true' : found.length === 2 ? 'false' : undefined;
      return found.includes('false') ? 'false' : undefined;
    }
    if (expr.k === 'bin' && /^[!=]==?$/.test(expr.op)) {
      const side = about(expr.l) ? expr.r : about(expr.r) ? expr.l : undefined;
      const lit = side === undefined ? undefined : m.expr(side);
      const falsy = lit?.k === 'undef' || (lit?.k === 'lit' && (lit.v === false || lit.v === null || lit.v === 0));
      const truthy = lit?.k === 'lit' && (lit.v === true || lit.v === 1);
      const member = side === expr.r ? expr.l : expr.r;
      if (!falsy && !truthy) return undefined;
      if (m.expr(member).k === 'bin') return undefined;
      return falsy === expr.op.startsWith('=') ? 'true' : 'false';
    }
    if (expr.k === 'bin' && /^(>|<=?|>=)$/.test(expr.op) && about(expr.l) && m.expr(expr.r).k === 'lit')
      return expr.op === '>' || expr.op === '>=' ? 'false' : 'true';
    if ((expr.k !== 'ref' && expr.k !== 'member' && expr.k !== 'call') || !about(e)) return undefined;
    return expr.k !== 'call' && ERROR.test(nameOf(m, e)) ? 'true' : 'false';
  };
  let found: readonly Stmt[] = [];
  const walk = (body: readonly Stmt[]): void => {
    body.forEach((stmt, i) => {
      if (found.length > 0) return;
      if (stmt.k === 'if') {
        const failing = polarity(stmt.c);
        const rest = body.slice(i + 1);
        if (failing === 'true') found = leavesSoon(stmt.t) ? stmt.t : [...stmt.t, ...rest];
        else if (failing === 'false') found = stmt.f.length > 0 ? stmt.f : leavesSoon(stmt.t) ? rest : [];
        if (found.length > 0) return;
      }
      for (const e of expressionsOf(stmt))
        for (const one of expressionParts(m, e)) {
          const expr = m.expr(one);
          if (expr.k === 'fn' && found.length === 0) walk(m.fn(expr.f).body);
        }
      for (const inner of blocksOf(stmt)) walk(inner);
    });
  };
  walk(m.fn(f).body);
  // `if (user && needsCode) … else if (user) … else refuse`: the inner branch is the failure.
  for (let first = found[0]; first?.k === 'if'; first = found[0]) {
    const failing = polarity(first.c);
    const next = failing === 'true' ? first.t : failing === 'false' ? first.f : [];
    if (next.length === 0) break;
    found = next;
  }
  return found;
}

function leavesSoon(body: readonly Stmt[]): boolean {
  return body.some((one) => one.k === 'ret' || one.k === 'throw' || (one.k === 'if' && leavesSoon(one.t) && leavesSoon(one.f)));
}
