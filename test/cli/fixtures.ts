/** A report made by hand, a product that hands it out, and a terminal that only remembers. */

import { paint } from '../../cli/colour.ts';
import type { Io } from '../../cli/io.ts';
import type { Screen } from '../../cli/screen.ts';
import type { CheckRequest, Product, RulePage } from '../../cli/session.ts';
import { speaker } from '../../cli/text.ts';
import type { Contract, Locale, Localized } from '../../contract/types.ts';
import type { Finding, Place, Report } from '../../engine/workspace/report.ts';

export const both = (en: string, ja: string): Localized => ({ en, ja });

export function place(path: string, line: number, column: number, length = 4): Place {
  const start = (line - 1) * 40 + column - 1;
  return { path, start, end: start + length, startLine: line, startColumn: column, endLine: line, endColumn: column + length };
}

/** A name with a terminal command, a right-to-left override, Japanese, a space, a hash and a percent sign. */
export const wickedPath = 'src/\u001b[31m赤\u202e#50%/鍵 管理.ts';

export const tlsFinding: Finding = {
  rule: 'tls-min-version',
  obligation: 'encrypt-in-transit',
  clauses: ['3.E'],
  severity: 'error',
  message: {
    what: both('The server accepts TLS 1.0', 'サーバーが TLS 1.0 を受け付けます。'),
    why: both('Customer data in transit is promised TLS 1.2 or later.', '転送中の顧客データには TLS 1.2 以上を使う約束です。'),
    todo: both('Set minVersion to "TLSv1.2".', 'minVersion に "TLSv1.2" を指定してください。'),
  },
  place: place('src/server.ts', 12, 5),
  trail: [
    { place: place('src/options.ts', 3, 10), note: both('passed on as `options`', '`options` として渡されます') },
    { place: place('src/config.ts', 1, 22, 9), note: both('the constant is "TLSv1"', '定数は "TLSv1" です') },
  ],
  fingerprint: '00ff00ff00ff00ff',
  partial: '0f0f0f0f0f0f0f0f',
};

export const keyFinding: Finding = {
  rule: 'weak-cipher',
  obligation: 'encrypt-at-rest',
  clauses: ['3.E', '4.E.ii'],
  severity: 'warning',
  message: {
    what: both(
      'The cipher "aes-128-🔑\u001b]0;x\u0007" is too weak. See [here](https://example.com).',
      '暗号方式 "aes-128-🔑" は弱すぎます。',
    ),
    why: both('At rest, AES-256 is promised.', '保存データには AES-256 を使う約束です。'),
    todo: both('Use aes-256-gcm.', 'aes-256-gcm を使ってください。'),
  },
  // The column of a place behind two emoji: each is two UTF-16 units.
  place: place(wickedPath, 7, 9),
  trail: [],
  fingerprint: 'abcdef0123456789',
  partial: '0123456789abcdef',
};

const remark: Finding = {
  ...tlsFinding,
  rule: 'unauthenticated-cipher',
  severity: 'info',
  place: place('src/server.ts', 120, 1),
  trail: [],
  fingerprint: '1234',
};

export function sampleReport(change: Partial<Report> = {}): Report {
  return {
    contract: { id: 'security-exhibit', version: '1.0', title: both('Security exhibit', 'セキュリティ付属書') },
    now: '2026-02-03',
    rules: [
      {
        id: 'weak-cipher',
        title: both('Weak cipher', '弱い暗号方式'),
        obligation: 'encrypt-at-rest',
        clauses: ['3.E', '4.E.ii'],
        cwe: [327, 326],
        severity: 'warning',
      },
      {
        id: 'tls-min-version',
        title: both('TLS below the promised version', '約束より古い TLS'),
        obligation: 'encrypt-in-transit',
        clauses: ['3.E'],
        cwe: [327],
        severity: 'error',
      },
      {
        id: 'unauthenticated-cipher',
        title: both('Cipher without authentication', '認証のない暗号'),
        obligation: 'encrypt-in-transit',
        clauses: ['3.E'],
        cwe: [],
        severity: 'info',
      },
    ],
    findings: [tlsFinding, remark, keyFinding],
    waived: [],
    evidence: [
      {
        rule: 'weak-cipher',
        obligation: 'encrypt-at-rest',
        clauses: ['3.E'],
        is: 'keeps',
        place: place('src/vault.ts', 4, 1),
        note: both('aes-256-gcm', 'aes-256-gcm'),
        trail: [],
      },
      {
        rule: 'hosting-region',
        obligation: 'hosting-region',
        clauses: ['4.D'],
        is: 'unknown',
        place: place('infra/stack.ts', 9, 3),
        note: both('the region comes from the environment', 'リージョンは環境変数から来ます'),
        trail: [{ place: place('infra/env.ts', 2, 1), note: both('read from AWS_REGION', 'AWS_REGION から読み取ります') }],
      },
    ],
    tallies: [
      {
        clause: '2',
        title: both('Security programme', 'セキュリティプログラム'),
        kept: 0,
        broken: 0,
        waived: 0,
        unknown: 0,
        unknownWhy: [],
        notJudged: true,
      },
      { clause: '3.E', title: both('Encryption', '暗号化'), kept: 38, broken: 2, waived: 0, unknown: 0, unknownWhy: [], notJudged: false },
      {
        clause: '4.D',
        title: both('Place of storage', 'データの保存場所'),
        kept: 0,
        broken: 0,
        waived: 0,
        unknown: 12,
        unknownWhy: [
          { why: 'the region comes from the environment', count: 9 },
          { why: 'parameter', count: 3 },
        ],
        notJudged: false,
      },
      { clause: '6.A', title: both('Redundancy', '冗長化'), kept: 0, broken: 0, waived: 0, unknown: 0, unknownWhy: [], notJudged: false },
    ],
    incomplete: [
      { path: 'src/broken.ts', reason: 'syntax', detail: "'}' expected", place: place('src/broken.ts', 3, 1) },
      { path: 'src/logo.ts', reason: 'binary', detail: '' },
    ],
    files: { analysed: 41, tests: 3, generated: 1, minified: 0, ignored: 0, incomplete: 2 },
    ...change,
  };
}

export const pages: readonly RulePage[] = [
  {
    id: 'tls-min-version',
    title: both('TLS below the promised version', '約束より古い TLS'),
    markdown: both(
      '# TLS below the promised version\n\nA server or client that agrees to `TLS 1.0` breaks\nthe promise. See [the RFC](https://www.rfc-editor.org/).\n\n## Example\n\n```ts\ncreateServer({ minVersion: "TLSv1" }); // breaks\n```\n',
      '# 約束より古い TLS\n\n`TLS 1.0` を受け付けるサーバーやクライアントは約束に反します。\n',
    ),
    clauses: ['3.E'],
  },
];

export const contract: Contract = {
  id: 'security-exhibit',
  version: '1.0',
  title: both('Security exhibit', 'セキュリティ付属書'),
  clauses: [
    {
      id: '2',
      title: both('Security programme', 'セキュリティプログラム'),
      summary: both('A programme is kept.', '計画を維持します。'),
      stride: [],
      obligations: [],
    },
    {
      id: '3.E',
      title: both('Encryption', '暗号化'),
      summary: both('Customer data is encrypted in transit and at rest.', '顧客データは転送中も保存時も暗号化します。'),
      stride: ['I', 'T'],
      obligations: [
        {
          id: 'encrypt-in-transit',
          rules: ['tls-min-version', 'tls-of-the-future'],
          shownBy: ['code'],
          broken: 'error',
          unproved: 'none',
          terms: { tlsMin: { value: '1.2' }, reviewEvery: { value: 12, sourceFigure: 'garbled' } },
        },
      ],
    },
    {
      id: '4.D',
      title: both('Place of storage', 'データの保存場所'),
      summary: both('Stored in the US.', '米国で保存します。'),
      stride: ['I'],
      obligations: [],
    },
    {
      id: '4.E.ii',
      title: both('Hashing', 'ハッシュ化'),
      summary: both('Hashing is used.', 'ハッシュを使います。'),
      stride: [],
      obligations: [],
    },
  ],
};

/** No colours, no width. */
export function plainScreen(locale: Locale): Screen {
  return { locale, say: speaker(locale), paint: paint(false), columns: Number.POSITIVE_INFINITY };
}

export interface FakeProduct extends Product {
  readonly requests: CheckRequest[];
}

export function fakeProduct(report: Report = sampleReport(), change: Partial<Product> = {}): FakeProduct {
  const requests: CheckRequest[] = [];
  return {
    version: '0.1.0',
    requests,
    serve: () => Promise.resolve(),
    check: (request) => {
      requests.push(request);
      request.progress(0, 10, 'facts');
      request.progress(5, 10, 'facts');
      return Promise.resolve({ ok: true, report, base: request.cwd, stats: { 'facts (ms)': 12, cache: 'cold' } });
    },
    baseline: ({ file }) =>
      Promise.resolve({ ok: true, file: file ?? 'b.json', total: 3, added: 3, removed: 0, refused: 0, incomplete: 0 }),
    facts: () => Promise.resolve({ ok: true, files: 2, unread: 1 }),
    assess: () => Promise.resolve({ ok: true, files: 2 }),
    conclude: ({ cwd }) => Promise.resolve({ ok: true, report, base: cwd, scopes: ['src'] }),
    init: () => ({ ok: true, steps: [], next: [] }),
    contract: () => ({ contract }),
    rulePages: () => pages,
    trace: () =>
      Promise.resolve({
        ok: false,
        reason: both('No expression there.', 'そこに式はありません。'),
        remedy: both('Point at one.', '式を指定してください。'),
      }),
    ...change,
  };
}

export interface FakeIo extends Io {
  readonly out: string[];
  readonly err: string[];
  readonly files: Map<string, string>;
}

export function fakeIo(change: Partial<Io> = {}): FakeIo {
  const out: string[] = [];
  const err: string[] = [];
  const files = new Map<string, string>();
  let now = 0;
  return {
    out,
    err,
    files,
    stdout: (text) => void out.push(text),
    stderr: (text) => void err.push(text),
    writeFile: (path, text) => void files.set(path, text),
    readInput: (path) => {
      throw new Error(`no input ${path ?? 'stdin'}`);
    },
    clock: () => (now += 50),
    isTTY: { stdout: false, stderr: false },
    columns: undefined,
    env: {},
    cwd: '/project',
    ...change,
  };
}
