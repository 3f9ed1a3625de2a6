/** Which fields a write sets: read from object literals, their spreads, and assignments to the object before it is saved. */
import type { ExprId, Module } from '../../../../engine/rule/index.ts';
import { perName } from '../per-name.ts';
import { initialOf, nameOf } from './chain.ts';
import { joined } from './names.ts';

export interface Field {
  readonly name: string;
  readonly value?: ExprId;
  /** How it is changed when not simply set: `$push`, `$pull`, `$unset`, `$inc`. */
  readonly op?: string;
}

export interface Fields {
  readonly list: readonly Field[];
  /** Data comes in from outside the expression: a parameter, a call, a spread nobody can name. */
  readonly open: boolean;
}

/** Keys that only wrap the data. */
const WRAPPER = new Set([
  'data',
  '$set',
  '$setoninsert',
  'update',
  'values',
  'set',
  'create',
  'value',
  'changes',
  'attributes',
  'updates',
  'patch',
  'fields',
  'item',
  'doc',
  'body',
  'input',
  'dto',
  'payload',
  'userdata',
  'connect',
  'updatedata',
  'metadata',
  'publicmetadata',
  'privatemetadata',
  'appmetadata',
  'app_metadata',
]);
const OPERATOR = new Set(['$push', '$pull', '$pullall', '$unset', '$inc', '$addtoset', '$pop']);
/** Keys that say which rows, or how, not what. */
const SELECTION = new Set([
  'where',
  'select',
  'include',
  'returning',
  'transaction',
  'filter',
  'omit',
  'session',
  'upsert',
  'new',
  'runvalidators',
  'individualhooks',
  'hooks',
  'paranoid',
  'onconflict',
  'target',
  'orderby',
  'order',
  'limit',
]);

export function fieldsOf(m: Module, e: ExprId, depth = 0, op?: string): Fields {
  const list: Field[] = [];
  let open = false;
  const take = (inner: Fields): void => {
    list.push(...inner.list);
    open ||= inner.open;
  };
  const expr = m.expr(e);
  if (depth > 6) return { list, open: true };
  switch (expr.k) {
    case 'obj':
      for (const prop of expr.p) {
        if ('s' in prop) take(fieldsOf(m, prop.s, depth + 1, op));
        else if ('c' in prop) open = true;
        else {
          const key = prop.n.toLowerCase();
          if (OPERATOR.has(key)) take(fieldsOf(m, prop.v, depth + 1, key));
          else if (WRAPPER.has(key) && isDataLike(m, prop.v)) take(fieldsOf(m, prop.v, depth + 1, op));
          else if (!SELECTION.has(key))
            list.push({
              name: prop.n.includes('.') ? (prop.n.split('.').at(-1) as string) : prop.n,
              value: prop.v,
              ...(op !== undefined && { op }),
            });
        }
      }
      break;
    case 'arr':
      for (const one of expr.e) take(fieldsOf(m, one, depth + 1, op));
      break;
    case 'await':
    case 'spread':
      return fieldsOf(m, expr.e, depth, op);
    case 'cond':
      take(fieldsOf(m, expr.t, depth + 1, op));
      take(fieldsOf(m, expr.f, depth + 1, op));
      break;
    case 'bin':
      take(fieldsOf(m, expr.r, depth + 1, op));
      break;
    case 'ref': {
      const init = initialOf(m, e);
      const written = m.facts.bindings[expr.b]?.mw ?? [];
      if (init !== undefined && m.expr(init).k === 'obj') take(fieldsOf(m, init, depth + 1, op));
      else open = true;
      for (const one of assignedFields(m, written)) list.push(one);
      if (open) speaking(m, e, list);
      break;
    }
    case 'lit':
      if (typeof expr.v === 'string') list.push({ name: expr.v });
      break;
    case 'undef':
      break;
    case 'call':
    case 'new': {
      const instance = expr.k === 'new' && expr.a[0] !== undefined ? fieldsOf(m, expr.a[0], depth + 1, op) : undefined;
      if (instance) take(instance);
      open = true;
      speaking(m, e, list);
      if (expr.a.length === 1)
        list.push(
          ...fieldsOf(m, expr.a[0] as ExprId, depth + 1, op).list.filter(
            (one) => m.expr(expr.a[0] as ExprId).k === 'obj' && one.value !== undefined,
          ),
        );
      break;
    }
    case 'member':
      list.push(...deepFields(m, e));
      open = true;
      break;
    default:
      open = true;
  }
  return { list, open };
}

/** A payload whose own name tells what it carries: `buildUserPasswordPayload(…)`, `passwordUpdate`. */
function speaking(m: Module, e: ExprId, list: Field[]): void {
  if (carriesPassword(nameOf(m, e))) list.push({ name: 'password', value: e });
}

export const carriesPassword: (name: string) => boolean = perName((name) =>
  /password(payload|update|data|hash|encrypted|fields|changes|frompassword)/.test(joined(name)),
);

function isDataLike(m: Module, e: ExprId): boolean {
  const kind = m.expr(e).k;
  return (
    kind === 'obj' ||
    kind === 'ref' ||
    kind === 'call' ||
    kind === 'await' ||
    kind === 'param' ||
    kind === 'cond' ||
    kind === 'arr' ||
    kind === 'member'
  );
}

export function assignedFields(m: Module, writes: readonly ExprId[]): Field[] {
  return writes.flatMap((e): Field[] => {
    const assign = m.expr(e);
    if (assign.k !== 'assign') return [];
    const target = m.expr(assign.t);
    if (target.k === 'member') return [{ name: target.n, value: assign.v }];
    const key = target.k === 'index' ? m.expr(target.i) : undefined;
    return key?.k === 'lit' && typeof key.v === 'string' ? [{ name: key.v, value: assign.v }] : [];
  });
}

/** Whether a value written clears the field: null, undefined, false, zero, empty, or `$unset`. */
export function clears(m: Module, field: Field): boolean {
  if (field.op === '$unset' || field.op === '$pull' || field.op === '$pullall' || field.op === '$pop') return true;
  if (field.value === undefined) return false;
  const expr = m.expr(field.value);
  if (expr.k === 'lit') return expr.v === null || expr.v === false || expr.v === 0 || expr.v === '';
  return expr.k === 'undef' || (expr.k === 'arr' && expr.e.length === 0) || (expr.k === 'un' && expr.op === 'void');
}

export function isTrue(m: Module, field: Field): boolean {
  const expr = field.value === undefined ? undefined : m.expr(field.value);
  return expr?.k === 'lit' && (expr.v === true || expr.v === 1);
}

/** Properties assigned to what a path names: `data.user.password = …` for `data.user`. */
export function deepFields(m: Module, e: ExprId): Field[] {
  const path = pathOf(m, e);
  if (path === undefined) return [];
  const writes = m.facts.bindings[path.root]?.dw ?? [];
  return assignedFields(
    m,
    writes.filter((one) => {
      const assign = m.expr(one);
      const target = assign.k === 'assign' ? m.expr(assign.t) : undefined;
      return target?.k === 'member' && pathOf(m, target.o)?.names === path.names;
    }),
  );
}

function pathOf(m: Module, e: ExprId): { readonly root: number; readonly names: string } | undefined {
  const names: string[] = [];
  for (let at = m.expr(e); ; ) {
    if (at.k === 'ref') return { root: at.b, names: names.reverse().join('.') };
    if (at.k !== 'member') return undefined;
    names.push(at.n);
    at = m.expr(at.o);
  }
}
