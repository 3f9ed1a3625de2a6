/** What a name says of a digest's purpose, and of what is hashed. Names are the last resort; flow decides before them. */
import type { Answer, HashUse } from '../../../../engine/rule/index.ts';

export type Purpose = HashUse['purpose'] extends Answer<infer P> ? P : never;

/** `resetTokenHash`, `RESET_TOKEN_HASH`, `reset-token-hash` → ` reset token hash `. */
export function wordsOf(name: string): string {
  const spaced = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .replace(/[^A-Za-z0-9\u0080-\uffff]+/g, ' ');
  return ` ${spaced.toLowerCase().trim()} `;
}

const PROTOCOL = new RegExp(
  [
    'content md5',
    'x hub signature',
    'hub signature',
    'session id context',
    'gcs',
    'google cloud storage',
    'caching sha2 password',
    'o ?auth ?1',
    'o ?auth signature',
    'totp',
    'hotp',
    'otp ?auth',
    'otp',
    'ntlm',
    'ntlmv2',
    'scram',
    'cram',
    'ha1',
    'ha2',
    'cnonce',
    'digest auth',
    'auth digest',
    'http digest',
    'realm',
    'hawk',
    'hibp',
    'pwned',
    'have i been pwned',
    'pwnedpasswords',
    'breach(?:ed|es)?',
    'leaked',
    'sec websocket',
    'websocket accept',
    'accept key',
    'mysql',
    'native password',
    'sse customer',
    'ssecustomer',
    'ssec',
    'key md5',
    'md5 ?middleware',
    'git',
    'blob',
    'thumbprint',
    'x5t',
    'certificate',
    'cert',
    'ssh',
    'aws',
    's3',
    'azure',
    'aliyun',
    'alipay',
    'wechat',
    'weixin',
    'tencent',
    'trello',
    'twilio',
    'vercel',
    'fitbit',
    'lastfm',
    'subsonic',
    'uuid ?v?[35]',
    'uuid',
    'guid',
    'flickr',
    'evernote',
    'mailchimp',
    'radius',
    'kerberos',
    'ripple',
    'hash ?160',
    'bitcoin',
    'pgp',
    'openpgp',
    'gpg',
    'saml artifact',
    'postgres',
    'pg ',
    'apop',
    'rtsp',
    'onvif',
    'wsse',
    'pdf',
    'scramble',
    'handshake',
    'challenge response',
    'server challenge',
    'client challenge',
    'kugou',
    'netease',
    'baidu',
    'youdao',
    'bilibili',
    'douyin',
    'qiniu',
    'upyun',
    'tuya',
  ]
    .map((one) => `(?: ${one.trim()} )`)
    .join('|'),
);

const FINGERPRINT =
  / (?:etag|e tag|cache|caches|cached|caching|memo|gravatar|avatar|fingerprint|finger print|dedup|dedupe|deduped|deduplication|duplicate|duplicates|idempotency|idempotent|slug|color|colour|hue|bucket|bucketing|shard|sharding|partition|rollout|percentile|variant|variation|split test|experiment|filename|file name|file path|filepath|path|paths|dir|directory|folder|tmp|temp|tempfile|version|revision|rev|alias|aliases|constraint|changed|change|changes|prev|previous|last|old|stale|dirty|snapshot|manifest|chunk|asset|assets|bundle|build|metrics|telemetry|analytics|track|tracking|anonymous|anonymize|anonymise|anonymized|content hash|content id|file hash|object hash|config hash|schema hash|query hash|row hash|hash code|hash key|cache key|lock|mutex|room|channel|queue|job|index|sort|order|seed|random color|identicon|thumbnail|thumb|image|icon|css|html|style|styles|stylesheet|template|script|source map|sourcemap|module id|component|migration|fixture|sri cache|batch|diff|sync|synced|snapshot id|row id|node id|dom id|element id|react key|class name|classname|state hash|data hash|model hash|json hash|body hash|request hash|schema|checksum cache) /;
const SIGNATURE = / (?:signature|signatures|sig|sign|signed|signing|signer|hmac|mac|verify signature) /;
const TOKEN =
  / (?:token|tokens|session id|session key|session secret|sid|csrf|xsrf|secret|secrets|api ?key|apikey|access key|secret key|signing key|encryption key|private key|auth key|authkey|otp|passcode|(?:confirm|confirmation|verify|verification|activation|activate|reset|invite|invitation|unsubscribe|magic|recovery|login|delete|auth|access|share) (?:code|link|key|hash|string)|magic ?link|credential|credentials|authorization|api secret|license key|licence key) /;
const INTEGRITY =
  / (?:integrity|checksum|checksums|tamper|tampered|tamperproof|audit hash|chain hash|previous hash|prev hash|block hash|merkle|proof|evidence|attestation|provenance|notarize) /;

/** What a name alone says; undefined when it says nothing. The later in a name, the more it counts, but protocols come first. */
export function purposeOfName(name: string): Purpose | undefined {
  const words = wordsOf(name);
  if (PROTOCOL.test(words)) return 'protocol';
  if (FINGERPRINT.test(words)) return 'fingerprint';
  if (isPasswordName(name) || PASSWORD_HASH.test(words)) return 'password';
  if (SIGNATURE.test(words)) return 'signature';
  if (TOKEN.test(words)) return 'token';
  if (INTEGRITY.test(words)) return 'integrity';
  return / (?:id|ids|identifier|key id|kid) $/.test(words) ? 'fingerprint' : undefined;
}

/** Text in the code nearby that shows that a protocol or the other side asks for the digest. */
export function isProtocolText(text: string): boolean {
  return /x-hub-signature|oauth_|hmac-sha1|HMAC_SHA1|ntlm|cram-md5|scram-sha|mysql_native|otpauth|pwnedpasswords|haveibeenpwned|sec-websocket|258EAFA5|content-md5|x-amz-|x-oss-|x-ca-|gravatar\.com|md5Hash$|qop=|cnonce|realm=|Digest /i.test(
    text,
  );
}

/** Words that mark a whole package or folder as the other side's: its clients follow its rules. */
export function isProtocolPath(path: string): boolean {
  return / (?:ntlm|o ?auth ?1|aliyun|alipay|wechat|weixin|tencent|trello|twilio|hibp|pwned|totp|hotp|otp|scram|cram|hawk|digest auth|auth digest|mysql|mysql2|postgres|subsonic|last ?fm|tuya|kugou|netease|saml|ssh|webauthn|gravatar|vercel|fitbit|onvif|alidns|music sdk|musicsdk) /.test(
    wordsOf(path),
  );
}

/** What is hashed of a handshake: the challenge, the scramble, the nonce of the other side. */
export function isHandshakeName(name: string): boolean {
  return / (?:scramble ?\d*|server challenge|client challenge|cnonce|realm|ha1|ha2|auth plugin data|handshake|server nonce|client nonce) /.test(
    wordsOf(name),
  );
}

/** The same in a name: a function's, a class's or a file's. */
export function isProtocolName(name: string): boolean {
  return PROTOCOL.test(wordsOf(name));
}

const PASSWORD =
  / (?:password|passwords|passwd|pwd|pass|passphrase|pass phrase|passcode|contrasena|contraseña|senha|mot de passe|motdepasse|kennwort|passwort|clave|parola|sifre) (?:\d |plain |plaintext |raw |input |string |text |str |value |bytes |buffer |buf |utf8 |unhashed |new |confirm |confirmation |again |repeat )*$/;
const NOT_PASSWORD =
  / (?:hash|hashed|hashes|encrypted|encoded|crypted|digest|token|reset|policy|salt|salted|strength|is|has|no|should|must|min|max|one|first) /;
const PASSWORD_HASH =
  / (?:password|passwd|pwd|passphrase) (?:hash|digest)|(?:hash|hashed|hashing|encrypt|encode|verify|check|compare|validate|match|matches) (?:user )?(?:password|passwd|pwd|passphrase)/;

/** Is this the name of a password as its owner types it? `passwordHash` and `passwordToken` are not. */
export function isPasswordName(name: string): boolean {
  const words = wordsOf(name);
  return PASSWORD.test(words) && !NOT_PASSWORD.test(words);
}

/** Does a function of this name take a password to make or to check what is stored of it: `hashPassword`, `verifyPwd`? */
export function handlesPasswords(name: string): boolean {
  return PASSWORD_HASH.test(wordsOf(name));
}

/** Is this the name of a secret that a machine holds: a key or a pepper? */
export function isSecretName(name: string): boolean {
  return / (?:secret|secrets|pepper|private key|secret key|signing key|api key|apikey|app key|master key|encryption key|hmac key|auth key|app secret|jwt|key material|shared key|mnemonic) /.test(
    wordsOf(name),
  );
}

/** A secret that the other side of an interface has given out: what is made with it follows the other side's rules. */
export function isVendorSecret(name: string): boolean {
  return / (?:access key secret|access secret|consumer secret|client secret|app secret|partner key|api secret|merchant key|merchant secret|webhook secret|hook secret|channel secret|verify token|app key|secret id|store key|hash key|hash iv) /.test(
    wordsOf(name),
  );
}
