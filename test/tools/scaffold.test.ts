/** A new rule is two pages and a module, and nothing else has to be touched: proved in a copy of the repository. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { ROOT } from '../support/own-sources.ts';

const NEEDED = [
  'contract',
  'engine',
  'rules',
  'host',
  'tools',
  'test/spec',
  'test/support',
  'README.md',
  'package.json',
  'tsconfig.json',
  'vitest.config.mts',
];

let copy = '';

beforeAll(() => {
  copy = realpathSync(mkdtempSync(join(tmpdir(), 'clauselint-new-')));
  for (const one of NEEDED) cpSync(join(ROOT, one), join(copy, one), { recursive: true });
  symlinkSync(join(ROOT, 'node_modules'), join(copy, 'node_modules'), 'junction');
  return () => rmSync(copy, { recursive: true, force: true });
});

const run = (script: string, ...args: string[]): SpawnSyncReturns<string> =>
  spawnSync(process.execPath, [join(copy, script), ...args], { cwd: copy, encoding: 'utf8', env: { ...process.env, NO_COLOR: '1' } });

const SCENARIOS = ['des', 'aes-128-gcm', 'rc4', 'aes-192-cbc', 'bf-cbc', 'aes-128-ctr'].map(
  (name) => `
### It is done with ${name}

\`\`\`ts
import { createCipheriv } from 'node:crypto';
export const seal = (key: Buffer, iv: Buffer) => createCipheriv('${name}', key, iv); // breaks
\`\`\`
`,
);

test('a rule that was just made has a page that holds, and types that fit', { timeout: 180_000 }, () => {
  expect(run('tools/new-rule.mjs', 'storage/fresh-rule', 'cipherUse', 'encrypt-at-rest')).toMatchObject({ status: 0 });
  const page = join(copy, 'rules/storage/fresh-rule.md');
  writeFileSync(page, readFileSync(page, 'utf8') + SCENARIOS.join(''));
  expect(run('tools/generate.mjs')).toMatchObject({ status: 0 });
  const spec = run('node_modules/vitest/vitest.mjs', 'run', 'test/spec/pages.test.ts', '-t', 'fresh-rule', '--root', copy);
  expect(`${spec.stdout}${spec.stderr}`).toMatch(/Tests {2}10 passed/);
  expect(spec.status).toBe(0);

  // A finding that is not marked turns the page red.
  writeFileSync(page, readFileSync(page, 'utf8').replace(' // breaks', ''));
  const unmarked = run('node_modules/vitest/vitest.mjs', 'run', 'test/spec/pages.test.ts', '-t', 'fresh-rule', '--root', copy);
  expect(unmarked.status).toBe(1);
  expect(unmarked.stdout + unmarked.stderr).toContain('reported breaks');

  // The examples that other kinds of evidence come with hold too.
  expect(run('tools/new-rule.mjs', 'storage/fresh-hash', 'hashUse', 'hash-strength')).toMatchObject({ stderr: '', status: 0 });
  expect(run('tools/new-rule.mjs', 'residency/fresh-log', 'logDestination', 'logs-in-approved-regions')).toMatchObject({
    stderr: '',
    status: 0,
  });
  const examples = run(
    'node_modules/vitest/vitest.mjs',
    'run',
    'test/spec/pages.test.ts',
    '-t',
    'fresh-(hash|log) It is done',
    '--root',
    copy,
  );
  expect(`${examples.stdout}${examples.stderr}`).toMatch(/Tests {2}2 passed/);

  expect(run('tools/new-model.mjs', 'fresh-model')).toMatchObject({ status: 0 });
  expect(readFileSync(join(copy, 'rules/registry.generated.ts'), 'utf8')).toContain('modelFreshModel');
  const config = join(copy, 'tsconfig.fresh.json');
  writeFileSync(
    config,
    JSON.stringify({ extends: './tsconfig.json', include: ['rules/storage/fresh-rule.ts', 'rules/models/fresh-model.ts'] }),
  );
  const types = run('node_modules/typescript/bin/tsc', '-p', config, '--noEmit');
  expect(types.stdout.split('\n').filter((line) => line.includes('fresh-'))).toEqual([]);
});

test.each([
  ['an unknown kind of evidence', ['storage/other', 'cipher', 'encrypt-at-rest'], 'Kinds: accountLock,'],
  ['an unknown obligation', ['storage/other', 'cipherUse', 'encrypt'], 'Obligations: '],
  ['an unknown area', ['store/other', 'cipherUse', 'encrypt-at-rest'], 'Areas: access,'],
  ['an id that is none', ['storage/Other', 'cipherUse', 'encrypt-at-rest'], 'kebab-case'],
  ['nothing', [], 'Usage:'],
  ['a rule that is there', ['storage/weak-cipher', 'cipherUse', 'encrypt-at-rest'], 'There is already a file'],
])('new-rule refuses %s, and writes nothing', (_, args, said) => {
  const ran = run('tools/new-rule.mjs', ...args);
  expect(ran.status).toBe(1);
  expect(ran.stderr).toContain(said);
  expect(existsSync(join(copy, 'rules/storage/other.ts'))).toBe(false);
});

test('what is generated is known to be stale until it is generated', () => {
  writeFileSync(join(copy, 'rules/models/late.ts'), 'export default {};');
  const stale = run('tools/generate.mjs', '--check');
  expect(stale.status).toBe(1);
  expect(stale.stderr).toContain('rules/registry.generated.ts is stale');
  rmSync(join(copy, 'rules/models/late.ts'));
  run('tools/generate.mjs');
  expect(run('tools/generate.mjs', '--check').status).toBe(0);
});
