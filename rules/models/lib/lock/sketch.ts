/** What the analysis of locks has to know of a module before it looks at the project: the places worth a question, found by their form alone. */
import type { Expr, ExprId, FnId, Module } from '../../../../engine/rule/index.ts';
import { comparedIn } from './clock.ts';
import type { Given } from './defaults.ts';
import { defaultsIn, overruledIn } from './defaults.ts';
import { momentsIn } from './ends.ts';
import { comparisonsIn } from './gates.ts';
import { withLife } from './lives.ts';
import type { Lift } from './permanent.ts';
import { countsAnywhere, liftsIn } from './permanent.ts';
import { Scan } from './scan.ts';
import { timersIn } from './timers.ts';
import { picksIn } from './windows.ts';
import { speaksOfLocks } from './words.ts';

/** Absent is none. All but `overruled` only of files that speak of failures or locks. */
export interface LockSketch {
  readonly moments?: readonly ExprId[];
  readonly comparisons?: readonly ExprId[];
  readonly lives?: readonly ExprId[];
  readonly timers?: readonly ExprId[];
  /** Methods that a schedule runs. */
  readonly scheduled?: readonly FnId[];
  readonly picks?: readonly ExprId[];
  /** Failures are counted. */
  readonly counts?: true;
  readonly lifts?: Readonly<Record<string, Lift>>;
  readonly defaults?: readonly Given[];
  /** Names of objects that others are spread over. */
  readonly overruled?: readonly string[];
}

export function lockSketch(m: Module): LockSketch | undefined {
  const s = new Scan(m);
  const overruled = overruledIn(s);
  if (!concerns(s)) return overruled.length > 0 ? { overruled } : undefined;
  const compared = comparedIn(s);
  const timers = timersIn(s);
  const lifts = liftsIn(s);
  const lists = {
    moments: momentsIn(s),
    comparisons: comparisonsIn(s, compared),
    lives: withLife(s),
    timers: timers.calls,
    scheduled: timers.methods,
    picks: picksIn(s, compared),
    defaults: defaultsIn(s),
    overruled,
  };
  const sketch: LockSketch = {
    ...Object.fromEntries(Object.entries(lists).filter(([, list]) => list.length > 0)),
    ...(countsAnywhere(s) && { counts: true }),
    ...(Object.keys(lifts).length > 0 && { lifts }),
  };
  return Object.keys(sketch).length > 0 ? sketch : undefined;
}

/** Columns in SQL. */
const IN_TEXT = /lock(?:ed|out)?_|blocked_|_attempts?\b|failed_|lockedUntil|lockUntil/;

/** Only files that speak of failures or locks are looked at more closely. */
function concerns(s: Scan): boolean {
  const { m } = s;
  const { facts } = m;
  return (
    facts.bindings.some((one) => speaksOfLocks(one.n)) ||
    facts.imports.some((one) => speaksOfLocks(`${one.n} ${one.s}`)) ||
    facts.functions.some((fn) => fn.n !== undefined && speaksOfLocks(fn.n)) ||
    m.exprsOf('text').some((e) => inText(m.expr(e))) ||
    some(m.names, speaksOfLocks) ||
    speaksOfLocks(s.pathText())
  );
}

function some(names: Iterable<string>, test: (name: string) => boolean): boolean {
  for (const name of names) if (test(name)) return true;
  return false;
}

function inText(expr: Expr): boolean {
  if (expr.k === 'lit') return typeof expr.v === 'string' && IN_TEXT.test(expr.v);
  return (expr.k === 'tpl' || expr.k === 'tagged') && expr.s.some((part) => IN_TEXT.test(part));
}
