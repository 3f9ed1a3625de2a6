/** What the words of the command line mean. */
import { describe, expect, it } from 'vitest';
import { parseArgs } from '../../cli/args.ts';
import type { BaselineCommand, CheckCommand, Command } from '../../cli/command.ts';

const command = (...argv: string[]): Command => parseArgs(argv, {}).command;
const checked = (...argv: string[]): CheckCommand => {
  const parsed = command('check', ...argv);
  if (parsed.is !== 'check') throw new Error(`not understood: ${JSON.stringify(parsed)}`);
  return parsed;
};

describe('check', () => {
  it('has its defaults', () => {
    expect(checked()).toEqual({
      is: 'check',
      paths: ['.'],
      reports: [{ format: 'stylish', file: undefined }],
      sarifProfile: undefined,
      config: undefined,
      now: undefined,
      quiet: false,
      maxWarnings: undefined,
      stats: false,
      evidence: false,
      baseline: undefined,
      facts: [],
      look: { is: 'disk' },
      policyFrom: undefined,
      allowEmpty: false,
    });
  });

  it.each<[string[], Partial<CheckCommand>]>([
    [['src', 'infra'], { paths: ['src', 'infra'] }],
    [['--format', 'json'], { reports: [{ format: 'json', file: undefined }] }],
    [['--format=sarif'], { reports: [{ format: 'sarif', file: undefined }] }],
    [['-f', 'sarif', '-o', 'out.sarif'], { reports: [{ format: 'sarif', file: 'out.sarif' }] }],
    [['-o', 'out.txt'], { reports: [{ format: 'stylish', file: 'out.txt' }] }],
    [['-f', 'html:C:\\out\\r.html'], { reports: [{ format: 'html', file: 'C:\\out\\r.html' }] }],
    [
      ['-f', 'stylish', '--format=sarif:out.sarif', '-f', 'junit:a b/report.xml'],
      {
        reports: [
          { format: 'stylish', file: undefined },
          { format: 'sarif', file: 'out.sarif' },
          { format: 'junit', file: 'a b/report.xml' },
        ],
      },
    ],
    [['-f', 'sarif', '--sarif-profile', 'github'], { sarifProfile: 'github' }],
    [['--config=a=b.jsonc'], { config: 'a=b.jsonc' }],
    [['--now', '2024-02-29'], { now: '2024-02-29' }],
    [['src', '-q', 'infra', '--stats', '--evidence'], { paths: ['src', 'infra'], quiet: true, stats: true, evidence: true }],
    [['--max-warnings', '0'], { maxWarnings: 0 }],
    [['--baseline', 'b.json'], { baseline: 'b.json' }],
    [['--no-baseline'], { baseline: false }],
    [['--facts', 'a', 'src', '--facts=*/b'], { facts: ['a', '*/b'], paths: ['src'] }],
    [['--staged', 'src'], { look: { is: 'staged' }, paths: ['src'] }],
    [['--since', 'origin/main'], { look: { is: 'since', revision: 'origin/main' } }],
    [['--files-from', '-', '--allow-empty'], { look: { is: 'files-from', file: '-' }, allowEmpty: true }],
    [['--stdin', '--stdin-filename', 'a b.ts'], { look: { is: 'stdin', file: 'a b.ts' } }],
    [['--quiet', '--', '--format', '-x'], { quiet: true, paths: ['--format', '-x'] }],
  ])('understands %j', (argv, expected) => {
    expect(checked(...argv)).toMatchObject(expected);
  });

  it('takes options before the command too', () => {
    expect(command('--format', 'json', 'check', 'src')).toMatchObject({ is: 'check', reports: [{ format: 'json' }], paths: ['src'] });
  });
});

describe('baseline', () => {
  it.each<[string[], Partial<BaselineCommand>]>([
    [[], { paths: ['.'], mode: 'write', file: undefined, config: undefined, now: undefined }],
    [['src', '--prune'], { paths: ['src'], mode: 'prune' }],
    [['--accept-new', '--now', '2026-01-15'], { mode: 'accept-new', now: '2026-01-15' }],
    [['--baseline', 'b.json', '-c', 'c.jsonc'], { file: 'b.json', config: 'c.jsonc' }],
  ])('understands %j', (argv, expected) => {
    expect(command('baseline', ...argv)).toMatchObject({ is: 'baseline', ...expected });
  });

  it('does not take what excludes each other', () => {
    expect(command('baseline', '--prune', '--accept-new')).toMatchObject({ is: 'mistake', key: 'error.eitherOption' });
    expect(command('check', '--baseline', 'b', '--no-baseline')).toMatchObject({ is: 'mistake', key: 'error.eitherOption' });
    expect(command('check', '--prune')).toMatchObject({ is: 'mistake', key: 'error.wrongCommand' });
  });
});

describe('the stages', () => {
  it.each<[string[], object]>([
    [['facts', '--output', 'f'], { is: 'facts', paths: ['.'], output: 'f', config: undefined }],
    [['facts', 'a', 'b', '-o', 'f', '-c', 'c.jsonc'], { is: 'facts', paths: ['a', 'b'], output: 'f', config: 'c.jsonc' }],
    [['assess', '-o', 'x'], { is: 'assess', paths: ['.'], output: 'x', facts: [], cache: undefined }],
    [['assess', 'a', '-o', 'x', '--facts', 'f', '--facts', 'g', '--no-cache'], { facts: ['f', 'g'], cache: false }],
    [['conclude', 'x'], { is: 'conclude', files: ['x'], reports: [{ format: 'stylish', file: undefined }], allowEmpty: false }],
    [
      ['conclude', 'x', 'y', '--now', '2026-01-15', '--no-baseline', '-f', 'json:r.json', '--max-warnings', '0'],
      { files: ['x', 'y'], now: '2026-01-15', baseline: false, reports: [{ format: 'json', file: 'r.json' }], maxWarnings: 0 },
    ],
  ])('understands %j', (argv, expected) => {
    expect(command(...argv)).toMatchObject(expected);
  });

  it.each<[string[], string]>([
    [['facts'], 'error.missingOption'],
    [['assess', 'src'], 'error.missingOption'],
    [['conclude'], 'error.missingArgument'],
    [['facts', '-o', 'f', '--facts', 'g'], 'error.wrongCommand'],
    [['assess', '-o', 'x', '--now', '2026-01-15'], 'error.wrongCommand'],
    [['assess', '-o', 'x', '--baseline', 'b'], 'error.wrongCommand'],
    [['conclude', 'x', '--facts', 'f'], 'error.wrongCommand'],
    [['conclude', 'x', '--staged'], 'error.wrongCommand'],
    [['conclude', 'x', '-f', 'json', '-f', 'sarif'], 'error.oneToStdout'],
    [['conclude', 'x', '--baseline', 'b', '--no-baseline'], 'error.eitherOption'],
    [['check', '--facts', 'f', '--fix'], 'error.eitherOption'],
    [['check', '--facts', 'f', '--fix-dry-run'], 'error.eitherOption'],
    [['check', '--facts', 'f', '--cache-dir', 'c'], 'error.eitherOption'],
    [['assess', '-o', 'x', '--facts', 'f', '--cache-dir', 'c'], 'error.eitherOption'],
    [['assess', '-o', 'x', '--cache-dir', 'c', '--no-cache'], 'error.eitherOption'],
  ])('does not take %j', (argv, key) => {
    expect(command(...argv)).toMatchObject({ is: 'mistake', key });
  });
});

describe('the other commands', () => {
  it.each<[string[], object]>([
    [['explain', '3.E'], { is: 'explain', subject: '3.E' }],
    [['trace', 'src/a.ts:12:5'], { is: 'trace', file: 'src/a.ts', line: 12, column: 5 }],
    [['trace', 'C:\\a b\\c.ts:1:2', '-c', 'x.jsonc'], { is: 'trace', file: 'C:\\a b\\c.ts', line: 1, column: 2, config: 'x.jsonc' }],
    [['lsp', '--stdio'], { is: 'lsp' }],
    [['--version'], { is: 'version' }],
    [['check', '-v'], { is: 'version' }],
    [['--help'], { is: 'help', topic: undefined, asked: true }],
    [['help', 'trace'], { is: 'help', topic: 'trace', asked: true }],
    [['explain', '--help'], { is: 'help', topic: 'explain', asked: true }],
    [[], { is: 'help', topic: undefined, asked: false }],
  ])('understands %j', (argv, expected) => {
    expect(command(...argv)).toMatchObject(expected);
  });
});

describe('mistakes', () => {
  it.each<[string[], string, string | undefined]>([
    [['chekc'], 'error.unknownCommand', 'check'],
    [['help', 'explian'], 'error.unknownCommand', 'explain'],
    [['check', '--fromat', 'json'], 'error.unknownOption', '--format'],
    [['check', '-quiet'], 'error.unknownOption', '--quiet'],
    [['check', '--zzzzzz'], 'error.unknownOption', undefined],
    [['check', '--format', 'sarf'], 'error.choice', 'sarif'],
    [['check', '--format', 'xml'], 'error.choice', undefined],
    [['check', '--format', 'juint:report.xml'], 'error.choice', 'junit'],
    [['check', '--format', 'sarif:'], 'error.formatFile', undefined],
    [['check', '--format', 'sarif:reports/'], 'error.formatFile', undefined],
    [['check', '--format', 'json', '--format', 'sarif'], 'error.oneToStdout', undefined],
    [['check', '--format', 'json:a', '--format', 'sarif:./b/../a'], 'error.sameFile', undefined],
    [['check', '--format', 'json:a', '--output', 'b'], 'error.outputOfOne', undefined],
    [['check', '--format', 'json', '--format', 'sarif:a', '--output', 'b'], 'error.outputOfOne', undefined],
    [['check', '--sarif-profile', 'github'], 'error.profileOfSarif', undefined],
    [['check', '--staged', '--since', 'main'], 'error.oneView', undefined],
    [['check', '--stdin'], 'error.stdinPair', undefined],
    [['check', '--stdin-filename', 'a.ts'], 'error.stdinPair', undefined],
    [['check', 'src', '--files-from', 'list'], 'error.pathsTwice', undefined],
    [['check', '--format', 'sarif', '--sarif-profile', 'gitlab'], 'error.choice', 'github'],
    [['check', '--format'], 'error.needsValue', undefined],
    [['check', '--output='], 'error.needsValue', undefined],
    [['check', '--output', '--quiet'], 'error.needsValue', undefined],
    [['check', '--quiet=yes'], 'error.noValue', undefined],
    [['check', '--now', '2026-02-30'], 'error.date', undefined],
    [['check', '--now', 'today'], 'error.date', undefined],
    [['check', '--max-warnings', 'many'], 'error.number', undefined],
    [['check', '--max-warnings=-1'], 'error.number', undefined],
    [['check', '--fix', '--fix-dry-run'], 'error.eitherOption', undefined],
    [['check', '--fix-dry-run', '--format', 'json'], 'error.diffToStdout', undefined],
    [['explain', '3.E', '--fix'], 'error.wrongCommand', undefined],
    [['explain'], 'error.missingArgument', undefined],
    [['explain', 'a', 'b'], 'error.extraArgument', undefined],
    [['explain', 'a', '--quiet'], 'error.wrongCommand', undefined],
    [['lsp'], 'error.lspStdio', undefined],
    [['lsp', 'x', '--stdio'], 'error.lspStdio', undefined],
    [['check', '--stdio'], 'error.wrongCommand', undefined],
    [['trace', 'a.ts'], 'error.place', undefined],
    [['trace', 'a.ts:0:1'], 'error.place', undefined],
  ])('%j is %s', (argv, key, suggestion) => {
    const parsed = command(...argv);
    expect(parsed).toMatchObject({ is: 'mistake', key });
    if (parsed.is === 'mistake') expect(parsed.hint.values['suggestion']).toBe(suggestion);
  });

  it('takes a path for a forgotten command', () => {
    expect(command('src/app')).toMatchObject({ is: 'mistake', hint: { key: 'error.pathsNeedCheck', values: { word: 'src/app' } } });
  });

  it('tells the first of several', () => {
    expect(command('check', '--one-thing', '--format', 'xml')).toMatchObject({ key: 'error.unknownOption' });
  });
});

describe('language and colour', () => {
  it('obeys --locale, also after a mistake', () => {
    expect(parseArgs(['check', '--nonsense', '--locale', 'ja'], { LANG: 'en_US' }).locale).toBe('ja');
  });

  it('falls back to the environment', () => {
    expect(parseArgs(['check', '--locale', 'fr'], { LANG: 'ja_JP' }).locale).toBe('ja');
  });

  it.each<[string[], boolean | undefined]>([
    [['--color'], true],
    [['--no-color'], false],
    [[], undefined],
  ])('%j sets the colours to %s', (argv, colour) => {
    expect(parseArgs(['check', ...argv], {}).colour).toBe(colour);
  });
});
