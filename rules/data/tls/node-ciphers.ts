/** The `ciphers` option of Node's TLS: OpenSSL's language, in which Node also lets the suites of TLS 1.3 be named. Proved in the tests. */

import type { TlsVersion } from '../../../engine/rule/index.ts';
import { type CipherListOptions, type CipherListResult, evaluateCipherList, ianaSuites, negotiable } from './openssl-list.ts';

/** `tls.DEFAULT_CIPHERS` of Node 12 to 24, read from Node 20.20.2, 22.23.3 and 24.21.0. */
export const NODE_DEFAULT_CIPHERS: string =
  'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES128-GCM-SHA256:' +
  'ECDHE-RSA-AES256-GCM-SHA384:ECDHE-ECDSA-AES256-GCM-SHA384:DHE-RSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-SHA256:DHE-RSA-AES128-SHA256:' +
  'ECDHE-RSA-AES256-SHA384:DHE-RSA-AES256-SHA384:ECDHE-RSA-AES256-SHA256:DHE-RSA-AES256-SHA256:HIGH:!aNULL:!eNULL:!EXPORT:!DES:!RC4:!MD5:' +
  '!PSK:!SRP:!CAMELLIA';

export interface NodeCipherOptions extends Omit<CipherListOptions, 'tls13Suites'> {
  /** The highest version that the other options leave; 1.3 where they say nothing. */
  readonly highest?: TlsVersion;
}

export interface NodeCiphers extends CipherListResult {
  /** Every name starts with `TLS_`. Node then speaks nothing older than TLS 1.3, unless TLS 1.3 is switched off. */
  readonly onlyTls13: boolean;
}

/**
 * Evaluates a `ciphers` option. Node cuts at `:` alone and gives every name that starts with `TLS_` to OpenSSL as one of TLS 1.3. OpenSSL takes the IANA
 * names of older suites there too, and puts them first, but an endpoint that may speak TLS 1.3 and has no suite of it never connects: `suites` is empty
 * then. Where no such name stands in the list, the default suites of TLS 1.3 stay. Where the option is not given, pass `NODE_DEFAULT_CIPHERS`; an
 * empty one means the same.
 */
export function evaluateNodeCiphers(text: string, options: NodeCipherOptions = {}): NodeCiphers {
  const { highest = '1.3', ...rest } = options;
  const words = (text === '' ? NODE_DEFAULT_CIPHERS : text).split(':').filter(Boolean);
  const newer = words.filter((word) => word.startsWith('TLS_'));
  const older = words.filter((word) => !word.startsWith('TLS_'));
  const front = ianaSuites(newer.join(':'));
  const onlyTls13 = older.length === 0;
  const list = evaluateCipherList(older.join(':'), { ...rest, ...(newer.length > 0 ? { tls13Suites: newer.join(':') } : {}) });
  const refused = (newer.length > 0 && front.length === 0) || (onlyTls13 ? front.length === 0 : list.refused);
  const listed = refused ? [] : onlyTls13 ? front : list.listed;
  const usable = listed.filter(({ tls13 }) => (highest === '1.3' ? tls13 || !onlyTls13 : !tls13));
  const stuck = highest === '1.3' && !listed.some(({ tls13 }) => tls13);
  const suites = stuck ? [] : negotiable(usable, list.securityLevel, rest.sharedSecrets);
  const known = new Set(front.map(({ iana }) => iana));
  return { ...list, suites, listed, invalid: [...newer.filter((name) => !known.has(name)), ...list.invalid], refused, onlyTls13 };
}
