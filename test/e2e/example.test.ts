/** The example project: its README's table holds against the report, line by line. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clauselint, ROOT } from './run.ts';

const PORTAL = join(ROOT, 'examples', 'portal');
const run = clauselint(['check', 'examples/portal', '--format', 'json', '--evidence'], ROOT);
const report = JSON.parse(run.out) as {
  findings: { rule: string; place: { path: string } }[];
  evidence: { rule: string; is: string; place: { path: string } }[];
};
const seen = (is: string): Set<string> =>
  new Set(
    (is === 'breaks' ? report.findings : report.evidence.filter((one) => one.is === is)).map((one) =>
      one.place.path.replace('examples/portal/', ''),
    ),
  );

/** Rows of the table: places and the verdict's first word. */
const rows = readFileSync(join(PORTAL, 'README.md'), 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => {
    const [, where = '', what = '', verdict = ''] = line.split('|').map((cell) => cell.trim());
    return { places: [...where.matchAll(/`([^`]+)`/g)].map((match) => match[1] as string), what, verdict };
  });

describe('examples/portal', () => {
  it('exits with 1: it has findings, of all four rules', () => {
    expect(run.code).toBe(1);
    expect([...new Set(report.findings.map((one) => one.rule))]).toEqual(
      expect.arrayContaining(['missing-audit-log', 'non-us-log-storage', 'timed-unlock', 'weak-cipher']),
    );
  });

  const broken = new Set(rows.filter((row) => row.verdict.startsWith('breaks')).flatMap((row) => row.places));
  it('breaks exactly where the table says so', () => {
    expect([...seen('breaks')].sort()).toEqual([...broken].sort());
  });

  for (const row of rows.filter((one) => one.verdict.startsWith('keeps'))) {
    for (const place of row.places.filter((one) => !one.endsWith('/'))) {
      it(`${place} keeps: ${row.what}`, () => expect([...seen('keeps')]).toContain(place));
    }
  }

  for (const row of rows.filter((one) => one.verdict.startsWith('cannot be told'))) {
    it(`${row.places[0]} cannot be told: ${row.what}`, () => expect([...seen('unknown')]).toContain(row.places[0]));
  }
});
