/** Settings of infrastructure resources: what a property says, what its absence means, and where a finding about it stands. */
import type { Alternative, Answer, CallSite, Ext, Query, Ref, Value } from '../../../../engine/rule/index.ts';
import { alternatives, readFrom } from '../../../../engine/rule/index.ts';

/** What a value says: `true`, `'HTTP'`; enum members by their last name, upper case: `REDIRECT_TO_HTTPS`. */
export type Token = string | boolean;

export function token(value: Value): Token | undefined {
  if (value.is === 'known') {
    if (typeof value.v === 'boolean') return value.v;
    if (value.v === 'true' || value.v === 'false') return value.v === 'true';
    return typeof value.v === 'string' || typeof value.v === 'number' ? String(value.v).toUpperCase().replace(/-/g, '_') : undefined;
  }
  return value.is === 'ext' && !value.call ? /([\w$]+)$/.exec(value.key)?.[1]?.toUpperCase() : undefined;
}

/** Reads a property as yes or no. `unset`: what absence means; undefined where it tells nothing. */
export function stated(value: Value, means: (token: Token) => boolean | undefined, unset: boolean | undefined): Answer<boolean> {
  return {
    alternatives: alternatives(value).flatMap((one): Alternative<boolean>[] => {
      if (one.is === 'absent' || (one.is === 'known' && one.v === null))
        return unset === undefined ? [] : [{ is: 'known', value: unset, from: { is: 'absent', at: one.at } }];
      const said = token(one);
      const meant = said === undefined ? undefined : means(said);
      if (meant !== undefined) return [{ is: 'known', value: meant, from: one }];
      const behind = one.is === 'unknown' ? one : readFrom(one);
      return [
        { is: 'unknown', why: behind?.why ?? (one.is === 'ext' ? 'call' : 'unparsed'), from: one, ...(behind?.fn && { fn: behind.fn }) },
      ];
    }),
  };
}

export function isGiven(value: Value): boolean {
  return !alternatives(value).every((one) => one.is === 'absent' || (one.is === 'known' && one.v === null));
}

/** A property that is written and not nullish, whatever its value; what a spread that nobody sees through might bring does not count. */
export function isWritten(q: Query, object: Value, path: string): boolean {
  const names = path.split('.');
  const name = names.pop() ?? '';
  const holder = names.length === 0 ? object : q.prop(object, names.join('.'));
  return alternatives(holder).some((one) => one.is === 'object' && one.props.has(name) && isGiven(q.prop(one, name)));
}

/** Where a property is written, wherever its object stands; undefined where it is not. `choose` picks among several writes. */
export function writtenAt(q: Query, object: Value, path: string, choose?: (value: Value) => boolean): Ref | undefined {
  let at = object;
  let place: Ref | undefined;
  for (const name of path.split('.')) {
    const slot = at.is === 'object' ? at.props.get(name) : undefined;
    const ref = (choose && slot?.refs.find((one) => alternatives(q.value(one)).some(choose))) ?? slot?.refs.at(-1);
    if (!ref) return undefined;
    place = ref;
    at = q.value(ref);
  }
  return place;
}

/** The place of a finding: the property where it is written in the call, or else; the call where nothing is written. */
export function placeOf(
  q: Query,
  call: Ref,
  object: Value,
  path: string,
  choose?: (value: Value) => boolean,
): { readonly at: Ref; readonly anchor?: 'sink' } {
  const place = writtenAt(q, object, path, choose);
  if (!place) return { at: call };
  return inside(place, call) ? { at: { ...place, ctx: call.ctx } } : { at: place, anchor: 'sink' };
}

function inside(part: Ref, whole: Ref): boolean {
  if (part.m !== whole.m) return false;
  const inner = part.m.span(part.e);
  const outer = whole.m.span(whole.e);
  return inner.start >= outer.start && inner.end <= outer.end;
}

/** The arguments with which something of a package was made: `new aws.lb.LoadBalancer(name, args)`. */
export function madeWith(q: Query, value: Value, className: RegExp): { readonly call: CallSite; readonly value: Ext } | undefined {
  for (let at: Value | undefined = value, i = 0; at?.is === 'ext' && i < 6; at = at.base, i += 1) {
    if (at.call && className.test(at.key.replace(/\(\)$/, ''))) return { call: q.callOf(at.call, at, at.key), value: at };
  }
  return undefined;
}

/**
 * A property that another line of the same file sets on the resource underneath: `cfn.addPropertyOverride('StorageEncrypted', true)` or
 * `cfn.storageEncrypted = true`.
 */
export function overriddenBy(q: Query, at: Ref, property: string): Value | undefined {
  const { m } = at;
  const upper = property.charAt(0).toUpperCase() + property.slice(1);
  for (const e of m.facts.calls) {
    const expr = m.expr(e);
    const callee = expr.k === 'call' ? m.expr(expr.c) : undefined;
    if (expr.k !== 'call' || callee?.k !== 'member' || (callee.n !== 'addPropertyOverride' && callee.n !== 'addOverride')) continue;
    const name = expr.a[0] === undefined ? undefined : m.expr(expr.a[0]);
    if (name?.k !== 'lit' || typeof name.v !== 'string' || expr.a[1] === undefined) continue;
    if (name.v.replace(/^Properties\./, '') === upper) return q.value({ m, e: expr.a[1], ctx: at.ctx });
  }
  for (const expr of m.facts.exprs) {
    if (expr.k !== 'assign' || expr.op !== '=') continue;
    const target = m.expr(expr.t);
    if (target.k === 'member' && target.n === property && m.expr(target.o).k !== 'this') return q.value({ m, e: expr.v, ctx: at.ctx });
  }
  return undefined;
}
