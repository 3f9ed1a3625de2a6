/**
 * Evidence kinds: the ubiquitous language between models and rules, a closed list. A model says what a place does in contract terms;
 * a rule judges it. A kind is added here together with the first rule that reads it.
 */
import type { Localized } from '../../contract/types.ts';
import type { Ref, Value } from '../value/types.ts';
import type { Answer } from './answer.ts';
import type { WaiverUse } from './waiver.ts';

export interface Common {
  /** The place that does it: usually a call. */
  readonly at: Ref;
  /**
   * Where a finding stands when the deciding value came in through parameters: at the outermost call that passes it (`call`, the default),
   * or at the place itself, judged once for each instance (`sink`).
   */
  readonly anchor?: 'call' | 'sink';
  /** Further steps to show, in order, after those of the deciding value. */
  readonly steps?: readonly { readonly at: Ref; readonly note: Localized }[];
}

/** A cipher as the library was asked for it. */
export interface CipherSpec {
  /** As written: `aes-128-cbc`, `AES-CBC 128`, `DES`. */
  readonly name: string;
  /** Normalised family: `aes`, `chacha20-poly1305`, `des`, `3des`, `rc2`, `rc4`, `blowfish`, `cast5`, `idea`, `seed`, `camellia`, `aria`, `sm4`, … */
  readonly family: string;
  /** Lower case: `gcm`, `cbc`, `ctr`, `ecb`, `ccm`, `ocb`, …; undefined when the cipher has none or it is not told. */
  readonly mode?: string;
  /** Bits of the key, when the name or a length tells. */
  readonly keyBits?: number;
}

export interface CipherUse extends Common {
  readonly kind: 'cipherUse';
  /** The API as its users call it: `crypto.createCipheriv`. */
  readonly api: string;
  readonly does: 'encrypt' | 'decrypt' | 'both';
  readonly cipher: Answer<CipherSpec>;
  /** Bits of the key material handed in, where it can be told apart from the cipher's name. */
  readonly key?: Answer<number>;
  /** How the IV or nonce comes about; absent where the API makes one by itself, or none is needed. */
  readonly iv?: Answer<IvKind>;
  /** A cipher chosen as a default, whose use nobody saw: counts only when no use is found that it decides. */
  readonly choice?: boolean;
}

/** `constant` as written, from a `setting` of the environment, cut from the `key`, drawn `once` when the module loads, or `fresh` each time. */
export type IvKind = 'constant' | 'setting' | 'key' | 'once' | 'fresh';

/** Where logs, traces, crash reports or support files are stored or sent. */
export interface LogDestination extends Common {
  readonly kind: 'logDestination';
  /** What it is, for people: `log group`, `access log bucket`, `Datadog log transport`. */
  readonly what: Localized;
  /** Where: a label such as `eu-west-1 (Ireland)` and the countries behind it; `countries` undefined when nobody knows the region. */
  readonly where: Answer<{ readonly label: string; readonly countries: readonly string[] | undefined }>;
  /** The instance it belongs to, e.g. the stack's id. */
  readonly instance?: string;
}

/** A lock that refuses sign-in for an account after failures, and how it ends. */
export interface AccountLock extends Common {
  readonly kind: 'accountLock';
  /**
   * How it ends: by `time` (a stored end date, a key with a life, a sliding window, a sweep, a framework's duration),
   * by `reset` (the person's own), by `admin`, or `never`.
   */
  readonly ends: Answer<'time' | 'reset' | 'admin' | 'never'>;
  /** The shape, for the message: `end-date`, `store-life`, `limiter`, `window`, `sweep`, `framework`. */
  readonly shape: string;
  /** The state that locks, as written: `user.lockedUntil`. */
  readonly state: string;
}

/** An audited event carried out at a place, and whether an audit record stands on every path. */
export interface AuthEvent extends Common {
  readonly kind: 'authEvent';
  /** An id of the contract's term `audited-events`, e.g. `password-changed`. */
  readonly event: string;
  /** `always`: every path from the event leaves a record; `sometimes`: some path leaves none; `never`: no path leaves one. */
  readonly audited: Answer<'always' | 'sometimes' | 'never'>;
  /** What carries it out, as written: `user.update({ password })`. */
  readonly act: string;
  /** Further events of the same act that leave no record either, e.g. the success beside the failure of a sign-in. */
  readonly also?: readonly string[];
  /** The project has no audit sink at all. */
  readonly noSink?: boolean;
}

/** A place that writes an audit record. */
export interface AuditRecord extends Common {
  readonly kind: 'auditRecord';
  /** The sink's name for people: `lib/audit.ts record()`. */
  readonly sink: string;
}

/** Protocol versions in ascending order of strength. */
export type TlsVersion = 'ssl2' | 'ssl3' | '1.0' | '1.1' | '1.2' | '1.3';

/** What a list of cipher suites, evaluated as its library would, lets through. */
export interface SuiteList {
  /** As written, shortened: `HIGH:!aNULL`, `ELBSecurityPolicy-2016-08`. */
  readonly name: string;
  /** Suites that may be negotiated and are no AEAD (GCM, CCM, ChaCha20-Poly1305), by their OpenSSL names; empty when all are. */
  readonly notAead: readonly string[];
}

/** One end of a TLS connection, or a managed resource that terminates TLS. Each aspect is judged by the rule that knows it; absent: not told here. */
export interface TlsEndpoint extends Common {
  readonly kind: 'tlsEndpoint';
  /** As its users call it: `https.createServer`, `pg Pool`, `ApplicationListener`. */
  readonly api: string;
  readonly role: 'client' | 'server' | 'resource';
  /** The lowest version it may negotiate. The model fills in the default where nothing is said, `from` the call. */
  readonly minVersion?: Answer<TlsVersion>;
  readonly suites?: Answer<SuiteList>;
  /** Whether the peer's certificate, and its name, are checked. */
  readonly verifies?: Answer<boolean>;
  /** Whether TLS is used at all; false is clear text. */
  readonly encrypted?: Answer<boolean>;
}

/** A connection to somewhere, by URL or host. */
export interface OutboundRequest extends Common {
  readonly kind: 'outboundRequest';
  readonly api: string;
  /** `url` as far as it is known, for people; `secure`: encrypted in transit; `local`: never leaves the machine, the link or the cluster. */
  readonly target: Answer<{ readonly url: string; readonly secure: boolean; readonly local: boolean }>;
}

/** A digest or MAC, and what it is for. */
export interface HashUse extends Common {
  readonly kind: 'hashUse';
  readonly api: string;
  /** `md5`, `sha1`, `sha256`, `hmac-sha1`, …, lower case. */
  readonly algorithm: Answer<string>;
  /** `protocol`: demanded by a protocol or by the other side; `fingerprint`: cache key, ETag, file name, Gravatar, deduplication. */
  readonly purpose: Answer<'integrity' | 'signature' | 'token' | 'password' | 'protocol' | 'fingerprint'>;
}

/** A password turned into what is stored, or a passphrase into a key. */
export interface PasswordHash extends Common {
  readonly kind: 'passwordHash';
  readonly api: string;
  /** `bcrypt`, `argon2id`, `scrypt`, `pbkdf2-sha256`, `sha256` (a bare digest), … */
  readonly algorithm: Answer<string>;
  /** bcrypt: cost; argon2: memory in KiB, time; scrypt: N, r, p; pbkdf2: iterations. By name. */
  readonly work?: Readonly<Record<string, Answer<number>>>;
}

/** A store of customer data, and whether it is encrypted at rest. */
export interface StorageUse extends Common {
  readonly kind: 'storage';
  /** For people: `RDS database instance`, `EBS volume`. */
  readonly what: Localized;
  readonly encrypted: Answer<boolean>;
  /** The property that decides, as one would write it: `storageEncrypted: true`. */
  readonly setting: string;
}

export type Evidence =
  | CipherUse
  | LogDestination
  | AccountLock
  | AuthEvent
  | AuditRecord
  | TlsEndpoint
  | OutboundRequest
  | HashUse
  | PasswordHash
  | StorageUse;
/** What rules judge: models' evidence by its kind, and waivers, which the engine itself tells of. */
export type EvidenceKind = Evidence['kind'] | WaiverUse['kind'];
export type EvidenceOf<K extends EvidenceKind> = Extract<Evidence | WaiverUse, { kind: K }>;

/** The parameters of the project that the evidence could not see through, in order; the engine looks for their call sites. */
export function openParameters(evidence: Evidence): readonly { m: Ref['m']; f: number }[] {
  const out: { m: Ref['m']; f: number }[] = [];
  const collect = (field: unknown): boolean => {
    const list = (field as Partial<Answer<unknown>> | undefined)?.alternatives;
    if (!Array.isArray(list)) return false;
    for (const one of (field as Answer<unknown>).alternatives)
      if (one.is === 'unknown' && one.fn && !out.some((f) => f.m === one.fn?.m && f.f === one.fn.f)) out.push(one.fn);
    return true;
  };
  for (const [name, field] of Object.entries(evidence) as [string, unknown][]) {
    // Answers may also stand together by name, as the work factors of a password hash do.
    if (!collect(field) && name !== 'at' && typeof field === 'object' && field !== null && !Array.isArray(field))
      Object.values(field).forEach(collect);
  }
  return out;
}

export type { Value };
