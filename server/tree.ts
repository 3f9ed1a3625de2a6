/** The contract with what the analysis says of each clause, for the client's tree. */
import type { Contract } from '../contract/types.ts';
import type { Evidence, Finding } from '../engine/workspace/report.ts';
import { clauseUri, rangeOf } from './diagnostics.ts';
import type { FileResult, RuleName } from './messages.ts';
import type { ClauseNode, ContractTree, PlaceNode } from './protocol.ts';

export interface Part {
  readonly contract: Contract;
  readonly rules: readonly RuleName[];
}

/** @param parts the folders' contracts, at least one; clauses of the same number stand together under the first */
export function contractTree(parts: readonly Part[], files: Iterable<{ readonly uri: string; readonly result: FileResult }>): ContractTree {
  const findings = new Map<string, PlaceNode[]>();
  const kept = new Map<string, PlaceNode[]>();
  const unknown = new Map<string, PlaceNode[]>();
  const put = (into: Map<string, PlaceNode[]>, clauses: readonly string[], node: PlaceNode): void => {
    for (const id of clauses) {
      const nodes = into.get(id);
      if (nodes) nodes.push(node);
      else into.set(id, [node]);
    }
  };
  const sorted = [...files].sort((a, b) => (a.uri < b.uri ? -1 : 1));
  for (const { uri, result } of sorted) {
    for (const one of result.findings)
      put(findings, one.clauses, { ...placeNode(uri, one), severity: one.severity, text: one.message.what });
    for (const one of result.evidence) put(one.is === 'keeps' ? kept : unknown, one.clauses, { ...placeNode(uri, one), text: one.note });
  }
  const seen = new Set<string>();
  const clauses: ClauseNode[] = [];
  for (const { contract, rules } of parts) {
    for (const { id, title, obligations } of contract.clauses) {
      if (seen.has(id)) continue;
      seen.add(id);
      const notJudged = !rules.some((rule) => obligations.some((one) => one.id === rule.obligation));
      clauses.push({
        id,
        title,
        uri: clauseUri(id),
        notJudged,
        findings: findings.get(id) ?? [],
        kept: kept.get(id) ?? [],
        unknown: unknown.get(id) ?? [],
      });
    }
  }
  return { title: parts[0]?.contract.title ?? { en: '', ja: '' }, clauses };
}

function placeNode(uri: string, one: Finding | Evidence): Pick<PlaceNode, 'rule' | 'uri' | 'range'> {
  return { rule: one.rule, uri, range: rangeOf(one.place) };
}
