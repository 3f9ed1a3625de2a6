/** Reading the target of a connection: where it leads, whether it is encrypted, and where in the code its scheme was written. */
import type { ExprId, OutboundRequest, Query, Ref, Value } from '../../../../engine/rule/index.ts';
import { alternatives } from '../../../../engine/rule/index.ts';
import { HOLE, type Place, placeOfHost } from './hosts.ts';
import { schemeOf } from './schemes.ts';

export type Target = OutboundRequest['target'] extends { alternatives: readonly (infer A)[] }
  ? Extract<A, { is: 'known' }> extends { value: infer T }
    ? T
    : never
  : never;

export interface Read {
  readonly target: Target;
  readonly place: Place;
  /** The parameter or variable that stands for the host, where the host is only known at run time. */
  readonly host?: Value;
}

/** The text of a value, with a HOLE for each part that is not known. */
export function skeleton(value: Value): { readonly text: string; readonly holes: readonly Value[] } | undefined {
  if (value.is === 'known') return typeof value.v === 'string' ? { text: value.v.trim(), holes: [] } : undefined;
  if (value.is !== 'text') return undefined;
  return {
    text: value.parts
      .map((part) => (typeof part === 'string' ? part : HOLE))
      .join('')
      .trimStart(),
    holes: value.parts.filter((part) => typeof part !== 'string'),
  };
}

/** The hosts between `://` and the path, without users and ports, lower case. */
function hostsOf(text: string): readonly string[] {
  const authority = text.slice(text.indexOf('://') + 3).split(/[/?#\\]/, 1)[0] ?? '';
  return authority
    .slice(authority.lastIndexOf('@') + 1)
    .toLowerCase()
    .split(',')
    .map((one) => /^\[([^\]]*)\]/.exec(one)?.[1] ?? one.replace(/:[^:]*$/, ''));
}

/** For people: what is not known becomes `…`, passwords are not shown, and a long tail is cut. */
export function shown(text: string): string {
  const clean = text.replaceAll(HOLE, '…').replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/?#]*@/i, '$1');
  const bare = /^(?:https?|wss?):/i.test(clean) ? (clean.split(/[?#]/, 1)[0] ?? '') : clean;
  return bare.length > 80 ? `${bare.slice(0, 79)}…` : bare;
}

/**
 * Undefined for a text that tells nothing: relative, without a scheme, a placeholder or an identifier, or encrypted only as the server likes.
 * @param tls the scheme counts as encrypted because an option beside it says so.
 */
export function readTarget(value: Value, tls = false): Read | undefined {
  const read = skeleton(value);
  const scheme = read && schemeOf(read.text);
  if (!read || scheme?.secure === undefined) return undefined;
  const hosts = hostsOf(read.text);
  const places = hosts.map(placeOfHost);
  if (places.some((one) => one === 'placeholder' || one === 'identifier')) return undefined;
  const place = places.find((one) => one === 'open') ?? places.find((one) => one === 'runtime') ?? 'private';
  const url = scheme.parameter === undefined ? shown(read.text) : `${scheme.scheme}://… ${scheme.parameter}`;
  const secure = scheme.secure || (tls && scheme.parameter === undefined);
  const before =
    read.text.slice(0, read.text.indexOf(HOLE, read.text.lastIndexOf('@') > 0 ? read.text.lastIndexOf('@') : 0)).split(HOLE).length - 1;
  const host = place === 'runtime' ? read.holes[before] : undefined;
  return { target: { url, secure, local: place === 'private' }, place, ...(host && { host }) };
}

/** `new URL(path, base)`, `url.href`, `new Request(url)`, `String(url)` stand for the URL they hold. */
export function unwrapped(q: Query, value: Value, depth = 0): readonly Value[] {
  return alternatives(value).flatMap((one): readonly Value[] => {
    if (depth > 6 || one.is !== 'ext') return [one];
    if (/\.(?:href|toString\(\)|origin)$/.test(one.key)) {
      const holder = one.base?.is === 'ext' && one.key.endsWith('()') ? one.base.base : one.base;
      return holder?.is === 'ext' ? unwrapped(q, holder, depth + 1) : [one];
    }
    if (!one.call || !/#(?:URL|Request|encodeURI|url\.parse|parse)\(\)$/.test(one.key)) return [one];
    const call = q.callOf(one.call, one, one.key);
    const first = unwrapped(q, call.arg(0), depth + 1);
    const absolute = first.some((part) => schemeOf(skeleton(part)?.text ?? '') !== undefined);
    return absolute || !one.key.endsWith('#URL()') || call.args.length < 2 ? first : unwrapped(q, call.arg(1), depth + 1);
  });
}

/** Where the scheme of a text was written: the template or literal that starts it, through `${BASE}/path` and `BASE + path`. */
export function writtenAt(q: Query, value: Value): Ref {
  let at = value.at;
  for (let i = 0; i < 8; i += 1) {
    const expr = q.expr(at);
    const first: ExprId | undefined =
      expr.k === 'tpl' && expr.s[0] === '' ? expr.e[0] : expr.k === 'sum' ? leading(q, at, expr.e) : undefined;
    if (first === undefined) return at;
    const start = skeleton(value)?.text ?? '';
    const scheme = schemeOf(start)?.scheme;
    const next = alternatives(q.value(q.part(at, first))).find((one) => {
      const text = skeleton(one)?.text;
      return text !== undefined && text !== '' && (schemeOf(text)?.scheme === scheme || start.startsWith(text));
    });
    // A scheme put together of pieces (`'http' + '://'`) stands where they meet.
    if (!next || schemeOf(skeleton(next)?.text ?? '') === undefined) return at;
    at = next.at;
  }
  return at;
}

function leading(q: Query, at: Ref, parts: readonly ExprId[]): ExprId | undefined {
  const first = parts.find((e) => {
    const expr = q.expr(q.part(at, e));
    return !(expr.k === 'lit' && expr.v === '');
  });
  const expr = first === undefined ? undefined : q.expr(q.part(at, first));
  return expr?.k === 'lit' ? undefined : first;
}
