/**
 * Frameworks and identity providers that lock accounts for a time by an option or by default: Payload, Parse Server, Better Auth, mongoose plugins,
 * Meteor, Keycloak, Okta. Defaults are as the products document them; each is named in the message.
 */

import type { AccountLock, Answer, CallSite, Emit, Expr, ExprId, Model, Module, Query, Ref, Value } from '../../engine/rule/index.ts';
import { alternatives, answer, certain, defineModel, isNullish, known, numberOf, truth } from '../../engine/rule/index.ts';
import { besideAllOf } from './lib/beside.ts';
import { versionOf } from './lib/lock/version.ts';

type Ends = 'time' | 'reset' | 'admin' | 'never';

function lock(emit: Emit, at: Ref, ends: Answer<Ends>, state: string): void {
  emit({ kind: 'accountLock', at, anchor: 'sink', ends, shape: 'framework', state } satisfies AccountLock);
}

/** A length of time: any number above `floor` ends the lock; at it the lock has no end. Absent: what `whenAbsent` says. */
function duration(value: Value, whenAbsent: Ends, floor = 0, noEnd: Ends = 'reset'): Answer<Ends> {
  const told = answer<Ends>(value, (one) => {
    const n = numberOf(one);
    if (n === undefined) return one.is === 'known' && typeof one.v === 'string' ? 'time' : undefined;
    return n > floor ? 'time' : noEnd;
  });
  return { alternatives: told.alternatives.map((one) => (one.is === 'absent' ? { is: 'known', value: whenAbsent, from: one.from } : one)) };
}

/** The object literals of a module that hold all of these properties. */
function objectsWith(m: Module, names: readonly string[]): { e: ExprId; expr: Extract<Expr, { k: 'obj' }> }[] {
  if (!names.every((name) => m.hasProp(name))) return [];
  return m.facts.exprs.flatMap((expr, e) =>
    expr.k === 'obj' && names.every((name) => prop(expr, name) !== undefined) ? [{ e, expr }] : [],
  );
}

function prop(expr: Extract<Expr, { k: 'obj' }>, name: string): ExprId | undefined {
  for (const p of expr.p) if ('n' in p && p.n === name) return p.v;
  return undefined;
}

const imports = (m: Module, pattern: RegExp): boolean => m.facts.imports.some((one) => pattern.test(one.s));

/** What a collection of Payload has whose accounts may be locked. */
const LOCKING_COLLECTION = ['slug', 'auth'];

/** Payload: a collection with `auth` locks for `lockTime` ms, 600000 unless set, after `maxLoginAttempts` failures (5 unless set, 0: never). */
function payload(m: Module, q: Query, emit: Emit): void {
  if (!imports(m, /^payload(?:\/|$)/)) return;
  for (const { expr } of objectsWith(m, LOCKING_COLLECTION)) {
    const at = q.ref(m, prop(expr, 'auth') as ExprId);
    for (const auth of alternatives(q.value(at))) {
      if (auth.is !== 'known' && auth.is !== 'object') continue;
      if (truth(auth) !== true) continue;
      if (auth.is === 'known') {
        lock(emit, at, certain('time', auth), 'Payload `auth: true` (lockTime is 600000 ms by default)');
        continue;
      }
      if (numberOf(q.prop(auth, 'maxLoginAttempts')) === 0 || truth(q.prop(auth, 'disableLocalStrategy')) === true) continue;
      const time = q.prop(auth, 'lockTime');
      const unset = isNullish(time);
      lock(
        emit,
        !unset && time.at.m === m ? time.at : at,
        duration(time, 'time'),
        unset ? 'Payload `auth` (lockTime is 600000 ms by default)' : 'Payload `auth.lockTime`',
      );
    }
  }
}

/** Parse Server: `accountLockout: { duration: minutes, threshold }`. */
function parseServer(m: Module, q: Query, emit: Emit): void {
  for (const { expr } of objectsWith(m, ['accountLockout'])) {
    const settings = q.value(q.ref(m, prop(expr, 'accountLockout') as ExprId));
    const minutes = q.prop(settings, 'duration');
    if (settings.is !== 'object' || !settings.props.has('duration') || !settings.props.has('threshold')) continue;
    lock(
      emit,
      settings.props.get('duration')?.refs[0] ?? settings.at,
      duration(minutes, 'never'),
      'Parse Server `accountLockout.duration`',
    );
  }
}

/** Keycloak, as its REST API and admin clients spell a realm: brute force protection locks for a time unless `permanentLockout` is on. */
function keycloakRealm(m: Module, q: Query, emit: Emit): void {
  for (const { e, expr } of objectsWith(m, ['bruteForceProtected'])) {
    const on = q.ref(m, prop(expr, 'bruteForceProtected') as ExprId);
    if (truth(q.value(on)) === false) continue;
    lock(
      emit,
      on,
      permanent(q.prop(q.value(q.ref(m, e)), 'permanentLockout')),
      'Keycloak `bruteForceProtected` without `permanentLockout`',
    );
  }
}

function permanent(value: Value): Answer<Ends> {
  const told = answer<Ends>(value, (one) => (truth(one) === true ? 'admin' : truth(one) === false ? 'time' : undefined));
  return { alternatives: told.alternatives.map((one) => (one.is === 'absent' ? { is: 'known', value: 'time', from: one.from } : one)) };
}

function keycloakIac(at: number): (call: CallSite, q: Query, emit: Emit) => void {
  return (call, q, emit) => {
    const defenses = first(q, q.prop(call.arg(at), 'securityDefenses'));
    const detection = first(q, q.prop(defenses, 'bruteForceDetection'));
    if (isNullish(detection) || detection.is === 'unknown') return;
    lock(emit, detection.at, permanent(q.prop(detection, 'permanentLockout')), 'Keycloak `bruteForceDetection` without `permanentLockout`');
  };
}

function first(q: Query, value: Value): Value {
  return value.is === 'list' ? q.element(value) : value;
}

/** Okta: a password policy unlocks after `autoUnlockMinutes`; 0, the default, means never. */
function okta(m: Module, q: Query, emit: Emit): void {
  for (const name of ['passwordAutoUnlockMinutes', 'autoUnlockMinutes', 'password_auto_unlock_minutes']) {
    for (const { expr } of objectsWith(m, [name])) {
      const at = q.ref(m, prop(expr, name) as ExprId);
      lock(emit, at, duration(q.value(at), 'reset'), `Okta \`${name}\``);
    }
  }
}

/** Better Auth: the second factor locks the account for 900 s by default, from 1.7 on. */
function betterAuth(call: CallSite, q: Query, emit: Emit): void {
  const settings = q.prop(call.arg(0), 'accountLockout');
  const enabled = q.prop(settings, 'enabled');
  if (enabled.is === 'known' && enabled.v === false) return;
  const set = settings.is === 'object';
  const version = versionOf(q, call.at.m, 'better-auth');
  if (!set && (version === undefined || version[0] < 1 || (version[0] === 1 && version[1] < 7))) return;
  const seconds = q.prop(settings, 'durationSeconds');
  lock(
    emit,
    set && !isNullish(seconds) ? seconds.at : call.at,
    duration(isNullish(settings) ? settings : seconds, 'time'),
    'Better Auth `twoFactor` (accountLockout lasts 900 s by default)',
  );
}

/** `schema.plugin(plugin, options)` of mongoose plugins that lock. */
function mongoosePlugins(m: Module, q: Query, emit: Emit): void {
  if (
    !imports(m, /^(?:passport-local-mongoose|mongoose-lock|mongoose-account-locking|mongoose-login-attempts)/) &&
    !m.facts.exprs.some(requires)
  )
    return;
  for (const e of m.facts.calls) {
    const expr = m.expr(e);
    const callee = expr.k === 'call' ? m.expr(expr.c) : undefined;
    if (callee?.k !== 'member' || callee.n !== 'plugin') continue;
    const call = q.call(q.ref(m, e));
    const plugin = call?.arg(0);
    if (!call || plugin?.is !== 'ext') continue;
    if (/^passport-local-mongoose#/.test(plugin.key)) passportLocal(call, q, emit);
    else if (/^mongoose-(?:lock|account-locking|login-attempts)#/.test(plugin.key))
      lock(emit, call.at, certain('time', known(true, call.at)), `${plugin.key.split('#')[0]} (locks for two hours by default)`);
  }
}

function requires(expr: Expr): boolean {
  return (
    expr.k === 'lit' &&
    typeof expr.v === 'string' &&
    /^(?:passport-local-mongoose|mongoose-lock|mongoose-account-locking|mongoose-login-attempts)$/.test(expr.v)
  );
}

/** passport-local-mongoose: `limitAttempts` with `unlockInterval` (ms) opens by time; with only `maxAttempts` it takes resetAttempts(). */
function passportLocal(call: CallSite, q: Query, emit: Emit): void {
  const options = call.arg(1);
  if (truth(q.prop(options, 'limitAttempts')) !== true) return;
  const unlock = q.prop(options, 'unlockInterval');
  if (!isNullish(unlock))
    lock(emit, unlock.is === 'unknown' ? call.at : unlock.at, duration(unlock, 'never'), 'passport-local-mongoose `unlockInterval`');
  else if (isNullish(q.prop(options, 'maxAttempts'))) {
    lock(
      emit,
      call.at,
      certain('time', known(true, call.at)),
      'passport-local-mongoose `limitAttempts` without `maxAttempts` (only makes the account wait, 300000 ms at most by default)',
    );
  } else lock(emit, call.at, certain('reset', known(true, call.at)), 'passport-local-mongoose `maxAttempts`');
}

/** Meteor's accounts-lockout: known users are locked for `lockoutPeriod` seconds, 60 by default. */
function meteor(call: CallSite, q: Query, emit: Emit): void {
  const users = q.prop(call.arg(0), 'knownUsers');
  const period = q.prop(users, 'lockoutPeriod');
  lock(
    emit,
    period.is === 'known' ? period.at : call.at,
    certain('time', known(true, call.at)),
    'accounts-lockout `knownUsers.lockoutPeriod`',
  );
}

export default defineModel({
  id: 'lock-frameworks',
  words: [
    besideAllOf("'payload", LOCKING_COLLECTION),
    besideAllOf('"payload', LOCKING_COLLECTION),
    'accountlockout',
    'bruteforceprotected',
    'autounlockminutes',
    'auto_unlock_minutes',
    'passport-local-mongoose',
    'mongoose-lock',
    'mongoose-account-locking',
    'mongoose-login-attempts',
  ],
  limits: 'Lock-out that a provider keeps by itself (Cognito, Supabase, Auth0) cannot be seen in code.',
  calls: {
    '@pulumi/keycloak#Realm': keycloakIac(1),
    'keycloak#Realm': keycloakIac(2),
    '@cdktf/provider-keycloak#realm.Realm': keycloakIac(2),
    '@cdktf/provider-keycloak/lib/realm#Realm': keycloakIac(2),
    'better-auth/plugins#twoFactor': betterAuth,
    'better-auth/plugins/two-factor#twoFactor': betterAuth,
  },
  match: { names: ['AccountsLockout'], of: (key) => (/accounts-lockout#(?:AccountsLockout)?$/.test(key) ? meteor : undefined) },
  module(m, q, emit) {
    payload(m, q, emit);
    parseServer(m, q, emit);
    keycloakRealm(m, q, emit);
    okta(m, q, emit);
    mongoosePlugins(m, q, emit);
  },
}) satisfies Model as Model;
