/** TLS cipher suites by name. The table is `suites.json`, printed by OpenSSL 3.0; its order is the one OpenSSL holds before it reads a list. */

import table from './suites.json' with { type: 'json' };

/** One suite, as `openssl ciphers -V -stdname` prints it. */
export interface Suite {
  /** `TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256` */
  readonly iana: string;
  /** `ECDHE-RSA-AES128-GCM-SHA256` */
  readonly openssl: string;
  /** The two octets on the wire as one number. */
  readonly id: number;
  /** The lowest version that has it: `SSLv3`, `TLSv1`, `TLSv1.2` or `TLSv1.3`. Suites of SSLv3 and TLSv1 may be negotiated up to TLS 1.2. */
  readonly protocol: string;
  /** Key exchange: `ECDH` and `DH` are ephemeral. */
  readonly kx: string;
  readonly au: string;
  readonly enc: string;
  /** Key length; 0 where nothing is encrypted. */
  readonly bits: number;
  readonly mac: string;
  readonly aead: boolean;
  readonly tls13: boolean;
  /** Position in the table. */
  readonly order: number;
  /** Whether the alias of that name has it: HIGH, FIPS, COMPLEMENTOFDEFAULT. */
  readonly high: boolean;
  readonly fips: boolean;
  readonly notDefault: boolean;
}

/** Every suite of OpenSSL 3.0 in its own order, those of TLS 1.3 first. */
export const SUITES: readonly Suite[] = table.suites.map((row, order) => ({ ...row, order }));

/** Where the table comes from, and the year and month of it. */
export const SUITES_SOURCE: string = table.source;
export const SUITES_DATE: string = table.checkedOn;

const BY_NAME: ReadonlyMap<string, Suite> = new Map(
  SUITES.flatMap((suite) => [
    [suite.openssl, suite],
    [suite.iana, suite],
  ]),
);

/**
 * The suite of an OpenSSL or IANA name, letter for letter; Azure writes OpenSSL's with underscores (`ECDHE_RSA_AES128_GCM_SHA256`).
 * @returns undefined for any other name, also for suites that no usual build of OpenSSL 3.0 has.
 */
export function suiteNamed(name: string): Suite | undefined {
  return BY_NAME.get(name) ?? BY_NAME.get(name.replaceAll('_', '-'));
}

/**
 * "GCM or stronger" for a name in OpenSSL's or IANA's spelling, also of suites outside the table (RC4, 3DES, export, GREASE):
 * AES-GCM, ARIA-GCM, Camellia-GCM, ChaCha20-Poly1305, and CCM with its full tag. CCM with the short tag of 8 octets is not.
 * @returns undefined for what is not the name of a suite.
 */
export function isStrongName(name: string): boolean | undefined {
  const known = suiteNamed(name);
  if (known) return isStrong(known);
  if (!/^TLS_[A-Za-z0-9_]+$/.test(name) && !/^[A-Z0-9]+(-[A-Z0-9]+)+$/.test(name)) return undefined;
  if (/CCM_?8/.test(name)) return false;
  if (/GCM|POLY1305|(^|[_-])CCM([_-]|$)/.test(name)) return true;
  return /CBC|RC4|RC2|3DES|DES|IDEA|SEED|NULL|AES|CAMELLIA|EXP|GOST|SHA$|SHA1$|MD5$/.test(name) ? false : undefined;
}

/** Whether a suite is an AEAD with a tag of 16 octets ("GCM or stronger"). All suites of TLS 1.3 in the table are. */
export function isStrong(suite: Suite): boolean {
  return suite.aead && suite.enc !== 'AESCCM8';
}

/** The suites of a list that are below GCM. */
export function weakSuites(suites: readonly Suite[]): readonly Suite[] {
  return suites.filter((suite) => !isStrong(suite));
}
