/** OpenSSL's cipher-list language, evaluated: which suites may be negotiated under a list such as `ECDHE+AESGCM:HIGH:!aNULL`. */

import { ALIASES, joined, matches, type Pattern, patternOf } from './aliases.ts';
import { SUITES, type Suite } from './suites.ts';

export interface CipherListOptions {
  /** What `DEFAULT` at the start stands for. */
  readonly defaultList?: string;
  /** Suites of TLS 1.3 by their IANA names, joined by `:`; the list itself cannot name them. OpenSSL also takes older suites here. */
  readonly tls13Suites?: string;
  /** Level where the list has no `@SECLEVEL`: 1 in OpenSSL 3.0 and Node 20 and 22, 2 in OpenSSL 3.2, Debian's build and Node 24. */
  readonly securityLevel?: number;
  /** Whether the endpoint has pre-shared keys or SRP passwords. Without them their suites are not negotiated, whatever the list says. */
  readonly sharedSecrets?: boolean;
}

export interface CipherListResult {
  /** What may be negotiated at the list's security level, in order of preference, suites of TLS 1.3 first. */
  readonly suites: readonly Suite[];
  /** What `openssl ciphers` prints: as `suites`, before the security level and missing secrets take away from it. */
  readonly listed: readonly Suite[];
  /** Words that name nothing, and that OpenSSL skips: typing errors, IANA names of older suites, ciphers that the build has not (`RC4-SHA`). */
  readonly invalid: readonly string[];
  /** OpenSSL refuses the list: a word it cannot read, or nothing below TLS 1.3 left. `suites` is then empty, as no connection is made. */
  readonly refused: boolean;
  readonly securityLevel: number;
}

const DEFAULT_LIST = 'ALL:!COMPLEMENTOFDEFAULT:!eNULL';
export const DEFAULT_TLS13_SUITES = 'TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256';

/** Lists that these words, at the very start, stand for; what follows them is not read. RFC 6460. */
const SUITE_B: readonly (readonly [string, string])[] = [
  ['SUITEB128ONLY', 'ECDHE-ECDSA-AES128-GCM-SHA256'],
  ['SUITEB128C2', 'ECDHE-ECDSA-AES256-GCM-SHA384'],
  ['SUITEB128', 'ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384'],
  ['SUITEB192', 'ECDHE-ECDSA-AES256-GCM-SHA384'],
];

/** Words before or after which OpenSSL means a cipher that its usual builds leave out. They are no typing errors. */
const LEFT_OUT: ReadonlySet<string> = new Set(['DES', 'EXP', 'EXPORT', 'EXPORT40', 'EXPORT56', 'SSLv2', 'TLSv1.3', 'AEAD']);

const BY_OPENSSL: ReadonlyMap<string, Suite> = new Map(SUITES.filter(({ tls13 }) => !tls13).map((suite) => [suite.openssl, suite]));
const BY_IANA: ReadonlyMap<string, Suite> = new Map(SUITES.map((suite) => [suite.iana, suite]));

/** Evaluates a list as `SSL_CTX_set_cipher_list` of OpenSSL 3.0 does. */
export function evaluateCipherList(text: string, options: CipherListOptions = {}): CipherListResult {
  const reader = new Reader();
  const list = SUITE_B.find(([word]) => text.startsWith(word))?.[1] ?? text;
  const standsForDefault = list.startsWith('DEFAULT');
  const read =
    (!standsForDefault || reader.read(options.defaultList ?? DEFAULT_LIST)) &&
    reader.read(standsForDefault ? list.slice('DEFAULT'.length).replace(/^:/, '') : list);
  const older = reader.active();
  const refused = !read || older.length === 0;
  const securityLevel = reader.securityLevel ?? options.securityLevel ?? 1;
  const listed = refused ? [] : [...new Set([...ianaSuites(options.tls13Suites ?? DEFAULT_TLS13_SUITES), ...older])];
  return { suites: negotiable(listed, securityLevel, options.sharedSecrets), listed, invalid: [...reader.invalid], refused, securityLevel };
}

/** The suites of IANA names joined by `:`, as `SSL_CTX_set_ciphersuites` reads them: unknown names are skipped. */
export function ianaSuites(text: string): readonly Suite[] {
  return text.split(':').flatMap((name) => BY_IANA.get(name) ?? []);
}

/** Those of them that a security level, and the lack of shared secrets, leave. */
export function negotiable(suites: readonly Suite[], securityLevel: number, sharedSecrets: boolean = false): readonly Suite[] {
  return suites.filter((suite) => allowedAt(securityLevel, suite) && (sharedSecrets || !needsSecret(suite)));
}

/** Reads one list, word by word, over the suites in an order that the words change. */
class Reader {
  securityLevel: number | undefined;
  readonly invalid: Set<string> = new Set();
  /** All suites that have not been struck out for good (`!`), in the current order. */
  private order: readonly Suite[] = [...BY_OPENSSL.values()];
  private readonly chosen: Set<Suite> = new Set();

  active(): readonly Suite[] {
    return this.order.filter((suite) => this.chosen.has(suite));
  }

  /** @returns false where OpenSSL gives up. */
  read(text: string): boolean {
    let good = true;
    let at = 0;
    while (at < text.length) {
      const sign = text[at] as string;
      if (/[:;, ]/.test(sign)) {
        at++;
        continue;
      }
      if ('-+!@'.includes(sign)) at++;
      const step = readStep(text, at, sign);
      if (step === undefined) return false;
      at = step.end;
      if (sign === '@') good = this.command(step.word) && good;
      else if (step.pattern) this.apply(sign, step.pattern, step.suite);
      if (step.unknown !== undefined) this.invalid.add(step.unknown);
      if (sign === '@' || !step.pattern) while (at < text.length && !/[:;, ]/.test(text[at] as string)) at++;
    }
    return good;
  }

  private command(word: string): boolean {
    if (word === 'STRENGTH') {
      this.order = [...this.order.filter((suite) => !this.chosen.has(suite)), ...this.active().toSorted((a, b) => b.bits - a.bits)];
      return true;
    }
    const level = /^SECLEVEL=([0-5])$/.exec(word)?.[1];
    if (level === undefined) return false;
    this.securityLevel = Number(level);
    return true;
  }

  private apply(sign: string, pattern: Pattern, suite: Suite | undefined): void {
    const hit = (other: Suite): boolean => (suite === undefined || other === suite) && matches(pattern, other);
    const moved = this.order.filter(
      (other) => hit(other) && (sign === '!' || (sign === '-' || sign === '+' ? this.chosen.has(other) : !this.chosen.has(other))),
    );
    const gone = new Set(moved);
    const rest = this.order.filter((other) => !gone.has(other));
    if (sign === '!' || sign === '-') for (const other of moved) this.chosen.delete(other);
    if (sign === '!') this.order = rest;
    // What is taken out stands first when it is asked for again.
    else if (sign === '-') this.order = [...moved, ...rest];
    else {
      this.order = [...rest, ...moved];
      for (const other of moved) this.chosen.add(other);
    }
  }
}

interface Step {
  readonly word: string;
  readonly end: number;
  /** Absent: nothing is meant, the step is skipped. */
  readonly pattern?: Pattern;
  /** The one suite that was named. */
  readonly suite?: Suite;
  readonly unknown?: string;
}

/** One word, or several joined by `+`. */
function readStep(text: string, from: number, sign: string): Step | undefined {
  let at = from;
  let pattern: Pattern | undefined = {};
  let suite: Suite | undefined;
  for (;;) {
    const word = /[A-Za-z0-9_.=-]*/y;
    word.lastIndex = at;
    const name = word.exec(text)?.[0] ?? '';
    if (name === '') return undefined;
    at += name.length;
    if (sign === '@') return { word: name, end: at };
    const more = text[at] === '+';
    if (more) at++;
    const one = BY_OPENSSL.get(name);
    const asked = one ? patternOf(one) : ALIASES.get(name);
    if (!asked) return { word: name, end: at, ...(BY_IANA.get(name)?.tls13 || LEFT_OUT.has(name) ? {} : { unknown: name }) };
    suite = one ?? suite;
    pattern = joined(pattern, asked);
    if (!pattern) return { word: name, end: at };
    if (!more) return { word: name, end: at, pattern, ...(suite ? { suite } : {}) };
  }
}

/** Bits of strength that each level asks for. SSL_CTX_set_security_level(3). */
const LEVEL_BITS: readonly number[] = [0, 80, 112, 128, 192, 256];

function allowedAt(level: number, suite: Suite): boolean {
  if (level <= 0) return true;
  const ephemeral = suite.tls13 || ['DH', 'ECDH', 'DHEPSK', 'ECDHEPSK'].includes(suite.kx);
  const bits = LEVEL_BITS[Math.min(level, 5)] as number;
  return (
    suite.bits >= bits && suite.au !== 'None' && suite.mac !== 'MD5' && !(bits > 160 && suite.mac === 'SHA1') && (level < 3 || ephemeral)
  );
}

function needsSecret({ kx, au }: Suite): boolean {
  return kx.endsWith('PSK') || kx === 'SRP' || au === 'SRP';
}
