/** What an expression does for the audit log: writes a record always, on some paths, perhaps, or not. Learned from the project, not from a list. */

import type { Effect, ExprId, FnId, Module, Query } from '../../../../engine/rule/index.ts';
import { alternatives, effectOf, expressionsWithin, Flow } from '../../../../engine/rule/index.ts';
import type { Step } from './chain.ts';
import { chainOf, isInnerCall, nameOf } from './chain.ts';
import { fnName, homeOf, runsHere } from './functions.ts';
import { Hooks } from './hooks.ts';
import {
  auditReceiver,
  auditStore,
  joined,
  maybeAuditStore,
  maybeWritesAudit,
  nounOf,
  onlyReads,
  tellsWhoDidWhat,
  wordsOf,
  writesAudit,
} from './names.ts';
import { isSoft } from './soft.ts';
import type { StoreWrite } from './writes.ts';
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
  private candidates: Map<string, { m: Module; f: FnId }[]> | undefined;
  private readonly listeners = new Map<string, { m: Module; f: FnId }[]>();

  constructor(q: Query) {
    this.q = q;
    this.hooks = new Hooks(q, this);
  }

  /** Looks through the project for what records elsewhere than where it is asked for: hooks of stores, and listeners. To be run first. */
  *prepare(): Generator<void, void> {
    yield* this.hooks.prepare();
    // What was answered while the hooks were not yet known may be otherwise now.
    this.effects.clear();
    this.summaries.clear();
    this.anywhere.clear();
    for (const m of this.q.roots) {
      yield;
      this.listenersIn(m);
    }
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
    return (this.speaks(m, e) || this.auditWrite(m, e) || this.configured(m, e)) && this.effect(m, e) === 'always';
  }

  private compute(m: Module, e: ExprId): Effect {
    if (!isInnerCall(m, e)) {
      if (this.auditWrite(m, e)) return 'always';
      const hooked = this.hooks.effect(m, e, readWrite(m, e));
      if (hooked !== 'nothing') return hooked;
    }
    if (m.expr(e).k === 'tagged') return 'nothing';
    if (this.configured(m, e)) return 'always';
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
    if (this.speaks(m, e)) return 'always';
    const heard = this.emitted(m, last);
    if (heard) return heard;
    if (maybeWritesAudit(last.name)) return 'unknown';
    const near = this.byReceiver(m, e);
    if (near.length > 0) return both(near.map((one) => this.summary(one.m, one.f)));
    if (chain.length > 1 && wordsOf(last.name).length > 1 && !COMMON.test(last.name)) return this.byName(last.name);
    return 'nothing';
  }

  /** Does the call name an audit channel? `log.audit(…)`, `auditService.log(…)`, `sendAudit(…)`, `UserAuditLogHandler.promises.addEntry(…)`. */
  private speaks(m: Module, e: ExprId): boolean {
    if (m.expr(e).k !== 'call') return false;
    const chain = chainOf(m, e);
    const last = chain.at(-1);
    if (!last || last.call === undefined) return false;
    if (writesAudit(last.name)) return true;
    const receivers = chain.slice(0, -1).filter((one) => one.call === undefined || /^(get|use|create|inject)/.test(one.name));
    return receivers.some((one) => auditReceiver(one.name) && !one.isThis) && !onlyReads(last.name);
  }

  private emitted(m: Module, step: Step): Effect | undefined {
    if (!/^(emit|emitAsync|publish|dispatch|dispatchEvent|trigger|fire|execute|send)$/.test(step.name) || step.args[0] === undefined)
      return undefined;
    const name = eventName(m, step.args[0]);
    const list = name ? (this.listeners.get(name) ?? []) : [];
    if (list.length === 0) return step.name === 'send' || step.name === 'execute' ? undefined : auditReceiver(name) ? 'always' : 'nothing';
    return list.some((one) => this.records(one.m, one.f)) ? 'always' : 'nothing';
  }

  private listenersIn(m: Module): void {
    const add = (name: string, at: Module, f: FnId): void => {
      if (name) this.listeners.set(name, [...(this.listeners.get(name) ?? []), { m: at, f }]);
    };
    m.facts.functions.forEach((fn, f) => {
      for (const dec of fn.dec ?? []) {
        const expr = m.expr(dec);
        if (
          expr.k === 'call' &&
          /^(OnEvent|EventPattern|Subscribe|OnEvents|EventHandler|Process|OnQueueEvent)$/.test(nameOf(m, expr.c)) &&
          expr.a[0] !== undefined
        )
          add(eventName(m, expr.a[0]), m, f);
      }
    });
    for (const cls of m.facts.classes) {
      for (const dec of cls.dec ?? []) {
        const expr = m.expr(dec);
        if (expr.k !== 'call' || !/^(EventsHandler|CommandHandler)$/.test(nameOf(m, expr.c))) continue;
        const handle = cls.methods.find((one) => one.n === 'handle' || one.n === 'execute');
        if (handle) for (const arg of expr.a) add(eventName(m, arg), m, handle.f);
      }
    }
    for (const e of m.facts.calls) {
      const expr = m.expr(e);
      if (
        expr.k !== 'call' ||
        expr.a.length < 2 ||
        !/^(on|once|addListener|subscribe|addEventListener|listen|hear)$/.test(nameOf(m, expr.c))
      )
        continue;
      const name = eventName(m, expr.a[0] as ExprId);
      if (!name) continue;
      const fn = m.expr(expr.a[1] as ExprId);
      if (fn.k === 'fn') add(name, m, fn.f);
      else for (const one of alternatives(this.q.value(this.q.ref(m, expr.a[1] as ExprId)))) if (one.is === 'fn') add(name, one.m, one.f);
    }
  }

  /** Functions of the project that go by a name, where the call itself cannot be followed. */
  private byName(name: string): Effect {
    const list = this.named(name);
    if (list.length === 0 || list.length > 8) return 'nothing';
    const all = list.map((one) => this.summary(one.m, one.f));
    if (all.every((one) => one === 'always')) return 'always';
    return all.every((one) => one === 'nothing') ? 'nothing' : 'unknown';
  }

  named(name: string): readonly { m: Module; f: FnId }[] {
    if (!this.candidates) {
      this.candidates = new Map();
      for (const m of this.q.roots) {
        m.facts.functions.forEach((fn, f) => {
          if (fn.bodiless || fn.k === 'module' || fn.k === 'ctor') return;
          const own = fnName(m, f);
          if (own) this.candidates?.set(own, [...(this.candidates.get(own) ?? []), { m, f }]);
        });
      }
    }
    return this.candidates.get(name) ?? [];
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
    const list = this.named(chain.at(-1)?.name ?? '').filter((one) => {
      const cls = one.m.facts.classes[one.m.fn(one.f).cls ?? -1]?.n;
      return cls !== undefined && (joined(cls) === joined(receiver) || (noun !== '' && nounOf(cls) === noun));
    });
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
    if (this.auditsByName(m, f)) {
      const sent = this.delivers(m, f, 0);
      if (sent === 'record') return 'always';
      return sent === 'log' ? 'unknown' : 'nothing';
    }
    const effect = effectOf(this.flow(m).run(f));
    if (effect === 'nothing' && maybeWritesAudit(fnName(m, f)) && this.delivers(m, f, 0, true) === 'record') return 'always';
    return effect !== 'always' && this.onlySoft(m, f) ? 'unknown' : effect;
  }

  flow(m: Module, event?: ReadonlySet<ExprId>): Flow {
    return new Flow(m, { effect: (e) => (event?.has(e) ? 'event' : this.effect(m, e)), runsInPlace: (call, fn) => runsHere(m, call, fn) });
  }

  /** A function that audits by its own name, or a writing method of a class or file named after the audit log. */
  auditsByName(m: Module, f: FnId): boolean {
    const name = fnName(m, f);
    if (writesAudit(name)) return true;
    const fn = m.fn(f);
    if (!name || fn.k === 'ctor' || onlyReads(name)) return false;
    const home = fn.cls === undefined ? (m.path.split('/').at(-1) ?? '').replace(/\.\w+$/, '') : (m.facts.classes[fn.cls]?.n ?? '');
    return (
      /(audit(log)?(s|service|logger|log|handler|manager|recorder|repository|repo|model|helper|writer|utils?|trail|client|store|entry)*|auditlogs?service)$/.test(
        joined(home),
      ) &&
      /^(log|record|write|create|add|insert|append|save|store|send|emit|track|capture|push|audit|entry|info|success|failure|event|persist|publish|report)/.test(
        name,
      )
    );
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
      if (targets.length === 0 && ((inserts ? HANDS_ON : SENDS).test(last) || this.speaks(m, e))) return 'record';
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

  /** Sinks that the project's configuration names: `src/lib/audit.ts#record`, `@acme/audit#write`, `AuditService.log`. */
  private configured(m: Module, e: ExprId): boolean {
    const { auditSinks } = this.q.config;
    if (auditSinks.length === 0) return false;
    const expr = m.expr(e);
    if (expr.k !== 'call') return false;
    const name = nameOf(m, expr.c);
    return auditSinks.some((sink) => {
      const own = sink.slice(Math.max(sink.lastIndexOf('#'), sink.lastIndexOf('.')) + 1);
      if (own !== name && !sink.endsWith(`#${name}`)) return false;
      const callee = this.q.value(this.q.ref(m, expr.c));
      return alternatives(callee).some((one) => {
        if (one.is === 'ext') return one.key === sink || one.key.replace(/\(\)/g, '') === sink;
        if (one.is !== 'fn') return namedSink(sink, chainOf(m, e));
        if (sink.includes('#'))
          return (
            one.m.path === sink.slice(0, sink.indexOf('#')).replace(/^\.\//, '') &&
            fnName(one.m, one.f) ===
              sink
                .slice(sink.indexOf('#') + 1)
                .split('.')
                .at(-1)
          );
        const cls = one.m.facts.classes[one.m.fn(one.f).cls ?? -1]?.n;
        return `${cls}.${fnName(one.m, one.f)}` === sink || namedSink(sink, chainOf(m, e));
      });
    });
  }
}

/** Calls that can only hand something on to another place. */
const HANDS_ON = /^(fetch|post|send\w*|publish\w*|emit|add|push|insert\w*|append\w*|enqueue|produce|log[A-Z]\w*)$/;

const SENDS =
  /^(fetch|post|put|send\w*|publish\w*|emit|add|push|insert\w*|write\w*|append\w*|report\w*|createEvent|track|request|enqueue|produce|xadd|save\w*|create\w*|log|ingest\w*|capture|index|record\w*|upsert\w*|batch\w*|execute|run|query)$/;

/** `AuditService.log` also names a receiver: `auditService.log(…)`. */
function namedSink(sink: string, chain: readonly Step[]): boolean {
  const [receiver, method] = sink.split('.');
  return (
    method !== undefined && chain.length > 1 && chain.at(-1)?.name === method && joined(chain.at(-2)?.name ?? '') === joined(receiver ?? '')
  );
}

export function isAuditWrite(write: StoreWrite): boolean {
  return (
    auditStore(write.noun) ||
    (maybeAuditStore(write.noun) && write.verb !== 'update' && tellsWhoDidWhat(write.fields.map((one) => one.name)))
  );
}

function eventName(m: Module, e: ExprId): string {
  const expr = m.expr(e);
  if (expr.k === 'lit') return typeof expr.v === 'string' ? expr.v : '';
  if (expr.k === 'new' || expr.k === 'ref' || expr.k === 'member') return nameOf(m, e);
  return '';
}

function both(effects: readonly Effect[]): Effect {
  if (effects.every((one) => one === 'always')) return 'always';
  if (effects.some((one) => one === 'always' || one === 'sometimes')) return effects.length > 1 ? 'unknown' : 'sometimes';
  return effects.some((one) => one === 'unknown') ? 'unknown' : 'nothing';
}
