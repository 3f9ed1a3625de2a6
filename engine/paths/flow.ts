/**
 * Which things happen on which paths through a function? An abstract run over the outline of its body: a set of states goes in at the top and
 * comes out at each exit. A state says whether the event has happened, whether the record was made, and whether it may have been made.
 */
import type { Expr, ExprId, FnId, Stmt } from '../facts/types.ts';
import type { Module } from '../link/module.ts';

/** What evaluating a call (or assignment) does to the question asked. */
export type Effect =
  /** The event in question happens here. */
  | 'event'
  /** The record is made, on every way through. */
  | 'always'
  /** Made on some ways through, not on others. */
  | 'sometimes'
  /** Nobody can tell. */
  | 'unknown'
  | 'nothing';

const EVENT = 1;
const RECORD = 2;
const MAYBE = 4;
/** A set of states, one bit for each of the eight combinations. */
type States = number;
const START: States = 1;
const AFTER: States = 1 << EVENT;

export interface Exit {
  readonly kind: 'return' | 'throw' | 'end';
  /** The statement that leaves, or undefined for the end of the body. */
  readonly at: ExprId | undefined;
  /** What is returned or thrown. */
  readonly value: ExprId | undefined;
  readonly states: States;
}

/** Over all paths on which the event happens. */
export interface Outcome {
  /** `absent`: no path reaches the event. */
  readonly recorded: 'always' | 'sometimes' | 'never' | 'unknown' | 'absent';
  /** An exit that a path with the event and without a record reaches. */
  readonly missing: Exit | undefined;
}

interface Jumps {
  readonly breaks: States[];
  readonly continues: States[];
  readonly label: string | undefined;
}

export interface FlowAsk {
  /** What an expression does by itself; its parts are walked anyway. Asked for calls, `new`, tagged templates, assignments and updates. */
  effect(e: ExprId): Effect;
  /** Functions written in place as arguments are run where they stand; false for those that are only registered (routes, listeners). */
  runsInPlace?(call: ExprId, fn: FnId): boolean;
}

const ALL_EVENT_FREE = [0, RECORD, MAYBE, RECORD | MAYBE].reduce((set, s) => set | (1 << s), 0);

export class Flow {
  private readonly m: Module;
  private readonly ask: FlowAsk;
  private exits: Exit[] = [];
  private jumps: Jumps[] = [];
  /** What may be thrown at, innermost `try` last. */
  private readonly raised: States[] = [];
  private depth = 0;

  constructor(m: Module, ask: FlowAsk) {
    this.m = m;
    this.ask = ask;
  }

  /** All exits of a function, with the states that reach them. `after`: the event has happened before it is called. */
  run(f: FnId, after = false): readonly Exit[] {
    this.exits = [];
    const end = this.block(this.m.fn(f).body, after ? AFTER : START);
    if (end !== 0) this.exits.push({ kind: 'end', at: undefined, value: undefined, states: end });
    return this.exits;
  }

  private block(body: readonly Stmt[], entry: States): States {
    let states = entry;
    for (const stmt of body) {
      if (states === 0) break;
      states = this.statement(stmt, states);
    }
    return states;
  }

  private statement(stmt: Stmt, entry: States): States {
    switch (stmt.k) {
      case 'e':
        return this.expr(stmt.e, entry);
      case 'ret': {
        const states = stmt.e === undefined ? entry : this.expr(stmt.e, entry);
        this.exits.push({ kind: 'return', at: stmt.at, value: stmt.e, states });
        return 0;
      }
      case 'throw': {
        const states = this.expr(stmt.e, entry);
        if (this.raised.length > 0) this.raised[this.raised.length - 1] = (this.raised.at(-1) as number) | states;
        else this.exits.push({ kind: 'throw', at: stmt.at, value: stmt.e, states });
        return 0;
      }
      case 'if': {
        const after = this.expr(stmt.c, entry);
        return this.block(stmt.t, after) | this.block(stmt.f, after);
      }
      case 'loop':
        return this.loop(stmt, entry);
      case 'try':
        return this.tryStatement(stmt, entry);
      case 'switch':
        return this.switchStatement(stmt, entry);
      case 'label': {
        const frame: Jumps = { breaks: [], continues: [], label: stmt.l };
        this.jumps.push(frame);
        const out = this.block(stmt.b, entry);
        this.jumps.pop();
        return frame.breaks.reduce((all, one) => all | one, out);
      }
      case 'brk':
        this.jump(stmt.l, 'breaks', entry);
        return 0;
      case 'cont':
        this.jump(stmt.l, 'continues', entry);
        return 0;
      default:
        return entry;
    }
  }

  private jump(label: string | undefined, kind: 'breaks' | 'continues', states: States): void {
    for (let i = this.jumps.length - 1; i >= 0; i -= 1) {
      const frame = this.jumps[i] as Jumps;
      if (label === undefined ? frame.label === undefined : frame.label === label) {
        frame[kind].push(states);
        return;
      }
    }
  }

  private loop(stmt: Extract<Stmt, { k: 'loop' }>, entry: States): States {
    let states = entry;
    let out = 0;
    for (let round = 0; round < 9; round += 1) {
      const frame: Jumps = { breaks: [], continues: [], label: undefined };
      this.jumps.push(frame);
      const test = stmt.c !== undefined && !stmt.last ? this.expr(stmt.c, states) : states;
      let after = this.block(stmt.b, test);
      after = frame.continues.reduce((all, one) => all | one, after);
      if (stmt.step !== undefined) after = this.expr(stmt.step, after);
      if (stmt.c !== undefined && stmt.last) after = this.expr(stmt.c, after);
      this.jumps.pop();
      // A loop over a collection is taken to run at least once: what it does to each is what it does.
      const skipped = stmt.each || stmt.last ? 0 : test;
      out |= skipped | after | frame.breaks.reduce((all, one) => all | one, 0);
      const next = states | after;
      if (next === states) break;
      states = next;
    }
    return out;
  }

  private tryStatement(stmt: Extract<Stmt, { k: 'try' }>, entry: States): States {
    const exitsBefore = this.exits.length;
    let thrown = 0;
    let out: States;
    if (stmt.h) {
      this.raised.push(entry & ALL_EVENT_FREE); // a record that fails after the event is no path without one
      out = this.block(stmt.b, entry);
      thrown = this.raised.pop() as number;
      out |= this.block(stmt.h, thrown);
    } else out = this.block(stmt.b, entry);
    if (stmt.fin) {
      const pending = this.exits.splice(exitsBefore);
      for (const exit of pending) this.exits.push({ ...exit, states: this.block(stmt.fin, exit.states) });
      out = this.block(stmt.fin, out);
    }
    return out;
  }

  private switchStatement(stmt: Extract<Stmt, { k: 'switch' }>, entry: States): States {
    const start = this.expr(stmt.d, entry);
    const frame: Jumps = { breaks: [], continues: [], label: undefined };
    this.jumps.push(frame);
    let falling = 0;
    for (const one of stmt.cases) falling = this.block(one.b, falling | start);
    this.jumps.pop();
    // `continue` inside a switch belongs to the loop around it.
    for (const states of frame.continues) this.jump(undefined, 'continues', states);
    const skipped = stmt.cases.some((one) => one.t === undefined) ? 0 : start;
    return frame.breaks.reduce((all, one) => all | one, falling | skipped);
  }

  private expr(e: ExprId, entry: States): States {
    const expr = this.m.expr(e);
    if (this.depth > 400) return entry;
    this.depth += 1;
    const out = this.evaluate(e, expr, entry);
    this.depth -= 1;
    return out;
  }

  private evaluate(e: ExprId, expr: Expr, entry: States): States {
    const all = (parts: readonly ExprId[], from: States): States => parts.reduce((states, part) => this.expr(part, states), from);
    switch (expr.k) {
      case 'member':
        return this.expr(expr.o, entry);
      case 'index':
        return all([expr.o, expr.i], entry);
      case 'call':
      case 'new': {
        const before = this.expr(expr.c, entry);
        return this.call(e, expr.a, all(expr.a, before));
      }
      case 'tagged':
        return this.apply(e, all([expr.c, ...expr.e], entry));
      case 'tpl':
      case 'sum':
      case 'arr':
      case 'seq':
      case 'opaque':
        return all(expr.e, entry);
      case 'bin': {
        const left = this.expr(expr.l, entry);
        const right = this.expr(expr.r, left);
        return expr.op === '&&' || expr.op === '||' || expr.op === '??' ? left | right : right;
      }
      case 'un':
        return expr.op === '++' || expr.op === '--' || expr.op === 'delete'
          ? this.apply(e, this.expr(expr.e, entry))
          : this.expr(expr.e, entry);
      case 'spread':
      case 'await':
      case 'each':
      case 'import':
        return this.expr(expr.e, entry);
      case 'yield':
        return expr.e === undefined ? entry : this.expr(expr.e, entry);
      case 'assign': {
        const value = this.expr(expr.v, this.expr(expr.t, entry));
        return this.apply(e, value);
      }
      case 'cond': {
        const test = this.expr(expr.c, entry);
        return this.expr(expr.t, test) | this.expr(expr.f, test);
      }
      case 'dflt':
        return this.expr(expr.e, entry);
      case 'rest':
        return this.expr(expr.o, entry);
      case 'obj':
        return all(
          expr.p.map((p) => ('s' in p ? p.s : p.v)),
          entry,
        );
      case 'jsx':
        return all([...expr.p.map((p) => ('s' in p ? p.s : p.v)), ...expr.e], entry);
      default:
        return entry;
    }
  }

  /** The call's own effect, then the functions written in place among its arguments. `catch` handlers may or may not run. */
  private call(e: ExprId, args: readonly ExprId[], entry: States): States {
    if (this.raised.length > 0) this.raised[this.raised.length - 1] = (this.raised.at(-1) as number) | (entry & ALL_EVENT_FREE);
    let states = this.apply(e, entry);
    const callee = this.m.expr((this.m.expr(e) as { c: ExprId }).c);
    const name = callee.k === 'member' ? callee.n : undefined;
    args.forEach((arg, i) => {
      const fn = this.m.expr(arg);
      if (fn.k !== 'fn' || this.ask.runsInPlace?.(e, fn.f) === false) return;
      const ran = this.inPlace(fn.f, states);
      states = name === 'catch' || (name === 'then' && i === 1) ? states | ran : ran === 0 ? states : ran;
    });
    return states;
  }

  /** Runs a function where it stands: its returns come back here, its throws go on. */
  private inPlace(f: FnId, entry: States): States {
    const outer = this.exits;
    const jumps = this.jumps;
    this.exits = [];
    this.jumps = [];
    let states = this.block(this.m.fn(f).body, entry);
    for (const exit of this.exits) {
      if (exit.kind === 'throw') outer.push(exit);
      else states |= exit.states;
    }
    this.exits = outer;
    this.jumps = jumps;
    return states;
  }

  private apply(e: ExprId, states: States): States {
    switch (this.ask.effect(e)) {
      case 'event':
        return mapStates(states, (s) => s | EVENT);
      case 'always':
        return mapStates(states, (s) => s | RECORD);
      case 'sometimes':
        return states | mapStates(states, (s) => s | RECORD);
      case 'unknown':
        return mapStates(states, (s) => s | MAYBE);
      default:
        return states;
    }
  }
}

function mapStates(states: States, change: (state: number) => number): States {
  let out = 0;
  for (let s = 0; s < 8; s += 1) if (states & (1 << s)) out |= 1 << change(s);
  return out;
}

function has(states: States, test: (state: number) => boolean): boolean {
  for (let s = 0; s < 8; s += 1) if (states & (1 << s) && test(s)) return true;
  return false;
}

/** Over the exits: does every path on which the event happens have its record, before or after it? */
export function outcomeOf(exits: readonly Exit[], counts: (exit: Exit) => boolean = () => true): Outcome {
  let recorded = false;
  let maybe = false;
  let missing: Exit | undefined;
  for (const exit of exits) {
    if (!counts(exit)) continue;
    if (has(exit.states, (s) => (s & EVENT) !== 0 && (s & RECORD) !== 0)) recorded = true;
    if (has(exit.states, (s) => (s & EVENT) !== 0 && (s & RECORD) === 0 && (s & MAYBE) !== 0)) maybe = true;
    if (has(exit.states, (s) => s === EVENT)) missing ??= exit;
  }
  if (missing) return { recorded: recorded || maybe ? 'sometimes' : 'never', missing };
  if (maybe) return { recorded: 'unknown', missing: undefined };
  return { recorded: recorded ? 'always' : 'absent', missing: undefined };
}

/** A callee's effect on its caller: on every normal way out, on some, on none. Throws do not count: the caller does not go on. */
export function effectOf(exits: readonly Exit[]): Effect {
  const normal = exits.filter((exit) => exit.kind !== 'throw');
  const list = normal.length > 0 ? normal : exits;
  const any = (test: (state: number) => boolean): boolean => list.some((exit) => has(exit.states, test));
  const recorded = any((s) => (s & RECORD) !== 0);
  const without = any((s) => (s & (RECORD | MAYBE)) === 0);
  if (recorded && !any((s) => (s & RECORD) === 0)) return 'always';
  if (recorded) return 'sometimes';
  return without || list.length === 0 ? 'nothing' : 'unknown';
}
