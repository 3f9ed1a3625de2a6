/** URL schemes: which encrypt, which do not, and which leave it to parameters. */

const ENCRYPTED = new Set([
  'https',
  'wss',
  'rediss',
  'valkeys',
  'amqps',
  'mqtts',
  'ssl',
  'tls',
  'ldaps',
  'ftps',
  'sftp',
  'ssh',
  'smtps',
  'imaps',
  'pop3s',
  'grpcs',
  'mongodb+srv',
  'natss',
  'clickhouses',
  'neo4j+s',
  'neo4j+ssc',
  'bolt+s',
  'bolt+ssc',
  'libsql',
  'stomps',
  'sips',
  'opensearchs',
]);
const CLEAR = new Set([
  'http',
  'ws',
  'ftp',
  'telnet',
  'ldap',
  'redis',
  'valkey',
  'amqp',
  'mqtt',
  'tcp',
  'imap',
  'pop3',
  'stomp',
  'nats',
  'mongodb',
  'neo4j',
  'bolt',
  'rtmp',
]);
/** Databases that start in clear text unless a parameter says otherwise. */
const DATABASE = new Set(['postgres', 'postgresql', 'mysql', 'mysql2', 'mariadb', 'mssql', 'sqlserver', 'cockroachdb', 'mongodb']);

/** Parameters of a URL that settle whether the connection is encrypted. `prefer`, `allow` and `opportunistic` settle nothing. */
const ON =
  /[?&;](?:ssl-?mode=(?:require|verify[-_]\w+|no-verify)|(?:ssl|tls|use_?ssl|use_?tls|encrypt)=(?:true|1|yes|on|strict|require|no-verify|\{|%7B)|sslaccept=strict)/i;
const OFF = /[?&;](?:ssl-?mode=disabled?|(?:ssl|tls|use_?ssl|use_?tls|encrypt)=(?:false|0|no|off))(?=[&;#"'\s]|$)/i;
const UNSETTLED = /[?&;]ssl-?mode=(?:prefer(?:red)?|allow)/i;

export interface Scheme {
  readonly scheme: string;
  /** Undefined: it hangs on the driver or on what the server offers. */
  readonly secure: boolean | undefined;
  /** The parameter that settles it, as written: `sslmode=disable`. */
  readonly parameter?: string;
}

/** @returns undefined when the text does not start with a scheme that is known here. */
export function schemeOf(text: string): Scheme | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i
    .exec(text)?.[1]
    ?.toLowerCase()
    .replace(/^jdbc:/, '');
  if (scheme === undefined) return undefined;
  const base = scheme.replace(/\+(?:psycopg2?|pg|asyncpg|unix)$/, '');
  if (ENCRYPTED.has(base)) return { scheme: base, secure: true };
  if (!CLEAR.has(base) && !DATABASE.has(base)) return undefined;
  const off = OFF.exec(text)?.[0];
  if (off !== undefined) return { scheme: base, secure: false, parameter: off.slice(1) };
  if (ON.test(text)) return { scheme: base, secure: true };
  if (UNSETTLED.test(text) || base === 'mssql' || base === 'sqlserver') return { scheme: base, secure: undefined };
  return { scheme: base, secure: false };
}
