/** What goes into the npm package: what runs, the contract with its schemas, and the papers; no sources, tests or development tools. */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/own-sources.ts';

test('.npmignore lets in what it names, and nothing else', { timeout: 120_000 }, () => {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--loglevel=error'];
  const said = execFileSync('npm', args, { cwd: ROOT, encoding: 'utf8', shell: process.platform === 'win32' });
  const [{ files }] = JSON.parse(said) as [{ files: { path: string }[] }];
  const paths = files.map((one) => one.path);
  const allowed = /^(?:dist\/[\w.-]+\.(?:js|txt)|contract\/(?:schema\/)?[\w.-]+\.json|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/;
  expect(paths.filter((path) => !allowed.test(path))).toEqual([]);
  const schemas = readdirSync(join(ROOT, 'contract/schema')).map((name) => `contract/schema/${name}`);
  // Other tests put bundles of their own there, for as long as they last.
  const inDist = existsSync(join(ROOT, 'dist')) ? readdirSync(join(ROOT, 'dist')) : [];
  const built = inDist.filter((name) => !name.startsWith('test-')).map((name) => `dist/${name}`);
  expect(paths).toEqual(
    expect.arrayContaining(['contract/security-exhibit.json', 'package.json', 'README.md', 'LICENSE', ...schemas, ...built]),
  );
});
