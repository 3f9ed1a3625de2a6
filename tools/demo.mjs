/** Shows the product at work on the example project. Findings are the point of the demo, so it succeeds when there are some. */
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const args = [join('dist', 'cli.js'), 'check', join('examples', 'portal'), ...process.argv.slice(2)];
const run = spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' });

const said = {
  0: 'exit code 0: no broken promise. The example has some on purpose, so something is wrong with this build.',
  1: 'exit code 1: examples/portal breaks promises of its contract, on purpose. In a pre-commit hook or in CI this stops the change.',
  2: 'exit code 2: the check could not be carried out; the lines above say why.',
};
console.log(`\n${said[run.status] ?? `the check ended with ${run.error?.message ?? run.signal ?? `exit code ${run.status}`}.`}`);
process.exitCode = run.status === 1 ? 0 : run.status || 1;
