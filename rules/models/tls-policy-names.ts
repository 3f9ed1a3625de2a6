/**
 * The name of a weak ELB policy that is chosen where its way to the listener cannot be followed, as in `certificate.apply((arn) => arn ? 'ELBSecurityPolicy-…' : …)`.
 * Tables, types and comparisons choose nothing, and what a listener is seen to take is judged there.
 */

import type { Emit, ExprId, Model, Module, Query, Seen } from '../../engine/rule/index.ts';
import { certain, defineModel, known } from '../../engine/rule/index.ts';
import { policyOf } from '../data/tls/policies.ts';
import { emitAt } from './lib/tls/endpoint.ts';
import { aspectsOf } from './lib/tls/policy.ts';

/** Where such a name is chosen. */
function chosenIn(m: Module): ExprId[] | undefined {
  const out: ExprId[] = [];
  m.facts.exprs.forEach((expr, e) => {
    if (expr.k === 'lit' && typeof expr.v === 'string' && expr.v.startsWith('ELBSecurityPolicy-') && isChosen(m, e)) out.push(e);
  });
  return out.length > 0 ? out : undefined;
}

function leftOver(seen: Seen<readonly ExprId[]>, q: Query, emit: Emit): void {
  // What was found is not looked at without need: whoever looks hangs on all of it.
  if (seen.sketches.length === 0) return;
  const decided = new Set(
    seen.found.flatMap((one) =>
      one.kind === 'tlsEndpoint' ? (one.minVersion?.alternatives ?? []).map(({ from }) => `${from.at.m.id}.${from.at.e}`) : [],
    ),
  );
  for (const { m, v } of seen.sketches)
    for (const e of v) {
      const expr = m.expr(e);
      if (expr.k !== 'lit' || typeof expr.v !== 'string' || decided.has(`${m.id}.${e}`)) continue;
      const policy = policyOf('elb', expr.v);
      if (policy) emitAt(emit, q.ref(m, e), 'sslPolicy', 'resource', aspectsOf(certain(policy, known(expr.v, q.ref(m, e)))));
    }
}

/** One side of a condition, or a default. */
function isChosen(m: Module, e: ExprId): boolean {
  const parent = m.parentOf(e);
  const expr = parent < 0 ? undefined : m.expr(parent);
  if (expr?.k === 'cond') return expr.c !== e;
  if (expr?.k === 'bin') return (expr.op === '??' || expr.op === '||') && expr.r === e;
  return expr?.k === 'dflt' && expr.d === e;
}

export default defineModel<readonly ExprId[]>({
  id: 'tls-policy-names',
  words: ['elbsecuritypolicy-'],
  sketch: chosenIn,
  project: leftOver,
}) satisfies Model as Model;
