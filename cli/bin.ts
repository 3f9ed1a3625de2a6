/** The program's entry: the real world, handed to the command line. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { run } from './main.ts';
import { product } from './product.ts';

const write =
  (stream: NodeJS.WriteStream) =>
  (text: string): void => {
    stream.write(text);
  };
for (const stream of [process.stdout, process.stderr]) {
  // A reader that went away (`| head`) is no error of ours.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

const cwd = process.cwd();
void run(
  process.argv.slice(2),
  {
    stdout: write(process.stdout),
    stderr: write(process.stderr),
    writeFile: (path, text) => writeFileSync(resolve(cwd, path), text),
    readInput: (path) => readFileSync(path === undefined ? 0 : resolve(cwd, path)),
    clock: () => Number(process.hrtime.bigint() / 1_000_000n),
    isTTY: { stdout: process.stdout.isTTY === true, stderr: process.stderr.isTTY === true },
    columns: process.stdout.columns,
    env: process.env,
    cwd,
  },
  product(),
).then((code) => {
  process.exitCode = code;
});
