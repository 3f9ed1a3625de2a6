/** `clauselint facts`: writes the facts of files, for a check elsewhere. */
import type { FactsCommand } from '../command.ts';
import { complainAbout } from '../complain.ts';
import type { Io } from '../io.ts';
import { progress } from '../progress.ts';
import type { Screen } from '../screen.ts';
import type { Product } from '../session.ts';

/** 0: written, also where a file is broken or cannot be read, which is for the check to judge; 2: not written. */
export async function facts({ paths, config, output }: FactsCommand, errors: Screen, io: Io, product: Product): Promise<number> {
  const bar = progress(io, errors.say);
  const outcome = await product.facts({ cwd: io.cwd, paths, configFile: config, output, progress: bar.update }).finally(bar.end);
  if (!outcome.ok) {
    complainAbout(outcome, errors, io);
    return 2;
  }
  io.stderr(`${errors.say('facts.written', { count: outcome.files, file: output })}\n`);
  if (outcome.unread > 0) io.stderr(`${errors.say('facts.unread', { count: outcome.unread })}\n`);
  return 0;
}
