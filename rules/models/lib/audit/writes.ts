/** Writes to stores, across ORMs, query builders, drivers and SQL: what is written (noun), how (verb) and which fields. Read from their form. */
import type { ExprId, Module } from '../../../../engine/rule/index.ts';
import type { Step } from './chain.ts';
import { chainOf, nameOf } from './chain.ts';
import type { Field } from './fields.ts';
import { fieldsOf } from './fields.ts';
import { joined, modelNoun, noStore, nounOf, wordsOf } from './names.ts';
import { instanceFields, isMade, keysOf, looksLikeStore, madeNew } from './rows.ts';
import { readSql } from './sql.ts';
import { entityName, namedTable, receiverNoun, tableName } from './tables.ts';
import { literalText } from './texts.ts';

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

const MANAGER = /^(em|manager|entitymanager|datasource|connection|orm|transactionalentitymanager|txmanager|querymanager)$/;
const PRISMA = /^(prisma|prismaclient|prismaservice|tx|prismadb)$/;
/** TypeORM's repositories make an entity with `create` and store it with `save`. */
const ORM_REPOSITORY = /(repository|repo)$/;

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

/** Which arguments hold the data written. */
function dataOf(m: Module, verb: StoreWrite['verb'], step: Step, tail: readonly Step[]): readonly ExprId[] {
  const [a, b] = step.args;
  if (verb === 'delete') return [];
  // `upsert({ where, update, create })` changes what is there by `update` alone.
  const changed = step.name === 'upsert' && a !== undefined ? propertyOf(m, a, 'update') : undefined;
  if (changed !== undefined) return [changed];
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

function propertyOf(m: Module, e: ExprId, name: string): ExprId | undefined {
  const expr = m.expr(e);
  const found = expr.k === 'obj' ? expr.p.find((p) => 'n' in p && p.n === name) : undefined;
  return found && 'v' in found ? found.v : undefined;
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
