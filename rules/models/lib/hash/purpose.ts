/** What a digest is for: flow first, then what goes in, then names; nobody can tell otherwise. */
import type { Answer, ExprId, Module, Query, Ref } from '../../../../engine/rule/index.ts';
import { alternatives } from '../../../../engine/rule/index.ts';
import { votesOf, type Vote } from './flow.ts';
import { namesAround } from './holders.ts';
import type { Input } from './input.ts';
import { isProtocolName, isProtocolText, isVendorSecret, type Purpose, purposeOfName } from './words.ts';

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
}

export function purposeOf(q: Query, digest: Digest, inputs: readonly Input[]): Told {
  const { at } = digest;
  const told = (purpose: Purpose, shown?: Ref): Told => ({ purpose: { alternatives: [{ is: 'known', value: purpose, from: { is: 'absent', at: shown ?? at } }] }, shown });
  if (asked(digest)) return told('protocol');
  const votes = votesOf(q, digest.outputs);
  const sure = votes.filter((one) => one.sure);
  const protocol = votes.find((one) => one.purpose === 'protocol');
  if (protocol) return told('protocol', protocol.at);
  const password = inputs.find((one) => one.is === 'password');
  if (password) return told('password', password.at);
  const security = secure(sure);
  if (security) return told(security.purpose, security.at);
  if (sure.length > 0) return told((sure[0] as Vote).purpose, (sure[0] as Vote).at);
  const secret = inputs.find((one) => one.is === 'secret');
  if (secret && !digest.key && !votes.some((one) => one.purpose === 'fingerprint')) return told('token', secret.at);
  const named = votes[0];
  if (named && !(digest.key && named.purpose !== 'fingerprint')) return told(named.purpose, named.at);
  if (digest.nature) return told(digest.nature);
  if (digest.key) return told('signature', digest.key);
  for (const name of [...namesAround(at.m, at.e), ...inputNames(digest)]) {
    const purpose = purposeOfName(name);
    if (purpose) return told(purpose);
  }
  const file = purposeOfName(fileName(at.m));
  if (file && (file === 'fingerprint' || file === 'protocol')) return told(file);
  if (digest.data.some((one) => plainData(q, one))) return told('fingerprint');
  return { purpose: { alternatives: [{ is: 'unknown', why: 'call', from: { is: 'unknown', why: 'call', at } }] }, shown: undefined };
}

function secure(votes: readonly Vote[]): Vote | undefined {
  return votes.find((one) => SECURITY.has(one.purpose));
}

/** Is the digest asked for by a protocol or by the other side? By the words of the functions around, the file, and the text in them. */
function asked(digest: Digest): boolean {
  const { m, e } = digest.at;
  if (namesAround(m, e).some(isProtocolName) || isProtocolName(fileName(m))) return true;
  if (digest.key && namesIn(digest.key).some(isVendorSecret)) return true;
  return textsNear(m, outermostFunction(m, e)).some(isProtocolText);
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
  return m.path.split('/').slice(-2).join('/').replace(/\.\w+$/, '');
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
      const found = expr.k === 'lit' && typeof expr.v === 'string' ? [expr.v] : expr.k === 'tpl' ? expr.s : expr.k === 'member' ? [expr.n] : [];
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
  return alternatives(q.value(q.part(ref, expr.c))).some((one) => one.is === 'ext' && /#JSON\.stringify$|stable-stringify#|safe-stable-stringify#/.test(one.key));
}
