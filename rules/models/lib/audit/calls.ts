/** The calls of one module while it is sketched: sorted once by the names of their callees, as chains and as writes each read once. */
import type { ExprId, Module } from '../../../../engine/rule/index.ts';
import type { Step } from './chain.ts';
import { chainOf, nameOf } from './chain.ts';
import { registersHook } from './hooks.ts';
import { LISTENING } from './listeners.ts';
import { USING } from './middleware.ts';
import { perName } from './names.ts';
import type { StoreWrite } from './writes.ts';
import { readWrite } from './writes.ts';

/** What a call may be by the name of its callee alone. */
type Role = 'listens' | 'uses' | 'registers';

const roleOf: (name: string) => Role | 'none' = perName((name) => {
  if (LISTENING.test(name)) return 'listens';
  if (USING.test(name)) return 'uses';
  return registersHook(name) ? 'registers' : 'none';
});

export class Calls {
  readonly m: Module;
  /** Calls with arguments, by what their callees' names say. */
  readonly by: Readonly<Record<Role, ExprId[]>> = { listens: [], uses: [], registers: [] };
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

  write(e: ExprId): StoreWrite | undefined {
    if (this.writes.has(e)) return this.writes.get(e);
    const write = readWrite(this.m, e, this.m.expr(e).k === 'call' ? this.chain(e) : undefined);
    this.writes.set(e, write);
    return write;
  }
}
