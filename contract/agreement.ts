/**
 * What no shape can see: clauses that repeat each other, and an obligation that two clauses describe differently. Rules serve an
 * obligation whatever clause demands it, so its rules, severities and figures must be the same wherever it stands.
 */
import { findNodeAtLocation, type Node } from 'jsonc-parser';
import type { Problems } from './document.ts';
import * as say from './messages.ts';
import type { Contract, Obligation } from './types.ts';

interface Seen {
  readonly obligation: Obligation;
  readonly clause: string;
  readonly offset: number;
}

/** Adds a problem for each contradiction. `root` is the tree that `contract` was read from. */
export function agree(contract: Contract, root: Node, problems: Problems): void {
  const offsetAt = (...path: (string | number)[]): number => findNodeAtLocation(root, path)?.offset ?? 0;
  const clauses = new Map<string, number>();
  const elsewhere = new Map<string, Seen>();
  contract.clauses.forEach((clause, at) => {
    const offset = offsetAt('clauses', at, 'id');
    // Clauses are looked up without regard to capitals: 4.e.IV is 4.E.iv.
    const first = clauses.get(clause.id.toLowerCase());
    if (first === undefined) clauses.set(clause.id.toLowerCase(), offset);
    else problems.add(offset, say.duplicateClause(clause.id, problems.lineOf(first)));

    const here = new Map<string, number>();
    clause.obligations.forEach((obligation, index) => {
      const path = ['clauses', at, 'obligations', index] as const;
      const own = offsetAt(...path, 'id');
      const twin = here.get(obligation.id);
      if (twin !== undefined) {
        problems.add(own, say.duplicateObligation(obligation.id, problems.lineOf(twin)));
        return;
      }
      here.set(obligation.id, own);
      const other = elsewhere.get(obligation.id);
      if (other === undefined) {
        elsewhere.set(obligation.id, { obligation, clause: clause.id, offset: own });
        return;
      }
      for (const key of differences(obligation, other.obligation)) {
        const place = findNodeAtLocation(root, [...path, ...key])?.offset ?? own;
        problems.add(place, say.disagreement(obligation.id, key.join('.'), other.clause, problems.lineOf(other.offset)));
      }
    });
  });
}

/** Paths, within an obligation, of what differs between two statements of it. The order of lists says nothing. */
function differences(a: Obligation, b: Obligation): readonly (readonly string[])[] {
  const keys = (['rules', 'shownBy', 'broken', 'unproved'] as const).filter((key) => canonical(a[key]) !== canonical(b[key]));
  const terms = [...new Set([...Object.keys(a.terms), ...Object.keys(b.terms)])].filter(
    (name) => canonical(a.terms[name]?.value) !== canonical(b.terms[name]?.value),
  );
  return [...keys.map((key) => [key]), ...terms.map((name) => ['terms', name])];
}

function canonical(value: unknown): string {
  return JSON.stringify(Array.isArray(value) ? [...value].sort() : value) ?? '';
}
