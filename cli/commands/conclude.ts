/** `clauselint conclude`: reports on what was assessed, as of today. */
import type { ConcludeCommand } from '../command.ts';
import { complainAbout } from '../complain.ts';
import type { Io } from '../io.ts';
import type { Screen } from '../screen.ts';
import type { Product } from '../session.ts';
import { exitCode, explainCode, writeReports } from './reporting.ts';

/** Exit codes as for `check`. */
export async function conclude(
  command: ConcludeCommand,
  errors: Screen,
  colour: boolean | undefined,
  io: Io,
  product: Product,
): Promise<number> {
  const { files, config, now, baseline, maxWarnings, allowEmpty } = command;
  const outcome = await product.conclude({ cwd: io.cwd, files, configFile: config, now, baseline });
  if (!outcome.ok) {
    complainAbout(outcome, errors, io);
    return 2;
  }
  const code = exitCode(outcome.report, maxWarnings, allowEmpty);
  const written = writeReports(outcome, command, code, errors, colour, io, product);
  explainCode(
    outcome.report,
    outcome.scopes.map((one) => one || '.'),
    maxWarnings,
    code,
    errors,
    io,
  );
  return written ? code : 2;
}
