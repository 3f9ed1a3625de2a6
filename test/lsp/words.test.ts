/** The server's own sentences: there in both languages, with the same placeholders; and what is not ours stays harmless in Markdown. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { code, escaped, link } from '../../server/markdown.ts';
import { settingsOf } from '../../server/settings.ts';
import { localeOf, SENTENCES, say } from '../../server/text.ts';
import { dayAfter } from '../../server/waiver.ts';

const placeholders = (text: string): string[] => [...text.matchAll(/\{(\w+)\}/g)].map((one) => one[1] ?? '').sort();
/** Made of placeholders and punctuation alone. */
const WORDLESS = new Set(['list.separator', 'action.fix']);

test.each(Object.entries(SENTENCES))('%s', (key, { en, ja }) => {
  expect(placeholders(ja)).toEqual(placeholders(en));
  if (WORDLESS.has(key)) return;
  expect(ja).toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
  expect(en).not.toMatch(/[\u3040-\u30ff\u4e00-\u9fff]/);
});

test('a sentence is filled in, whatever the values hold', () => {
  expect(say('en', 'action.showClause', { clause: '{clause} $& 3.E' })).toBe('Show clause {clause} $& 3.E');
});

test.each([
  ['ja', 'ja'],
  ['ja-JP', 'ja'],
  ['JA_jp', 'ja'],
  ['jam', 'en'],
  ['en-GB', 'en'],
  [undefined, 'en'],
])('the language of %s is %s', (tag, locale) => {
  expect(localeOf(tag)).toBe(locale);
});

test('text is shown as it is: nothing of it is a mark, a link or a new line', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'[]()`*_<>&!#|~\\\n\r$:.-+{}\u202e\u0007 a') }), (text) => {
      const shown = escaped(text);
      expect(shown.replace(/\\[\\`*_{}[\]()#+\-.!|<>&~:$]/g, '')).not.toMatch(/[\\`*_[\]()#|<>&~:$\n\r\u202e\u0007]/);
      const inline = code(text);
      const fence = /^`+/.exec(inline)?.[0] ?? '';
      expect(inline.slice(fence.length, -fence.length).split(/[^`]+/)).not.toContain(fence);
      expect(inline).not.toMatch(/[\n\r\u202e\u0007]/);
      expect(link('x', `file:///${text}`)).toMatch(/^\[x\]\([^()\s<>]*\)$/);
    }),
  );
});

test('settings that make no sense are at their defaults', () => {
  const plain = settingsOf(undefined);
  for (const wrong of [
    null,
    7,
    'x',
    { severity: 7, run: 'never', debounce: -1, unknown: 'yes', timeLimit: Number.NaN },
    { severity: { error: 'x' } },
  ])
    expect(settingsOf(wrong)).toEqual(plain);
  expect(settingsOf({ severity: { warning: 'off' }, run: 'onSave', debounce: 7, unknown: true, timeLimit: 300 })).toEqual({
    severity: { ...plain.severity, warning: 'off' },
    run: 'onSave',
    debounce: 7,
    unknown: true,
    timeLimit: 300,
  });
});

test('days are counted by the calendar', () => {
  expect(dayAfter('2028-02-01', 30)).toBe('2028-03-02');
  expect(dayAfter('2026-12-15', 30)).toBe('2027-01-14');
});
