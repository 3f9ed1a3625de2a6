/** What a digest is for: flow first, then what goes in, then names; nobody can tell otherwise. */
import type { Answer, ExprId, Module, Query, Ref } from '../../../../engine/rule/index.ts';
import { alternatives } from '../../../../engine/rule/index.ts';
import { type Vote, votesOf } from './flow.ts';
import { namesAround } from './holders.ts';
import type { Input } from './input.ts';
import { isHandshakeName, isProtocolName, isProtocolPath, isProtocolText, isVendorSecret, type Purpose, purposeOfName } from './words.ts';

export interface Digest {
  readonly at: Ref;
  readonly api: string;
  readonly algorithm: Answer<string>;
  /** What is hashed. */
  readonly data: readonly Ref[];
  /** The key of a MAC. */
  readonly key?: Ref | undefined;
  /** The expressions that give the digest; none when nobody saw it come out. */
  readonly outputs: readonly Ref[];
  /** What this API serves by its nature: object identity, a signature. */
  readonly nature?: Purpose;
}

const SECURITY: ReadonlySet<Purpose> = new Set(['integrity', 'signature', 'token', 'password']);

export interface Told {
  readonly purpose: Answer<Purpose>;
  /** Where that shows. */
  readonly shown: Ref | undefined;
  /** The purpose is that of callers of a wrapper. */
  readonly wrapped: boolean;
  /** Is a digest made by this call of a wrapper (without one: the digest itself) no way to keep a password, but for a protocol, a token or a key of a cache? */
  readonly harmless: (site: Ref | undefined) => boolean;
}

interface Finding {
  readonly purpose: Purpose;
  readonly at?: Ref | undefined;
}

/** The digest of a wrapper serves each of its callers: one that protects something with it decides. */
export function purposeOf(q: Query, digest: Digest, inputs: readonly Input[]): Told {
  const { at } = digest;
  const told = (one: Finding, across?: Told['harmless']): Told => ({
    purpose: { alternatives: [{ is: 'known', value: one.purpose, from: { is: 'absent', at: one.at ?? at } }] },
    shown: one.at,
    wrapped: across !== undefined,
    harmless: across ?? (() => one.purpose !== 'password'),
  });
  if (askedAt(at) || (digest.key && namesIn(digest.key).some(isVendorSecret)) || inputNames(digest).some(isHandshakeName))
    return told({ purpose: 'protocol' });
  const votes = votesOf(q, digest.outputs);
  const sites = new Map<string, Ref>();
  for (const { site } of [...votes, ...inputs]) if (site) sites.set(keyOf(site), site);
  const own = votes.filter((one) => !one.site);
  if (sites.size === 0) {
    const one = decided(digest, own, inputs) ?? byName(q, digest);
    return one ? told(one) : untold(at);
  }
  const asked = new Set<string>();
  const found: Finding[] = [];
  for (const [key, site] of sites) {
    const here = (one: { readonly site?: Ref | undefined }): boolean => !one.site || keyOf(one.site) === key;
    const one = askedAt(site) ? { purpose: 'protocol' as const } : decided(digest, votes.filter(here), inputs.filter(here));
    if (one && one.purpose !== 'password') asked.add(key);
    if (one) found.push(one);
  }
  const harmless = (site: Ref | undefined): boolean => site !== undefined && asked.has(keyOf(site));
  const first = found.find((one) => SECURITY.has(one.purpose)) ?? found[0] ?? byName(q, digest);
  return first ? told(first, harmless) : untold(at);
}

/** Nothing says what a digest is for. */
export function untold(at: Ref): Told {
  return {
    purpose: { alternatives: [{ is: 'unknown', why: 'call', from: { is: 'unknown', why: 'call', at } }] },
    shown: undefined,
    wrapped: false,
    harmless: () => false,
  };
}

function keyOf(site: Ref): string {
  return `${site.m.id}.${site.e}`;
}

/** What the uses of the digest and what goes into it say. */
function decided(digest: Digest, votes: readonly Vote[], inputs: readonly Input[]): Finding | undefined {
  const sure = votes.filter((one) => one.sure);
  const protocol = votes.find((one) => one.purpose === 'protocol');
  if (protocol) return protocol;
  const password = inputs.find((one) => one.is === 'password');
  const token = sure.find((one) => one.purpose === 'token' || one.purpose === 'signature');
  // Mixed into a token, a stored hash makes it end when the password changes.
  if (password && token && (password.stored || inputs.some((one) => one.is === 'secret'))) return token;
  // A key of a cache in memory is no way to keep a password.
  if (password)
    return sure.length > 0 && sure.every((one) => one.purpose === 'fingerprint') ? sure[0] : { purpose: 'password', at: password.at };
  const security = sure.find((one) => SECURITY.has(one.purpose));
  if (security) return outbound(security) ? { purpose: 'protocol', at: security.at } : security;
  if (sure[0]) return sure[0];
  const secret = inputs.find((one) => one.is === 'secret');
  if (secret && !digest.key && !votes.some((one) => one.purpose === 'fingerprint')) return { purpose: 'token', at: secret.at };
  const named = votes[0];
  if (!named || (digest.key && named.purpose !== 'fingerprint')) return undefined;
  return outbound(named) ? { purpose: 'protocol', at: named.at } : named;
}

/** A signature that goes into a request to another host follows that host's rules; a webhook's sender chooses by itself. */
function outbound(vote: Vote): boolean {
  if (vote.purpose !== 'signature') return false;
  const { m, e } = vote.at;
  if (namesAround(m, e).some((name) => /webhook|hook/i.test(name)) || /webhook/i.test(m.path)) return false;
  return textsNear(m, outermostFunction(m, e)).some((text) => /^https?:\/\/(?!localhost|127\.)[\w-]+\.\w/.test(text));
}

/** What nothing but names says. */
function byName(q: Query, digest: Digest): Finding | undefined {
  const { m, e } = digest.at;
  if (digest.nature) return { purpose: digest.nature };
  if (digest.key) return { purpose: 'signature', at: digest.key };
  for (const name of [...namesAround(m, e), ...inputNames(digest)]) {
    const purpose = purposeOfName(name);
    if (purpose) return { purpose };
  }
  if (inputNames(digest).some((name) => /e-?mail/i.test(name))) return { purpose: 'fingerprint' };
  const file = purposeOfName(fileName(m));
  if (file === 'fingerprint' || file === 'protocol') return { purpose: file };
  return digest.data.some((one) => plainData(q, one)) ? { purpose: 'fingerprint' } : undefined;
}

/** Does a function of the module take part in a handshake: a scramble, a challenge? */
function handshakes(m: Module): boolean {
  return m.facts.functions.some((fn) => fn.params.some((one) => one.n !== undefined && isHandshakeName(one.n)));
}

/** Is what happens at a place asked for by a protocol or by the other side? By the functions around, the file, and the text in them. */
function askedAt({ m, e }: Ref): boolean {
  return (
    handshakes(m) ||
    namesAround(m, e).some(isProtocolName) ||
    isProtocolName(fileName(m)) ||
    isProtocolPath(m.path) ||
    textsNear(m, outermostFunction(m, e)).some(isProtocolText)
  );
}

function namesIn(ref: Ref): readonly string[] {
  const out: string[] = [];
  const pending: ExprId[] = [ref.e];
  for (let e = pending.pop(); e !== undefined && out.length < 12; e = pending.pop()) {
    const expr = ref.m.expr(e);
    if (expr.k === 'ref') {
      out.push(ref.m.bindingName(expr.b));
      const source = ref.m.facts.bindings[expr.b]?.e;
      if (source !== undefined) pending.push(source);
    } else if (expr.k === 'member') out.push(expr.n);
    else if (expr.k === 'param') out.push(ref.m.fn(expr.f).params[expr.i]?.n ?? '');
    else if (expr.k === 'tpl' || expr.k === 'sum') pending.push(...expr.e);
    else if (expr.k === 'call') pending.push(...expr.a);
  }
  return out;
}

function inputNames(digest: Digest): readonly string[] {
  return digest.data.flatMap((one) => namesIn(one));
}

/** The last folder and the name of a file. */
function fileName(m: Module): string {
  return m.path
    .split('/')
    .slice(-2)
    .join('/')
    .replace(/\.\w+$/, '');
}

/** The outermost function around an expression that is no whole module or class factory: its first and last expression. */
function outermostFunction(m: Module, e: ExprId): number {
  let f = m.ownerOf(e);
  while (f > 0 && m.fn(f).parent > 0) f = m.fn(f).parent;
  return f;
}

const texts = new WeakMap<Module, ReadonlyMap<number, readonly string[]>>();

/** The texts written in a top-level function. */
function textsNear(m: Module, f: number): readonly string[] {
  let table = texts.get(m);
  if (!table) {
    const made = new Map<number, string[]>();
    m.facts.exprs.forEach((expr, e) => {
      const found =
        expr.k === 'lit' && typeof expr.v === 'string' ? [expr.v] : expr.k === 'tpl' ? expr.s : expr.k === 'member' ? [expr.n] : [];
      if (found.length === 0) return;
      const owner = outermostFunction(m, e);
      const list = made.get(owner) ?? [];
      list.push(...found);
      made.set(owner, list);
    });
    texts.set(m, (table = made));
  }
  return table.get(f) ?? [];
}

/** Hashing what is serialised on the spot names a state, not a secret: `JSON.stringify(query)`. */
function plainData(q: Query, ref: Ref): boolean {
  const expr = q.expr(ref);
  if (expr.k === 'ref') {
    const source = ref.m.facts.bindings[expr.b]?.e;
    return source !== undefined && ref.m.expr(source).k === 'call' && plainData(q, q.part(ref, source));
  }
  if (expr.k !== 'call') return false;
  return alternatives(q.value(q.part(ref, expr.c))).some(
    (one) => one.is === 'ext' && /#JSON\.stringify$|stable-stringify#|safe-stable-stringify#/.test(one.key),
  );
}
