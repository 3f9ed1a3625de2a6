/** Writes to stores, across ORMs, query builders, drivers and SQL: what is written (noun), how (verb) and which fields. Read from their form. */
import type { Expr, ExprId, Module } from '../../../../engine/rule/index.ts';
import type { Step } from './chain.ts';
import { chainOf, className, initialOf, nameOf } from './chain.ts';
import type { Field } from './fields.ts';
import { assignedFields, deepFields, fieldsOf } from './fields.ts';
import { joined, modelNoun, noStore, nounOf, wordsOf } from './names.ts';
import { readSql } from './sql.ts';

export interface StoreWrite {
  readonly verb: 'create' | 'update' | 'delete' | 'upsert';
  /** What the store holds, in the singular: `user`, `teammember`, `apikey`. */
  readonly noun: string;
  readonly fields: readonly Field[];
  /** Further fields may come from a parameter. */
  readonly open: boolean;
  /** Names that stand in the selection of rows, in one string. */
  readonly where: string;
  readonly e: ExprId;
  readonly op: string;
}

function table(verbs: Readonly<Record<string, StoreWrite['verb']>>): ReadonlyMap<string, StoreWrite['verb']> {
  return new Map(Object.entries(verbs));
}

/** Method names that only stores have. */
const SURE: ReadonlyMap<string, StoreWrite['verb']> = table({
  updateOne: 'update',
  updateMany: 'update',
  findByIdAndUpdate: 'update',
  findOneAndUpdate: 'update',
  updateManyAndReturn: 'update',
  replaceOne: 'update',
  findOneAndReplace: 'update',
  deleteOne: 'delete',
  deleteMany: 'delete',
  findByIdAndDelete: 'delete',
  findByIdAndRemove: 'delete',
  findOneAndDelete: 'delete',
  findOneAndRemove: 'delete',
  insertOne: 'create',
  insertMany: 'create',
  createMany: 'create',
  createManyAndReturn: 'create',
  bulkCreate: 'create',
  bulkInsert: 'create',
  softDelete: 'delete',
  softRemove: 'delete',
  destroy: 'delete',
  findOrCreate: 'upsert',
  upsert: 'upsert',
  insertAndFetch: 'create',
  patchAndFetchById: 'update',
  deleteById: 'delete',
  patch: 'update',
});
/** Method names that much else has too. */
const UNSURE: ReadonlyMap<string, StoreWrite['verb']> = table({
  create: 'create',
  insert: 'create',
  update: 'update',
  delete: 'delete',
  save: 'update',
  remove: 'delete',
  del: 'delete',
  set: 'update',
  put: 'create',
  add: 'create',
  increment: 'update',
  updateById: 'update',
  persist: 'update',
  createOne: 'create',
});
const BUILDER: ReadonlyMap<string, StoreWrite['verb']> = table({
  update: 'update',
  insert: 'create',
  delete: 'delete',
  updateTable: 'update',
  insertInto: 'create',
  deleteFrom: 'delete',
  into: 'create',
});
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
const MANAGER = /^(em|manager|entitymanager|datasource|connection|orm|transactionalentitymanager|txmanager|querymanager)$/;
const PRISMA = /^(prisma|prismaclient|prismaservice|tx|prismadb)$/;
/** TypeORM's repositories make an entity with `create` and store it with `save`. */
const ORM_REPOSITORY = /(repository|repo)$/;
const FOUND =
  /^(find|get|load|fetch|create|build|query|first|one|select|lookup|retrieve|read|ensure|upsert|resolve|authenticate|current|populate|exec|lean)/;

/** Whether a method of that name may write to a store. */
export function storeMethod(name: string): boolean {
  return SURE.has(name) || UNSURE.has(name) || BUILDER.has(name);
}

/** `chain`: that of the call, where it is known already. */
export function readWrite(m: Module, e: ExprId, chain: readonly Step[] = chainOf(m, e)): StoreWrite | undefined {
  const expr = m.expr(e);
  if (expr.k === 'tagged') return fromSql(m, e, expr.s.join('?'));
  if (expr.k !== 'call') return undefined;
  for (let i = chain.length - 1; i >= 0; i -= 1) {
    const step = chain[i] as Step;
    if (step.call === undefined) continue;
    const write = atStep(m, e, chain, i) ?? sqlArgument(m, e, step);
    if (write) return write;
  }
  return undefined;
}

function atStep(m: Module, e: ExprId, chain: readonly Step[], i: number): StoreWrite | undefined {
  const step = chain[i] as Step;
  const builder = BUILDER.get(step.name);
  const sure = SURE.get(step.name);
  const verb = sure ?? UNSURE.get(step.name);
  if (!builder && !verb) return undefined;
  const first = step.args[0];
  const tail = chain.slice(i + 1);
  if (
    builder &&
    i > 0 &&
    step.args.length >= 1 &&
    first !== undefined &&
    ((builder === 'delete' && step.name === 'deleteFrom') ||
      tail.some((one) => /^(set|values|where|returning|onConflict\w*)$/.test(one.name) && one.call !== undefined))
  ) {
    const table = m.expr(first);
    if (table.k === 'ref' || table.k === 'member' || (table.k === 'lit' && typeof table.v === 'string'))
      return built(
        m,
        e,
        builder,
        tableName(m, first),
        tail.filter((one) => /^(set|values)$/.test(one.name)).flatMap((one) => one.args),
        chain,
        step.name,
      );
  }
  if (!verb || i === 0) return undefined;
  const before = chain[i - 1] as Step;
  const table = namedTable(m, chain.slice(0, i));
  const sync = step.name === 'create' && (m.parentOf(e) < 0 || m.expr(m.parentOf(e)).k !== 'await');
  if (sync && ORM_REPOSITORY.test(joined(before.name))) return undefined;
  const made = step.name === 'save' && step.args.some((arg) => isMade(m, arg));
  if (table !== undefined) return built(m, e, made ? 'create' : verb, table, dataOf(m, verb, step, tail), chain, step.name);
  if (MANAGER.test(joined(before.name)) && first !== undefined) {
    if (step.name === 'create') return undefined; // makes an entity, stores nothing
    const target = entityName(m, first);
    if (target) return built(m, e, made ? 'create' : verb, target, step.args.length > 1 ? step.args.slice(1) : [first], chain, step.name);
  }
  // Under a Prisma client the name is the model's own: `prisma.userCollection` holds collections, not users.
  const noun = i > 1 && PRISMA.test(joined(chain[i - 2]?.name ?? '')) ? modelNoun(before.name) : receiverNoun(m, before);
  if (!noun || noStore(before.name)) return undefined;
  if (!sure && !looksLikeStore(m, before, step)) return undefined;
  const instance = instanceFields(m, before, step);
  const fields = instance ? [...instance] : [];
  const data = dataOf(m, verb, step, tail);
  const write = built(m, e, step.name === 'save' && madeNew(m, before, step) ? 'create' : verb, noun, data, chain, step.name);
  return { ...write, fields: [...fields, ...write.fields], open: write.open && !(step.name === 'save' && fields.length > 0) };
}

function built(
  m: Module,
  e: ExprId,
  verb: StoreWrite['verb'],
  table: string,
  data: readonly ExprId[],
  chain: readonly Step[],
  op: string,
): StoreWrite {
  const read = data.map((one) => fieldsOf(m, one));
  return {
    verb,
    noun: nounOf(table),
    fields: read.flatMap((one) => one.list),
    open: read.some((one) => one.open),
    where: whereText(m, chain),
    e,
    op,
  };
}

/** `knex('users')`, `db.collection('users')`, `getRepository(User)`: the table named by a string or class earlier in the chain. */
function namedTable(m: Module, before: readonly Step[]): string | undefined {
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

function tableName(m: Module, e: ExprId): string {
  const init = m.expr(e).k === 'ref' ? initialOf(m, e) : undefined;
  const value = init === undefined ? undefined : m.expr(init);
  if (value?.k === 'lit' && typeof value.v === 'string') return value.v;
  const expr = m.expr(e);
  if (expr.k === 'member' && /^(name|tableName|modelName)$/.test(expr.n)) return nameOf(m, expr.o);
  return nameOf(m, e);
}

/** What an entity manager is handed: a class, or an instance by its name. */
function entityName(m: Module, e: ExprId): string | undefined {
  const expr = m.expr(e);
  if (expr.k === 'lit' && typeof expr.v === 'string') return expr.v;
  return expr.k === 'ref' || expr.k === 'member' ? nameOf(m, e) : undefined;
}

/** `userModel` → user. A bare `this.model` is named by what it was injected as, or by its class. */
function receiverNoun(m: Module, step: Step): string {
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

function looksLikeStore(m: Module, receiver: Step, step: Step): boolean {
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

function keysOf(expr: Expr | undefined): string[] {
  return expr?.k === 'obj' ? expr.p.flatMap((p) => ('n' in p ? [p.n] : [])) : [];
}

/** Fields assigned to a row before it is saved; for `repository.save(row)`, those of the row handed in come through its name. */
function instanceFields(m: Module, receiver: Step, step: Step): Field[] | undefined {
  const expr = m.expr(receiver.e);
  if (step.name !== 'save' && step.name !== 'update' && step.name !== 'persist') return undefined;
  if (expr.k === 'member') return deepFields(m, receiver.e);
  if (expr.k !== 'ref') return undefined;
  const init = initialOf(m, receiver.e);
  const made = init !== undefined && m.expr(init).k === 'new' ? fieldsOf(m, init).list : [];
  return [...made, ...assignedFields(m, m.facts.bindings[expr.b]?.mw ?? [])];
}

function madeNew(m: Module, receiver: Step, step: Step): boolean {
  const subject = m.expr(receiver.e).k === 'ref' && step.args.length === 0 ? receiver.e : step.args[0];
  return subject !== undefined && isMade(m, subject);
}

/** Whether a variable holds an entity that was only just made. */
function isMade(m: Module, e: ExprId): boolean {
  const init = initialOf(m, e);
  if (init === undefined) return false;
  const source = m.expr(init);
  return (
    source.k === 'new' ||
    (source.k === 'call' && chainOf(m, init).some((one) => one.call !== undefined && /^(create|build)$/.test(one.name)))
  );
}

/** Which arguments hold the data written. */
function dataOf(m: Module, verb: StoreWrite['verb'], step: Step, tail: readonly Step[]): readonly ExprId[] {
  const [a, b] = step.args;
  if (verb === 'delete') return [];
  const sets = tail.filter((one) => one.name === 'set' || one.name === 'values').flatMap((one) => one.args);
  if (a === undefined) return sets;
  if (verb === 'create' || step.name === 'save' || step.name === 'set' || step.name === 'persist') return [a];
  if (b === undefined) return [a, ...sets];
  const second = keysOf(m.expr(b));
  if (second.includes('where') || second.includes('transaction')) return [a];
  if (m.expr(a).k === 'lit' && m.expr(b).k !== 'obj') return [a];
  const first = keysOf(m.expr(a));
  if (first.includes('data') || first.includes('where')) return [a];
  return step.name === 'update' && m.expr(a).k === 'obj' && m.expr(b).k !== 'obj' && !first.some((key) => /^_?id$|Id$/.test(key))
    ? [a, b]
    : [b];
}

function whereText(m: Module, chain: readonly Step[]): string {
  const names: string[] = [];
  const visit = (e: ExprId, depth: number): void => {
    const expr = m.expr(e);
    if (depth > 5) return;
    if (expr.k === 'obj') {
      for (const p of expr.p) {
        if ('n' in p) {
          names.push(p.n);
          if (p.n !== 'data') visit(p.v, depth + 1);
        } else if ('s' in p) names.push(nameOf(m, p.s));
      }
    } else if (expr.k === 'lit') names.push(String(expr.v));
    else if (expr.k === 'ref' || expr.k === 'member') names.push(nameOf(m, e));
    else if (expr.k === 'call') {
      names.push(nameOf(m, expr.c));
      for (const one of expr.a) visit(one, depth + 1);
    } else if (expr.k === 'arr') for (const one of expr.e) visit(one, depth + 1);
  };
  for (const step of chain) for (const arg of step.args) visit(arg, 0);
  return names.join(' ');
}

/** The text of a string expression with `?` for what is not written out. */
export function literalText(m: Module, e: ExprId, depth = 0): string | undefined {
  const expr = m.expr(e);
  if (depth > 3) return undefined;
  if (expr.k === 'lit') return typeof expr.v === 'string' ? expr.v : undefined;
  if (expr.k === 'tpl') return expr.s.join('?');
  if (expr.k === 'sum') return expr.e.map((one) => literalText(m, one, depth + 1) ?? '?').join('');
  if (expr.k === 'tagged') return expr.s.join('?');
  if (expr.k === 'ref') {
    const init = initialOf(m, e);
    return init === undefined || m.expr(init).k === 'ref' ? undefined : literalText(m, init, depth + 1);
  }
  if (expr.k === 'obj') {
    const text = expr.p.find((p) => 'n' in p && (p.n === 'text' || p.n === 'sql'));
    return text && 'n' in text ? literalText(m, text.v, depth + 1) : undefined;
  }
  return undefined;
}

function sqlArgument(m: Module, e: ExprId, step: Step): StoreWrite | undefined {
  const text = step.args[0] === undefined ? undefined : literalText(m, step.args[0]);
  return text === undefined ? undefined : fromSql(m, e, text);
}

function fromSql(_m: Module, e: ExprId, text: string): StoreWrite | undefined {
  const sql = readSql(text);
  if (!sql || sql.verb === 'select') return undefined;
  const cleared = (column: string): boolean =>
    new RegExp(`\\b${column.replace(/\$/g, '\\$')}["\`\\]]?\\s*=\\s*(null|false|0|'')`, 'i').test(text);
  return {
    verb: sql.verb,
    noun: nounOf(sql.table),
    fields: sql.columns.map((name) => ({ name, ...(cleared(name) && { op: '$unset' }) })),
    open: false,
    where: sql.where,
    e,
    op: wordsOf(sql.verb)[0] ?? '',
  };
}
