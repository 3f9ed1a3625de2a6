/** `clauselint check`: runs the check, writes the reports, decides the exit code. */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Report } from '../../engine/workspace/report.ts';
import type { CheckCommand } from '../args.ts';
import { complain, complainAbout } from '../complain.ts';
import { visible } from '../escape.ts';
import { tellFixes } from '../fixes-told.ts';
import type { Io } from '../io.ts';
import { progress } from '../progress.ts';
import { fresh, incompleteLevel } from '../reporters/listing.ts';
import { type RenderOptions, render } from '../reporters/render.ts';
import { clausesOf } from '../reporters/sarif.ts';
import { leftOutParts } from '../reporters/summary.ts';
import { type Screen, screenFor } from '../screen.ts';
import type { CheckOutcome, Product } from '../session.ts';
import { viewOf } from '../view.ts';
import { padEnd, width } from '../width.ts';

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
  const asked = renderOptions(outcome, command, code, io, product);
  // One file that cannot be written does not keep the others from being written.
  const written = command.reports.map(({ format, file }) => {
    const screen = screenFor(file === undefined ? 'stdout' : 'file', errors.locale, colour, io);
    return deliver(render(format, report, screen, asked), file, errors, io);
  });
  if (outcome.fixed && command.fix) tellFixes(outcome.fixed, command.fix, errors, io);
  if (outcome.fixed?.made && command.fix === 'write' && view.is === 'staged') io.stderr(`${errors.say('fix.stage')}\n`);
  if (outcome.cacheTrouble !== undefined) io.stderr(`${errors.say('check.cacheTrouble', { detail: visible(outcome.cacheTrouble) })}\n`);
  if (command.stats) io.stderr(statsText(outcome.stats, errors));
  explainCode(report, command, code, errors, io);
  return written.every(Boolean) && !outcome.fixed?.unwritten.length ? code : 2;
}

/** To stdout, or to a file. False when that file cannot be written, which is told. */
function deliver(text: string, file: string | undefined, errors: Screen, io: Io): boolean {
  if (file === undefined) {
    io.stdout(text);
    return true;
  }
  try {
    io.writeFile(file, text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    complain(errors.say('check.notWritten', { file, detail }), errors.say('check.notWrittenRemedy'), errors, io);
    return false;
  }
  io.stderr(`${errors.say('check.written', { file })}\n`);
  return true;
}

/** Files whose analysis failed through no fault of their own text. */
function failed(report: Report): number {
  return report.incomplete.filter(({ reason }) => incompleteLevel(reason) === 'error').length;
}

function warnings(report: Report): number {
  return fresh(report).filter((finding) => finding.severity === 'warning').length;
}

/** 0 clean, 1 findings that count, 2 when the run cannot vouch for what it was asked about. A run that did not look is never clean. */
export function exitCode(report: Report, maxWarnings: number | undefined, mayBeEmpty = false): 0 | 1 | 2 {
  if (report.files.analysed === 0 && (!mayBeEmpty || report.incomplete.length > 0)) return 2;
  if (fresh(report).some((finding) => finding.severity === 'error')) return 1;
  if (maxWarnings !== undefined && warnings(report) > maxWarnings) return 1;
  return failed(report) > 0 ? 2 : 0;
}

function renderOptions(
  { report, base, stats, fixesOf }: CheckOutcome & { readonly ok: true },
  command: CheckCommand,
  code: number,
  io: Io,
  product: Product,
): RenderOptions {
  const { quiet, evidence, sarifProfile } = command;
  return {
    version: product.version,
    quiet,
    evidence,
    exitCode: code,
    stats: command.stats ? stats : undefined,
    sarifProfile,
    fixesOf,
    prefix: { github: prefixIn(io.env['GITHUB_WORKSPACE'], base), gitlab: prefixIn(io.env['CI_PROJECT_DIR'], base) },
    clauses: () => {
      const loaded = product.contract({ cwd: io.cwd, configFile: command.config });
      return 'contract' in loaded ? loaded.contract.clauses : clausesOf(report);
    },
    pages: () => product.rulePages(),
  };
}

/** What leads from a repository's root to a folder in it, with a `/` at the end; empty for the root itself, for no root, and from outside. */
function prefixIn(root: string | undefined, folder: string): string {
  const way = root === undefined || root === '' ? '' : relative(root, folder).split(sep).join('/');
  return way === '' || way === '..' || way.startsWith('../') || isAbsolute(way) ? '' : `${way}/`;
}

/** What the report itself does not say: why the run was in vain, or why it fails without an error. */
function explainCode(report: Report, command: CheckCommand, code: number, screen: Screen, io: Io): void {
  const { say } = screen;
  const paths = command.paths.join(say('list.separator'));
  if (report.files.analysed === 0) {
    const parts = leftOutParts(report, screen);
    if (code !== 2) io.stderr(`${parts === '' ? say('check.nothingTouched') : say('check.touchedLeftOut', { parts })}\n`);
    else if (report.incomplete.length > 0) complain(say('check.partFailed', { count: report.files.incomplete }), undefined, screen, io);
    else if (parts === '') complain(say('check.nothing', { paths }), say('check.nothingRemedy'), screen, io);
    else complain(say('check.allLeftOut', { paths, parts }), say('check.allLeftOutRemedy'), screen, io);
  } else if (code === 2) {
    complain(say('check.partFailed', { count: failed(report) }), undefined, screen, io);
  } else if (command.maxWarnings !== undefined && warnings(report) > command.maxWarnings) {
    complain(say('check.tooManyWarnings', { count: warnings(report), limit: command.maxWarnings }), undefined, screen, io);
  }
}

function statsText(stats: Stats, { say, paint }: Screen): string {
  const rows = Object.entries(stats).map(([name, value]) => [visible(name), visible(String(value))] as const);
  const left = Math.max(0, ...rows.map(([name]) => width(name)));
  return `${[paint.bold(say('stats.heading')), ...rows.map(([name, value]) => `  ${padEnd(name, left)}  ${value}`)].join('\n')}\n`;
}
