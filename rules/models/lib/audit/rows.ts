/** Rows and stores held in variables: whether a receiver is one, what was set on it before, and whether it is new. */
import type { Expr, ExprId, Module } from '../../../../engine/rule/index.ts';
import type { Step } from './chain.ts';
import { chainOf, initialOf } from './chain.ts';
import type { Field } from './fields.ts';
import { assignedFields, deepFields, fieldsOf } from './fields.ts';
import { joined } from './names.ts';

const FOUND =
  /^(find|get|load|fetch|create|build|query|first|one|select|lookup|retrieve|read|ensure|upsert|resolve|authenticate|current|populate|exec|lean)/;

export function looksLikeStore(m: Module, receiver: Step, step: Step): boolean {
  const first = step.args[0] === undefined ? undefined : m.expr(step.args[0]);
  const keys = [...keysOf(first), ...keysOf(step.args[1] === undefined ? undefined : m.expr(step.args[1]))];
  if (keys.some((key) => key === 'where' || key === 'data')) return true;
  const text = joined(receiver.name);
  if (/(repository|repo|model|collection|dao|entity|table)$/.test(text) && step.name !== 'set') return true;
  if (step.name === 'set' || step.name === 'put' || step.name === 'add') return false;
  if (/^[A-Z]/.test(receiver.name) && !/^[A-Z_]+$/.test(receiver.name) && receiver.call === undefined)
    return step.name !== 'remove' || step.args.length > 0;
  return isInstance(m, receiver, step);
}

/** A row held in a variable: found, made with `new`, or handed in. */
function isInstance(m: Module, receiver: Step, step: Step): boolean {
  if (!/^(save|update|destroy|delete|remove|deleteOne|updateOne|increment)$/.test(step.name) || receiver.call !== undefined) return false;
  if (/(s|list|map|set|cache)$/.test(joined(receiver.name)) && !/ss$/.test(joined(receiver.name))) return false;
  const expr = m.expr(receiver.e);
  if (expr.k === 'ref') {
    const init = initialOf(m, receiver.e);
    if (init === undefined) return step.args.length === 0 || isObject(m, step.args[0]);
    const source = m.expr(init);
    if (source.k === 'new') return true;
    if (source.k === 'param' || source.k === 'each' || source.k === 'dflt')
      return step.name === 'save' || step.args.length === 0 || isObject(m, step.args[0]);
    if (source.k === 'call')
      return (
        chainOf(m, init).some((one) => one.call !== undefined && FOUND.test(one.name)) &&
        (step.args.length === 0 || isObject(m, step.args[0]))
      );
    return source.k === 'member' && (step.name === 'save' || isObject(m, step.args[0]));
  }
  if (expr.k === 'member') return (step.name === 'save' && step.args.length === 0) || (step.name === 'update' && isObject(m, step.args[0]));
  return false;
}

function isObject(m: Module, e: ExprId | undefined): boolean {
  return e !== undefined && m.expr(e).k === 'obj';
}

export function keysOf(expr: Expr | undefined): string[] {
  return expr?.k === 'obj' ? expr.p.flatMap((p) => ('n' in p ? [p.n] : [])) : [];
}

/** Fields assigned to a row before it is saved; for `repository.save(row)`, those of the row handed in come through its name. */
export function instanceFields(m: Module, receiver: Step, step: Step): Field[] | undefined {
  const expr = m.expr(receiver.e);
  if (step.name !== 'save' && step.name !== 'update' && step.name !== 'persist') return undefined;
  if (expr.k === 'member') return deepFields(m, receiver.e);
  if (expr.k !== 'ref') return undefined;
  const init = initialOf(m, receiver.e);
  const made = init !== undefined && m.expr(init).k === 'new' ? fieldsOf(m, init).list : [];
  return [...made, ...assignedFields(m, m.facts.bindings[expr.b]?.mw ?? [])];
}

export function madeNew(m: Module, receiver: Step, step: Step): boolean {
  const subject = m.expr(receiver.e).k === 'ref' && step.args.length === 0 ? receiver.e : step.args[0];
  return subject !== undefined && isMade(m, subject);
}

/** Whether a variable holds an entity that was only just made. */
export function isMade(m: Module, e: ExprId): boolean {
  const init = initialOf(m, e);
  if (init === undefined) return false;
  const source = m.expr(init);
  return (
    source.k === 'new' ||
    (source.k === 'call' && chainOf(m, init).some((one) => one.call !== undefined && /^(create|build)$/.test(one.name)))
  );
}
