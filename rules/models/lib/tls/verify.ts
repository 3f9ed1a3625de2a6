/** Settings that decide whether the other side's certificate, and its name, are checked. */
import type { Emit, Query, Ref, Unknown, Value } from '../../../../engine/rule/index.ts';
import { emitSetting, type Reader, settingAnswer } from './endpoint.ts';
import { checksIdentity } from './identity.ts';
import { settled } from './production.ts';
import { callsWith, type Setting } from './settings.ts';

type Plain = Exclude<Value, { is: 'absent' | 'unknown' | 'oneOf' }>;

/** Schemas, forms and parsers: what stands there is no setting. */
function isSchema(value: Plain): boolean {
  return value.is === 'object' || value.is === 'list' || (value.is === 'ext' && !value.key.startsWith('global#'));
}

/** Helpers of packages that read a setting as a boolean: what is not set is false. */
const READS_BOOLEAN =
  /[#.](?:yes|isTrue|isTruthy|toBool(?:ean)?|parseBool(?:ean)?|asBool(?:ean)?|str(?:ing)?ToBool(?:ean)?|bool(?:ean)?)\(\)$/;

function isUnsetFlag(q: Query, value: Plain): boolean {
  if (
    value.is !== 'ext' ||
    !value.call ||
    !READS_BOOLEAN.test(value.key) ||
    /^(?:zod|joi|yup|valibot|superstruct|@sinclair\/typebox)#/.test(value.key)
  )
    return false;
  const call = q.expr(value.call);
  return call.k === 'call' && call.a.length === 1;
}

/** The `false` of `!ignored || false` adds nothing to what stands before it. */
function isEcho({ at }: Plain): boolean {
  const parent = at.m.parentOf(at.e);
  const expr = parent < 0 ? undefined : at.m.expr(parent);
  if (expr?.k !== 'bin' || expr.op !== '||' || expr.r !== at.e) return false;
  const left = at.m.expr(expr.l);
  return (left.k === 'un' && left.op === '!') || (left.k === 'bin' && /^(?:[!=]==?|[<>]=?)$/.test(left.op));
}

/** Only `false` switches the check off. */
const offByFalse =
  (q: Query): Reader<boolean> =>
  (value) => {
    if (isUnsetFlag(q, value)) return false;
    if (isSchema(value)) return 'drop';
    if (value.is !== 'known') return undefined;
    if (isEcho(value)) return 'drop';
    const is = settled(q, value);
    return typeof is === 'boolean' ? is : typeof is === 'string' ? true : undefined;
  };

/** `true` switches the check off; connection strings cut into parts write it as text. */
const offByTrue =
  (q: Query): Reader<boolean> =>
  (value) => {
    if (isSchema(value)) return 'drop';
    if (value.is !== 'known') return undefined;
    const is = settled(q, value);
    if (is === false || is === null || is === '' || is === 'false') return true;
    return is === true || /^(?:true|yes|1)$/i.test(String(is)) ? false : 'drop';
  };

/** A variable of the process, or libcurl's number: 0 switches the check off. */
const offByZero: (q: Query) => Reader<boolean> = () => (value) => {
  if (isSchema(value)) return 'drop';
  if (value.is !== 'known') return undefined;
  if (value.v === false) return false;
  const text = String(value.v);
  return text === '0' ? false : /^(?:1|2|true)$/.test(text) ? true : 'drop';
};

/** Git's and others' variables that are set to skip the check. */
const offWhenSet: (q: Query) => Reader<boolean> = () => (value) => {
  if (value.is !== 'known') return isSchema(value) ? 'drop' : undefined;
  return /^(?:|0|false|no|off|null)$/i.test(String(value.v));
};

const offByFunction: (q: Query) => Reader<boolean> = () => (value) =>
  value.is === 'object' || value.is === 'list' ? 'drop' : checksIdentity(value);

const READERS: ReadonlyMap<string, (q: Query) => Reader<boolean>> = new Map([
  ...[
    'rejectUnauthorized',
    'strictSSL',
    'strictSsl',
    'sslValidate',
    'sslValidateCertificate',
    'verifySsl',
    'verifySSL',
    'sslVerify',
    'ssl_verify',
    'validateCertificate',
    'validateCertificates',
    'rejectUnauthorizedSsl',
    'sslVerifyPeer',
    'sslVerifyHost',
  ].map((name) => [name, offByFalse] as const),
  ...[
    'trustServerCertificate',
    'TrustServerCertificate',
    'tlsAllowInvalidCertificates',
    'tlsAllowInvalidHostnames',
    'tlsInsecure',
    'sslAllowInvalidCertificates',
    'sslAllowInvalidHostnames',
    'insecureSkipVerify',
    'insecure_skip_verify',
    'InsecureSkipVerify',
    'insecureSkipTlsVerify',
    'insecureSkipTLSVerify',
    'skipTLSVerify',
    'skipTlsVerify',
    'tls_insecure_skip_verify',
    'allowInsecureSsl',
  ].map((name) => [name, offByTrue] as const),
  ...[
    'NODE_TLS_REJECT_UNAUTHORIZED',
    'SSL_VERIFYPEER',
    'SSL_VERIFYHOST',
    'PYTHONHTTPSVERIFY',
    'npm_config_strict_ssl',
    'NPM_CONFIG_STRICT_SSL',
  ].map((name) => [name, offByZero] as const),
  ['GIT_SSL_NO_VERIFY', offWhenSet],
  ['checkServerIdentity', offByFunction],
]);

export const VERIFY_NAMES: ReadonlySet<string> = new Set(READERS.keys());

/** `config.SMTP_VERIFY === 'true'` of a setting that nobody can follow: false until an operator sets it. Told by the name in capitals. */
function unsetFlag(q: Query, value: Unknown, name: string): boolean | undefined {
  const expr = READERS.get(name) === offByFalse ? q.expr(value.at) : undefined;
  if (expr?.k !== 'bin' || !/^[!=]==?$/.test(expr.op)) return undefined;
  const sides = [expr.l, expr.r].map((e) => value.at.m.expr(e));
  // `host !== 'localhost'`: checked wherever customer data may travel.
  if (expr.op.startsWith('!'))
    return sides.some((side) => side.k === 'lit' && /^(?:localhost|127\.0\.0\.1|::1)$/.test(String(side.v))) ? true : undefined;
  const literal = sides.some((side) => side.k === 'lit' && /^(?:true|1|yes|on)$/i.test(String(side.v)) && typeof side.v === 'string');
  const setting = sides.some((side) => side.k === 'member' && /^[A-Z][A-Z0-9_]{3,}$/.test(side.n));
  return literal && setting ? false : undefined;
}

/** Ends of a connection that others come to: there the setting is about the certificates of callers. */
const SERVERS = /^(?:createServer|createSecureServer|Server|[fF]astify|startStandaloneServer|ServerTLSSocket)$/;

export function judgeVerification(q: Query, emit: Emit, setting: Setting): void {
  const { name, value, holder } = setting;
  const reader = READERS.get(name);
  if (!reader) return;
  if (holder !== undefined && name === 'rejectUnauthorized' && isServer(q, value, holder)) return;
  emitSetting(q, emit, setting, VERIFY_NAMES, 'client', (at) => ({
    verifies: settingAnswer(q, at, VERIFY_NAMES, reader(q), (one) => unsetFlag(q, one, name)),
  }));
}

/** A server that asks nobody for a certificate, or that looks at the result itself (`socket.authorized`). */
function isServer(q: Query, at: Ref, holder: number): boolean {
  const { m } = at;
  const asks = q.prop(q.value(q.part(at, holder)), 'requestCert');
  const server = callsWith(m, holder).some((name) => SERVERS.test(name));
  if (!server && !(asks.is === 'known' && asks.v === true)) return false;
  if (!(asks.is === 'known' && asks.v === true)) return true;
  return m.facts.exprs.some((expr) => expr.k === 'member' && (expr.n === 'authorized' || expr.n === 'getPeerCertificate'));
}
