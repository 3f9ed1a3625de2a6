/** What a term's definition says, and the few kinds of definition, unit and source that the vocabulary is written with. */
import type { Localized } from './types.ts';

/** How a word of a term must look, as a regular expression source (anchored) and in words. */
export interface WordPattern {
  readonly regex: string;
  readonly says: Localized;
}

export interface TermDefinition {
  /** The type of the value; `list` is a list of different words. A number is always finite and above zero. */
  readonly type: 'number' | 'string' | 'boolean' | 'list';
  /** The unit of a number or the kind of a word; undefined for a switch. */
  readonly unit: Localized | undefined;
  readonly description: Localized;
  /** Where the figure of the built-in contract comes from. */
  readonly source: Localized;
  /** The only words allowed, when the choice is closed. */
  readonly words?: readonly string[];
  /** The form of each word, when the choice is open. */
  readonly pattern?: WordPattern;
}

export const STATED: Localized = { en: 'The clause states it.', ja: '条項に明記された値です。' };
export const READING: Localized = {
  en: 'Our reading of the clause, which gives no figure.',
  ja: '条項に数値がないため、趣旨から定めた既定値です。',
};
export const GARBLED: Localized = {
  en: 'The figure cannot be read in the source text; this is a default to be set by the user.',
  ja: '原文の数値が読み取れないため、利用者が設定できる既定値を置いています。',
};
export const OWASP: Localized = { en: 'OWASP Password Storage Cheat Sheet.', ja: 'OWASP Password Storage Cheat Sheet によります。' };

export const MONTHS: Localized = { en: 'months', ja: 'か月' };
export const DAYS: Localized = { en: 'days', ja: '日' };
export const HOURS: Localized = { en: 'hours', ja: '時間' };
export const MINUTES: Localized = { en: 'minutes', ja: '分' };
export const BITS: Localized = { en: 'bits', ja: 'ビット' };
export const CHARACTERS: Localized = { en: 'characters', ja: '文字' };
export const ROUNDS: Localized = { en: 'iterations', ja: '回' };
export const COUNTRIES: Localized = { en: 'ISO 3166-1 alpha-2 codes', ja: 'ISO 3166-1 alpha-2 の国コード' };
export const CERTIFICATES: Localized = { en: 'names of certificates', ja: '認証の名称' };

export const COUNTRY: WordPattern = {
  regex: '^[A-Z]{2}$',
  says: { en: 'a country code of two capitals, such as "US"', ja: '"US" のような大文字2字の国コード' },
};
export const TERRITORY: WordPattern = {
  regex: '^[A-Z]{2}(-[A-Z0-9]{1,3})?$',
  says: { en: 'a country or subdivision code, such as "CU" or "UA-43"', ja: '"CU" や "UA-43" のような国または地域のコード' },
};
export const DATE: WordPattern = {
  regex: '^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$',
  says: { en: 'a date written YYYY-MM-DD', ja: 'YYYY-MM-DD 形式の日付' },
};

export function amount(unit: Localized, en: string, ja: string, source: Localized): TermDefinition {
  return { type: 'number', unit, description: { en, ja }, source };
}

export function toggle(en: string, ja: string, source: Localized): TermDefinition {
  return { type: 'boolean', unit: undefined, description: { en, ja }, source };
}

type Words = { readonly words: readonly string[] } | { readonly pattern: WordPattern } | undefined;

export function list(unit: Localized, en: string, ja: string, source: Localized, words?: Words): TermDefinition {
  return { type: 'list', unit, description: { en, ja }, source, ...words };
}

export function word(unit: Localized, en: string, ja: string, source: Localized, words?: Words): TermDefinition {
  return { type: 'string', unit, description: { en, ja }, source, ...words };
}
