/** Questions that the other layers ask of a contract. */
import type { Clause, Contract, Obligation, ProjectConfig, Terms, TermValue } from './types.ts';

/** The clauses that demand an obligation, in the contract's order; empty when none does. */
export function clausesOf(contract: Contract, obligationId: string): readonly Clause[] {
  return contract.clauses.filter((clause) => clause.obligations.some((obligation) => obligation.id === obligationId));
}

/** An obligation by id. Where several clauses demand it they say the same of it, so the first stands for all. */
export function obligationOf(contract: Contract, obligationId: string): Obligation | undefined {
  for (const clause of contract.clauses) {
    const found = clause.obligations.find((obligation) => obligation.id === obligationId);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** A clause by number, whatever its capitals: `4.e.IV` finds `4.E.iv`. */
export function findClause(contract: Contract, id: string): Clause | undefined {
  const wanted = id.toLowerCase();
  return contract.clauses.find((clause) => clause.id.toLowerCase() === wanted);
}

/**
 * The figures that hold for an obligation: the contract's, then the project's own in their place. A project's figure that the
 * contract gives to other obligations only stays with those; one that the contract gives nowhere goes to every obligation, since
 * nothing says which rule would read it. Keys are sorted; empty for an obligation that the contract does not demand.
 */
export function termsOf(contract: Contract, config: ProjectConfig, obligationId: string): Terms {
  const obligation = obligationOf(contract, obligationId);
  if (obligation === undefined) return {};
  const stated = new Set(contract.clauses.flatMap((clause) => clause.obligations.flatMap((one) => Object.keys(one.terms))));
  const figures = new Map<string, TermValue>(Object.entries(obligation.terms).map(([name, term]) => [name, term.value]));
  for (const [name, value] of Object.entries(config.terms)) {
    if (figures.has(name) || !stated.has(name)) figures.set(name, value);
  }
  return Object.fromEntries([...figures].sort(([a], [b]) => (a < b ? -1 : 1)));
}
