/** Findings that fail no run, in every report: those that are waived, and those of the baseline. */
import Ajv from 'ajv/dist/2020.js';
import type { Log, Result } from 'sarif';
import { describe, expect, it } from 'vitest';
import { exitCode } from '../../cli/commands/reporting.ts';
import { run } from '../../cli/main.ts';
import { formats } from '../../cli/options.ts';
import { type RenderOptions, render } from '../../cli/reporters/render.ts';
import schema from '../../cli/reporters/report.schema.json' with { type: 'json' };
import type { BaselineOutcome } from '../../cli/session.ts';
import type { Finding, Report, Waived } from '../../engine/workspace/report.ts';
import { both, contract, fakeIo, fakeProduct, pages, place, plainScreen, sampleReport, tlsFinding, wickedPath } from './fixtures.ts';
import { all, parseMarkup, textOf } from './markup-parser.ts';

const old: Finding = {
  ...tlsFinding,
  message: { ...tlsFinding.message, what: both('An old one.', '以前からの検出です。') },
  place: place('src/old.ts', 3, 1),
  fingerprint: '01d',
  baseline: 'unchanged',
  firstDetected: '2026-01-20',
};
const waived: Waived = {
  finding: {
    ...tlsFinding,
    message: { ...tlsFinding.message, what: both('A waived one.', '免除された検出です。') },
    place: place('src/waived.ts', 5, 1),
    fingerprint: '3a1ed',
    baseline: 'new',
  },
  waiver: {
    form: 'comment',
    reason: 'A <b>partner</b> | \u001b[31m needs it',
    owner: 'team & co',
    until: '2026-02-20',
    place: place(wickedPath, 4, 1),
  },
};
const later: Waived = {
  finding: { ...waived.finding, fingerprint: '1a7e2' },
  waiver: { ...waived.waiver, form: 'config', until: '2026-03-01' },
};

/** Only findings that fail no run; the clause is broken three times. */
const quietReport: Report = sampleReport({
  findings: [old],
  waived: [later, waived],
  baseline: {
    path: '.clauselint-baseline.json',
    absent: [{ rule: 'weak-cipher', path: 'src/gone.ts', fingerprint: 'abc', firstDetected: '2026-01-20' }],
  },
  incomplete: [],
  tallies: [
    { clause: '3.E', title: both('Encryption', '暗号化'), kept: 5, broken: 3, waived: 2, unknown: 0, unknownWhy: [], notJudged: false },
  ],
});
const loudReport: Report = { ...quietReport, findings: [old, { ...tlsFinding, baseline: 'new' }] };

function options(change: Partial<RenderOptions> = {}): RenderOptions {
  return {
    version: '0.1.0',
    quiet: false,
    evidence: false,
    exitCode: 0,
    stats: undefined,
    sarifProfile: undefined,
    fixesOf: undefined,
    prefix: { github: '', gitlab: '' },
    clauses: () => contract.clauses,
    pages: () => pages,
    ...change,
  };
}
const en = (format: (typeof formats)[number], report: Report, change: Partial<RenderOptions> = {}): string =>
  render(format, report, plainScreen('en'), options(change));

describe('the exit code', () => {
  it('is 0 with nothing but what is waived or was known, and 1 with anything new', () => {
    expect(exitCode(quietReport, 0)).toBe(0);
    expect(exitCode(loudReport, undefined)).toBe(1);
    expect(exitCode(sampleReport({ findings: [{ ...old, severity: 'warning' }], incomplete: [] }), 0)).toBe(0);
    expect(exitCode(sampleReport({ findings: [{ ...old, severity: 'warning', baseline: 'new' }], incomplete: [] }), 0)).toBe(1);
  });
});

describe('stylish', () => {
  it('tells how many are put off, until when, and what is stale', () => {
    expect(en('stylish', quietReport).split('\n').slice(-10)).toEqual(
      [
        'Security exhibit 1.0, as of 2026-02-03',
        '  clause                 kept   broken   waived  unknown',
        '  3.E     Encryption        5        3        2        0',
        '',
        '41 files analysed · Left out: 3 tests, 1 generated',
        '2 files not analysed, or not whole: see above',
        '2 findings are waived; the next waiver ends on 2026-02-20.',
        '1 finding in the baseline (.clauselint-baseline.json), unchanged.',
        '1 baseline entry is met no more. To remove it: clauselint baseline --prune',
        'No new broken promise found.',
        '',
      ].slice(1),
    );
  });

  it('says it in Japanese', () => {
    const text = render('stylish', quietReport, plainScreen('ja'), options());
    expect(text).toContain('免除中 2 件。次の期限は 2026-02-20 です。');
    expect(text).toContain('新しい違反は見つかりませんでした。');
  });
});

describe.each(formats)('%s', (format) => {
  const isForAuditors = format === 'html' || format === 'json' || format === 'sarif';

  it('lists what is new', () => {
    expect(en(format, loudReport)).toContain('The server accepts TLS 1.0');
  });

  it(isForAuditors ? 'lists what is put off, and marks it' : 'does not list what is put off', () => {
    const text = en(format, loudReport);
    expect(text.includes('An old one.')).toBe(isForAuditors);
    expect(text.includes('A waived one.')).toBe(isForAuditors);
  });

  it('does not speak of waivers or a baseline where there are none', () => {
    const report = sampleReport();
    expect(en(format, report)).not.toMatch(/baseline[^"]|suppressions|is waived|are waived/i);
  });
});

describe('json', () => {
  const validate = new Ajv({ strict: true, allErrors: true }).compile(schema);
  it.each([quietReport, loudReport])('keeps to its schema', (report) => {
    validate(JSON.parse(en('json', report)));
    expect(validate.errors).toBeNull();
  });

  it('tells all of a waiver', () => {
    const read = JSON.parse(en('json', quietReport)) as Report;
    expect(read.waived[1]).toMatchObject({ finding: { fingerprint: '3a1ed' }, waiver: waived.waiver });
    expect(read.findings[0]).toMatchObject({ baseline: 'unchanged', firstDetected: '2026-01-20' });
    expect(read.baseline?.absent).toHaveLength(1);
  });
});

describe('sarif', () => {
  const resultsOf = (report: Report, change: Partial<RenderOptions> = {}): readonly Result[] =>
    (JSON.parse(en('sarif', report, change)) as Log).runs[0]?.results ?? [];

  it('suppresses what is waived, with its reason, and gives every result a state', () => {
    const results = resultsOf(loudReport, { evidence: true });
    expect(results.map((one) => [one.kind, one.baselineState, one.suppressions?.map(({ kind, status }) => `${kind} ${status}`)])).toEqual([
      ['fail', 'unchanged', []],
      ['fail', 'new', []],
      ['fail', 'new', ['external accepted']],
      ['fail', 'new', ['inSource accepted']],
      ['pass', 'new', []],
      ['open', 'new', []],
      ['fail', 'absent', []],
    ]);
    expect(results[0]?.provenance?.firstDetectionTimeUtc).toBe('2026-01-20T00:00:00.000Z');
    expect(results[3]?.suppressions?.[0]?.justification).toMatch(/^A <b>partner<\/b> .* \(until 2026-02-20, owner: team & co\)$/);
  });

  it('holds back from GitHub what GitHub would take for open', () => {
    const results = resultsOf(loudReport, { sarifProfile: 'github' });
    expect(results.map((one) => [one.baselineState, one.suppressions])).toEqual([
      ['unchanged', undefined],
      ['new', undefined],
    ]);
  });
});

it('junit never shows a clause as passed whose breaches are put off', () => {
  const text = en('junit', quietReport);
  expect(text).toContain('<skipped message="3 places break it, 2 of them waived, 1 of them in the baseline"/>');
  expect(text).toContain('failures="0"');
});

it('html shows who answers for a waiver, and escapes what they wrote', () => {
  const text = en('html', quietReport);
  expect(all(parseMarkup(text), 'h4').map(textOf)).toEqual(['error An old one.', 'Waived (2)']);
  expect(text).toContain('until 2026-02-20, owner: team &amp; co. A &lt;b&gt;partner&lt;/b&gt;');
  expect(text).toContain('in the baseline since 2026-01-20');
  expect(text).not.toContain('<b>partner');
});

describe('the command baseline', () => {
  const done: BaselineOutcome = { ok: true, file: 'b.json', total: 7, added: 0, removed: 2, refused: 0, incomplete: 0 };
  const ran = async (outcome: BaselineOutcome, ...argv: string[]): Promise<[number, string, string]> => {
    const io = fakeIo();
    const code = await run(['baseline', ...argv], io, fakeProduct(sampleReport(), { baseline: () => Promise.resolve(outcome) }));
    return [code, io.out.join(''), io.err.join('')];
  };

  it('tells what it wrote', async () => {
    expect(await ran(done)).toEqual([0, 'Baseline b.json: 7 findings (0 added, 2 removed).\n', '']);
  });

  it('fails when there is more than it may take in, unless it was to prune only', async () => {
    const [code, , err] = await ran({ ...done, refused: 3 });
    expect(code).toBe(1);
    expect(err).toContain('3 findings are not in the baseline, which only shrinks.');
    expect(err).toContain('--accept-new');
    expect((await ran({ ...done, refused: 3 }, '--prune'))[0]).toBe(0);
  });

  it('does not vouch for files that it could not look at', async () => {
    const [code, , err] = await ran({ ...done, incomplete: 1 });
    expect(code).toBe(2);
    expect(err).toContain('1 file was not analysed, or not whole');
  });

  it('says why nothing was written', async () => {
    const [code, out, err] = await ran({
      ok: false,
      problems: [],
      reason: both('Nothing there.', 'ありません。'),
      remedy: both('Look.', '確認してください。'),
    });
    expect([code, out, err]).toEqual([2, '', 'clauselint: Nothing there.\n  Look.\n']);
  });
});
