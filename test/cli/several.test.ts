/** Several reports in one run: each where it belongs, all or an exit code that says so. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Log } from 'sarif';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Io } from '../../cli/io.ts';
import { run } from '../../cli/main.ts';
import { formats } from '../../cli/options.ts';
import { catalogue } from '../../cli/text.ts';
import { type FakeIo, fakeIo, fakeProduct, sampleReport } from './fixtures.ts';

async function ran(
  argv: readonly string[],
  change: Partial<Io> = {},
  report = sampleReport(),
): Promise<FakeIo & { code: number; text: string }> {
  const io = fakeIo(change);
  const product = fakeProduct(report);
  const code = await run(['check', ...argv], io, product);
  expect(product.requests.length).toBeLessThanOrEqual(1);
  return { ...io, code, text: io.out.join('') };
}

const everyFormat = formats.flatMap((format) => ['--format', `${format}:out/${format}`]);

describe('several reports', () => {
  it('go each to its place, from one run', async () => {
    const { code, text, files, err } = await ran(['-f', 'stylish', '-f', 'sarif:out.sarif', '-f', 'junit:report.xml'], {
      env: { FORCE_COLOR: '1' },
    });
    expect(code).toBe(1);
    expect(text).toContain('\u001b[31merror\u001b[39m');
    expect([...files.keys()]).toEqual(['out.sarif', 'report.xml']);
    expect(JSON.parse(files.get('out.sarif') ?? '').version).toBe('2.1.0');
    expect(files.get('report.xml')).toContain('<testsuites name="Clauselint"');
    expect(err.join('')).toBe('Report written to out.sarif.\nReport written to report.xml.\n');
  });

  it('leave stdout empty when all have a file', async () => {
    const { text, files } = await ran(everyFormat);
    expect(text).toBe('');
    expect(files.size).toBe(formats.length);
  });

  it('are the same bytes as each alone, whenever and wherever', async () => {
    for (const locale of ['en', 'ja']) {
      const { files } = await ran([...everyFormat, '--evidence', '--locale', locale]);
      for (const format of formats) {
        const alone = await ran(['--format', format, '--evidence', '--locale', locale], {
          clock: () => 5,
          cwd: '/else',
          env: { TZ: 'Asia/Tokyo' },
        });
        expect(alone.text, format).toBe(files.get(`out/${format}`));
        expect(alone.text).not.toBe('');
      }
    }
  });

  it('hold no control and no bidirectional mark, in any format and language', async () => {
    for (const locale of ['en', 'ja']) {
      const { files } = await ran([...everyFormat, '--evidence', '--locale', locale]);
      for (const [name, text] of files)
        expect(text.replaceAll('\n', ''), name).not.toMatch(/[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/u);
    }
  });

  it('can be told of a run without anything to tell', async () => {
    const { code, files } = await ran(everyFormat, {}, sampleReport({ findings: [], evidence: [], tallies: [], incomplete: [] }));
    expect(code).toBe(0);
    expect([...files].filter(([, text]) => text === '').map(([name]) => name)).toEqual(['out/compact', 'out/github']);
  });

  it('count paths from the root of the repository where a service demands it', async () => {
    const change = {
      cwd: resolve('/repo/packages/a'),
      env: { GITHUB_WORKSPACE: resolve('/repo'), CI_PROJECT_DIR: resolve('/repo/packages') },
    };
    const { files } = await ran(everyFormat, change);
    expect(files.get('out/github')).toContain('file=packages/a/src/server.ts,');
    expect(JSON.parse(files.get('out/gitlab') ?? '')[0].location.path).toBe('a/src/server.ts');
    expect(files.get('out/compact')).toMatch(/^src\/server\.ts:/);
    const outside = await ran(['-f', 'github'], { cwd: resolve('/elsewhere'), env: { GITHUB_WORKSPACE: resolve('/repo') } });
    expect(outside.text).toMatch(/^::error file=src\/server\.ts,/);
  });
});

describe('files that cannot be written', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'clauselint-reports-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const onDisk = (): Partial<Io> => ({ cwd: folder, writeFile: (path, text) => writeFileSync(resolve(folder, path), text) });

  it('are told, make the run a 2, and keep no other report from being written', async () => {
    const { code, text, err } = await ran(['-f', 'compact', '-f', 'html:no/such/folder/r.html', '-f', 'gitlab:gl.json'], onDisk());
    expect(code).toBe(2);
    expect(text).toMatch(/^src\/server\.ts:12:5: error/);
    expect(err.join('')).toMatch(/The report cannot be written to no\/such\/folder\/r\.html: ENOENT.*\n {2}Name a file in a folder/);
    expect(err.join('')).toContain('Report written to gl.json.');
    expect(readdirSync(folder)).toEqual(['gl.json']);
    expect(JSON.parse(readFileSync(join(folder, 'gl.json'), 'utf8'))).toHaveLength(5);
  });

  it('are a folder, or have no name', async () => {
    expect(await ran(['-f', 'html:.'], onDisk())).toMatchObject({ code: 2, text: '' });
    const nameless = await ran(['-f', 'html:', '--locale', 'ja'], onDisk());
    expect([nameless.code, nameless.err.join('')]).toEqual([
      2,
      'clauselint: --format html: のコロンの後にはファイル名を指定してください。\n  参照: clauselint check --help\n',
    ]);
  });
});

describe('the profile of SARIF', () => {
  const kinds = async (...argv: string[]): Promise<readonly unknown[]> => {
    const { text } = await ran(['-f', 'sarif', ...argv]);
    return (JSON.parse(text) as Log).runs[0]?.results?.map((result) => result.kind) ?? [];
  };

  it('asks the product for the evidence it needs', async () => {
    const product = fakeProduct();
    await run(['check', '-f', 'sarif', '--sarif-profile', 'full'], fakeIo(), product);
    await run(['check', '-f', 'sarif', '--sarif-profile', 'github'], fakeIo(), product);
    expect(product.requests.map((request) => request.evidence)).toEqual([true, false]);
  });

  it('decides on evidence, whatever --evidence says', async () => {
    expect(await kinds()).toEqual(['fail', 'fail', 'fail']);
    expect(await kinds('--evidence')).toEqual(['fail', 'fail', 'fail', 'pass', 'open']);
    expect(await kinds('--sarif-profile', 'full')).toEqual(['fail', 'fail', 'fail', 'pass', 'open']);
    expect(await kinds('--evidence', '--sarif-profile', 'github')).toEqual(['fail', 'fail', 'fail']);
  });
});

describe('help', () => {
  it('names every format, in both languages', () => {
    for (const locale of ['en', 'ja'] as const) {
      for (const format of formats) expect(catalogue[locale]['help.opt.format']).toContain(format);
    }
  });
});
