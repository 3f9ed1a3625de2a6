/** The contract as a tree, and how often a dying server is started again. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RestartBudget } from '../../client/restart-budget.ts';
import { childrenOf, countFindings, stateOf } from '../../client/tree-model.ts';
import type { ClauseNode, ContractTree, PlaceNode } from '../../server/protocol.ts';

const place = (rule: string, line: number): PlaceNode => ({
  rule,
  text: { en: rule, ja: rule },
  uri: 'file:///a.ts',
  range: { start: { line, character: 0 }, end: { line, character: 5 } },
});
const clause = (id: string, rest: Partial<ClauseNode>): ClauseNode => ({
  id,
  title: { en: id, ja: id },
  uri: `clauselint:/clause/${id}.md`,
  notJudged: false,
  findings: [],
  kept: [],
  unknown: [],
  ...rest,
});
const tree = (...clauses: ClauseNode[]): ContractTree => ({ title: { en: 'Exhibit', ja: '別紙' }, clauses });

test('clauses keep their order; those no rule judges stand together at the end', () => {
  const all = tree(clause('2', { notJudged: true }), clause('3.E', {}), clause('3.F', { notJudged: true }), clause('4.D', {}));
  const top = childrenOf(all, undefined);
  expect(top.map((item) => (item.kind === 'clause' ? item.clause.id : item.kind))).toEqual(['3.E', '4.D', 'rest']);
  expect(childrenOf(all, top[2]).map((item) => (item.kind === 'clause' ? item.clause.id : item.kind))).toEqual(['2', '3.F']);
});

test('below a clause stand its findings, then what keeps it, then what nobody can tell', () => {
  const one = clause('3.E', { findings: [place('a', 1)], kept: [place('b', 2), place('b', 3)], unknown: [place('c', 4)] });
  const [top] = childrenOf(tree(one), undefined);
  const below = childrenOf(tree(one), top);
  expect(below.map((item) => item.kind)).toEqual(['place', 'kept', 'unknown']);
  expect(childrenOf(tree(one), below[1])).toEqual(one.kept.map((kept) => ({ kind: 'place', standing: 'kept', place: kept })));
  expect(childrenOf(tree(one), below[0])).toEqual([]);
});

test('a clause without anything has nothing below it, and no tree has no clauses', () => {
  expect(childrenOf(tree(), { kind: 'clause', clause: clause('3.E', {}) })).toEqual([]);
  expect(childrenOf(undefined, undefined)).toEqual([]);
});

test('unknown is never shown as kept', () => {
  expect(stateOf(clause('x', { kept: [place('a', 1)], unknown: [place('a', 2)] }))).toBe('unknown');
  expect(stateOf(clause('x', { kept: [place('a', 1)] }))).toBe('kept');
  expect(stateOf(clause('x', { findings: [place('a', 1)], kept: [place('a', 2)] }))).toBe('broken');
  expect(stateOf(clause('x', { notJudged: true }))).toBe('notJudged');
  expect(stateOf(clause('x', {}))).toBe('quiet');
});

test('a finding that breaks two clauses counts once', () => {
  const shared = place('tls-min-version', 8);
  expect(countFindings(tree(clause('3.E', { findings: [shared, place('weak-cipher', 8)] }), clause('6.B', { findings: [shared] })))).toBe(
    2,
  );
});

test('four restarts within three minutes, never a fifth; and as many as it takes when they are rare', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 120_000 }), { maxLength: 40 }), (waits) => {
      let now = 0;
      const budget = new RestartBudget(() => now);
      const deaths: number[] = [];
      for (const wait of waits) {
        now += wait;
        deaths.push(now);
        const recent = deaths.filter((one) => now - one < 180_000).length;
        expect(budget.spend()).toBe(recent <= 4);
      }
    }),
  );
});
