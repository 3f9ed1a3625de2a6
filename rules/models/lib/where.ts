/** Reading places: a value that names a region or a host, turned into the place that a log destination lies in. */
import type { Alternative, Answer, LogDestination, Query, Value, Why } from '../../../engine/rule/index.ts';
import { alternatives, answer } from '../../../engine/rule/index.ts';
import { datadogSite, logDestination } from '../../data/log-hosts.ts';
import { type CloudProvider, countryOf } from '../../data/regions.ts';

export type WhereAnswer = LogDestination['where'];
export type Place = { readonly label: string; readonly countries: readonly string[] | undefined };

/** The text of a value; what stands in a template's holes is replaced by a word that no table knows. */
export function textOf(value: Value): string | undefined {
  if (value.is === 'known') return typeof value.v === 'string' ? value.v : undefined;
  return value.is === 'text' ? value.parts.map((part) => (typeof part === 'string' ? part : 'placeholder')).join('') : undefined;
}

/** A region as its provider writes it. */
export function regionPlace(provider: CloudProvider, region: string): Place {
  return { label: region, countries: countryOf(provider, region)?.countries };
}

/** A region value; a template with a hole in it names no region. */
export function regionWhere(provider: CloudProvider, value: Value): WhereAnswer {
  return answer(value, (one) =>
    one.is === 'known' && typeof one.v === 'string' && one.v !== '' ? regionPlace(provider, one.v) : undefined,
  );
}

/** A host or URL that takes logs in; a host that no table knows is a place nobody can tell. */
export function hostPlace(text: string): Place {
  const found = logDestination(text);
  return found ? { label: found.marker, countries: found.countries } : { label: text, countries: undefined };
}

export function hostWhere(value: Value): WhereAnswer {
  return answer(value, (one) => {
    const text = textOf(one);
    return text === undefined ? undefined : hostPlace(text);
  });
}

export function datadogWhere(value: Value): WhereAnswer {
  return answer(value, (one) => {
    const text = textOf(one);
    if (text === undefined) return undefined;
    const found = datadogSite(text) ?? logDestination(text);
    return found ? { label: found.marker, countries: found.countries } : { label: text, countries: undefined };
  });
}

/** Every alternative in which nothing was set, replaced by the library's default. */
export function withDefault(where: WhereAnswer, place: Place): WhereAnswer {
  return { alternatives: where.alternatives.map((one) => (one.is === 'absent' ? { is: 'known', value: place, from: one.from } : one)) };
}

/** Every alternative in which nothing was set, replaced by the reason why nobody can tell. */
export function absentMeans<T>(question: Answer<T>, why: Why): Answer<T> {
  return {
    alternatives: question.alternatives.map((one): Alternative<T> => (one.is === 'absent' ? { is: 'unknown', why, from: one.from } : one)),
  };
}

export function isAbsent(value: Value): boolean {
  return alternatives(value).every((one) => one.is === 'absent' || (one.is === 'known' && one.v === null));
}

/** The machine itself, a container beside it, or a path: no place of its own. */
export function isLocal(value: Value): boolean {
  const text = textOf(value);
  if (text === undefined) return false;
  const host =
    text
      .replace(/^[a-z][a-z0-9+.-]*:\/\//i, '')
      .replace(/^[^@/]*@/, '')
      .split(/[/?#]/, 1)[0] ?? '';
  return (
    host === '' ||
    host.startsWith('[') ||
    /^(?:localhost|127\.|0\.0\.0\.0|10\.|192\.168\.)/.test(host) ||
    !host.includes('.') ||
    /\.(?:local|internal|svc)(?::\d+)?$/.test(host)
  );
}

/** The first of several property paths that an options value has, else absent. */
export function firstProp(q: Query, options: Value, paths: readonly string[]): { readonly path: string; readonly value: Value } {
  let open: { path: string; value: Value } | undefined;
  for (const path of paths) {
    const value = q.prop(options, path);
    if (isAbsent(value)) continue;
    if (value.is !== 'unknown' || value.why === 'environment') return { path, value };
    open ??= { path, value };
  }
  return open ?? { path: paths[0] ?? '', value: q.prop(options, paths[0] ?? '') };
}
