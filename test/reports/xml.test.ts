/** JUnit and Checkstyle, read by a browser's strict XML parser: they hold exactly the findings of the JSON report, whatever is in their texts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { visible } from '../../cli/escape.ts';
import type { Finding, Place } from '../../engine/workspace/report.ts';
import { everyReport, fresh, jsonReport, reportText } from './read.ts';
import { type Browser, browser, type Page } from './tools.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

let opened: Browser;
let page: Page;
beforeAll(async () => {
  opened = await browser();
  page = await opened.newPage();
});
afterAll(() => opened.close());

/** Runs in the browser. */
const PARSE = `(text) => {
  const read = (element) => ({
    name: element.nodeName,
    attributes: Object.fromEntries(Array.from(element.attributes, ({ name, value }) => [name, value])),
    children: Array.from(element.children, read),
    text: element.textContent,
  });
  const document = new DOMParser().parseFromString(text, 'application/xml');
  const wrong = document.querySelector('parsererror');
  if (wrong !== null) throw new Error(wrong.textContent);
  return read(document.documentElement);
}`;
/** @throws where it is not well-formed XML 1.0 */
const parse = (text: string): Promise<Element> => page.evaluate<Element>(`(${PARSE})(${JSON.stringify(text)})`);

const named = (element: Element, name: string): readonly Element[] => element.children.filter((child) => child.name === name);
const at = ({ path, startLine, startColumn }: Place): string => visible(`${path}:${startLine}:${startColumn}`);

it('the parser is a strict one', async () => {
  for (const text of ['<a>', '<a b="1" b="2"/>', '<a>]]></a>', '<a>\u0007</a>', '<a>&nbsp;</a>', '<a b="<"/>'])
    await expect(parse(text), text).rejects.toThrow();
  expect((await parse('<a b="&lt;">c</a>')).attributes).toEqual({ b: '<' });
});

describe.each(everyReport)('checkstyle of %s (%s)', (name, locale) => {
  it('holds the findings, then what was not analysed', async () => {
    const report = jsonReport(name, locale);
    const root = await parse(reportText(name, locale, 'checkstyle'));
    expect(root.name).toBe('checkstyle');
    const rows = named(root, 'file').flatMap((file) =>
      named(file, 'error').map((error) => ({ path: file.attributes['name'], ...error.attributes })),
    );
    const findings = fresh(report).map(({ rule, severity, place }) => [
      visible(place.path),
      String(place.startLine),
      String(place.startColumn),
      severity,
      `clauselint.${rule}`,
    ]);
    const incomplete = report.incomplete.map(({ path, place, reason }) => [
      visible(path),
      String(place?.startLine ?? 1),
      String(place?.startColumn ?? 1),
      'warning',
      `clauselint.incomplete.${reason}`,
    ]);
    const read = rows.map((row: Record<string, string | undefined>) => [
      row['path'],
      row['line'],
      row['column'],
      row['severity'],
      row['source'],
    ]);
    expect(read.sort()).toEqual([...findings, ...incomplete].sort());
    for (const { rule, place, message, clauses } of fresh(report)) {
      const row = rows.find(
        (one: Record<string, string | undefined>) =>
          one['source'] === `clauselint.${rule}` &&
          one['path'] === visible(place.path) &&
          one['column'] === String(place.startColumn) &&
          one['line'] === String(place.startLine),
      ) as Record<string, string> | undefined;
      for (const part of [message.what[locale], message.why[locale], message.todo[locale], clauses.join(', ')])
        expect(row?.['message']).toContain(visible(part.trim()));
    }
  });
});

describe.each(everyReport)('junit of %s (%s)', (name, locale) => {
  it('holds the findings of each clause, and counts what it holds', async () => {
    const report = jsonReport(name, locale);
    const root = await parse(reportText(name, locale, 'junit'));
    expect(root.name).toBe('testsuites');
    const suites = named(root, 'testsuite');
    const clauses = suites.filter((suite) => named(suite, 'testcase').every((one) => one.attributes['classname'] !== 'incomplete'));
    expect(clauses.map((suite) => suite.attributes['name'])).toEqual(
      report.tallies.map(({ clause, title }) => `${clause} ${title[locale]}`),
    );
    report.tallies.forEach((tally, index) => {
      const cases = named(clauses[index] as Element, 'testcase');
      const findings = fresh(report).filter((finding) => finding.clauses.includes(tally.clause));
      const told = cases.filter((one) => one.children.some((child) => child.name === 'failure' || child.name === 'system-out'));
      expect(told.map((one) => one.attributes['name'])).toEqual(findings.map(({ rule, place }) => `${visible(rule)} ${at(place)}`));
      told.forEach((one, row) => holds(one, findings[row] as Finding, locale));
      const [only] = cases;
      if (findings.length === 0 && tally.broken + tally.unknown === 0 && tally.kept > 0) expect(only?.children).toEqual([]);
      else if (findings.length === 0) expect(only?.children.map((child) => child.name)).toEqual(['skipped']);
      for (const kind of ['kept', 'broken', 'unknown'] as const) {
        const [property] = named(named(clauses[index] as Element, 'properties')[0] as Element, 'property').filter(
          (one) => one.attributes['name'] === kind,
        );
        expect(property?.attributes['value']).toBe(String(tally[kind]));
      }
    });
    const incomplete = suites.flatMap((suite) => named(suite, 'testcase')).filter((one) => one.attributes['classname'] === 'incomplete');
    expect(incomplete.map((one) => one.attributes['name'])).toEqual(report.incomplete.map(({ path }) => visible(path)));
    for (const suite of suites) expect(suite.attributes).toMatchObject(counted(named(suite, 'testcase')));
    const { skipped: _, ...total } = counted(suites.flatMap((suite) => named(suite, 'testcase')));
    expect(root.attributes).toMatchObject(total);
  });
});

function holds(one: Element, { severity, message, trail }: Finding, locale: 'en' | 'ja'): void {
  const [told] = one.children;
  expect(told?.name).toBe(severity === 'info' ? 'system-out' : 'failure');
  const text = `${told?.attributes['message'] ?? ''}\n${told?.text ?? ''}`;
  for (const part of [message.what, message.why, message.todo, ...trail.map((step) => step.note)])
    expect(text).toContain(visible(part[locale]));
  for (const step of trail) expect(text).toContain(at(step.place));
}

function counted(cases: readonly Element[]): Record<string, string> {
  const of = (name: string): string => String(cases.filter((one) => named(one, name).length > 0).length);
  return { tests: String(cases.length), failures: of('failure'), errors: of('error'), skipped: of('skipped') };
}
