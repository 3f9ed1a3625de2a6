/** Text of a contract file → contract, or what is wrong with it. Pure: whoever reads the disk hands the text over. */
import { agree } from './agreement.ts';
import { parseDocument } from './document.ts';
import { garbledWithoutDefault } from './messages.ts';
import securityExhibit from './security-exhibit.json' with { type: 'json' };
import { array, matching, object, oneOf, optional, record, required, type Shape, text, words } from './shape.ts';
import type { WordPattern } from './term-kinds.ts';
import { termShape } from './term-shape.ts';
import type { Clause, Contract, DataProblem, Localized, Obligation, Severity, ShownBy, Stride, Term, TermValue } from './types.ts';

const ID: WordPattern = {
  regex: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$',
  says: { en: 'an id in lower case with hyphens, such as "encrypt-at-rest"', ja: '"encrypt-at-rest" のような、小文字とハイフンの ID' },
};
const CLAUSE_ID: WordPattern = {
  regex: '^\\S+$',
  says: { en: 'a clause number without spaces, such as "4.E.iv"', ja: '"4.E.iv" のような、空白を含まない条項番号' },
};

const localized: Shape<Localized> = object<Localized>({ en: required(text()), ja: required(text()) });
const severities: readonly Severity[] = ['error', 'warning', 'info'];
const proofs: readonly ShownBy[] = ['code', 'repository', 'attestation'];
const letters: readonly Stride[] = ['S', 'T', 'R', 'I', 'D', 'E'];

const obligation: Shape<Obligation> = object<Obligation>({
  id: required(matching(ID)),
  rules: required(words(matching(ID))),
  shownBy: required(words(oneOf(proofs), 1)),
  broken: required(oneOf(severities)),
  unproved: optional(oneOf([...severities, 'none']), 'none'),
  terms: optional(
    record((name) => {
      const value = termShape(name);
      return typeof value === 'function' ? termOf(name, value) : value;
    }),
    {},
  ),
});

const clause: Shape<Clause> = object<Clause>({
  id: required(matching(CLAUSE_ID)),
  title: required(localized),
  summary: required(localized),
  stride: required(words(oneOf(letters))),
  obligations: required(array(obligation, 1)),
});

const contractFile: Shape<Contract & { readonly $schema: string }> = object<Contract & { readonly $schema: string }>({
  $schema: optional(text(), ''),
  id: required(matching(ID)),
  version: required(text()),
  title: required(localized),
  clauses: required(array(clause, 1)),
});

/** A term is its value alone, or an object that says too how the source text gives the figure. */
function termOf(name: string, value: Shape<TermValue>): Shape<Term> {
  const explicit = object<{ readonly value: TermValue; readonly sourceFigure: 'stated' | 'garbled' | undefined }>({
    value: required(value),
    sourceFigure: optional<'stated' | 'garbled' | undefined>(oneOf<'stated' | 'garbled'>(['stated', 'garbled']), undefined),
  });
  return (node, where, problems) => {
    if (node.type !== 'object') {
      const plain = value(node, where, problems);
      return plain === undefined ? undefined : { value: { value: plain.value } };
    }
    const keys = new Map(node.children?.map((property) => [property.children?.[0]?.value, property.children?.[1]?.value]));
    if (keys.get('sourceFigure') === 'garbled' && !keys.has('value')) {
      problems.add(node.offset, garbledWithoutDefault(name));
      return undefined;
    }
    const read = explicit(node, where, problems);
    if (read === undefined) return undefined;
    const { value: figure, sourceFigure } = read.value;
    return { value: sourceFigure === undefined ? { value: figure } : { value: figure, sourceFigure } };
  };
}

/** Reads a contract. `file` is the name that problems carry. Comments and trailing commas are allowed. */
export function loadContract(text: string, file: string): { readonly contract: Contract } | { readonly problems: readonly DataProblem[] } {
  const { root, problems } = parseDocument(text, file);
  const read = root === undefined ? undefined : contractFile(root, '', problems);
  if (root !== undefined && read !== undefined) agree(read.value, root, problems);
  const found = problems.list();
  if (read === undefined || found.length > 0) return { problems: found };
  const { id, version, title, clauses } = read.value;
  return { contract: { id, version, title, clauses } };
}

const builtin = new Map<string, Contract>();

/** A contract that ships with the product: `security-exhibit`. Undefined for any other id. */
export function builtinContract(id: string): Contract | undefined {
  if (id !== securityExhibit.id) return undefined;
  const known = builtin.get(id);
  if (known !== undefined) return known;
  const loaded = loadContract(JSON.stringify(securityExhibit), `${id}.json`);
  if ('problems' in loaded) throw new Error(`The built-in contract is broken: ${loaded.problems[0]?.message.en}`);
  builtin.set(id, loaded.contract);
  return loaded.contract;
}
