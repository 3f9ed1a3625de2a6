/** `clauselint assess`: writes what a check finds before day, waivers and baseline have their say. */
import { resolve } from 'node:path';
import type { AssessCommand } from '../command.ts';
import { complainAbout } from '../complain.ts';
import { visible } from '../escape.ts';
import type { Io } from '../io.ts';
import { progress } from '../progress.ts';
import type { Screen } from '../screen.ts';
import type { Product } from '../session.ts';

/** 0: written, whatever was found, since that is for `conclude` to judge; 2: not written. */
export async function assess(command: AssessCommand, errors: Screen, io: Io, product: Product): Promise<number> {
  const { paths, config, output, facts } = command;
  const bar = progress(io, errors.say);
  const cache = typeof command.cache === 'string' ? resolve(io.cwd, command.cache) : command.cache;
  const outcome = await product
    .assess({ cwd: io.cwd, paths, configFile: config, output, facts, cache, progress: bar.update })
    .finally(bar.end);
  if (!outcome.ok) {
    complainAbout(outcome, errors, io);
    return 2;
  }
  if (outcome.cacheTrouble !== undefined) io.stderr(`${errors.say('check.cacheTrouble', { detail: visible(outcome.cacheTrouble) })}\n`);
  io.stderr(`${errors.say('assess.written', { count: outcome.files, file: output })}\n`);
  return 0;
}
