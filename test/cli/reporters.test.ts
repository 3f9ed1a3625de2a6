/** The reports for people and for programs (SARIF has its own file). */
import Ajv from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { paint } from '../../cli/colour.ts';
import { json } from '../../cli/reporters/json.ts';
import schema from '../../cli/reporters/report.schema.json' with { type: 'json' };
import { stylish } from '../../cli/reporters/stylish.ts';
import type { Screen } from '../../cli/screen.ts';
import { speaker } from '../../cli/text.ts';
import { width } from '../../cli/width.ts';
import type { Locale } from '../../contract/types.ts';
import { sampleReport, wickedPath } from './fixtures.ts';

const screen = (locale: Locale, change: Partial<Screen> = {}): Screen => ({
  locale,
  say: speaker(locale),
  paint: paint(false),
  columns: Number.POSITIVE_INFINITY,
  ...change,
});
const everything = { quiet: false, evidence: true };

describe('stylish', () => {
  const english = stylish(sampleReport(), screen('en'), everything);

  it('tells a finding whole: place, severity, what, rule, why with its clause, remedy, trail', () => {
    expect(english).toContain(
      [
        'src/server.ts',
        '  12:5   error        The server accepts TLS 1.0  tls-min-version',
        '         3.E          Customer data in transit is promised TLS 1.2 or later.',
        '         to do        Set minVersion to "TLSv1.2".',
        '         path         1. src/options.ts:3:10  passed on as `options`',
        '                      2. src/config.ts:1:22  the constant is "TLSv1"',
        '',
        '  120:1  info  ',
      ].join('\n'),
    );
  });

  it('ends with the clauses, the files and the verdict', () => {
    expect(english.split('\n').slice(-10)).toEqual([
      'Security exhibit 1.0, as of 2026-02-03',
      '  clause                       kept   broken  unknown',
      '  3.E     Encryption             38        2        0',
      '  4.D     Place of storage        0        0       12  the region comes from the environment (9), parameter (3)',
      '  No evidence in this code: 6.A · No rule in this version: 2',
      '',
      '41 files analysed · Left out: 3 tests, 1 generated',
      '2 files not analysed, or not whole: see above',
      '3 findings: 1 error, 1 warning, 1 remark',
      '',
    ]);
  });

  it('names what was not analysed, and why', () => {
    expect(english).toContain(
      "  src/broken.ts:3:1  does not parse; analysed as far as it does\n    '}' expected\n  src/logo.ts  is not text\n",
    );
  });

  it('lists evidence only when asked', () => {
    expect(english).toContain('  unknown  4.D  infra/stack.ts:9:3  the region comes from the environment  hosting-region');
    expect(stylish(sampleReport(), screen('en'), { quiet: false, evidence: false })).not.toContain('infra/stack.ts');
  });

  it('speaks Japanese throughout', () => {
    const japanese = stylish(sampleReport(), screen('ja'), everything);
    expect(japanese).toContain('  12:5   エラー       サーバーが TLS 1.0 を受け付けます。  tls-min-version');
    expect(japanese).toContain('2. src/config.ts:1:22  定数は "TLSv1" です');
    expect(japanese).toContain('リージョンは環境変数から来ます(9 件)、parameter(3 件)');
    expect(japanese).toContain('検出 3 件: エラー 1 件、警告 1 件、情報 1 件');
    for (const word of ['error', 'warning', 'kept', 'finding', 'analysed', 'environment', 'to do']) expect(japanese).not.toContain(word);
  });

  it('lines the columns up in cells, also in Japanese', () => {
    const lines = stylish(sampleReport(), screen('ja'), everything).split('\n');
    const end = (start: string): number => {
      const line = lines.find((one) => one.startsWith(start)) ?? '';
      return width(/^.*?\S+\s+\S+\s+\S+\s+\S+\s+(?:\S+)/.exec(line)?.[0] ?? '');
    };
    expect(end('  3.E')).toBe(end('  4.D'));
    const head = lines.find((line) => line.startsWith('  条項')) ?? '';
    expect(width(head)).toBe(end('  3.E'));
  });

  it('shows controls and bidirectional marks of names and messages, and sends none', () => {
    expect(english).toContain('src/\\u{1b}[31m赤\\u{202e}#50%/鍵 管理.ts');
    expect(english).toContain('"aes-128-🔑\\u{1b}]0;x\\u{7}"');
    expect(english.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
  });

  it('keeps to the width of the terminal', () => {
    for (const locale of ['en', 'ja'] as const) {
      const findings = stylish(sampleReport({ incomplete: [] }), screen(locale, { columns: 60 }), { quiet: false, evidence: false });
      // A path is never broken: it is there to be clicked on.
      const listed = findings.split('\n').filter((line) => line.startsWith('  '));
      expect(listed.length).toBeGreaterThan(12);
      for (const line of listed) expect(width(line), line).toBeLessThanOrEqual(60);
    }
  });

  it('lists errors only with --quiet, counts the rest, and says so', () => {
    const quiet = stylish(sampleReport(), screen('en'), { quiet: true, evidence: false });
    expect(quiet).not.toContain('weak-cipher');
    expect(quiet).toContain('Only errors are listed; 2 other findings are left out (--quiet).');
    expect(quiet).toContain('3 findings: 1 error, 1 warning, 1 remark');
  });

  it('says that nothing was found only when nothing was', () => {
    const clean = sampleReport({ findings: [], incomplete: [] });
    expect(stylish(clean, screen('en'), everything)).toMatch(/No broken promise found\.\n$/);
    expect(stylish(sampleReport({ findings: [] }), screen('en'), everything)).toMatch(/No broken promise found in what was analysed\.\n$/);
    expect(english).not.toContain('No broken promise');
  });

  it('says the same with colours as without', () => {
    const coloured = stylish(sampleReport(), screen('en', { paint: paint(true) }), everything);
    expect(coloured).toContain('\u001b[31merror\u001b[39m');
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(english);
  });
});

describe('json', () => {
  const options = { version: '0.1.0', quiet: false, evidence: true, exitCode: 1, stats: { cache: 'cold', files: 3 } };
  const validate = new Ajv({ allErrors: true }).compile(schema);

  it.each([
    ['everything', sampleReport(), options],
    ['no evidence, no figures', sampleReport(), { ...options, evidence: false, stats: undefined }],
    ['an empty report', sampleReport({ findings: [], evidence: [], tallies: [], incomplete: [] }), { ...options, exitCode: 2 }],
  ])('follows its schema: %s', (_, report, given) => {
    validate(JSON.parse(json(report, given)));
    expect(validate.errors).toBeNull();
  });

  it('has a schema that refuses strangers', () => {
    const log = JSON.parse(json(sampleReport(), options));
    log.findings[0].place.startLine = 0;
    log.surprise = true;
    expect(validate(log)).toBe(false);
    expect(validate.errors?.map((error) => error.instancePath).sort()).toEqual(['', '/findings/0/place/startLine']);
  });

  it('carries both languages and names as they are', () => {
    const log = JSON.parse(json(sampleReport(), options));
    expect(log.findings[0].message.what).toEqual({ en: 'The server accepts TLS 1.0', ja: 'サーバーが TLS 1.0 を受け付けます。' });
    expect(log.findings[2].place.path).toBe(wickedPath);
    expect(log.evidence).toHaveLength(2);
  });

  it('leaves out what was not asked for', () => {
    const log = JSON.parse(json(sampleReport(), { ...options, quiet: true, evidence: false, stats: undefined }));
    expect(log.findings).toHaveLength(1);
    expect(log).not.toHaveProperty('evidence');
    expect(log).not.toHaveProperty('stats');
  });

  it('does not depend on the order of a report’s members', () => {
    const report = sampleReport();
    const turned = Object.fromEntries(
      Object.entries(report)
        .reverse()
        .map(([key, value]) => [
          key,
          key === 'findings' ? report.findings.map((one) => Object.fromEntries(Object.entries(one).reverse())) : value,
        ]),
    ) as unknown as typeof report;
    expect(json(turned, options)).toBe(json(report, options));
  });
});
