/** Stage two: the facts of a program → evidence. Runs the models, and follows parameters out to the calls that bind them. */
import type { Expr, ExprId } from '../facts/types.ts';
import type { Module } from '../link/module.ts';
import type { Evidence } from '../rule/evidence.ts';
import { openParameters } from '../rule/evidence.ts';
import type { CallSite, Emit, Model, Seen, Sketch } from '../rule/model.ts';
import type { Query } from '../rule/query.ts';
import { ROOT } from '../value/contexts.ts';
import { alternatives } from '../value/make.ts';
import { MAX_SITES } from '../value/sites.ts';
import type { Ctx, Ref, Value } from '../value/types.ts';
import type { Sketches } from './sketches.ts';
import { SketchBook } from './sketches.ts';

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

export interface Found {
  readonly evidence: readonly Evidence[];
  readonly problems: readonly CheckProblem[];
}

/** What is known of a module by itself, and what it gives to the look at the whole project: sketches by the ids of their models. */
export interface FoundIn extends Found {
  readonly m: Module;
  readonly sketches: Sketches;
}

export interface FoundOverall extends Found {
  /** The model looked at what was found before, not at its sketches alone. */
  readonly sawFound: boolean;
}

export class Checker {
  private readonly q: Query;
  private readonly models: readonly Model[];
  private readonly table = new Map<string, Handler[]>();
  private readonly names: ReadonlySet<string>;
  private readonly matchers: readonly ((key: string) => Handler | undefined)[];

  constructor(q: Query, models: readonly Model[]) {
    this.q = q;
    this.models = models;
    for (const model of models) {
      for (const [key, handler] of Object.entries(model.calls ?? {})) this.table.set(key, [...(this.table.get(key) ?? []), handler]);
    }
    this.names = new Set([...[...this.table.keys()].map(lastName), ...models.flatMap((model) => model.match?.names ?? [])]);
    this.matchers = models.flatMap((model) => (model.match ? [model.match.of] : []));
  }

  /** What one module shows by itself and by what it reads of others. */
  module(m: Module): FoundIn {
    const evidence: Evidence[] = [];
    const problems: CheckProblem[] = [];
    guarded(m.path, problems, () => {
      for (const e of m.facts.calls) this.call(m, e, evidence);
    });
    for (const model of this.models)
      if (model.module) guarded(m.path, problems, () => model.module?.(m, this.q, (one) => evidence.push(one)));
    const sketches: Record<string, unknown> = {};
    for (const { id, sketch } of this.models)
      if (sketch)
        guarded(m.path, problems, () => {
          const one = sketch(m, this.q.config);
          if (one !== undefined) sketches[id] = one;
        });
    return { m, evidence, problems, sketches };
  }

  /** The models that look at the whole project, in their order. */
  get overall(): readonly Model[] {
    return this.models.filter((model) => model.project);
  }

  /**
   * What the whole project shows a model, after a look at each of its modules. Yields now and then.
   * @param modules all of them, in the order of their paths
   * @param before evidence of the models before it
   */
  *project(model: Model, modules: readonly FoundIn[], before: readonly Evidence[]): Generator<void, FoundOverall> {
    const evidence: Evidence[] = [];
    const problems: CheckProblem[] = [];
    let sawFound = false;
    const book = new SketchBook(model.id, modules, (key) => this.q.ev.note(key));
    const seen: Seen<never> = {
      get found(): readonly Evidence[] {
        sawFound = true;
        return [...modules.flatMap((one) => one.evidence), ...before];
      },
      get sketches() {
        return book.all() as readonly Sketch<never>[];
      },
      named: (list, name) => book.named(list, name) as never,
    };
    try {
      if (modules.length > 0) yield* model.project?.(seen, this.q, (one) => evidence.push(one)) ?? [];
    } catch (error) {
      problems.push({ path: modules[0]?.m.path ?? '', detail: `${model.id}: ${messageOf(error)}` });
    }
    return { evidence, problems, sawFound };
  }

  private call(m: Module, e: ExprId, evidence: Evidence[]): void {
    const { q } = this;
    const expr = m.expr(e);
    if (expr.k !== 'call' && expr.k !== 'new') return;
    const callee = calleeValue(q, m, expr, this.names);
    for (const one of callee ? alternatives(callee) : []) {
      const key = keyOf(m, expr, one);
      if (key === undefined) continue;
      const handlers = [...(this.table.get(key) ?? []), ...this.matchers.flatMap((match) => match(key) ?? [])];
      for (const handler of handlers) evidence.push(...inContexts(q, (ctx, emit) => handler(q.callOf({ m, e, ctx }, one, key), q, emit)));
    }
  }
}

function guarded(path: string, problems: CheckProblem[], work: () => void): void {
  try {
    work();
  } catch (error) {
    problems.push({ path, detail: messageOf(error) });
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
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
