/** What names speak of: accounts, roles, keys, sessions, tenants. Names alone never make a finding; writes and checks do. */

import { perName } from '../per-name.ts';

/** `apiKeyId` → `api key id`; digits stay with their word. */
export const wordsOf: (name: string) => readonly string[] = perName((name) =>
  /^[a-z0-9]+$/.test(name)
    ? [name]
    : name
        .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
        .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
        .toLowerCase()
        .split(/[^a-z0-9]+/)
        .filter(Boolean),
);

/** The words of a name in one piece. */
export const joined: (name: string) => string = perName((name) =>
  /^[a-z0-9]*$/.test(name) ? name : name.toLowerCase().replace(/[^a-z0-9]+/g, ''),
);

/** Wrappers of a store's name: `userRepository`, `usersCollection`, `UserModel` are all `user`. */
const STORE_SUFFIX = new Set([
  'repository',
  'repo',
  'repositories',
  'model',
  'models',
  'collection',
  'table',
  'dao',
  'entity',
  'entities',
  'schema',
  'store',
  'col',
  'coll',
  'tbl',
  'document',
  'doc',
  'tb',
  'dal',
]);
const STORE_PREFIX = new Set([
  'tbl',
  'tb',
  'the',
  'my',
  'existing',
  'current',
  'updated',
  'new',
  'found',
  'db',
  'saved',
  'target',
  'this',
  'old',
  'prisma',
  'app',
  'auth',
  'core',
  'sys',
  'system',
  'public',
  'next',
]);

function singular(word: string): string {
  if (/(ss|us|is)$/.test(word)) return word;
  if (/ies$/.test(word)) return `${word.slice(0, -3)}y`;
  if (/(sses|xes|ches|shes)$/.test(word)) return word.slice(0, -2);
  return word.endsWith('s') && word.length > 3 ? word.slice(0, -1) : word;
}

/** The noun a store's name speaks of, in the singular and in one piece: `usersCollection` → `user`, `team_members` → `teammember`. Empty when it speaks of none. */
export const nounOf: (name: string) => string = perName((name) => {
  const words = [...wordsOf(name)];
  while (words.length > 0 && STORE_SUFFIX.has(words.at(-1) as string)) words.pop();
  while (words.length > 1 && STORE_PREFIX.has(words[0] as string)) words.shift();
  return words.map(singular).join('');
});

/** A model's name as it is, in the singular: `teamMembers` → `teammember`, `userCollection` stays what it is. */
export function modelNoun(name: string): string {
  const words = wordsOf(name).map(singular);
  return words.join('');
}

/** Receivers that are no stores, whatever their first words say. */
const NO_STORE =
  /(service|controller|manager|handler|api|apis|client|cache|map|set|list|array|form|state|router|queue|producer|factory|provider|helper|util|utils|socket|service|resolver|facade|gateway|usecase|job|worker|actions|mailer|adapter|hook|hooks|permissions|policy|ids|names)$/;

export const noStore: (name: string) => boolean = perName((name) => NO_STORE.test(joined(name)));

const ACCOUNT =
  /^(.*user|.*admin|account|useraccount|member|staff|staffmember|employee|customer|operator|person|people|human|userprofile|adminprofile|credential|usercredential|userauth|authuser|identity|useridentity|principal|teacher|student|doctor|patient|driver|seller|vendor|merchant|agent|client|owner|superadmin|administrator|login|userlogin|auth|password|userpassword|passwordcredential|usuario|utilisateur|benutzer|player|author|subscriber|accountlocal|localaccount)$/;
const USER =
  /^(user|appuser|adminuser|systemuser|admin|administrator|superadmin|useraccount|accountuser|userentity|usuario|authuser|backenduser|siteuser|dashboarduser|internaluser)$/;

/** A store of people who may sign in. */
export const isAccount = (noun: string): boolean => ACCOUNT.test(noun);
/** A store of accounts proper: creating and deleting its rows creates and deletes accounts. */
export const isUser = (noun: string): boolean => USER.test(noun);
export const isRole = (noun: string): boolean =>
  /^(role|customrole|userrole|rolepermission|permission|userpermission|rolebinding|roleassignment|grouprole|orgrole|teamrole|adminrole|rolemember|userrolemapping|accesspolicy)$/.test(
    noun,
  );
export const isMembership = (noun: string): boolean =>
  /^((team|org|organi[sz]ation|workspace|tenant|company|firm|project)(member|membership|user|collaborator)|membership|(user|member)(team|org|organi[sz]ation|workspace|tenant|company|firm)|collaborator|userto(organi[sz]ation|team|workspace|tenant)|organi[sz]ationmemberrole)$/.test(
    noun,
  );
export const isTenant = (noun: string): boolean => /^(tenant|team|org|organi[sz]ation|workspace|firm)$/.test(noun);
export const isApiKey = (noun: string): boolean =>
  /^((user|team|org|organi[sz]ation|project|personal|admin|workspace|tenant|account|member|service)?(apikey|apitoken|apisecret)|(user)?personalaccesstoken|pat|accesskey|servicetoken|serviceaccountkey|servicekey|secretkey|developertoken|apiaccesstoken|apiclientsecret)$/.test(
    noun,
  );
export const isSession = (noun: string): boolean =>
  /^(session|usersession|authsession|loginsession|activesession|accountsession|adminsession|sessiontoken)$/.test(noun);
export const isRefreshToken = (noun: string): boolean =>
  /^(refreshtoken|userrefreshtoken|refreshsession|usertoken|authtoken|authrefresh|accesstoken|oauthtoken|oauthaccesstoken|oauthrefreshtoken|devicetoken|trusteddevice)$/.test(
    noun,
  );
export const isTenantSettings = (noun: string): boolean =>
  /^(tenant|org|organi[sz]ation|workspace)(security)?(setting|config|configuration|policy)$/.test(noun);
export const isSso = (noun: string): boolean =>
  /^(sso(connection|config|configuration|provider|setting|connector)?|saml(connection|config|configuration|provider|setting)?|oidc(connection|config|configuration|provider|setting)|identityprovider|idp|authprovider|authenticationprovider|ssoconnector|dsync(connection|directory)?|scimconfig)$/.test(
    noun,
  );
export const isMfa = (noun: string): boolean =>
  /^(user)?(mfa|twofactor|twofactorauth|twofactorauthentication|2fa|totp|totpsecret|otpsecret|authenticator|passkey|webauthncredential|webauthndevice|mfafactor|mfadevice|mfamethod|backupcode|recoverycode|mfasetting|usermfa)$/.test(
    noun,
  );

export const isPasswordField = (name: string): boolean =>
  /^(user|new|account|login|admin|local|hashed|hash|encrypted|updated|crypted)?(password|passwd|passwordhash|hashedpassword|pwd|pwdhash|passhash|passworddigest|passwordencrypted|encryptedpassword|passwordsalt|userpass|motdepasse|contrasena|senha|parola|credential)(hash|digest|encrypted)?$/.test(
    joined(name),
  );
export const isApiKeyField = (name: string): boolean =>
  /^(hashed|new)?(api|access|secret)?(apikey|apitoken|apisecret)(hash|hashed|digest|encrypted)?$/.test(joined(name));
export const isRoleField = (name: string): boolean =>
  /^(user|global|admin|org|organi[sz]ation|team|member|default|system|account|new)?(role|roles|roleid|roleids|permission|permissions|permissionids|isadmin|isadministrator|issuperadmin|issuperuser|ismoderator|isstaff|customroles|accesslevel|privilege|privileges|roletype|isowner|projectroles|additionalroles)$/.test(
    joined(name),
  );
export const isMemberField = (name: string): boolean =>
  /^(members|admins|owners|collaborators|memberids|adminids|customroles|roles)$/.test(joined(name));
export const isLockField = (name: string): boolean =>
  /^(is|account|login|user|signin)*(locked|lock|lockuntil|lockeduntil|lockeduntilat|lockedat|lockouttime|lockout|lockoutuntil|lockoutend|lockoutexpiry|lockexpires|lockexpiresat|islocked|accountlocked|accountlockeduntil|blockeduntil)$/.test(
    joined(name),
  ) && !/^lock$/.test(joined(name));
export const isFailureCount = (name: string): boolean =>
  /^(failed|invalid|bad|wrong|total)?(login|signin|password|auth|authentication)?(failed|failure|failures|invalid)?(attempts?|loginattempts?|failedattempts?|failures?|failurecount|attemptcount|attemptscount|loginattemptcount|failedlogins?|failedlogincount|loginfailures?)(count)?$/.test(
    joined(name),
  );
export const isMfaField = (name: string): boolean => {
  const text = joined(name);
  return (
    (/(mfa|twofactor|twofa|2fa|totp|authenticator)/.test(text) &&
      /(enabled|secret|active|activated|key|verified|backupcodes?|recoverycodes?|required|method|methods|confirmed|on|status)$/.test(
        text,
      )) ||
    /^(is)?(mfa|twofactor|twofa|2fa|totp|twofactorauth|twofactorauthentication|otpsecret|otpenabled)$/.test(text)
  );
};
export const isSessionField = (name: string): boolean =>
  /^(sessions|activesessions|refreshtokens|refreshtoken|refreshtokenhash|hashedrefreshtoken|currenthashedrefreshtoken|sessiontoken|sessiontokens|tokenversion|jwtsecret|currentrefreshtoken|hashedrt)$/.test(
    joined(name),
  );
export const isRevokedField = (name: string): boolean =>
  /^(is)?(revoked|revokedat|deleted|deletedat|disabled|disabledat|archived|archivedat|invalidated|invalidatedat|removedat|loggedoutat|revokedby)$/.test(
    joined(name),
  );
/** Fields of which one at least stands in every update that carries out an event of an account, a membership or a tenant. */
export const mayTell: (field: string) => boolean = perName(
  (field) =>
    isPasswordField(field) ||
    isMfaField(field) ||
    isLockField(field) ||
    isRoleField(field) ||
    isSessionField(field) ||
    isMemberField(field) ||
    isApiKeyField(field) ||
    /^(deletedat|ownerid|isdeleted|deleted|owner|isowner|projectroles|permissions)$|^(sso|saml|oidc|enforcesso)/.test(joined(field)),
);
export const isActiveField = (name: string): boolean => /^(is)?(active|valid|enabled|isactive|isvalid)$/.test(joined(name));
