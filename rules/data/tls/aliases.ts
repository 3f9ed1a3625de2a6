/** The words of OpenSSL's cipher-list language that stand for many suites at once. Source: ciphers(1) of OpenSSL 3.0, held against its answers. */

import type { Suite } from './suites.ts';

/** What a word asks of a suite. An aspect left out is not asked about; several words joined by `+` meet aspect by aspect. */
export interface Pattern {
  readonly kx?: ReadonlySet<string>;
  readonly au?: ReadonlySet<string>;
  /** Cipher and key length: `AES128`, `AESGCM256`. */
  readonly enc?: ReadonlySet<string>;
  readonly mac?: ReadonlySet<string>;
  readonly protocol?: ReadonlySet<string>;
  readonly grade?: ReadonlySet<string>;
  readonly notDefault?: ReadonlySet<string>;
}

type Aspect = keyof Pattern;

const set = (...names: readonly string[]): ReadonlySet<string> => new Set(names);

/** What the suites of this table have is all there is to intersect; families that no usual build has (3DES, RC4, GOST, …) stand by their own name. */
const AUTH = ['ECDSA', 'RSA', 'DSS', 'PSK', 'SRP'];
const both = (...ciphers: readonly string[]): string[] => ciphers.flatMap((cipher) => [`${cipher}128`, `${cipher}256`]);
const AES = both('AES', 'AESGCM', 'AESCCM', 'AESCCM8');
const CHACHA = 'CHACHA20/POLY1305256';
const ENCRYPTED = [
  ...AES,
  ...both('Camellia', 'ARIAGCM'),
  CHACHA,
  '3DES168',
  'RC4128',
  'RC2128',
  'IDEA128',
  'SEED128',
  'GOST89256',
  'GOST12256',
];

const NONE = set('None');
const PSK = set('PSK', 'RSAPSK', 'ECDHEPSK', 'DHEPSK');
const named = set(...AUTH);
const ecdhe: Pattern = { kx: set('ECDH'), au: named };
const dhe: Pattern = { kx: set('DH'), au: named };
const gost = set('GOST01', 'GOST12');

export const ALIASES: ReadonlyMap<string, Pattern> = new Map<string, Pattern>([
  ['ALL', { enc: set(...ENCRYPTED) }],
  ['COMPLEMENTOFALL', { enc: NONE }],
  ['COMPLEMENTOFDEFAULT', { notDefault: set('true') }],
  ['HIGH', { grade: set('HIGH') }],
  ['MEDIUM', { grade: set('MEDIUM') }],
  ['LOW', { grade: set('LOW') }],
  ['FIPS', { grade: set('FIPS') }],
  ['kRSA', { kx: set('RSA') }],
  ['kEDH', { kx: set('DH') }],
  ['kDHE', { kx: set('DH') }],
  ['DH', { kx: set('DH') }],
  ['kEECDH', { kx: set('ECDH') }],
  ['kECDHE', { kx: set('ECDH') }],
  ['ECDH', { kx: set('ECDH') }],
  ['kPSK', { kx: set('PSK') }],
  ['kRSAPSK', { kx: set('RSAPSK') }],
  ['kECDHEPSK', { kx: set('ECDHEPSK') }],
  ['kDHEPSK', { kx: set('DHEPSK') }],
  ['PSK', { kx: PSK }],
  ['kSRP', { kx: set('SRP') }],
  ['SRP', { kx: set('SRP') }],
  ['kGOST', { kx: set('GOST') }],
  ['kGOST18', { kx: set('GOST18') }],
  ['aRSA', { au: set('RSA') }],
  ['aDSS', { au: set('DSS') }],
  ['DSS', { au: set('DSS') }],
  ['aNULL', { au: NONE }],
  ['aECDSA', { au: set('ECDSA') }],
  ['ECDSA', { au: set('ECDSA') }],
  ['aPSK', { au: set('PSK') }],
  ['aSRP', { au: set('SRP') }],
  ['aGOST', { au: gost }],
  ['aGOST01', { au: set('GOST01') }],
  ['aGOST12', { au: set('GOST12') }],
  ['EDH', dhe],
  ['DHE', dhe],
  ['EECDH', ecdhe],
  ['ECDHE', ecdhe],
  ['RSA', { kx: set('RSA'), au: set('RSA') }],
  ['ADH', { kx: set('DH'), au: NONE }],
  ['AECDH', { kx: set('ECDH'), au: NONE }],
  ['NULL', { enc: NONE }],
  ['eNULL', { enc: NONE }],
  ['AES128', { enc: set(...AES.filter((cipher) => cipher.endsWith('128'))) }],
  ['AES256', { enc: set(...AES.filter((cipher) => cipher.endsWith('256'))) }],
  ['AES', { enc: set(...AES) }],
  ['AESGCM', { enc: set(...both('AESGCM')) }],
  ['AESCCM', { enc: set(...both('AESCCM', 'AESCCM8')) }],
  ['AESCCM8', { enc: set(...both('AESCCM8')) }],
  ['CAMELLIA128', { enc: set('Camellia128') }],
  ['CAMELLIA256', { enc: set('Camellia256') }],
  ['CAMELLIA', { enc: set(...both('Camellia')) }],
  ['ARIA128', { enc: set('ARIAGCM128') }],
  ['ARIA256', { enc: set('ARIAGCM256') }],
  ['ARIA', { enc: set(...both('ARIAGCM')) }],
  ['ARIAGCM', { enc: set(...both('ARIAGCM')) }],
  ['CHACHA20', { enc: set(CHACHA) }],
  ['3DES', { enc: set('3DES168') }],
  ['RC4', { enc: set('RC4128') }],
  ['RC2', { enc: set('RC2128') }],
  ['IDEA', { enc: set('IDEA128') }],
  ['SEED', { enc: set('SEED128') }],
  ['GOST89', { enc: set('GOST89256', 'GOST12256') }],
  ['CBC', { enc: set(...both('AES', 'Camellia'), '3DES168', 'RC2128', 'IDEA128', 'SEED128') }],
  ['MD5', { mac: set('MD5') }],
  ['SHA1', { mac: set('SHA1') }],
  ['SHA', { mac: set('SHA1') }],
  ['SHA256', { mac: set('SHA256') }],
  ['SHA384', { mac: set('SHA384') }],
  ['GOST94', { mac: set('GOST94') }],
  ['GOST89MAC', { mac: set('GOST89') }],
  ['GOST12', { mac: set('GOST2012') }],
  ['SSLv3', { protocol: set('SSLv3') }],
  ['TLSv1', { protocol: set('TLSv1') }],
  ['TLSv1.0', { protocol: set('TLSv1') }],
  ['TLSv1.2', { protocol: set('TLSv1.2') }],
]);

/** The aspects of one suite. Only its grades may be two. */
const ASPECTS: Readonly<Record<Aspect, (suite: Suite) => readonly string[]>> = {
  kx: ({ kx }) => [kx],
  au: ({ au }) => [au],
  enc: ({ enc, bits }) => [enc === 'None' ? enc : `${enc}${bits}`],
  mac: ({ mac }) => [mac],
  protocol: ({ protocol }) => [protocol],
  grade: ({ high, fips }) => [high ? 'HIGH' : 'NONE', ...(fips ? ['FIPS'] : [])],
  notDefault: ({ notDefault }) => [`${notDefault}`],
};

const ORDER = Object.keys(ASPECTS) as Aspect[];

export function matches(pattern: Pattern, suite: Suite): boolean {
  return ORDER.every((aspect) => {
    const asked = pattern[aspect];
    return asked === undefined || ASPECTS[aspect](suite).some((name) => asked.has(name));
  });
}

/** The pattern of one suite's name. Its version is no part of it, since the name already says which suite is meant. */
export function patternOf(suite: Suite): Pattern {
  const { protocol: _, ...rest } = Object.fromEntries(ORDER.map((aspect) => [aspect, set(...ASPECTS[aspect](suite))]));
  return rest;
}

/** What both ask; undefined where no suite could meet it. */
export function joined(a: Pattern, b: Pattern): Pattern | undefined {
  const out: { -readonly [aspect in Aspect]?: ReadonlySet<string> } = { ...a };
  for (const aspect of ORDER) {
    const more = b[aspect];
    if (!more) continue;
    const have = out[aspect];
    const meet = have ? new Set([...have].filter((name) => more.has(name))) : more;
    if (meet.size === 0) return undefined;
    out[aspect] = meet;
  }
  return out;
}
