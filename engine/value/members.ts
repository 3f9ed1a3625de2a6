/** Objects, lists, and what is read from any value by name. */
import type { ClassId, Expr, ExprId, Prop } from '../facts/types.ts';
import type { Module } from '../link/module.ts';
import { typeValue } from './annotations.ts';
import { ROOT } from './contexts.ts';
import type { Evaluator } from './evaluator.ts';
import { absent, alternatives, known, oneOf, stringOf, through, unknown } from './make.ts';
import { put, spreadInto } from './spread.ts';
import type { Instance, ListV, ObjectV, Ref, Slot, Unknown, Value } from './types.ts';
import { written } from './writes.ts';

export function objectOf(ev: Evaluator, props: readonly Prop[], at: Ref): Value {
  const out = new Map<string, Slot>();
  let open: Unknown | undefined;
  const sub = (e: ExprId): Ref => ({ m: at.m, e, ctx: at.ctx });
  for (const one of props) {
    if ('s' in one) {
      const spread = spreadInto(out, ev.value(sub(one.s)), at);
      if (!spread) continue;
      open ??= spread;
      for (const [name, slot] of out) out.set(name, { ...slot, covered: true });
    } else if ('c' in one) {
      const keys = alternatives(ev.value(sub(one.c)));
      if (keys.every((key) => stringOf(key) !== undefined))
        for (const key of keys) put(out, stringOf(key) as string, { refs: [sub(one.v)], maybe: keys.length > 1 });
      else open ??= unknown('open-object', sub(one.c));
    } else if (one.get) put(out, one.n, { refs: [getterResult(at, one.v)], maybe: false });
    else put(out, one.n, { refs: [sub(one.v)], maybe: false });
  }
  return { is: 'object', props: out, at, ...(open && { open }) } satisfies ObjectV;
}

/** A getter stands for what it returns when it returns one thing. */
function getterResult(at: Ref, e: ExprId): Ref {
  const expr = at.m.expr(e);
  const body = expr.k === 'fn' ? at.m.fn(expr.f).body : [];
  const last = body.length === 1 ? body[0] : undefined;
  return { m: at.m, e: last?.k === 'ret' && last.e !== undefined ? last.e : e, ctx: at.ctx };
}

export function listOf(ev: Evaluator, parts: readonly ExprId[], at: Ref): Value {
  const items: Slot[] = [];
  let open: Unknown | undefined;
  for (const e of parts) {
    const ref: Ref = { m: at.m, e, ctx: at.ctx };
    const expr: Expr = at.m.expr(e);
    if (expr.k !== 'spread') items.push({ refs: [ref], maybe: false });
    else {
      const spread = ev.value(ref);
      for (const one of alternatives(spread)) {
        if (one.is === 'list') {
          items.push(...one.items);
          open ??= one.open;
        } else if (one.is !== 'absent') open ??= unknown('open-object', ref);
      }
    }
  }
  return { is: 'list', items, at, ...(open && { open }) } satisfies ListV;
}

export function slotValue(ev: Evaluator, slot: Slot, at: Ref): Value {
  const found = slot.refs.map((ref) => ev.value(ref));
  if (slot.made) found.push(slot.made);
  const values = slot.writes ? found.map((one) => written(ev, one, slot.writes ?? [], at)) : found;
  return oneOf(slot.maybe ? [...values, absent(at)] : values, at);
}

export function memberOf(ev: Evaluator, object: Value, name: string, at: Ref): Value {
  switch (object.is) {
    case 'oneOf':
      return oneOf(
        object.of.map((one) => memberOf(ev, one, name, at)),
        at,
      );
    case 'object': {
      const slot = object.props.get(name);
      if (slot) {
        const value = through(slotValue(ev, slot, at), at);
        return slot.covered && object.open ? oneOf([value, object.open], at) : withVia(value, object);
      }
      return object.open ?? absent(object.at);
    }
    case 'list':
      if (name === 'length')
        return object.open || object.items.some((one) => one.maybe) ? unknown('dynamic', at) : known(object.items.length, at);
      if (/^\d+$/.test(name)) {
        const { items, open } = object;
        const slot = items[Number(name)];
        // Where an item may be missing, those behind it move up.
        if (items.slice(0, Number(name) + 1).some((one) => one.maybe)) return oneOf([elementOf(ev, object, false, at), absent(at)], at);
        return slot ? slotValue(ev, slot, at) : (open ?? absent(object.at));
      }
      return unknown('member', at, { name });
    case 'ns':
      return ev.export(object.m, name, at);
    case 'ext':
      return extMember(object, name, at);
    case 'instance':
      return instanceMember(ev, object, name, at);
    case 'class':
      return staticMember(ev, object.m, object.c, name, at);
    case 'known':
      if (name === 'length' && typeof object.v === 'string') return known(object.v.length, at);
      return unknown('member', at, { name });
    case 'unknown':
      if (object.type) {
        const typed = memberOf(ev, object.type, name, at);
        if (typed.is !== 'unknown') return typed.is === 'ext' ? { ...typed, read: object } : typed;
      }
      return unknown(object.why, at, {
        name: object.name === undefined ? name : `${object.name}.${name}`,
        ...(object.fn && { fn: object.fn }),
      });
    case 'absent':
      return absent(at);
    default:
      return unknown('member', at, { name });
  }
}

function withVia(value: Value, object: ObjectV): Value {
  return object.via && !value.via ? { ...value, via: object.via } : value;
}

function extMember(object: Extract<Value, { is: 'ext' }>, name: string, at: Ref): Value {
  if (object.key === 'global#process.env' || object.key === 'node:process#env' || object.key === 'global#import.meta.env') {
    return unknown('environment', at, { name });
  }
  if (object.key.endsWith('#') && name === 'default') return { ...object, at };
  const dot = object.key.endsWith('#') ? '' : '.';
  return { is: 'ext', key: `${object.key}${dot}${name}`, at, base: object };
}

function staticMember(ev: Evaluator, m: Module, c: ClassId, name: string, at: Ref): Value {
  const cls = m.facts.classes[c];
  const method = cls?.methods.find((one) => one.static && one.n === name && one.acc !== 'set');
  if (method?.acc === 'get') {
    const last = m.fn(method.f).body.at(-1);
    return last?.k === 'ret' && last.e !== undefined ? through(ev.value(ev.ref(m, last.e)), at) : unknown('member', at, { name });
  }
  if (method) return { is: 'fn', m, f: method.f, ctx: ROOT, at: ev.ref(m, m.fn(method.f).e) };
  const field = cls?.fields.find((one) => one.static && one.n === name);
  if (field?.e !== undefined) return through(ev.value(ev.ref(m, field.e)), at);
  const heritage = cls?.heritage;
  if (heritage !== undefined)
    return ev.climb(`static ${m.id}.${c}.${name}`, undefined, at, () => memberOf(ev, ev.value(ev.ref(m, heritage)), name, at));
  return unknown('member', at, { name });
}

/** The context of an instance's own constructor: its parameters bound to the `new` that made it. */
export function ctorContext(ev: Evaluator, self: Instance, m: Module, ctor: number): Ref['ctx'] {
  return ev.contexts.bind(m, ctor, self.call, self, self.ctx);
}

function instanceMember(ev: Evaluator, self: Instance, name: string, at: Ref): Value {
  const cls = self.m.facts.classes[self.c];
  if (!cls) return unknown('member', at, { name });
  const method = cls.methods.find((one) => !one.static && one.n === name && one.acc !== 'set');
  if (method) {
    if (method.acc === 'get') return getter(ev, self, method.f, at);
    return { is: 'fn', m: self.m, f: method.f, ctx: self.ctx, self, at: ev.ref(self.m, self.m.fn(method.f).e) };
  }
  const ctor = cls.ctor;
  const ctx = ctor === undefined ? self.ctx : ctorContext(ev, self, self.m, ctor);
  const options: Value[] = [];
  for (const field of cls.fields) {
    if (field.static || field.n !== name) continue;
    if (field.e !== undefined) options.push(ev.value({ m: self.m, e: field.e, ctx }));
  }
  for (const e of thisWrites(self.m, self.c).get(name) ?? []) options.push(ev.value({ m: self.m, e, ctx }));
  if (options.length > 0) {
    const value = oneOf(options, at);
    const ann = cls.fields.find((one) => one.n === name)?.ann;
    const typed =
      ann !== undefined && alternatives(value).every((one) => one.is === 'unknown' && !one.type) ? typeValue(ev, self.m, ann) : undefined;
    return through(typed && value.is === 'unknown' ? { ...value, type: typed } : value, at);
  }
  const field = cls.fields.find((one) => !one.static && one.n === name);
  if (field?.ann !== undefined) {
    const type = typeValue(ev, self.m, field.ann);
    if (type) return through(type, at);
  }
  if (cls.heritage !== undefined) return inherited(ev, self, name, at, ev.ref(self.m, cls.heritage, self.ctx));
  return field ? unknown('reassigned', at, { name }) : unknown('member', at, { name });
}

function getter(ev: Evaluator, self: Instance, f: number, at: Ref): Value {
  const body = self.m.fn(f).body;
  const last = body.at(-1);
  if (last?.k !== 'ret' || last.e === undefined) return unknown('member', at);
  return through(ev.value({ m: self.m, e: last.e, ctx: ev.contexts.bind(self.m, f, undefined, self, self.ctx) }), at);
}

function inherited(ev: Evaluator, self: Instance, name: string, at: Ref, heritage: Ref): Value {
  const base = ev.value(heritage);
  if (base.is === 'class') {
    const made = self.call ? `${self.call.m.id}.${self.call.e}.${self.call.ctx.id}` : '';
    const step = `base ${self.m.id}.${self.c}.${self.ctx.id}.${name} ${made}`;
    return ev.climb(step, self.call?.ctx, at, () => memberOf(ev, asBase(ev, self, base), name, at));
  }
  if (base.is === 'ext') return { is: 'ext', key: `${base.key}().${name}`, at, base: self };
  return unknown('member', at, { name });
}

/** The same instance, seen as one of its base class: made by the `super(…)` call of its own constructor. */
export function asBase(ev: Evaluator, self: Instance, base: Extract<Value, { is: 'class' }>): Instance {
  const call = superCall(ev, self);
  return { is: 'instance', m: base.m, c: base.c, ctx: base.ctx, at: self.at, ...(call && { call }) };
}

/** The `super(…)` call in the context of the instance's making; an implicit constructor hands its own `new` through. */
export function superCall(ev: Evaluator, self: Instance): Ref | undefined {
  const cls = self.m.facts.classes[self.c];
  if (cls?.ctor === undefined) return undefined;
  if (self.m.fn(cls.ctor).implicit) return self.call;
  const ctx = ctorContext(ev, self, self.m, cls.ctor);
  for (const call of self.m.facts.calls) {
    const expr = self.m.expr(call);
    if (expr.k === 'call' && self.m.expr(expr.c).k === 'super' && self.m.ownerOf(call) === cls.ctor) return { m: self.m, e: call, ctx };
  }
  return undefined;
}

const writesOf = new WeakMap<Module, Map<ClassId, Map<string, ExprId[]>>>();

/** `this.x = e` in the constructor (or elsewhere, when the constructor has none), by name. */
function thisWrites(m: Module, c: ClassId): Map<string, ExprId[]> {
  let all = writesOf.get(m);
  if (!all) {
    all = new Map();
    m.facts.exprs.forEach((expr, e) => {
      if (expr.k !== 'assign' || expr.op !== '=') return;
      const target = m.expr(expr.t);
      if (target.k !== 'member' || m.expr(target.o).k !== 'this') return;
      let f = m.ownerOf(e);
      while (m.fn(f).k === 'arrow') f = m.fn(f).parent;
      const cls = m.fn(f).cls;
      if (cls === undefined || m.facts.classes[cls]?.ctor !== f) return;
      const names = all?.get(cls) ?? new Map<string, ExprId[]>();
      all?.set(cls, names);
      names.set(target.n, [...(names.get(target.n) ?? []), expr.v]);
    });
    writesOf.set(m, all);
  }
  return all.get(c) ?? new Map();
}

/** Any element (or key) of a collection. */
export function elementOf(ev: Evaluator, value: Value, keys: boolean, at: Ref): Value {
  switch (value.is) {
    case 'oneOf':
      return oneOf(
        value.of.map((one) => elementOf(ev, one, keys, at)),
        at,
      );
    case 'list': {
      const parts = value.items.map((slot) => slotValue(ev, slot, at));
      return parts.length === 0 && !value.open ? unknown('dynamic', at) : oneOf(value.open ? [...parts, value.open] : parts, at);
    }
    case 'object': {
      const parts = [...value.props].map(([name, slot]) => (keys ? known(name, at) : slotValue(ev, slot, at)));
      return parts.length === 0 ? unknown('dynamic', at) : oneOf(value.open ? [...parts, value.open] : parts, at);
    }
    case 'unknown':
      return unknown(value.why, at, { ...(value.name !== undefined && { name: value.name }), ...(value.fn && { fn: value.fn }) });
    default:
      return unknown('dynamic', at);
  }
}

export function restOf(value: Value, expr: Extract<Expr, { k: 'rest' }>, at: Ref): Value {
  if (value.is === 'object') {
    const props = new Map([...value.props].filter(([name]) => !expr.x.includes(name)));
    return { ...value, props };
  }
  if (value.is === 'list' && expr.from !== undefined) return { ...value, items: value.items.slice(expr.from) };
  return value.is === 'unknown' ? value : unknown('dynamic', at);
}
