/**
 * A second real client: Neovim over standard input and output shows what the command line finds, waives by the code action, and follows a
 * change in another buffer. Needs `npm run build`. Installs Neovim where it is missing and apt may.
 */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const clauselint = join(here, '..', '..', 'dist', 'cli.js');

function neovim() {
  const tried = spawnSync('nvim', ['--version'], { encoding: 'utf8' });
  if (tried.status === 0) return tried.stdout.split('\n')[0];
  const got = spawnSync('apt-get', ['install', '-y', '--no-install-recommends', 'neovim'], { encoding: 'utf8' });
  assert.equal(got.status, 0, `Neovim is not here and could not be installed: ${got.stderr ?? got.error}`);
  return execFileSync('nvim', ['--version'], { encoding: 'utf8' }).split('\n')[0];
}

const version = neovim();
const project = realpathSync(mkdtempSync(join(tmpdir(), 'clauselint-nvim-')));
try {
  writeFileSync(join(project, 'config.ts'), "export const CIPHER = 'aes-128-cbc';\n");
  writeFileSync(
    join(project, 'server.ts'),
    "import { createCipheriv, randomBytes } from 'node:crypto';\nimport { CIPHER } from './config';\n\n" +
      'export const seal = (key: Buffer) => createCipheriv(CIPHER, key, randomBytes(16));\n',
  );
  const checked = spawnSync(process.execPath, [clauselint, 'check', '--format', 'json'], { cwd: project, encoding: 'utf8' });
  assert.equal(checked.status, 1, checked.stderr);
  const expected = JSON.parse(checked.stdout).findings.map((one) => ({
    file: one.place.path,
    line: one.place.startLine - 1,
    column: one.place.startColumn - 1,
    code: one.rule,
  }));
  assert.ok(expected.length > 0);

  const run = spawnSync('nvim', ['--clean', '--headless', '-c', `luafile ${join(here, 'neovim.lua')}`], {
    cwd: project,
    encoding: 'utf8',
    timeout: 120_000,
    env: { ...process.env, NODE: process.execPath, CLAUSELINT: clauselint, PROJECT: project, HOME: project, XDG_STATE_HOME: project },
  });
  // Headless, Neovim prints to stderr.
  const steps = `${run.stdout}\n${run.stderr}`.split(/\r?\n/).flatMap((line) => (line.startsWith('{') ? [JSON.parse(line)] : []));
  assert.equal(run.status, 0, run.stderr);
  const shown = Object.fromEntries(steps.map((one) => [one.step, one.diagnostics]));
  assert.deepEqual(
    shown.opened.map(({ file, line, column, code }) => ({ file, line, column, code })),
    expected,
  );
  assert.ok(shown.opened.every((one) => one.source === 'clauselint' && /^\[\d\.[A-Z]/.test(one.message)));
  assert.deepEqual(shown.waived, []);
  assert.deepEqual(shown.moved, []);
  console.log(`neovim: ${version} shows what the command line finds, waives it, and follows a change in another file`);
} finally {
  rmSync(project, { recursive: true, force: true });
}
