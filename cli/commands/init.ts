/** `clauselint init`: sets a project up, and tells what it did and what comes next. */
import type { InitCommand } from '../command.ts';
import { complainAbout } from '../complain.ts';
import { visible } from '../escape.ts';
import type { Io } from '../io.ts';
import type { Screen } from '../screen.ts';
import type { Product } from '../session.ts';
import { padEnd, width } from '../width.ts';

export function init(command: InitCommand, out: Screen, errors: Screen, io: Io, product: Product): number {
  const { hook, ci, dryRun } = command;
  const { say, paint, locale } = out;
  const outcome = product.init({ cwd: io.cwd, hook, ci, dryRun, locale });
  if (!outcome.ok) {
    complainAbout(outcome, errors, io);
    return 2;
  }
  const did = outcome.steps.map((step) => (dryRun ? say(`would.${step.is}`) : say(`did.${step.is}`)));
  const left = Math.max(0, ...did.map(width));
  const lines = outcome.steps.map(({ is, file, note }, index) => {
    const brush = is === 'skip' ? paint.yellow : is === 'keep' ? paint.dim : paint.green;
    return `${brush(padEnd(did[index] ?? '', left))}  ${paint.bold(visible(file))}  ${visible(note[locale])}`;
  });
  const next = outcome.next.map((one, index) => `  ${index + 1}. ${visible(one[locale])}`);
  io.stdout(`${[...(dryRun ? [say('init.dryRun'), ''] : []), ...lines, '', paint.bold(say('init.next')), ...next].join('\n')}\n`);
  return 0;
}
