/** Settings of versions and cipher lists, as Node and the drivers on top of it name them. */
import type { Answer, Emit, ExprId, Query, Ref, SuiteList, TlsVersion, Value } from '../../../../engine/rule/index.ts';
import { alternatives, stringOf } from '../../../../engine/rule/index.ts';
import { evaluateNodeCiphers } from '../../../data/tls/node-ciphers.ts';
import { isStrongName, weakSuites } from '../../../data/tls/suites.ts';
import { nodeVersions, parseTlsVersion, SECURE_OPTION_BITS, secureProtocolVersions } from '../../../data/tls/versions.ts';
import { emitSetting, type Reader, settingAnswer } from './endpoint.ts';
import type { Setting } from './settings.ts';

/** Names that also mean other things: there the value has to speak of TLS itself. */
const LOOSE_VERSIONS: readonly string[] = ['minVersion', 'minimumVersion'];
const VERSIONS: readonly string[] = [
  'DEFAULT_MIN_VERSION',
  'tlsMinVersion',
  'minTlsVersion',
  'minTLSVersion',
  'minimumTlsVersion',
  'minimumTLSVersion',
  'minimalTlsVersion',
  'tlsMinimumVersion',
  'min_tls_version',
  'tls_min_version',
  'sslMinVersion',
  'minSslVersion',
  'ssl_min_protocol_version',
  'sslMinProtocolVersion',
  'minProtocolVersion',
  'minimumSupportedTlsVersion',
];
const PROTOCOLS: readonly string[] = ['secureProtocol', 'secure_protocol'];
const CIPHERS: readonly string[] = [
  'ciphers',
  'DEFAULT_CIPHERS',
  'tlsCiphers',
  'sslCiphers',
  'tls_ciphers',
  'ssl_ciphers',
  'cipherSuites',
  'cipherSuite',
  'cipherList',
];

export const VERSION_NAMES: ReadonlySet<string> = new Set([...LOOSE_VERSIONS, ...VERSIONS]);
export const PROTOCOL_NAMES: ReadonlySet<string> = new Set(PROTOCOLS);
export const CIPHER_NAMES: ReadonlySet<string> = new Set(CIPHERS);

/** Beside one of these, `minVersion` and `ciphers` are those of TLS. */
const COMPANIONS: readonly string[] = [
  'rejectUnauthorized',
  'ciphers',
  'ca',
  'cert',
  'key',
  'pfx',
  'maxVersion',
  'secureProtocol',
  'secureOptions',
  'honorCipherOrder',
  'ALPNProtocols',
  'servername',
  'ecdhCurve',
  'sigalgs',
];

const NODE_NAME: Readonly<Partial<Record<TlsVersion, string>>> = { '1.0': 'TLSv1', '1.1': 'TLSv1.1', '1.2': 'TLSv1.2', '1.3': 'TLSv1.3' };

export function judgeVersion(q: Query, emit: Emit, setting: Setting): void {
  const { name, value, holder } = setting;
  const loose = LOOSE_VERSIONS.includes(name) && !hasCompanion(q, value, holder);
  const forbids = forbidden(q, value, holder);
  const read: Reader<TlsVersion> = (one) => {
    const text = one.is === 'ext' ? lastName(one.key) : stringOf(one);
    if (text === undefined) return one.is === 'known' && !LOOSE_VERSIONS.includes(name) ? undefined : 'drop';
    const version = parseTlsVersion(text);
    if (version === undefined || (LOOSE_VERSIONS.includes(name) && !/tls|ssl/i.test(text))) return 'drop';
    const node = NODE_NAME[version];
    return (forbids !== 0 && node !== undefined && nodeVersions({ minVersion: node, secureOptions: forbids })?.stated[0]) || version;
  };
  emitSetting(q, emit, setting, VERSION_NAMES, 'client', (at) => ({ minVersion: told(settingAnswer(q, at, VERSION_NAMES, read), loose) }));
}

export function judgeSecureProtocol(q: Query, emit: Emit, setting: Setting): void {
  const forbids = forbidden(q, setting.value, setting.holder);
  const read: Reader<TlsVersion> = (one) => {
    const text = stringOf(one);
    if (text === undefined) return 'drop';
    const old = /^SSLv([23])(?:_client|_server)?_method$/.exec(text)?.[1];
    if (old !== undefined) return old === '2' ? 'ssl2' : 'ssl3';
    if (!secureProtocolVersions(text)) return 'drop';
    return nodeVersions({ secureProtocol: text, secureOptions: forbids })?.stated[0] ?? 'drop';
  };
  emitSetting(q, emit, setting, PROTOCOL_NAMES, 'client', (at) => ({
    minVersion: told(settingAnswer(q, at, PROTOCOL_NAMES, read), false),
  }));
}

export function judgeCiphers(q: Query, emit: Emit, setting: Setting): void {
  const { name, value, holder } = setting;
  const loose = !hasCompanion(q, value, holder) && name !== 'DEFAULT_CIPHERS';
  const onlyNewest = holder !== undefined && stringOf(q.prop(q.value(q.part(value, holder)), 'minVersion')) === 'TLSv1.3';
  const read: Reader<SuiteList> = (one) => {
    const text = listText(q, one);
    const list = text === undefined ? undefined : cipherList(text);
    return list ? (onlyNewest ? { ...list, notAead: [] } : list) : 'drop';
  };
  emitSetting(q, emit, setting, CIPHER_NAMES, 'client', (at) => ({ suites: told(settingAnswer(q, at, CIPHER_NAMES, read), loose) }));
}

/** Where a name may mean something else, what is not known says nothing. */
function told<T>(answer: Answer<T> | undefined, loose: boolean): Answer<T> | undefined {
  if (!answer) return undefined;
  if (answer.alternatives.some((one) => one.is === 'known')) return answer;
  const unknown = answer.alternatives.some((one) => one.is === 'unknown' && (!loose || one.fn !== undefined));
  return unknown ? answer : undefined;
}

function hasCompanion(q: Query, at: Ref, holder: ExprId | undefined): boolean {
  if (holder === undefined) return false;
  const { names } = q.propNames(q.value(q.part(at, holder)));
  const own = at.m.expr(holder);
  const self = own.k === 'obj' ? own.p.find((prop) => 'n' in prop && prop.v === at.e) : undefined;
  return names.some((name) => COMPANIONS.includes(name) && !(self && 'n' in self && self.n === name));
}

/** The versions that `secureOptions` beside it takes away, as bits. */
function forbidden(q: Query, at: Ref, holder: ExprId | undefined): number {
  if (holder === undefined) return 0;
  const object = at.m.expr(holder);
  const prop = object.k === 'obj' ? object.p.find((one) => 'n' in one && one.n === 'secureOptions') : undefined;
  return prop && 'v' in prop ? bitsOf(q, q.part(at, prop.v), 0) : 0;
}

function bitsOf(q: Query, ref: Ref, depth: number): number {
  const expr = ref.m.expr(ref.e);
  if (depth > 8) return 0;
  if (expr.k === 'bin' && expr.op === '|') return bitsOf(q, q.part(ref, expr.l), depth + 1) | bitsOf(q, q.part(ref, expr.r), depth + 1);
  const value = q.value(ref);
  if (value.is === 'known' && typeof value.v === 'number') return value.v;
  if (value.is === 'ext') return SECURE_OPTION_BITS[lastName(value.key)] ?? 0;
  return value.at.m === ref.m && value.at.e === ref.e ? 0 : bitsOf(q, value.at, depth + 1);
}

function lastName(key: string): string {
  return /([\w$]*)$/.exec(key)?.[1] ?? '';
}

function listText(q: Query, value: Value): string | undefined {
  if (value.is === 'known') return typeof value.v === 'string' ? value.v : undefined;
  const items = q.items(value)?.map((one) => (one.is === 'known' ? stringOf(one) : undefined));
  if (!items || items.length === 0 || items.includes(undefined)) return undefined;
  return items.join(':');
}

/** What a list lets through; undefined for text that is no list of ciphers. */
export function cipherList(text: string): SuiteList | undefined {
  const trimmed = text.trim();
  const words = trimmed.split(/[:,; ]+/).filter(Boolean);
  if (words.length === 0 || !words.every((word) => /^[!+@-]?[A-Za-z0-9][A-Za-z0-9_.=+-]*$/.test(word))) return undefined;
  const result = evaluateNodeCiphers(trimmed.split(/[,; ]+/).join(':'));
  // Names that today's OpenSSL has left out are asked for all the same.
  const leftOut = words.filter((word) => /^\w/.test(word) && result.invalid.includes(word) && isStrongName(word) === false);
  const older = words.filter((word) => word.startsWith('TLS_') && isStrongName(word) === false);
  const weak = [...new Set([...weakSuites(result.suites).map((suite) => suite.openssl), ...leftOut, ...older])];
  if (result.suites.length === 0 && weak.length === 0) return undefined;
  if (words.every((word) => result.invalid.includes(word)) && weak.length === 0) return undefined;
  return { name: trimmed.length > 60 ? `${trimmed.slice(0, 57)}…` : trimmed, notAead: weak };
}

/** `NODE_OPTIONS`, and arguments of Node: `--tls-min-v1.0`, `--tls-cipher-list=…`. */
export function judgeNodeOptions(q: Query, emit: Emit, setting: Setting): void {
  for (const one of alternatives(q.value(setting.value))) {
    const text =
      one.is === 'known' ? String(one.v) : one.is === 'text' ? one.parts.filter((part) => typeof part === 'string').join(' ') : '';
    const version = /--tls-min-v(1\.[0-3])/.exec(text)?.[1] as TlsVersion | undefined;
    const list = cipherList(/--tls-cipher-list[= ]["']?([^\s"']+)/.exec(text)?.[1] ?? '');
    if (version === undefined && !list) continue;
    emitSetting(q, emit, setting, CIPHER_NAMES, 'client', () => ({
      ...(version !== undefined && { minVersion: { alternatives: [{ is: 'known', value: version, from: one }] } }),
      ...(list && { suites: { alternatives: [{ is: 'known', value: list, from: one }] } }),
    }));
  }
}
