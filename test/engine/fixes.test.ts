/** How fixes are asked for: under edits, with texts that moved on, and of files that cannot be had. */
import { expect, test } from 'vitest';
import { applyEdits } from '../../engine/rule/fix.ts';
import { analyse } from '../../engine/workspace/analyse.ts';
import { fixRound } from '../../engine/workspace/fix-round.ts';
import { Workspace } from '../../engine/workspace/incremental.ts';
import { models, rules } from '../../rules/registry.generated.ts';
import { inputOf, projectFiles, sourcesIn, type Texts } from '../support/project.ts';

const TEXTS = {
  'a.ts': "import tls from 'node:tls';\nimport { LOWEST } from './b.ts';\ntls.connect({ host: 'a.example.com', minVersion: LOWEST });\n",
  'b.ts': "export const LOWEST = 'TLSv1';\n",
};
const of = (texts: Texts) => (path: string) => texts[path];

function first(texts: Texts, textOf = of(texts)) {
  const analysis = analyse({ ...inputOf(texts), models, rules });
  return analysis.fixesOf(analysis.report.findings[0]?.fingerprint ?? '', textOf);
}

test('the fix stands in the file that decides', () => {
  expect(first(TEXTS)).toMatchObject([{ path: 'b.ts', safe: true, edits: [{ start: 23, end: 28, text: 'TLSv1.2' }] }]);
});

test('none for a file that cannot be had, does not parse, or is no longer what was analysed', () => {
  expect(first(TEXTS, () => undefined)).toEqual([]);
  expect(first({ ...TEXTS, 'b.ts': `${TEXTS['b.ts']}const = ;\n` })).toEqual([]);
  expect(first(TEXTS, of({ ...TEXTS, 'b.ts': `// moved\n${TEXTS['b.ts']}` }))).toEqual([]);
});

test('none for a finding that is not there', () => {
  const analysis = analyse({ ...inputOf(TEXTS), models, rules });
  expect(analysis.fixesOf('0123', of(TEXTS))).toEqual([]);
});

test('under edits the fix follows what it mends', () => {
  const texts: Record<string, string> = { ...TEXTS };
  const { sources: _, ...setting } = { ...inputOf(texts), files: projectFiles(texts), models, rules };
  const workspace = new Workspace(setting);
  for (const source of sourcesIn(texts)) workspace.update(source.path, source.text);
  const fixed = (): string | undefined => {
    const analysis = workspace.analysis();
    const [fix] = analysis.fixesOf(analysis.report.findings[0]?.fingerprint ?? '', of(texts));
    return fix && applyEdits(texts[fix.path] ?? '', fix.edits);
  };
  expect(fixed()).toBe("export const LOWEST = 'TLSv1.2';\n");
  for (const text of [
    "// one\nexport const LOWEST = 'TLSv1';\n",
    "// one\n// two\nexport const LOWEST = 'TLSv1.1';\n",
    "const a = 1;\nexport const LOWEST = 'TLSv1';\n",
  ]) {
    texts['b.ts'] = text;
    workspace.update('b.ts', text);
    expect(fixed()).toBe(text.replace(/TLSv1(?:\.1)?/, 'TLSv1.2'));
  }
});

test('a round makes one edit for findings that share it, and leaves for the next what touches the same text', () => {
  const texts = {
    'c.ts':
      "import { ApplicationListener } from 'aws-cdk-lib/aws-elasticloadbalancingv2';\n" +
      'export const f = (scope: any, loadBalancer: any, certificates: any[]) => {\n' +
      "  new ApplicationListener(scope, 'A', { loadBalancer, certificates, port: 443 });\n" +
      "  new ApplicationListener(scope, 'B', { loadBalancer, certificates, port: 8443 });\n};\n",
  };
  const analysis = analyse({ ...inputOf(texts), models, rules });
  expect(analysis.report.findings.map((one) => one.rule)).toEqual([
    'tls-min-version',
    'tls-weak-ciphers',
    'tls-min-version',
    'tls-weak-ciphers',
  ]);
  const { texts: after, made } = fixRound(analysis, of(texts), (fix) => fix.safe);
  expect(made).toHaveLength(4);
  expect(after.get('c.ts')?.match(/SslPolicy/g)).toHaveLength(3);
});

test.each([
  ['const ROUNDS = 8;', 'ROUNDS', true],
  ['const LEAST = 8;', 'LEAST', false],
  ['const options = { saltRounds: 8, length: 20 };', 'options.saltRounds', true],
  ['const options = { length: 8 };', 'options.length', false],
  ['', '8', true],
])('a work factor under a name of its own may be raised unseen: %s %s', (line, used, safe) => {
  const text = `import bcrypt from 'bcrypt';\n${line}\nexport const f = (password: string) => bcrypt.hash(password, ${used});\n`;
  const [fix] = first({ 'a.ts': text });
  expect(fix?.safe).toBe(safe);
  expect(fix?.byHand === undefined).toBe(safe);
});
