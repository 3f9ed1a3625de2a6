/**
 * JUnit's XML, for the test view of a build server. A suite is a clause, so that the view reads like the contract: a finding is a failed
 * case of every clause it breaks, a clause that is kept is one passed case, and what nobody can tell is skipped, never passed.
 */
import type { Finding, Incomplete, Report } from '../../engine/workspace/report.ts';
import type { Screen } from '../screen.ts';
import { type ClauseReport, clauseReports } from './clauses.ts';
import { incompleteLevel, listed } from './listing.ts';
import { type Markup, markup, nothing } from './markup.ts';
import { putOff, reasonsText } from './summary.ts';

interface Case {
  readonly is: 'passed' | 'failure' | 'error' | 'skipped';
  readonly element: Markup;
}

export function junit(report: Report, screen: Screen, { quiet }: { readonly quiet: boolean }): string {
  const clauses = clauseReports(report, listed(report, quiet), screen.locale).map((clause) => ({
    name: `${clause.id} ${clause.title}`.trim(),
    properties: properties(clause),
    cases: casesOf(clause, screen),
  }));
  const incomplete = report.incomplete.map((one) => incompleteCase(one, screen));
  const suites = [
    ...clauses,
    ...(incomplete.length > 0 ? [{ name: screen.say('heading.incomplete'), properties: nothing, cases: incomplete }] : []),
  ];
  const all = suites.flatMap((suite) => suite.cases);
  const elements = suites.map(
    ({ name, properties, cases }) =>
      markup`  <testsuite name="${name}" ${counts(cases, true)}>\n${properties}${cases.map((one) => one.element)}\n  </testsuite>`,
  );
  const head = markup`<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="Clauselint" ${counts(all, false)}>\n`;
  return `${head.markup}${markup`${elements}\n</testsuites>\n`.markup}`;
}

function counts(cases: readonly Case[], withSkipped: boolean): Markup {
  const of = (is: Case['is']): number => cases.filter((one) => one.is === is).length;
  const skipped = withSkipped ? markup` skipped="${of('skipped')}"` : nothing;
  return markup`tests="${cases.length}" failures="${of('failure')}" errors="${of('error')}"${skipped}`;
}

function properties({ kept, broken, unknown }: ClauseReport): Markup {
  const rows = Object.entries({ kept, broken, unknown }).map(([name, value]) => markup`      <property name="${name}" value="${value}"/>`);
  return markup`    <properties>\n${rows}\n    </properties>\n`;
}

function casesOf(clause: ClauseReport, screen: Screen): readonly Case[] {
  if (clause.findings.length > 0) return clause.findings.map((finding) => findingCase(clause, finding, screen));
  const name = clause.title === '' ? clause.id : clause.title;
  if (clause.state === 'kept') return [{ is: 'passed', element: markup`    <testcase classname="${clause.id}" name="${name}"/>` }];
  const why = skippedWhy(clause, screen);
  return [{ is: 'skipped', element: markup`    <testcase classname="${clause.id}" name="${name}"><skipped message="${why}"/></testcase>` }];
}

function skippedWhy(clause: ClauseReport, screen: Screen): string {
  const { say } = screen;
  const { state, unknown, broken, waived, unchanged, reasons } = clause;
  if (state === 'broken' && waived + unchanged > 0)
    return [say('clause.broken', { count: broken }), ...putOff(clause, screen)].join(say('list.separator'));
  if (state === 'broken') return say('report.quietClause', { count: broken });
  if (state !== 'unknown') return say(state === 'silent' ? 'clause.silent' : 'clause.notJudged');
  return `${say('clause.unknown', { count: unknown })}${reasons.length === 0 ? '' : `: ${reasonsText(reasons, screen)}`}`;
}

/** A remark fails nothing, here as in the exit code; its text goes to the case's output. */
function findingCase(clause: ClauseReport, finding: Finding, { locale, say }: Screen): Case {
  const { rule, severity, place, message, trail } = finding;
  const at = `${place.path}:${place.startLine}:${place.startColumn}`;
  const lines = [
    message.why[locale],
    `${say('label.todo')}: ${message.todo[locale]}`,
    at,
    ...trail.map((step, index) => {
      const { path, startLine, startColumn } = step.place;
      return `${index + 1}. ${path}:${startLine}:${startColumn} ${step.note[locale]}`;
    }),
  ].map((line) => markup`${line}`);
  const what = message.what[locale];
  const inner =
    severity === 'info'
      ? markup`<system-out>${[markup`${what}`, ...lines]}</system-out>`
      : markup`<failure type="${severity}" message="${what}">${lines}</failure>`;
  // No `file` attribute beside the class: several readers would take it for the test's own source.
  const element = markup`    <testcase classname="${clause.id}" name="${`${rule} ${at}`}">${inner}</testcase>`;
  return { is: severity === 'info' ? 'passed' : 'failure', element };
}

function incompleteCase({ path, reason, detail }: Incomplete, { say }: Screen): Case {
  const is = incompleteLevel(reason) === 'error' ? 'error' : 'skipped';
  const message = `${say(`incomplete.${reason}`)}${detail === '' ? '' : `: ${detail}`}`;
  const inner = is === 'error' ? markup`<error type="${reason}" message="${message}"/>` : markup`<skipped message="${message}"/>`;
  return { is, element: markup`    <testcase classname="incomplete" name="${path}">${inner}</testcase>` };
}
