/** What may this expression be? The one entry is `value`; everything it needs of the program goes through here. */
import type { Binding, BindingId, Expr, ExprId, FnId } from '../facts/types.ts';
import type { Module } from '../link/module.ts';
import type { Program } from '../link/program.ts';
import type { Dated } from '../link/revisions.ts';
import { Reads } from '../link/revisions.ts';
import { typeValue } from './annotations.ts';
import { callValue } from './calls.ts';
import { binding, Contexts, depthOf, MAX_CONTEXT_DEPTH, ROOT } from './contexts.ts';
import { exportValue, importValue, specifierValue } from './imports.ts';
import { absent, alternatives, isNullish, known, oneOf, step, through, truth, unknown, whileUnset } from './make.ts';
import { elementOf, listOf, memberOf, objectOf, restOf } from './members.ts';
import { binaryValue, concat, templateValue, unaryValue } from './operators.ts';
import { paramValue, thisValue } from './params.ts';
import type { Ctx, Ref, Value } from './types.ts';
import { writeOf, written } from './writes.ts';

/** Steps one question may take; beyond it the answer is unknown. */
const BUDGET = 8_000;
const MAX_DEPTH = 120;

/** A remembered answer, with what it cost and what it read: a hit charges the same as the work would, so that no answer hangs on what was asked before. */
interface Entry extends Dated {
  readonly value: Value;
  readonly steps: number;
  readonly height: number;
}

interface Frame {
  readonly m: Module | undefined;
  height: number;
  reads: Reads | undefined;
}

export class Evaluator {
  readonly program: Program;
  readonly contexts: Contexts = new Contexts();
  private memo = new Map<number, Map<ExprId, Entry>>();
  private remembered = 0;
  /** Answers to whole questions that were cut short: each starts afresh, so the same question gets the same answer. */
  private readonly answers = new Map<string, Dated & { readonly value: Value }>();
  private readonly open = new Set<string>();
  /** Outside every question and recording nobody asks what was read. */
  private readonly nobody: Frame = { m: undefined, height: 0, reads: undefined };
  private frame: Frame = this.nobody;
  private cut = 0;
  private depth = 0;
  private steps = 0;

  constructor(program: Program) {
    this.program = program;
  }

  ref(m: Module, e: ExprId, ctx: Ctx = ROOT): Ref {
    return { m, e, ctx };
  }

  /** Never throws. Nothing computed inside a cycle or beyond the budget is remembered for other questions, so answers do not depend on who asked first. */
  value(at: Ref): Value {
    return this.solve(at, at.e, () => this.compute(at, at.m.expr(at.e)));
  }

  /** Answers the question `id` of a module and context: an expression, or a variable (below zero), whose value is asked for at `at`. */
  private solve(at: Ref, id: number, compute: () => Value): Value {
    const { revisions } = this.program;
    const memoKey = at.m.id * 0x100000 + at.ctx.id;
    const whole = this.depth === 0;
    if (whole) this.steps = 0;
    this.read(at.m);
    const answered = whole ? this.answers.get(`${memoKey}.${id}`) : undefined;
    if (answered && revisions.holds(answered)) {
      if (answered.reads) this.noteAll(answered.reads);
      return answered.value;
    }
    const before = this.memo.get(memoKey)?.get(id);
    if (before && revisions.holds(before) && this.depth + before.height <= MAX_DEPTH && this.steps + before.steps <= BUDGET) {
      this.steps += before.steps;
      this.frame.height = Math.max(this.frame.height, before.height + 1);
      if (before.reads) this.noteAll(before.reads);
      return before.value;
    }
    const key = `${at.m.id}.${id}.${at.ctx.id}`;
    if (this.open.has(key)) {
      this.cut += 1;
      return unknown('cycle', at);
    }
    const stepsBefore = this.steps;
    this.steps += 1;
    if (this.depth >= MAX_DEPTH || this.steps > BUDGET || depthOf(at.ctx) > MAX_CONTEXT_DEPTH) {
      this.cut += 1;
      return unknown('budget', at);
    }
    const cutBefore = this.cut;
    const outer = this.frame;
    const frame: Frame = { m: at.m, height: 0, reads: undefined };
    this.frame = frame;
    this.open.add(key);
    this.depth += 1;
    let value: Value;
    try {
      value = compute();
    } finally {
      this.depth -= 1;
      this.open.delete(key);
      this.frame = outer;
      outer.height = Math.max(outer.height, frame.height + 1);
      if (frame.reads) this.noteAll(frame.reads);
    }
    if (this.cut === cutBefore)
      this.remember(memoKey, id, {
        value,
        steps: this.steps - stepsBefore,
        height: frame.height,
        reads: Reads.shortest(frame.reads),
        at: revisions.now,
      });
    else if (whole) this.answers.set(`${memoKey}.${id}`, { value, reads: Reads.shortest(frame.reads), at: revisions.now });
    return value;
  }

  /** A step up a chain of classes or along imports, which may lead back to where it started without an expression between. */
  climb(step: string, ctx: Ctx | undefined, at: Ref, work: () => Value): Value {
    const circular = this.open.has(step);
    if (circular || (ctx && depthOf(ctx) > MAX_CONTEXT_DEPTH)) {
      this.cut += 1;
      return unknown(circular ? 'cycle' : 'budget', at);
    }
    this.open.add(step);
    try {
      return work();
    } finally {
      this.open.delete(step);
    }
  }

  /** Runs some work and tells what it read: the modules whose facts were looked at, and the names whose calls were asked for. */
  recording<T>(work: () => T): { result: T; reads: Reads } {
    const outer = this.frame;
    const frame: Frame = { m: undefined, height: 0, reads: undefined };
    this.frame = frame;
    let result: T;
    try {
      result = work();
    } finally {
      this.frame = outer;
      if (frame.reads) this.noteAll(frame.reads);
    }
    return { result, reads: frame.reads ?? new Reads() };
  }

  /** Notes that the facts of a module were looked at. */
  read(m: Module): void {
    m.consulted = true;
    if (this.frame.m !== m) this.note(m.path);
  }

  /** Notes that something with this key was looked at. */
  note(key: string): void {
    if (this.frame !== this.nobody) (this.frame.reads ??= new Reads()).key(key);
  }

  /** Notes all that another answer read. */
  noteAll(reads: Reads): void {
    if (this.frame !== this.nobody) (this.frame.reads ??= new Reads()).part(reads);
  }

  /** Drops what was remembered of a module that was replaced, or whose imports lead elsewhere. */
  forget(m: Module): void {
    for (const key of this.memo.keys()) if (Math.floor(key / 0x100000) === m.id) this.memo.delete(key);
    for (const key of this.answers.keys()) if (Math.floor(Number.parseInt(key, 10) / 0x100000) === m.id) this.answers.delete(key);
  }

  private remember(key: number, e: ExprId, entry: Entry): void {
    if (this.remembered > 200_000) {
      this.memo = new Map();
      this.remembered = 0;
    }
    let table = this.memo.get(key);
    if (!table) this.memo.set(key, (table = new Map()));
    table.set(e, entry);
    this.remembered += 1;
  }

  private compute(at: Ref, expr: Expr): Value {
    const sub = (e: ExprId): Ref => ({ m: at.m, e, ctx: at.ctx });
    switch (expr.k) {
      case 'lit':
        return known(expr.v, at);
      case 'undef':
        return absent(at);
      case 'bigint':
        return known(Number(expr.v.replace(/n$/, '')), at);
      case 'regex':
        return { is: 'ext', key: 'global#RegExp()', at };
      case 'ref':
        return this.bindingValue(at.m, expr.b, at.ctx, at);
      case 'free':
        return freeValue(expr.n, at);
      case 'this':
        return thisValue(this, at);
      case 'meta':
        return { is: 'ext', key: 'global#import.meta', at };
      case 'param':
        return paramValue(this, at, expr.f, expr.i);
      case 'member':
        return this.member(this.value(sub(expr.o)), expr.n, at);
      case 'index':
        return this.index(this.value(sub(expr.o)), this.value(sub(expr.i)), at);
      case 'call':
      case 'new':
        return callValue(this, at, expr);
      case 'tagged':
        return unknown('call', at);
      case 'tpl':
        return templateValue(
          expr.s,
          expr.e.map((e) => this.value(sub(e))),
          at,
        );
      case 'sum':
        return concat(
          expr.e.map((e) => this.value(sub(e))),
          at,
        );
      case 'bin':
        return binaryValue(this, expr.op, sub(expr.l), sub(expr.r), at);
      case 'un':
        return unaryValue(expr.op, this.value(sub(expr.e)), at);
      case 'assign':
        return expr.op === '=' ? this.value(sub(expr.v)) : oneOf([this.value(sub(expr.t)), this.value(sub(expr.v))], at);
      case 'cond': {
        const test = truth(this.value(sub(expr.c)));
        if (test === true) return this.value(sub(expr.t));
        if (test === false) return this.value(sub(expr.f));
        return oneOf([this.value(sub(expr.t)), this.value(sub(expr.f))], at);
      }
      case 'dflt':
        return this.withDefault(this.value(sub(expr.e)), sub(expr.d), at);
      case 'obj':
        return objectOf(this, expr.p, at);
      case 'arr':
        return listOf(this, expr.e, at);
      case 'spread':
      case 'await':
        return this.value(sub(expr.e));
      case 'rest':
        return restOf(this.value(sub(expr.o)), expr, at);
      case 'fn':
        return { is: 'fn', m: at.m, f: expr.f, ctx: at.ctx, at };
      case 'class':
        return { is: 'class', m: at.m, c: expr.c, ctx: at.ctx, at };
      case 'each':
        return elementOf(this, this.value(sub(expr.e)), expr.key === 1, at);
      case 'seq':
        return this.value(sub(expr.e.at(-1) as ExprId));
      case 'import': {
        const name = this.value(sub(expr.e));
        return name.is === 'known' && typeof name.v === 'string' ? specifierValue(this, at.m, name.v, at) : unknown('dynamic', at);
      }
      case 'type':
        return typeValue(this, at.m, at.e) ?? unknown('syntax', at);
      case 'opaque':
        return unknown(expr.why === 'caught' ? 'caught' : 'syntax', at);
      default:
        return unknown('syntax', at);
    }
  }

  /** `value`, or the default where it is undefined. */
  withDefault(value: Value, fallback: Ref, at: Ref): Value {
    const parts = alternatives(value).flatMap((one) => {
      if (one.is === 'absent') return [this.value(fallback)];
      if (one.is === 'unknown' && one.why === 'environment') return whileUnset(this.value(fallback));
      if (one.is === 'unknown') return [this.value(fallback), one];
      return [one];
    });
    return oneOf(parts, at);
  }

  bindingValue(m: Module, b: BindingId, ctx: Ctx, at: Ref): Value {
    const decl = m.facts.bindings[b];
    if (!decl) return unknown('syntax', at);
    const { imp } = decl;
    // A name that is imported and exported at once may lead round without an expression between.
    if (imp !== undefined) return this.climb(`import ${m.id}.${b}`, undefined, at, () => through(importValue(this, m, imp, at), at));
    // Many writes are gathered once, however often the variable is read.
    if (decl.e !== undefined && (decl.mw || decl.dw)) {
      const made: Ref = { m, e: decl.e, ctx };
      return through(
        this.solve(made, -1 - b, () => this.variable(m, decl, ctx, made)),
        at,
      );
    }
    return this.variable(m, decl, ctx, at);
  }

  private variable(m: Module, decl: Binding, ctx: Ctx, at: Ref): Value {
    const options: Value[] = [];
    if (decl.e !== undefined) {
      const first = through(this.value({ m, e: decl.e, ctx }), at);
      if (!(isNullish(first) && decl.w?.length)) options.push(first);
    }
    for (const write of (decl.w ?? []).slice(0, 12)) {
      const assign = m.expr(write);
      if (assign.k === 'assign' && (assign.op === '=' || assign.op === '??=' || assign.op === '||='))
        options.push(through(this.value({ m, e: assign.v, ctx }), at));
      else if (assign.k === 'assign' || assign.k === 'un') options.push(unknown('reassigned', at, { name: decl.n }));
      else options.push(through(this.value({ m, e: write, ctx }), at));
    }
    if (options.length === 0 && decl.ann !== undefined) {
      const type = typeValue(this, m, decl.ann);
      if (type) return through(type, at);
    }
    const whole = options.length === 0 ? unmade(decl, at) : oneOf(options, at);
    if (!decl.mw && !decl.dw) return whole;
    const writes = [...(decl.mw ?? []), ...(decl.dw ?? [])].flatMap((one) => writeOf(this, m, one, ctx) ?? []);
    this.steps += writes.length * 4;
    const after = written(this, whole, writes, at);
    return after === whole ? whole : { ...after, at: whole.at, via: step(at, whole.via) };
  }

  member(object: Value, name: string, at: Ref): Value {
    return memberOf(this, object, name, at);
  }

  index(object: Value, key: Value, at: Ref): Value {
    const names = alternatives(key);
    if (names.every((one) => one.is === 'known'))
      return oneOf(
        names.map((one) => this.member(object, String((one as { v: unknown }).v), at)),
        at,
      );
    return elementOf(this, object, false, at);
  }

  /** A property of an object value; absent when a closed object has none. */
  prop(object: Value, name: string, at: Ref): Value {
    return this.member(object, name, at);
  }

  export(m: Module, name: string, at: Ref): Value {
    return exportValue(this, m, name, at, new Set());
  }

  /** The context in which a function's body runs for one call. */
  enter(fn: { m: Module; f: FnId; ctx: Ctx }, call: Ref | undefined, self: Value | undefined): Ctx {
    return this.contexts.bind(fn.m, fn.f, call, self, fn.ctx);
  }

  bound(ctx: Ctx, m: Module, fn: FnId): Ctx | undefined {
    return binding(ctx, m, fn);
  }
}

const GLOBAL_OBJECTS = new Set(['globalThis', 'window', 'self', 'global']);

function freeValue(name: string, at: Ref): Value {
  if (GLOBAL_OBJECTS.has(name)) return { is: 'ext', key: 'global#', at };
  if (name === 'NaN' || name === 'Infinity') return known(Number(name), at);
  return { is: 'ext', key: `global#${name}`, at };
}

/** What a variable is that nothing is ever put into. Such a constant or class is only described (`declare const x`): it is the global of that name. */
function unmade({ k, n }: Binding, at: Ref): Value {
  if (k === 'type') return unknown('syntax', at);
  return k === 'let' || k === 'var' ? absent(at) : freeValue(n, at);
}
