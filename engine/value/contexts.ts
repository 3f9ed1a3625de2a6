/** Calling contexts: interned, so that equal contexts are the same object and answers can be remembered by their id. */
import type { FnId } from '../facts/types.ts';
import type { Module } from '../link/module.ts';
import type { Ctx, Ref, Value } from './types.ts';

export const ROOT: Ctx = { id: 0 };

/** Nested calls beyond this are not followed. */
export const MAX_CONTEXT_DEPTH = 12;

export class Contexts {
  private readonly known = new Map<string, Ctx>();
  private next = 1;

  bind(m: Module, fn: FnId, call: Ref | undefined, self: Value | undefined, outer: Ctx): Ctx {
    const key = `${m.id}:${fn}:${call ? `${call.m.id}.${call.e}.${call.ctx.id}` : ''}:${self ? `${self.at.m.id}.${self.at.e}.${self.at.ctx.id}` : ''}:${outer.id}`;
    let ctx = this.known.get(key);
    if (!ctx) {
      ctx = { id: this.next++, m, fn, ...(call && { call }), ...(self && { self }), ...(outer.id !== 0 && { outer }) };
      this.known.set(key, ctx);
    }
    return ctx;
  }

  get size(): number {
    return this.known.size;
  }
}

export function depthOf(ctx: Ctx): number {
  let depth = 0;
  for (let at: Ctx | undefined = ctx; at && at.id !== 0 && depth <= MAX_CONTEXT_DEPTH; at = at.call?.ctx) depth += 1;
  return depth;
}

/** The context that binds `fn`, searching the closure chain. */
export function binding(ctx: Ctx, m: Module, fn: FnId): Ctx | undefined {
  for (let at: Ctx | undefined = ctx; at; at = at.outer) if (at.m === m && at.fn === fn) return at;
  return undefined;
}
