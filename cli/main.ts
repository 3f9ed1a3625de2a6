/** The command line, from its words to its exit code. It touches the world only through `Io` and the analyser only through `Product`. */
import { parseArgs } from './args.ts';
import type { Command } from './command.ts';
import { assess } from './commands/assess.ts';
import { baseline } from './commands/baseline.ts';
import { check } from './commands/check.ts';
import { conclude } from './commands/conclude.ts';
import { explain } from './commands/explain.ts';
import { facts } from './commands/facts.ts';
import { init } from './commands/init.ts';
import { trace } from './commands/trace.ts';
import { complain } from './complain.ts';
import { helpText } from './help.ts';
import type { Io } from './io.ts';
import { type Screen, screenFor } from './screen.ts';
import type { Product } from './session.ts';

/** Exit code: 0 clean, 1 findings, 2 the job could not be done. Never rejects. */
export async function run(argv: readonly string[], io: Io, product: Product): Promise<number> {
  const { locale, colour, command } = parseArgs(argv, io.env);
  const out = screenFor('stdout', locale, colour, io);
  const errors = screenFor('stderr', locale, colour, io);
  try {
    return await perform(command, out, errors, colour, io, product);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    complain(errors.say('error.internal', { detail }), errors.say('error.internalRemedy'), errors, io);
    return 2;
  }
}

async function perform(
  command: Command,
  out: Screen,
  errors: Screen,
  colour: boolean | undefined,
  io: Io,
  product: Product,
): Promise<number> {
  switch (command.is) {
    case 'check':
      return check(command, errors, colour, io, product);
    case 'baseline':
      return baseline(command, out, errors, io, product);
    case 'facts':
      return facts(command, errors, io, product);
    case 'assess':
      return assess(command, errors, io, product);
    case 'conclude':
      return conclude(command, errors, colour, io, product);
    case 'init':
      return init(command, out, errors, io, product);
    case 'explain':
      return explain(command.subject, command.config, out, errors, io, product);
    case 'trace':
      return trace(command, out, errors, io, product);
    case 'lsp':
      await product.serve();
      return 0;
    case 'version':
      io.stdout(`clauselint ${product.version}\n`);
      return 0;
    case 'help':
      if (command.asked) io.stdout(helpText(command.topic, product.version, out));
      else io.stderr(helpText(undefined, product.version, errors));
      return command.asked ? 0 : 2;
    case 'mistake':
      complain(errors.say(command.key, command.values), errors.say(command.hint.key, command.hint.values), errors, io);
      return 2;
  }
}
