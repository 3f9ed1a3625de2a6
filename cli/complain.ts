/** How problems are told: on stderr, what is wrong, then what to do. */
import type { DataProblem, Localized } from '../contract/types.ts';
import { visible } from './escape.ts';
import type { Io } from './io.ts';
import type { Screen } from './screen.ts';

/** Both sentences are already safe for a terminal. */
export function complain(message: string, remedy: string | undefined, { say, paint }: Screen, io: Io): void {
  // `message` was made safe by the caller and is not escaped twice: visible text has nothing left to escape.
  io.stderr(`${paint.red(say('error.prefix', { message }))}\n`);
  if (remedy !== undefined) io.stderr(`  ${remedy}\n`);
}

/** A refusal of the product: the problems of its data files, each at its place, then the reason and the remedy. */
export function complainAbout(
  refusal: { readonly problems?: readonly DataProblem[]; readonly reason: Localized; readonly remedy: Localized },
  screen: Screen,
  io: Io,
): void {
  const { locale, paint } = screen;
  for (const problem of refusal.problems ?? []) {
    io.stderr(`${paint.bold(visible(`${problem.file}:${problem.line}:${problem.column}`))}  ${visible(problem.message[locale])}\n`);
    io.stderr(`  ${visible(problem.remedy[locale])}\n`);
  }
  complain(visible(refusal.reason[locale]), visible(refusal.remedy[locale]), screen, io);
}
