/** In what a policy asks for less than another, and what is no weakening. */
import { describe, expect, it } from 'vitest';
import { defaultConfig } from '../../contract/config.ts';
import { builtinContract } from '../../contract/load.ts';
import { TERMS } from '../../contract/terms.ts';
import type { Contract, ProjectConfig } from '../../contract/types.ts';
import { weakenings } from '../../contract/weakening.ts';

const contract = builtinContract('security-exhibit') as Contract;
const serves: Readonly<Record<string, string>> = { 'weak-cipher': 'encrypt-at-rest' };
const config = (change: Partial<ProjectConfig>): ProjectConfig => ({ ...defaultConfig(), ...change });
const compare = (from: Partial<ProjectConfig>, to: Partial<ProjectConfig>, other: Contract = contract): string[] =>
  weakenings({ contract, config: config(from) }, { contract: other, config: config(to) }, (rule) => serves[rule]).map((one) => one.what.en);

describe('the configuration', () => {
  it('the same policy is no weakening', () => {
    const full: Partial<ProjectConfig> = {
      ignore: ['a'],
      rulesOff: { 'weak-cipher': 'x' },
      auditSinks: ['a#b'],
      terms: { 'log-countries': ['US'] },
    };
    expect(compare({}, {})).toEqual([]);
    expect(compare(full, full)).toEqual([]);
  });

  it.each<[Partial<ProjectConfig>, Partial<ProjectConfig>, string]>([
    [{}, { rulesOff: { 'weak-cipher': 'later' } }, 'the rule weak-cipher is switched off'],
    [{}, { ignore: ['src/**'] }, '"src/**" is ignored'],
    [{ testFiles: ['a'] }, { testFiles: ['a', 'src/**'] }, '"src/**" counts as tests'],
    [{ tests: 'check' }, {}, '"tests" are no longer checked'],
    [{ generated: 'check' }, {}, '"generated" are no longer checked'],
    [{}, { auditSinks: ['console#log'] }, 'console#log counts as an audit sink'],
    [{}, { subprocessors: ['stripe'] }, 'stripe counts as an agreed subprocessor'],
    [{}, { assumedDeployRegion: 'aws:us-east-1' }, '"assumedDeployRegion" is aws:us-east-1'],
    [{ tenantKey: 'tenantId' }, {}, '"tenantKey" is taken away'],
  ])('%j, then %j', (from, to, what) => {
    expect(compare(from, to)).toEqual([what]);
    expect(compare(to, from).filter((one) => !one.startsWith('"assumedDeployRegion"') && !one.startsWith('"tenantKey"'))).toEqual([]);
  });

  it('a waiver is one, and so is a later end; an earlier end or another reason is none', () => {
    const at = { start: 0, end: 0, startLine: 1, startColumn: 1, endLine: 1, endColumn: 1 };
    const waiver = (until: string, reason = 'r', path = 'a.ts'): Partial<ProjectConfig> => ({
      waivers: [{ rule: 'weak-cipher', path, fingerprint: undefined, reason, owner: 'o', until, discovered: undefined, at }],
    });
    expect(compare({}, waiver('2026-02-01'))).toEqual(['weak-cipher is waived in "a.ts" until 2026-02-01']);
    expect(compare(waiver('2026-02-01'), waiver('2026-02-02'))).toEqual(['weak-cipher is waived in "a.ts" until 2026-02-02']);
    expect(compare(waiver('2026-02-01'), waiver('2026-02-01', 'r', '**'))).toEqual(['weak-cipher is waived in "**" until 2026-02-01']);
    expect(compare(waiver('2026-02-01'), waiver('2026-01-31', 'other'))).toEqual([]);
    expect(compare(waiver('2026-02-01'), {})).toEqual([]);
  });

  it('names the clauses of what it touches, and says it in Japanese too', () => {
    const [one] = weakenings(
      { contract, config: config({}) },
      { contract, config: config({ rulesOff: { 'weak-cipher': 'x' } }) },
      (rule) => serves[rule],
    );
    expect(one?.clauses).toContain('3.E');
    expect(one?.clauses.length).toBeLessThan(contract.clauses.length);
    expect(one?.what.ja).toBe('ルール weak-cipher が無効になります');
  });
});

describe('figures', () => {
  /** Value in the exhibit → one that asks for less, one that asks for more. */
  const cases: readonly (readonly [string, ProjectConfig['terms'][string], ProjectConfig['terms'][string]])[] = [
    ['cipher-key-bits', 128, 512],
    ['bcrypt-rounds', 4, 31],
    ['waiver-days', 3650, 1],
    ['idle-minutes', 100_000, 1],
    ['timed-unlock-allowed', true, false],
    ['aead-only', false, true],
    ['log-countries', ['CN', 'US'], ['US']],
    ['audited-events', [], undefined as never],
    ['tls-min-version', '1.0', '1.3'],
  ];
  it.each(cases)('%s: %j asks for less', (name, weaker) => {
    expect(compare({}, { terms: { [name]: weaker } }).length).toBeGreaterThan(0);
    expect(compare({}, { terms: { [name]: weaker } })[0]).toContain(`"${name}" of `);
  });
  it.each(cases.filter(([, , stricter]) => stricter !== undefined))('%s: not %j, but %j asks for more', (name, _weaker, stricter) => {
    expect(compare({}, { terms: { [name]: stricter } })).toEqual([]);
  });

  it('every number of the vocabulary is either a limit of time or a least figure', () => {
    for (const [name, term] of Object.entries(TERMS)) {
      if (term.type !== 'number') continue;
      const upper = /^(?:Longest|Time|Most)\b/.test(term.description.en);
      const value = upper ? 1e9 : 1e-9;
      const stated = contract.clauses.some((clause) => clause.obligations.some((one) => name in one.terms));
      if (stated) expect(compare({}, { terms: { [name]: value } }).length, name).toBeGreaterThan(0);
      expect(compare({}, { terms: { [name]: upper ? 1e-9 : 1e9 } }), name).toEqual([]);
    }
  });
});

describe('the contract', () => {
  it('another one, one that demands less, and one in which a breach weighs less', () => {
    expect(compare({}, {}, { ...contract, id: 'other' })).toEqual(['the contract is other instead of security-exhibit']);
    const cut = {
      ...contract,
      clauses: contract.clauses.map((clause) => ({
        ...clause,
        obligations: clause.obligations.filter((one) => one.id !== 'encrypt-at-rest'),
      })),
    };
    expect(compare({}, {}, cut)).toContain('the contract no longer demands encrypt-at-rest');
    const light = {
      ...contract,
      clauses: contract.clauses.map((clause) => ({
        ...clause,
        obligations: clause.obligations.map((one) => (one.id === 'encrypt-at-rest' ? { ...one, broken: 'info' as const } : one)),
      })),
    };
    expect(compare({}, {}, light)).toEqual(['a breach of encrypt-at-rest weighs info instead of error']);
  });
});
