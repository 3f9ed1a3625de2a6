/** `--policy-from`: a branch cannot waive itself. */
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { run } from '../../cli/main.ts';
import { product } from '../../cli/product.ts';
import { fakeIo } from '../cli/fixtures.ts';
import { tempTree } from '../host/temp-tree.ts';
import { repository } from '../support/repository.ts';

const BAD = `import { createCipheriv } from 'node:crypto';\nexport const seal = (key: Buffer, iv: Buffer) => createCipheriv('aes-128-cbc', key, iv);\n`;
const off = '{ "rules": { "weak-cipher": { "off": true, "reason": "later" } } }\n';

async function check(cwd: string, args: readonly string[]): Promise<{ code: number; out: string; err: string }> {
  const io = fakeIo({ cwd });
  const code = await run(['check', ...args], io, product());
  return { code, out: io.out.join(''), err: io.err.join('') };
}

it('the rule that a branch switches off still judges it, and switching it off is a finding', async () => {
  const made = repository();
  made.commit({ 'vault.ts': '1;\n', 'clauselint.jsonc': '{}\n' });
  made.git('checkout', '-q', '-b', 'topic');
  made.commit({ 'vault.ts': BAD, 'clauselint.jsonc': off });
  expect((await check(made.dir, [])).code).toBe(0);
  const judged = await check(made.dir, ['--policy-from', 'main', '--format', 'compact']);
  expect(judged.code).toBe(1);
  expect(judged.out).toContain('vault.ts:2:50: error weak-cipher');
  expect(judged.out).toContain(
    'clauselint.jsonc:1:1: error weakened-policy This change weakens the policy: the rule weak-cipher is switched off.',
  );
  for (const format of ['stylish', 'markdown', 'html', 'json', 'sarif', 'github', 'gitlab', 'junit', 'checkstyle'])
    expect((await check(made.dir, ['--policy-from', 'main', '--format', format])).out, format).toContain('weak-cipher is switched off');
  expect((await check(made.dir, ['--policy-from', 'main', '--locale', 'ja'])).out).toContain('ルール weak-cipher が無効になります');
});

it('a weakening alone fails the run too, also where only the staged part is looked at', async () => {
  const made = repository();
  made.commit({ 'a.ts': '1;\n', 'clauselint.jsonc': '{}\n' });
  made.stage({ 'clauselint.jsonc': '{ "ignore": ["src/**"] }\n' });
  const ran = await check(made.dir, ['--staged', '--policy-from', 'HEAD']);
  expect(ran.code).toBe(1);
  expect(ran.out).toContain('"src/**" is ignored');
});

it('a stricter configuration passes, and does not hold yet', async () => {
  const made = repository();
  made.commit({ 'vault.ts': BAD, 'clauselint.jsonc': off });
  made.write({ 'clauselint.jsonc': '{}\n' });
  expect((await check(made.dir, ['--policy-from', 'main'])).code).toBe(0);
});

it('a contract of the project is taken from the revision with the configuration', async () => {
  const made = repository();
  const contract = JSON.stringify({ $schema: 'x' });
  made.commit({ 'a.ts': '1;\n', 'clauselint.jsonc': '{ "contract": "exhibit.json" }\n', 'exhibit.json': contract });
  made.write({ 'clauselint.jsonc': '{}\n' });
  const ran = await check(made.dir, ['--policy-from', 'main']);
  expect(ran.code).toBe(2);
  expect(ran.err).toContain('In main: The contract exhibit.json is not valid.');
});

it('a first configuration is held against none', async () => {
  const made = repository();
  made.commit({ 'a.ts': '1;\n' });
  made.write({ 'clauselint.jsonc': off, 'b.ts': BAD });
  const ran = await check(made.dir, ['--policy-from', 'main', '--format', 'compact']);
  expect(ran.out.match(/error [\w-]+/g)).toEqual(['error weak-cipher', 'error weakened-policy']);
});

it('is found through a link to the project, below the top, and refused when there is no such revision', async () => {
  const made = repository();
  made.commit({ 'app/clauselint.jsonc': off, 'app/vault.ts': BAD });
  made.write({ 'app/clauselint.jsonc': '{}\n' });
  const link = join(tempTree({}), 'link');
  symlinkSync(made.dir, link);
  expect((await check(join(link, 'app'), ['--policy-from', 'main'])).code).toBe(0);
  expect((await check(made.dir, ['app', '--policy-from', 'main'])).code).toBe(0);
  const unknown = await check(made.dir, ['app', '--policy-from', 'nowhere']);
  expect(unknown.code).toBe(2);
  expect(unknown.err).toContain('git knows no commit nowhere.');
});

it('a waiver in a comment counts only where the revision has it, and only as often', async () => {
  const made = repository();
  const waiver = '// clauselint-waive weak-cipher until=2026-01-20 owner=ops reason="the partner migrates"';
  const [head = '', use = ''] = BAD.split('\n');
  const again = use.replace('seal', 'again');
  made.commit({ 'ü.ts': `${head}\n${waiver}\n${use}\n`, 'other.ts': `${head}\n${use}\n` });
  const judge = async (args: readonly string[]): Promise<string> =>
    (await check(made.dir, [...args, '--now', '2026-01-10', '--format', 'compact'])).out.match(/^\S+(?= error weak-cipher)/gm)?.join(' ') ??
    '';
  expect(await judge([])).toBe('other.ts:2:50:');
  expect(await judge(['--policy-from', 'main'])).toBe('other.ts:2:50:');
  // Another file, a later day, and the same words once more.
  made.write({ 'other.ts': `${head}\n${waiver}\n${use}\n` });
  expect(await judge([])).toBe('');
  expect(await judge(['--policy-from', 'main'])).toBe('other.ts:3:50:');
  made.write({ 'ü.ts': `${head}\n${waiver.replace('01-20', '01-25')}\n${use}\n` });
  expect(await judge(['--policy-from', 'main'])).toBe('other.ts:3:50: ü.ts:3:50:');
  made.write({ 'ü.ts': `${head}\n${waiver}\n${use}\n${waiver}\n${again}\n` });
  expect(await judge([])).toBe('');
  expect(await judge(['--policy-from', 'main'])).toBe('other.ts:3:50: ü.ts:5:51:');
});

it('waivers in the configuration, and the baseline, are those of the revision', async () => {
  const made = repository();
  made.commit({ 'a.ts': BAD, 'clauselint.jsonc': '{}\n' });
  const ids = JSON.parse((await check(made.dir, ['--format', 'json'])).out).findings[0].fingerprint as string;
  const waiver = { rule: 'weak-cipher', fingerprint: ids, reason: 'the partner migrates', owner: 'ops', until: '2026-01-20' };
  made.write({ 'clauselint.jsonc': JSON.stringify({ waivers: [waiver] }) });
  expect((await check(made.dir, ['--now', '2026-01-10'])).code).toBe(0);
  expect((await check(made.dir, ['--now', '2026-01-10', '--policy-from', 'main'])).code).toBe(1);
  made.write({ 'clauselint.jsonc': '{}\n' });
  const io = fakeIo({ cwd: made.dir });
  expect(await run(['baseline'], io, product())).toBe(0);
  expect((await check(made.dir, [])).code).toBe(0);
  expect((await check(made.dir, ['--policy-from', 'main'])).code).toBe(1);
  made.git('add', '.clauselint-baseline.json');
  made.commit({});
  expect((await check(made.dir, ['--policy-from', 'main'])).code).toBe(0);
});

it('an ignore file hides no file that is committed', async () => {
  const made = repository();
  made.commit({ '.gitignore': 'dist/\nold.ts\n', 'a.ts': '1;\n', 'clauselint.jsonc': '{ "ignore": ["legacy"] }\n' });
  made.write({ 'old.ts': BAD });
  made.git('add', '-f', 'old.ts');
  made.commit({});
  made.git('branch', 'base');
  // As it was: a committed file that is ignored, one that is not committed, one that the configuration leaves out.
  made.write({ 'dist/out.ts': BAD });
  made.commit({ 'legacy/b.ts': BAD });
  expect((await check(made.dir, ['--policy-from', 'base'])).code).toBe(0);
  made.write({ '.gitignore': 'dist/\nold.ts\nvault.ts\n', 'vault.ts': BAD });
  made.git('add', '-f', 'vault.ts', '.gitignore');
  made.commit({});
  const ran = await check(made.dir, ['--policy-from', 'base', '--format', 'compact']);
  expect(ran.code).toBe(1);
  expect(ran.out).toContain('vault.ts is committed, and hidden from the check by an ignore file');
  expect(ran.out).not.toContain('old.ts');
  expect((await check(made.dir, ['--policy-from', 'base', '--locale', 'ja'])).out).toContain('vault.ts はコミットされていますが');
});

const judged = async (dir: string, ...args: string[]): Promise<readonly [number, string[]]> => {
  const { code, out } = await check(dir, ['--policy-from', 'main', '--now', '2026-01-15', '--format', 'compact', ...args]);
  return [code, out.match(/(?<=error )[\w-]+/g) ?? []];
};

it('a waiver that the branch brings along hides nothing, and one that was there before does', async () => {
  const made = repository();
  const waive = (until: string): string => `// clauselint-waive weak-cipher until=${until} owner=ops reason=migration\n`;
  made.commit({ 'old.ts': BAD.replace('export', `${waive('2026-02-01')}export`), 'clauselint.jsonc': '{}\n' });
  made.git('checkout', '-q', '-b', 'topic');
  expect(await judged(made.dir)).toEqual([0, []]);
  made.commit({ 'new.ts': BAD.replace('export', `${waive('2026-02-01')}export`) });
  expect(await judged(made.dir)).toEqual([1, ['overdue-waiver', 'weak-cipher']]);
  made.commit({ 'new.ts': '1;\n', 'old.ts': BAD.replace('export', `${waive('2026-02-10')}export`) });
  expect(await judged(made.dir)).toEqual([1, ['overdue-waiver', 'weak-cipher']]);
  // Moved and laid out anew it says the same.
  made.commit({ 'old.ts': `\n${BAD.replace(';\nexport', `;\n\n  ${waive('2026-02-01').replace('until', '  until')}export`)}` });
  expect(await judged(made.dir)).toEqual([0, []]);
});

it('a waiver in the configuration of the branch is a weakening', async () => {
  const made = repository();
  const waivers = [{ rule: 'weak-cipher', path: '*.ts', until: '2026-02-01', owner: 'ops', reason: 'migration' }];
  made.commit({ 'a.ts': BAD, 'clauselint.jsonc': '{}\n' });
  made.git('checkout', '-q', '-b', 'topic');
  made.commit({ 'clauselint.jsonc': JSON.stringify({ waivers }) });
  expect(await judged(made.dir)).toEqual([1, ['weak-cipher', 'weakened-policy']]);
  made.git('branch', '-q', '-f', 'main', 'topic');
  expect(await judged(made.dir)).toEqual([0, []]);
});

it('the baseline is that of the revision', async () => {
  const made = repository();
  made.commit({ 'a.ts': BAD });
  await run(['baseline', '--now', '2026-01-15'], fakeIo({ cwd: made.dir }), product());
  made.git('add', '-A');
  made.git('commit', '-q', '-m', 'baseline');
  made.git('checkout', '-q', '-b', 'topic');
  expect(await judged(made.dir)).toEqual([0, []]);
  made.write({ 'b.ts': BAD.replace('aes-128-cbc', 'rc4') });
  expect(await run(['baseline', '--accept-new', '--now', '2026-01-15'], fakeIo({ cwd: made.dir }), product())).toBe(0);
  expect((await check(made.dir, ['--now', '2026-01-15'])).code).toBe(0);
  expect(await judged(made.dir)).toEqual([1, ['weak-cipher']]);
});

it('what is staged is held against the staged baseline', async () => {
  const made = repository();
  made.commit({ 'a.ts': '1;\n', '.clauselint-baseline.json': '{ "version": 1, "findings": [] }' });
  made.stage({ 'a.ts': BAD });
  expect(await run(['baseline', '--accept-new', '--now', '2026-01-15'], fakeIo({ cwd: made.dir }), product())).toBe(0);
  const staged = async (): Promise<number> => (await check(made.dir, ['--staged', '--now', '2026-01-15'])).code;
  expect(await staged()).toBe(1);
  made.git('add', '.clauselint-baseline.json');
  expect(await staged()).toBe(0);
});

it('a commit of the configuration alone is no proof that its waivers are not needed', async () => {
  const made = repository();
  const waivers = [{ rule: 'weak-cipher', path: '*.ts', until: '2026-02-01', owner: 'ops', reason: 'migration' }];
  made.commit({ 'a.ts': BAD, 'clauselint.jsonc': '{}\n' });
  made.stage({ 'clauselint.jsonc': JSON.stringify({ waivers }) });
  const staged = ['--staged', '--now', '2026-01-15', '--format', 'compact'];
  expect(await check(made.dir, staged)).toMatchObject({ code: 0, out: '' });
  made.stage({ 'b.ts': '2;\n' });
  expect(await check(made.dir, staged)).toMatchObject({ code: 0, out: '' });
  made.stage({ 'a.ts': '1;\n' });
  expect((await check(made.dir, staged)).out).toContain('clauselint.jsonc:1:13: error overdue-waiver');
});

it('the finding has a page', async () => {
  const io = fakeIo();
  expect(await run(['explain', 'weakened-policy'], io, product())).toBe(0);
  expect(io.out.join('')).toContain('--policy-from REF');
});
