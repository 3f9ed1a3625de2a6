/** `check --staged`, `--since`, `--files-from` and `--stdin`: what they look at, what they report, and how they end. */

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { run } from '../../cli/main.ts';
import { product } from '../../cli/product.ts';
import { fakeIo } from '../cli/fixtures.ts';
import { tempTree } from '../host/temp-tree.ts';
import { repository } from '../support/repository.ts';
import { clauselint } from './run.ts';

const cipher = (name: string): string =>
  `import { createCipheriv } from 'node:crypto';\nexport const seal = (key: Buffer, iv: Buffer) => createCipheriv('${name}', key, iv);\n`;
const BAD = cipher('aes-128-cbc');
const GOOD = cipher('aes-256-gcm');
/** The decision in one file, its use in another. */
const USE = `import { createCipheriv } from 'node:crypto';\nimport { algorithm } from './algorithm.ts';\nexport const seal = (key: Buffer, iv: Buffer) => createCipheriv(algorithm, key, iv);\n`;
const decided = (name: string): string => `export const algorithm = '${name}';\n`;

interface Checked {
  readonly code: number;
  readonly err: string;
  readonly places: readonly string[];
  readonly files: { readonly analysed: number };
}

/** In this process, with the real analyser. Each kind of input once more through the built command: the last test. */
async function check(dir: string, args: readonly string[], input: string | Uint8Array = ''): Promise<Checked> {
  const io = fakeIo({
    cwd: dir,
    readInput: (path) => (path === undefined ? Buffer.from(input) : readFileSync(join(dir, path))),
  });
  const code = await run(['check', '--format', 'json', ...args], io, product());
  const out = io.out.join('');
  const report = out.startsWith('{') ? JSON.parse(out) : { findings: [], files: { analysed: -1 } };
  const places = report.findings.map(
    (one: { place: { path: string; startLine: number; startColumn: number } }) =>
      `${one.place.path}:${one.place.startLine}:${one.place.startColumn}`,
  );
  return { code, err: io.err.join(''), places, files: report.files };
}

describe('--staged', () => {
  it('judges what is in the index, not what lies in the working tree', async () => {
    const made = repository();
    made.commit({ 'a.ts': GOOD, 'b.ts': GOOD });
    made.stage({ 'a.ts': `// moved down\n${BAD}` });
    made.write({ 'a.ts': GOOD, 'b.ts': BAD });
    const ran = await check(made.dir, ['--staged']);
    expect(ran.places).toEqual(['a.ts:3:50']);
    expect(ran.code).toBe(1);
    expect(ran.files.analysed).toBe(1);
  });

  it('leaves alone what was there before in files that are not staged', async () => {
    const made = repository();
    made.commit({ 'old.ts': BAD });
    made.stage({ 'new.ts': GOOD });
    expect(await check(made.dir, ['--staged'])).toMatchObject({ code: 0, places: [] });
    expect((await check(made.dir, [])).places).toEqual(['old.ts:2:50']);
  });

  it('reports in other files what the staged change causes there', async () => {
    const made = repository();
    made.commit({ 'use.ts': USE, 'algorithm.ts': decided('aes-256-gcm') });
    made.stage({ 'algorithm.ts': decided('des-cbc') });
    expect(await check(made.dir, ['--staged'])).toMatchObject({ code: 1, places: ['use.ts:3:50'] });
    expect(await check(made.dir, ['--staged', 'algorithm.ts'])).toMatchObject({ code: 0, places: [] });
    expect(await check(made.dir, ['--staged', 'use.ts'])).toMatchObject({ code: 1, places: ['use.ts:3:50'] });
  });

  it('takes packages, paths and configuration from the index, too', async () => {
    const made = repository();
    made.commit({
      'tsconfig.json': '{ "compilerOptions": { "paths": { "#c": ["./strong.ts"] } } }\n',
      'strong.ts': decided('aes-256-gcm'),
      'weak.ts': decided('des-cbc'),
      'use.ts': USE.replace('./algorithm.ts', '#c'),
    });
    made.write({ 'tsconfig.json': '{ "compilerOptions": { "paths": { "#c": ["./weak.ts"] } } }\n' });
    made.stage({ 'use.ts': `${USE.replace('./algorithm.ts', '#c')}// touched\n` });
    expect(await check(made.dir, ['--staged'])).toMatchObject({ code: 0, places: [] });
    made.git('add', 'tsconfig.json');
    expect(await check(made.dir, ['--staged'])).toMatchObject({ code: 1, places: ['use.ts:3:50'] });
    made.stage({ 'clauselint.jsonc': '{ "ignore": ["use.ts"] }\n' });
    made.write({ 'clauselint.jsonc': '{}\n' });
    expect(await check(made.dir, ['--staged'])).toMatchObject({ code: 0, places: [] });
  });

  it('uses a configuration that git does not track yet', async () => {
    const made = repository();
    made.stage({ 'a.ts': BAD });
    made.write({ 'clauselint.jsonc': '{ "rules": { "weak-cipher": { "off": true, "reason": "not yet" } } }\n' });
    expect(await check(made.dir, ['--staged'])).toMatchObject({ code: 0, places: [] });
  });

  it('sees neither what git ignores nor what it does not track', async () => {
    const made = repository();
    made.commit({ '.gitignore': 'local.ts\n', 'use.ts': USE, 'algorithm.ts': decided('aes-256-gcm') });
    made.write({ 'local.ts': BAD, 'untracked.ts': BAD });
    made.stage({ 'use.ts': `${USE}// touched\n` });
    expect(await check(made.dir, ['--staged'])).toMatchObject({ code: 0, places: [] });
  });

  it('ends well, and says so, when nothing staged is a source', async () => {
    const made = repository();
    made.commit({ 'old.ts': BAD });
    made.stage({ 'notes.md': 'x\n' });
    const ran = await check(made.dir, ['--staged']);
    expect(ran).toMatchObject({ code: 0, places: [] });
    expect(ran.err).toBe('Nothing to check: no source file among what was asked for.\n');
    made.stage({ 'a.test.ts': BAD });
    expect(await check(made.dir, ['--staged'])).toMatchObject({
      code: 0,
      err: 'Nothing to check: what was asked for was left out (1 test).\n',
    });
  });

  it('fails on a staged file with a conflict, and on one that does not parse it says so', async () => {
    const made = repository();
    made.commit({ 'a.ts': GOOD });
    made.git('checkout', '-q', '-b', 'other');
    made.commit({ 'a.ts': `${GOOD}// one\n` });
    made.git('checkout', '-q', 'main');
    made.commit({ 'a.ts': `${GOOD}// two\n` });
    expect(() => made.git('merge', '-q', 'other')).toThrow();
    expect((await check(made.dir, ['--staged'])).code).toBe(2);
  });

  it('works in a linked worktree, below the top, and with a project of its own there', async () => {
    const made = repository();
    made.commit({ 'top.ts': BAD, 'app/clauselint.jsonc': '{}\n', 'app/a.ts': GOOD, 'other/b.ts': GOOD });
    made.stage({ 'app/a.ts': BAD, 'other/b.ts': BAD });
    expect((await check(join(made.dir, 'app'), ['--staged'])).places).toEqual(['a.ts:2:50']);
    expect((await check(made.dir, ['--staged', 'app'])).places).toEqual(['app/a.ts:2:50']);
    expect((await check(made.dir, ['--staged', 'other'])).places).toEqual(['other/b.ts:2:50']);
    expect((await check(made.dir, ['--staged'])).places).toEqual(['app/a.ts:2:50', 'other/b.ts:2:50']);
  });

  it('reports a file that is staged and gone from the working tree', async () => {
    const made = repository();
    made.stage({ 'a.ts': BAD, 'b.ts': GOOD });
    made.remove('a.ts');
    expect(await check(made.dir, ['--staged', 'a.ts'])).toMatchObject({ code: 1, places: ['a.ts:2:50'] });
  });

  it('says what is missing, in both languages', async () => {
    const outside = tempTree({ 'a.ts': BAD });
    expect(await check(outside, ['--staged'])).toMatchObject({ code: 2 });
    expect((await check(outside, ['--staged'])).err).toContain(
      'clauselint: This folder is not in a git repository.\n  Run it inside a working tree',
    );
    expect((await check(outside, ['--staged', '--locale', 'ja'])).err).toContain('このフォルダーは git リポジトリではありません。');
    const made = repository();
    made.commit({ 'a.ts': GOOD });
    expect((await check(made.dir, ['--since', 'nowhere'])).err).toContain('git knows no commit nowhere.');
    expect((await check(made.dir, ['--since', 'nowhere'])).code).toBe(2);
  });
});

describe('--since', () => {
  it('reports what the branch touches, staged, unstaged and untracked alike', async () => {
    const made = repository();
    made.commit({ 'old.ts': BAD, 'use.ts': USE, 'algorithm.ts': decided('aes-256-gcm'), 'edited.ts': GOOD });
    made.git('checkout', '-q', '-b', 'topic');
    made.commit({ 'committed.ts': BAD });
    made.write({ 'edited.ts': BAD, 'untracked.ts': BAD, 'algorithm.ts': decided('des-cbc') });
    const ran = await check(made.dir, ['--since', 'main']);
    expect(ran.places).toEqual(['committed.ts:2:50', 'edited.ts:2:50', 'untracked.ts:2:50', 'use.ts:3:50']);
    expect(ran.code).toBe(1);
  });

  it('works below the top, for a project of its own there', async () => {
    const made = repository();
    made.commit({ 'app/clauselint.jsonc': '{}\n', 'app/old.ts': BAD, 'top.ts': BAD });
    made.git('checkout', '-q', '-b', 'topic');
    made.commit({ 'app/new.ts': BAD, 'top.ts': `${BAD}// touched\n` });
    expect((await check(join(made.dir, 'app'), ['--since', 'main'])).places).toEqual(['new.ts:2:50']);
    expect((await check(made.dir, ['app', '--since', 'main'])).places).toEqual(['app/new.ts:2:50']);
  });

  it('ends well when the branch changed nothing', async () => {
    const made = repository();
    made.commit({ 'old.ts': BAD });
    expect(await check(made.dir, ['--since', 'main'])).toMatchObject({ code: 0, places: [] });
  });
});

describe('--files-from', () => {
  it('reports the named files, by line or by NUL, from a file or from stdin', async () => {
    const dir = tempTree({ 'a.ts': BAD, 'b.ts': BAD, 'line\nend.ts': BAD, 'notes.md': 'x', list: 'a.ts\r\nnotes.md\r\n' });
    expect(await check(dir, ['--files-from', 'list'])).toMatchObject({ code: 1, places: ['a.ts:2:50'] });
    expect((await check(dir, ['--files-from', '-'], 'line\nend.ts\0b.ts\0')).places).toEqual(['b.ts:2:50', 'line\nend.ts:2:50']);
    expect(await check(dir, ['--files-from', '-'], 'notes.md\n')).toMatchObject({ code: 0, places: [] });
    expect(await check(dir, ['--files-from', '-'], '')).toMatchObject({ code: 0, places: [] });
  });

  it('refuses a list that names what is not there, and one that cannot be read', async () => {
    const dir = tempTree({ 'a.ts': BAD });
    expect(await check(dir, ['--files-from', '-'], 'a.ts\nmisspelt.ts\n')).toMatchObject({ code: 2 });
    expect((await check(dir, ['--files-from', '-'], 'misspelt.ts\n')).err).toContain('There is no file or folder misspelt.ts.');
    expect((await check(dir, ['--files-from', 'absent'])).err).toContain('absent cannot be read');
    expect((await check(dir, ['--files-from', '-'], new Uint8Array([0xff, 0xfe, 0x61]))).err).toContain('stdin is not valid UTF-8.');
    expect((await check(join(dir), ['--files-from', '-'], '../elsewhere.ts')).code).toBe(2);
  });
});

describe('--stdin', () => {
  it('puts the text in place of the file, with the rest of the disk around it, and reports that file alone', async () => {
    const dir = tempTree({ 'use.ts': GOOD, 'algorithm.ts': decided('des-cbc'), 'other.ts': BAD });
    expect(await check(dir, ['--stdin', '--stdin-filename', 'use.ts'], USE)).toMatchObject({ code: 1, places: ['use.ts:3:50'] });
    expect(await check(dir, ['--stdin', '--stdin-filename', join(dir, 'use.ts')], GOOD)).toMatchObject({ code: 0, places: [] });
  });

  it('takes a file that is not on the disk yet, with the configuration of its folder', async () => {
    const dir = tempTree({ 'app/clauselint.jsonc': '{ "ignore": ["skipped"] }\n', 'app/algorithm.ts': decided('des-cbc') });
    mkdirSync(join(dir, 'app', 'skipped'));
    expect((await check(dir, ['--stdin', '--stdin-filename', 'app/new.ts'], USE)).places).toEqual(['app/new.ts:3:50']);
    expect(await check(dir, ['--stdin', '--stdin-filename', 'app/skipped/new.ts'], BAD)).toMatchObject({ code: 0, places: [] });
    expect(await check(dir, ['--stdin', '--stdin-filename', 'absent/new.ts'], BAD)).toMatchObject({ code: 2 });
  });

  it('says when the text is none', async () => {
    const dir = tempTree({ 'use.ts': GOOD });
    const ran = await check(dir, ['--stdin', '--stdin-filename', 'use.ts'], new Uint8Array([0xc3, 0x28]));
    expect(ran.code).toBe(2);
    expect(ran.files).toMatchObject({ analysed: 0, incomplete: 1 });
  });
});

describe('--fix', () => {
  const weak = "import tls from 'node:tls';\ntls.connect({ minVersion: 'TLSv1' });\n";
  const strong = weak.replace('TLSv1', 'TLSv1.2');

  it('of what is staged writes the working tree, and the commit as it stands still fails', async () => {
    const made = repository();
    made.commit({ 'old.ts': weak });
    made.stage({ 'new.ts': weak });
    const ran = await check(made.dir, ['--staged', '--fix']);
    expect(ran).toMatchObject({ code: 1, places: ['new.ts:2:27'] });
    expect(ran.err).toContain('1 fix made in 1 file.');
    expect(ran.err).toContain('stage them (git add), then commit again');
    expect(readFileSync(join(made.dir, 'new.ts'), 'utf8')).toBe(strong);
    expect(readFileSync(join(made.dir, 'old.ts'), 'utf8')).toBe(weak);
    made.git('add', 'new.ts');
    expect((await check(made.dir, ['--staged', '--fix'])).code).toBe(0);
  });

  it('touches nothing where a file is staged in part', async () => {
    const made = repository();
    made.stage({ 'part.ts': weak, 'whole.ts': weak });
    made.write({ 'part.ts': `${weak}// not yet\n` });
    const ran = await check(made.dir, ['--staged', '--fix']);
    expect(ran.code).toBe(2);
    expect(ran.err).toContain('Staged and working tree differ, so nothing was fixed: part.ts.');
    expect(readFileSync(join(made.dir, 'part.ts'), 'utf8')).toBe(`${weak}// not yet\n`);
    expect(readFileSync(join(made.dir, 'whole.ts'), 'utf8')).toBe(weak);
  });

  it('of named or changed files touches those alone, and does not go with a text from stdin', async () => {
    const made = repository();
    made.commit({ 'a.ts': weak, 'b.ts': weak });
    await check(made.dir, ['--files-from', '-', '--fix'], 'a.ts\n');
    expect(readFileSync(join(made.dir, 'a.ts'), 'utf8')).toBe(strong);
    expect(readFileSync(join(made.dir, 'b.ts'), 'utf8')).toBe(weak);
    expect((await check(made.dir, ['--stdin', '--stdin-filename', 'b.ts', '--fix'], weak)).code).toBe(2);
  });
});

it('--allow-empty: nothing to analyse is no failure', async () => {
  const dir = tempTree({ 'notes.md': 'x', 'a.test.ts': BAD });
  expect((await check(dir, ['notes.md'])).code).toBe(2);
  expect((await check(dir, ['notes.md', '--allow-empty'])).code).toBe(0);
  expect((await check(dir, ['a.test.ts', '--allow-empty'])).code).toBe(0);
  expect(clauselint(['check', 'absent.ts', '--allow-empty'], dir).code).toBe(2);
});

it('the built command does the same', () => {
  const made = repository();
  made.stage({ 'a.ts': BAD });
  made.write({ 'a.ts': GOOD });
  expect(clauselint(['check', '--staged'], made.dir).code).toBe(1);
  expect(clauselint(['check'], made.dir).code).toBe(0);
  expect(clauselint(['check', '--stdin', '--stdin-filename', 'a.ts'], made.dir, {}, BAD).code).toBe(1);
  expect(clauselint(['check', '--files-from', '-'], made.dir, {}, 'a.ts\n').code).toBe(0);
});
