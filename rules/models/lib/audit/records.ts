/** Every place that writes a record by itself, outside the functions that are the audit log's own. */
import type { ExprId, ProjectConfig, Query, Ref, Sketch } from '../../../../engine/rule/index.ts';
import type { Calls } from './calls.ts';
import { SAYS } from './calls.ts';
import { namedInConfig } from './configured.ts';
import { fnName, homeOf } from './functions.ts';
import type { Sinks } from './sinks.ts';
import { auditsByName, isAuditWrite, speaks } from './speaking.ts';

/** The calls of a module that may write one, as far as their form tells. */
export function recordsIn(calls: Calls, { auditSinks }: ProjectConfig): ExprId[] {
  const { m } = calls;
  return m.facts.calls.filter((e) => {
    const { k } = m.expr(e);
    if (k === 'tagged') return isAudit(calls, e);
    if (k !== 'call') return false;
    const says = calls.says(e);
    if (auditSinks.length === 0 && (says & SAYS.record) === 0) return false;
    return ((says & SAYS.audit) > 0 && speaks(calls.chain(e))) || isAudit(calls, e) || namedInConfig(m, e, auditSinks);
  });
}

function isAudit(calls: Calls, e: ExprId): boolean {
  const write = calls.write(e);
  return write !== undefined && isAuditWrite(write);
}

export function* recordsOf(
  q: Query,
  sinks: Sinks,
  sketches: readonly Sketch<{ readonly records?: readonly ExprId[] }>[],
): Generator<void, Ref[]> {
  const out: Ref[] = [];
  for (const { m, v } of sketches) {
    if (!v.records) continue;
    yield;
    for (const e of v.records) {
      if (!sinks.isRecord(m, e)) continue;
      const home = homeOf(m, m.ownerOf(e));
      if (home !== 0 && fnName(m, home) && auditsByName(m, home)) continue;
      out.push(q.ref(m, e));
    }
  }
  return out;
}
