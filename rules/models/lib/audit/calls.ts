/**
 * The calls of one module while it is sketched: sorted once by the names of their callees, looked over once for what their chains may hold, and
 * read as chains and as writes where that is worth it.
 */
import type { ExprId, Module } from '../../../../engine/rule/index.ts';
import { perName } from '../per-name.ts';
import { ofAudit } from './audit-names.ts';
import type { Step } from './chain.ts';
import { chainOf, nameOf } from './chain.ts';
import { registersHook } from './hooks.ts';
import { LISTENING } from './listeners.ts';
import { USING } from './middleware.ts';
import { sdkMethod } from './sdk.ts';
import { startsLikeSql } from './sql.ts';
import { literalText } from './texts.ts';
import type { StoreWrite } from './writes.ts';
import { readWrite, storeMethod } from './writes.ts';

/** What a call may be by the name of its callee alone. */
type Role = 'listens' | 'uses' | 'registers';

const roleOf: (name: string) => Role | 'none' = perName((name) => {
  if (LISTENING.test(name)) return 'listens';
  if (USING.test(name)) return 'uses';
  return registersHook(name) ? 'registers' : 'none';
});

/** What some step of a chain is, as bits. */
export const SAYS = {
  /** Called by a name that stores or identity services have. */
  store: 1,
  /** Called with a SQL text. */
  sql: 2,
  /** Some name or text has to do with records. */
  record: 4,
  /** Speaks of auditing. */
  audit: 8,
} as const;

const RECORD = /audit|activit|histor|event|attempt|log|insert|trail|journal/i;
const ofRecords = perName((name) => RECORD.test(name));
const bitsOf = perName(
  (name) =>
    (storeMethod(name) || sdkMethod(name) ? SAYS.store : 0) | (ofRecords(name) ? SAYS.record : 0) | (ofAudit(name) ? SAYS.audit : 0),
);

/** Arguments that may be a text, written in place or in a variable. */
const TEXTUAL = new Set(['lit', 'tpl', 'sum', 'tagged', 'ref', 'obj']);
const NO_ARGS: readonly ExprId[] = [];

export class Calls {
  readonly m: Module;
  /** Calls with arguments, by what their callees' names say. */
  readonly by: Readonly<Record<Role, ExprId[]>> = { listens: [], uses: [], registers: [] };
  private readonly bits = new Map<ExprId, number>();
  private readonly chains = new Map<ExprId, readonly Step[]>();
  private readonly writes = new Map<ExprId, StoreWrite | undefined>();

  constructor(m: Module) {
    this.m = m;
    for (const e of m.facts.calls) {
      const expr = m.expr(e);
      if (expr.k !== 'call' || expr.a.length === 0) continue;
      const role = roleOf(nameOf(m, expr.c));
      if (role !== 'none') this.by[role].push(e);
    }
  }

  chain(e: ExprId): readonly Step[] {
    let chain = this.chains.get(e);
    if (!chain) this.chains.set(e, (chain = chainOf(this.m, e)));
    return chain;
  }

  /** What the steps of a call's chain say, without a list of them: see `SAYS`. */
  says(e: ExprId): number {
    let bits = this.bits.get(e);
    if (bits === undefined) this.bits.set(e, (bits = this.look(e)));
    return bits;
  }

  /** The same way as `chainOf`. */
  private look(e: ExprId): number {
    const { m } = this;
    let bits = 0;
    let at = e;
    let called = false;
    let args = NO_ARGS;
    for (let guard = 0; guard < 60; guard += 1) {
      const expr = m.expr(at);
      if (expr.k === 'call' || expr.k === 'new') {
        called = true;
        args = expr.a;
        at = expr.c;
      } else if (expr.k === 'await') at = expr.e;
      else {
        const own = bitsOf(expr.k === 'member' ? expr.n : nameOf(m, expr.k === 'index' ? expr.i : at));
        bits |= called ? own : own & ~SAYS.store;
        if (args.length > 0) bits |= this.ofArguments(args, bits);
        if (expr.k !== 'member' && expr.k !== 'index') break;
        called = false;
        args = NO_ARGS;
        at = expr.o;
      }
    }
    return bits;
  }

  private ofArguments(args: readonly ExprId[], known: number): number {
    const { m } = this;
    const first = args[0] as ExprId;
    const text = TEXTUAL.has(m.expr(first).k) ? literalText(m, first) : undefined;
    const sql = text !== undefined && startsLikeSql(text) ? SAYS.sql : 0;
    const record = (known & SAYS.record) === 0 && args.some((arg) => this.speaksOfRecords(arg)) ? SAYS.record : 0;
    return sql | record;
  }

  private speaksOfRecords(arg: ExprId): boolean {
    const one = this.m.expr(arg);
    if (one.k === 'tpl') return one.s.some((text) => RECORD.test(text));
    if (one.k === 'ref') return ofRecords(this.m.bindingName(one.b));
    return one.k === 'lit' && typeof one.v === 'string' && RECORD.test(one.v);
  }

  write(e: ExprId): StoreWrite | undefined {
    if (this.m.expr(e).k === 'call' && (this.says(e) & (SAYS.store | SAYS.sql)) === 0) return undefined;
    if (this.writes.has(e)) return this.writes.get(e);
    const write = readWrite(this.m, e, this.m.expr(e).k === 'call' ? this.chain(e) : undefined);
    this.writes.set(e, write);
    return write;
  }
}
