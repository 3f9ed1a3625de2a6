/**
 * Every sentence of the command line, by key, in both languages. A placeholder is `{name}`; `{name|one|many}` picks a word by the
 * number (used in English only, but always with the same names).
 */
import type { Locale } from '../contract/types.ts';
import { visible } from './escape.ts';
import { en } from './text-en.ts';
import { ja } from './text-ja.ts';

export type Key = keyof typeof en;
export type Values = Readonly<Record<string, string | number>>;
/** A sentence in the reader's language, safe for a terminal. */
export type Say = (key: Key, values?: Values) => string;

export const catalogue: Readonly<Record<Locale, Readonly<Record<Key, string>>>> = { en, ja };

const placeholder = /\{(\w+)(?:\|([^|}]*)\|([^}]*))?\}/g;

/** A sentence with its values as they are. */
export function format(locale: Locale, key: Key, values: Values = {}): string {
  return catalogue[locale][key].replace(placeholder, (_, name: string, one?: string, many?: string) => {
    const value = values[name] ?? '';
    if (one === undefined || many === undefined) return String(value);
    return value === 1 ? one : many;
  });
}

export function speaker(locale: Locale): Say {
  return (key, values = {}) => {
    const safe: Record<string, string | number> = {};
    for (const [name, value] of Object.entries(values)) safe[name] = typeof value === 'string' ? visible(value) : value;
    return format(locale, key, safe);
  };
}

/** The names of a sentence's placeholders, sorted, each once. */
export function placeholders(sentence: string): readonly string[] {
  return [...new Set(Array.from(sentence.matchAll(placeholder), (match) => match[1] ?? ''))].sort();
}

/** The language to speak by the usual variables: Japanese for `ja…`, else English. */
export function localeOf(env: Readonly<Record<string, string | undefined>>): Locale {
  const name = [env['LC_ALL'], env['LC_MESSAGES'], env['LANG']].find((value) => value !== undefined && value !== '') ?? '';
  return /^ja(?:[_.@-]|$)/i.test(name) ? 'ja' : 'en';
}
