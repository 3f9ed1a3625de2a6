/** Audited events and audit records, by meaning: what a project does to accounts, sessions, keys and roles, and whether each act leaves a record. */

import type { Answer, AuthEvent, Emit, Localized, Model, Query, Ref, Seen } from '../../engine/rule/index.ts';
import { certain, defineModel, known } from '../../engine/rule/index.ts';
import type { Act } from './lib/audit/acts.ts';
import { Acts } from './lib/audit/acts.ts';
import { Checks } from './lib/audit/checks.ts';
import type { Cover } from './lib/audit/coverage.ts';
import { Coverage } from './lib/audit/coverage.ts';
import { isPartOf, OF_THE_ACCOUNT } from './lib/audit/events.ts';
import { fnName, homeOf, wordsAround } from './lib/audit/functions.ts';
import { Layers } from './lib/audit/place.ts';
import { recordsOf } from './lib/audit/records.ts';
import { SignIns } from './lib/audit/signin.ts';
import { Sinks } from './lib/audit/sinks.ts';
import type { AuditSketch } from './lib/audit/sketch.ts';
import { auditSketch } from './lib/audit/sketch.ts';
import { Surround } from './lib/audit/surround.ts';
import { TRIGGER_WORDS } from './lib/audit/trigger-words.ts';

/** Findings of one kind shown for a project that has no audit log at all. */
const MAX_WITHOUT_SINK = 4;

/** Acts beside which another act of the same function is only a consequence. */
const LEADING = new Set(['password-changed', 'password-reset', 'user-deleted', 'user-created', 'tenant-created', 'tenant-deleted']);
const FOLLOWING = new Set([
  'role-changed',
  'session-revoked',
  'token-revoked',
  'api-key-revoked',
  'mfa-removed',
  'sign-in-success',
  'account-unlocked',
]);

const NOTES: Record<'record' | 'leaves' | 'leads', Localized> = {
  record: { en: 'the audit record is written here', ja: 'ここで監査ログに記録されます' },
  leaves: { en: 'leaves here without an audit record', ja: 'ここで監査ログに記録せずに処理を終えます' },
  leads: { en: 'the act itself happens here', ja: '実際の操作はここで行われます' },
};

function* project(seen: Seen<AuditSketch>, q: Query, emit: Emit): Generator<void, void> {
  const { sketches } = seen;
  const sinks = new Sinks(q, seen);
  const checks = new Checks(q, (m, e) => sinks.likely(m, e));
  const surround = new Surround(q, sinks, seen);
  yield* sinks.prepare();
  yield* surround.prepare();
  const coverage = new Coverage(q, sinks, surround);
  const acts = withoutConsequences(yield* new Acts(q, sinks, checks).all(sketches));
  const signIns = yield* new SignIns(q, sinks, checks, coverage, surround).all(sketches);
  if (acts.length === 0 && signIns.length === 0) return;
  const records = yield* recordsOf(q, sinks, sketches);
  for (const at of records) emit({ kind: 'auditRecord', at, sink: q.text(q.part(at, (q.expr(at) as { c?: number }).c ?? at.e)) });
  const noSink = records.length === 0;
  const layers = new Layers(records);
  // Libraries and tools write to stores of users without having any: where nobody signs in, nothing is missing.
  if (noSink && signIns.length === 0 && !acts.some((one) => /^(password|account|mfa)-/.test(one.event))) return;
  const out: AuthEvent[] = [];
  for (const one of signIns) {
    const steps = [{ at: q.ref(one.at.m, one.check), note: { en: 'the credentials are checked here', ja: 'ここで資格情報を照合します' } }];
    const act = one.event === 'sign-in-failure' ? q.text(q.ref(one.at.m, one.check)) : q.text(one.at);
    out.push({
      kind: 'authEvent',
      at: one.at,
      anchor: 'sink',
      event: one.event,
      audited: answered(one.state, one.at),
      act,
      steps,
      ...(noSink && { noSink }),
      ...(one.neither && { also: ['sign-in-success'] }),
    });
  }
  for (const act of acts) {
    yield;
    out.push(...judged(act, coverage.of(act.m, act.e, act.home), layers, q, noSink));
  }
  const leadingHomes = new Set(acts.filter((one) => LEADING.has(one.event)).map((one) => `${one.m.path} ${one.home}`));
  for (const one of tidy(out, noSink, leadingHomes)) emit(one);
}

function judged(act: Act, cover: Cover, layers: Layers, q: Query, noSink: boolean): AuthEvent[] {
  const make = (at: Cover, state: Cover['state']): AuthEvent => {
    const ref = q.ref(at.m, at.e);
    const steps = [
      ...(at.e !== act.e || at.m !== act.m ? [{ at: q.ref(act.m, act.e), note: NOTES.leads }] : []),
      ...(at.by ? [{ at: at.by, note: NOTES.record }] : []),
      ...(state === 'sometimes' && at.missing?.at !== undefined ? [{ at: q.ref(at.m, at.missing.at), note: NOTES.leaves }] : []),
    ];
    return {
      kind: 'authEvent',
      at: ref,
      anchor: 'sink',
      event: act.event,
      audited: answered(state, ref),
      act: q.text(ref),
      steps,
      ...(noSink && { noSink }),
    };
  };
  if (cover.state === 'always' || cover.state === 'unknown') return [make(cover, cover.state)];
  if (isPartOf(act.event, '', fnName(act.m, act.home))) return [];
  return layers
    .places(cover)
    .filter((place) => !isPartOf(act.event, wordsAround(place.m, place.f), fnName(place.m, place.f)))
    .map((place) => make(place, place.state));
}

/** Of the acts of one function, those that are no mere consequence of another. */
function withoutConsequences(acts: readonly Act[]): Act[] {
  const key = (one: Act): string => `${one.m.id} ${one.home}`;
  const leading = new Set(acts.filter((one) => LEADING.has(one.event)).map(key));
  return acts.filter((one) => !FOLLOWING.has(one.event) || !leading.has(key(one)));
}

function answered(state: Cover['state'], at: Ref): Answer<'always' | 'sometimes' | 'never'> {
  const from = known(state, at);
  return state === 'unknown' ? { alternatives: [{ is: 'unknown', why: 'dynamic', from }] } : certain(state, from);
}

/** One finding an act: one of a kind in a function, consequences left out, and no flood where nothing is recorded anywhere. */
function tidy(events: readonly AuthEvent[], noSink: boolean, leadingHomes: ReadonlySet<string>): AuthEvent[] {
  const homeKey = (one: AuthEvent): string => `${one.at.m.path} ${homeOf(one.at.m, one.at.m.ownerOf(one.at.e))}`;
  const leading = new Set([...leadingHomes, ...events.filter((one) => LEADING.has(one.event)).map(homeKey)]);
  const ofUser = new Set(events.filter((one) => one.event === 'user-created' || one.event === 'user-deleted').map(homeKey));
  const created = new Set(events.filter((one) => one.event === 'user-created').map(homeKey));
  const seen = new Set<string>();
  const perKind = new Map<string, number>();
  return events.filter((one) => {
    const missing = one.audited.alternatives.some((two) => two.is === 'known' && two.value !== 'always');
    if (FOLLOWING.has(one.event) && leading.has(homeKey(one))) return false;
    if (one.event === 'password-changed' && created.has(homeKey(one))) return false; // the first password
    if (one.event.startsWith('tenant-') && ofUser.has(homeKey(one))) return false; // a personal tenant comes and goes with its user
    const key = `${homeKey(one)} ${one.event}`;
    if (missing && seen.has(key)) return false;
    if (missing) seen.add(key);
    // A sign-out takes away several cookies: it is listed once.
    if (!missing && one.event === 'sign-out') {
      if (seen.has(`${key} listed`)) return false;
      seen.add(`${key} listed`);
    }
    if (!noSink || !missing) return true;
    if (!OF_THE_ACCOUNT.has(one.event)) return false;
    const count = (perKind.get(one.event) ?? 0) + 1;
    perKind.set(one.event, count);
    return count <= MAX_WITHOUT_SINK;
  });
}

export default defineModel<AuditSketch>({
  id: 'audit',
  words: [
    'password',
    'passwd',
    'audit',
    'apikey',
    'api_key',
    'apitoken',
    'accesstoken',
    'personalaccesstoken',
    'logout',
    'signout',
    'usersession',
    'refreshtoken',
    'deleteuser',
    'twofactor',
    'totp',
    'mfa',
    '.permissions =',
    'membership',
    'members:',
    'members.',
    'members)',
    'members }',
    'saml',
    'loginattempt',
    'bcrypt',
    'argon2',
    'session.destroy',
    'removeuser',
    'user.delete',
    'users.delete',
    'user.create',
    'findbyidand',
    'findoneand',
    'deleteone',
    'deletemany',
    'updateone',
    'deletefrom(',
    'prisma.',
    'organization.create',
    'organization.delete',
    'tenant.create',
    'tenant.delete',
    'workspace.create',
    'workspace.delete',
    'team.create',
    'team.delete',
    'organizationsettings',
    'tenantsettings',
    'workspacesettings',
    'impersonat',
    'updateusermetadata',
    ...TRIGGER_WORDS,
  ],
  limits: 'Records written by triggers of the database, by a proxy, or by code in another repository are not seen.',
  sketch: auditSketch,
  project,
}) satisfies Model as Model;
