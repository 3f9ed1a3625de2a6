/**
 * The contract as a tree: clauses, below each its findings, then what keeps it and what nobody can tell; at the end, out of the way, the
 * clauses that no rule judges. Knows nothing of the editor.
 */
import type { ClauseNode, ContractTree, PlaceNode } from '../server/protocol.ts';

export interface ClauseItem {
  readonly kind: 'clause';
  readonly clause: ClauseNode;
}

export interface GroupItem {
  readonly kind: 'kept' | 'unknown';
  readonly clause: string;
  readonly places: readonly PlaceNode[];
}

export interface PlaceItem {
  readonly kind: 'place';
  readonly standing: 'finding' | 'kept' | 'unknown';
  readonly place: PlaceNode;
}

/** Clauses of which code tells nothing. */
export interface RestItem {
  readonly kind: 'rest';
  readonly clauses: readonly ClauseNode[];
}

export type Item = ClauseItem | GroupItem | PlaceItem | RestItem;

export function childrenOf(tree: ContractTree | undefined, item: Item | undefined): Item[] {
  if (item === undefined) return tree === undefined ? [] : top(tree);
  if (item.kind === 'place') return [];
  if (item.kind === 'rest') return item.clauses.map(clauseItem);
  if (item.kind === 'clause') return below(item.clause);
  return item.places.map((place) => ({ kind: 'place', standing: item.kind, place }));
}

function top({ clauses }: ContractTree): Item[] {
  const rest = clauses.filter((clause) => stateOf(clause) === 'notJudged');
  const judged = clauses.filter((clause) => stateOf(clause) !== 'notJudged');
  return [...judged.map(clauseItem), ...(rest.length > 0 ? [{ kind: 'rest' as const, clauses: rest }] : [])];
}

function clauseItem(clause: ClauseNode): ClauseItem {
  return { kind: 'clause', clause };
}

function below({ id, findings, kept, unknown }: ClauseNode): Item[] {
  const groups: GroupItem[] = [
    { kind: 'kept', clause: id, places: kept },
    { kind: 'unknown', clause: id, places: unknown },
  ];
  return [
    ...findings.map((place): PlaceItem => ({ kind: 'place', standing: 'finding', place })),
    ...groups.filter((group) => group.places.length > 0),
  ];
}

/** Findings, each counted once: a place may break several clauses. */
export function countFindings(tree: ContractTree): number {
  const places = tree.clauses.flatMap((clause) => clause.findings);
  return new Set(places.map(({ rule, uri, range: { start, end } }) => JSON.stringify([rule, uri, start, end]))).size;
}

export type ClauseState = 'broken' | 'unknown' | 'kept' | 'quiet' | 'notJudged';

/** Unknown comes before kept: a promise is kept only where all of its places are. */
export function stateOf({ notJudged, findings, kept, unknown }: ClauseNode): ClauseState {
  if (findings.length > 0) return 'broken';
  if (unknown.length > 0) return 'unknown';
  if (kept.length > 0) return 'kept';
  return notJudged ? 'notJudged' : 'quiet';
}

export function isClauseItem(value: unknown): value is ClauseItem {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'clause';
}
