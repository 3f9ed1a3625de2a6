/** From a write to the audited event it carries out: which account, key, role or tenant, and what becomes of it. */
import type { Module } from '../../../../engine/rule/index.ts';
import type { Field } from './fields.ts';
import { clears, isTrue } from './fields.ts';
import * as is from './names.ts';
import type { StoreWrite } from './writes.ts';

/** Words that tell what the code around a write is for: its functions', class's and file's names, in one piece. */
export interface Around {
  readonly words: string;
  /** A password is checked in the same function. */
  readonly checks: boolean;
}

const EXPIRY = /expir|\$lt|\blte?\b|cutoff|olderthan|before|stale|interval|lessthan/i;
const SWEEP =
  /(expired|cleanup|purge|prune|sweep|stale|garbage|housekeep|retention|migrat|seed|fixture|backfill|anonymi[sz]e|datacreat|copy|clone|duplicat|rollback)/;

const ON_THE_WAY = /(getorcreate|orcreate|findorcreate|ensure|default)/;

export function eventOf(m: Module, write: StoreWrite, around: Around): string | undefined {
  if (SWEEP.test(around.words) || belongsToTenant(write)) return undefined;
  const { noun, verb } = write;
  // A role that is made on the way, so that there is one to give.
  if (is.isRole(noun) && verb !== 'delete' && ON_THE_WAY.test(around.words)) return undefined;
  if (is.isTenantSettings(noun) && verb !== 'create' && verb !== 'delete') return 'tenant-settings-changed';
  if (verb === 'update' || verb === 'upsert') {
    const byField = fieldEvent(m, write, around);
    if (byField) return byField;
  }
  if (verb === 'create') return created(m, write, around);
  if (verb === 'delete') return deleted(write, around);
  if (is.isRole(noun) && write.fields.length > 0) return 'role-changed';
  if (is.isSso(noun)) return 'sso-changed';
  return undefined;
}

/** An organisation or team that itself belongs to a tenant is business data of that tenant: a client, a sales team. */
function belongsToTenant({ noun, fields, where }: StoreWrite): boolean {
  if (!is.isTenant(noun)) return false;
  const keys = [...fields.map((one) => one.name), ...where.split(' ')].map(is.joined);
  return keys.some(
    (key) =>
      /^(tenant|firm|company|account|workspace|org|organi[sz]ation)(id|query|uuid)$/.test(key) &&
      !key.startsWith(noun) &&
      !(key.startsWith('org') && noun.startsWith('org')),
  );
}

function fieldEvent(m: Module, { noun, fields, where }: StoreWrite, around: Around): string | undefined {
  const named = (test: (name: string) => boolean): Field | undefined => fields.find((one) => test(one.name));
  if (is.isAccount(noun)) {
    const password = fields.find((one) => is.isPasswordField(one.name) && !clears(m, one));
    if (password && SETS_FIRST.test(around.words)) return undefined;
    if (password)
      return /(reset|forgot|forget|recover|restore)/.test(around.words)
        ? 'password-reset'
        : /(login|signin|rehash|authenticate|validateuser|verifypassword|comparepassword)/.test(around.words) && around.checks
          ? undefined
          : 'password-changed';
    const mfa = named(is.isMfaField);
    if (mfa)
      return !enrolls(m, fields, around.words) && holdsSecret(m, fields)
        ? undefined
        : clears(m, mfa) || (/(disable|remove|delete|reset)/.test(around.words) && !isTrue(m, mfa))
          ? 'mfa-removed'
          : enrolls(m, fields, around.words)
            ? 'mfa-enrolled'
            : undefined;
    const lock = named(is.isLockField);
    if (lock && !around.checks)
      return clears(m, lock) || /(unlock|reset)/.test(around.words)
        ? /(login|signin|authenticate|loggedin)/.test(around.words.replace(/(login|signin)attempts?/g, '')) && !/unlock/.test(around.words)
          ? undefined
          : 'account-unlocked'
        : 'account-locked';
    const role = named(is.isRoleField);
    if (role) return 'role-changed';
    if (is.isUser(noun) && named(is.isApiKeyField)) return keyEvent(m, fields);
    const session = named(is.isSessionField);
    if (session) return sessionEvent(m, session, around);
    if (is.isUser(noun) && fields.some((one) => /^(deletedat|isdeleted|deleted)$/.test(is.joined(one.name)) && !clears(m, one)))
      return 'user-deleted';
  }
  if (noun === 'profile' && named(is.isRoleField)) return 'role-changed';
  if (is.isMembership(noun) && (named(is.isRoleField) ?? named((name) => /^(owner|isowner|projectroles|permissions)$/i.test(name))))
    return 'role-changed';
  if (is.isTenant(noun)) {
    if (fields.some((one) => is.isMemberField(one.name) || /^owner(id)?$/.test(is.joined(one.name)))) return 'role-changed';
    if (fields.some((one) => /^(deletedat|isdeleted)$/.test(is.joined(one.name)) && !clears(m, one))) return 'tenant-deleted';
    if (fields.some((one) => /^(sso|saml|oidc|ssoenabled|enforcesso|samlconfig|ssoconfig)/.test(is.joined(one.name)))) return 'sso-changed';
  }
  if ((is.isTenant(noun) || /^(project|app|application|site)$/.test(noun)) && named(is.isApiKeyField)) return keyEvent(m, fields);
  if (is.isApiKey(noun) && revoked(m, fields)) return 'api-key-revoked';
  if ((is.isSession(noun) || is.isRefreshToken(noun)) && revoked(m, fields) && !EXPIRY.test(where))
    return ending(around, is.isRefreshToken(noun) && !is.isSession(noun));
  if (is.isMfa(noun)) {
    const state = named((name) => is.isActiveField(name) || /verified|confirmed/i.test(name));
    if (state) return clears(m, state) ? 'mfa-removed' : 'mfa-enrolled';
  }
  return undefined;
}

/** A key that stands on the row of its owner: a new one, or none any more. */
function keyEvent(m: Module, fields: readonly Field[]): string {
  return fields.every((one) => !is.isApiKeyField(one.name) || clears(m, one)) ? 'api-key-revoked' : 'api-key-created';
}

/** The first password of a new account belongs to its creation. */
const SETS_FIRST =
  /(register|registration|signup|createuser|createaccount|newuser|onboard|acceptinvit|importuser|createadmin|activateaccount)/;

/** Whether an event at a place is no act of its own: the first password of a new account, or a fresh digest of the same password at sign-in. */
export function isPartOf(event: string, around: string, name: string): boolean {
  if (event === 'role-changed') return /(signup|register|registration)/.test(is.joined(name));
  if (event === 'sign-in-success')
    return /(refresh|rotate|renew|context$|^get|current(user|session)|validatesession)/.test(is.joined(name));
  return (
    (event === 'password-changed' || event === 'password-reset') &&
    (SETS_FIRST.test(around) || /(login|signin|authenticate|rehash)/.test(is.joined(name)))
  );
}

/** A second factor counts as enrolled when it is switched on, not while a secret waits to be confirmed. */
function enrolls(m: Module, fields: readonly Field[], words: string): boolean {
  const flags = fields.filter(
    (one) =>
      is.isMfaField(one.name) &&
      /(enabled|active|activated|verified|confirmed|on|status)$|^(is)?(mfa|twofactor|2fa|totp)$/.test(is.joined(one.name)),
  );
  return flags.length === 0 ? /(enable|verify|confirm|activate|enrol)/.test(words) : flags.some((one) => !clears(m, one));
}

/** A fresh secret beside a flag still off: the first half of enrolling. */
function holdsSecret(m: Module, fields: readonly Field[]): boolean {
  return fields.some(
    (one) => is.isMfaField(one.name) && /(secret|key|backupcodes?|recoverycodes?)$/.test(is.joined(one.name)) && !clears(m, one),
  );
}

function revoked(m: Module, fields: readonly Field[]): boolean {
  return fields.some((one) => (is.isRevokedField(one.name) && !clears(m, one)) || (is.isActiveField(one.name) && clears(m, one)));
}

function sessionEvent(m: Module, field: Field, around: Around): string | undefined {
  const grows = field.op === '$push' || field.op === '$addtoset';
  if (grows) return /refresh|rotate/.test(around.words) ? undefined : 'sign-in-success';
  if (clears(m, field) || field.op === '$inc' || /tokenversion|jwtsecret/.test(is.joined(field.name)))
    return /(login|signin|register|signup)/.test(around.words) ? undefined : ending(around, false);
  return undefined;
}

function ending(around: Around, token: boolean): string | undefined {
  if (/(refreshtoken|rotate|renew|refreshaccess|refreshsession)/.test(around.words) && !/(revoke|logout|signout)/.test(around.words))
    return undefined;
  if (/(logout|signout|signoff|logoff)/.test(around.words)) return 'sign-out';
  return token ? 'token-revoked' : 'session-revoked';
}

function created(m: Module, { noun, fields, open }: StoreWrite, around: Around): string | undefined {
  if (is.isApiKey(noun)) return 'api-key-created';
  if (is.isUser(noun) && (open || fields.length > 0)) return 'user-created';
  if (is.isMembership(noun) || is.isRole(noun)) return 'role-changed';
  if (is.isTenant(noun)) return 'tenant-created';
  if (is.isSso(noun)) return 'sso-changed';
  if (is.isSession(noun)) {
    const person = fields.some((one) => /^(user|account|admin|member)(id|uuid)?$/.test(is.joined(one.name)));
    const secret = fields.some((one) => /(token|expires|expiresat|expiry|useragent|ip|ipaddress|refresh)/.test(is.joined(one.name)));
    return person && secret && !/(refresh|rotate|renew|anonymous|guest|chat|checkout|upload|game)/.test(around.words)
      ? 'sign-in-success'
      : undefined;
  }
  if (is.isMfa(noun))
    return /(backup|recovery)code/.test(noun) ||
      fields.some((one) => /^(enabled|verified|active|confirmed)$/.test(is.joined(one.name)) && clears(m, one))
      ? undefined
      : /(create|generate|setup|begin|init)/.test(around.words) &&
          !/(enable|verify|confirm|enrol|passkey|webauthn|register)/.test(around.words)
        ? undefined
        : 'mfa-enrolled';
  return undefined;
}

function deleted({ noun, where, op }: StoreWrite, around: Around): string | undefined {
  if (is.isApiKey(noun)) return 'api-key-revoked';
  if (is.isUser(noun)) return op === 'deleteMany' && where.trim() === '' ? undefined : 'user-deleted';
  if (is.isMembership(noun)) return 'role-changed';
  if (is.isRole(noun)) return 'role-changed';
  if (is.isTenant(noun)) return 'tenant-deleted';
  if (is.isSso(noun)) return 'sso-changed';
  if (is.isMfa(noun)) return /(backup|recovery)code/.test(noun) ? undefined : 'mfa-removed';
  if (
    EXPIRY.test(where) ||
    /(expire|timeout|(?<!in)validate|getsession|findsession|checksession|verifysession|readsession|login|signin|authenticate)/.test(
      around.words,
    )
  )
    return undefined;
  if (is.isSession(noun)) return ending(around, false);
  if (is.isRefreshToken(noun)) return ending(around, true);
  return undefined;
}

/** Events of which an account's owner would want to know even where a project keeps no audit log at all. */
export const OF_THE_ACCOUNT: ReadonlySet<string> = new Set([
  'sign-in-failure',
  'sign-in-success',
  'password-changed',
  'password-reset',
  'mfa-removed',
  'mfa-enrolled',
  'account-unlocked',
  'account-locked',
  'user-deleted',
  'role-changed',
]);
