/** The HTML report in a browser: axe finds nothing to object to, nothing runs, nothing is loaded, and it fits a narrow screen. */
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { everyReport, jsonReport, reportPath } from './read.ts';
import { axeSource, type Browser, browser, type Page } from './tools.ts';

interface Verdict {
  readonly violations: readonly {
    readonly id: string;
    readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
  }[];
  readonly incomplete: Verdict['violations'];
  readonly passes: readonly { readonly id: string }[];
}

/** WCAG 2.0 to 2.2, levels A and AA, and what axe holds for good practice. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

let opened: Browser;
beforeAll(async () => {
  opened = await browser();
});
afterAll(() => opened.close());

async function judge(page: Page): Promise<Verdict> {
  await page.evaluate(axeSource());
  return page.evaluate<Verdict>(`axe.run(document, { runOnly: ${JSON.stringify(TAGS)} })`);
}

const objections = (of: Verdict['violations']): string[] =>
  of.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${id}: ${html}\n${failureSummary}`));

describe.each(everyReport)('%s (%s)', (name, locale) => {
  const requests: string[] = [];
  const complaints: string[] = [];
  let page: Page;
  beforeAll(async () => {
    page = await opened.newPage();
    page.on('request', (request) => requests.push(request.url()));
    page.on('console', (message) => complaints.push(message.text()));
    await page.goto(address());
  });
  afterAll(() => page.close());
  const address = (): string => `${pathToFileURL(reportPath(name, locale, 'report.html'))}`;

  it.each(['light', 'dark'] as const)('axe has no objection (%s)', async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })");
    const verdict = await judge(page);
    expect(objections(verdict.violations)).toEqual([]);
    // What axe could not decide would be no proof.
    expect(objections(verdict.incomplete)).toEqual([]);
    expect(verdict.passes.map(({ id }) => id)).toEqual(
      expect.arrayContaining(['color-contrast', 'document-title', 'heading-order', 'html-lang-valid', 'landmark-one-main', 'region']),
    );
  });

  it('loads itself alone, and breaks none of its own policy', () => {
    expect([...new Set(requests)]).toEqual([address()]);
    expect(complaints).toEqual([]);
  });

  it('has its style, and nothing that could run or load', async () => {
    // The policy names the style by its hash: a wrong one would leave the page bare.
    expect(
      await page.evaluate(
        "getComputedStyle(document.querySelector('article, table')).borderCollapse !== undefined && getComputedStyle(document.body).maxWidth",
      ),
    ).toBe('992px');
    expect(
      await page.evaluate(`Array.from(document.querySelectorAll('*')).flatMap((one) => [
        ...(/^(?:script|iframe|object|embed|link|img|base|form|video|audio|svg)$/i.test(one.localName) ? [one.localName] : []),
        ...Array.from(one.attributes).filter(({ name }) => /^on|^(?:src|srcset|style|action|formaction|srcdoc|ping|background)$/i.test(name)).map(({ name }) => name),
        ...(one.hasAttribute('href') && !/^#[a-z]+-\\d+$/.test(one.getAttribute('href')) ? [one.getAttribute('href')] : []),
      ])`),
    ).toEqual([]);
    expect(await page.evaluate('document.querySelector(\'meta[http-equiv="Content-Security-Policy"]\').content')).toMatch(
      /^default-src 'none'; style-src 'sha256-/,
    );
  });

  it('shows each finding and every clause, and leads to them', async () => {
    const { findings, tallies } = jsonReport(name, locale);
    expect(await page.evaluate("document.querySelectorAll('article').length")).toBe(findings.length);
    expect(await page.evaluate("document.querySelectorAll('tbody tr').length")).toBe(tallies.length);
    expect(
      await page.evaluate(
        "Array.from(document.querySelectorAll('a')).filter((one) => document.querySelector(one.getAttribute('href')) === null).length",
      ),
    ).toBe(0);
    const ids = await page.evaluate<string[]>("Array.from(document.querySelectorAll('[id]'), (one) => one.id)");
    expect(new Set(ids).size).toBe(ids.length);
  });

  // WCAG 2.2, 1.4.10: 320 CSS pixels without scrolling in two directions.
  it('fits a narrow screen', async () => {
    await page.setViewportSize({ width: 320, height: 640 });
    expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
  });
});

it('axe objects where there is something to object to', async () => {
  const page = await opened.newPage();
  await page.goto(`${pathToFileURL(reportPath('portal', 'en', 'report.html'))}`);
  await page.evaluate(
    "document.documentElement.lang = ''; document.querySelector('h3').outerHTML = '<h6>x</h6>'; document.querySelector('h2').style.color = '#eee';",
  );
  const ids = (await judge(page)).violations.map(({ id }) => id);
  expect(ids).toEqual(expect.arrayContaining(['html-has-lang', 'heading-order', 'color-contrast']));
  await page.close();
});
