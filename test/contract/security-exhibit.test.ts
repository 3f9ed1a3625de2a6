/** The built-in contract: every clause, every rule id, every figure. */
import { describe, expect, test } from 'vitest';
import { AUDIT_EVENTS } from '../../contract/events.ts';
import { builtinContract } from '../../contract/load.ts';
import { GARBLED, STATED } from '../../contract/term-kinds.ts';
import { TERMS } from '../../contract/terms.ts';
import type { Contract, Obligation } from '../../contract/types.ts';
import { KANA, KANA_OR_KANJI } from './support.ts';

const contract = builtinContract('security-exhibit') as Contract;
const obligations: readonly Obligation[] = contract.clauses.flatMap((clause) => clause.obligations);

/** Clause, STRIDE letters, rule ids. */
const REGISTER: readonly [clause: string, stride: string, rules: string][] = [
  ['2', '', 'attestation'],
  ['3.A', '', 'attestation'],
  ['3.B', '', 'attestation'],
  ['3.C', 'E', 'least-privilege'],
  ['3.D', 'TR', 'unreviewed-release'],
  ['3.E', 'STI', 'tls-min-version tls-weak-ciphers tls-verification-disabled cleartext-transport weak-cipher unencrypted-storage'],
  ['3.F', 'E', 'missing-vulnerability-scanning'],
  ['3.G', 'STRIDE', 'missing-security-testing unmodeled-service'],
  ['3.H', 'STRIDE', 'attestation'],
  ['3.I', 'STRIDE', 'overdue-waiver'],
  ['3.J', 'RI', 'incident-notification-deadline'],
  ['3.K', 'D', 'attestation single-zone'],
  ['4.A', 'ID', 'hosting-region single-zone attestation'],
  ['4.B', 'TE', 'unhardened-server'],
  ['4.C', 'IE', 'tenant-isolation shared-tenant-key'],
  ['4.D', 'RI', 'hosting-region non-us-log-storage sanctioned-region'],
  ['4.E.i', 'SE', 'weak-password-policy mfa-disabled missing-authorization'],
  ['4.E.ii', 'STI', 'weak-hash weak-password-hash'],
  ['4.E.iii', 'S', 'missing-idle-logout'],
  ['4.E.iv', 'S', 'missing-lockout timed-unlock'],
  ['4.E.v', 'R', 'missing-audit-log'],
  ['4.F', 'RD', 'deletion-without-export'],
  ['5', 'D', 'attestation single-zone'],
  ['5.B', 'D', 'attestation'],
  ['6.A', 'D', 'single-zone backup-frequency recovery-objectives'],
  ['6.B', 'ID', 'backup-frequency backup-single-location tls-min-version tls-weak-ciphers tls-verification-disabled cleartext-transport'],
  ['6.C', 'D', 'attestation'],
  ['6.D', '', 'attestation'],
  ['7', 'I', 'unlisted-subprocessor'],
  ['8', '', 'attestation'],
  ['9', '', ''],
];

/** By obligation; `?` marks a figure that the source text garbles. */
const FIGURES: Readonly<Record<string, unknown>> = {
  'security-programme': { 'programme-review-months': 12 },
  'risk-management': { 'risk-review-months': 12 },
  'security-training': { 'first-training-days': '14?', 'training-months': 12 },
  'least-privilege': { 'wildcard-grants-allowed': false, 'administrator-grants-allowed': false },
  'reviewed-release': { 'code-owners-required': true, 'release-tests-required': true },
  'encrypt-in-transit': { 'tls-min-version': '1.2', 'aead-only': true },
  'encrypt-at-rest': { 'cipher-key-bits': 256, 'ecb-allowed': false, 'constant-iv-allowed': false },
  'security-testing': { 'security-tests': ['sast', 'dast', 'sca'] },
  'threat-modeling': { 'threat-model-sign-off-required': true },
  'penetration-test': {
    'penetration-test-months': '12?',
    'penetration-test-scope': ['manual-testing', 'privilege-escalation', 'compromise-paths', 'source-review'],
  },
  'urgent-threat-deadline': { 'waiver-days': 30 },
  'incident-notice': { 'notice-hours': 48 },
  redundancy: { 'min-zones': 2 },
  'hosting-region': { 'hosting-countries': ['US'] },
  'data-centre-review': { 'data-centre-review-months': '12?', 'data-centre-certificates': ['SOC 2 Type 2'] },
  'server-hardening': { 'hardening-benchmarks': ['cis-aws-foundations', 'cis-docker'] },
  'logs-in-approved-regions': { 'log-countries': ['US'] },
  'no-sanctioned-region': {
    'sanctioned-territories': ['CU', 'IR', 'KP', 'UA-09', 'UA-14', 'UA-40', 'UA-43'],
    'sanctions-as-of': '2025-07-01',
  },
  'password-strength': { 'password-min-length': 8, 'password-min-length-without-mfa': 12 },
  'hash-strength': {
    'hash-bits': 256,
    'argon2-memory-kib': 19 * 1024,
    'argon2-iterations': 2,
    'scrypt-cost': 2 ** 17,
    'scrypt-block-size': 8,
    'bcrypt-rounds': 10,
    'pbkdf2-sha1-iterations': 1_300_000,
    'pbkdf2-sha256-iterations': 600_000,
    'pbkdf2-sha512-iterations': 210_000,
  },
  'idle-sign-out': { 'idle-minutes': 30 },
  'lock-ends-by-reset': { 'timed-unlock-allowed': false },
  'audit-sign-in-and-activity': {
    'audited-events': [
      ...['sign-in-success', 'sign-in-failure', 'sign-out', 'account-locked', 'account-unlocked', 'password-changed', 'password-reset'],
      ...['mfa-enrolled', 'mfa-removed', 'session-revoked', 'token-revoked', 'user-created', 'user-deleted', 'role-changed'],
      ...['api-key-created', 'api-key-revoked', 'sso-changed', 'tenant-settings-changed', 'data-exported', 'data-deleted'],
      ...['tenant-created', 'tenant-deleted', 'impersonation'],
    ],
  },
  'backup-often-enough': { 'rpo-hours': 36 },
  'recovery-objectives': { 'rto-hours': 12, 'rpo-hours': 36 },
  'backup-in-several-locations': { 'backup-locations': 2 },
  'recovery-test': { 'recovery-test-months': 12 },
  'recovery-document-review': { 'recovery-document-review-months': '12?' },
  certifications: { certificates: ['SOC 2 Type 2', 'ISO/IEC 27001:2013', 'ISO/IEC 27017:2015', 'ISO/IEC 27018:2014'] },
};

const WITHOUT_FIGURES: readonly string[] = [
  ...['staff-screening', 'vulnerability-scanning', 'continuity-programme', 'tenant-isolation', 'tenant-key', 'multi-factor-authentication'],
  ...[
    'single-sign-on',
    'role-based-authorization',
    'lock-after-failures',
    'export-before-deletion',
    'outage-notice',
    'listed-subprocessors',
  ],
  'documented-configuration',
];

describe('the built-in contract', () => {
  test('has every clause of the register, in order', () => {
    expect(contract.clauses.map((clause) => clause.id)).toEqual(REGISTER.map(([id]) => id));
  });

  test.each(REGISTER)('%s has its STRIDE letters and its rules', (id, stride, rules) => {
    const clause = contract.clauses.find((one) => one.id === id);
    expect(clause?.stride.join('')).toBe(stride);
    const watched = new Set(clause?.obligations.flatMap((obligation) => obligation.rules));
    expect([...watched].sort()).toEqual(rules.split(' ').filter(Boolean).sort());
  });

  test('states its figures exactly, wherever an obligation stands', () => {
    for (const { id, terms } of obligations) {
      const shown = Object.fromEntries(
        Object.entries(terms).map(([name, term]) => [name, term.sourceFigure === 'garbled' ? `${term.value}?` : term.value]),
      );
      expect([id, shown]).toEqual([id, FIGURES[id] ?? {}]);
    }
    const ids = [...new Set(obligations.map((obligation) => obligation.id))].sort();
    expect(ids).toEqual([...Object.keys(FIGURES), ...WITHOUT_FIGURES].sort());
  });

  test('gives each rule to one obligation only, attestations apart', () => {
    const owner = new Map<string, string>();
    for (const { id, rules } of obligations) {
      for (const rule of rules.filter((one) => one !== 'attestation')) {
        expect([rule, owner.get(rule) ?? id]).toEqual([rule, id]);
        owner.set(rule, id);
      }
    }
  });

  test('weighs what code shows as an error, repository files as a warning, records as information', () => {
    for (const { id, shownBy, broken, unproved } of obligations) {
      const weight = shownBy.includes('code') ? 'error' : shownBy.includes('repository') ? 'warning' : 'info';
      expect([id, broken, unproved]).toEqual([id, weight, 'none']);
    }
  });

  test('speaks English and Japanese, in different words for each clause', () => {
    for (const { id, title, summary } of contract.clauses) {
      for (const text of [title, summary]) {
        expect([id, text.en]).toEqual([id, expect.stringMatching(/^[\x20-\x7e]+$/)]);
        expect([id, text.ja]).toEqual([id, expect.stringMatching(KANA_OR_KANJI)]);
      }
      expect([id, summary.ja]).toEqual([id, expect.stringMatching(KANA)]);
      expect([id, summary.ja]).toEqual([id, expect.stringMatching(/(ます|ません)。$/)]);
    }
    const summaries = contract.clauses.flatMap((clause) => [clause.summary.en, clause.summary.ja]);
    expect(new Set(summaries).size).toBe(summaries.length);
  });

  test('is not there under another name', () => {
    expect(builtinContract('tiny')).toBeUndefined();
    expect(builtinContract('constructor')).toBeUndefined();
  });
});

describe('the vocabulary', () => {
  test('has no term that the built-in contract leaves out', () => {
    const used = new Set(obligations.flatMap((obligation) => Object.keys(obligation.terms)));
    expect([...used].sort()).toEqual(Object.keys(TERMS).sort());
  });

  test('and the contract agree on where each figure comes from', () => {
    const figures = obligations.flatMap((obligation) => Object.entries(obligation.terms));
    for (const [name, { sourceFigure }] of figures) {
      const source = TERMS[name]?.source;
      expect([name, sourceFigure]).toEqual([name, source === STATED ? 'stated' : source === GARBLED ? 'garbled' : undefined]);
    }
  });

  test('describes each term, unit, source and event in English and Japanese', () => {
    const texts = Object.values(TERMS).flatMap((term) => [term.description, term.source]);
    for (const { en, ja } of [...texts, ...Object.values(AUDIT_EVENTS)]) {
      expect(en).toMatch(/^[\x20-\x7e]+$/);
      expect(ja).toMatch(KANA_OR_KANJI);
    }
    for (const { type, unit } of Object.values(TERMS)) expect(unit === undefined).toBe(type === 'boolean');
  });
});
