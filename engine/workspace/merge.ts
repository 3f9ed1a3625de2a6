/** What was assessed in parts of one project, put together: the same as if it had been assessed in one go. Pure. */
import type { Contract } from '../../contract/types.ts';
import type { Assessed } from './analyse.ts';
import { byPlace, talliesOf } from './conclude.ts';

/**
 * @param parts at least one, in any order. Each saw the whole project, by the same contract and configuration, and reports on paths of its own:
 * what they know of the whole is the same in each.
 */
export function mergeAssessed(contract: Contract, parts: readonly [Assessed, ...Assessed[]]): Assessed {
  const [first] = parts;
  const { rules } = first.concluded;
  // Sorting is stable, and the findings of one place come from one part: their order is kept.
  const findings = parts.flatMap((one) => one.concluded.findings).sort(byPlace);
  const evidence = parts.flatMap((one) => one.concluded.evidence).sort(byPlace);
  return {
    ...first,
    concluded: { rules, findings, evidence, tallies: talliesOf(contract, rules, findings, evidence) },
    judgedFiles: parts.reduce((sum, one) => sum + one.judgedFiles, 0),
  };
}

/** Two of these scopes that share files, each of another part; undefined where there are none. `''` stands for the whole project. */
export function overlap(scopes: readonly (readonly string[])[]): readonly [string, string] | undefined {
  for (const [i, one] of scopes.entries())
    for (const other of scopes.slice(i + 1))
      for (const a of one) {
        const b = other.find((path) => covers(a, path) || covers(path, a));
        if (b !== undefined) return [a, b];
      }
  return undefined;
}

/** Does a scope hold a path? */
export function covers(scope: string, path: string): boolean {
  return scope === '' || path === scope || path.startsWith(`${scope}/`);
}
