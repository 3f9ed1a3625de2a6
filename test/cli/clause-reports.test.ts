/** The reports that read like the contract: JUnit, Markdown, HTML. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { html } from '../../cli/reporters/html.ts';
import { style } from '../../cli/reporters/html-style.ts';
import { junit } from '../../cli/reporters/junit.ts';
import { markdown } from '../../cli/reporters/markdown.ts';
import type { Locale } from '../../contract/types.ts';
import type { Report } from '../../engine/workspace/report.ts';
import { both, contract, keyFinding, plainScreen, sampleReport, tlsFinding } from './fixtures.ts';
import { all, type Element, parseMarkup, textOf } from './markup-parser.ts';

const en = plainScreen('en');
const ja = plainScreen('ja');
const loud = { quiet: false };
const trapText = '</p><script>alert(1)</script><img src=x onerror="x"> ]]> & `|`';
const trap = sampleReport({
  findings: [
    {
      ...tlsFinding,
      message: { what: both(trapText, trapText), why: both(trapText, trapText), todo: both(trapText, trapText) },
      place: { ...tlsFinding.place, path: `${trapText}.ts` },
      trail: [{ place: tlsFinding.place, note: both(trapText, trapText) }],
    },
  ],
  incomplete: [{ path: trapText, reason: 'crash', detail: trapText }],
});

describe('junit', () => {
  const suites = (report: Report = sampleReport(), quiet = false, locale = en): readonly Element[] =>
    all(parseMarkup(junit(report, locale, { quiet })), 'testsuite');

  it('has a suite a clause, and one for what was not analysed', () => {
    expect(suites().map(({ attributes: { name, tests, failures, errors, skipped } }) => [name, tests, failures, errors, skipped])).toEqual([
      ['2 Security programme', '1', '0', '0', '1'],
      ['3.E Encryption', '3', '2', '0', '0'],
      ['4.D Place of storage', '1', '0', '0', '1'],
      ['6.A Redundancy', '1', '0', '0', '1'],
      ['4.E.ii', '1', '1', '0', '0'],
      ['Not analysed, or not whole', '2', '0', '0', '2'],
    ]);
    const root = parseMarkup(junit(sampleReport(), en, loud));
    expect(root.attributes).toEqual({ name: 'Clauselint', tests: '9', failures: '3', errors: '0' });
  });

  it('fails a case for errors and warnings, not for remarks', () => {
    const cases = all(suites()[1] as Element, 'testcase');
    expect(cases.map((one) => [one.attributes['name']?.split(' ')[0], all(one, 'failure')[0]?.attributes['type']])).toEqual([
      ['tls-min-version', 'error'],
      ['unauthenticated-cipher', undefined],
      ['weak-cipher', 'warning'],
    ]);
    expect(textOf(cases[0] as Element)).toBe(
      [
        'Customer data in transit is promised TLS 1.2 or later.',
        'to do: Set minVersion to "TLSv1.2".',
        'src/server.ts:12:5',
        '1. src/options.ts:3:10 passed on as `options`',
        '2. src/config.ts:1:22 the constant is "TLSv1"',
      ].join('\n'),
    );
    expect(textOf(cases[1] as Element)).toContain('The server accepts TLS 1.0');
  });

  it('passes only what is kept whole', () => {
    const tally = { clause: '1', title: both('One', '一'), kept: 2, broken: 0, waived: 0, unknown: 0, unknownWhy: [], notJudged: false };
    const report = (change: object): Report => sampleReport({ findings: [], incomplete: [], tallies: [{ ...tally, ...change }] });
    const skipped = (change: object, quiet = false): string | undefined =>
      all(suites(report(change), quiet)[0] as Element, 'skipped')[0]?.attributes['message'];
    expect(skipped({})).toBeUndefined();
    expect(skipped({ unknown: 1, unknownWhy: [{ why: 'parameter', count: 1 }] })).toBe('1 place cannot be told: parameter (1)');
    expect(skipped({ kept: 0 })).toBe('No place in this code bears on it.');
    expect(skipped({ kept: 0, notJudged: true })).toBe('No rule of this version judges it.');
    expect(skipped({ broken: 1 }, true)).toContain('Only errors are listed (--quiet); 1 place breaks this clause.');
  });

  it('makes a failed analysis an error', () => {
    const last = suites(trap).at(-1);
    expect(last?.attributes).toMatchObject({ errors: '1', skipped: '0' });
    expect(all(last as Element, 'error')[0]?.attributes['message']).toBe(`made the analysis fail; please report this: ${trapText}`);
  });

  it('speaks Japanese', () => {
    const text = junit(sampleReport(), ja, loud);
    expect(text).toContain('12 件は判定できません: リージョンは環境変数から来ます(9 件)、parameter(3 件)');
    expect(suites(sampleReport(), false, ja)[1]?.attributes['name']).toBe('3.E 暗号化');
  });
});

describe('markdown', () => {
  const text = markdown(sampleReport(), en, loud);

  it('begins with the verdict and a row a clause', () => {
    expect(text.split('\n').slice(0, 13)).toEqual([
      '## Security exhibit 1.0, as of 2026-02-03',
      '',
      '**3 findings: 1 error, 1 warning, 1 remark**',
      '',
      '41 files analysed · Left out: 3 tests, 1 generated',
      '',
      '| clause | title | kept | broken | unknown | why unknown |',
      '| --- | --- | ---: | ---: | ---: | --- |',
      '| 3.E | Encryption | 38 | 2 | 0 |  |',
      '| 4.D | Place of storage | 0 | 0 | 12 | the region comes from the environment (9), parameter (3) |',
      '| 4.E.ii |  | 0 | 1 | 0 |  |',
      '',
      'No evidence in this code: 6.A · No rule in this version: 2',
    ]);
  });

  it('tells a finding whole under its first clause and in a line under the others', () => {
    expect(text).toContain(
      [
        '### 3.E Encryption',
        '',
        '- **error** `src/server.ts:12:5` The server accepts TLS 1.0 `tls-min-version`',
        '  - **3.E** Customer data in transit is promised TLS 1.2 or later.',
        '  - **to do** Set minVersion to "TLSv1.2".',
        '  - **path**',
        '    1. `src/options.ts:3:10` passed on as \\`options\\`',
        '    2. `src/config.ts:1:22` the constant is "TLSv1"',
      ].join('\n'),
    );
    const [, under = ''] = text.split('### 4.E.ii\n\n');
    expect(under).toMatch(/^- `src\/.*` The cipher .* \(told in full under 3\.E\)\n\n### Not analysed/);
    expect(text).toContain("- `src/broken.ts:3:1` does not parse; analysed as far as it does: '}' expected");
  });

  it('lets no text be markup', () => {
    const written = markdown(trap, en, loud);
    expect(written).toContain('\\</p\\>\\<script\\>alert(1)\\</script\\>');
    // Outside of code, every mark is ours or escaped.
    const bare = written.replace(/(`+)(?!`).*?(?<!`)\1(?!`)/g, '').replace(/\\[!-/:-@[-`{-~]/g, '');
    expect(bare).not.toMatch(/[<>`[\]]/);
  });

  it('lists the worst two hundred and says how many more there are', () => {
    const findings = [...Array.from({ length: 250 }, () => ({ ...keyFinding })), { ...tlsFinding }];
    const cut = markdown(sampleReport({ findings }), en, loud);
    expect(cut.match(/^- \*\*/gm)).toHaveLength(200);
    expect(cut).toContain('- **error** `src/server.ts:12:5`');
    expect(cut).toContain('\n51 further findings are not listed here.\n');
    expect(text).not.toContain('further');
  });

  it('speaks Japanese, and knows --quiet', () => {
    const japanese = markdown(sampleReport(), ja, { quiet: true });
    expect(japanese).toContain('| 条項 | 名称 | 遵守 | 違反 | 判定不能 | 判定できない理由 |');
    expect(japanese).toContain('- **エラー** `src/server.ts:12:5` サーバーが TLS 1.0 を受け付けます。');
    expect(japanese).toContain('ほかの 2 件は省略しました');
    expect(japanese).not.toContain('weak-cipher');
  });
});

describe.each<[Locale]>([['en'], ['ja']])('html (%s)', (locale) => {
  const options = { version: '0.1.0', clauses: contract.clauses, quiet: false, evidence: true };
  const written = html(sampleReport(), plainScreen(locale), options);
  const page = parseMarkup(written);
  const [head, body] = [all(page, 'head')[0] as Element, all(page, 'body')[0] as Element];

  it('is one page that says its language and title and loads nothing', () => {
    expect(written.startsWith('<!DOCTYPE html>\n<html lang=')).toBe(true);
    expect(page.attributes['lang']).toBe(locale);
    expect(textOf(all(head, 'title')[0] as Element)).toContain(locale === 'ja' ? 'セキュリティ付属書' : 'Security exhibit');
    for (const name of ['script', 'link', 'img', 'iframe', 'object', 'form']) expect(all(page, name)).toEqual([]);
    expect(written).not.toMatch(/\s(?:src|style|on\w+)=/);
    for (const link of all(page, 'a')) expect(link.attributes['href']).toMatch(/^#/);
  });

  it('has a policy that allows its own style and nothing else', () => {
    const policy = all(head, 'meta').find((meta) => meta.attributes['http-equiv'] === 'Content-Security-Policy')?.attributes['content'];
    const sheet = textOf(all(head, 'style')[0] as Element);
    const hash = createHash('sha256').update(sheet).digest('base64');
    expect(policy).toBe(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
  });

  it('has headings in order, table heads with a scope, and labels and links that lead somewhere', () => {
    const levels = Array.from(written.matchAll(/<h([1-6])[ >]/g), ([, level]) => Number(level));
    expect(levels[0]).toBe(1);
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.slice(1).forEach((level, index) => expect(level - (levels[index] ?? 0)).toBeLessThanOrEqual(1));
    const heads = all(body, 'th');
    expect(heads.filter((one) => one.attributes['scope'] === 'col')).toHaveLength(5);
    expect(heads.filter((one) => one.attributes['scope'] === 'row')).toHaveLength(5);
    expect(all(body, 'caption')).toHaveLength(1);
    const ids = Array.from(written.matchAll(/ id="([^"]*)"/g), ([, id]) => id ?? '');
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of written.matchAll(/(?:href="#|labelledby=")([^"]*)"/g)) expect(ids).toContain(id);
    expect(all(body, 'main')).toHaveLength(1);
  });

  it('tells each clause: what it demands, how it stands, why unknown, and the findings with their way', () => {
    const sections = all(body, 'section').map(textOf);
    expect(sections).toHaveLength(5);
    const of = (id: string): string => sections.find((text) => text.trimStart().startsWith(id)) ?? '';
    const expected =
      locale === 'ja'
        ? [
            '顧客データは転送中も保存時も暗号化します。',
            '38 件で遵守を確認しました',
            '2 件で違反しています',
            '定数は "TLSv1" です',
            '対処:',
          ]
        : ['Customer data is encrypted', '38 places keep it', '2 places break it', 'the constant is "TLSv1"', 'to do:'];
    for (const text of [...expected, 'src/config.ts:1:22', 'src/vault.ts:4:1']) expect(of('3.E')).toContain(text);
    expect(of('4.D')).toContain(
      locale === 'ja' ? '12 件は判定できません: リージョンは環境変数から来ます(9 件)' : '12 places cannot be told: the region comes from',
    );
    expect(of('2 ')).toContain(locale === 'ja' ? 'ルールがありません' : 'No rule of this version');
    expect(of('6.A')).toContain(locale === 'ja' ? '該当箇所がありません' : 'No place in this code');
    expect(of('4.E.ii')).toContain(locale === 'ja' ? '詳細は 3.E を参照' : 'told in full under 3.E');
    expect(of('3.E')).not.toContain(locale === 'ja' ? '詳細は' : 'told in full');
    expect(all(body, 'article')).toHaveLength(3);
    expect(textOf(body)).toContain('src/broken.ts:3:1');
  });

  it('lists places only with --evidence, and errors only with --quiet', () => {
    expect(html(sampleReport(), plainScreen(locale), { ...options, evidence: false })).not.toContain('src/vault.ts');
    const quiet = parseMarkup(html(sampleReport(), plainScreen(locale), { ...options, quiet: true }));
    expect(all(quiet, 'article')).toHaveLength(1);
    expect(textOf(quiet)).toContain('--quiet');
  });

  it('lets no text be markup', () => {
    const trapped = html(trap, plainScreen(locale), options);
    expect(all(parseMarkup(trapped), 'script')).toEqual([]);
    expect(all(parseMarkup(trapped), 'img')).toEqual([]);
    expect(textOf(all(parseMarkup(trapped), 'article')[0] as Element)).toContain(trapText);
  });
});

describe('the style of the page', () => {
  /** Relative luminance and contrast as WCAG 2.2 defines them. */
  const luminance = (hex: string): number => {
    const [red = 0, green = 0, blue = 0] = [1, 3, 5]
      .map((at) => Number.parseInt(hex.slice(at, at + 2), 16) / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
  };
  const contrast = (one: string, other: string): number => {
    const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };
  const schemes = Array.from(style.matchAll(/:root \{([^}]*)\}/g), ([, block = '']) =>
    Object.fromEntries(Array.from(block.matchAll(/--(\w+): (#[0-9a-f]{6})/g), ([, name = '', value = '']) => [name, value])),
  );

  it('has two schemes of the same colours', () => {
    expect(schemes).toHaveLength(2);
    expect(Object.keys(schemes[1] ?? {})).toEqual(Object.keys(schemes[0] ?? {}));
    expect(style).toContain('prefers-color-scheme: dark');
  });

  it('keeps text at 4.5:1 and lines at 3:1, on both grounds', () => {
    for (const { ground = '', panel = '', line = '', ...texts } of schemes) {
      expect(Object.keys(texts)).toEqual(['text', 'soft', 'broken', 'unknown', 'kept', 'link']);
      for (const under of [ground, panel]) {
        for (const [name, colour] of Object.entries(texts))
          expect(contrast(colour ?? '', under), `${name} on ${under}`).toBeGreaterThanOrEqual(4.5);
        expect(contrast(line, under), `line on ${under}`).toBeGreaterThanOrEqual(3);
      }
    }
    expect(contrast('#ffffff', '#000000')).toBeCloseTo(21);
  });
});
