/** All that a model may ask of the program. Pure: no disk, no clock, no rule. */
import type { ProjectConfig } from '../../contract/types.ts';
import type { Expr, ExprId, FnId } from '../facts/types.ts';
import type { Module } from '../link/module.ts';
import type { Program } from '../link/program.ts';
import { returned, targetsOf } from '../value/calls.ts';
import { ROOT } from '../value/contexts.ts';
import { Evaluator } from '../value/evaluator.ts';
import { absent, alternatives } from '../value/make.ts';
import { asBase, elementOf, slotValue, superCall } from '../value/members.ts';
import { argumentValue } from '../value/params.ts';
import { Sites } from '../value/sites.ts';
import type { Ctx, FnV, Instance, Ref, Value } from '../value/types.ts';
import type { CallSite } from './model.ts';

export class Query {
  readonly program: Program;
  readonly config: ProjectConfig;
  readonly sites: Sites;
  readonly ev: Evaluator;
  /** The modules whose code is judged: no tests, no generated files. */
  readonly judged: { has(m: Module): boolean };

  constructor(program: Program, config: ProjectConfig) {
    this.program = program;
    this.config = config;
    this.judged = { has: (m) => program.judged(m) };
    this.ev = new Evaluator(program);
    this.sites = new Sites(this.ev);
  }

  /** The judged modules that hold a word of some model, in path order: what a look at the whole project goes through. */
  get roots(): readonly Module[] {
    return this.program.roots;
  }

  /** The text of a file that is no source, such as a `package.json`; undefined when there is none. */
  file(path: string): string | undefined {
    this.ev.note(path);
    return this.program.files.read(path);
  }

  ref(m: Module, e: ExprId, ctx: Ctx = ROOT): Ref {
    return { m, e, ctx };
  }

  /** The expression behind a reference. */
  expr(ref: Ref): Expr {
    return ref.m.expr(ref.e);
  }

  /** A part of the same expression tree, in the same context. */
  part(ref: Ref, e: ExprId): Ref {
    return { m: ref.m, e, ctx: ref.ctx };
  }

  value(ref: Ref): Value {
    return this.ev.value(ref);
  }

  /** A property of a value, by name; follows alternatives. Dots descend: `env.region`. */
  prop(value: Value, path: string): Value {
    return path.split('.').reduce((at, name) => this.ev.member(at, name, at.at), value);
  }

  /** The property names of an object value, and whether there may be more. */
  propNames(value: Value): { names: readonly string[]; open: boolean } {
    const objects = alternatives(value);
    return {
      names: objects.flatMap((one) => (one.is === 'object' ? [...one.props.keys()] : [])),
      open: objects.some((one) => one.is !== 'object' || one.open !== undefined),
    };
  }

  /** The items of a list value, each with its alternatives; undefined when it is no list or may hold more. */
  items(value: Value): readonly Value[] | undefined {
    return value.is === 'list' && !value.open ? value.items.map((slot) => slotValue(this.ev, slot, value.at)) : undefined;
  }

  element(value: Value): Value {
    return elementOf(this.ev, value, false, value.at);
  }

  /** A call or `new` as models see it. */
  call(at: Ref): CallSite | undefined {
    const expr = at.m.expr(at.e);
    if (expr.k !== 'call' && expr.k !== 'new') return undefined;
    const callee = this.value({ m: at.m, e: expr.c, ctx: at.ctx });
    return this.callOf(at, callee, callee.is === 'ext' ? callee.key : '');
  }

  callOf(at: Ref, callee: Value, key: string): CallSite {
    const expr = at.m.expr(at.e) as Extract<Expr, { k: 'call' | 'new' }>;
    return {
      at,
      key,
      callee,
      isNew: expr.k === 'new' || at.m.expr(expr.c).k === 'super',
      args: expr.a.map((e) => ({ m: at.m, e, ctx: at.ctx })),
      arg: (i) =>
        expr.a[i] === undefined && !expr.a.some((e) => at.m.expr(e).k === 'spread') ? absent(at) : argumentValue(this.ev, at, i, false, at),
    };
  }

  /** The project's functions that a call may run. */
  targets(call: Ref): readonly { m: Module; f: FnId; ctx: Ctx; self?: Value | undefined }[] {
    return targetsOf(this.ev, call);
  }

  /** The calls that may run a function. */
  callers(m: Module, f: FnId): readonly Ref[] {
    return this.sites.of(m, f);
  }

  /** What a function value returns when called at `call`. */
  returns(fn: FnV, call: Ref): Value {
    return returned(this.ev, fn, call);
  }

  /** The `super(…)` call that made an instance's base, in the context of its making. */
  superCall(instance: Instance): Ref | undefined {
    return superCall(this.ev, instance);
  }

  /** The base class of an instance: the same instance seen as one of its project base class, or the value of an outside base. */
  base(instance: Instance): Value | undefined {
    const heritage = instance.m.facts.classes[instance.c]?.heritage;
    if (heritage === undefined) return undefined;
    const value = this.value({ m: instance.m, e: heritage, ctx: instance.ctx });
    return value.is === 'class' ? asBase(this.ev, instance, value) : value;
  }

  /** Source-like text of an expression, short, for messages: `user.lockedUntil`, `save(…)`. */
  text(ref: Ref, depth = 0): string {
    const expr = this.expr(ref);
    const sub = (e: ExprId): string => (depth > 5 ? '…' : this.text(this.part(ref, e), depth + 1));
    switch (expr.k) {
      case 'lit':
        return typeof expr.v === 'string' ? `'${expr.v.slice(0, 40)}'` : String(expr.v);
      case 'ref':
        return ref.m.bindingName(expr.b);
      case 'free':
        return expr.n;
      case 'this':
        return 'this';
      case 'super':
        return 'super';
      case 'member':
        return `${sub(expr.o)}.${expr.n}`;
      case 'index':
        return `${sub(expr.o)}[${sub(expr.i)}]`;
      case 'call':
        return `${sub(expr.c)}(${expr.a.length > 0 ? '…' : ''})`;
      case 'new':
        return `new ${sub(expr.c)}(${expr.a.length > 0 ? '…' : ''})`;
      case 'await':
        return sub(expr.e);
      case 'dflt':
        return sub(expr.e);
      case 'param':
        return ref.m.fn(expr.f).params[expr.i]?.n ?? '…';
      default:
        return '…';
    }
  }
}
