/** The audited acts of a project: every call that carries out an event, with the function it runs in. */

import type { Expr, ExprId, FnId, Module, Query, Sketch } from '../../../../engine/rule/index.ts';
import { expressionsWithin } from '../../../../engine/rule/index.ts';
import { perName } from '../per-name.ts';
import type { Calls } from './calls.ts';
import { SAYS } from './calls.ts';
import { chainOf, isInnerCall, nameOf } from './chain.ts';
import type { Checks } from './checks.ts';
import type { Around } from './events.ts';
import { eventOf } from './events.ts';
import type { Field } from './fields.ts';
import { carriesPassword, fieldsOf } from './fields.ts';
import { fnName, homeOf, undoes, wordsAround } from './functions.ts';
import { isAccount, isMembership, isTenant, joined, mayTell } from './names.ts';
import { sdkEvent } from './sdk.ts';
import type { Sinks } from './sinks.ts';
import type { StoreWrite } from './writes.ts';
import { readWrite } from './writes.ts';

export interface Act {
  readonly event: string;
  readonly m: Module;
  readonly e: ExprId;
  readonly home: FnId;
}

/** A function's write whose fields its callers decide. */
type Template = Pick<StoreWrite, 'verb' | 'noun'>;

const GENERIC = /^(get|find|list|fetch|is|has|to|on|set|use|then|catch|map|render|json|send|status)$/;

const isGeneric = perName((name) => GENERIC.test(name));

/** Arguments that hold no fields. */
const PLAIN = new Set(['lit', 'undef', 'tpl', 'fn', 'free', 'this', 'param', 'sum', 'un', 'jsx', 'class']);

/** One of each kind that a template may be. */
const ANY_TEMPLATE: readonly Template[] = ['user', 'teammember', 'tenant'].map((noun) => ({ verb: 'update', noun }));

/** The calls of a module that may carry out an event, as far as their form tells. */
export function actsIn(calls: Calls): ExprId[] {
  const { m } = calls;
  const words = new Map<FnId, string>();
  let at = 0;
  let asked = false;
  const around: Around = {
    get words() {
      const home = homeOf(m, m.ownerOf(at));
      let text = words.get(home);
      if (text === undefined) words.set(home, (text = wordsAround(m, home)));
      return text;
    },
    // Whether a password is checked takes a look at other modules: where that matters, the call may be an act.
    get checks() {
      asked = true;
      return false;
    },
  };
  const tells = tellsOfAccounts(m);
  return m.facts.calls.filter((e) => {
    const { k } = m.expr(e);
    if (k === 'new' || isInnerCall(m, e)) return false;
    if (k === 'call' && calls.says(e) & SAYS.store && sdkEvent(m, calls.chain(e)) !== undefined) return true;
    at = e;
    asked = false;
    const write = calls.write(e);
    const event = write ? eventOf(m, write, around) : k === 'call' && tells && templateEvent(m, e, around) ? 'some' : undefined;
    return asked || event !== undefined;
  });
}

/** Whether a module names a field anywhere whose change may be an event, or what carries such fields. */
function tellsOfAccounts(m: Module): boolean {
  for (const name of m.names) if (mayTell(name.slice(name.lastIndexOf('.') + 1)) || carriesPassword(name)) return true;
  return (
    m.facts.bindings.some((one) => carriesPassword(one.n)) ||
    m.facts.classes.some((one) => carriesPassword(one.n ?? '')) ||
    m.exprsOf('assign').some((e) => mayTell(nameOf(m, (m.expr(e) as Extract<Expr, { k: 'assign' }>).t))) ||
    m.exprsOf('text').some((e) => carriesPassword(nameOf(m, e)))
  );
}

/** The event that a call carries out when its function does nothing but the write of a template; undefined for a call that carries out none by any. */
function templateEvent(m: Module, e: ExprId, around: Around): ((one: Template) => string | undefined) | undefined {
  const expr = m.expr(e);
  if (expr.k !== 'call' || expr.a.length === 0) return undefined;
  const name = nameOf(m, expr.c);
  if (isGeneric(name)) return undefined;
  const fields = expr.a.flatMap((arg): readonly Field[] =>
    PLAIN.has(m.expr(arg).k) ? [] : fieldsOf(m, arg).list.filter((one) => one.value !== undefined),
  );
  if (!fields.some((one) => mayTell(one.name))) return undefined;
  const as = (one: Template): string | undefined => eventOf(m, { ...one, fields, open: false, where: '', e, op: name }, around);
  return ANY_TEMPLATE.some((one) => as(one) !== undefined) ? as : undefined;
}

export class Acts {
  private readonly q: Query;
  private readonly sinks: Sinks;
  private readonly checks: Checks;
  private readonly templates = new Map<string, readonly Template[]>();
  private readonly leads = new Map<string, boolean>();
  private readonly arounds = new Map<string, Around>();

  constructor(q: Query, sinks: Sinks, checks: Checks) {
    this.q = q;
    this.sinks = sinks;
    this.checks = checks;
  }

  *all(sketches: readonly Sketch<{ readonly acts?: readonly ExprId[] }>[]): Generator<void, Act[]> {
    const out: (Act & { readonly through: readonly { m: Module; f: FnId }[] })[] = [];
    for (const { m, v } of sketches) {
      if (!v.acts) continue;
      yield;
      for (const e of v.acts) {
        const home = homeOf(m, m.ownerOf(e));
        const event = this.eventAt(m, e, home);
        if (event && !undoes(m, home, e)) out.push({ event, m, e, home, through: this.targetsIn(m, e) });
      }
    }
    // What a called function already carries out by itself stands there, and not here a second time.
    const there = new Set(out.map((one) => `${one.m.id}.${one.home}.${one.event}`));
    return out.filter((one) => !one.through.some((fn) => there.has(`${fn.m.id}.${fn.f}.${one.event}`)));
  }

  private eventAt(m: Module, e: ExprId, home: FnId): string | undefined {
    const named = m.expr(e).k === 'call' ? sdkEvent(m, chainOf(m, e)) : undefined;
    if (named) return named;
    const write = readWrite(m, e);
    // The cheap questions first: what surrounds a call, and who is called, is asked of few.
    if (write) {
      const event = eventOf(m, write, this.around(m, home));
      return event !== undefined && this.backed(m, e, 0) ? event : undefined;
    }
    if (m.expr(e).k !== 'call') return undefined;
    return this.throughTemplate(m, e, home);
  }

  /** A method of the project itself only counts as a store when it leads to one: `Tenant.create(…)` may just make an object. */
  private backed(m: Module, e: ExprId, depth: number): boolean {
    const key = `${m.id}.${e}`;
    const before = this.leads.get(key);
    if (before !== undefined) return before;
    this.leads.set(key, false);
    const found = this.leadsToStore(m, e, depth);
    this.leads.set(key, found);
    return found;
  }

  private leadsToStore(m: Module, e: ExprId, depth: number): boolean {
    if (m.expr(e).k !== 'call') return true;
    const targets = this.q.targets(this.q.ref(m, e)).filter((one) => !one.m.fn(one.f).bodiless);
    if (targets.length === 0) return true;
    return targets.some((one) =>
      expressionsWithin(one.m, one.m.fn(one.f).body).some((inner) => {
        const expr = one.m.expr(inner);
        if (expr.k === 'tagged') return readWrite(one.m, inner) !== undefined;
        if (expr.k !== 'call') return false;
        if (readWrite(one.m, inner)) return depth >= 3 || this.backed(one.m, inner, depth + 1);
        return (
          depth < 3 &&
          /^(query|execute|exec|run|raw|save|update|delete|remove|create|insert)/i.test(nameOf(one.m, expr.c)) &&
          (this.q.targets(this.q.ref(one.m, inner)).length === 0 || this.backed(one.m, inner, depth + 1))
        );
      }),
    );
  }

  around(m: Module, f: FnId): Around {
    const key = `${m.id}.${f}`;
    let found = this.arounds.get(key);
    if (!found) {
      let checks: boolean | undefined;
      const isCheck = (e: ExprId): boolean => this.checks.isCheck(m, e);
      found = {
        words: wordsAround(m, f),
        get checks() {
          return (checks ??= expressionsWithin(m, m.fn(f).body).some(isCheck));
        },
      };
      this.arounds.set(key, found);
    }
    return found;
  }

  /** `updateUser({ where, data: { password } })`: a thin function of the project does the write, its caller says what is written. */
  private throughTemplate(m: Module, e: ExprId, home: FnId): string | undefined {
    // What is written decides most calls; who is called costs an evaluation, so it is asked only where the answer may matter.
    const as = templateEvent(m, e, this.around(m, home));
    if (!as) return undefined;
    for (const one of this.templatesOf(m, e)) {
      const event = as(one);
      if (event) return event;
    }
    return undefined;
  }

  private templatesOf(m: Module, e: ExprId): readonly Template[] {
    const targets = this.targetsIn(m, e);
    const found = targets.flatMap((one) => this.template(one.m, one.f, 0));
    if (found.length > 0) return found;
    const noun =
      /^(?:update|patch|modify|edit|save)(user|account|member|organi[sz]ation|team|tenant)(?:s?byid|s?by\w+|data|info|details|fields)?$/.exec(
        joined(nameOf(m, (m.expr(e) as { c: ExprId }).c)),
      )?.[1];
    return noun ? [{ verb: 'update', noun }] : [];
  }

  /** The functions a call runs, by value or, for a telling name, by name. */
  targetsIn(m: Module, e: ExprId): readonly { m: Module; f: FnId }[] {
    const expr = m.expr(e);
    if (expr.k !== 'call') return [];
    const out = this.q.targets(this.q.ref(m, e)).map((one) => ({ m: one.m, f: one.f }));
    if (out.length > 0) return out;
    return this.sinks.likely(m, e);
  }

  private template(m: Module, f: FnId, depth: number): readonly Template[] {
    const key = `${m.id}.${f}`;
    const before = this.templates.get(key);
    if (before) return before;
    this.templates.set(key, []);
    const out: Template[] = [];
    const fn = m.fn(f);
    if (!fn.bodiless && depth < 4 && fn.params.length > 0) {
      for (const e of expressionsWithin(m, fn.body)) {
        const kind = m.expr(e).k;
        if (kind !== 'call' || isInnerCall(m, e)) continue;
        const write = readWrite(m, e);
        if (write) {
          if (
            write.open &&
            (write.verb === 'update' || write.verb === 'upsert') &&
            (isAccount(write.noun) || isTenant(write.noun) || isMembership(write.noun))
          )
            out.push({ verb: write.verb, noun: write.noun });
          continue;
        }
        const expr = m.expr(e);
        if (expr.k === 'call' && expr.a.some((arg) => handsOn(m, arg, f)))
          for (const target of this.q.targets(this.q.ref(m, e))) out.push(...this.template(target.m, target.f, depth + 1));
      }
    }
    const unique = out.filter((one, i) => out.findIndex((two) => two.noun === one.noun && two.verb === one.verb) === i);
    const named = unique.filter((one) => joined(`${fnName(m, f)} ${m.path}`).includes(one.noun));
    const kept = named.length > 0 ? named : unique.length === 1 ? unique : [];
    this.templates.set(key, kept);
    return kept;
  }
}

/** Whether an argument is, or holds, a parameter of the function as a whole. */
function handsOn(m: Module, e: ExprId, f: FnId): boolean {
  const expr = m.expr(e);
  if (expr.k === 'ref') {
    const init = m.facts.bindings[expr.b]?.e;
    const source = init === undefined ? undefined : m.expr(init);
    return source?.k === 'param' ? source.f === f : source?.k === 'member' && m.expr(source.o).k === 'param';
  }
  if (expr.k === 'obj') return expr.p.some((p) => handsOn(m, 's' in p ? p.s : p.v, f));
  return expr.k === 'spread' && handsOn(m, expr.e, f);
}
