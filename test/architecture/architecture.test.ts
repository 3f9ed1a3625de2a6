/** The house keeps its own rules; and the checker of them bites. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { summarise } from '../../engine/syntax/summarise.ts';
import { rules } from '../../rules/registry.generated.ts';
import { ownSources, ROOT } from '../support/own-sources.ts';
import { exhibit } from '../support/project.ts';
import { breaches } from './layers.ts';

const OWN = ownSources(['contract', 'engine', 'rules', 'host', 'server', 'client', 'cli']);

test('every module keeps to its layer, the pure ones stay pure, and none import each other in a circle', { timeout: 120_000 }, () => {
  expect(Object.keys(OWN).length).toBeGreaterThan(100);
  expect(breaches(OWN)).toEqual([]);
});

/** Texts of literals in a file, with their file. */
function literals(folders: readonly string[]): { path: string; text: string }[] {
  return Object.entries(ownSources(folders)).flatMap(([path, text]) =>
    path.endsWith('.generated.ts')
      ? []
      : summarise(path, text).exprs.flatMap((one) => (one.k === 'lit' && typeof one.v === 'string' ? [{ path, text: one.v }] : [])),
  );
}

test('the engine names no rule', () => {
  const ids = new Set(rules.map((rule) => rule.id));
  expect(literals(['engine']).filter((one) => ids.has(one.text))).toEqual([]);
});

test('rules and models name no clause: the contract says which clause demands what', () => {
  const clauses = new Set(
    exhibit()
      .clauses.map((one) => one.id)
      .filter((id) => id.includes('.')),
  );
  const named = literals(['rules', 'engine']).filter(({ text }) => text.split(/[\s(),;:「」（）、。]+/).some((word) => clauses.has(word)));
  expect(named).toEqual([]);
});

test('every rule serves an obligation of the contract, which lists it', () => {
  const listed = new Map(exhibit().clauses.flatMap((clause) => clause.obligations.map((one) => [one.id, one.rules] as const)));
  expect(
    rules.filter((rule) => !listed.get(rule.obligation)?.includes(rule.id)).map((rule) => `${rule.id} for ${rule.obligation}`),
  ).toEqual([]);
});

test('what is generated is fresh', () => {
  expect(() => execFileSync(process.execPath, [join(ROOT, 'tools', 'generate.mjs'), '--check'], { stdio: 'pipe' })).not.toThrow();
});

describe('the checker bites', () => {
  const index = { 'engine/rule/index.ts': 'export const x = 1;' };
  test.each([
    [
      'a rule that reads the disk',
      { 'rules/a.ts': "import { readFileSync } from 'node:fs';" },
      'what is pure touches no disk, process or network: rules/a.ts imports node:fs',
    ],
    [
      'the same without the prefix, by require',
      { 'engine/a.ts': "const fs = require('fs/promises');" },
      'what is pure touches no disk, process or network: engine/a.ts imports node:fs/promises',
    ],
    [
      'an engine file that imports typescript',
      { 'engine/link/a.ts': "import type ts from 'typescript';" },
      'only engine/syntax imports a parser: engine/link/a.ts imports typescript',
    ],
    [
      'a dynamic import of a parser',
      { 'cli/a.ts': "await import('@typescript-eslint/typescript-estree');" },
      'only engine/syntax imports a parser: cli/a.ts imports @typescript-eslint/typescript-estree',
    ],
    [
      'a rule that reaches behind the surface',
      { 'rules/a.ts': "import type { X } from '../engine/value/types.ts';", 'engine/value/types.ts': '' },
      'rules import engine/rule alone: rules/a.ts imports engine/value/types.ts',
    ],
    [
      'a model that imports a rule',
      { 'rules/models/a.ts': "import r from '../storage/r.ts';", 'rules/storage/r.ts': '' },
      'models know no rule: rules/models/a.ts imports rules/storage/r.ts',
    ],
    [
      'the engine that imports a rule',
      { 'engine/a.ts': "export * from '../rules/b.ts';", 'rules/b.ts': '' },
      'layers: engine/a.ts imports rules/b.ts',
    ],
    [
      'the contract that imports the engine',
      { 'contract/a.ts': "export { x } from '../engine/rule/index.ts';", ...index },
      'layers: contract/a.ts imports engine/rule/index.ts',
    ],
    [
      'the server that imports the command line',
      { 'server/a.ts': "import '../cli/b.ts';", 'cli/b.ts': '' },
      'layers: server/a.ts imports cli/b.ts',
    ],
    [
      'a client that carries the server along',
      { 'client/a.ts': "import { P } from '../server/p.ts';", 'server/p.ts': '' },
      'the client knows the server by its types: client/a.ts imports server/p.ts',
    ],
    [
      'a command line that speaks LSP',
      { 'cli/a.ts': "import { X } from 'vscode-languageserver/node';" },
      'vscode-languageserver is for the server, vscode for the client: cli/a.ts imports vscode-languageserver/node',
    ],
    [
      'a model that asks the time',
      { 'rules/a.ts': 'export const now = () => Date.now();' },
      'no clock, no chance: rules/a.ts asks Date.now',
    ],
    ['the time, by new Date()', { 'engine/a.ts': 'export const now = () => new Date();' }, 'no clock, no chance: engine/a.ts asks Date'],
    ['chance', { 'engine/a.ts': 'export const n = Math.random();' }, 'no clock, no chance: engine/a.ts asks Math.random'],
    [
      'a circle of three',
      { 'engine/b.ts': "import './c.ts';", 'engine/c.ts': "export * from './a.ts';", 'engine/a.ts': "import { b } from './b.ts';" },
      'no circles: engine/a.ts → engine/b.ts → engine/c.ts → engine/a.ts',
    ],
  ])('on %s', (_, texts: Record<string, string>, expected) => {
    const found = breaches(texts);
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/ \(.{20,}\)$/);
    expect(found[0]?.startsWith(`${expected} (`), found[0]).toBe(true);
  });

  test.each([
    ['a rule that imports the surface', { 'rules/a.ts': "import { x } from '../engine/rule/index.ts';", ...index }],
    [
      'a circle of types, which is gone when the code runs',
      { 'engine/a.ts': "import type { B } from './b.ts';", 'engine/b.ts': "import './a.ts';" },
    ],
    ['a date that is given', { 'rules/a.ts': "export const day = new Date('2026-01-01');" }],
    ['a hash', { 'engine/a.ts': "import { createHash } from 'node:crypto';" }],
    ['a client that imports types of the server', { 'client/a.ts': "import type { P } from '../server/p.ts';", 'server/p.ts': '' }],
  ])('and lets pass %s', (_, texts: Record<string, string>) => {
    expect(breaches(texts)).toEqual([]);
  });
});
