/** What names say of audit records: stores that hold them, functions and receivers that write or only read them. */
import { perName } from '../per-name.ts';
import { joined, wordsOf } from './names.ts';

/** Stores of audit records by name alone. */
export function auditStore(noun: string): boolean {
  return (
    /audit(?!ion|orium)/.test(noun) ||
    /^.*(securitylog|securityevent|loginattempt|loginhistory|loginlog|loginactivity|loginevent|loginrecord|signinlog|signinhistory|signinattempt|signinevent|authlog|authevent|authhistory|authenticationlog|authenticationevent|accesslog|activitylog|useractivity|eventlog|userlog|adminlog|adminaction|actionlog|operationlog|operlog|oplog|useraction|activityhistory|logentry|systemlog|actionhistory|rolehistory|passwordhistorylog|trail|logactivity|logauth)s?$/.test(
      noun,
    )
  );
}

/** Stores that hold audit records when their rows say who did what: `events`, `activity`, `history`, `logs`. */
export const maybeAuditStore = (noun: string): boolean =>
  /^(event|activity|history|log|journal|domainevent|auditevent|activityfeed|adminevent|userevent|accountevent|teamevent|orgevent|organi[sz]ationevent)$/.test(
    noun,
  );

/** Do these field names say who did what (and to what, or from where)? */
export function tellsWhoDidWhat(fields: readonly string[]): boolean {
  const any = (test: RegExp): boolean => fields.some((one) => test.test(joined(one)));
  const kinds = [
    any(
      /^(actor|user|admin|member|performedby|performer|email|username|createdby|by|who|principal|author|initiator|owner)(id|email|name|type)?$/,
    ),
    any(/^(action|event|eventtype|eventname|type|operation|activity|activitytype|verb|status|success|result|name|method|actiontype)$/),
    any(/^(target|entity|resource|object|model|document|collection|subject|record)(id|type|name)?$/),
    any(/^(ip|ipaddress|clientip|remoteaddress|useragent|ua|device)$/),
  ];
  return Boolean(kinds[0] && kinds[1] && (kinds[2] || kinds[3]));
}

const WRITE_VERB = new Set([
  'audit',
  'log',
  'record',
  'write',
  'create',
  'send',
  'insert',
  'add',
  'store',
  'save',
  'emit',
  'track',
  'append',
  'push',
  'capture',
  'report',
  'register',
  'trail',
  'publish',
  'make',
  'post',
  'with',
  'do',
  'put',
  'persist',
  'dispatch',
  'enqueue',
  'info',
  'warn',
  'error',
  'debug',
  'event',
  'entry',
  'success',
  'failure',
  'new',
  'audited',
  'insertmany',
  'fire',
  'notify',
  'async',
  'on',
  'safe',
  'try',
]);

/** A name that speaks of auditing at all. */
export const ofAudit: (name: string) => boolean = perName((name) => joined(name).includes('audit'));

/** `auditLog`, `logAudit`, `createAuditLog`, `recordLoginActivity`: a function that writes an audit record, by its own name. */
export function writesAudit(name: string): boolean {
  const words = wordsOf(name);
  const text = words.join('');
  if (!WRITE_VERB.has(words[0] ?? '')) return /^(user|security|system|admin|auth)audit(log)?$/.test(text);
  return /audit(?!ion|orium|or|detail|format|schema|type|config|query|filter|able)/.test(text);
}

/** The same with weaker names: only a reason to doubt. */
export function maybeWritesAudit(name: string): boolean {
  const words = wordsOf(name);
  return (
    (WRITE_VERB.has(words[0] ?? '') &&
      /(activity|activities|securityevent|authevent|loginattempt|loginevent|loginhistory|useraction|adminaction|history|auditlog|accesslog|eventlog|signin(event|attempt)|loginactivity)$/.test(
        words.join(''),
      )) ||
    /^(create|write|add|insert|record|append|store|save)(event)?log(entry)?$/.test(words.join(''))
  );
}

/** A receiver that is an audit channel: `auditService`, `this.auditLogger`, `UserAuditLogHandler`. */
export const auditReceiver = (name: string): boolean => /audit(?!ion|orium|or$|ing$)/.test(joined(name));

const READ_VERB = new Set([
  'get',
  'find',
  'list',
  'fetch',
  'query',
  'read',
  'export',
  'count',
  'search',
  'view',
  'load',
  'delete',
  'purge',
  'clean',
  'cleanup',
  'remove',
  'build',
  'format',
  'parse',
  'is',
  'has',
  'should',
  'to',
  'from',
  'use',
  'select',
  'aggregate',
  'download',
  'stream',
  'paginate',
  'archive',
  'destroy',
  'truncate',
  'where',
  'map',
  'filter',
  'diff',
  'belongs',
  'set',
  'init',
  'configure',
  'validate',
  'verify',
  'can',
  'check',
  'subscribe',
  'bind',
  'then',
  'catch',
  'schema',
]);

/** Does calling this method of an audit channel only look? */
export const onlyReads = (method: string): boolean => READ_VERB.has(wordsOf(method)[0] ?? '');
