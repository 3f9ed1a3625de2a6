/**
 * The name of a weak ELB policy that is chosen where its way to the listener cannot be followed, as in `certificate.apply((arn) => arn ? 'ELBSecurityPolicy-…' : …)`.
 * Tables, types and comparisons choose nothing, and what a listener is seen to take is judged there.
 */

import type { Emit, ExprId, Model, Module, Query, Seen } from '../../engine/rule/index.ts';
import { certain, defineModel, known } from '../../engine/rule/index.ts';
import { policyOf } from '../data/tls/policies.ts';
import { emitAt } from './lib/tls/endpoint.ts';
import { aspectsOf } from './lib/tls/policy.ts';

function leftOver({ found }: Seen, q: Query, emit: Emit): void {
  const decided = new Set(
    found.flatMap((one) =>
      one.kind === 'tlsEndpoint' ? (one.minVersion?.alternatives ?? []).map(({ from }) => `${from.at.m.id}.${from.at.e}`) : [],
    ),
  );
  for (const m of q.roots) {
    m.facts.exprs.forEach((expr, e) => {
      if (expr.k !== 'lit' || typeof expr.v !== 'string' || !expr.v.startsWith('ELBSecurityPolicy-')) return;
      const policy = decided.has(`${m.id}.${e}`) || !isChosen(m, e) ? undefined : policyOf('elb', expr.v);
      if (policy) emitAt(emit, q.ref(m, e), 'sslPolicy', 'resource', aspectsOf(certain(policy, known(expr.v, q.ref(m, e)))));
    });
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

export default defineModel({ id: 'tls-policy-names', words: ['elbsecuritypolicy-'], project: leftOver }) satisfies Model as Model;
