/** A report narrowed to changed files: what stays, and that every count is that of what stays. */
import { expect, it } from 'vitest';
import { narrow } from '../../engine/workspace/narrow.ts';
import type { FileCounts, Finding } from '../../engine/workspace/report.ts';
import { both, keyFinding, place, sampleReport, tlsFinding } from '../cli/fixtures.ts';

const files: FileCounts = { analysed: 1, tests: 0, generated: 0, minified: 0, ignored: 0, incomplete: 0 };
const only =
  (path: string) =>
  (one: string): boolean =>
    one === path;
const tally = (id: string, report: ReturnType<typeof sampleReport>) => report.tallies.find((one) => one.clause === id);

it('keeps what stands in the file, and what was decided in it', () => {
  const report = sampleReport();
  const at = (path: string): readonly Finding[] => narrow(report, only(path), files).findings;
  expect(at('src/server.ts').map((one) => one.place.startLine)).toEqual([12, 120]);
  expect(at('src/config.ts')).toEqual([tlsFinding]);
  expect(at('src/elsewhere.ts')).toEqual([]);
});

it('counts again, waived findings among the broken ones', () => {
  const waiver = { form: 'comment', reason: 'r', owner: 'o', until: '2026-03-01', place: place('src/server.ts', 11, 1) } as const;
  const report = sampleReport({
    findings: [tlsFinding],
    waived: [
      { finding: keyFinding, waiver },
      { finding: { ...tlsFinding, fingerprint: '2' }, waiver },
    ],
  });
  const narrowed = narrow(report, only('src/options.ts'), files);
  expect(narrowed.waived).toHaveLength(1);
  expect(tally('3.E', narrowed)).toMatchObject({ kept: 0, broken: 2, waived: 1, unknown: 0 });
  const vault = narrow(report, only('src/vault.ts'), files);
  expect(tally('3.E', vault)).toMatchObject({ kept: 1, broken: 0, waived: 0 });
  const stack = narrow(report, only('infra/env.ts'), files);
  expect(tally('4.D', stack)).toMatchObject({ unknown: 1, unknownWhy: [{ why: 'the region comes from the environment', count: 1 }] });
});

it('names of the files not analysed whole, and of absent entries of the baseline, those in question', () => {
  const absent = (path: string) => ({ rule: 'weak-cipher', path, fingerprint: path, firstDetected: '2026-01-01' });
  const report = sampleReport({ baseline: { path: 'b.json', absent: [absent('src/broken.ts'), absent('x.ts')] } });
  const narrowed = narrow(report, only('src/broken.ts'), files);
  expect(narrowed.incomplete.map((one) => one.path)).toEqual(['src/broken.ts']);
  expect(narrowed.files).toEqual({ ...files, incomplete: 1 });
  expect(narrowed.baseline?.absent).toEqual([absent('src/broken.ts')]);
  expect(narrowed.contract.title).toEqual(both('Security exhibit', 'セキュリティ付属書'));
});
