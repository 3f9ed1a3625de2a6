/**
 * Limiters that refuse sign-in for a time: rate-limiter-flexible, Upstash, a project's own limiter class, express-rate-limit, express-brute.
 * Only a limiter that counts against an account is a lock; by address it is a throttle, and nothing is said.
 */

import type { CallSite, Emit, ExprId, Model, Module, Query, Ref, Sketch, Value } from '../../engine/rule/index.ts';
import { alternatives, certain, defineModel, known, unknown } from '../../engine/rule/index.ts';
import type { Place } from './lib/lock/ground.ts';
import { classify, Ground } from './lib/lock/ground.ts';
import type { Scan } from './lib/lock/scan.ts';
import { notSignIn, words } from './lib/lock/words.ts';

const CONSUMES = new Set(['consume', 'penalty', 'limit', 'block', 'hit', 'checkLimit']);
/** Limits how often a code is sent, which locks nobody out. */
const CODE_REQUESTS = /\b(?:verification|otps?|sms|codes?) (?:codes? |sms )?requests?\b/;
/** Acts of somebody who is in already, or asks for a mail. */
const FURTHER = /\breset\b|\bchanges?\b|\bre ?enroll?\b|\bregen\w*|\bbackup codes?\b/;
const LIMITER = /\b(?:rate ?limit\w*|limiters?|throttl\w*|brute\w*)\b/;
/** About signing in, by words that say so: `auth` alone stands in too many paths. */
const SIGNING_IN =
  /login|log ?in\b|logon|sign ?in\b|password|brute|\b2 ?fa\b|two ?factor|\bmfa\b|totp|credential|consecutive fail|fail\w* (?:log|sign|auth)/;

interface Limiter {
  readonly at: Ref;
  readonly made: string;
}

/** What the receiver of a `consume` is: where the limiter was made, and the words of its making. */
function limiterOf(ground: Ground, value: Value, name: string, inside: boolean): Limiter | undefined {
  for (const one of alternatives(value)) {
    if (one.is === 'ext' && one.call && /^(?:rate-limiter-flexible|@upstash\/ratelimit)#/.test(one.key)) {
      return { at: one.call, made: madeWords(ground, one.call) };
    }
    if (one.is === 'instance' && one.call && LIMITER.test(words(one.m.facts.classes[one.c]?.n ?? ''))) {
      return { at: one.call, made: madeWords(ground, one.call) };
    }
  }
  // Inside a limiter of the project's own nothing tells what it is for; its users do.
  return LIMITER.test(words(name)) && !inside && value.is === 'unknown' ? { at: value.at, made: '' } : undefined;
}

function madeWords(ground: Ground, call: Ref): string {
  const s = ground.scan(call.m);
  const named = s.bindingOf(call.e);
  return `${named === undefined ? '' : words(s.m.bindingName(named))} ; ${s.textsIn(call.e)}`;
}

/** Within a class that is a limiter itself. */
function isLimiter(s: Scan, f: number): boolean {
  for (let at = f; at !== 0; at = s.m.fn(at).parent) {
    const { cls } = s.m.fn(at);
    if (cls !== undefined && LIMITER.test(words(s.m.facts.classes[cls]?.n ?? ''))) return true;
  }
  return false;
}

/** Names around a place and its callers: is it about signing in? */
function signingIn(ground: Ground, p: Place, depth = 2): boolean {
  const home = ground.home(p);
  const text = `${p.s.fnName(home)} ; ${p.s.pathWords()}`;
  if (notSignIn(p.s.fnName(home))) return false;
  if (SIGNING_IN.test(text)) return true;
  return depth > 0 && ground.callers(p.s, home).some((site) => signingIn(ground, site, depth - 1));
}

/** Whose key: what is put in decides; then the parameter's name, and what callers hand in. */
function keyedBy(ground: Ground, s: Scan, key: ExprId, p: Place): ReturnType<typeof classify> | 'unknown' {
  const at = s.origin(key);
  const expr = s.expr(at);
  const parts = expr.k === 'tpl' || expr.k === 'sum' ? expr.e : [at];
  const text = parts.map((e) => s.wordsIn(e, 3)).join(' ; ');
  return classify(text) ?? ground.keyed('', '', p);
}

/** Calls by the name of a limiter's methods. */
function consuming(m: Module): ExprId[] | undefined {
  const out = m.facts.calls.filter((e) => {
    const expr = m.expr(e);
    const callee = expr.k === 'call' && expr.a.length > 0 ? m.expr(expr.c) : undefined;
    return callee?.k === 'member' && CONSUMES.has(callee.n);
  });
  return out.length > 0 ? out : undefined;
}

function limiters(sketches: readonly Sketch<readonly ExprId[]>[], q: Query, emit: Emit): void {
  const ground = new Ground(q);
  const seen = new Set<string>();
  for (const { m, v } of sketches) {
    const s = ground.scan(m);
    for (const e of v) {
      const expr = m.expr(e);
      const callee = expr.k === 'call' ? m.expr(expr.c) : undefined;
      if (expr.k !== 'call' || callee?.k !== 'member' || expr.a[0] === undefined) continue;
      const name = s.lastName(callee.o) ?? '';
      const limiter = limiterOf(ground, q.value(q.ref(m, callee.o)), name, isLimiter(s, m.ownerOf(e)));
      if (!limiter) continue;
      const place = ground.place(s, e);
      const about = `${words(name)} ; ${limiter.made}`;
      // A limiter within a limiter class is for whatever its users are for, unless the class says what that is.
      if (
        limiter.made !== '' &&
        isLimiter(ground.scan(limiter.at.m), limiter.at.m.ownerOf(limiter.at.e)) &&
        !SIGNING_IN.test(`${about} ; ${s.contextWords(m.ownerOf(e))}`)
      )
        continue;
      if (
        notSignIn(about) ||
        (FURTHER.test(about) && !/log ?in\b|sign ?in\b/.test(about)) ||
        CODE_REQUESTS.test(s.textsIn(e)) ||
        !(SIGNING_IN.test(about) || signingIn(ground, place))
      )
        continue;
      const at = q.judged.has(limiter.at.m) && limiter.made !== '' ? limiter.at : q.ref(m, e);
      const id = `${at.m.id}.${at.e}`;
      const keyed = keyedBy(ground, s, expr.a[0], place);
      if (keyed === 'address' || keyed === 'other' || seen.has(id)) continue;
      seen.add(id);
      const here = q.ref(m, e);
      emit({
        kind: 'accountLock',
        at,
        anchor: 'sink',
        shape: 'limiter',
        state: name,
        ends:
          keyed === 'account'
            ? certain('time', known(true, at))
            : { alternatives: [{ is: 'unknown', why: 'parameter', from: unknown('parameter', at) }] },
        steps:
          at.e === e && at.m === m
            ? []
            : [{ at: here, note: { en: 'counts against the account here', ja: 'ここでアカウントに対して数えられます' } }],
      });
    }
  }
}

/** express-rate-limit and express-brute: per address unless a key function names the account. */
function keyed(call: CallSite, q: Query, emit: Emit, option: 'keyGenerator' | 'key'): void {
  const ground = new Ground(q);
  const s = ground.scan(call.at.m);
  const options = call.arg(0);
  const key = q.prop(options, option);
  if (key.is !== 'fn') return;
  const by = classify(ground.bodyWords(ground.scan(key.m), key.f));
  const named = s.bindingOf(call.at.e);
  const parent = s.m.parentOf(call.at.e);
  const held = named !== undefined ? words(s.m.bindingName(named)) : parent >= 0 ? words(propName(s, parent, call.at.e)) : '';
  const about = `${held} ; ${s.wordsIn(call.at.e)}`;
  if (by !== 'account' || !SIGNING_IN.test(`${about} ; ${s.fnName(s.m.ownerOf(call.at.e))}`) || notSignIn(about)) return;
  emit({
    kind: 'accountLock',
    at: call.at,
    anchor: 'sink',
    ends: certain('time', known(true, call.at)),
    shape: 'limiter',
    state: held === '' ? option : named !== undefined ? s.m.bindingName(named) : held,
  });
}

function propName(s: Scan, parent: ExprId, e: ExprId): string {
  const expr = s.expr(parent);
  if (expr.k === 'obj') for (const p of expr.p) if ('n' in p && p.v === e) return p.n;
  return expr.k === 'assign' ? (s.lastName(expr.t) ?? '') : '';
}

export default defineModel<readonly ExprId[]>({
  id: 'lock-limiters',
  words: ['rate-limiter-flexible', '@upstash/ratelimit', 'ratelimiter'],
  limits: 'A limiter is taken for a lock only where its key names an account and its use speaks of signing in.',
  calls: {
    'express-rate-limit#': (call, q, emit) => keyed(call, q, emit, 'keyGenerator'),
    'express-rate-limit#rateLimit': (call, q, emit) => keyed(call, q, emit, 'keyGenerator'),
    'express-brute#().getMiddleware': (call, q, emit) => keyed(call, q, emit, 'key'),
  },
  sketch: consuming,
  project: ({ sketches }, q, emit) => limiters(sketches, q, emit),
}) satisfies Model as Model;
