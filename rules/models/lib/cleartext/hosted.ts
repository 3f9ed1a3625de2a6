/** Connections told by a host among their options, and an option beside it that switches encryption on or off. */
import type { Alternative, Answer, Emit, Query, Ref, Value } from '../../../../engine/rule/index.ts';
import { alternatives } from '../../../../engine/rule/index.ts';
import { isGiven, placeOf, type Token, token, writtenAt } from '../iac/setting.ts';
import { HOLE, type Place, placeOfHost } from './hosts.ts';
import { conditionsIn, forDevelopers, STAGE } from './stage.ts';
import { skeleton, type Target } from './target.ts';

export interface Hosted {
  readonly api: string;
  /** For people, before the host: `http`, `redis`. */
  readonly scheme: string;
  readonly hosts: readonly string[];
  /** The options that switch encryption on: an object or anything true. */
  readonly tls: readonly string[] | undefined;
}

/** The value of the first of some properties that is there. */
export function firstOf(q: Query, options: Value, paths: readonly string[]): { readonly path: string; readonly value: Value } | undefined {
  for (const path of paths) {
    const value = q.prop(options, path);
    if (isGiven(value) && !(value.is === 'unknown' && value.why === 'open-object')) return { path, value };
  }
  return undefined;
}

/** Where a host value lies. What an unset variable leaves over counts: `process.env.HOST ?? 'localhost'` is here. */
export function placesOf(value: Value): readonly Place[] {
  return alternatives(value).map((one) => {
    const text = skeleton(one)?.text;
    if (text === undefined) return one.is === 'absent' ? 'private' : 'runtime';
    const host = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '').split(/[/?#]/, 1)[0] ?? '';
    return placeOfHost((/^\[([^\]]*)\]/.exec(host)?.[1] ?? host.replace(/:[^:]*$/, '')).toLowerCase());
  });
}

/** A host written out on the internet, in an API that encrypts only when told to. A host that nobody can tell gives no evidence. */
export function emitHost(q: Query, at: Ref, options: Value, hosted: Hosted, emit: Emit): void {
  const tls = hosted.tls && firstOf(q, options, hosted.tls);
  if (tls && !alternatives(tls.value).every((one) => one.is === 'absent' || (one.is === 'known' && !one.v))) return;
  const found = firstOf(q, options, hosted.hosts);
  if (!found) return;
  const known = alternatives(found.value).flatMap((one): Alternative<Target>[] => {
    const text = skeleton(one)?.text;
    if (text === undefined) return one.is === 'unknown' && one.fn ? [{ is: 'unknown', why: 'dynamic', from: one, fn: one.fn }] : [];
    const place = placesOf(one)[0];
    if (place !== 'open' && place !== 'private') return [];
    return [
      {
        is: 'known',
        value: { url: `${hosted.scheme}://${text.replaceAll(HOLE, '…')}`, secure: false, local: place === 'private' },
        from: one,
      },
    ];
  });
  const asked = known.filter((one) => one.is !== 'unknown' || hasCallers(q, one));
  if (asked.length === 0 || forDevelopers(q, at)) return;
  emit({ kind: 'outboundRequest', ...placeOf(q, at, options, found.path), api: hosted.api, target: { alternatives: asked } });
}

function hasCallers(q: Query, one: Alternative<Target>): boolean {
  return one.is === 'unknown' && one.fn !== undefined && q.callers(one.fn.m, one.fn.f).some((site) => q.judged.has(site.m));
}

export interface Switch {
  readonly api: string;
  /** Paths of the option, in order of precedence. */
  readonly paths: readonly string[];
  /** Whether a value of it encrypts; undefined says nothing. An object (of TLS options) always encrypts. */
  readonly means: (said: Token) => boolean | undefined;
  /** Where the host or URL of the connection may stand; all of them private makes it a local connection. */
  readonly hosts: readonly string[];
  /** Nobody writes it by habit (`ignoreTLS: true`): it is reported even where another branch encrypts. */
  readonly blatant?: boolean;
  /** What stands before the value in a message; the last name of the path when not given. */
  readonly name?: string;
}

/** An option that switches encryption off. Only what is written counts: absence is left to the host. */
export function emitSwitch(q: Query, at: Ref, options: Value, one: Switch, emit: Emit): boolean {
  const found = firstOf(q, options, one.paths);
  if (!found) return false;
  const host = firstOf(q, options, one.hosts);
  const local = host !== undefined && placesOf(host.value).every((place) => place === 'private');
  const name = one.name ?? found.path.slice(found.path.lastIndexOf('.') + 1);
  const answers = readSwitch(q, found.value, one, { name, local, written: writtenAt(q, options, found.path) });
  if (!answers || forDevelopers(q, at)) return answers !== undefined;
  const bad = (value: Value): boolean => {
    const said = token(value);
    return said !== undefined && one.means(said) === false;
  };
  emit({ kind: 'outboundRequest', ...placeOf(q, at, options, found.path, bad), api: one.api, target: answers });
  return true;
}

function readSwitch(
  q: Query,
  value: Value,
  one: Switch,
  { name, local, written }: { readonly name: string; readonly local: boolean; readonly written: Ref | undefined },
): Answer<Target> | undefined {
  const all = alternatives(value).flatMap((each): Alternative<Target>[] => {
    if (each.is === 'object') return [{ is: 'known', value: { url: name, secure: true, local }, from: each }];
    const said = token(each);
    const secure = said === undefined ? undefined : one.means(said);
    if (secure !== undefined) return [{ is: 'known', value: { url: `${name}: ${String(said)}`, secure, local }, from: each }];
    return each.is === 'unknown' && each.fn ? [{ is: 'unknown', why: 'dynamic', from: each, fn: each.fn }] : [];
  });
  const secure = all.some((each) => each.is === 'known' && each.value.secure);
  const clear = all.filter((each) => each.is === 'known' && !each.value.secure);
  const rest = all.filter((each) => each.is !== 'known' || each.value.secure || local);
  // On in production, off where developers work; or on for some connections and off for others.
  if (secure && clear.length > 0 && !local && !(one.blatant && clear.some((each) => asked(q, each).is === 'known'))) {
    const stage = written !== undefined && conditionsIn(q, written).some((text) => STAGE.test(text));
    return {
      alternatives: stage ? rest : [...rest, { is: 'unknown', why: 'configuration', from: (clear[0] as Alternative<Target>).from }],
    };
  }
  const kept = secure || clear.length > 0 ? all.map((each) => asked(q, each)) : all.filter((each) => hasCallers(q, each));
  return kept.length > 0 ? { alternatives: kept } : undefined;
}

const COMPARES = new Set(['===', '==', '!==', '!=']);

/** `mode === 'none'`, `process.env.TLS === 'true'`: somebody outside decides. */
function asked(q: Query, one: Alternative<Target>): Alternative<Target> {
  if (one.is !== 'known' || one.value.secure || one.value.local || one.from.is !== 'known') return one;
  const expr = q.expr(one.from.at);
  const compared = expr.k === 'bin' && COMPARES.has(expr.op);
  return compared || one.from.env ? { is: 'unknown', why: one.from.env ? 'environment' : 'configuration', from: one.from } : one;
}
