/** One clause of the HTML report: how it stands, its findings whole with the way to the decision, and its evidence. */
import type { Evidence, Finding, Place, Waived } from '../../engine/workspace/report.ts';
import type { Screen } from '../screen.ts';
import type { ClauseReport } from './clauses.ts';
import { type Markup, markup, nothing } from './markup.ts';
import { putOff, reasonsText } from './summary.ts';

export interface ClauseContext {
  /** The clause's place in the report, from 0. */
  readonly index: number;
  /** What the clause demands; may be empty. */
  readonly summary: string;
  readonly evidence: readonly Evidence[];
  readonly waived: readonly Waived[];
  /** A finding's number in the report, from 1. */
  numberOf(finding: Finding): number;
}

export function clauseSection(clause: ClauseReport, context: ClauseContext, screen: Screen): Markup {
  const { id, title, findings } = clause;
  const own = findings.filter((finding) => finding.clauses[0] === id);
  const others = findings.filter((finding) => finding.clauses[0] !== id);
  const anchor = `clause-${context.index + 1}`;
  return markup`<section aria-labelledby="${anchor}">
<h3 id="${anchor}">${`${id} ${title}`.trim()}</h3>
${context.summary === '' ? nothing : markup`<p>${context.summary}</p>`}
${standing(clause, screen)}
${own.map((finding) => article(finding, context.numberOf(finding), screen))}
${elsewhere(others, context, screen)}
${waivedList(context.waived, screen)}
${evidenceList(context.evidence, screen)}
</section>`;
}

function standing(clause: ClauseReport, screen: Screen): Markup {
  const { say } = screen;
  const { state, kept, broken, unknown, reasons } = clause;
  if (state === 'silent' || state === 'notJudged') return markup`<p class="soft">${say(`clause.${state}`)}</p>`;
  const told = reasons.length === 0 ? '' : `: ${reasonsText(reasons, screen)}`;
  const parts = [
    ...(kept > 0 ? [markup`<li class="kept">${say('clause.kept', { count: kept })}</li>`] : []),
    ...(broken > 0
      ? [
          markup`<li class="broken">${[say('clause.broken', { count: broken }), ...putOff(clause, screen)].join(say('list.separator'))}</li>`,
        ]
      : []),
    ...(unknown > 0 ? [markup`<li class="unknown">${say('clause.unknown', { count: unknown })}${told}</li>`] : []),
  ];
  return markup`<ul>\n${parts}\n</ul>`;
}

function article(finding: Finding, number: number, { say, locale }: Screen): Markup {
  const { message, place, trail, rule, severity, clauses } = finding;
  const since = finding.baseline === 'unchanged' ? say('report.unchanged', { date: finding.firstDetected ?? '' }) : '';
  const known = since === '' ? nothing : markup` <span class="soft">${since}</span>`;
  const steps = trail.map((step) => markup`<li>${placeText(step.place)} ${step.note[locale]}</li>`);
  const way = steps.length === 0 ? nothing : markup`<p class="label">${say('label.path')}</p>\n<ol>\n${steps}\n</ol>`;
  return markup`<article id="finding-${number}" aria-labelledby="what-${number}">
<h4 id="what-${number}"><span class="${severity}">${say(`severity.${severity}`)}</span> ${message.what[locale]}</h4>
<p>${placeText(place)} <span class="soft">${say('list.about', { what: rule, about: clauses.join(', ') })}</span>${known}</p>
<p>${message.why[locale]}</p>
<p><span class="label">${say('label.todo')}:</span> ${message.todo[locale]}</p>
${way}
</article>`;
}

/** Findings that stand whole under an earlier clause. */
function elsewhere(findings: readonly Finding[], { numberOf }: ClauseContext, { say, locale }: Screen): Markup {
  if (findings.length === 0) return nothing;
  const rows = findings.map((finding) => {
    const what = say('report.seeClause', { what: finding.message.what[locale], clause: finding.clauses[0] ?? '' });
    return markup`<li><a href="#finding-${numberOf(finding)}">${what}</a></li>`;
  });
  return markup`<ul>\n${rows}\n</ul>`;
}

function waivedList(waived: readonly Waived[], { say, locale }: Screen): Markup {
  if (waived.length === 0) return nothing;
  const rows = waived.map(({ finding, waiver }) => {
    const { reason, owner, until } = waiver;
    const put = say('report.waivedUntil', { date: until, owner, reason });
    return markup`<li>${placeText(finding.place)} ${finding.message.what[locale]} <code>${finding.rule}</code>\n<p class="soft">${put}</p></li>`;
  });
  return markup`<h4>${say('list.count', { what: say('heading.waived'), count: waived.length })}</h4>\n<ul>\n${rows}\n</ul>`;
}

function evidenceList(evidence: readonly Evidence[], { say, locale }: Screen): Markup {
  if (evidence.length === 0) return nothing;
  const rows = evidence.map(({ is, place, note, rule }) => {
    const label = markup`<span class="${is === 'keeps' ? 'kept' : 'unknown'}">${say(`label.${is}`)}</span>`;
    return markup`<li>${label} ${placeText(place)} ${note[locale]} <code>${rule}</code></li>`;
  });
  const head = say('list.count', { what: say('heading.evidence'), count: evidence.length });
  return markup`<details>\n<summary>${head}</summary>\n<ul>\n${rows}\n</ul>\n</details>`;
}

export function placeText({ path, startLine, startColumn }: Place): Markup {
  return markup`<code>${`${path}:${startLine}:${startColumn}`}</code>`;
}
