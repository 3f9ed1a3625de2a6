/**
 * The report as one HTML page for people who read the contract and not the code: no script, nothing loaded from elsewhere, valid as XML
 * too. Values reach the page only through `markup`, which escapes them; the content security policy allows the page's own style alone.
 */
import { createHash } from 'node:crypto';
import type { Incomplete, Report } from '../../engine/workspace/report.ts';
import type { Screen } from '../screen.ts';
import { type ClauseReport, clauseReports } from './clauses.ts';
import { clauseSection, placeText } from './html-clause.ts';
import { style } from './html-style.ts';
import { hiddenBy, loud } from './listing.ts';
import { type Markup, markup, nothing } from './markup.ts';
import type { ClauseText } from './sarif-rules.ts';
import { anyWaived, filesLine, putOffLines, reasonsText, verdict } from './summary.ts';

export interface HtmlOptions {
  readonly version: string;
  /** The contract's clauses, for their summaries. */
  readonly clauses: readonly ClauseText[];
  /** Errors only. */
  readonly quiet: boolean;
  /** Lists the places that keep a promise, and those that cannot be told. */
  readonly evidence: boolean;
}

const policy = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'; base-uri 'none'; form-action 'none'`;

/** `screen` has no colours and no width. */
export function html(report: Report, screen: Screen, options: HtmlOptions): string {
  const { say, locale } = screen;
  const { contract, now } = report;
  const findings = loud(report.findings, options.quiet);
  const waived = report.waived.filter(({ finding }) => loud([finding], options.quiet).length > 0);
  const clauses = clauseReports(report, findings, locale);
  const numbers = new Map(findings.map((finding, index) => [finding, index + 1]));
  const summaries = new Map(options.clauses.map((clause) => [clause.id, clause.summary[locale]]));
  const title = contract.title[locale];
  const hidden = hiddenBy(options.quiet, report);
  const evidence = options.evidence ? report.evidence : [];
  const sections = clauses.map((clause, index) =>
    clauseSection(
      clause,
      {
        index,
        summary: summaries.get(clause.id) ?? '',
        waived: waived.filter(({ finding }) => finding.clauses.includes(clause.id)),
        evidence: evidence.filter((one) => one.clauses.includes(clause.id)),
        numberOf: (finding) => numbers.get(finding) ?? 0,
      },
      screen,
    ),
  );
  // The doctype's form is the one that HTML demands and XML allows.
  return markup`<!DOCTYPE html>
<html lang="${locale}" xmlns="http://www.w3.org/1999/xhtml">
<head>
<meta charset="utf-8"/>
<meta http-equiv="Content-Security-Policy" content="${policy}"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<meta name="generator" content="Clauselint ${options.version}"/>
<title>${say('report.title', { title })}</title>
<style>${{ markup: style }}</style>
</head>
<body>
<header>
<h1>${say('report.title', { title })}</h1>
<p class="soft">${say('heading.summary', { title, version: contract.version, now })} · Clauselint ${options.version}</p>
</header>
<main>
<h2>${say('report.result')}</h2>
<p class="verdict">${verdict(report, screen)}</p>
<p>${filesLine(report, screen)}</p>
${putOffLines(report, screen).map((line) => markup`<p>${line}</p>`)}
${hidden > 0 ? markup`<p>${say('summary.quiet', { count: hidden })}</p>` : nothing}
${clauseTable(clauses, screen)}
${incompleteSection(report.incomplete, screen)}
<h2>${say('report.byClause')}</h2>
${sections}
</main>
</body>
</html>
`.markup;
}

function clauseTable(clauses: readonly ClauseReport[], screen: Screen): Markup {
  const { say } = screen;
  if (clauses.length === 0) return nothing;
  const number = (count: number, meaning: string): Markup => markup`<td class="number${count > 0 ? ` ${meaning}` : ' soft'}">${count}</td>`;
  const withWaived = anyWaived(clauses);
  const waivedHead = withWaived ? markup`<th scope="col" class="number">${say('table.waived')}</th>\n` : nothing;
  const rows = clauses.map((clause, index) => {
    const { id, title, state, kept, broken, waived, unknown } = clause;
    const why = state === 'silent' || state === 'notJudged' ? say(`clause.${state}`) : reasonsText(clause.reasons, screen);
    const put = withWaived ? [number(waived, 'unknown')] : [];
    const counts = [number(kept, 'kept'), number(broken, 'broken'), ...put, number(unknown, 'unknown')];
    const head = markup`<th scope="row"><a href="#clause-${index + 1}">${`${id} ${title}`.trim()}</a></th>`;
    return markup`<tr>${head}\n${counts}\n<td>${why}</td></tr>`;
  });
  return markup`<table>
<caption>${say('report.tableCaption')}</caption>
<thead><tr><th scope="col">${say('table.clause')}</th>
<th scope="col" class="number">${say('table.kept')}</th>
<th scope="col" class="number">${say('table.broken')}</th>
${waivedHead}<th scope="col" class="number">${say('table.unknown')}</th>
<th scope="col">${say('table.remark')}</th></tr></thead>
<tbody>
${rows}
</tbody>
</table>`;
}

function incompleteSection(incomplete: readonly Incomplete[], { say }: Screen): Markup {
  if (incomplete.length === 0) return nothing;
  const rows = incomplete.map(({ path, place, reason, detail }) => {
    const told = `${say(`incomplete.${reason}`)}${detail === '' ? '' : `: ${detail}`}`;
    return markup`<li>${place === undefined ? markup`<code>${path}</code>` : placeText(place)} ${told}</li>`;
  });
  return markup`<h2>${say('heading.incomplete')}</h2>\n<ul>\n${rows}\n</ul>`;
}
