/** Records written by the store itself: ORM hooks, subscribers and client extensions. */

import type { ClassFact, Effect, ExprId, FnId, Module, Query, Sketch } from '../../../../engine/rule/index.ts';
import { alternatives } from '../../../../engine/rule/index.ts';
import { perName } from '../per-name.ts';
import type { Entry, Lookup } from './by-name.ts';
import { byName } from './by-name.ts';
import { chainOf, nameOf } from './chain.ts';
import { joined, nounOf } from './names.ts';
import type { StoreWrite } from './writes.ts';

type Verb = StoreWrite['verb'];

/** What hooks need of the sinks: whether a function writes a record. */
export interface Recorder {
  records(m: Module, f: FnId): boolean;
}

/** What a module says that hooks may be read from. */
export interface HookSketch {
  /** Classes that subscribe to a store, or have decorated hooks. */
  readonly hooked?: readonly number[];
  /** Calls that register a hook. */
  readonly registered?: readonly ExprId[];
}

const HEIRS = 'heirs';

export function hookedIn(m: Module): number[] {
  return m.facts.classes.flatMap((cls, c) => (hooksOf(m, cls).length > 0 ? [c] : []));
}

/** Named classes with a base, which may have hooks for them. One entry for all: they matter only where some class has hooks. */
export function heirsIn(m: Module): Entry<number>[] {
  return byName(m.facts.classes.flatMap((cls, c) => (cls.heritage !== undefined && cls.n ? [['', c]] : [])));
}

/** Whether a method of that name may register a hook. */
export function registersHook(method: string): boolean {
  return /^(\$use|\$extends|addHook|post)$/.test(method) || verbsOf(method).length > 0;
}

/** Those of the calls by such names that do. */
export function registeredIn(m: Module, calls: readonly ExprId[]): ExprId[] {
  return calls.filter((e) => {
    const expr = m.expr(e);
    const callee = expr.k === 'call' ? m.expr(expr.c) : undefined;
    if (expr.k !== 'call' || callee?.k !== 'member') return false;
    return callee.n === '$use' || callee.n === '$extends' || registeredVerbs(m, callee.n, expr.a).length > 0;
  });
}

const HOOK = /^(?:on)?after(?:bulk)?(create|insert|update|save|upsert|remove|destroy|delete|softremove)$/;

export class Hooks {
  private readonly q: Query;
  private readonly recorder: Recorder;
  private readonly seen: Lookup & { readonly sketches: readonly Sketch<HookSketch>[] };
  /** Noun (or `*`) to the verbs whose writes leave a record. */
  private readonly nouns = new Map<string, Set<Verb>>();
  /** Classes whose own hooks record. */
  private readonly classes = new Map<string, Set<Verb>>();
  private client = false;

  constructor(q: Query, recorder: Recorder, seen: Hooks['seen']) {
    this.q = q;
    this.recorder = recorder;
    this.seen = seen;
  }

  effect(m: Module, e: ExprId, write: StoreWrite | undefined): Effect {
    const inClass = this.ofThis(m, e);
    if (inClass) return inClass;
    if (!write) return 'nothing';
    if (this.nouns.get(write.noun)?.has(write.verb)) return 'always';
    if (this.nouns.get('*')?.has(write.verb)) return 'unknown';
    return this.client && chainOf(m, e).some((one) => /^(prisma|tx|db|trx|client)/i.test(one.name)) ? 'unknown' : 'nothing';
  }

  /** `this.save(…)`, `this.create(…)` in a class whose base has recording hooks. */
  private ofThis(m: Module, e: ExprId): Effect | undefined {
    if (this.classes.size === 0) return undefined;
    const chain = chainOf(m, e);
    const verb = VERBS.get(chain.at(-1)?.name ?? '');
    if (!verb || chain.length !== 2 || !(chain[0]?.isThis || m.expr(chain[0]?.e ?? 0).k === 'super')) return undefined;
    for (let f = m.ownerOf(e); f !== 0; f = m.fn(f).parent) {
      const cls = m.fn(f).cls;
      if (cls !== undefined) return this.classes.get(`${m.id}.${cls}`)?.has(verb) ? 'always' : undefined;
    }
    return undefined;
  }

  /** Reads the project's hooks; before that no write has any. The recorder asks back meanwhile. */
  *prepare(): Generator<void, void> {
    for (const { m, v } of this.seen.sketches) {
      if (!v.hooked && !v.registered) continue;
      yield;
      for (const c of v.hooked ?? []) this.decorated(m, c);
      for (const e of v.registered ?? []) this.registered(m, e);
    }
    if (this.classes.size > 0) this.inherit();
  }

  private decorated(m: Module, c: number): void {
    const cls = m.facts.classes[c];
    if (!cls) return;
    const subscriber = subscribes(m, cls);
    for (const { f, verbs } of hooksOf(m, cls)) {
      if (!this.recorder.records(m, f)) continue;
      if (subscriber) this.add('*', verbs);
      else this.classes.set(`${m.id}.${c}`, new Set([...(this.classes.get(`${m.id}.${c}`) ?? []), ...verbs]));
    }
  }

  /** `schema.post('save', …)`, `User.afterUpdate(…)`, `User.addHook('afterUpdate', …)`, `prisma.$use(…)`, `$extends(…)`. */
  private registered(m: Module, e: ExprId): void {
    const expr = m.expr(e);
    if (expr.k !== 'call') return;
    const callee = m.expr(expr.c);
    if (callee.k !== 'member') return;
    const last = expr.a.at(-1);
    if (last === undefined) return;
    if (callee.n === '$use' || callee.n === '$extends') {
      this.client ||= this.functionsIn(m, last).some((one) => this.recorder.records(one.m, one.f));
      return;
    }
    const verbs = registeredVerbs(m, callee.n, expr.a);
    if (!this.functionsIn(m, last).some((one) => this.recorder.records(one.m, one.f))) return;
    if (callee.n !== 'post') this.add(nounOf(nameOf(m, callee.o)), verbs);
    else for (const noun of modelsOf(m)) this.add(noun, verbs);
  }

  private functionsIn(m: Module, e: ExprId, depth = 0): { m: Module; f: FnId }[] {
    const expr = m.expr(e);
    if (expr.k === 'fn') return [{ m, f: expr.f }];
    if (expr.k === 'obj' && depth < 4) return expr.p.flatMap((p) => this.functionsIn(m, 's' in p ? p.s : p.v, depth + 1));
    if (expr.k === 'call' && depth < 4) return expr.a.flatMap((one) => this.functionsIn(m, one, depth + 1));
    return alternatives(this.q.value(this.q.ref(m, e))).flatMap((one) => (one.is === 'fn' ? [{ m: one.m, f: one.f }] : []));
  }

  /** Classes below one with recording hooks leave records too. */
  private inherit(): void {
    const hooked = this.seen.sketches.map(({ m, v }) => ({ m, classes: v.hooked ?? [] }));
    const heirs = this.seen.named<number[]>(HEIRS, '').map(({ m, v }) => ({ m, classes: v }));
    for (const { m, classes } of [...hooked, ...heirs]) {
      for (const c of classes) {
        const cls = m.facts.classes[c];
        if (!cls) continue;
        const verbs = new Set<Verb>(this.classes.get(`${m.id}.${c}`));
        let at: { m: Module; heritage: ExprId | undefined } = { m, heritage: cls.heritage };
        for (let depth = 0; depth < 6 && at.heritage !== undefined; depth += 1) {
          const base = this.q.value(this.q.ref(at.m, at.heritage));
          if (base.is !== 'class') break;
          for (const verb of this.classes.get(`${base.m.id}.${base.c}`) ?? []) verbs.add(verb);
          at = { m: base.m, heritage: base.m.facts.classes[base.c]?.heritage };
        }
        if (verbs.size > 0 && cls.n) this.add(nounOf(cls.n), [...verbs]);
      }
    }
  }

  private add(noun: string, verbs: readonly Verb[]): void {
    if (noun) this.nouns.set(noun, new Set([...(this.nouns.get(noun) ?? []), ...verbs]));
  }
}

const POST: ReadonlyMap<string, string> = new Map(
  Object.entries({
    save: 'save',
    findOneAndUpdate: 'update',
    updateOne: 'update',
    updateMany: 'update',
    findOneAndDelete: 'delete',
    deleteOne: 'delete',
    remove: 'delete',
    insertMany: 'create',
    deleteMany: 'delete',
    findOneAndRemove: 'delete',
  }),
);
const VERBS: ReadonlyMap<string, Verb> = new Map<string, Verb>(
  Object.entries<Verb>({
    create: 'create',
    save: 'update',
    update: 'update',
    destroy: 'delete',
    upsert: 'upsert',
    bulkCreate: 'create',
    findOrCreate: 'upsert',
    remove: 'delete',
    softRemove: 'delete',
    restore: 'update',
  }),
);

function subscribes(m: Module, cls: ClassFact): boolean {
  return (cls.dec ?? []).some((dec) => nameOf(m, dec) === 'EventSubscriber');
}

/** The methods of a class that run after a write, by their own names or their decorators'. */
function hooksOf(m: Module, cls: ClassFact): { f: FnId; verbs: Verb[] }[] {
  const subscriber = subscribes(m, cls);
  return cls.methods.flatMap((method) => {
    const names = subscriber ? [method.n] : (m.fn(method.f).dec ?? []).map((dec) => nameOf(m, dec));
    const verbs = names.flatMap((name) => verbsOf(name));
    return verbs.length > 0 ? [{ f: method.f, verbs }] : [];
  });
}

function registeredVerbs(m: Module, method: string, args: readonly ExprId[]): readonly Verb[] {
  const first = args[0] as ExprId;
  if (method === 'addHook') return verbsOf(nameOf(m, first));
  return method === 'post' ? verbsOf(`after${POST.get(nameOf(m, first)) ?? ''}`) : verbsOf(method);
}

const verbsOf: (name: string) => readonly Verb[] = perName((name) => {
  switch (HOOK.exec(joined(name))?.[1]) {
    case 'create':
    case 'insert':
      return ['create'];
    case 'update':
      return ['update'];
    case 'save':
    case 'upsert':
      return ['create', 'update', 'upsert'];
    case 'remove':
    case 'destroy':
    case 'delete':
    case 'softremove':
      return ['delete'];
    default:
      return [];
  }
});

/** The models a file defines: `model('User', schema)`, `SchemaFactory.createForClass(User)`. */
function modelsOf(m: Module): string[] {
  return m.facts.calls.flatMap((e) => {
    const expr = m.expr(e);
    const name = expr.k === 'call' ? nameOf(m, expr.c) : '';
    const first = expr.k === 'call' ? expr.a[0] : undefined;
    return first !== undefined && /^(model|createForClass|discriminator)$/.test(name) ? [nounOf(nameOf(m, first))] : [];
  });
}
