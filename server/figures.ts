/** The figures that a clause states, in words. */
import { termDefinition } from '../contract/terms.ts';
import type { Locale, TermValue } from '../contract/types.ts';
import { code, escaped } from './markdown.ts';
import { say } from './text.ts';

/** `` `tls-min-version` = **1.2** (TLS version): Oldest TLS version allowed. `` */
export function figure(name: string, value: TermValue, locale: Locale, isGarbled = false): string {
  const definition = termDefinition(name);
  const shown = Array.isArray(value) ? value.join(', ') : String(value);
  const unit = definition?.unit ? ` ${escaped(definition.unit[locale])}` : '';
  const about = definition ? ` – ${escaped(definition.description[locale])}` : '';
  return `${code(name)} = **${escaped(shown)}**${unit}${isGarbled ? ` (${say(locale, 'page.garbled')})` : ''}${about}`;
}
