/** What all commands that report have in common: the reports are written, the exit code decided and, where the report does not say it, explained. */
import { isAbsolute, relative, sep } from 'node:path';
import type { Report } from '../../engine/workspace/report.ts';
import type { Reporting } from '../command.ts';
import { complain } from '../complain.ts';
import type { Io } from '../io.ts';
import { fresh, incompleteLevel } from '../reporters/listing.ts';
import { type RenderOptions, render } from '../reporters/render.ts';
import { clausesOf } from '../reporters/sarif.ts';
import { leftOutParts } from '../reporters/summary.ts';
import { type Screen, screenFor } from '../screen.ts';
import type { CheckOutcome, Product } from '../session.ts';

type Reported = Pick<CheckOutcome & { readonly ok: true }, 'report' | 'base' | 'fixesOf'> & { readonly stats?: RenderOptions['stats'] };

/** False when a file cannot be written, which is told; the others are written all the same. */
export function writeReports(
  reported: Reported,
  asked: Reporting,
  code: number,
  errors: Screen,
  colour: boolean | undefined,
  io: Io,
  product: Product,
): boolean {
  const options = renderOptions(reported, asked, code, io, product);
  const written = asked.reports.map(({ format, file }) => {
    const screen = screenFor(file === undefined ? 'stdout' : 'file', errors.locale, colour, io);
    return deliver(render(format, reported.report, screen, options), file, errors, io);
  });
  return written.every(Boolean);
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
  { report, base, stats, fixesOf }: Reported,
  asked: Reporting,
  code: number,
  io: Io,
  product: Product,
): RenderOptions {
  const { quiet, evidence, sarifProfile } = asked;
  return {
    version: product.version,
    quiet,
    evidence,
    exitCode: code,
    stats,
    sarifProfile,
    fixesOf,
    prefix: { github: prefixIn(io.env['GITHUB_WORKSPACE'], base), gitlab: prefixIn(io.env['CI_PROJECT_DIR'], base) },
    clauses: () => {
      const loaded = product.contract({ cwd: io.cwd, configFile: asked.config });
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

/**
 * What the report itself does not say: why the run was in vain, or why it fails without an error.
 * @param looked the paths that were asked for
 */
export function explainCode(
  report: Report,
  looked: readonly string[],
  maxWarnings: number | undefined,
  code: number,
  screen: Screen,
  io: Io,
): void {
  const { say } = screen;
  const paths = looked.join(say('list.separator'));
  if (report.files.analysed === 0) {
    const parts = leftOutParts(report, screen);
    if (code !== 2) io.stderr(`${parts === '' ? say('check.nothingTouched') : say('check.touchedLeftOut', { parts })}\n`);
    else if (report.incomplete.length > 0) complain(say('check.partFailed', { count: report.files.incomplete }), undefined, screen, io);
    else if (parts === '') complain(say('check.nothing', { paths }), say('check.nothingRemedy'), screen, io);
    else complain(say('check.allLeftOut', { paths, parts }), say('check.allLeftOutRemedy'), screen, io);
  } else if (code === 2) {
    complain(say('check.partFailed', { count: failed(report) }), undefined, screen, io);
  } else if (maxWarnings !== undefined && warnings(report) > maxWarnings) {
    complain(say('check.tooManyWarnings', { count: warnings(report), limit: maxWarnings }), undefined, screen, io);
  }
}
