/** Bad input: each gets a clear message or a visible incomplete analysis, and the other files their results. */
import { chmodSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clauselint, clauselintAsNobody, project } from './run.ts';

const GOOD = `import { createCipheriv } from 'node:crypto';\nexport const seal = (key: Buffer, iv: Buffer) => createCipheriv('aes-128-cbc', key, iv);\n`;

function check(files: Readonly<Record<string, string | Uint8Array>>, args: readonly string[] = [], prepare?: (dir: string) => void) {
  const made = project({ 'good.ts': GOOD, ...files });
  try {
    prepare?.(made.dir);
    const run = clauselint(['check', '.', '--format', 'json', ...args], made.dir);
    const report = run.out.startsWith('{') ? JSON.parse(run.out) : undefined;
    return { ...run, report, paths: (report?.findings ?? []).map((one: { place: { path: string } }) => one.place.path) };
  } finally {
    made.done();
  }
}

describe('a file that cannot be read, or not whole, is named and the others have their results', () => {
  const cases: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['binary.ts', new Uint8Array([0, 1, 2, 0, 255, 254, 0, 0]), 'binary'],
    ['latin.ts', new Uint8Array([0x63, 0x6f, 0x6e, 0x73, 0x74, 0x20, 0xe9, 0xff, 0x3d, 0x31]), 'encoding'],
    ['large.ts', `export const big = '${'x'.repeat(5_000_000)}';\n`, 'too-large'],
    ['broken.ts', `import { createDecipheriv } from 'node:crypto';\nexport function broken( {\n`, 'syntax'],
  ];
  for (const [path, content, reason] of cases) {
    it(`${path}: ${reason}`, () => {
      const run = check({ [path]: content });
      expect(run.code).toBe(1);
      expect(run.paths).toEqual(['good.ts']);
      expect(run.report.incomplete.map((one: { path: string; reason: string }) => [one.path, one.reason])).toContainEqual([path, reason]);
    });
  }

  it('20,000 operands in one expression are followed', () => {
    const sum = Array.from({ length: 20_000 }, (_, i) => `'${i}'`).join(' + ');
    const run = check({
      'sum.ts': `import { createCipheriv } from 'node:crypto';\nexport const text = ${sum};\nexport const c = (k: Buffer, i: Buffer) => createCipheriv('des-cbc', k, i);\n`,
    });
    expect(run.paths).toEqual(['good.ts', 'sum.ts']);
    expect(run.report.incomplete).toEqual([]);
  });

  it('nesting without end is cut and told', () => {
    const run = check({
      'deep.ts': `import { createCipheriv } from 'node:crypto';\nexport const deep = ${'['.repeat(40_000)}${']'.repeat(40_000)};\n`,
    });
    expect(run.paths).toEqual(['good.ts']);
    expect(run.report.incomplete.map((one: { path: string; reason: string }) => [one.path, one.reason])).toEqual([['deep.ts', 'too-deep']]);
  });

  it('a loop of symbolic links ends', () => {
    const run = check({ 'src/a.ts': 'export const a = 1;\n' }, [], (dir) => symlinkSync('..', join(dir, 'src', 'loop')));
    expect(run.code).toBe(1);
    expect(run.paths).toEqual(['good.ts']);
  });

  it('a folder that cannot be read is named', () => {
    const made = project({ 'good.ts': GOOD, 'closed/a.ts': 'export const a = 1;\n' });
    chmodSync(join(made.dir, 'closed'), 0);
    chmodSync(made.dir, 0o755);
    const run = clauselintAsNobody(['check', '.', '--format', 'json'], made.dir);
    chmodSync(join(made.dir, 'closed'), 0o755);
    made.done();
    const report = JSON.parse(run.out);
    expect(report.incomplete.map((one: { path: string }) => one.path)).toContain('closed');
    expect(report.findings.map((one: { place: { path: string } }) => one.place.path)).toEqual(['good.ts']);
  });
});

describe('what stops the job is said, with place and remedy, and the exit code is 2', () => {
  it('a configuration that does not parse', () => {
    const run = check({ 'clauselint.jsonc': '{\n  "terms": { "cipher-key-bits": }\n}\n' });
    expect(run.code).toBe(2);
    expect(run.err).toMatch(/clauselint\.jsonc:2:\d+/);
  });

  it('a configuration with an unknown key and a wrong type, both told', () => {
    const run = check({ 'clauselint.jsonc': '{\n  "auditSink": [],\n  "terms": { "cipher-key-bits": "many" }\n}\n' });
    expect(run.code).toBe(2);
    expect(run.err).toContain('auditSinks');
    expect(run.err).toMatch(/clauselint\.jsonc:3:\d+/);
  });

  it('a rule that does not exist cannot be switched off', () => {
    const run = check({ 'clauselint.jsonc': '{ "rules": { "weak-ciper": { "off": true, "reason": "a test" } } }' });
    expect(run.code).toBe(2);
    expect(run.err).toContain('weak-cipher');
  });

  it('a missing path', () => {
    const made = project({ 'good.ts': GOOD });
    const run = clauselint(['check', 'nowhere'], made.dir);
    made.done();
    expect(run.code).toBe(2);
    expect(run.err).toContain('nowhere');
    expect(run.out).toBe('');
  });

  it('nothing to analyse', () => {
    const made = project({ 'readme.md': 'no code here\n' });
    const run = clauselint(['check', '.'], made.dir);
    made.done();
    expect(run.code).toBe(2);
    expect(run.err).toMatch(/Nothing to analyse/);
  });

  it('a contract that is not there', () => {
    const run = check({ 'clauselint.jsonc': '{ "contract": "ours.contract.json" }' });
    expect(run.code).toBe(2);
    expect(run.err).toContain('ours.contract.json');
  });
});
