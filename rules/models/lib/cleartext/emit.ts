/** Turning a URL that reaches a connection into evidence. A finding stands where the scheme was written; the request is a step on its trail. */
import type { Alternative, CallSite, Emit, Localized, Query, Ref, Value } from '../../../../engine/rule/index.ts';
import { conditionsIn, forDevelopers, STAGE } from './stage.ts';
import { type Read, readTarget, type Target, unwrapped, writtenAt } from './target.ts';

export const SENT: Localized = { en: 'the connection is made here', ja: 'ここで接続します' };

export interface Connection {
  /** As its users call it: `axios.get`, `new WebSocket`. */
  readonly api: string;
  readonly at: Ref;
  /** An option beside the URL says that the connection is encrypted. */
  readonly tls?: boolean;
}

/**
 * What nobody can tell gives no evidence where the call alone says nothing of the scheme: `fetch(url)` is no question about encryption. A
 * parameter whose callers are known is handed on, so that they are asked; `why: 'dynamic'` marks it as no more than that.
 */
export function emitUrl(q: Query, value: Value, connection: Connection, emit: Emit): void {
  const all: Leaf[] = [];
  const open: Alternative<Target>[] = [];
  for (const one of unwrapped(q, value)) {
    const read = readTarget(one, connection.tls);
    const asked = read ? (read.place === 'runtime' && !read.target.secure ? read.host : undefined) : headOf(one);
    if (asked?.is === 'unknown' && asked.fn && hasCallers(q, asked))
      open.push({ is: 'unknown', why: 'dynamic', from: asked, fn: asked.fn });
    else if (read && !(isClear(read) && (forDevelopers(q, one.at) || forDevelopers(q, connection.at)))) all.push({ read, from: one });
  }
  const reads = all.filter((one) => !isNoAddress(q, one, all));
  const certain = reads.filter((one) => !isSwitch(q, one, reads));
  const clear = certain.filter(({ read }) => isClear(read));
  const known = certain.map(({ read, from }): Alternative<Target> => ({ is: 'known', value: read.target, from }));
  if (certain.length < reads.length && clear.length === 0 && !chosenByPage(q, reads)) {
    const from = reads.find(({ read }) => !read.target.secure)?.from ?? value;
    open.push({ is: 'unknown', why: 'configuration', from });
  }
  const target = { alternatives: [...known, ...open] };
  if (target.alternatives.length === 0) return;
  const steps = [{ at: connection.at, note: SENT }];
  const [first, ...others] = clear;
  if (!first) {
    emit({ kind: 'outboundRequest', at: connection.at, anchor: 'sink', api: connection.api, target });
    return;
  }
  emit({ kind: 'outboundRequest', at: writtenAt(q, first.from), anchor: 'sink', api: connection.api, target, steps });
  for (const { read, from } of others) {
    const only = { alternatives: [{ is: 'known' as const, value: read.target, from }] };
    emit({ kind: 'outboundRequest', at: writtenAt(q, from), anchor: 'sink', api: connection.api, target: only, steps });
  }
}

function isClear({ target }: Read): boolean {
  return !target.secure && !target.local;
}

interface Leaf {
  readonly read: Read;
  readonly from: Value;
}

/** What stands where the scheme should: an unknown value, or the start of a template. */
function headOf(value: Value): Value | undefined {
  if (value.is === 'unknown') return value;
  const head = value.is === 'text' ? value.parts[0] : undefined;
  return head !== undefined && typeof head !== 'string' && head.is === 'unknown' ? head : undefined;
}

function hasCallers(q: Query, value: Extract<Value, { is: 'unknown' }>): boolean {
  return value.fn !== undefined && q.callers(value.fn.m, value.fn.f).some((site) => q.judged.has(site.m));
}

/**
 * A host that only the run knows says little where the same text has a local host when nothing is set, where a platform's variable names
 * something beside it, where the scheme is put before an address that somebody gave without one, and where a test container made the host. A
 * driver of a database may be told to use TLS elsewhere.
 */
function isNoAddress(q: Query, one: Leaf, all: readonly Leaf[]): boolean {
  const { read, from } = one;
  if (read.place !== 'runtime' || read.target.secure) return false;
  if (!/^(?:https?|wss?|ftp|telnet):/.test(read.target.url) && !read.target.url.includes('… ')) return true;
  if (all.some((other) => other.read.place === 'private' && other.from.at.m === from.at.m && other.from.at.e === from.at.e)) return true;
  if (read.host?.is === 'unknown' && read.host.why === 'environment' && BESIDE.test(read.host.name ?? '')) return true;
  return isCompletion(q, one) || from.at.m.facts.imports.some((fact) => /^@?testcontainers(?:\/|$)/.test(fact.s));
}

/** Variables in which a platform tells the address of something on the same machine or in the same cluster. */
const BESIDE = /LAMBDA_RUNTIME_API|_SERVICE_HOST$|INTERNAL|LOCAL|SIDECAR|CONTAINER_(?:METADATA|CREDENTIALS)/;

const TESTS: ReadonlySet<string> = new Set(['startsWith', 'match', 'indexOf', 'includes', 'search', 'test', 'exec', 'matchAll']);

/** `if (!/^https?:/.test(url)) url = 'http://' + url`: the same name is tested for a scheme in the same file. */
function isCompletion(q: Query, { read, from }: Leaf): boolean {
  if (!/^(?:http|ws):\/\/…$/.test(read.target.url)) return false;
  const { m } = from.at;
  const expr = m.expr(from.at.e);
  const hole = expr.k === 'tpl' ? expr.e[0] : expr.k === 'sum' ? expr.e.find((e) => m.expr(e).k !== 'lit') : undefined;
  const name = hole === undefined ? undefined : q.text(q.part(from.at, hole));
  if (name === undefined) return false;
  return m.facts.calls.some((e) => {
    const call = m.expr(e);
    const callee = call.k === 'call' ? m.expr(call.c) : undefined;
    if (call.k !== 'call' || callee?.k !== 'member' || !TESTS.has(callee.n)) return false;
    return [callee.o, ...call.a].some((part) => q.text(q.ref(m, part)) === name);
  });
}

/** `secure ? 'https' : 'http'` before one and the same host: whoever sets the switch decides. */
function isSwitch(q: Query, { read, from }: Leaf, all: readonly Leaf[]): boolean {
  if (read.target.secure || read.target.local) return false;
  const rest = (url: string): string => url.replace(/^[a-z+.-]+:\/\//, '');
  const together = (other: Value): boolean => (other.at.m === from.at.m && other.at.e === from.at.e) || q.expr(other.at).k === 'lit';
  return all.some((other) => other.read.target.secure && rest(other.read.target.url) === rest(read.target.url) && together(other.from));
}

/** The switch is the page's or the request's own scheme, or the stage: a page served over HTTPS, and production, take the other branch. */
function chosenByPage(q: Query, reads: readonly Leaf[]): boolean {
  return reads.some(({ from }) => {
    for (let { e } = from.at; e >= 0; e = from.at.m.parentOf(e)) {
      const expr = from.at.m.expr(e);
      if (expr.k === 'cond' && STAGE.test(q.text({ ...from.at, e: expr.c }))) return true;
    }
    return conditionsIn(q, from.at).some((text) => STAGE.test(text));
  });
}

/** A URL in an argument: the argument itself, or the first of these properties that an object there has. */
export function urlIn(q: Query, call: CallSite, arg: number, paths: readonly string[]): Value {
  const value = call.arg(arg);
  if (value.is !== 'object' && !(value.is === 'unknown' && paths.length > 0 && value.fn)) return value;
  for (const path of paths) {
    const inner = q.prop(value, path);
    if (inner.is !== 'absent') return inner;
  }
  return value;
}
