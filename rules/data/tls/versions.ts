/** Versions of TLS: their many spellings, and which of them a Node endpoint may negotiate. The facts about Node are proved by handshakes in the tests. */

import type { TlsVersion } from '../../../engine/rule/index.ts';

/** From weak to strong. */
export const TLS_VERSIONS: readonly TlsVersion[] = ['ssl2', 'ssl3', '1.0', '1.1', '1.2', '1.3'];

/** The lowest version of Node 12 to 24 where nothing is said, and the highest. */
export const NODE_DEFAULT_MIN: TlsVersion = '1.2';
export const NODE_DEFAULT_MAX: TlsVersion = '1.3';

/**
 * A version in the spelling of any library or cloud: `TLSv1`, `TLSv1.2`, `TLSv1_2`, `TLS_1_2`, `TLS1_2`, `Tls12`, `TLS 1.2`, `1.2`, `SSLv3`,
 * `TLS_VERSION_1_2`, also one that a range opens (`>=1.2`, `TLSv1.2+`).
 * @returns undefined for what is no version alone (`TLSv1.2_2021` is a policy, `TLSv1_2_method` is read by `secureProtocolVersions`).
 */
export function parseTlsVersion(text: string): TlsVersion | undefined {
  const low = text.trim().toLowerCase();
  const ssl = /^ssl[ _]?v?([23])(?:[._]0)?$/.exec(low);
  if (ssl) return ssl[1] === '2' ? 'ssl2' : 'ssl3';
  const tls = /^(?:>=\s*)?(?:(?:tls|tls[ _-]?version)[ _-]?v?[ _-]?1(?:[._-]?([0-3]))?|v?1[._]([0-3]))\+?$/.exec(low);
  return tls ? (`1.${tls[1] ?? tls[2] ?? '0'}` as TlsVersion) : undefined;
}

/** The weakest of several versions, as lists of enabled protocols name them; undefined when none is given or one of them is no version. */
export function lowestNamed(texts: readonly string[]): TlsVersion | undefined {
  const versions = texts.map(parseTlsVersion);
  return versions.includes(undefined) ? undefined : TLS_VERSIONS.find((version) => versions.includes(version));
}

/** Whether `a` is weaker than `b`. */
export function isBelow(a: TlsVersion, b: TlsVersion): boolean {
  return TLS_VERSIONS.indexOf(a) < TLS_VERSIONS.indexOf(b);
}

/** Bits of `secureOptions` that forbid a version. `SSL_OP_NO_SSLv2` is 0 since OpenSSL 1.1. */
export const SECURE_OPTION_BITS: Readonly<Record<string, number>> = {
  SSL_OP_NO_SSLv2: 0,
  SSL_OP_NO_SSLv3: 0x02000000,
  SSL_OP_NO_TLSv1: 0x04000000,
  SSL_OP_NO_TLSv1_1: 0x10000000,
  SSL_OP_NO_TLSv1_2: 0x08000000,
  SSL_OP_NO_TLSv1_3: 0x20000000,
};

const FORBIDS: readonly (readonly [TlsVersion, number])[] = [
  ['1.0', SECURE_OPTION_BITS['SSL_OP_NO_TLSv1'] as number],
  ['1.1', SECURE_OPTION_BITS['SSL_OP_NO_TLSv1_1'] as number],
  ['1.2', SECURE_OPTION_BITS['SSL_OP_NO_TLSv1_2'] as number],
  ['1.3', SECURE_OPTION_BITS['SSL_OP_NO_TLSv1_3'] as number],
];

/**
 * The range that a `secureProtocol` opens in Node, [lowest, highest]. `SSLv23_method` keeps the default lowest version and stops at TLS 1.2;
 * `TLS_method` opens everything the build has, which is TLS 1.0 and up.
 * @returns undefined for a name at which Node throws (SSLv2 and SSLv3 methods, DTLS, typing errors).
 */
export function secureProtocolVersions(name: string): readonly [TlsVersion, TlsVersion] | undefined {
  const method = /^(SSLv23|TLS|TLSv1|TLSv1_1|TLSv1_2)(?:_client|_server)?_method$/.exec(name)?.[1];
  switch (method) {
    case 'SSLv23':
      return [NODE_DEFAULT_MIN, '1.2'];
    case 'TLS':
      return ['1.0', '1.3'];
    case 'TLSv1':
      return ['1.0', '1.0'];
    case 'TLSv1_1':
      return ['1.1', '1.1'];
    case 'TLSv1_2':
      return ['1.2', '1.2'];
    default:
      return undefined;
  }
}

/** The options of `tls.createSecureContext` that decide the version. */
export interface NodeTlsOptions {
  readonly minVersion?: string;
  readonly maxVersion?: string;
  readonly secureProtocol?: string;
  readonly secureOptions?: number;
  /** The level that the cipher list sets (`CipherListResult.securityLevel`); 1 where it sets none. Above 0, OpenSSL 3 does not speak TLS 1.0 and 1.1. */
  readonly securityLevel?: number;
}

export interface NodeVersions {
  /** What the options allow, from weak to strong. This is what a reviewer holds against a stated floor. */
  readonly stated: readonly TlsVersion[];
  /** What Node 20 to 24 in fact negotiates: OpenSSL's security level takes TLS 1.0 and 1.1 away. Node 12 to 16 negotiate all that is stated. */
  readonly negotiable: readonly TlsVersion[];
}

/** Versions that `minVersion` and `maxVersion` may say; Node throws at any other spelling. */
const NODE_NAMES: readonly string[] = ['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

/**
 * Which versions a Node endpoint with these options may negotiate; nothing at all is an endpoint that never connects.
 * @returns undefined where Node throws: an unknown name, or a `secureProtocol` beside a `minVersion` or `maxVersion`.
 */
export function nodeVersions(options: NodeTlsOptions): NodeVersions | undefined {
  const { minVersion, maxVersion, secureProtocol, secureOptions = 0, securityLevel = 1 } = options;
  if ([minVersion, maxVersion].some((name) => name !== undefined && !NODE_NAMES.includes(name))) return undefined;
  let lowest = minVersion === undefined ? NODE_DEFAULT_MIN : (parseTlsVersion(minVersion) as TlsVersion);
  let highest = maxVersion === undefined ? NODE_DEFAULT_MAX : (parseTlsVersion(maxVersion) as TlsVersion);
  if (secureProtocol !== undefined) {
    const range = secureProtocolVersions(secureProtocol);
    if (!range || minVersion !== undefined || maxVersion !== undefined) return undefined;
    [lowest, highest] = range;
  }
  const stated = FORBIDS.filter(([version, bit]) => !isBelow(version, lowest) && !isBelow(highest, version) && !(secureOptions & bit)).map(
    ([version]) => version,
  );
  return { stated, negotiable: securityLevel > 0 ? stated.filter((version) => !isBelow(version, '1.2')) : stated };
}
