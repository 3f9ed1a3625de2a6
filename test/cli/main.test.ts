/** The command line as a whole, with a product that only pretends: exit codes, streams, files, help. */
import { describe, expect, it } from 'vitest';
import type { Io } from '../../cli/io.ts';
import { run } from '../../cli/main.ts';
import { commands, formats, options } from '../../cli/options.ts';
import type { Product } from '../../cli/session.ts';
import type { Report } from '../../engine/workspace/report.ts';
import { both, contract, type FakeIo, fakeIo, fakeProduct, keyFinding, sampleReport, tlsFinding } from './fixtures.ts';

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly io: FakeIo;
}

async function ran(line: string, product: Product = fakeProduct(), change: Partial<Io> = {}): Promise<Ran> {
  const io = fakeIo(change);
  const code = await run(line === '' ? [] : line.split(' '), io, product);
  return { code, out: io.out.join(''), err: io.err.join(''), io };
}

const clean: Partial<Report> = { findings: [], incomplete: [] };
const noFiles = { analysed: 0, tests: 0, generated: 0, minified: 0, ignored: 0, incomplete: 0 };
const warned = (count: number): Partial<Report> => ({ ...clean, findings: Array.from({ length: count }, () => keyFinding) });
const broken = (reason: 'crash' | 'timeout' | 'unreadable' | 'syntax' | 'binary'): Partial<Report> => ({
  findings: [],
  incomplete: [{ path: 'a.ts', reason, detail: '' }],
});

describe('exit codes of check', () => {
  it.each<[string, Partial<Report>, number]>([
    ['check', clean, 0],
    ['check', { ...clean, findings: [tlsFinding] }, 1],
    ['check', { ...clean, findings: [{ ...tlsFinding, severity: 'info' }] }, 0],
    ['check', warned(3), 0],
    ['check --max-warnings 3', warned(3), 0],
    ['check --max-warnings 2', warned(3), 1],
    ['check --max-warnings 2 --quiet', warned(3), 1],
    ['check', { ...clean, files: noFiles }, 2],
    ['check', { ...clean, files: { ...noFiles, tests: 4 } }, 2],
    ['check', broken('syntax'), 0],
    ['check', broken('binary'), 0],
    ['check', broken('crash'), 2],
    ['check', broken('timeout'), 2],
    ['check', broken('unreadable'), 2],
    ['check', { ...broken('crash'), findings: [tlsFinding] }, 1],
  ])('%s, case %#', async (line, report, code) => {
    for (const format of formats) {
      expect((await ran(`${line} --format ${format}`, fakeProduct(sampleReport(report)))).code).toBe(code);
    }
  });

  it('is 2 when the product refuses, and tells each problem at its place', async () => {
    const product = fakeProduct(sampleReport(), {
      check: () =>
        Promise.resolve({
          ok: false,
          problems: [
            {
              file: 'clauselint.jsonc',
              line: 3,
              column: 7,
              message: both('Unknown term "tls".', '「tls」は不明です。'),
              remedy: both('Write tlsMin.', 'tlsMin と書いてください。'),
            },
          ],
          reason: both('The configuration cannot be used.', '設定を使えません。'),
          remedy: both('Correct it.', '修正してください。'),
        }),
    });
    const english = await ran('check --format json', product);
    expect(english).toMatchObject({ code: 2, out: '' });
    expect(english.err).toBe(
      'clauselint.jsonc:3:7  Unknown term "tls".\n  Write tlsMin.\nclauselint: The configuration cannot be used.\n  Correct it.\n',
    );
    expect((await ran('check', product, { env: { LANG: 'ja_JP.UTF-8' } })).err).toContain('clauselint: 設定を使えません。');
  });

  it('is 2 when the product fails, in whichever way', async () => {
    for (const check of [
      () => Promise.reject(new Error('bo\u001bom')),
      () => {
        throw new Error('bo\u001bom');
      },
    ]) {
      const { code, out, err } = await ran('check', fakeProduct(sampleReport(), { check }));
      expect([code, out]).toEqual([2, '']);
      expect(err).toContain('Clauselint itself failed: bo\\u{1b}om');
    }
  });

  it('says why a run was in vain', async () => {
    const none = await ran('check src lib', fakeProduct(sampleReport({ ...clean, files: noFiles })));
    expect(none.out).toBe('');
    expect(none.err).toContain('Nothing to analyse: no TypeScript or JavaScript file in "src, lib".');
    const left = await ran('check', fakeProduct(sampleReport({ ...clean, files: { ...noFiles, tests: 4, generated: 1 } })));
    expect(left.err).toContain('every file found in "." was left out (4 tests, 1 generated)');
    expect((await ran('check', fakeProduct(sampleReport(broken('crash'))))).err).toContain('1 file could not be analysed');
    const many = await ran('check --max-warnings 2', fakeProduct(sampleReport(warned(3))));
    expect(many.err).toContain('3 warnings, more than the 2 allowed');
  });
});

describe('check', () => {
  it('hands the request on', async () => {
    const product = fakeProduct();
    await ran('check a b --config c.jsonc --now 2026-05-01 --evidence', product);
    expect(product.requests[0]).toMatchObject({
      cwd: '/project',
      paths: ['a', 'b'],
      configFile: 'c.jsonc',
      now: '2026-05-01',
      evidence: true,
    });
  });

  it('sends findings to stdout and nothing else anywhere, in a pipe', async () => {
    const { out, err } = await ran('check');
    expect(out).toContain('The server accepts TLS 1.0');
    expect(err).toBe('');
    expect(out).not.toContain('\u001b');
  });

  it('colours a terminal, unless told not to', async () => {
    const isTTY = { stdout: true, stderr: false };
    expect((await ran('check', fakeProduct(), { isTTY })).out).toContain('\u001b[31m');
    expect((await ran('check --no-color', fakeProduct(), { isTTY })).out).not.toContain('\u001b');
    expect((await ran('check', fakeProduct(), { isTTY, env: { NO_COLOR: '1' } })).out).not.toContain('\u001b');
    expect((await ran('check --color')).out).toContain('\u001b[31m');
  });

  it('never colours a report for programs', async () => {
    for (const format of formats.slice(1)) expect((await ran(`check --color --format ${format}`)).out).not.toContain('\u001b');
  });

  it('shows progress on a terminal and takes it away before the report', async () => {
    const order: string[] = [];
    const io = fakeIo({
      isTTY: { stdout: true, stderr: true },
      stdout: () => void order.push('report'),
      stderr: (text) => void order.push(text),
    });
    await run(['check'], io, fakeProduct());
    expect(order.slice(0, 3)).toEqual([expect.stringContaining('Reading files 0/10 (0 %)'), '\r\u001b[2K', 'report']);
  });

  it('writes the report to a file', async () => {
    const { io, out, err, code } = await ran('check --format json --output r.json', fakeProduct(), { env: { FORCE_COLOR: '1' } });
    expect([code, out]).toEqual([1, '']);
    expect(err).toBe('Report written to r.json.\n');
    expect(JSON.parse(io.files.get('r.json') ?? '')).toMatchObject({ schemaVersion: 1, exitCode: 1 });
    expect((await ran('check -o r.txt', fakeProduct(), { env: { FORCE_COLOR: '1' } })).io.files.get('r.txt')).not.toContain('\u001b');
  });

  it('is 2 when the file cannot be written', async () => {
    const writeFile = (): void => {
      throw new Error('EACCES');
    };
    const { code, err } = await ran('check -o no/r.txt', fakeProduct(sampleReport(clean)), { writeFile });
    expect(code).toBe(2);
    expect(err).toContain('The report cannot be written to no/r.txt: EACCES');
  });

  it('shows figures only when asked, on stderr and in json', async () => {
    const { out, err } = await ran('check --stats --format json');
    expect(err).toContain('  facts (ms)  12\n  cache       cold\n');
    expect(JSON.parse(out).stats).toEqual({ 'facts (ms)': 12, cache: 'cold' });
    expect((await ran('check --format json')).out).not.toContain('cold');
  });

  it('gives the same bytes twice, in every format and language', async () => {
    for (const format of formats) {
      for (const locale of ['en', 'ja']) {
        const line = `check --evidence --format ${format} --locale ${locale}`;
        expect((await ran(line)).out).toBe(
          (await ran(line, fakeProduct(), { clock: () => 77, env: { TZ: 'Asia/Tokyo' }, cwd: '/else' })).out,
        );
      }
    }
  });

  it('writes SARIF with the clauses of the report where the contract cannot be had', async () => {
    const refusal = { problems: [], reason: both('no', '否'), remedy: both('no', '否') };
    const { out } = await ran('check --format sarif', fakeProduct(sampleReport(), { contract: () => refusal }));
    expect(JSON.parse(out).runs[0].taxonomies[0].taxa.map((taxon: { id: string }) => taxon.id)).toEqual(['2', '3.E', '4.D', '6.A']);
  });
});

describe('explain', () => {
  it('shows a rule with its clauses, its title once', async () => {
    const { code, out } = await ran('explain TLS-min-version');
    expect(code).toBe(0);
    expect(out).toContain('tls-min-version\n\nServes\n  3.E  Encryption\n\nA server or client that agrees to TLS 1.0 breaks the promise.');
    expect(out.match(/TLS below the promised version/g)).toHaveLength(1);
  });

  it('shows a clause with its duties, figures and the rules that exist', async () => {
    const { code, out } = await ran('explain 3.e');
    expect(code).toBe(0);
    for (const text of [
      'Customer data is encrypted',
      'encrypt-in-transit',
      'tlsMin = 1.2',
      'illegible',
      '      tls-min-version  TLS below',
    ]) {
      expect(out).toContain(text);
    }
    expect(out).not.toContain('tls-of-the-future');
  });

  it('speaks Japanese', async () => {
    expect((await ran('explain 3.E --locale ja')).out).toContain('顧客データは転送中も保存時も暗号化します。');
    expect((await ran('explain tls-min-version --locale ja')).out).toContain('約束に反します。');
  });

  it('is 2 for what it does not know, and guesses', async () => {
    const { code, out, err } = await ran('explain tls-min-versoin');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('Did you mean tls-min-version?');
  });

  it('is 2 when the contract cannot be had', async () => {
    const refusal = { problems: [], reason: both('No contract.', '契約がありません。'), remedy: both('Write one.', '用意してください。') };
    expect(await ran('explain 3.E', fakeProduct(sampleReport(), { contract: () => refusal }))).toMatchObject({ code: 2, out: '' });
  });

  it('explains every clause of the contract', async () => {
    for (const { id, title } of contract.clauses) expect((await ran(`explain ${id}`)).out).toContain(title.en);
  });
});

describe('trace', () => {
  const step = { path: 'src/a.ts', line: 12, column: 7, note: both('declared here', 'ここで宣言'), code: "const min = 'TLSv1';" };
  const product = (unknown: boolean): Product =>
    fakeProduct(sampleReport(), {
      trace: () =>
        Promise.resolve({
          ok: true,
          value: both('"TLSv1"', '"TLSv1"'),
          steps: [step],
          unknownAt: unknown ? { ...step, line: 99 } : undefined,
        }),
    });

  it('shows the value, the way, and the code with a caret', async () => {
    const { code, out } = await ran('trace src/a.ts:1:1', product(false));
    expect(code).toBe(0);
    expect(out).toBe(
      [
        'Value',
        '  "TLSv1"',
        '',
        'How it is known',
        '  1. src/a.ts:12:7  declared here',
        "      12 │ const min = 'TLSv1';",
        '         │       ^',
        '',
      ].join('\n'),
    );
  });

  it('shows where it could go no further', async () => {
    expect((await ran('trace src/a.ts:1:1', product(true))).out).toContain('It cannot be followed beyond this place\n  ? src/a.ts:99:7');
  });

  it('is 2 when there is nothing to trace', async () => {
    expect(await ran('trace src/a.ts:1:1')).toMatchObject({ code: 2, out: '', err: 'clauselint: No expression there.\n  Point at one.\n' });
  });
});

describe('the stages', () => {
  it('say on stderr what was written, and what could not be read', async () => {
    expect(await ran('facts src -o f')).toMatchObject({
      code: 0,
      out: '',
      err: 'Facts of 2 files written to f.\n1 file could not be read and is not among them; a check names it.\n',
    });
    expect(await ran('assess src -o x --locale ja')).toMatchObject({
      code: 0,
      out: '',
      err: '2 ファイルの評価結果を x に書き込みました。\n',
    });
    const trouble = fakeProduct(sampleReport(), { assess: () => Promise.resolve({ ok: true, files: 1, cacheTrouble: 'EACCES' }) });
    expect((await ran('assess -o x', trouble)).err).toContain('the cache was not used: EACCES');
  });

  it('conclude as a check does', async () => {
    const findings = fakeProduct(sampleReport({ ...clean, findings: [tlsFinding] }));
    for (const format of formats) {
      const [one, other] = [await ran(`check --format ${format}`, findings), await ran(`conclude x --format ${format}`, findings)];
      expect([other.code, other.out]).toEqual([one.code, one.out]);
    }
    expect((await ran('conclude x --max-warnings 2', fakeProduct(sampleReport(warned(3))))).code).toBe(1);
    const empty = fakeProduct(sampleReport({ ...clean, files: noFiles }));
    expect(await ran('conclude x', empty)).toMatchObject({ code: 2, err: expect.stringContaining('file in "src"') });
    expect((await ran('conclude x --allow-empty', empty)).code).toBe(0);
  });

  it('are 2 when the product refuses', async () => {
    const refused = { ok: false, problems: [], reason: both('No.', '不可。'), remedy: both('Do.', '対処。') } as const;
    const refuse = (): Promise<typeof refused> => Promise.resolve(refused);
    const product = fakeProduct(sampleReport(), { facts: refuse, assess: refuse, conclude: refuse });
    for (const line of ['facts -o f', 'assess -o x', 'conclude x'])
      expect(await ran(line, product)).toMatchObject({ code: 2, out: '', err: 'clauselint: No.\n  Do.\n' });
  });
});

describe('help and version', () => {
  it('has a page for each command, with its options and no others', async () => {
    for (const name of commands) {
      for (const locale of ['en', 'ja']) {
        const { code, out } = await ran(`${name} --help --locale ${locale}`);
        expect(code).toBe(0);
        expect(out).toContain(`clauselint ${name} `);
        for (const option of options) {
          expect(new RegExp(`--${option.name}\\b(?!-)`).test(out.split(/\n(?:Exit codes|Examples|終了コード|例)\n/)[0] ?? '')).toBe(
            option.commands.includes(name),
          );
        }
      }
    }
  });

  it('is short enough for a terminal of 80 cells', async () => {
    const { out } = await ran('--help', fakeProduct(), { isTTY: { stdout: true, stderr: false }, columns: 80 });
    expect(Math.max(...out.split('\n').map((line) => line.replace(/\u001b\[\d+m/g, '').length))).toBeLessThanOrEqual(80);
  });

  it('goes to stderr, with 2, when nothing was asked', async () => {
    const { code, out, err } = await ran('');
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('clauselint check');
  });

  it('tells the version', async () => {
    expect(await ran('--version')).toMatchObject({ code: 0, out: 'clauselint 0.1.0\n', err: '' });
  });

  it('answers a mistake with 2, on stderr, in the reader’s language', async () => {
    const { code, out, err } = await ran('check --fromat json --locale ja');
    expect([code, out]).toEqual([2, '']);
    expect(err).toBe('clauselint: 「--fromat」というオプションはありません。\n  もしかして: --format\n');
  });
});
