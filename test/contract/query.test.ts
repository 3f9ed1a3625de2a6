/** Questions asked of contracts. */
import { describe, expect, test } from 'vitest';
import { defaultConfig } from '../../contract/config.ts';
import { builtinContract, loadContract } from '../../contract/load.ts';
import { clausesOf, findClause, obligationOf, termsOf } from '../../contract/query.ts';
import type { Contract } from '../../contract/types.ts';
import { tinyText } from './support.ts';

const exhibit = builtinContract('security-exhibit') as Contract;
const loaded = loadContract(tinyText, 'tiny.contract.json');
const tiny = 'contract' in loaded ? loaded.contract : ({ clauses: [] } as unknown as Contract);

const ids = (contract: Contract, obligation: string) => clausesOf(contract, obligation).map((clause) => clause.id);

test('the clauses that demand an obligation, in order', () => {
  expect(ids(exhibit, 'encrypt-in-transit')).toEqual(['3.E', '6.B']);
  expect(ids(exhibit, 'redundancy')).toEqual(['3.K', '4.A', '5', '6.A']);
  expect(ids(exhibit, 'lock-ends-by-reset')).toEqual(['4.E.iv']);
  expect(ids(tiny, 'encrypt-at-rest')).toEqual(['A-7']);
  expect(ids(tiny, 'tenant-isolation')).toEqual([]);
});

test('a clause by number, whatever its capitals', () => {
  expect(findClause(exhibit, '4.e.IV')?.id).toBe('4.E.iv');
  expect(findClause(tiny, 'a-7')?.id).toBe('A-7');
  expect(findClause(exhibit, '4.E')).toBeUndefined();
});

test('an obligation by id', () => {
  expect(obligationOf(exhibit, 'encrypt-at-rest')?.rules).toEqual(['weak-cipher', 'unencrypted-storage']);
  expect(obligationOf(tiny, 'encrypt-in-transit')).toBeUndefined();
});

describe('figures', () => {
  test("are the contract's", () => {
    expect(termsOf(exhibit, defaultConfig(), 'encrypt-at-rest')).toEqual({
      'cipher-key-bits': 256,
      'ecb-allowed': false,
      'constant-iv-allowed': false,
    });
    expect(termsOf(tiny, defaultConfig(), 'encrypt-at-rest')).toEqual({ 'cipher-key-bits': 128 });
    expect(termsOf(tiny, defaultConfig(), 'logs-in-approved-regions')).toEqual({ 'log-countries': ['JP'] });
  });

  test("give way to the project's, on every obligation that has them", () => {
    const config = { ...defaultConfig(), terms: { 'rpo-hours': 1, 'log-countries': ['JP'] } };
    expect(termsOf(exhibit, config, 'backup-often-enough')).toEqual({ 'rpo-hours': 1 });
    expect(termsOf(exhibit, config, 'recovery-objectives')).toEqual({ 'rpo-hours': 1, 'rto-hours': 12 });
    expect(termsOf(exhibit, config, 'logs-in-approved-regions')).toEqual({ 'log-countries': ['JP'] });
  });

  test('that the contract gives nowhere may come from the project', () => {
    const config = { ...defaultConfig(), terms: { 'ecb-allowed': true } };
    expect(termsOf(tiny, config, 'encrypt-at-rest')).toEqual({ 'cipher-key-bits': 128, 'ecb-allowed': true });
    expect(termsOf(exhibit, config, 'hash-strength')).not.toHaveProperty('ecb-allowed');
  });

  test('are none for an obligation that no clause demands', () => {
    expect(termsOf(tiny, { ...defaultConfig(), terms: { 'ecb-allowed': true } }, 'tenant-isolation')).toEqual({});
  });

  test('come in the same order whatever the order of the files', () => {
    const config = { ...defaultConfig(), terms: { 'ecb-allowed': true, 'aead-only': false } };
    expect(Object.keys(termsOf(tiny, config, 'encrypt-at-rest'))).toEqual(['aead-only', 'cipher-key-bits', 'ecb-allowed']);
  });
});
