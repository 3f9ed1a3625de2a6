/** XML and HTML by templates that escape whatever is put into them, so that no reporter can forget to. */
import { markupText } from '../escape.ts';

/** Text that is markup already: made by `markup`, or written by us whole. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | readonly Markup[];

/** A template of our own markup; its values are escaped, unless they are markup themselves. Lists are joined by line breaks. */
export function markup(own: TemplateStringsArray, ...values: readonly Part[]): Markup {
  return { markup: own.map((text, index) => (index === 0 ? text : written(values[index - 1] ?? '') + text)).join('') };
}

function written(value: Part): string {
  if (typeof value === 'string') return markupText(value);
  if (typeof value === 'number') return String(value);
  return 'markup' in value ? value.markup : value.map((one) => one.markup).join('\n');
}

export const nothing: Markup = { markup: '' };
