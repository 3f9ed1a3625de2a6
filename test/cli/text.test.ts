/** The two catalogues say the same things, and every sentence is said somewhere. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { catalogue, format, type Key, localeOf, placeholders, speaker } from '../../cli/text.ts';

const keys = Object.keys(catalogue.en) as Key[];

describe('catalogue', () => {
  it('has the same keys in both languages', () => {
    expect(Object.keys(catalogue.ja).sort()).toEqual([...keys].sort());
  });

  it.each(keys)('%s has the same placeholders in both languages, and text', (key) => {
    expect(placeholders(catalogue.ja[key])).toEqual(placeholders(catalogue.en[key]));
    expect(catalogue.en[key].trim()).not.toBe('');
    expect(catalogue.ja[key].trim()).not.toBe('');
  });

  it('is Japanese where Japanese is expected', () => {
    const same = new Set<Key>(['error.prefix', 'explain.term', 'list.separator']);
    for (const key of keys) if (!same.has(key)) expect(catalogue.ja[key], key).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]|^\{what\}/u);
  });

  it('has no sentence that nobody says', () => {
    const folder = join(import.meta.dirname, '../../cli');
    const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts') && !name.includes('text-'))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n');
    const said = (key: Key): boolean => source.includes(`'${key}'`) || source.includes(`\`${key.replace(/[^.]+$/, '')}\${`);
    expect(keys.filter((key) => !said(key))).toEqual([]);
  });
});

describe('format', () => {
  it('picks the word by the number', () => {
    expect(format('en', 'summary.errors', { count: 1 })).toBe('1 error');
    expect(format('en', 'summary.errors', { count: 2 })).toBe('2 errors');
    expect(format('ja', 'summary.errors', { count: 2 })).toBe('エラー 2 件');
  });

  it('does not read a value as a placeholder', () => {
    expect(format('en', 'error.unknownOption', { option: '--{option}$&' })).toBe('Unknown option "--{option}$&".');
  });

  it('makes values safe when it speaks to a terminal', () => {
    expect(speaker('en')('error.unknownOption', { option: '\u001b[31m' })).toBe('Unknown option "\\u{1b}[31m".');
  });
});

describe('localeOf', () => {
  it.each([
    [{ LANG: 'ja_JP.UTF-8' }, 'ja'],
    [{ LANG: 'ja' }, 'ja'],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'ja_JP.eucJP' }, 'ja'],
    [{ LANG: 'ja_JP.UTF-8', LC_ALL: 'C' }, 'en'],
    [{ LANG: 'ja_JP.UTF-8', LC_MESSAGES: 'en_GB' }, 'en'],
    [{ LANG: 'ja_JP.UTF-8', LC_ALL: '' }, 'ja'],
    [{ LANG: 'jam_JM' }, 'en'],
    [{}, 'en'],
  ])('%j is %s', (env, locale) => {
    expect(localeOf(env)).toBe(locale);
  });
});
