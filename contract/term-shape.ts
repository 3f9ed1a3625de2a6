/** The shape of a term's value, as the vocabulary defines it. */
import { type Complaint, unknownTerm } from './messages.ts';
import { amount, matching, oneOf, type Shape, text, toggle, words } from './shape.ts';
import { nearest } from './similar.ts';
import type { TermDefinition } from './term-kinds.ts';
import { TERMS, termDefinition } from './terms.ts';
import type { TermValue } from './types.ts';

/** The shape of the values of a term, or the complaint about a name outside the vocabulary. */
export function termShape(name: string): Shape<TermValue> | Complaint {
  const definition = termDefinition(name);
  return definition === undefined ? unknownTerm(name, nearest(name, Object.keys(TERMS))) : valueShape(definition);
}

function valueShape(definition: TermDefinition): Shape<TermValue> {
  switch (definition.type) {
    case 'number':
      return amount();
    case 'boolean':
      return toggle();
    case 'string':
      return wordShape(definition);
    case 'list':
      return words(wordShape(definition));
  }
}

function wordShape(definition: TermDefinition): Shape<string> {
  if (definition.words !== undefined) return oneOf(definition.words);
  return definition.pattern === undefined ? text() : matching(definition.pattern);
}
