/** The report for people: findings by file, each with its reason, remedy and trail, then what could not be analysed, then the sums. */
import type { Severity } from '../../contract/types.ts';
import type { Evidence, Finding, Incomplete, Place, Report, Step } from '../../engine/workspace/report.ts';
import { visible, visiblePath } from '../escape.ts';
import type { Screen } from '../screen.ts';
import { padEnd, width } from '../width.ts';
import { wrap } from '../wrap.ts';
import { hiddenBy, listed } from './listing.ts';
import { summaryLines } from './summary.ts';

export interface StylishOptions {
  /** Errors only. */
  readonly quiet: boolean;
  readonly evidence: boolean;
}

/** The whole report, ending with a newline. */
export function stylish(report: Report, screen: Screen, options: StylishOptions): string {
  const findings = listed(report, options.quiet);
  const grid = gridFor(findings, screen);
  const lines: string[] = [];
  for (const [path, ofFile] of byPath(findings)) {
    lines.push(screen.paint.underline(visiblePath(path)));
    for (const finding of ofFile) lines.push(...findingLines(finding, grid, screen), '');
  }
  if (options.evidence && report.evidence.length > 0) lines.push(...evidenceLines(report.evidence, screen), '');
  if (report.incomplete.length > 0) lines.push(...incompleteLines(report.incomplete, screen), '');
  lines.push(...summaryLines(report, screen, hiddenBy(options.quiet, report)));
  return `${lines.join('\n')}\n`;
}

/** Widths of the columns that all findings of a report share: place, label, and how much is left for the text. */
interface Grid {
  readonly place: number;
  readonly label: number;
  readonly text: number;
}

function gridFor(findings: readonly Finding[], { say, columns }: Screen): Grid {
  const place = Math.max(0, ...findings.map((finding) => position(finding.place).length));
  const label = Math.max(
    width(say('label.todo')),
    width(say('label.path')),
    ...findings.flatMap((finding) => [width(say(`severity.${finding.severity}`)), width(clauseLabel(finding))]),
  );
  return { place, label, text: Math.max(24, columns - place - label - 6) };
}

const position = (place: Place): string => `${place.startLine}:${place.startColumn}`;
const clauseLabel = (finding: Finding): string => visible(finding.clauses.join(', '));

function byPath(findings: readonly Finding[]): ReadonlyMap<string, readonly Finding[]> {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.place.path);
    if (group === undefined) groups.set(finding.place.path, [finding]);
    else group.push(finding);
  }
  return groups;
}

function findingLines(finding: Finding, grid: Grid, screen: Screen): readonly string[] {
  const { say, paint, locale } = screen;
  const { what, why, todo } = finding.message;
  const severity = severityBrush(finding.severity, screen);
  const plain = (text: string): string => text;
  const at = paint.dim(padEnd(position(finding.place), grid.place));
  const lines = [...row(at, say(`severity.${finding.severity}`), severity, what[locale], paint.bold, grid)];
  // The rule's id stands after the sentence, or below it where there is no room.
  const id = visible(finding.rule);
  const last = lines.length - 1;
  const used = width(wrap(visible(what[locale]), grid.text).at(-1) ?? '');
  if (used + 2 + id.length <= grid.text) lines[last] = `${lines[last] ?? ''}  ${paint.dim(id)}`;
  else lines.push(`${indent(grid)}${paint.dim(id)}`);
  lines.push(...row(' '.repeat(grid.place), clauseLabel(finding), paint.cyan, why[locale], plain, grid));
  lines.push(...row(' '.repeat(grid.place), say('label.todo'), paint.green, todo[locale], plain, grid));
  finding.trail.forEach((step, index) => {
    const label = index === 0 ? say('label.path') : '';
    const text = stepText(step, index, screen);
    lines.push(...row(' '.repeat(grid.place), label, paint.dim, text, paint.dim, grid));
  });
  return lines;
}

function row(place: string, label: string, labelBrush: Brush, text: string, textBrush: Brush, grid: Grid): readonly string[] {
  const [first = '', ...more] = wrap(visible(text), grid.text);
  const head = `  ${place}  ${labelBrush(label)}${' '.repeat(Math.max(0, grid.label - width(label)))}  ${textBrush(first)}`;
  return [head, ...more.map((line) => indent(grid) + textBrush(line))];
}

type Brush = (text: string) => string;
const indent = (grid: Grid): string => ' '.repeat(grid.place + grid.label + 6);

/** The note says what happens at the place: passed on, decided, left unset. */
function stepText(step: Step, index: number, { locale }: Screen): string {
  return `${index + 1}. ${step.place.path}:${position(step.place)}  ${step.note[locale]}`;
}

function severityBrush(severity: Severity, { paint }: Screen): Brush {
  return severity === 'error' ? paint.red : severity === 'warning' ? paint.yellow : paint.blue;
}

function evidenceLines(evidence: readonly Evidence[], { say, paint, locale }: Screen): readonly string[] {
  const label = Math.max(width(say('label.keeps')), width(say('label.unknown')));
  const rows = evidence.map((one) => {
    const brush = one.is === 'keeps' ? paint.green : paint.yellow;
    const place = visible(`${one.place.path}:${position(one.place)}`);
    const clauses = paint.cyan(visible(one.clauses.join(', ')));
    const head = `  ${brush(padEnd(say(`label.${one.is}`), label))}  ${clauses}  ${place}`;
    return `${head}  ${visible(one.note[locale])}  ${paint.dim(visible(one.rule))}`;
  });
  return [paint.bold(say('heading.evidence')), ...rows];
}

function incompleteLines(incomplete: readonly Incomplete[], { say, paint }: Screen): readonly string[] {
  const rows = incomplete.flatMap((one) => {
    const place = one.place === undefined ? '' : `:${position(one.place)}`;
    const head = `  ${visiblePath(one.path)}${place}  ${paint.yellow(say(`incomplete.${one.reason}`))}`;
    return one.detail === '' ? [head] : [head, `    ${paint.dim(visible(one.detail))}`];
  });
  return [paint.bold(say('heading.incomplete')), ...rows];
}
