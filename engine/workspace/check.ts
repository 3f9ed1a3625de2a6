/** Stage two: the facts of a program → evidence. Runs the models, and follows parameters out to the calls that bind them. */
import type { Expr } from '../facts/types.ts';
import type { Module } from '../link/module.ts';
import type { Evidence } from '../rule/evidence.ts';
import { openParameters } from '../rule/evidence.ts';
import type { CallSite, Emit, Model } from '../rule/model.ts';
import type { Query } from '../rule/query.ts';
import { ROOT } from '../value/contexts.ts';
import { alternatives } from '../value/make.ts';
import { MAX_SITES } from '../value/sites.ts';
import type { Ctx, Ref, Value } from '../value/types.ts';

/** Wrappers within wrappers are followed this far out. */
const MAX_WRAPPERS = 5;
/** Contexts one sink is judged in at the most. */
const MAX_CONTEXTS = 200;

type Handler = (call: CallSite, q: Query, emit: Emit) => void;

/** Something a model could not finish. Never silent. */
export interface CheckProblem {
  readonly path: string;
  readonly detail: string;
}

export interface Checked {
  readonly evidence: readonly Evidence[];
  readonly problems: readonly CheckProblem[];
}

export interface CheckOptions {
  /** Called after each module. */
  readonly progress?: (done: number, total: number) => void;
}

export function check(q: Query, models: readonly Model[], options: CheckOptions = {}): Checked {
  const table = new Map<string, Handler[]>();
  for (const model of models) {
    for (const [key, handler] of Object.entries(model.calls ?? {})) table.set(key, [...(table.get(key) ?? []), handler]);
  }
  const names = new Set([...table.keys()].map(lastName));
  for (const model of models) for (const name of model.match?.names ?? []) names.add(name);
  const matchers = models.flatMap((model) => (model.match ? [model.match.of] : []));
  const evidence: Evidence[] = [];
  const problems: CheckProblem[] = [];
  let done = 0;
  const guarded = (m: Module, work: () => void): void => {
    try {
      work();
    } catch (error) {
      problems.push({ path: m.path, detail: error instanceof Error ? error.message : String(error) });
    }
  };
  const modules = q.program.modules.filter((m) => q.judged.has(m)); // a copy: the program grows while it is asked
  for (const m of modules) {
    guarded(m, () => {
      for (const e of m.facts.calls) {
        const expr = m.expr(e);
        if (expr.k !== 'call' && expr.k !== 'new') continue;
        const callee = calleeValue(q, m, expr, names);
        if (!callee) continue;
        for (const one of alternatives(callee)) {
          const key = keyOf(m, expr, one);
          if (key === undefined) continue;
          const handlers = [...(table.get(key) ?? []), ...matchers.flatMap((match) => match(key) ?? [])];
          for (const handler of handlers)
            evidence.push(...inContexts(q, (ctx, emit) => handler(q.callOf({ m, e, ctx }, one, key), q, emit)));
        }
      }
    });
    for (const model of models) if (model.module) guarded(m, () => model.module?.(m, q, (one) => evidence.push(one)));
    options.progress?.((done += 1), modules.length);
  }
  for (const model of models) {
    const first = modules[0];
    if (model.project && first) guarded(first, () => model.project?.(evidence.slice(), q, (one) => evidence.push(one)));
  }
  return { evidence, problems };
}

/** The key a callee goes by. A method of something that cannot be followed is `?#` and its name, for matchers that go by the arguments. */
function keyOf(m: Module, expr: Extract<Expr, { k: 'call' | 'new' }>, callee: Value): string | undefined {
  if (callee.is === 'ext') return callee.key;
  const written = m.expr(expr.c);
  return callee.is === 'unknown' && written.k === 'member' ? `?#${written.n}` : undefined;
}

/** The last name of a key: `node:crypto#createCipheriv` → `createCipheriv`; empty for a package called as a whole (`md5#`). */
function lastName(key: string): string {
  return /([\w$]*)(?:\(\))?$/.exec(key.slice(key.indexOf('#') + 1))?.[1] ?? '';
}

/** The callee, when by its name it may be one that a model knows; evaluating every callee would cost ten times as much. */
function calleeValue(q: Query, m: Module, expr: Extract<Expr, { k: 'call' | 'new' }>, names: ReadonlySet<string>): Value | undefined {
  const evaluate = (): Value => q.value({ m, e: expr.c, ctx: ROOT });
  const callee = m.expr(expr.c);
  if (callee.k === 'member' || callee.k === 'free') return names.has(callee.n) || callee.n === 'default' ? evaluate() : undefined;
  if (callee.k === 'index' || callee.k === 'cond') return evaluate();
  if (callee.k === 'super') {
    const heritage = m.facts.classes[m.fn(m.ownerOf(expr.c)).cls ?? -1]?.heritage;
    return heritage === undefined ? undefined : q.value({ m, e: heritage, ctx: ROOT });
  }
  if (callee.k !== 'ref') return undefined;
  const binding = m.facts.bindings[callee.b];
  if (binding?.imp !== undefined) {
    const imported = m.facts.imports[binding.imp]?.n ?? '';
    return imported === 'default' || imported === '*' || names.has(imported) ? evaluate() : undefined;
  }
  const source = binding?.e === undefined ? undefined : m.expr(binding.e);
  if (source?.k === 'member') return names.has(source.n) ? evaluate() : undefined;
  return source?.k === 'call' || source?.k === 'await' || source?.k === 'cond' || source?.k === 'ref' ? evaluate() : undefined;
}

/**
 * Evidence of one place. Where it hangs on a parameter of the project whose callers are known, the place is judged again for each caller, and
 * what the callers say replaces what the place alone could not tell.
 */
function inContexts(q: Query, run: (ctx: Ctx, emit: Emit) => void): Evidence[] {
  const out: Evidence[] = [];
  let budget = MAX_CONTEXTS;
  const visit = (ctx: Ctx, depth: number, wanted: ReadonlySet<number> | undefined): void => {
    const all: Evidence[] = [];
    run(ctx, (one) => all.push(one));
    const open = new Set<number>();
    let next: { m: Module; f: number; sites: readonly Ref[] } | undefined;
    all.forEach((one, i) => {
      if (wanted && !wanted.has(i)) return;
      const bindable =
        depth < MAX_WRAPPERS
          ? openParameters(one)
              .map((fn) => ({ ...fn, sites: sitesOf(q, fn) }))
              .find(({ sites }) => sites.length > 0)
          : undefined;
      if (bindable && budget > 0) {
        open.add(i);
        next ??= bindable;
      } else out.push(one);
    });
    for (const site of next?.sites ?? []) {
      if (!next || (budget -= 1) < 0) break;
      const inner = q.sites.extend(ctx, next.m, next.f, site);
      // Where all of it was open, whatever is said of the callers counts; else only what was open.
      if (inner.id !== ctx.id) visit(inner, depth + 1, open.size === all.length ? undefined : open);
    }
  };
  visit(ROOT, 0, undefined);
  return out;
}

function sitesOf(q: Query, fn: { m: Module; f: number }): readonly Ref[] {
  const sites = q.callers(fn.m, fn.f).filter((site) => q.judged.has(site.m));
  return sites.length <= MAX_SITES ? sites : [];
}
