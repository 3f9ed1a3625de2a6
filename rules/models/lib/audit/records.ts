/** Every place that writes a record by itself, outside the functions that are the audit log's own. */
import type { ExprId, ProjectConfig, Query, Ref, Sketch } from '../../../../engine/rule/index.ts';
import type { Calls } from './calls.ts';
import { namedInConfig } from './configured.ts';
import { fnName, homeOf } from './functions.ts';
import { perName } from './names.ts';
import type { Sinks } from './sinks.ts';
import { auditsByName, isAuditWrite, speaks } from './speaking.ts';

const SPEAKS = /audit|activit|histor|event|attempt|log|insert|trail|journal/i;

/** The calls of a module that may write one, as far as their form tells. */
export function recordsIn(calls: Calls, { auditSinks }: ProjectConfig): ExprId[] {
  const { m } = calls;
  return m.facts.calls.filter((e) => {
    const { k } = m.expr(e);
    if (k !== 'call' && k !== 'tagged') return false;
    if (k === 'call' && auditSinks.length === 0 && !speaksOfRecords(calls, e)) return false;
    return speaks(calls.chain(e)) || isAudit(calls, e) || namedInConfig(m, e, auditSinks);
  });
}

function isAudit(calls: Calls, e: ExprId): boolean {
  const write = calls.write(e);
  return write !== undefined && isAuditWrite(write);
}

/** Some name or text of the call has to do with records. */
function speaksOfRecords(calls: Calls, e: ExprId): boolean {
  const { m } = calls;
  return calls.chain(e).some(
    (step) =>
      speaking(step.name) ||
      step.args.some((arg) => {
        const one = m.expr(arg);
        if (one.k === 'tpl') return one.s.some((text) => SPEAKS.test(text));
        if (one.k === 'ref') return speaking(m.bindingName(one.b));
        return one.k === 'lit' && typeof one.v === 'string' && SPEAKS.test(one.v);
      }),
  );
}

const speaking = perName((name) => SPEAKS.test(name));

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
