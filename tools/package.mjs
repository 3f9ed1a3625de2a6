/**
 * Packs the extension: clauselint-<version>.vsix in the root. What goes in is said in .vscodeignore.
 *
 * The packer is heavy and needed by nobody else, so it lives in tools/package/ and is installed when this is first run.
 * A word on its standard error counts as a failure: a package with a warning is not one to publish.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const home = join(root, 'tools/package');
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const out = `clauselint-${version}.vsix`;
/** Bytes; what a reader on a slow line still puts up with. */
const LIMIT = 5_000_000;

function packer() {
  const wanted = JSON.parse(readFileSync(join(home, 'package.json'), 'utf8')).dependencies['@vscode/vsce'];
  const manifest = join(home, 'node_modules/@vscode/vsce/package.json');
  if (!existsSync(manifest) || JSON.parse(readFileSync(manifest, 'utf8')).version !== wanted) {
    console.error('package: installing the packer (once)');
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    const run = spawnSync('npm', ['ci', ...flags], {
      cwd: home,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
    if (run.status !== 0) fail('npm ci failed; its output above says why.');
  }
  return join(home, 'node_modules/@vscode/vsce/vsce');
}

function fail(message) {
  console.error(`package: ${message}`);
  process.exit(1);
}

// The packer passes silently over what is allowed but not there, such as a bundle that was not built.
const allowed = readFileSync(join(root, '.vscodeignore'), 'utf8').match(/(?<=^!)[^*\n]+$/gm) ?? [];
const missing = allowed.filter((file) => !existsSync(join(root, file)));
if (missing.length > 0) fail(`missing: ${missing.join(', ')}`);

const flags = ['--no-dependencies', '--readme-path', 'client/README.md', '--no-rewrite-relative-links', '--allow-missing-repository'];
const run = spawnSync(process.execPath, [packer(), 'package', ...flags, '--out', out], {
  cwd: root,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'pipe'],
  env: { ...process.env, NO_UPDATE_NOTIFIER: '1' },
});
const said = `${run.stdout}${run.stderr}`;
if (run.status !== 0 || run.stderr.trim() !== '' || /\bWARNING\b/.test(said)) fail(`vsce:\n${said}`);
const bytes = statSync(join(root, out)).size;
if (bytes > LIMIT) fail(`${out} has ${bytes} bytes; ${LIMIT} is the limit.`);
console.error(`package: ${out}, ${(bytes / 1e6).toFixed(2)} MB`);
