/** The laws of the baseline: what it recognises, what it does not, and that it shrinks. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BaselineEntry, baselineText, loadBaseline } from '../../contract/baseline.ts';
import { defaultConfig } from '../../contract/config.ts';
import { analyse } from '../../engine/workspace/analyse.ts';
import { reviseBaseline } from '../../engine/workspace/baseline.ts';
import type { Finding, Report } from '../../engine/workspace/report.ts';
import { models, rules } from '../../rules/registry.generated.ts';
import { inputOf, type Texts } from '../support/project.ts';

const FIRST = '2026-01-10';
const CODE = `import { createCipheriv } from 'node:crypto';

export function seal(key: Buffer, iv: Buffer) {
  return createCipheriv('des-cbc', key, iv);
}

export const open = (key: Buffer, iv: Buffer) => createCipheriv('rc4', key, iv);
`;

interface Change {
  readonly now?: string;
  readonly entries?: readonly BaselineEntry[];
  readonly scope?: (path: string) => boolean;
}

function reportOf(texts: Texts, { now = '2026-01-15', entries, scope }: Change = {}): Report {
  const baseline = entries && { path: '.clauselint-baseline.json', entries };
  const input = { ...inputOf(texts, defaultConfig()), models, rules, now, baseline };
  return analyse({ ...input, ...(scope && { scope }) }).report;
}

const everywhere = (texts: Texts): { lookedAt: () => boolean; exists: (path: string) => boolean } => ({
  lookedAt: () => true,
  exists: (path) => texts[path] !== undefined,
});

function entriesOf(texts: Texts): readonly BaselineEntry[] {
  return reviseBaseline(reportOf(texts).findings, [], everywhere(texts), { now: FIRST }).entries;
}

const states = (report: Report): unknown[] => report.findings.map((one) => one.baseline);
const START: Texts = { 'src/a.ts': CODE };

describe('what was there before is known again', () => {
  test.each<[string, Texts]>([
    ['after nothing', START],
    ['after lines moved', { 'src/a.ts': `// one\n\n// two\n${CODE.replace('export const open', '\n\n\nexport const open')}` }],
    [
      'after another layout',
      {
        'src/a.ts': CODE.replace(
          "createCipheriv('des-cbc', key, iv)",
          'createCipheriv(\n    "des-cbc", // wrapped\n    (key),\n    iv,\n  )',
        ).replaceAll(';', ''),
      },
    ],
    ['after the file was renamed', { 'lib/deep/b.ts': CODE }],
    ['after renaming, moving lines and laying out', { 'lib/b.ts': `\n\n${CODE.replaceAll("'", '"').replaceAll('(key', '(\n key')}` }],
    [
      'after one of them moved to another file',
      {
        'src/a.ts': CODE.slice(0, CODE.indexOf('export const open')),
        'src/b.ts': `${CODE.slice(0, CODE.indexOf('export function'))}${CODE.slice(CODE.indexOf('export const open'))}`,
      },
    ],
    ['after the functions changed places', { 'src/a.ts': swapped() }],
  ])('%s', (_, texts) => {
    const report = reportOf(texts, { entries: entriesOf(START) });
    expect(states(report)).toEqual(['unchanged', 'unchanged']);
    expect(report.findings.map((one) => one.firstDetected)).toEqual([FIRST, FIRST]);
    expect(report.baseline).toEqual({ path: '.clauselint-baseline.json', absent: [] });
  });
});

function swapped(): string {
  const [head = '', first = '', second = ''] = CODE.split('\n\n');
  return `${head}\n\n${second}\n${first}\n`;
}

describe('what is new is new', () => {
  test('beside the old, in the same file', () => {
    const more = `${CODE}export const more = (key: Buffer, iv: Buffer) => createCipheriv('bf-cbc', key, iv);\n`;
    expect(states(reportOf({ 'src/a.ts': more }, { entries: entriesOf(START) }))).toEqual(['unchanged', 'unchanged', 'new']);
  });

  test('in place of an old one: nothing is swapped', () => {
    const report = reportOf({ 'src/a.ts': CODE.replace("'rc4'", "'bf-cbc'") }, { entries: entriesOf(START) });
    expect(states(report)).toEqual(['unchanged', 'new']);
    expect(report.baseline?.absent.map((one) => one.path)).toEqual(['src/a.ts']);
  });

  test('the same fault at another call, in place of an old one or before it', () => {
    const other = CODE.replace("createCipheriv('rc4', key, iv)", "createCipheriv('rc4', iv, key)");
    expect(states(reportOf({ 'src/a.ts': other }, { entries: entriesOf(START) }))).toEqual(['unchanged', 'new']);
    const both = `${other}export const more = (key: Buffer, iv: Buffer) => createCipheriv('rc4', key, iv);\n`;
    expect(states(reportOf({ 'src/a.ts': both }, { entries: entriesOf(START) }))).toEqual(['unchanged', 'new', 'unchanged']);
  });

  test('a copy of an old one, in the same file or in another', () => {
    const twice = `${CODE}export const again = (key: Buffer, iv: Buffer) => createCipheriv('rc4', key, iv);\n`;
    expect(states(reportOf({ 'src/a.ts': twice }, { entries: entriesOf(START) })).sort()).toEqual(['new', 'unchanged', 'unchanged']);
    const copied = reportOf({ 'src/a.ts': CODE, 'src/b.ts': CODE }, { entries: entriesOf(START) });
    expect(copied.findings.map((one) => [one.place.path, one.baseline])).toEqual([
      ['src/a.ts', 'unchanged'],
      ['src/a.ts', 'unchanged'],
      ['src/b.ts', 'new'],
      ['src/b.ts', 'new'],
    ]);
  });

  test('a copy of one that a partial run does not look at', () => {
    const texts = { 'src/a.ts': CODE, 'lib/b.ts': CODE };
    const report = reportOf(texts, { entries: entriesOf(START), scope: (path) => path.startsWith('lib/') });
    expect(states(report)).toEqual(['new', 'new']);
    expect(report.baseline?.absent).toEqual([]);
  });
});

test('a renamed file is known again by a partial run too', () => {
  const report = reportOf({ 'lib/b.ts': CODE }, { entries: entriesOf(START), scope: (path) => path.startsWith('lib/') });
  expect(states(report)).toEqual(['unchanged', 'unchanged']);
});

test('a file that was not analysed whole proves no entry stale, and lends none', () => {
  const report = reportOf({ 'src/a.ts': `createCipheriv(\n`, 'src/b.ts': CODE }, { entries: entriesOf(START) });
  expect(report.incomplete.map((one) => one.path)).toEqual(['src/a.ts']);
  expect([states(report), report.baseline?.absent]).toEqual([['new', 'new'], []]);
});

describe('the days run from the first detection', () => {
  const entries = entriesOf(START);
  const told = (now: string, text: string = CODE): [string, number][] =>
    reportOf({ 'src/a.ts': text }, { entries, now })
      .findings.filter((one) => one.baseline !== 'unchanged')
      .map((one) => [one.rule, one.place.startLine]);

  test('on the thirtieth day nothing is said, on the next day all that is left', () => {
    expect(told('2026-02-09')).toEqual([]);
    expect(told('2026-02-10')).toEqual([
      ['overdue-waiver', 4],
      ['overdue-waiver', 7],
    ]);
  });

  test('a waiver ends with them, whenever it was written', () => {
    const until = (day: string): string =>
      CODE.replace('  return', `  // clauselint-waive weak-cipher until=${day} owner=o reason=r\n  return`);
    expect(told('2026-01-30', until('2026-02-09'))).toEqual([]);
    expect(told('2026-01-30', until('2026-02-10'))).toEqual([['overdue-waiver', 4]]);
    // Late, and told once: at the comment.
    expect(told('2026-02-10', until('2026-02-28'))).toEqual([
      ['overdue-waiver', 4],
      ['overdue-waiver', 8],
    ]);
  });

  test('a day to come is no day of discovery', () => {
    const later = entries.map((entry) => ({ ...entry, firstDetected: '2027-01-01' }));
    const text = CODE.replace('  return', '  // clauselint-waive weak-cipher until=2026-02-15 owner=o reason=r\n  return');
    const report = reportOf({ 'src/a.ts': text }, { entries: later });
    expect(report.findings.filter((one) => one.rule === 'overdue-waiver').map((one) => one.message.what.en)).toEqual([
      'The waiver of weak-cipher is not valid: it runs longer than 30 days.',
    ]);
  });
});

describe('revising', () => {
  const finding = fc
    .record({ path: fc.constantFrom('a', 'b', 'c'), content: fc.constantFrom('x', 'y', 'z'), ordinal: fc.nat(1) })
    .map(({ path, content, ordinal }) => ({
      rule: 'r',
      place: { path },
      fingerprint: `${path}${content}${ordinal}`,
      partial: content,
    })) as fc.Arbitrary<Finding>;
  const found = fc.uniqueArray(finding, { selector: (one) => one.fingerprint });
  const lookup = fc.record({ seen: fc.subarray(['a', 'b', 'c']), there: fc.subarray(['a', 'b', 'c']) }).map(({ seen, there }) => ({
    lookedAt: (path: string) => seen.includes(path),
    exists: (path: string) => there.includes(path) || seen.includes(path),
  }));
  const all = { lookedAt: () => true, exists: () => true };
  const of = (before: readonly Finding[]): readonly BaselineEntry[] => reviseBaseline(before, [], all, { now: FIRST }).entries;

  test('without leave it only shrinks, no entry is invented and no day is moved', () => {
    fc.assert(
      fc.property(found, found, lookup, (before, after, one) => {
        const inScope = after.filter((finding) => one.lookedAt(finding.place.path));
        const old = of(before);
        const { entries, fresh, removed } = reviseBaseline(inScope, old, one, undefined);
        expect(entries.length).toBe(old.length - removed);
        expect(entries.every((entry) => entry.firstDetected === FIRST)).toBe(true);
        // Every finding is either held, once, or told as fresh.
        const held = new Set(entries.map((entry) => entry.fingerprint));
        expect(held.size).toBe(entries.length);
        for (const finding of inScope) expect(held.has(finding.fingerprint)).toBe(!fresh.includes(finding));
      }),
      { seed: 20_260_115, numRuns: 500 },
    );
  });

  test('with leave it holds all that was found, the old with their day and the new with today', () => {
    fc.assert(
      fc.property(found, found, (before, after) => {
        const { entries, fresh } = reviseBaseline(after, of(before), all, { now: '2026-01-15' });
        expect(entries.map((entry) => entry.fingerprint).sort()).toEqual(after.map((one) => one.fingerprint).sort());
        expect(entries.filter((entry) => entry.firstDetected === '2026-01-15').length).toBe(fresh.length);
      }),
      { seed: 20_260_115, numRuns: 500 },
    );
  });

  test('once revised it is settled: nothing more to remove', () => {
    fc.assert(
      fc.property(found, found, (before, after) => {
        const once = reviseBaseline(after, of(before), all, undefined).entries;
        const again = reviseBaseline(after, once, all, undefined);
        expect([baselineText(again.entries), again.removed]).toEqual([baselineText(once), 0]);
      }),
      { seed: 20_260_115, numRuns: 300 },
    );
  });
});

test('the file reads back, and its text does not hang on the order of its entries', () => {
  const entries = entriesOf({ 'src/a.ts': CODE, 'lib/鍵 "1".ts': CODE });
  const text = baselineText(entries);
  expect(baselineText([...entries].reverse())).toBe(text);
  const read = loadBaseline(text, 'b');
  expect('entries' in read && [...read.entries].sort(byPrint)).toEqual([...entries].sort(byPrint));
});

function byPrint(a: BaselineEntry, b: BaselineEntry): number {
  return a.fingerprint < b.fingerprint ? -1 : 1;
}

test('what is wrong with a baseline file is told at its place', () => {
  const read = loadBaseline('{\n  "version": 2,\n  "findings": [{ "rule": "r" }]\n}', 'b.json');
  expect('problems' in read && read.problems.map((one) => `${one.line}:${one.column} ${one.message.en}`)).toEqual([
    '2:14 "version" must be 1.',
    '3:16 "findings[0]" lacks the key "path".',
    '3:16 "findings[0]" lacks the key "fingerprint".',
    '3:16 "findings[0]" lacks the key "partial".',
    '3:16 "findings[0]" lacks the key "firstDetected".',
  ]);
});
