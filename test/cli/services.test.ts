/** The reports with an entry a finding: compact, GitHub annotations, GitLab Code Quality, Checkstyle. */
import { describe, expect, it } from 'vitest';
import { checkstyle } from '../../cli/reporters/checkstyle.ts';
import { compact } from '../../cli/reporters/compact.ts';
import { github } from '../../cli/reporters/github.ts';
import { gitlab } from '../../cli/reporters/gitlab.ts';
import type { Finding } from '../../engine/workspace/report.ts';
import { keyFinding, plainScreen, sampleReport, tlsFinding, wickedPath } from './fixtures.ts';
import { all, parseMarkup } from './markup-parser.ts';

const en = plainScreen('en');
const ja = plainScreen('ja');
const loud = { quiet: false, prefix: '' };
const shownPath = 'src/\\u{1b}[31m赤\\u{202e}#50%/鍵 管理.ts';
const crashed = { path: 'src/deep.ts', reason: 'crash', detail: 'stack' } as const;
const many = (count: number, finding: Finding): Finding[] => Array.from({ length: count }, () => finding);

describe('compact', () => {
  it('has a line a finding, and one for each file not analysed whole', () => {
    expect(compact(sampleReport(), en, loud).split('\n')).toEqual([
      'src/server.ts:12:5: error tls-min-version The server accepts TLS 1.0 [3.E]',
      'src/server.ts:120:1: info unauthenticated-cipher The server accepts TLS 1.0 [3.E]',
      `${shownPath}:7:9: warning weak-cipher The cipher "aes-128-🔑\\u{1b}]0;x\\u{7}" is too weak. See [here](https://example.com). [3.E, 4.E.ii]`,
      "src/broken.ts:3:1: warning incomplete/syntax does not parse; analysed as far as it does: '}' expected",
      'src/logo.ts:1:1: warning incomplete/binary is not text',
      '',
    ]);
  });

  it('speaks Japanese, but keeps the severities that programs look for', () => {
    expect(compact(sampleReport(), ja, loud)).toContain(
      'src/server.ts:12:5: error tls-min-version サーバーが TLS 1.0 を受け付けます。 [3.E]\n',
    );
  });

  it('lists errors only with --quiet, and is empty when there is nothing', () => {
    expect(
      compact(sampleReport({ incomplete: [crashed] }), en, { quiet: true })
        .split('\n')
        .map((line) => line.split(' ')[2]),
    ).toEqual(['tls-min-version', 'incomplete/crash', undefined]);
    expect(compact(sampleReport({ findings: [], incomplete: [] }), en, loud)).toBe('');
  });
});

describe('github', () => {
  it('writes commands, the worst first, with places, clauses and all sentences', () => {
    const lines = github(sampleReport({ incomplete: [crashed] }), en, loud)
      .trimEnd()
      .split('\n');
    expect(lines[0]).toBe(
      '::error file=src/server.ts,line=12,endLine=12,col=5,endColumn=9,title=tls-min-version (3.E)::' +
        'The server accepts TLS 1.0%0ACustomer data in transit is promised TLS 1.2 or later.%0ASet minVersion to "TLSv1.2".',
    );
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['::error', '::error', '::warning', '::notice']);
    expect(lines[1]).toContain('file=src/deep.ts,line=1,');
    expect(lines[2]).toContain('#50%25/鍵 管理.ts,line=7');
    expect(lines[2]).toContain('title=weak-cipher (3.E%2C 4.E.ii)::');
  });

  it('gives no columns to a finding of several lines, which GitHub would refuse', () => {
    const finding = { ...tlsFinding, place: { ...tlsFinding.place, endLine: 14 } };
    expect(github(sampleReport({ findings: [finding], incomplete: [] }), en, loud)).toContain(',line=12,endLine=14,title=');
  });

  it('cuts at ten of a level and says how many', () => {
    const findings = [...many(12, keyFinding), ...many(11, tlsFinding), ...many(30, { ...tlsFinding, severity: 'info' })];
    const lines = github(sampleReport({ findings, incomplete: [] }), en, loud)
      .trimEnd()
      .split('\n');
    const count = (level: string): number => lines.filter((line) => line.startsWith(`::${level} `)).length;
    expect([count('error'), count('warning'), count('notice')]).toEqual([10, 10, 10]);
    expect(lines.at(-1)).toBe(
      '::notice title=Clauselint::GitHub shows few annotations of a run: 24 of 53 are left out here, the least severe first.',
    );
    expect(github(sampleReport({ findings, incomplete: [] }), ja, loud)).toContain('53 件のうち重大度の低い 24 件を省略しました');
    expect(github(sampleReport(), en, loud)).not.toContain('left out');
  });

  it('keeps a message from being a second command', () => {
    const trap = 'a\r\n::set-output name=x::y\n%0A::error::z';
    const message = { ...tlsFinding.message, what: { en: trap, ja: trap } };
    const place = { ...tlsFinding.place, path: 'a,line=1::b%0A.ts' };
    const text = github(sampleReport({ findings: [{ ...tlsFinding, message, place }], incomplete: [] }), en, loud);
    expect(text.split('\n')).toHaveLength(2);
    expect(text).toContain('file=a%2Cline=1%3A%3Ab%250A.ts,line=12,');
    expect(text).toContain('::a\\u{d} ::set-output name=x::y %250A::error::z%0A');
  });

  it('counts paths from the repository', () => {
    expect(github(sampleReport(), en, { quiet: false, prefix: 'packages/a/' })).toContain('file=packages/a/src/server.ts,');
  });
});

interface Issue {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: string;
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

describe('gitlab', () => {
  const issues = (text: string): readonly Issue[] => JSON.parse(text) as Issue[];

  it('has every member that the widget needs', () => {
    const all = issues(gitlab(sampleReport(), en, { quiet: false, prefix: 'packages/a/' }));
    expect(all[0]).toEqual({
      description:
        'tls-min-version (3.E): The server accepts TLS 1.0. Customer data in transit is promised TLS 1.2 or later. Set minVersion to "TLSv1.2".',
      check_name: 'tls-min-version',
      fingerprint: '00ff00ff00ff00ff',
      severity: 'critical',
      location: { path: 'packages/a/src/server.ts', lines: { begin: 12, end: 12 } },
    });
    expect(all.map((one) => one.severity)).toEqual(['critical', 'info', 'major', 'major', 'major']);
    expect(all[2]?.location.path).toBe(`packages/a/${wickedPath}`);
    for (const one of all) {
      expect(one.description.startsWith(one.check_name)).toBe(true);
      expect(one.location.path).not.toMatch(/^\.?\//);
    }
  });

  it('tells equal fingerprints apart, always in the same way', () => {
    const report = sampleReport({ findings: many(4, tlsFinding), incomplete: [crashed, crashed] });
    const prints = issues(gitlab(report, en, loud)).map((one) => one.fingerprint);
    expect(prints[0]).toBe(tlsFinding.fingerprint);
    expect(new Set(prints).size).toBe(6);
    expect(issues(gitlab(report, ja, loud)).map((one) => one.fingerprint)).toEqual(prints);
  });

  it('speaks Japanese, is an empty array for nothing, and knows --quiet', () => {
    expect(issues(gitlab(sampleReport(), ja, loud))[0]?.description).toMatch(
      /^tls-min-version\(3\.E\): サーバーが TLS 1\.0 を受け付けます。転送中/,
    );
    expect(issues(gitlab(sampleReport({ findings: [], incomplete: [] }), en, loud))).toEqual([]);
    expect(issues(gitlab(sampleReport({ incomplete: [] }), en, { quiet: true, prefix: '' }))).toHaveLength(1);
  });
});

describe('checkstyle', () => {
  it('is well-formed, with the files in order and each finding in its own', () => {
    const root = parseMarkup(checkstyle(sampleReport(), en, loud));
    expect([root.name, root.attributes]).toEqual(['checkstyle', { version: '4.3' }]);
    expect(all(root, 'file').map((file) => [file.attributes['name'], all(file, 'error').length])).toEqual([
      [shownPath, 1],
      ['src/broken.ts', 1],
      ['src/logo.ts', 1],
      ['src/server.ts', 2],
    ]);
    expect(all(root, 'error')[3]?.attributes).toEqual({
      line: '12',
      column: '5',
      severity: 'error',
      message: 'The server accepts TLS 1.0. Customer data in transit is promised TLS 1.2 or later. Set minVersion to "TLSv1.2". [3.E]',
      source: 'clauselint.tls-min-version',
    });
    expect(all(root, 'error')[1]?.attributes['source']).toBe('clauselint.incomplete.syntax');
  });

  it('puts what was not analysed beside the findings of the same file', () => {
    const report = sampleReport({ findings: [tlsFinding], incomplete: [{ ...crashed, path: 'src/server.ts' }] });
    expect(all(parseMarkup(checkstyle(report, ja, loud)), 'file')).toHaveLength(1);
  });

  it('is a document also when there is nothing to tell', () => {
    expect(parseMarkup(checkstyle(sampleReport({ findings: [], incomplete: [] }), en, loud)).name).toBe('checkstyle');
  });
});
