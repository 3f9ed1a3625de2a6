/** `clauselint.jsonc`: what it may say, what it stands for when it says nothing, and how its mistakes are told. */
import { describe, expect, test } from 'vitest';
import { defaultConfig, loadConfig } from '../../contract/config.ts';
import { KANA, lines } from './support.ts';

function told(text: string, knownRules?: readonly string[]): readonly string[] {
  const loaded = loadConfig(text, 'clauselint.jsonc', knownRules);
  return 'problems' in loaded ? lines(loaded.problems) : [];
}

test('an empty object is the default', () => {
  expect(loadConfig('{}', 'clauselint.jsonc')).toEqual({ config: defaultConfig() });
  expect(defaultConfig()).toMatchObject({ contract: 'security-exhibit', tests: 'leave-out', generated: 'leave-out', rulesOff: {} });
});

test('every key arrives', () => {
  const text = `{
    // where we differ
    "$schema": "./clauselint.schema.json",
    "contract": "./acme.contract.json",
    "terms": { "waiver-days": 14, "log-countries": ["US", "JP"], "aead-only": false, "tls-min-version": "1.3", },
    "auditSinks": ["src/lib/audit.ts#record", "@acme/audit#write", "AuditService.log"],
    "tenantKey": "tenant_id",
    "subprocessors": ["@sendgrid/mail", "api.example.com"],
    "assumedDeployRegion": "aws:us-east-1",
    "ignore": ["legacy/**"],
    "testFiles": ["qa/**/*.ts"],
    "tests": "check",
    "generated": "check",
    "rules": {
      "single-zone": { "off": true, "reason": "One zone is agreed for the pilot." },
      "weak-hash": { "off": false, "reason": "On again since the migration." },
    },
    "waivers": [
      { "rule": "weak-hash", "path": "src/legacy/**", "reason": "Goes with the migration.", "owner": "platform-team",
        "until": "2026-02-10", "discovered": "2026-01-12" },
    ],
  }`;
  expect(loadConfig(text, 'clauselint.jsonc', ['single-zone', 'weak-hash'])).toEqual({
    config: {
      contract: './acme.contract.json',
      terms: { 'waiver-days': 14, 'log-countries': ['US', 'JP'], 'aead-only': false, 'tls-min-version': '1.3' },
      auditSinks: ['src/lib/audit.ts#record', '@acme/audit#write', 'AuditService.log'],
      tenantKey: 'tenant_id',
      subprocessors: ['@sendgrid/mail', 'api.example.com'],
      assumedDeployRegion: 'aws:us-east-1',
      ignore: ['legacy/**'],
      testFiles: ['qa/**/*.ts'],
      tests: 'check',
      generated: 'check',
      rulesOff: { 'single-zone': 'One zone is agreed for the pilot.' },
      waivers: [
        {
          rule: 'weak-hash',
          path: 'src/legacy/**',
          fingerprint: undefined,
          reason: 'Goes with the migration.',
          owner: 'platform-team',
          until: '2026-02-10',
          discovered: '2026-01-12',
          at: { start: 764, end: 935, startLine: 19, startColumn: 7, endLine: 20, endColumn: 60 },
        },
      ],
    },
  });
});

describe('mistakes', () => {
  test.each([
    ['', '1:1 The file is empty. / Write an object, at the least {}, or remove the file.'],
    ['{ "auditSink": [] }', '1:3 The file has an unknown key "auditSink". / Did you mean "auditSinks"?'],
    ['{\n  "terms": { "idle-minute": 5 }\n}', '2:14 There is no term "idle-minute". / Did you mean "idle-minutes"?'],
    ['{ "terms": { "ecb-allowed": "no" } }', '1:29 "terms.ecb-allowed" must be true or false, but is a text. / Write true or false here.'],
    ['{ "terms": { "tls-min-version": "1.4" } }', '1:33 "terms.tls-min-version" cannot be "1.4". / Did you mean "1.0"?'],
    ['{ "terms": { "rpo-hours": { "value": 4 } } }', '1:27 "terms.rpo-hours" must be a number, but is an object. / Write a number here.'],
    ['{ "rules": { "weak-hash": { "off": true } } }', '1:27 "rules.weak-hash" lacks the key "reason". / Add "reason".'],
    ['{ "rules": { "weak-hash": { "off": true, "reason": " " } } }', '1:52 "rules.weak-hash.reason" is blank. / Fill it in.'],
    ['{ "rules": { "weak-hash": "off" } }', '1:27 "rules.weak-hash" must be an object, but is a text. / Write an object here.'],
    ['{ "tests": "leave_out" }', '1:12 "tests" cannot be "leave_out". / Did you mean "leave-out"?'],
    ['{ "ignore": "dist" }', '1:13 "ignore" must be a list, but is a text. / Write a list here.'],
    ['{ "ignore": ["dist", "dist"] }', '1:22 "ignore" repeats "dist". / Remove the second one.'],
    [
      '{ "assumedDeployRegion": "us-east-1" }',
      '1:26 "assumedDeployRegion" is "us-east-1", which is not a provider and a region, such as "aws:us-east-1". / ' +
        'Write a provider and a region, such as "aws:us-east-1".',
    ],
    [
      '{ "auditSinks": ["record"] }',
      '1:18 "auditSinks[0]" is "record", which is not an audit sink, such as "src/lib/audit.ts#record", "@acme/audit#write" or ' +
        '"AuditService.log". / Write an audit sink, such as "src/lib/audit.ts#record", "@acme/audit#write" or "AuditService.log".',
    ],
  ])('%s', (text, expected) => {
    expect(told(text)).toEqual([expected]);
  });

  test('a misspelt rule is found when the rules are known', () => {
    const text = '{ "rules": { "weak-hsah": { "off": true, "reason": "x" }, "zzz": { "off": true, "reason": "x" } } }';
    expect(told(text)).toEqual([]);
    expect(told(text, ['weak-hash', 'weak-cipher'])).toEqual([
      '1:14 There is no rule "weak-hsah". / Did you mean "weak-hash"?',
      '1:59 There is no rule "zzz". / Use the id of a rule as findings show it.',
    ]);
  });

  test('a rule named like a part of every object is data', () => {
    const loaded = loadConfig('{ "rules": { "__proto__": { "off": true, "reason": "x" } } }', 'c');
    expect('config' in loaded && Object.keys(loaded.config.rulesOff)).toEqual(['__proto__']);
  });

  test('come in Japanese', () => {
    const loaded = loadConfig('{ "terms": { "idle-minute": 5 }, "rules": { "weak-hash": { "off": true } } }', 'clauselint.jsonc');
    const problems = 'problems' in loaded ? loaded.problems : [];
    expect(problems.map((problem) => problem.message.ja)).toEqual([
      '"idle-minute" という条件 (term) はありません。',
      '「rules.weak-hash」にキー "reason" がありません。',
    ]);
    for (const { remedy } of problems) expect(remedy.ja).toMatch(KANA);
  });
});
