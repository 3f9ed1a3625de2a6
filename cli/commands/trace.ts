/** `clauselint trace`: the value of an expression, and every place on the way to where it was decided. */
import { complainAbout } from '../complain.ts';
import { visible } from '../escape.ts';
import type { Io } from '../io.ts';
import { codeFrame } from '../markdown.ts';
import type { Screen } from '../screen.ts';
import type { Product, TraceStep } from '../session.ts';

export interface TracePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly config: string | undefined;
}

export async function trace(place: TracePlace, out: Screen, errors: Screen, io: Io, product: Product): Promise<number> {
  const { file, line, column, config } = place;
  const answer = await product.trace({ cwd: io.cwd, file, line, column, configFile: config });
  if (!answer.ok) {
    complainAbout(answer, errors, io);
    return 2;
  }
  const { say, paint, locale } = out;
  const lines = [paint.bold(say('trace.value')), ...answer.value[locale].split(/\r\n|\r|\n/).map((text) => `  ${visible(text)}`)];
  if (answer.steps.length > 0) lines.push('', paint.bold(say('trace.steps')));
  lines.push(...answer.steps.flatMap((step, index) => stepLines(step, `${index + 1}.`, out)));
  if (answer.unknownAt !== undefined) lines.push('', paint.yellow(say('trace.unknownAt')), ...stepLines(answer.unknownAt, '?', out));
  io.stdout(`${lines.join('\n')}\n`);
  return 0;
}

function stepLines(step: TraceStep, mark: string, screen: Screen): readonly string[] {
  const { paint, locale } = screen;
  const place = visible(`${step.path}:${step.line}:${step.column}`);
  const head = `  ${mark} ${paint.cyan(place)}  ${visible(step.note[locale])}`;
  return step.code === '' ? [head] : [head, ...codeFrame(step.code, step.line, step.column, screen)];
}
