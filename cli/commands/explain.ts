/** `clauselint explain`: the page of a rule, or a clause with what it demands and which rules watch over it. */

import { nearest } from '../../contract/similar.ts';
import type { Clause, Contract, Obligation, Term } from '../../contract/types.ts';
import { complain, complainAbout } from '../complain.ts';
import { visible } from '../escape.ts';
import type { Io } from '../io.ts';
import { terminalLines } from '../markdown.ts';
import type { Screen } from '../screen.ts';
import type { Product, RulePage } from '../session.ts';
import { wrap } from '../wrap.ts';

export function explain(subject: string, config: string | undefined, out: Screen, errors: Screen, io: Io, product: Product): number {
  const loaded = product.contract({ cwd: io.cwd, configFile: config });
  if (!('contract' in loaded)) {
    complainAbout(loaded, errors, io);
    return 2;
  }
  const { contract } = loaded;
  const pages = product.rulePages();
  const same = (id: string): boolean => id.toLowerCase() === subject.toLowerCase();
  const page = pages.find(({ id }) => same(id));
  const clause = contract.clauses.find(({ id }) => same(id));
  if (page === undefined && clause === undefined) {
    const near = nearest(subject, [...pages.map(({ id }) => id), ...contract.clauses.map(({ id }) => id)]);
    const hint = near === undefined ? undefined : errors.say('error.didYouMean', { suggestion: near });
    complain(errors.say('explain.unknown', { subject }), hint, errors, io);
    return 2;
  }
  const lines = page !== undefined ? rulePage(page, contract, out) : clausePage(clause as Clause, pages, out);
  io.stdout(`${lines.join('\n')}\n`);
  return 0;
}

function rulePage(page: RulePage, contract: Contract, screen: Screen): readonly string[] {
  const { say, paint, locale } = screen;
  const serves = page.clauses.map((id) => {
    const title = contract.clauses.find((clause) => clause.id === id)?.title[locale] ?? '';
    return `  ${paint.cyan(visible(id))}  ${visible(title)}`.trimEnd();
  });
  const body = terminalLines(page.markdown[locale], screen);
  // Pages often open with their title; it is not said twice.
  const untitled = body[0] === paint.bold(visible(page.title[locale])) ? body.slice(body[1] === '' ? 2 : 1) : body;
  return [
    `${paint.bold(visible(page.title[locale]))}  ${paint.dim(visible(page.id))}`,
    ...(serves.length === 0 ? [] : ['', paint.bold(say('explain.serves')), ...serves]),
    '',
    ...untitled,
  ];
}

function clausePage(clause: Clause, pages: readonly RulePage[], screen: Screen): readonly string[] {
  const { say, paint, locale, columns } = screen;
  const stride = clause.stride.length === 0 ? [] : [paint.dim(say('explain.threats', { letters: clause.stride.join(' ') }))];
  return [
    `${paint.cyan(visible(clause.id))}  ${paint.bold(visible(clause.title[locale]))}`,
    '',
    ...wrap(visible(clause.summary[locale]), columns),
    ...stride,
    ...(clause.obligations.length === 0 ? [] : ['', paint.bold(say('explain.obligations'))]),
    ...clause.obligations.flatMap((obligation) => obligationLines(obligation, pages, screen)),
  ];
}

function obligationLines(obligation: Obligation, pages: readonly RulePage[], { say, paint, locale }: Screen): readonly string[] {
  const join = (parts: readonly string[]): string => parts.join(say('list.separator'));
  const built = obligation.rules.filter((id) => pages.some((page) => page.id === id));
  const ways = join(obligation.shownBy.map((way) => say(`shownBy.${way}`)));
  const titles = built.map((id) => {
    const page = pages.find((one) => one.id === id);
    return `      ${visible(id)}  ${paint.dim(visible(page?.title[locale] ?? ''))}`;
  });
  return [
    `  ${paint.cyan(visible(obligation.id))}`,
    `    ${say('explain.severity', { severity: say(`severity.${obligation.broken}`) })}`,
    `    ${say('explain.shownBy', { ways })}`,
    ...Object.entries(obligation.terms).map(([name, term]) => `    ${termText(name, term, say)}`),
    ...(built.length === 0 ? [`    ${say('explain.noRules')}`] : [`    ${say('explain.rules')}`, ...titles]),
  ];
}

function termText(name: string, term: Term, say: Screen['say']): string {
  const value = Array.isArray(term.value) ? term.value.join(', ') : String(term.value);
  return say(term.sourceFigure === 'garbled' ? 'explain.termGarbled' : 'explain.term', { name, value });
}
