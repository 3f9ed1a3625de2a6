/** Which store a write is of: the table, collection or class that the chain names, or the noun of its receiver. */
import type { ExprId, Module } from '../../../../engine/rule/index.ts';
import type { Step } from './chain.ts';
import { chainOf, className, initialOf, nameOf } from './chain.ts';
import { joined, noStore, nounOf } from './names.ts';

const TABLE_CALL = new Set([
  'from',
  'table',
  'collection',
  'into',
  'getrepository',
  'getcollection',
  'model',
  'getmodel',
  'withschema',
  'gettable',
  'repository',
  'ref',
]);

/** `knex('users')`, `db.collection('users')`, `getRepository(User)`: the table named by a string or class earlier in the chain. */
export function namedTable(m: Module, before: readonly Step[]): string | undefined {
  for (let i = before.length - 1; i >= 0; i -= 1) {
    const step = before[i] as Step;
    const first = step.args[0];
    if (step.call === undefined || first === undefined) continue;
    const expr = m.expr(first);
    const named = TABLE_CALL.has(joined(step.name)) || /(repository|collection|table|model)$/.test(joined(step.name));
    if (
      expr.k === 'lit' &&
      typeof expr.v === 'string' &&
      /^[\w.]+$/.test(expr.v) &&
      (named || (i === 0 && /^(knex|db|trx|tx|database|conn|connection)$/.test(joined(step.name))))
    )
      return expr.v.split('.').at(-1);
    if (named && (expr.k === 'ref' || expr.k === 'member')) return tableName(m, first);
    if (step.name === 'doc' || step.name === 'child') continue;
  }
  return undefined;
}

export function tableName(m: Module, e: ExprId): string {
  const init = m.expr(e).k === 'ref' ? initialOf(m, e) : undefined;
  const value = init === undefined ? undefined : m.expr(init);
  if (value?.k === 'lit' && typeof value.v === 'string') return value.v;
  const expr = m.expr(e);
  if (expr.k === 'member' && /^(name|tableName|modelName)$/.test(expr.n)) return nameOf(m, expr.o);
  return nameOf(m, e);
}

/** What an entity manager is handed: a class, or an instance by its name. */
export function entityName(m: Module, e: ExprId): string | undefined {
  const expr = m.expr(e);
  if (expr.k === 'lit' && typeof expr.v === 'string') return expr.v;
  return expr.k === 'ref' || expr.k === 'member' ? nameOf(m, e) : undefined;
}

/** `userModel` → user. A bare `this.model` is named by what it was injected as, or by its class. */
export function receiverNoun(m: Module, step: Step): string {
  if (step.isThis) return nounOf(step.name);
  const made = rowClass(m, step.e);
  if (made) return nounOf(made);
  const noun = nounOf(step.name);
  if (noun) return noun;
  if (!/^(model|repository|repo|collection|table|dao|entity)$/.test(joined(step.name))) return '';
  const expr = m.expr(step.e);
  if (expr.k === 'member' && m.expr(expr.o).k === 'this') {
    const argument = fieldType(m, step.e, expr.n);
    if (argument) return nounOf(argument.replace(/(Document|Entity|Model|Schema)$/, ''));
    return nounOf(className(m, expr.o).replace(/(Service|Repository|Repo|Model|Dao|Store)$/, ''));
  }
  return '';
}

/** The class of a row held in a variable: `new SalesTeam(…)`, `await User.findById(…)`. */
function rowClass(m: Module, e: ExprId): string | undefined {
  const init = m.expr(e).k === 'ref' ? initialOf(m, e) : undefined;
  const source = init === undefined ? undefined : m.expr(init);
  if (init === undefined || (source?.k !== 'new' && source?.k !== 'call')) return undefined;
  const root = chainOf(m, init)[0];
  if (root?.isThis && root.name === '' && m.expr(root.e).k === 'this') return (m.path.split('/').at(-1) ?? '').split('.')[0];
  return root &&
    /^[A-Z][a-z]/.test(root.name) &&
    (source.k === 'new' || root.call === undefined) &&
    !/^(Promise|Object|Array|JSON|Math|Date)$/.test(root.name) &&
    !noStore(root.name)
    ? root.name
    : undefined;
}

/** The type argument of a field's annotation: `private model: Model<UserDocument>` → `UserDocument`. */
function fieldType(m: Module, e: ExprId, name: string): string | undefined {
  for (let f = m.ownerOf(e); ; f = m.fn(f).parent) {
    const fn = m.fn(f);
    if (fn.cls !== undefined) {
      const ann = m.facts.classes[fn.cls]?.fields.find((one) => one.n === name)?.ann;
      const type = ann === undefined ? undefined : m.expr(ann);
      return type?.k === 'type' && type.a[0] !== undefined ? nameOf(m, type.a[0]) : undefined;
    }
    if (fn.k === 'module') return undefined;
  }
}
