/**
 * Vocabulary of sign-in locks: what names hint at. Names are hints only; the shapes beside this file decide with structure.
 * English and the languages in which such code was met most often.
 */

import { perName } from '../per-name.ts';

/** Where a word ends: before a capital, before the last capital of a run, at what is neither letter nor digit. Nearly all names are ASCII. */
const ASCII = /^[\0-\x7f]*$/;
const PLAIN = [/([a-z\d])([A-Z])/g, /([A-Z])([A-Z][a-z])/g, /[^A-Za-z0-9]+/g] as const;
const UNICODE = [/([\p{Ll}\d])(\p{Lu})/gu, /(\p{Lu})(\p{Lu}\p{Ll})/gu, /[^\p{L}\p{N}]+/gu] as const;

/** `failedLoginAttempts`, `FAILED_LOGIN`, `login:fail:` → lower-case words with single spaces: `failed login attempts`. */
export const words: (name: string) => string = perName((name) => {
  const [lowerUpper, upperRun, between] = ASCII.test(name) ? PLAIN : UNICODE;
  return name.replace(lowerUpper, '$1 $2').replace(upperRun, '$1 $2').replace(between, ' ').trim().toLowerCase();
});

/** A state in which sign-in is refused. */
export const LOCK: RegExp = new RegExp(
  [
    '\\b(?:un)?lock(?:s|ed|ing|out|outs|down)?\\b',
    '\\block(?:ed|out)?(?:until|time|till|expir\\w*|end\\w*|duration|period|date)\\b',
    '\\bis\\w*locked\\b',
    '\\b(?:un)?block(?:s|ed|ing)?\\b',
    '\\bblock(?:ed)?(?:until|time|till)\\b',
    '\\bpenalt(?:y|ies)\\b',
    '\\bcool ?downs?\\b',
    '\\bfr(?:eeze|ozen)\\b',
    '\\bsuspend(?:ed)?\\b',
    '\\bbanned\\b',
    '\\bbans?\\b',
    '\\bdisabled until\\b',
    '\\bthrottled until\\b',
    '\\bjail(?:ed)?\\b',
    '\\bbloque\\w*',
    '\\bbloqu\\w*',
    '\\bblocc\\w*',
    '\\bsperr\\w*',
    '\\bgesperrt\\w*',
    '\\bverrou\\w*',
    '\\bzablok\\w*',
    '\\bblok\\w*',
    '\\bkilit\\w*',
    '\\bkhoa\\b',
    '\\b(?:ter)?kunci\\b',
  ].join('|'),
  'u',
);

/** A lock by a name that hardly means anything else than refusing. */
export const STRONG_LOCK: RegExp =
  /\b(?:un)?lock(?:ed|out|outs)?\b|\block(?:ed|out)?(?:until|time|till|expir\w*|end\w*|duration|period)\b|\bis\w*locked\b|\bblocked\b|\bblockeduntil\b|\bbloque\w*|\bbloqu\w*|\bgesperrt\w*|\bverrou\w*|\bkilit\w*/u;

/** Something that failed, or is counted until it is too much. */
export const FAIL: RegExp = new RegExp(
  [
    'attempt',
    '\\bfail',
    'failed',
    'failure',
    '\\btr(?:y|ies)\\b',
    '\\bretr(?:y|ies)\\b',
    '\\bwrong',
    '\\binvalid',
    '\\bincorrect',
    '\\bbad\\b',
    '\\bmistake',
    '\\bstrikes?\\b',
    '\\bincidents?\\b',
    '\\bintentos?\\b',
    '\\bfallid[oa]s?\\b',
    '\\bfallos?\\b',
    'tentativ',
    '\\bechecs?\\b',
    '\\bessais?\\b',
    'versuch',
    '\\bfehl',
    '\\berrad[oa]s?\\b',
    '\\bdeneme',
    '\\bbasarisiz',
    '\\burinish',
    '\\bxato',
    '\\bpercobaan\\b',
    '\\bgagal\\b',
    '\\bpopyt',
  ].join('|'),
  'u',
);

/** What stands in every name that FAIL or LOCK matches, one part of it at least: most names hold none, and need not be taken apart. */
const STEM =
  /attempt|fail|tr(?:y|ies)|wrong|invalid|incorrect|bad|mistake|strike|incident|intent|fall|tentativ|echec|essai|versuch|fehl|errad|deneme|basarisiz|urinish|xato|percobaan|gagal|popyt|lock|penalt|cool|fr(?:eeze|ozen)|suspend|ban|until|jail|bloqu|blocc|sperr|verrou|blok|kilit|khoa|kunci/i;
/** Whether a name speaks of failures or locks. */
export const speaksOfLocks: (name: string) => boolean = perName((name) => {
  const text = STEM.test(name) || !ASCII.test(name) ? words(name) : '';
  return text !== '' && (FAIL.test(text) || LOCK.test(text));
});

/** Signing in, or what one signs in with. */
export const SIGN_IN: RegExp = new RegExp(
  [
    '\\blog(?:ged)? ?(?:in|on)s?\\b',
    'login',
    'logon',
    '\\bsign(?:ed|ing)? ?ins?\\b',
    'signin',
    '\\bauth\\b',
    'authentic',
    '\\bauthn\\b',
    'credential',
    'password',
    'passwd',
    '\\bpwd\\b',
    '\\bpasscode',
    '\\bpassphrase',
    '\\bpin\\b',
    '\\botps?\\b',
    '\\btotp\\b',
    '\\b2 ?fa\\b',
    '\\bmfa\\b',
    '\\btwo ?factor\\b',
    'brute ?force',
    '\\bsentinel\\b',
    '\\baccount lock',
    '\\block ?outs?\\b',
    '\\bparol',
    'contrase',
    '\\bsenhas?\\b',
    '\\bmdp\\b',
    'passwort',
    'kennwort',
    '\\banmeld',
    '\\bconnexion',
    '\\binici[ao]',
    '\\bsesion',
    '\\bgiris',
    '\\bsifre',
    '\\bkirish',
    '\\bmasuk\\b',
    '\\bdang ?nhap',
    '\\bmat ?khau',
  ].join('|'),
  'u',
);

/** Whose state it is: a person's account. */
export const ACCOUNT: RegExp =
  /\busers?\b|user ?(?:name|id|record|doc|row)s?\b|\baccounts?\b|\badmins?\b|\bmembers?\b|\bcustomers?\b|\bemployees?\b|\bstaff\b|\bperson\b|\be ?mails?\b|\bemail\w*|\buid\b|\bphone\w*|\bmobile\b|\bidentifier\b|\bidentity\b|\bprincipal\b|\bprofile\b|\bowner\b|\bteacher\b|\bstudent\b|\bdoctor\b|\bpatient\b|\bseller\b|\bvendor\b|\busuarios?\b|\bcorreo\b|\bcuenta\b|\bconta\b|\butilisateur\b|\bbenutzer\b|\bnickname\b|\btarget hash\b/u;

/** Whose state it is: a network address or a device. */
export const ADDRESS: RegExp =
  /\bips?\b|\bip ?(?:addr|address|hash|key)?\b|\bclient ?ip\b|\b(?:remote|client|source|peer|ip|network) ?addr(?:ess)?\b|\bforwarded\b|\bsocket\b|\bfingerprint\b|\bdevice\b|\bvisitor\b|\bhost(?:name)?\b|\buser agent\b/u;

/** Whose state it is: something else that is locked, tried again, or runs out. */
export const OTHER: RegExp =
  /\btokens?\b|\bverifications?\b|\binvit\w*|\bcoupons?\b|\bvouchers?\b|\bgift ?cards?\b|\bchallenges?\b|\bsessions?\b|\btickets?\b|\bjobs?\b|\btasks?\b|\bqueues?\b|\bdocuments?\b|\bdocs?\b|\bperiods?\b|\bleases?\b|\bmutex\w*|\bredlock\b|\bresources?\b|\bwebhooks?\b|\buploads?\b|\bfiles?\b|\borders?\b|\bpayments?\b|\bseats?\b|\bslots?\b|\bbookings?\b|\breservations?\b|\bwallets?\b|\bstak\w*|\bvesting\b|\bdeliver(?:y|ies)\b|\boutbox\b|\bworkers?\b|\bcrawl\w*|\bprox(?:y|ies)\b|\bprovider\b|\bcircuit\b|\bmodel ?id\b|\bapi ?keys?\b/u;

/** A date that ends a code, a token or a session rather than a lock. */
export const OTHER_END: RegExp =
  /\btokens?\b|\botp\b|\bcode\b|\breset\b|\brefresh\b|\bsessions?\b|\bverif\w*|\binvit\w*|\bcookies?\b|\bcache\b|\btrial\b|\bsubscription\b|\bnotified\b|\bmagic\b|\bchallenge\b|\bnonce\b|\bcsrf\b|\bjwt\b|\bexp\b|\bmail sent\b/u;

/** Sign-up, password recovery and the like, which are not signing in. */
const NOT_SIGN_IN =
  /\bregist|\bsign ?ups?\b|\bforgot|\breset password\b|\bpassword reset\b|\brecover|\bresend\b|\bsend (?:otp|code|email|mail)\b|\bcontact\b|\bnewsletter\b|\bcaptcha\b/u;

/** Speaks of something else than signing in; `registerFailure` only sounds like it. */
export function notSignIn(text: string): boolean {
  return NOT_SIGN_IN.test(text.replace(/\bregist\w* (?:\w+ )?(?:fail|attempt|wrong|invalid|bad|incorrect)\w*/g, ''));
}

/** The same state under its many spellings: `newLockUntil`, `lock_until`, `user.lockUntil` → `lock until`. */
export function canonical(name: string): string {
  return words(name.slice(name.lastIndexOf('.') + 1))
    .split(' ')
    .filter((word) => !FILLER.has(word))
    .map((word) => (word === 'locked' ? 'lock' : word === 'blocked' ? 'block' : word))
    .join(' ');
}

const FILLER = new Set([
  'new',
  'updated',
  'next',
  'current',
  'temp',
  'user',
  'account',
  'the',
  'calculated',
  'at',
  'date',
  'time',
  'ms',
  'iso',
  'old',
  'prev',
]);
