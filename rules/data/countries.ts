/** Country codes as the tables of this folder write them, and their names for the reader. */

import type { Localized } from '../../engine/rule/index.ts';

type Locale = keyof Localized;

// `fallback: 'none'` so that a code nobody knows is told apart from a name.
const NAMES: Readonly<Record<Locale, Intl.DisplayNames>> = {
  en: new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' }),
  ja: new Intl.DisplayNames(['ja'], { type: 'region', fallback: 'none' }),
};

/**
 * The name of a country, the same on every machine whatever its own locale.
 * @param code ISO 3166-1 alpha-2, or `EU` (exceptionally reserved there) for "some member state"; letter case does not matter.
 * @returns the name, or `code` itself when it names nothing.
 */
export function countryName(code: string, locale: Locale): string {
  const upper = code.toUpperCase();
  // DisplayNames throws on text that is not shaped like a region code.
  return /^[A-Z]{2}$/.test(upper) ? (NAMES[locale].of(upper) ?? code) : code;
}
