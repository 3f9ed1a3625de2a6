/** The end of the report for people: a line a clause, what was and was not looked at, and the verdict. */
import type { ClauseTally, Report } from '../../engine/workspace/report.ts';
import { visible } from '../escape.ts';
import type { Screen } from '../screen.ts';
import type { Key } from '../text.ts';
import { clip, padEnd, padStart, width } from '../width.ts';
import { wrap } from '../wrap.ts';
import { type Reason, reasonsOf } from './clauses.ts';
import { fresh } from './listing.ts';

const widestTitle = 44;
/** How many reasons for unknown places a line names. */
const reasons = 3;

/** `hidden`: findings that --quiet left out of the list above. */
export function summaryLines(report: Report, screen: Screen, hidden: number): readonly string[] {
  const { say, paint, locale } = screen;
  const { contract, now } = report;
  return [
    paint.bold(say('heading.summary', { title: contract.title[locale], version: contract.version, now })),
    ...clauseTable(report, screen),
    ...foldedClauses(report.tallies, screen),
    '',
    ...filesLines(report, screen),
    ...putOffLines(report, screen).map(paint.dim),
    ...(hidden > 0 ? [paint.dim(say('summary.quiet', { count: hidden }))] : []),
    verdict(report, screen),
  ];
}

/** What was found and fails no run: how much is waived, and until when, and how much the baseline holds. */
export function putOffLines({ waived, findings, baseline }: Report, { say }: Pick<Screen, 'say'>): readonly string[] {
  const unchanged = findings.filter((finding) => finding.baseline === 'unchanged').length;
  const ends = waived.map(({ waiver }) => waiver.until).sort()[0];
  return [
    ...(ends === undefined ? [] : [say('summary.waived', { count: waived.length, date: ends })]),
    ...(unchanged > 0 ? [say('summary.unchanged', { count: unchanged, file: baseline?.path ?? '' })] : []),
    ...(baseline && baseline.absent.length > 0 ? [say('summary.absent', { count: baseline.absent.length })] : []),
  ];
}

const judged = (tally: ClauseTally): boolean => tally.kept + tally.broken + tally.unknown > 0;

/** Whether a table has need of a column for what is waived. */
export function anyWaived(tallies: readonly { readonly waived: number }[]): boolean {
  return tallies.some((tally) => tally.waived > 0);
}

function clauseTable(report: Report, screen: Screen): readonly string[] {
  const { say, paint, locale, columns } = screen;
  const shown = report.tallies.filter(judged);
  if (shown.length === 0) return [];
  const keys = ['table.kept', 'table.broken', ...(anyWaived(shown) ? (['table.waived'] as const) : []), 'table.unknown'] as const;
  const heads = keys.map((key) => say(key));
  const id = Math.max(width(say('table.clause')), ...shown.map((tally) => width(visible(tally.clause))));
  const room = Math.min(widestTitle, Math.max(12, columns - id - 40));
  const titles = shown.map((tally) => clip(visible(tally.title[locale]), room));
  const title = Math.max(...titles.map(width));
  const digits = shown.flatMap((tally) => [tally.kept, tally.broken, tally.unknown]).map((count) => String(count).length);
  const number = Math.max(...heads.map(width), ...digits);
  const head = `  ${padEnd(say('table.clause'), id)}  ${' '.repeat(title)}${heads.map((text) => `  ${padStart(text, number)}`).join('')}`;
  const rows = shown.flatMap((tally, index) => {
    const cell = (count: number, brush: (text: string) => string): string => {
      const text = padStart(String(count), number);
      return `  ${count === 0 ? paint.dim(text) : brush(text)}`;
    };
    const waived = anyWaived(shown) ? cell(tally.waived, paint.yellow) : '';
    const numbers = cell(tally.kept, paint.green) + cell(tally.broken, paint.red) + waived + cell(tally.unknown, paint.yellow);
    const why = reasonsText(reasonsOf(tally, report.evidence, locale).slice(0, reasons), screen);
    const row = `  ${paint.cyan(padEnd(visible(tally.clause), id))}  ${padEnd(titles[index] ?? '', title)}${numbers}`;
    if (why === '') return [row];
    if (width(head) + 2 + width(why) <= columns) return [`${row}  ${paint.dim(why)}`];
    const indent = id + 4;
    return [row, ...wrap(why, columns - indent).map((line) => ' '.repeat(indent) + paint.dim(line))];
  });
  return [paint.dim(head), ...rows];
}

/** How many of a clause's broken places fail no run, and why. */
export function putOff(clause: { readonly waived: number; readonly unchanged: number }, { say }: Pick<Screen, 'say'>): readonly string[] {
  const { waived, unchanged } = clause;
  return [
    ...(waived > 0 ? [say('clause.waived', { count: waived })] : []),
    ...(unchanged > 0 ? [say('clause.unchanged', { count: unchanged })] : []),
  ];
}

/** `parameter (3), environment (1)`. */
export function reasonsText(told: readonly Reason[], { say }: Pick<Screen, 'say'>): string {
  return told.map(({ why, count }) => say('list.count', { what: why, count })).join(say('list.separator'));
}

/** Clauses without any evidence, in one line: those where nothing was found, and those that no rule looks at yet. */
export function foldedClauses(tallies: readonly ClauseTally[], { say, paint, columns }: Screen): readonly string[] {
  const silent = tallies.filter((tally) => !judged(tally));
  const part = (key: Key, notJudged: boolean): readonly string[] => {
    const clauses = silent.filter((tally) => tally.notJudged === notJudged).map((tally) => tally.clause);
    return clauses.length === 0 ? [] : [say(key, { clauses: clauses.join(say('list.separator')) })];
  };
  const text = [...part('summary.silent', false), ...part('summary.notJudged', true)].join(' · ');
  return text === '' ? [] : wrap(text, columns - 2).map((line) => `  ${paint.dim(line)}`);
}

function filesLines(report: Report, screen: Screen): readonly string[] {
  const { say, paint } = screen;
  const { files } = report;
  return [
    filesLine(report, screen),
    ...(files.incomplete > 0 ? [paint.yellow(say('summary.incomplete', { count: files.incomplete }))] : []),
  ];
}

/** How many files were analysed, and how many were left out. */
export function filesLine(report: Report, screen: Screen): string {
  const { say, paint } = screen;
  const leftOut = leftOutParts(report, screen);
  const rest = leftOut === '' ? '' : paint.dim(` · ${say('summary.leftOut', { parts: leftOut })}`);
  return say('summary.files', { count: report.files.analysed }) + rest;
}

/** `3 tests, 1 generated`, or nothing. */
export function leftOutParts({ files }: Report, { say }: Pick<Screen, 'say'>): string {
  return (['tests', 'generated', 'minified', 'ignored'] as const)
    .filter((kind) => files[kind] > 0)
    .map((kind) => say(`summary.${kind}`, { count: files[kind] }))
    .join(say('list.separator'));
}

export function verdict(report: Report, { say, paint }: Screen): string {
  const findings = fresh(report);
  // Nothing found where not all was looked at is no all-clear.
  if (findings.length === 0 && report.incomplete.length > 0) return paint.yellow(say('summary.cleanInPart'));
  if (findings.length === 0) {
    const putOff = report.findings.length + report.waived.length > 0;
    return paint.green(say(putOff ? 'summary.cleanOfNew' : 'summary.clean'));
  }
  const count = (severity: string): number => findings.filter((finding) => finding.severity === severity).length;
  const parts = (
    [
      ['summary.errors', count('error'), paint.red],
      ['summary.warnings', count('warning'), paint.yellow],
      ['summary.infos', count('info'), paint.blue],
    ] as const
  )
    .filter(([, number]) => number > 0)
    .map(([key, number, brush]) => brush(say(key, { count: number })));
  // The parts carry our own colour codes, so they are put in after the sentence was made safe.
  const [before = '', after = ''] = say('summary.findings', { count: findings.length, parts: '\u0000' }).split(visible('\u0000'));
  return paint.bold(before) + parts.join(say('list.separator')) + after;
}
