/** The read-only pages that the editor can open: of a rule, and of a clause of the contract. Markdown, in the user's language. */
import { clausesOf, findClause } from '../contract/query.ts';
import type { Contract, Locale, Obligation } from '../contract/types.ts';
import { clauseUri, ruleUri } from './diagnostics.ts';
import { figure } from './figures.ts';
import { code, escaped, link } from './markdown.ts';
import type { RuleName } from './messages.ts';
import { SCHEME } from './protocol.ts';
import { say } from './text.ts';

export interface Shelf {
  readonly contract: Contract;
  readonly rules: readonly RuleName[];
  /** A rule's page; undefined when there is none. */
  pageOf(rule: string): { readonly en: string; readonly ja?: string } | undefined;
}

/** Undefined for a URI that names no page of ours. */
export function pageAt(uri: string, shelf: Shelf, locale: Locale): string | undefined {
  const named = new RegExp(`^${SCHEME}:/+(rule|clause)/([^/?#]+)\\.md$`).exec(uri);
  if (!named) return undefined;
  const id = decoded(named[2] ?? '');
  return named[1] === 'rule' ? rulePage(id, shelf, locale) : clausePage(id, shelf, locale);
}

function rulePage(id: string, { contract, rules, pageOf }: Shelf, locale: Locale): string | undefined {
  const page = pageOf(id);
  const body = page && (locale === 'ja' ? (page.ja ?? page.en) : page.en);
  if (body === undefined) return undefined;
  const obligation = rules.find((one) => one.id === id)?.obligation;
  const serves = obligation === undefined ? [] : clausesOf(contract, obligation);
  if (serves.length === 0) return body;
  const clauses = serves.map((one) => link(`${escaped(one.id)} ${escaped(one.title[locale])}`, linkTo(clauseUri(one.id))));
  const line = say(locale, 'page.serves', { clauses: clauses.join(say(locale, 'list.separator')) });
  // Below the title, which the page brings along.
  return body.replace(/^(#[^\n]*\n)?/, (title) => `${title}${title && '\n'}${line}\n`);
}

function clausePage(id: string, shelf: Shelf, locale: Locale): string | undefined {
  const clause = findClause(shelf.contract, id);
  if (!clause) return undefined;
  return [
    `# ${say(locale, 'page.clause', { clause: escaped(clause.id) })} – ${escaped(clause.title[locale])}`,
    escaped(clause.summary[locale]),
    ...(clause.stride.length > 0 ? [say(locale, 'page.threats', { letters: clause.stride.join(' ') })] : []),
    ...clause.obligations.map((one) => obligationPart(one, shelf, locale)),
    `${escaped(shelf.contract.title[locale])} ${escaped(shelf.contract.version)}`,
    '',
  ].join('\n\n');
}

function obligationPart(obligation: Obligation, { rules }: Shelf, locale: Locale): string {
  const separator = say(locale, 'list.separator');
  const judges = rules.filter((one) => one.obligation === obligation.id);
  const titles = judges.map((one) => link(`${escaped(one.title[locale])} ${code(one.id)}`, linkTo(ruleUri(one.id))));
  const figures = Object.entries(obligation.terms).map(([name, term]) => figure(name, term.value, locale, term.sourceFigure === 'garbled'));
  return [
    `## ${say(locale, 'page.obligation', { id: obligation.id })}`,
    '',
    ...[
      ...figures,
      say(locale, 'page.severity', { severity: say(locale, `severity.${obligation.broken}`) }),
      say(locale, 'page.shownBy', { ways: obligation.shownBy.map((way) => say(locale, `shownBy.${way}`)).join(separator) }),
      titles.length > 0 ? say(locale, 'page.rules', { rules: titles.join(separator) }) : say(locale, 'page.noRules'),
    ].map((line) => `- ${line}`),
  ].join('\n');
}

/** From one page to another by its path: VS Code's preview opens paths itself, but hands addresses with a scheme to the system. */
function linkTo(uri: string): string {
  return `..${uri.slice(`${SCHEME}:`.length)}`;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
