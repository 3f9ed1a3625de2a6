/** SARIF before Microsoft's validator, which knows the standard and what GitHub's code scanning asks; and its places against the sources. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Region, Run } from 'sarif';
import { describe, expect, it } from 'vitest';
import { everyReport, reportPath, reportText, sarifRun, sourceText } from './read.ts';
import { sarifObjections } from './tools.ts';

const profiles = ['full', 'github'] as const;
const files = everyReport.flatMap(([name, locale]) => profiles.map((profile) => [name, locale, profile] as const));

describe('the validator', () => {
  it('finds no error in any report, and warns of two things that are as they are meant', () => {
    const objections = sarifObjections(files.map(([name, locale, profile]) => reportPath(name, locale, `${profile}.sarif`)));
    expect(objections.filter(({ level }) => level !== 'warning')).toEqual([]);
    const warnings = (rule: string): typeof objections => objections.filter((one) => one.rule === rule);
    // The tool has no address (`informationUri`): its pages are in the report. Said once a file, so the validator has read every one.
    expect(new Set(warnings('SARIF2005').map(({ file }) => file)).size).toBe(files.length);
    // What is met no more has no place in its file.
    const absent = files.flatMap(([name, locale, profile]) =>
      (sarifRun(name, locale, profile).results ?? []).flatMap(({ baselineState }, index) =>
        baselineState === 'absent' ? [`Warning_MissingRegion runs[0].results[${index}].locations[0].physicalLocation`] : [],
      ),
    );
    expect(warnings('SARIF2017').map(({ text }) => text)).toEqual(absent);
    expect(warnings('SARIF2005').length + warnings('SARIF2017').length).toBe(objections.length);
  });

  it('finds what is wrong, so that its silence counts', () => {
    const folder = mkdtempSync(join(tmpdir(), 'clauselint-bad-sarif-'));
    const spoil = (name: string, from: RegExp, to: string): string => {
      const good = reportText('portal', 'en', 'full.sarif');
      const bad = good.replace(from, to);
      expect(bad).not.toBe(good);
      writeFileSync(join(folder, name), bad);
      return join(folder, name);
    };
    try {
      const objections = sarifObjections([
        spoil('schema.sarif', /"columnKind"/, '"nonsense": 1, "columnKind"'),
        spoil('github.sarif', /"fullDescription": \{[^{}]*\},/, ''),
        spoil('index.sarif', /"ruleIndex": \d+/, '"ruleIndex": 999'),
        spoil('uri.sarif', /"uri": "infra\//, '"uri": "in fra/'),
      ]);
      const errors = objections.filter(({ level }) => level === 'error');
      const against = (name: string): string[] => errors.filter(({ file }) => file.endsWith(name)).map(({ rule }) => rule);
      expect(against('schema.sarif')).toEqual(['JSON1005']);
      expect(against('github.sarif')).toEqual(['GH2012']);
      expect(against('index.sarif')).toEqual(['SARIF1009']);
      expect(against('uri.sarif')).toEqual(['SARIF1002']);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('what was judged', () => {
  const run = (profile: 'full' | 'github'): Run => sarifRun('lived', 'en', profile);

  it('held waivers, a baseline, fixes, evidence and files that were not analysed', () => {
    const { results = [], invocations = [] } = run('full');
    expect(new Set(results.map((one) => one.baselineState))).toEqual(new Set(['new', 'unchanged', 'absent']));
    expect(new Set(results.flatMap((one) => one.suppressions ?? []).map((one) => one.kind))).toEqual(new Set(['inSource', 'external']));
    expect(new Set(results.map((one) => one.kind))).toEqual(new Set(['fail', 'pass', 'open']));
    expect(results.find((one) => one.baselineState === 'unchanged')?.provenance?.firstDetectionTimeUtc).toBe('2026-01-05T00:00:00.000Z');
    expect(results.filter((one) => (one.fixes ?? []).length > 0).length).toBeGreaterThan(2);
    expect(invocations[0]?.toolExecutionNotifications?.map((one) => one.descriptor?.id)).toEqual([
      'incomplete/syntax',
      'incomplete/binary',
    ]);
  });

  it('gives GitHub failures alone, none of them waived', () => {
    const { results = [] } = run('github');
    expect(results.length).toBeGreaterThan(2);
    expect(results.filter((one) => one.kind !== 'fail' || (one.suppressions ?? []).length > 0 || one.baselineState === 'absent')).toEqual(
      [],
    );
  });
});

/** The offset of a line and column, by the line ends that SARIF knows. */
function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let at = 1; at < line; at++) start = text.indexOf('\n', start) + 1;
  return start + column - 1;
}

describe.each(['portal', 'lived'] as const)('the places of %s', (name) => {
  it('are the same by line and column as by offset, in UTF-16 units', () => {
    const { results = [], columnKind } = sarifRun(name, 'en', 'full');
    expect(columnKind).toBe('utf16CodeUnits');
    const physical = results.flatMap((result) => [
      ...(result.locations ?? []).map((one) => one.physicalLocation),
      ...(result.relatedLocations ?? []).map((one) => one.physicalLocation),
      ...(result.fixes ?? []).flatMap((fix) =>
        fix.artifactChanges.flatMap((change) =>
          change.replacements.map((one) => ({ artifactLocation: change.artifactLocation, region: one.deletedRegion })),
        ),
      ),
    ]);
    const regions = physical.filter((one): one is { artifactLocation: { uri: string }; region: Region } => one?.region !== undefined);
    expect(regions.length).toBeGreaterThan(10);
    for (const { artifactLocation, region } of regions) {
      const text = sourceText(name, decodeURIComponent(artifactLocation.uri));
      const { startLine = 0, startColumn = 0, endLine = 0, endColumn = 0, charOffset = -1, charLength = -1 } = region;
      expect([offsetOf(text, startLine, startColumn), offsetOf(text, endLine, endColumn)]).toEqual([charOffset, charOffset + charLength]);
    }
  });
});
