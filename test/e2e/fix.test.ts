/** `--fix` and `--fix-dry-run` of the built command: what is written, what is not, and what is said of it. */
import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { clauselint, clauselintAsNobody, project } from './run.ts';

const CLIENT = [
  "import tls from 'node:tls';",
  'tls.connect({',
  "  host: 'db.example.com', // the ledger",
  "  minVersion: 'TLSv1',",
  '});',
  "tls.connect({ host: 'mail.example.com', rejectUnauthorized: false });",
  '',
].join('\n');
const FIXED = CLIENT.replace("'TLSv1'", "'TLSv1.2'");

let done: (() => void) | undefined;
afterEach(() => done?.());

function files(given: Record<string, string>): { dir: string; text: (path: string) => string } {
  const made = project(given);
  done = made.done;
  return { dir: made.dir, text: (path) => readFileSync(join(made.dir, path), 'utf8') };
}

describe('--fix', () => {
  it('makes the safe fixes, and reports what is left', () => {
    const { dir, text } = files({ 'src/client.ts': CLIENT });
    const run = clauselint(['check', '--fix', '--format', 'json'], dir);
    expect(text('src/client.ts')).toBe(FIXED);
    expect(run.err).toContain('1 fix made in 1 file.');
    const { findings } = JSON.parse(run.out) as { findings: { rule: string }[] };
    expect(findings.map((one) => one.rule)).toEqual(['tls-verification-disabled']);
    expect(run.code).toBe(1);
  });

  it('made twice changes nothing more', () => {
    const { dir, text } = files({ 'src/client.ts': CLIENT });
    clauselint(['check', '--fix'], dir);
    const run = clauselint(['check', '--fix'], dir);
    expect(text('src/client.ts')).toBe(FIXED);
    expect(run.err).toContain('No finding has a safe fix.');
  });

  it('keeps the byte order mark, the line ends and the mode', () => {
    const { dir, text } = files({ 'src/client.ts': `\ufeff${CLIENT.replaceAll('\n', '\r\n')}` });
    chmodSync(join(dir, 'src/client.ts'), 0o640);
    clauselint(['check', '--fix'], dir);
    expect(text('src/client.ts')).toBe(`\ufeff${FIXED.replaceAll('\n', '\r\n')}`);
    expect(statSync(join(dir, 'src/client.ts')).mode & 0o777).toBe(0o640);
  });

  it('changes the file that decides, when it was asked about', () => {
    const given = {
      'src/tls.ts': "export const LOWEST = 'TLSv1';\n",
      'app/client.ts':
        "import tls from 'node:tls';\nimport { LOWEST } from '../src/tls.ts';\ntls.connect({ host: 'a.example.com', minVersion: LOWEST });\n",
      'clauselint.jsonc': '{}',
    };
    const { dir, text } = files(given);
    const part = clauselint(['check', 'app', '--fix'], dir);
    expect(text('src/tls.ts')).toBe(given['src/tls.ts']);
    expect(part.code).toBe(1);
    const whole = clauselint(['check', '--fix'], dir);
    expect(text('src/tls.ts')).toBe("export const LOWEST = 'TLSv1.2';\n");
    expect(whole.code).toBe(0);
  });

  it('adds two names to one import, one round after the other', () => {
    const { dir, text } = files({
      'src/stack.ts': [
        "import { Distribution } from 'aws-cdk-lib/aws-cloudfront';",
        "import { ApplicationLoadBalancer } from 'aws-cdk-lib/aws-elasticloadbalancingv2';",
        'export function web(scope: any, vpc: any, origin: any, certificate: any) {',
        "  new ApplicationLoadBalancer(scope, 'a', { vpc }).addListener('b', { port: 443, certificates: [certificate] });",
        "  new Distribution(scope, 'c', { certificate, defaultBehavior: { origin } });",
        '}',
        '',
      ].join('\n'),
    });
    expect(clauselint(['check', '--fix'], dir)).toMatchObject({ code: 0 });
    expect(text('src/stack.ts')).toContain("import { Distribution, ViewerProtocolPolicy } from 'aws-cdk-lib/aws-cloudfront';");
    expect(text('src/stack.ts')).toContain('certificates: [certificate], sslPolicy: SslPolicy.TLS13_RES });');
  });

  it('leaves tests alone, and files that do not parse', () => {
    const broken = `${CLIENT}const = ;\n`;
    const { dir, text } = files({ 'src/client.test.ts': CLIENT, 'src/broken.ts': broken, 'src/ok.ts': '' });
    clauselint(['check', '--fix'], dir);
    expect([text('src/client.test.ts'), text('src/broken.ts')]).toEqual([CLIENT, broken]);
  });

  it('says what cannot be written, reports it as it is, and exits with 2', () => {
    const { dir, text } = files({ 'src/client.ts': CLIENT });
    for (const path of ['.', 'src']) chmodSync(join(dir, path), 0o555);
    const run = clauselintAsNobody(['check', '--fix', '--locale', 'ja', '--format', 'json'], dir);
    for (const path of ['.', 'src']) chmodSync(join(dir, path), 0o755);
    expect(text('src/client.ts')).toBe(CLIENT);
    expect(run.err).toContain('src/client.ts に書き込めないため、修正しませんでした');
    expect((JSON.parse(run.out) as { findings: unknown[] }).findings).toHaveLength(2);
    expect(run.code).toBe(2);
  });
});

it('SARIF in full carries the fixes, for GitHub it does not', () => {
  const { dir } = files({ 'src/client.ts': CLIENT });
  const fixesIn = (profile: string): unknown[] => {
    const run = clauselint(['check', '--format', 'sarif', '--sarif-profile', profile], dir);
    const log = JSON.parse(run.out) as { runs: { results: { kind: string; fixes?: unknown }[] }[] };
    return (log.runs[0]?.results ?? []).filter((one) => one.kind === 'fail').map((one) => one.fixes);
  };
  expect(fixesIn('full')).toMatchObject([
    [
      {
        properties: { safe: true },
        artifactChanges: [{ replacements: [{ insertedContent: { text: 'TLSv1.2' }, deletedRegion: { startLine: 4 } }] }],
      },
    ],
    [{ properties: { safe: false }, artifactChanges: [{ replacements: [{ insertedContent: { text: 'true' } }] }] }],
  ]);
  expect(fixesIn('github')).toEqual([undefined, undefined]);
});

describe('--fix-dry-run', () => {
  it('prints a diff, writes nothing, and judges the files as they are', () => {
    const { dir, text } = files({ 'src/client.ts': CLIENT });
    const run = clauselint(['check', '--fix-dry-run', '--format', 'json:report.json'], dir);
    expect(run.out).toBe(
      [
        '--- a/src/client.ts',
        '+++ b/src/client.ts',
        '@@ -1,6 +1,6 @@',
        " import tls from 'node:tls';",
        ' tls.connect({',
        "   host: 'db.example.com', // the ledger",
        "-  minVersion: 'TLSv1',",
        "+  minVersion: 'TLSv1.2',",
        ' });',
        " tls.connect({ host: 'mail.example.com', rejectUnauthorized: false });",
        '',
      ].join('\n'),
    );
    expect(run.err).toContain('1 fix would be made in 1 file; nothing was written.');
    expect(text('src/client.ts')).toBe(CLIENT);
    expect((JSON.parse(text('report.json')) as { findings: unknown[] }).findings).toHaveLength(2);
    expect(run.code).toBe(1);
  });

  it('needs stdout for itself', () => {
    const { dir } = files({ 'src/client.ts': CLIENT });
    expect(clauselint(['check', '--fix-dry-run', '--format', 'json'], dir)).toMatchObject({ code: 2, out: '' });
    expect(clauselint(['check', '--fix-dry-run', '--fix'], dir)).toMatchObject({ code: 2, out: '' });
  });
});
