/** The JSON Schemas that editors read say the same as the loaders. */
import { Ajv, type ValidateFunction } from 'ajv';
import { parse } from 'jsonc-parser';
import { describe, expect, test } from 'vitest';
import { baselineText, loadBaseline } from '../../contract/baseline.ts';
import { loadConfig } from '../../contract/config.ts';
import { loadContract } from '../../contract/load.ts';
import baselineSchema from '../../contract/schema/baseline.schema.json' with { type: 'json' };
import configSchema from '../../contract/schema/clauselint.schema.json' with { type: 'json' };
import contractSchema from '../../contract/schema/contract.schema.json' with { type: 'json' };
import type { TermDefinition } from '../../contract/term-kinds.ts';
import { TERMS } from '../../contract/terms.ts';
import { KANA_OR_KANJI, readText, tinyText } from './support.ts';

const ajv = new Ajv({ strict: true, allErrors: true });
const validConfig: ValidateFunction = ajv.compile(configSchema);
const validBaseline: ValidateFunction = ajv.compile(baselineSchema);
const validContract: ValidateFunction = ajv.compile(contractSchema);

function wordSchema(term: TermDefinition): object {
  return term.words === undefined ? { type: 'string', pattern: term.pattern?.regex ?? '\\S' } : { enum: term.words };
}

function valueSchema(term: TermDefinition): object {
  if (term.type === 'number') return { type: 'number', exclusiveMinimum: 0 };
  if (term.type === 'boolean') return { type: 'boolean' };
  return term.type === 'string' ? wordSchema(term) : { type: 'array', uniqueItems: true, items: wordSchema(term) };
}

function describedBy(term: TermDefinition): string {
  const { unit, description } = term;
  return unit === undefined
    ? `${description.en}\n${description.ja}`
    : `${description.en} Unit: ${unit.en}.\n${description.ja} 単位: ${unit.ja}。`;
}

const named = (schemaOf: (term: TermDefinition) => object) =>
  Object.fromEntries(Object.entries(TERMS).map(([name, term]) => [name, { description: describedBy(term), ...schemaOf(term) }]));

test('the schemas list the vocabulary of terms', () => {
  expect(configSchema.properties.terms.properties).toEqual(named(valueSchema));
  expect(contractSchema.definitions.terms.properties).toEqual(
    named((term) => ({
      anyOf: [
        valueSchema(term),
        {
          type: 'object',
          additionalProperties: false,
          required: ['value'],
          properties: { value: valueSchema(term), sourceFigure: { $ref: '#/definitions/sourceFigure' } },
        },
      ],
    })),
  );
});

test('each key is described in English and Japanese', () => {
  const definitions: Readonly<Record<string, unknown>> = contractSchema.definitions;
  const check = (schema: unknown, path: string): void => {
    if (typeof schema !== 'object' || schema === null) return;
    if ('properties' in schema && !path.includes('.anyOf')) {
      for (const [key, property] of Object.entries(schema.properties as object)) {
        const own = property as { description?: string; $ref?: string };
        const target = own.$ref === undefined ? own : (definitions[own.$ref.replace('#/definitions/', '')] as typeof own);
        const [en, ja] = (target.description ?? '').split('\n');
        expect([path, key, en]).toEqual([path, key, expect.stringMatching(/^[\x20-\x7e]+$/)]);
        expect([path, key, ja]).toEqual([path, key, expect.stringMatching(KANA_OR_KANJI)]);
      }
    }
    for (const [key, below] of Object.entries(schema)) check(below, `${path}.${key}`);
  };
  check(configSchema, 'config');
  check(baselineSchema, 'baseline');
  check(contractSchema, 'contract');
});

const waiver = (rest: string): string => `{ "waivers": [{ "rule": "r", "reason": "x", "owner": "o", "until": "2026-02-01", ${rest} }] }`;

describe('configuration', () => {
  test.each([
    [true, '{}'],
    [true, '{ "$schema": "x", "contract": "./a.json", "tenantKey": "t", "tests": "check", "generated": "leave-out" }'],
    [true, '{ "terms": { "idle-minutes": 15, "log-countries": [], "aead-only": true, "sanctions-as-of": "2025-12-31" } }'],
    [true, '{ "rules": { "r": { "off": true, "reason": "x" }, "s": { "off": false, "reason": "x" } } }'],
    [true, '{ "auditSinks": ["a#b", "A.b.c"], "subprocessors": ["@a/b", "b.example.com"], "assumedDeployRegion": "gcp:us-central1" }'],
    [false, '[]'],
    [false, 'null'],
    [true, '{ "waivers": [] }'],
    [true, waiver('"path": "src/**"')],
    [true, waiver('"fingerprint": "0123456789abcdef0123456789abcdef", "discovered": "2026-01-01"')],
    [false, waiver('"path": "a", "fingerprint": "0123456789abcdef0123456789abcdef"')],
    [false, waiver('"discovered": "2026-01-01"')],
    [false, waiver('"fingerprint": "0123"')],
    [false, waiver('"path": "a", "discovered": "yesterday"')],
    [false, waiver('"path": " "')],
    [false, waiver('"path": "a", "clause": "3.E"')],
    [false, '{ "waivers": [{ "rule": "r", "path": "a", "reason": "x", "owner": "o" }] }'],
    [false, '{ "waivers": [{ "rule": "r", "path": "a", "reason": "x", "until": "2026-02-01" }] }'],
    [false, '{ "waivers": [{ "rule": "r", "path": "a", "owner": "o", "until": "2026-02-01" }] }'],
    [false, '{ "waivers": [{ "rule": "r", "path": "a", "reason": "x", "owner": "o", "until": "2026-2-1" }] }'],
    [false, '{ "$schema": 1 }'],
    [false, '{ "contract": " " }'],
    [false, '{ "terms": [] }'],
    [false, '{ "terms": { "unheard-of": 1 } }'],
    [false, '{ "terms": { "idle-minutes": -1 } }'],
    [false, '{ "terms": { "idle-minutes": "15" } }'],
    [false, '{ "terms": { "log-countries": ["us"] } }'],
    [false, '{ "terms": { "log-countries": ["US", "US"] } }'],
    [false, '{ "terms": { "sanctions-as-of": "2025-13-01" } }'],
    [false, '{ "terms": { "tls-min-version": 1.2 } }'],
    [false, '{ "terms": { "certificates": [""] } }'],
    [false, '{ "auditSinks": ["a b#c"] }'],
    [false, '{ "auditSinks": ["A."] }'],
    [false, '{ "tenantKey": "a b" }'],
    [false, '{ "tenantKey": null }'],
    [false, '{ "assumedDeployRegion": "AWS:us-east-1" }'],
    [false, '{ "ignore": [""] }'],
    [false, '{ "tests": true }'],
    [false, '{ "rules": { "r": { "reason": "x" } } }'],
    [false, '{ "rules": { "r": { "off": true, "reason": "" } } }'],
    [false, '{ "rules": { "r": { "off": true, "reason": "x", "until": "x" } } }'],
  ])('%s: %s', (valid, text) => {
    expect('config' in loadConfig(text, 'c')).toBe(valid);
    expect(validConfig(parse(text))).toBe(valid);
  });
});

describe('contract', () => {
  const builtin = readText('../../contract/security-exhibit.json');
  const edit = (from: string, to: string): string => {
    expect(tinyText).toContain(from);
    return tinyText.replace(from, () => to);
  };

  test.each([
    [true, builtin],
    [true, tinyText],
    [true, edit('"id": "tiny"', '"$schema": "x", "id": "tiny"')],
    [true, edit('"rules": ["weak-cipher"]', '"rules": []')],
    [true, edit('128', '{ "value": 128, "sourceFigure": "garbled" }')],
    [false, edit('128', '{ "sourceFigure": "garbled" }')],
    [false, edit('128', '{ "value": 128, "sourceFigure": "guessed" }')],
    [false, edit('128', '{ "value": "128" }')],
    [false, edit('128', 'null')],
    [false, edit('"cipher-key-bits"', '"cipher-bits"')],
    [false, edit('"id": "tiny",', '')],
    [false, edit('"id": "tiny"', '"id": "tiny", "owner": "x"')],
    [false, edit('"A-7"', '"A 7"')],
    [false, edit('"stride": ["I"]', '"stride": ["X"]')],
    [false, edit('"shownBy": ["code"]', '"shownBy": []')],
    [false, edit('"unproved": "info"', '"unproved": "never"')],
    [false, edit('"broken": "warning",', '')],
    [false, edit('"rules": ["weak-cipher"]', '"rules": ["Weak_Cipher"]')],
    [false, edit('"ja": "ログ"', '"ja": ""')],
    [false, edit(', "ja": "ログ"', '')],
    [false, edit('"ja": "ログ"', '"ja": "ログ", "fr": "x"')],
    [false, '{ "id": "x", "version": "1", "title": { "en": "t", "ja": "題" }, "clauses": [] }'],
  ])('%s: case %#', (valid, text) => {
    expect('contract' in loadContract(text, 'c')).toBe(valid);
    expect(validContract(parse(text))).toBe(valid);
  });
});

describe('baseline', () => {
  const entry = {
    rule: 'weak-cipher',
    path: 'src/a.ts',
    fingerprint: '0'.repeat(32),
    partial: 'f'.repeat(32),
    firstDetected: '2026-01-15',
  };
  const file = (change: object): string => JSON.stringify({ version: 1, findings: [{ ...entry, ...change }] });

  test.each([
    [true, baselineText([])],
    [true, baselineText([entry, { ...entry, path: 'src/b.ts' }])],
    [true, '{ "$schema": "x", "version": 1, "findings": [] }'],
    [false, '[]'],
    [false, '{ "findings": [] }'],
    [false, '{ "version": 2, "findings": [] }'],
    [false, '{ "version": 1, "findings": {} }'],
    [false, file({ rule: undefined })],
    [false, file({ path: '' })],
    [false, file({ fingerprint: 'x' })],
    [false, file({ partial: undefined })],
    [false, file({ firstDetected: '2026-13-01' })],
    [false, file({ severity: 'error' })],
  ])('%s: %s', (valid, text) => {
    expect('entries' in loadBaseline(text, 'b')).toBe(valid);
    expect(validBaseline(parse(text))).toBe(valid);
  });
});
