/** `clauselint baseline`: takes down what is found today, so that a check can ask for nothing new. */
import type { BaselineCommand } from '../command.ts';
import { complain, complainAbout } from '../complain.ts';
import type { Io } from '../io.ts';
import { progress } from '../progress.ts';
import type { Screen } from '../screen.ts';
import type { Product } from '../session.ts';

/** 0: written; 1: there is more than the baseline holds, and it was not to grow; 2: not written, or not everything could be looked at. */
export async function baseline(command: BaselineCommand, out: Screen, errors: Screen, io: Io, product: Product): Promise<number> {
  const bar = progress(io, errors.say);
  const { paths, config, now, file, mode } = command;
  const outcome = await product
    .baseline({ cwd: io.cwd, paths, configFile: config, now, file, mode, progress: bar.update })
    .finally(bar.end);
  if (!outcome.ok) {
    complainAbout(outcome, errors, io);
    return 2;
  }
  const { total, added, removed, refused, incomplete } = outcome;
  io.stdout(`${out.say('baseline.written', { file: outcome.file, total, added, removed })}\n`);
  if (incomplete > 0)
    complain(errors.say('baseline.incomplete', { count: incomplete }), errors.say('baseline.incompleteRemedy'), errors, io);
  if (refused > 0 && mode === 'write')
    complain(errors.say('baseline.refused', { count: refused }), errors.say('baseline.refusedRemedy'), errors, io);
  if (incomplete > 0) return 2;
  return refused > 0 && mode === 'write' ? 1 : 0;
}
