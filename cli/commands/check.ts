/** `clauselint check`: runs the check, has the reports written, tells of fixes, cache and figures. */
import { resolve } from 'node:path';
import type { CheckCommand } from '../command.ts';
import { complainAbout } from '../complain.ts';
import { visible } from '../escape.ts';
import { tellFixes } from '../fixes-told.ts';
import type { Io } from '../io.ts';
import { progress } from '../progress.ts';
import type { Screen } from '../screen.ts';
import type { Product } from '../session.ts';
import { viewOf } from '../view.ts';
import { padEnd, width } from '../width.ts';
import { exitCode, explainCode, writeReports } from './reporting.ts';

type Stats = Readonly<Record<string, number | string>>;

export async function check(command: CheckCommand, errors: Screen, colour: boolean | undefined, io: Io, product: Product): Promise<number> {
  const view = viewOf(command.look, errors, io);
  if (view === undefined) return 2;
  const mayBeEmpty = view.is !== 'disk' || command.allowEmpty;
  const bar = progress(io, errors.say);
  const outcome = await product
    .check({
      cwd: io.cwd,
      paths: command.paths,
      configFile: command.config,
      now: command.now,
      evidence: command.evidence || command.sarifProfile === 'full',
      baseline: command.baseline,
      fix: command.fix,
      facts: command.facts,
      cache: typeof command.cache === 'string' ? resolve(io.cwd, command.cache) : command.cache,
      view,
      policyFrom: command.policyFrom,
      mayBeEmpty,
      progress: bar.update,
    })
    .finally(bar.end);
  if (!outcome.ok) {
    complainAbout(outcome, errors, io);
    return 2;
  }
  const { report } = outcome;
  const code = exitCode(report, command.maxWarnings, mayBeEmpty);
  const shown = { ...outcome, stats: command.stats ? outcome.stats : undefined };
  const written = writeReports(shown, command, code, errors, colour, io, product);
  if (outcome.fixed && command.fix) tellFixes(outcome.fixed, command.fix, errors, io);
  if (outcome.fixed?.made && command.fix === 'write' && view.is === 'staged') io.stderr(`${errors.say('fix.stage')}\n`);
  if (outcome.cacheTrouble !== undefined) io.stderr(`${errors.say('check.cacheTrouble', { detail: visible(outcome.cacheTrouble) })}\n`);
  if (command.stats) io.stderr(statsText(outcome.stats, errors));
  explainCode(report, command.paths, command.maxWarnings, code, errors, io);
  return written && !outcome.fixed?.unwritten.length ? code : 2;
}

function statsText(stats: Stats, { say, paint }: Screen): string {
  const rows = Object.entries(stats).map(([name, value]) => [visible(name), visible(String(value))] as const);
  const left = Math.max(0, ...rows.map(([name]) => width(name)));
  return `${[paint.bold(say('stats.heading')), ...rows.map(([name, value]) => `  ${padEnd(name, left)}  ${value}`)].join('\n')}\n`;
}
