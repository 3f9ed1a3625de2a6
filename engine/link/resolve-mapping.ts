/** The `paths` of a tsconfig: which targets a specifier is mapped to. */
import { isObject, type JsonObject, strings } from './resolve-json.ts';

export interface Mapping {
  /** Targets of the one pattern that wins, in order, and whether the pattern was more than a bare `*`; undefined when none matches. */
  match(specifier: string): { readonly targets: readonly string[]; readonly specific: boolean } | undefined;
}

interface Wildcard {
  readonly prefix: string;
  readonly suffix: string;
  readonly targets: readonly string[];
}

/**
 * @param paths pattern to list of targets, as written
 * @param place gives a target's path from the root (a `*` in it left alone), undefined when it leaves the root
 */
export function createMapping(paths: JsonObject, place: (target: string) => string | undefined): Mapping {
  const exact = new Map<string, readonly string[]>();
  const wildcards: Wildcard[] = [];
  for (const [pattern, list] of Object.entries(isObject(paths) ? paths : {})) {
    const targets = strings(list).flatMap((target) => place(target) ?? []);
    const star = pattern.indexOf('*');
    if (star < 0) exact.set(pattern, targets);
    else wildcards.push({ prefix: pattern.slice(0, star), suffix: pattern.slice(star + 1), targets });
  }
  // The longest prefix wins; among equals the one listed first (the sort is stable).
  wildcards.sort((a, b) => b.prefix.length - a.prefix.length);

  return {
    match(specifier) {
      const whole = exact.get(specifier);
      if (whole) return { targets: whole, specific: true };
      for (const { prefix, suffix, targets } of wildcards) {
        if (specifier.length < prefix.length + suffix.length || !specifier.startsWith(prefix) || !specifier.endsWith(suffix)) continue;
        const filled = specifier.slice(prefix.length, specifier.length - suffix.length);
        return { targets: targets.map((target) => target.replace('*', () => filled)), specific: prefix !== '' };
      }
      return undefined;
    },
  };
}
