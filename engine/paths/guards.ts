/** What must hold where an expression stands: the conditions around it, and those whose other branch has already left. */
import type { ExprId, FnId, Stmt } from '../facts/types.ts';
import type { Module } from '../link/module.ts';
import { blocksOf, expressionsOf, partsOf } from '../link/module.ts';

export interface Guard {
  readonly cond: ExprId;
  /** Whether the condition is true or false there. */
  readonly holds: boolean;
}

/** Every expression of some statements, nested ones included, in source order; not those inside functions written in place. */
export function expressionsIn(m: Module, body: readonly Stmt[]): ExprId[] {
  const out: ExprId[] = [];
  const visit = (e: ExprId): void => {
    for (const part of partsOf(m.expr(e))) visit(part);
    out.push(e);
  };
  const walk = (stmts: readonly Stmt[]): void => {
    for (const stmt of stmts) {
      for (const e of expressionsOf(stmt)) visit(e);
      for (const inner of blocksOf(stmt)) walk(inner);
    }
  };
  walk(body);
  return out;
}

/** The same, with functions written in place (callbacks, arrows) opened up. */
export function expressionsWithin(m: Module, body: readonly Stmt[]): ExprId[] {
  return expressionsIn(m, body).flatMap((e) => {
    const expr = m.expr(e);
    return expr.k === 'fn' ? [e, ...expressionsWithin(m, m.fn(expr.f).body)] : [e];
  });
}

/** True when no path through the statements falls out at their end. */
export function leaves(body: readonly Stmt[]): boolean {
  return body.some((stmt) => {
    switch (stmt.k) {
      case 'ret':
      case 'throw':
      case 'brk':
      case 'cont':
        return true;
      case 'if':
        return stmt.f.length > 0 && leaves(stmt.t) && leaves(stmt.f);
      case 'try':
        return (leaves(stmt.b) && (!stmt.h || leaves(stmt.h))) || (stmt.fin !== undefined && leaves(stmt.fin));
      case 'label':
        return leaves(stmt.b);
      default:
        return false;
    }
  });
}

/** One branching of a function: its condition, what runs when it holds, what runs when it does not. */
export interface Branch {
  readonly cond: ExprId;
  readonly whenTrue: readonly Stmt[];
  /** The else block, or what follows when the true branch leaves. */
  readonly whenFalse: readonly Stmt[];
  readonly trueLeaves: boolean;
  readonly falseLeaves: boolean;
}

/** Every `if` of a function, outer ones first; what follows an early exit counts as its other branch. */
export function branchesOf(m: Module, f: FnId): Branch[] {
  const out: Branch[] = [];
  const walk = (body: readonly Stmt[]): void => {
    body.forEach((stmt, i) => {
      if (stmt.k === 'if') {
        const rest = body.slice(i + 1);
        const trueLeaves = leaves(stmt.t);
        const falseLeaves = leaves(stmt.f);
        out.push({
          cond: stmt.c,
          whenTrue: falseLeaves ? [...stmt.t, ...rest] : stmt.t,
          whenFalse: trueLeaves ? [...stmt.f, ...rest] : stmt.f,
          trueLeaves,
          falseLeaves,
        });
      }
      for (const inner of blocksOf(stmt)) walk(inner);
    });
  };
  walk(m.fn(f).body);
  return out;
}

/** The conditions known where `target` stands in a function, outermost first. Undefined when it does not stand in the function's own body. */
export function guardsOf(m: Module, f: FnId, target: ExprId): Guard[] | undefined {
  const holdsTarget = (e: ExprId): boolean => {
    const { start, end } = m.span(e);
    const at = m.span(target);
    return e === target || (start <= at.start && at.end <= end);
  };
  const walk = (body: readonly Stmt[], known: readonly Guard[]): Guard[] | undefined => {
    let guards = known;
    for (const stmt of body) {
      if (expressionsOf(stmt).some(holdsTarget)) return [...guards];
      if (stmt.k === 'if') {
        const found = walk(stmt.t, [...guards, { cond: stmt.c, holds: true }]) ?? walk(stmt.f, [...guards, { cond: stmt.c, holds: false }]);
        if (found) return found;
        if (leaves(stmt.t)) guards = [...guards, { cond: stmt.c, holds: false }];
        else if (stmt.f.length > 0 && leaves(stmt.f)) guards = [...guards, { cond: stmt.c, holds: true }];
      } else {
        for (const inner of blocksOf(stmt)) {
          const found = walk(inner, guards);
          if (found) return found;
        }
      }
    }
    return undefined;
  };
  return walk(m.fn(f).body, []);
}

/** `!a` → a is false; `a && b` holds → both hold; `a || b` fails → both fail. The simple conditions behind a guard. */
export function factsOf(m: Module, guard: Guard): Guard[] {
  const expr = m.expr(guard.cond);
  if (expr.k === 'un' && expr.op === '!') return factsOf(m, { cond: expr.e, holds: !guard.holds });
  if (expr.k === 'bin' && ((expr.op === '&&' && guard.holds) || (expr.op === '||' && !guard.holds))) {
    return [...factsOf(m, { cond: expr.l, holds: guard.holds }), ...factsOf(m, { cond: expr.r, holds: guard.holds })];
  }
  if (expr.k === 'await') return factsOf(m, { cond: expr.e, holds: guard.holds });
  return [guard];
}

const REGISTER = new Set([
  'on',
  'once',
  'addListener',
  'addEventListener',
  'subscribe',
  'use',
  'get',
  'post',
  'put',
  'patch',
  'delete',
  'all',
  'route',
  'head',
  'options',
  'schedule',
  'setInterval',
  'setTimeout',
  'register',
  'handle',
  'listen',
  'describe',
  'it',
  'test',
]);

/** The function that a piece of code really runs in: out of callbacks written in place, unless they are only registered. */
export function homeOf(m: Module, f: FnId): FnId {
  let at = f;
  for (;;) {
    const fn = m.fn(at);
    if (fn.k !== 'arrow' && fn.k !== 'fn') return at;
    const parent = m.parentOf(fn.e);
    const call = parent < 0 ? undefined : m.expr(parent);
    if (call?.k !== 'call' || !call.a.includes(fn.e) || fn.parent === 0 || !runsInPlace(m, parent)) return at;
    at = fn.parent;
  }
}

/** Whether a call runs the functions handed to it then and there, rather than registering them for later. */
export function runsInPlace(m: Module, call: ExprId): boolean {
  const expr = m.expr(call);
  if (expr.k !== 'call') return false;
  const callee = m.expr(expr.c);
  const name = callee.k === 'member' ? callee.n : callee.k === 'free' ? callee.n : callee.k === 'ref' ? m.bindingName(callee.b) : '';
  return !REGISTER.has(name);
}
