/** Timers and schedules that lift a lock: `setTimeout(() => unlock(user))`, a nightly job that clears the flag. */
import type { ExprId, FnId } from '../../../../engine/rule/index.ts';
import { expressionsWithin } from '../../../../engine/rule/index.ts';
import { perName } from '../per-name.ts';
import { enclosingCall } from './ends.ts';
import type { Ground, Keyed, Place } from './ground.ts';
import type { Scan } from './scan.ts';
import { ACCOUNT, FAIL, LOCK, OTHER, SIGN_IN, STRONG_LOCK, words } from './words.ts';

export interface Timer extends Place {
  readonly at: ExprId;
  readonly name: string;
  readonly duration: ExprId | undefined;
  readonly keyed: Keyed;
}

const TIMERS =
  /^(?:setTimeout|setInterval|schedule|scheduleJob|CronJob|Cron|Interval|Timeout|add_?[cC]ron\w*|every|define|runLater|delay)$/;

const isTimer = perName((name) => TIMERS.test(name));

/** Calls that put something off, and methods that a schedule runs. */
export function timersIn(s: Scan): { calls: ExprId[]; methods: FnId[] } {
  return {
    calls: s.m.facts.calls.filter((e) => {
      const expr = s.expr(e);
      return (expr.k === 'call' || expr.k === 'new') && isTimer(s.lastName(expr.c) ?? '');
    }),
    methods: s.m.facts.functions.flatMap((fn, f) =>
      fn.dec?.some((dec) => /^(?:Cron|Interval|Timeout)$/.test(s.lastName(dec) ?? '')) ? [f] : [],
    ),
  };
}

/** Those of a module's timers whose work clears the lock of an account. */
export function timersOf(ground: Ground, s: Scan, calls: readonly ExprId[], methods: readonly FnId[]): Timer[] {
  const out: Timer[] = [];
  for (const e of calls) {
    const expr = s.expr(e);
    if (expr.k !== 'call' && expr.k !== 'new') continue;
    const place = ground.place(s, e);
    for (const arg of expr.a) {
      const cleared = clearedBy(ground, s, arg);
      if (cleared === undefined) continue;
      add(
        ground,
        place,
        e,
        cleared,
        expr.a.find((one) => one !== arg),
        out,
      );
      break;
    }
  }
  // `@Cron('0 0 * * *') unlockAccounts() { … }`
  for (const f of methods) {
    const cleared = clearing(s, f);
    if (cleared !== undefined) add(ground, { s, f, e: s.m.fn(f).e }, cleared.e, cleared, undefined, out);
  }
  return out;
}

interface Cleared {
  readonly e: ExprId;
  readonly name: string;
  readonly s: Scan;
}

function add(ground: Ground, place: Place, at: ExprId, cleared: Cleared, duration: ExprId | undefined, out: Timer[]): void {
  const text = cleared.s.wordsIn(cleared.e, 1);
  const context = `${place.s.contextWords(place.f)} ; ${text} ; ${place.s.moduleWords()}`;
  const call = enclosingCall(cleared.s, cleared.e);
  const ofAccount = call !== undefined && FAIL.test(text) && ACCOUNT.test(cleared.s.wordsIn((cleared.s.expr(call) as { c: ExprId }).c));
  if (!SIGN_IN.test(`${place.s.contextWords(place.f)} ; ${text}`) && !ofAccount && !ground.signsIn(place, 1)) return;
  if (!FAIL.test(context)) return;
  const keyed = ground.keyed(text, '', place);
  if (keyed === 'address' || keyed === 'other') return;
  out.push({ ...place, at, name: cleared.name, duration, keyed });
}

function clearedBy(ground: Ground, s: Scan, arg: ExprId): Cleared | undefined {
  const expr = s.expr(arg);
  if (expr.k === 'fn') return clearing(s, expr.f);
  if (expr.k === 'call' && s.lastName(expr.c) === 'bind') {
    const callee = s.expr(expr.c);
    const name = callee.k === 'member' ? (s.lastName(callee.o) ?? '') : '';
    return /\bun(?:lock|block)/.test(words(name)) ? { s, e: arg, name } : undefined;
  }
  if (expr.k !== 'ref' && expr.k !== 'member') return undefined;
  const value = ground.q.value({ m: s.m, e: arg, ctx: { id: 0 } });
  return value.is === 'fn' ? clearing(ground.scan(value.m), value.f) : undefined;
}

/** The first thing in a function that clears a lock: not what is guarded by the clock, which is a sweep of its own. */
function clearing(s: Scan, f: FnId): Cleared | undefined {
  for (const e of expressionsWithin(s.m, s.m.fn(f).body)) {
    const expr = s.expr(e);
    if (expr.k === 'assign' && opened(s, s.lastName(expr.t) ?? '', expr.v)) return { s, e, name: s.lastName(expr.t) ?? '' };
    if (expr.k === 'un' && expr.op === 'delete' && locky(s.wordsIn(expr.e))) return { s, e, name: s.lastName(expr.e) ?? '' };
    if (expr.k === 'call') {
      const callee = s.expr(expr.c);
      const name = words(s.lastName(expr.c) ?? '');
      if (/\bun(?:lock|block)\b/.test(name) && !OTHER.test(name)) return { s, e, name: s.lastName(expr.c) ?? '' };
      if (/^(?:delete|remove)$/.test(name) && callee.k === 'member' && locky(s.wordsIn(callee.o)))
        return { s, e, name: s.lastName(callee.o) ?? '' };
    }
    if (expr.k === 'obj') {
      const prop = expr.p.find((p) => 'n' in p && opened(s, p.n, p.v));
      if (prop && 'n' in prop) return { s, e, name: prop.n };
    }
  }
  return undefined;
}

function locky(text: string): boolean {
  return STRONG_LOCK.test(text) && !OTHER.test(text);
}

function opened(s: Scan, name: string, value: ExprId): boolean {
  const expr = s.expr(value);
  const text = words(name);
  return (
    LOCK.test(text) &&
    !/\bunlock/.test(text) &&
    (expr.k === 'undef' || (expr.k === 'lit' && (expr.v === false || expr.v === null || expr.v === 0)))
  );
}
