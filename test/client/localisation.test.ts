/** Every word of the extension is there in English and Japanese, with the same placeholders, and none is left over. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { summarise } from '../../engine/syntax/summarise.ts';
import { ownSources, ROOT } from '../support/own-sources.ts';

type Words = Readonly<Record<string, string>>;

const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const words = (file: string): Words => JSON.parse(read(file)) as Words;
const english = words('package.nls.json');
const japanese = words('package.nls.ja.json');
const bundle = words('l10n/bundle.l10n.ja.json');

/** What must stand in both languages: places for values, settings, commands and links. */
function fixedParts(text: string): string[] {
  return [...text.matchAll(/\{\d+\}|`[^`]+`|\]\([^)]+\)|Ctrl\+\.|⌘\./g)].map(([part]) => part).sort();
}

/** First arguments of every `l10n.t(…)` in client/; anything but a literal cannot be translated, and comes out as such. */
function translated(): string[] {
  return Object.entries(ownSources(['client'])).flatMap(([path, text]) => {
    const { calls, exprs } = summarise(path, text);
    return calls.flatMap((at) => {
      const call = exprs[at];
      const callee = call?.k === 'call' ? exprs[call.c] : undefined;
      if (call?.k !== 'call' || callee?.k !== 'member' || callee.n !== 't') return [];
      const first = exprs[call.a[0] ?? -1];
      return first?.k === 'lit' && typeof first.v === 'string' ? [first.v] : [`${path}: not a literal`];
    });
  });
}

test('the manifest uses every key of its texts, and no other', () => {
  const used = [...read('package.json').matchAll(/"%([^"%]+)%"/g)].map(([, key]) => key as string);
  expect([...new Set(used)].sort()).toEqual(Object.keys(english).sort());
});

test('the manifest shows no text of its own', () => {
  const { contributes } = JSON.parse(read('package.json')) as { contributes: unknown };
  const shown: string[] = [];
  const look = (value: unknown, key: string): void => {
    if (Array.isArray(value)) for (const one of value) look(one, key);
    else if (typeof value === 'object' && value !== null) for (const [name, one] of Object.entries(value)) look(one, name);
    else if (typeof value === 'string' && /title|description|contents|altText|^name$/i.test(key)) shown.push(value);
  };
  look(contributes, '');
  expect(shown.length).toBeGreaterThan(20);
  expect(shown.filter((one) => !/^%.+%$/.test(one) && one !== 'Clauselint')).toEqual([]);
});

test('the keys of both languages are the same', () => {
  expect(Object.keys(japanese)).toEqual(Object.keys(english));
});

test('what the code says is translated, and nothing else is', () => {
  const said = [...new Set(translated())].sort();
  expect(said.length).toBeGreaterThan(15);
  expect(Object.keys(bundle).sort()).toEqual(said);
});

describe('placeholders and links agree', () => {
  test.each(Object.keys(english))('%s', (key) => {
    expect(fixedParts(japanese[key] ?? '')).toEqual(fixedParts(english[key] ?? '').map((part) => part));
  });
  test.each(Object.entries(bundle))('%s', (original, translation) => {
    expect(fixedParts(translation)).toEqual(fixedParts(original));
  });
});

test('Japanese is Japanese', () => {
  const kana = /[\u3040-\u30ff\u4e00-\u9fff]/;
  expect([...Object.values(japanese), ...Object.values(bundle)].filter((text) => !kana.test(text))).toEqual([]);
});
