// Installs the AWS CDK into a cache and synthesises every construct whose default a rule claims: `npm run test:cdk`.
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const cache = process.env.CLAUSELINT_CDK_CACHE ?? join(process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'), 'clauselint-cdk');
mkdirSync(cache, { recursive: true });
copyFileSync(join(here, 'package.json'), join(cache, 'package.json'));
const run = (command, args, cwd) => {
  const { status } = spawnSync(command, args, { cwd, stdio: 'inherit', shell: process.platform === 'win32' });
  if (status !== 0) process.exit(status ?? 1);
};
run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], cache);
run(process.execPath, [join(here, '..', 'data', 'cdk-encryption', 'refresh.mjs'), cache, '--check'], here);
