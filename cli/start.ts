/** The file that is started: small, so that the program behind it can be loaded as an earlier run compiled it. */
import './tuned.ts';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cacheFolder } from '../host/cache.ts';
import { CodeCache } from '../host/code-cache.ts';

const code = new CodeCache(folder(process.argv.slice(2)), process.cwd());
process.on('exit', () => code.keep());
code.load(join(dirname(fileURLToPath(import.meta.url)), 'program.js'), ['./parser.js']);

/** Only a look: the program tells what is wrong with its arguments. */
function folder(args: readonly string[]): string | undefined {
  if (args.includes('--no-cache') || args.includes('lsp')) return undefined;
  const at = args.findIndex((one) => one === '--cache-dir' || one.startsWith('--cache-dir='));
  const given = at < 0 ? undefined : args[at]?.includes('=') ? args[at]?.slice('--cache-dir='.length) : args[at + 1];
  return given === undefined ? cacheFolder() : resolve(given);
}
