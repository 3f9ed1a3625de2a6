/** Settings found by their names are judged once where they stand and, where they hang on a parameter, once for each caller that binds it. */
import type { Answer, Ctx, FnId, Module, Query, Ref } from '../../../../engine/rule/index.ts';

/** Wrappers within wrappers, and contexts of one setting, are followed this far. */
const MAX_DEPTH = 4;
const MAX_CONTEXTS = 60;
/** A function with more callers than this is a library of its own. */
const MAX_CALLERS = 40;

/** Calls `judge` in each calling context until its answers no longer hang on a parameter whose callers are known. */
export function inContexts(q: Query, at: Ref, judge: (at: Ref) => readonly Answer<unknown>[], done: (at: Ref) => void): void {
  let budget = MAX_CONTEXTS;
  const visit = (ctx: Ctx, depth: number): void => {
    const here: Ref = { ...at, ctx };
    const open = depth < MAX_DEPTH ? openParameter(q, judge(here)) : undefined;
    if (!open || budget <= 0) {
      done(here);
      return;
    }
    for (const site of open.sites) {
      if ((budget -= 1) < 0) return;
      const inner = q.sites.extend(ctx, open.m, open.f, site);
      if (inner.id !== ctx.id) visit(inner, depth + 1);
    }
  };
  visit(at.ctx, 0);
}

function openParameter(q: Query, answers: readonly Answer<unknown>[]): { m: Module; f: FnId; sites: readonly Ref[] } | undefined {
  for (const answer of answers) {
    // What is already known to break stands here and not at each caller.
    for (const one of answer.alternatives) {
      if (one.is !== 'unknown' || !one.fn) continue;
      const sites = q.callers(one.fn.m, one.fn.f).filter((site) => q.judged.has(site.m));
      if (sites.length > 0 && sites.length <= MAX_CALLERS) return { ...one.fn, sites };
    }
  }
  return undefined;
}
