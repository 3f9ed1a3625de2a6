/** `clauselint check`: runs the check, writes the report, decides the exit code. */
import type { Report } from '../../engine/workspace/report.ts';
import type { CheckCommand } from '../args.ts';
import { complain, complainAbout } from '../complain.ts';
import { visible } from '../escape.ts';
import type { Io } from '../io.ts';
import { progress } from '../progress.ts';
import { json } from '../reporters/json.ts';
import { clausesOf, sarif } from '../reporters/sarif.ts';
import type { ClauseText } from '../reporters/sarif-rules.ts';
import { stylish } from '../reporters/stylish.ts';
import { leftOutParts } from '../reporters/summary.ts';
import { type Screen, screenFor } from '../screen.ts';
import type { Product } from '../session.ts';
import { padEnd, width } from '../width.ts';

type Stats = Readonly<Record<string, number | string>>;

export async function check(command: CheckCommand, errors: Screen, colour: boolean | undefined, io: Io, product: Product): Promise<number> {
  const bar = progress(io, errors.say);
  const outcome = await product
    .check({
      cwd: io.cwd,
      paths: command.paths,
      configFile: command.config,
      now: command.now,
      evidence: command.evidence,
      progress: bar.update,
    })
    .finally(bar.end);
  if (!outcome.ok) {
    complainAbout(outcome, errors, io);
    return 2;
  }
  const { report } = outcome;
  const code = exitCode(report, command.maxWarnings);
  const screen = screenFor(command.output === undefined ? 'stdout' : 'file', errors.locale, colour, io);
  const text = render(report, command, code, outcome.stats, screen, io, product);
  if (command.output === undefined) io.stdout(text);
  else {
    try {
      io.writeFile(command.output, text);
    } catch (error) {
      const detail = error instanceof Error ? error.message : String(error);
      complain(errors.say('check.notWritten', { file: command.output, detail }), errors.say('check.notWrittenRemedy'), errors, io);
      return 2;
    }
    io.stderr(`${errors.say('check.written', { file: command.output })}\n`);
  }
  if (command.stats) io.stderr(statsText(outcome.stats, errors));
  explainCode(report, command, code, errors, io);
  return code;
}

/** Files whose analysis failed through no fault of their own text. */
function failed(report: Report): number {
  return report.incomplete.filter(({ reason }) => reason === 'crash' || reason === 'timeout' || reason === 'unreadable').length;
}

function warnings(report: Report): number {
  return report.findings.filter((finding) => finding.severity === 'warning').length;
}

/** 0 clean, 1 findings that count, 2 when the run cannot vouch for what it was asked about. A run that did not look is never clean. */
export function exitCode(report: Report, maxWarnings: number | undefined): 0 | 1 | 2 {
  if (report.files.analysed === 0) return 2;
  if (report.findings.some((finding) => finding.severity === 'error')) return 1;
  if (maxWarnings !== undefined && warnings(report) > maxWarnings) return 1;
  return failed(report) > 0 ? 2 : 0;
}

function render(report: Report, command: CheckCommand, code: number, stats: Stats, screen: Screen, io: Io, product: Product): string {
  const { quiet, evidence } = command;
  const shared = { version: product.version, quiet, evidence, exitCode: code };
  if (command.format === 'json') return json(report, { ...shared, stats: command.stats ? stats : undefined });
  if (command.format === 'sarif') {
    const loaded = product.contract({ cwd: io.cwd, configFile: command.config });
    const clauses: readonly ClauseText[] = 'contract' in loaded ? loaded.contract.clauses : clausesOf(report);
    return sarif(report, { ...shared, locale: screen.locale, pages: product.rulePages(), clauses });
  }
  // With nothing looked at and nothing to tell, a table of zeros would only hide the reason, which goes to stderr.
  const silent = report.files.analysed === 0 && report.findings.length === 0 && report.incomplete.length === 0;
  return silent ? '' : stylish(report, screen, { quiet, evidence });
}

/** What the report itself does not say: why the run was in vain, or why it fails without an error. */
function explainCode(report: Report, command: CheckCommand, code: number, screen: Screen, io: Io): void {
  const { say } = screen;
  const paths = command.paths.join(say('list.separator'));
  if (report.files.analysed === 0) {
    const parts = leftOutParts(report, screen);
    if (parts === '') complain(say('check.nothing', { paths }), say('check.nothingRemedy'), screen, io);
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
