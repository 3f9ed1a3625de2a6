/** The calls of one module as chains and as writes, each read once while the module is sketched. */
import type { ExprId, Module } from '../../../../engine/rule/index.ts';
import type { Step } from './chain.ts';
import { chainOf } from './chain.ts';
import type { StoreWrite } from './writes.ts';
import { readWrite } from './writes.ts';

export class Calls {
  private readonly m: Module;
  private readonly chains = new Map<ExprId, readonly Step[]>();
  private readonly writes = new Map<ExprId, StoreWrite | undefined>();

  constructor(m: Module) {
    this.m = m;
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
