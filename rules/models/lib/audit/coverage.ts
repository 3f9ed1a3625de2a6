/** Does every path from an act leave a record? In its function, then in what surrounds it, then in its callers. */

import type { Exit, ExprId, FnId, Guard, Module, Outcome, Query, Ref, Stmt } from '../../../../engine/rule/index.ts';
import { blocksOf, expressionsIn, factsOf, outcomeOf } from '../../../../engine/rule/index.ts';
import { fnName, homeOf, served, undoes } from './functions.ts';
import { wordsOf } from './names.ts';
import type { Sinks } from './sinks.ts';
import type { Surround } from './surround.ts';

/** Callers are followed this far out. */
const MAX_LEVELS = 3;
const MAX_SITES = 25;

export interface Cover {
  readonly state: 'always' | 'sometimes' | 'never' | 'unknown';
  readonly m: Module;
  readonly f: FnId;
  /** The act, or the call that leads to it. */
  readonly e: ExprId;
  /** A way out that a path with the act and without a record takes. */
  readonly missing?: Exit;
  /** What records. */
  readonly by?: Ref;
  readonly callers: readonly Cover[];
}

export class Coverage {
  private readonly q: Query;
  private readonly sinks: Sinks;
  private readonly surround: Surround;
  private readonly covers = new Map<string, Cover>();
  private readonly sites = new Map<string, readonly Ref[]>();

  constructor(q: Query, sinks: Sinks, surround: Surround) {
    this.q = q;
    this.sinks = sinks;
    this.surround = surround;
  }

  of(m: Module, e: ExprId, f: FnId = homeOf(m, m.ownerOf(e)), level = 0, seen: ReadonlySet<string> = new Set()): Cover {
    const key = `${m.id}.${e}.${level}`;
    let cover = this.covers.get(key);
    if (!cover) {
      cover = this.judge(m, e, f, level, seen);
      this.covers.set(key, cover);
    }
    return cover;
  }

  private judge(m: Module, e: ExprId, f: FnId, level: number, seen: ReadonlySet<string>): Cover {
    const base = { m, f, e, callers: [] as readonly Cover[] };
    const itself = level === 0 ? this.sinks.effect(m, e) : 'nothing';
    if (itself === 'always') return { ...base, state: 'always' };
    const own = this.within(m, f, e);
    if (own.state === 'always') return { ...base, state: 'always', ...(own.by && { by: own.by }) };
    const around = this.surround.of(m, f);
    if (around.records !== 'nothing') return { ...base, state: around.records, ...(around.at && { by: around.at }) };
    if (own.state === 'unknown' || itself !== 'nothing') return { ...base, state: 'unknown' };
    const result = { ...base, state: own.state, ...(own.missing && { missing: own.missing }), ...(own.by && { by: own.by }) };
    const key = `${m.id}.${f}`;
    if (level >= MAX_LEVELS || seen.has(key) || f === 0) return result;
    const next = new Set([...seen, key]);
    const callers = this.callers(m, f).map((site) => this.of(site.m, site.e, homeOf(site.m, site.m.ownerOf(site.e)), level + 1, next));
    if (callers.length === 0) return result;
    if (callers.every((one) => one.state === 'always'))
      return { ...result, state: 'always', callers, ...(callers[0]?.by && { by: callers[0].by }) };
    if (callers.every((one) => one.state === 'always' || one.state === 'unknown')) return { ...result, state: 'unknown', callers };
    return { ...result, callers };
  }

  private within(m: Module, f: FnId, e: ExprId): { state: Cover['state']; missing?: Exit; by?: Ref } {
    // A transaction's own callback first: what it leaves out on purpose, the function around it need not record.
    for (let inner = m.ownerOf(e); inner !== f && inner !== 0; inner = m.fn(inner).parent)
      if (this.through(m, inner, e).recorded === 'always') return { state: 'always' };
    const outcome = this.through(m, f, e);
    const by = this.recordNear(m, f);
    if (outcome.recorded === 'always') return { state: 'always', ...(by && { by }) };
    if (outcome.recorded === 'unknown' || outcome.recorded === 'absent')
      return { state: outcome.recorded === 'absent' ? 'never' : 'unknown' };
    if (outcome.recorded === 'sometimes' && this.sinks.onlySoft(m, f)) return { state: 'unknown' };
    return {
      state: outcome.recorded,
      ...(outcome.missing && { missing: outcome.missing }),
      ...(outcome.recorded === 'sometimes' && by && { by }),
    };
  }

  /** Over the ordinary ways out: not those of a failure, nor those on which the act did nothing. */
  private through(m: Module, f: FnId, e: ExprId): Outcome {
    const exits = this.sinks.flow(m, new Set([e])).run(f);
    const handlers = inHandlers(m.fn(f).body);
    const plain = exits.filter(
      (exit) => exit.kind !== 'throw' && !(exit.at !== undefined && (handlers.has(exit.at) || didNothing(m, e, exit.at))),
    );
    return outcomeOf(plain.length > 0 ? plain : exits);
  }

  /** The first record a function makes itself. */
  private recordNear(m: Module, f: FnId): Ref | undefined {
    for (const e of m.facts.calls) {
      if (homeOf(m, m.ownerOf(e)) !== f) continue;
      const effect = this.sinks.effect(m, e);
      if (effect === 'always' || effect === 'sometimes') return this.q.ref(m, e);
    }
    return undefined;
  }

  /** `await withLimit({ create: (tx) => … })`: a function in the options of a call that is waited for runs in that call. */
  private handedIn(m: Module, f: FnId): Ref | undefined {
    const fn = m.fn(f);
    if (fn.parent === 0 || (fn.k !== 'arrow' && fn.k !== 'fn' && fn.k !== 'method')) return undefined;
    const options = m.parentOf(fn.e);
    const call = options >= 0 && m.expr(options).k === 'obj' ? m.parentOf(options) : -1;
    if (call < 0 || m.expr(call).k !== 'call') return undefined;
    const waits = m.parentOf(call);
    return waits >= 0 && m.expr(waits).k === 'await' ? this.q.ref(m, call) : undefined;
  }

  /** A call whose callee nobody can name, or that a schema of the project may have added to an outside model. */
  private unfollowed(m: Module, e: ExprId): boolean {
    if (this.q.targets(this.q.ref(m, e)).length > 0) return false;
    const callee = this.q.value(this.q.ref(m, (m.expr(e) as { c: ExprId }).c));
    return callee.is !== 'ext' || callee.key.startsWith('mongoose#');
  }

  /** The calls that lead to a function, also those that only its telling name leads to. */
  callers(m: Module, f: FnId): readonly Ref[] {
    const key = `${m.id}.${f}`;
    let sites = this.sites.get(key);
    if (!sites) {
      sites = this.findCallers(m, f);
      this.sites.set(key, sites);
    }
    return sites;
  }

  private findCallers(m: Module, f: FnId): readonly Ref[] {
    const name = fnName(m, f);
    const known = this.q.callers(m, f);
    const byName =
      name && wordsOf(name).length > 1 && this.sinks.named(name).length <= 2
        ? this.q.sites
            .calls(name)
            .filter(
              (one) =>
                isMethodCall(one.m, one.e) && !known.some((two) => two.m === one.m && two.e === one.e) && this.unfollowed(one.m, one.e),
            )
            .map((one) => this.q.ref(one.m, one.e))
        : [];
    const near =
      known.length + byName.length === 0 && m.fn(f).cls !== undefined && name
        ? this.q.sites
            .calls(name)
            .filter(
              (one) =>
                isMethodCall(one.m, one.e) &&
                this.unfollowed(one.m, one.e) &&
                this.sinks.byReceiver(one.m, one.e).some((two) => two.m === m && two.f === f),
            )
            .map((one) => this.q.ref(one.m, one.e))
        : [];
    const handed = this.handedIn(m, f);
    const sites = [...known, ...byName, ...near, ...(handed ? [handed] : [])].filter(
      (site) =>
        this.q.judged.has(site.m) &&
        served(site.m) &&
        !undoes(site.m, homeOf(site.m, site.m.ownerOf(site.e)), site.e) &&
        !(site.m === m && homeOf(m, m.ownerOf(site.e)) === f),
    );
    return sites.slice(0, MAX_SITES);
  }
}

/** An exit under a condition on what the act answered: nothing was found, nothing was done. */
function didNothing(m: Module, act: ExprId, at: ExprId): boolean {
  const answers = new Set<number>();
  m.facts.bindings.forEach((binding, b) => {
    if (binding.e !== undefined && binding.k !== 'param' && expressionsIn(m, [{ k: 'e', e: binding.e }]).includes(act)) answers.add(b);
  });
  if (answers.size === 0) return false;
  return (
    guardsAbove(m.fn(m.ownerOf(at)).body, at, [])?.some(
      (guard) =>
        expressionsIn(m, [{ k: 'e', e: guard.cond }]).some((one) => {
          const expr = m.expr(one);
          return expr.k === 'ref' && answers.has(expr.b);
        }) && factsOf(m, guard).some((fact) => !fact.holds || m.expr(fact.cond).k === 'bin'),
    ) ?? false
  );
}

/** The conditions under which a `return` or `throw` stands. */
function guardsAbove(body: readonly Stmt[], at: ExprId, known: readonly Guard[]): readonly Guard[] | undefined {
  for (const stmt of body) {
    if ((stmt.k === 'ret' || stmt.k === 'throw') && stmt.at === at) return known;
    const found =
      stmt.k === 'if'
        ? (guardsAbove(stmt.t, at, [...known, { cond: stmt.c, holds: true }]) ??
          guardsAbove(stmt.f, at, [...known, { cond: stmt.c, holds: false }]))
        : blocksOf(stmt)
            .map((inner) => guardsAbove(inner, at, known))
            .find((one) => one !== undefined);
    if (found) return found;
  }
  return undefined;
}

/** A method call on something: a bare name or an import would have been followed. */
function isMethodCall(m: Module, e: ExprId): boolean {
  const expr = m.expr(e);
  return expr.k === 'call' && m.expr(expr.c).k === 'member';
}

/** The statements that leave a function from inside a `catch`. */
export function inHandlers(body: readonly Stmt[], inside = false, out: Set<ExprId> = new Set()): Set<ExprId> {
  for (const stmt of body) {
    if (inside && (stmt.k === 'ret' || stmt.k === 'throw')) out.add(stmt.at);
    if (stmt.k === 'try') {
      inHandlers(stmt.b, inside, out);
      inHandlers(stmt.h ?? [], true, out);
      inHandlers(stmt.fin ?? [], inside, out);
    } else for (const inner of blocksOf(stmt)) inHandlers(inner, inside, out);
  }
  return out;
}
