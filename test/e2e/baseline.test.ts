/** The baseline and waivers as a user meets them: the built command, its files, its exit codes. */
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clauselint, project, type Ran } from './run.ts';

const FILE = '.clauselint-baseline.json';
const DES = `import { createCipheriv } from 'node:crypto';

export const seal = (key: Buffer, iv: Buffer) => createCipheriv('des-cbc', key, iv);
`;
const RC4 = DES.replace('des-cbc', 'rc4').replace('seal', 'open');

let dir = '';
let done: () => void = () => {};
beforeEach(() => {
  ({ dir, done } = project({ 'src/a.ts': DES, 'clauselint.jsonc': '{}' }));
});
afterEach(() => done());

const run = (...args: string[]): Ran => clauselint([...args, '--now', '2026-01-15'], dir);
const entries = (): { path: string; firstDetected: string; rule: string }[] =>
  (JSON.parse(readFileSync(join(dir, FILE), 'utf8')) as { findings: { path: string; firstDetected: string; rule: string }[] }).findings;

it('is made, asked of, and lets only what is new fail', () => {
  expect(run('check').code).toBe(1);
  expect(run('baseline')).toMatchObject({ code: 0, out: `Baseline ${FILE}: 1 finding (1 added, 0 removed).\n` });
  expect(entries()).toMatchObject([{ rule: 'weak-cipher', path: 'src/a.ts', firstDetected: '2026-01-15' }]);
  expect(readdirSync(dir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  expect(run('check')).toMatchObject({ code: 0, out: expect.stringContaining('1 finding in the baseline') });
  expect(run('check', '--no-baseline').code).toBe(1);
  writeFileSync(join(dir, 'src/b.ts'), RC4);
  const { code, out } = run('check', '--format', 'compact');
  expect([code, out.split('\n').length, out.startsWith('src/b.ts:3:')]).toEqual([1, 2, true]);
});

it('does not grow without leave, and loses no day when it does', () => {
  run('baseline');
  writeFileSync(join(dir, 'src/b.ts'), RC4);
  const refused = clauselint(['baseline', '--now', '2026-01-20'], dir);
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('1 finding is not in the baseline, which only shrinks.')]);
  expect(entries()).toHaveLength(1);
  expect(clauselint(['baseline', '--accept-new', '--now', '2026-01-20'], dir).code).toBe(0);
  expect(entries().map((one) => [one.path, one.firstDetected])).toEqual([
    ['src/a.ts', '2026-01-15'],
    ['src/b.ts', '2026-01-20'],
  ]);
});

it('tells what is stale, and prunes it', () => {
  writeFileSync(join(dir, 'src/b.ts'), RC4);
  run('baseline');
  rmSync(join(dir, 'src/b.ts'));
  expect(run('check')).toMatchObject({ code: 0, out: expect.stringContaining('clauselint baseline --prune') });
  writeFileSync(join(dir, 'src/c.ts'), RC4.replace('rc4', 'bf-cbc'));
  expect(run('baseline', '--prune')).toMatchObject({ code: 0, out: `Baseline ${FILE}: 1 finding (0 added, 1 removed).\n` });
  expect(entries().map((one) => one.path)).toEqual(['src/a.ts']);
});

it('follows a renamed file, and writes its new name down', () => {
  run('baseline');
  renameSync(join(dir, 'src/a.ts'), join(dir, 'renamed.ts'));
  expect(run('check').code).toBe(0);
  run('baseline', '--prune');
  expect(entries().map((one) => one.path)).toEqual(['renamed.ts']);
});

it('keeps what a partial run does not see', () => {
  writeFileSync(join(dir, 'src/b.ts'), RC4);
  run('baseline');
  rmSync(join(dir, 'src/b.ts'));
  writeFileSync(join(dir, 'src/a.ts'), '');
  run('baseline', 'src/a.ts');
  expect(entries().map((one) => one.path)).toEqual(['src/b.ts']);
});

it('takes in what is waived, and nothing that is wrong with waivers', () => {
  const waive = (until: string): string => DES.replace('export', `// clauselint-waive weak-cipher until=${until} owner=o reason=r\nexport`);
  writeFileSync(join(dir, 'src/a.ts'), waive('2026-02-14'));
  writeFileSync(join(dir, 'src/b.ts'), waive('2026-01-14').replace('des-cbc', 'rc4'));
  run('baseline');
  expect(entries().map((one) => [one.path, one.rule])).toEqual([
    ['src/a.ts', 'weak-cipher'],
    ['src/b.ts', 'weak-cipher'],
  ]);
  expect(run('check', '--format', 'compact').out).toMatch(/^src\/b\.ts:3:1: error overdue-waiver [^\n]*\n$/);
  // The day after the thirtieth both are late.
  const late = clauselint(['check', '--format', 'compact', '--now', '2026-02-15'], dir);
  expect([late.code, late.out.match(/overdue-waiver/g)?.length]).toEqual([1, 2]);
});

it('finds a waiver of the configuration by line and column, seen from another folder too', () => {
  writeFileSync(
    join(dir, 'clauselint.jsonc'),
    '{\n  "waivers": [\n    { "rule": "weak-cipher", "path": "src", "until": "2026-01-14", "owner": "o", "reason": "r" }\n  ]\n}\n',
  );
  expect(run('check', '--format', 'compact').out).toContain('clauselint.jsonc:3:5: error overdue-waiver');
  const above = clauselint(
    ['check', '.', '--config', '../clauselint.jsonc', '--now', '2026-01-15', '--format', 'compact'],
    join(dir, 'src'),
  );
  expect(above.code).toBe(1);
});

it('says what is wrong with a baseline, and where', () => {
  writeFileSync(join(dir, FILE), '{ "version": 1,\n  "findings": [{}] }');
  const { code, err } = run('check');
  expect([code, err]).toEqual([2, expect.stringContaining(`${FILE}:2:16`)]);
  expect(run('baseline').code).toBe(2);
  expect(run('check', '--no-baseline').code).toBe(1);
  expect(run('check', '--baseline', 'none.json')).toMatchObject({
    code: 2,
    err: expect.stringContaining('There is no baseline none.json.'),
  });
  rmSync(join(dir, FILE));
  expect(run('baseline', '--prune')).toMatchObject({ code: 2, err: expect.stringContaining('There is no baseline') });
});

it('stands elsewhere when asked to, and does not follow a link', () => {
  expect(run('baseline', '--baseline', 'src/known.json').code).toBe(0);
  expect(run('check').code).toBe(1);
  expect(run('check', '--baseline', 'src/known.json').code).toBe(0);
  symlinkSync(join(dir, 'src/known.json'), join(dir, FILE));
  expect(run('baseline', '--accept-new').code).toBe(2);
  expect(existsSync(join(dir, 'nowhere'))).toBe(false);
  expect(run('baseline', '--baseline', 'nowhere/b.json')).toMatchObject({ code: 2, err: expect.stringContaining('cannot be written') });
});

it('refuses to take down nothing', () => {
  rmSync(join(dir, 'src/a.ts'));
  expect(run('baseline').code).toBe(2);
  expect(existsSync(join(dir, FILE))).toBe(false);
});
