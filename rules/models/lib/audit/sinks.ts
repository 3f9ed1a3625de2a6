/** What an expression does for the audit log: writes a record always, on some paths, perhaps, or not. Learned from the project, not from a list. */

import type { Effect, ExprId, FnId, Module, Query, Sketch } from '../../../../engine/rule/index.ts';
import { effectOf, expressionsWithin, Flow } from '../../../../engine/rule/index.ts';
import { auditReceiver, maybeWritesAudit } from './audit-names.ts';
import type { Lookup } from './by-name.ts';
import type { Step } from './chain.ts';
import { chainOf, isInnerCall, nameOf } from './chain.ts';
import { configured } from './configured.ts';
import { fnName, homeOf, runsHere } from './functions.ts';
import type { HookSketch } from './hooks.ts';
import { Hooks } from './hooks.ts';
import { eventName, Listeners } from './listeners.ts';
import type { Candidate } from './named.ts';
import { Named } from './named.ts';
import { joined, nounOf, wordsOf } from './names.ts';
import { isSoft } from './soft.ts';
import { auditsByName, isAuditWrite, speaks } from './speaking.ts';
import { readWrite } from './writes.ts';

/** Names too common to say which function is meant when its receiver is unknown. */
const COMMON = /^(get|find|list|fetch|is|has|to|on|set|use|parse|format|map|render|then|catch|add|init|check|validate|load|read|build)/;
/** Calls this deep are followed for a record. */
const MAX_DEPTH = 10;

export class Sinks {
  readonly q: Query;
  private readonly effects = new Map<string, Effect>();
  private readonly summaries = new Map<string, Effect>();
  private readonly anywhere = new Map<string, boolean>();
  private depth = 0;
  private readonly hooks: Hooks;
  private readonly functions: Named;
  private readonly listeners: Listeners;
  /** Only once the hooks are known. */
  private hears = false;

  constructor(q: Query, seen: Lookup & { readonly sketches: readonly Sketch<HookSketch>[] }) {
    this.q = q;
    this.hooks = new Hooks(q, this, seen);
    this.functions = new Named(seen);
    this.listeners = new Listeners(q, seen);
  }

  /** Looks through the project for what records elsewhere than where it is asked for: hooks of stores, and listeners. To be run first. */
  *prepare(): Generator<void, void> {
    yield* this.hooks.prepare();
    // What was answered while the hooks were not yet known may be otherwise now.
    this.effects.clear();
    this.summaries.clear();
    this.anywhere.clear();
    this.hears = true;
  }

  /** What one call does by itself. */
  effect(m: Module, e: ExprId): Effect {
    const kind = m.expr(e).k;
    if (kind !== 'call' && kind !== 'new' && kind !== 'tagged') return 'nothing';
    const key = `${m.id}.${e}`;
    const before = this.effects.get(key);
    if (before) return before;
    if (this.depth > MAX_DEPTH) return 'nothing';
    this.effects.set(key, 'nothing'); // while it is asked for: recursion starts from nothing
    this.depth += 1;
    const effect = this.compute(m, e);
    this.depth -= 1;
    this.effects.set(key, effect);
    return effect;
  }

  /** Writes a record by itself: an insert into an audit store, or a call of something that audits by name. */
  isRecord(m: Module, e: ExprId): boolean {
    // The name is asked first: what a call does takes a walk through all that it calls.
    return (speaks(chainOf(m, e)) || this.auditWrite(m, e) || configured(this.q, m, e)) && this.effect(m, e) === 'always';
  }

  private compute(m: Module, e: ExprId): Effect {
    if (!isInnerCall(m, e)) {
      if (this.auditWrite(m, e)) return 'always';
      const hooked = this.hooks.effect(m, e, readWrite(m, e));
      if (hooked !== 'nothing') return hooked;
    }
    if (m.expr(e).k === 'tagged') return 'nothing';
    if (configured(this.q, m, e)) return 'always';
    const targets = this.q.targets(this.q.ref(m, e));
    if (targets.length > 0) return both(targets.map((one) => this.summary(one.m, one.f)));
    return this.unresolved(m, e);
  }

  private auditWrite(m: Module, e: ExprId): boolean {
    const write = readWrite(m, e);
    return write !== undefined && write.verb !== 'delete' && isAuditWrite(write);
  }

  /** A call that cannot be followed: by name, by who listens, by functions of that name. */
  private unresolved(m: Module, e: ExprId): Effect {
    if (m.expr(e).k === 'new') return 'nothing';
    const chain = chainOf(m, e);
    const last = chain.at(-1) as Step;
    if (speaks(chain)) return 'always';
    const heard = this.emitted(m, last);
    if (heard) return heard;
    if (maybeWritesAudit(last.name)) return 'unknown';
    const near = this.byReceiver(m, e);
    if (near.length > 0) return both(near.map((one) => this.summary(one.m, one.f)));
    if (chain.length > 1 && wordsOf(last.name).length > 1 && !COMMON.test(last.name)) return this.byName(last.name);
    return 'nothing';
  }

  private emitted(m: Module, step: Step): Effect | undefined {
    if (!/^(emit|emitAsync|publish|dispatch|dispatchEvent|trigger|fire|execute|send)$/.test(step.name) || step.args[0] === undefined)
      return undefined;
    const name = eventName(m, step.args[0]);
    const list = name && this.hears ? this.listeners.of(name) : [];
    if (list.length === 0) return step.name === 'send' || step.name === 'execute' ? undefined : auditReceiver(name) ? 'always' : 'nothing';
    return list.some((one) => this.records(one.m, one.f)) ? 'always' : 'nothing';
  }

  /** Functions of the project that go by a name, where the call itself cannot be followed. */
  private byName(name: string): Effect {
    const list = this.named(name);
    if (list.length === 0 || list.length > 8) return 'nothing';
    const all = list.map((one) => this.summary(one.m, one.f));
    if (all.every((one) => one === 'always')) return 'always';
    return all.every((one) => one === 'nothing') ? 'nothing' : 'unknown';
  }

  named(name: string): readonly Candidate[] {
    return this.functions.of(name);
  }

  /** The functions that a call by a telling name, or on a telling receiver, can only mean. */
  likely(m: Module, e: ExprId): readonly { m: Module; f: FnId }[] {
    const expr = m.expr(e);
    if (expr.k !== 'call' || m.expr(expr.c).k !== 'member') return [];
    const name = nameOf(m, expr.c);
    const list = wordsOf(name).length > 1 ? this.named(name) : [];
    return list.length > 0 && list.length <= 2 ? list : this.byReceiver(m, e);
  }

  /** Methods of a project's class that the receiver's name speaks of: `models().user().login(…)` → `UserModel.login`. */
  byReceiver(m: Module, e: ExprId): readonly { m: Module; f: FnId }[] {
    const chain = chainOf(m, e);
    const near = /^(get|shared)?instance$|^default$|^promises$/i.test(chain.at(-2)?.name ?? '') ? chain.at(-3) : chain.at(-2);
    const receiver = near?.name ?? '';
    if (!receiver || near?.isThis) return [];
    const noun = nounOf(receiver);
    const list = this.named(chain.at(-1)?.name ?? '').filter(
      ({ cls }) => cls !== undefined && (joined(cls) === joined(receiver) || (noun !== '' && nounOf(cls) === noun)),
    );
    return list.length <= 2 ? list : [];
  }

  /** What calling a function does, over all its normal ways out. */
  summary(m: Module, f: FnId): Effect {
    const key = `${m.id}.${f}`;
    const before = this.summaries.get(key);
    if (before) return before;
    if (this.depth > MAX_DEPTH) return 'nothing';
    this.summaries.set(key, 'nothing');
    this.depth += 1;
    const effect = this.summarise(m, f);
    this.depth -= 1;
    this.summaries.set(key, effect);
    return effect;
  }

  private summarise(m: Module, f: FnId): Effect {
    const fn = m.fn(f);
    if (fn.bodiless) {
      const name = fnName(m, f);
      return wordsOf(name).length > 1 || auditReceiver(m.facts.classes[fn.cls ?? -1]?.n ?? '') ? this.byName(name) : 'nothing';
    }
    if (auditsByName(m, f)) {
      const sent = this.delivers(m, f, 0);
      if (sent === 'record') return 'always';
      return sent === 'log' ? 'unknown' : 'nothing';
    }
    // Asked as one that is called for the record: where its own `catch` swallows the failure of the record, none was left out.
    const effect = effectOf(this.flow(m).run(f, true));
    if (effect === 'nothing' && maybeWritesAudit(fnName(m, f)) && this.delivers(m, f, 0, true) === 'record') return 'always';
    return effect !== 'always' && this.onlySoft(m, f) ? 'unknown' : effect;
  }

  flow(m: Module, event?: ReadonlySet<ExprId>): Flow {
    return new Flow(m, { effect: (e) => (event?.has(e) ? 'event' : this.effect(m, e)), runsInPlace: (call, fn) => runsHere(m, call, fn) });
  }

  /** What a function that audits by name really does: writes somewhere, only logs, or nothing. `inserts`: changing a row is not enough. */
  private delivers(m: Module, f: FnId, depth: number, inserts = false): 'record' | 'log' | 'nothing' {
    let logs = false;
    for (const e of expressionsWithin(m, m.fn(f).body)) {
      const expr = m.expr(e);
      if (expr.k !== 'call' && expr.k !== 'tagged') continue;
      const write = readWrite(m, e);
      if (write && write.verb !== 'delete' && (!inserts || write.verb !== 'update' || isAuditWrite(write))) return 'record';
      if (expr.k === 'tagged') continue;
      const chain = chainOf(m, e);
      const last = (chain.at(-1) as Step).name;
      const logger = chain
        .slice(0, -1)
        .some((one) => /^(console|logger|log|winston|pino|.*logger)$/.test(joined(one.name)) && !auditReceiver(one.name));
      if (logger) {
        if (/^(audit)$/.test(last)) return 'record';
        logs = true;
        continue;
      }
      const targets = this.q.targets(this.q.ref(m, e));
      if (targets.some((one) => this.summary(one.m, one.f) === 'always')) return 'record';
      if (depth < 3) {
        const inner = targets.map((one) => this.delivers(one.m, one.f, depth + 1, inserts));
        if (inner.includes('record')) return 'record';
        logs ||= inner.includes('log');
      }
      if (targets.length === 0 && ((inserts ? HANDS_ON : SENDS).test(last) || speaks(chain))) return 'record';
    }
    return logs ? 'log' : 'nothing';
  }

  /** Whether a record is written anywhere inside a function, callbacks it only makes included: what a middleware or wrapper does. */
  records(m: Module, f: FnId, depth = 0): boolean {
    const key = `${m.id}.${f}`;
    const before = this.anywhere.get(key);
    if (before !== undefined) return before;
    this.anywhere.set(key, false);
    const fn = m.fn(f);
    const found =
      depth < 4 &&
      !fn.bodiless &&
      (this.summary(m, f) === 'always' ||
        expressionsWithin(m, fn.body).some((e) => {
          const kind = m.expr(e).k;
          if (kind !== 'call' && kind !== 'tagged' && kind !== 'new') return false;
          const effect = this.effect(m, e);
          if (effect === 'always' || effect === 'sometimes') return true;
          return kind === 'call' && this.q.targets(this.q.ref(m, e)).some((one) => this.records(one.m, one.f, depth + 1));
        }));
    this.anywhere.set(key, found);
    return found;
  }

  /** Every record of a function hangs on an option, a setting or somebody being there: nobody can tell whether it is left out. */
  onlySoft(m: Module, f: FnId): boolean {
    const records = expressionsWithin(m, m.fn(f).body).filter((e) => this.effect(m, e) !== 'nothing');
    return records.length > 0 && records.some((e) => isSoft(m, homeOf(m, m.ownerOf(e)), e));
  }
}

/** Calls that can only hand something on to another place. */
const HANDS_ON = /^(fetch|post|send\w*|publish\w*|emit|add|push|insert\w*|append\w*|enqueue|produce|log[A-Z]\w*)$/;

const SENDS =
  /^(fetch|post|put|send\w*|publish\w*|emit|add|push|insert\w*|write\w*|append\w*|report\w*|createEvent|track|request|enqueue|produce|xadd|save\w*|create\w*|log|ingest\w*|capture|index|record\w*|upsert\w*|batch\w*|execute|run|query)$/;

function both(effects: readonly Effect[]): Effect {
  if (effects.every((one) => one === 'always')) return 'always';
  if (effects.some((one) => one === 'always' || one === 'sometimes')) return effects.length > 1 ? 'unknown' : 'sometimes';
  return effects.some((one) => one === 'unknown') ? 'unknown' : 'nothing';
}
