/** Whatever a source text holds, no output format lets it steer a terminal, a viewer, a parser or a build agent. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { githubData, githubProperty, jsonText, markdownCode, markdownText, markupText, visible, visiblePath } from '../../cli/escape.ts';
import { markup } from '../../cli/reporters/markup.ts';
import { parseMarkup, textOf } from './markup-parser.ts';

/** C0 and C1 controls, bidirectional controls, line separators, halves of pairs. */
const dangerous = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\p{Surrogate}]/u;

/** Any UTF-16, halves of surrogate pairs too, with much of what formats take for their own marks. */
const wicked = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)),
      fc.constantFrom('\r', '\n', '\t', '\u001b[31m', '\u009b', '\u202e', '\u2066', '\u0000', '\ufffe', '%', ':', ',', '::', '##vso['),
      fc.constantFrom(
        '##[',
        '<',
        '>',
        '&',
        '"',
        "'",
        ']]>',
        '<!--',
        '</style>',
        '`',
        '``',
        '*',
        '_',
        '|',
        '[a](b)',
        '\\',
        '#',
        '-',
        '1.',
        ' ',
      ),
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(''));
function holds(check: (text: string) => void): void {
  const property = fc.property(wicked, (text) => {
    check(text);
  });
  fc.assert(property, { numRuns: 400, seed: 20260203 });
}

describe('visible text', () => {
  it('holds no control, no bidirectional mark, no half of a pair', () => {
    holds((text) => {
      for (const safe of [
        visible(text),
        visiblePath(text),
        githubProperty(text),
        markupText(text),
        markdownText(text),
        markdownCode(text),
      ]) {
        expect(safe).not.toMatch(dangerous);
      }
      expect(githubData(text)).not.toMatch(dangerous);
      expect(jsonText(text).slice(0, -1)).not.toMatch(dangerous);
    });
  });

  it('is visible already the second time', () => holds((text) => expect(visible(visible(text))).toBe(visible(text))));

  it('leaves ordinary text alone', () => {
    for (const text of ['Set minVersion to "TLSv1.2".', '鍵 管理 🔑 ## a', 'if (#x) a##b']) expect(visible(text)).toBe(text);
  });

  it('shows a build agent nothing that it takes for a command', () => {
    holds((text) => {
      for (const safe of [visible(text), markupText(text), githubData(text), jsonText(text)]) expect(safe).not.toMatch(/##\w*\[/);
      expect(visiblePath(text).trimStart().startsWith('::')).toBe(false);
    });
    expect(visible('##vso[task.prependpath]/x')).toBe('#\\u{23}vso[task.prependpath]/x');
    expect(visiblePath('::add-mask::x/a.ts')).toBe('./::add-mask::x/a.ts');
  });
});

describe('json', () => {
  it('is read back as it was', () => holds((text) => expect(JSON.parse(jsonText({ text }))).toEqual({ text })));
});

describe('GitHub commands', () => {
  it('end neither their data nor their properties early', () => {
    holds((text) => {
      expect(githubData(text)).not.toMatch(/[\r\n]|%(?!25|0A)/);
      expect(githubProperty(text)).not.toMatch(/[\r\n:,]|%(?!25|3A|2C)/);
      const decoded = githubProperty(text).replaceAll('%2C', ',').replaceAll('%3A', ':').replaceAll('%25', '%');
      expect(decoded).toBe(visible(text));
    });
  });

  it('break lines only where told', () => {
    expect(githubData('50 %\na\r::error::b')).toBe('50 %25%0Aa\\u{d}::error::b');
    expect(githubProperty('a,b:c%\n')).toBe('a%2Cb%3Ac%25\\u{a}');
  });
});

describe('XML and HTML', () => {
  it('are well-formed with any text and attribute, and say the same', () => {
    holds((text) => {
      const element = parseMarkup(markup`<a b="${text}">${text}</a>`.markup);
      const shown = visible(text).replace(/[\ufffe\uffff]/g, (one) => `\\u{${one.charCodeAt(0).toString(16)}}`);
      expect([element.attributes['b'], textOf(element)]).toEqual([shown, shown]);
    });
  });

  it('are read by a reader that refuses what is wrong', () => {
    for (const wrong of [
      '<a>',
      '<a></b>',
      '<a b="<"/>',
      '<a b="1" b="2"/>',
      '<a>&nbsp;</a>',
      '<a>& </a>',
      '<a/><a/>',
      '<a>\u0001</a>',
      'x',
    ]) {
      expect(() => parseMarkup(wrong), wrong).toThrow();
    }
  });
});

describe('Markdown', () => {
  it('has every mark escaped, and says the same', () => {
    holds((text) => {
      const escaped = markdownText(text);
      const bare = escaped.replace(/\\[!-/:-@[-`{-~]/g, '');
      expect(bare).not.toMatch(/[\\`*_[\]<>#|~&@$]|:\S|www\./i);
      expect(escaped).not.toMatch(/^\s*(?:[-+=]|\d+[.)](?:\s|$))/);
      expect(escaped.replace(/\\([!-/:-@[-`{-~])/g, '$1')).toBe(visible(text));
    });
  });

  it('stays readable', () => {
    expect(markdownText('3.E Encryption: 1.2 or later, see https://a.b')).toBe('3.E Encryption: 1.2 or later, see https\\://a.b');
    expect(markdownText('<img src=x> @you #1')).toBe('\\<img src=x\\> \\@you \\#1');
  });

  it('ends code where the code ends', () => {
    holds((text) => {
      const [, fence = '', inner = ''] = /^(`+)(.*?)(?<!`)\1$/s.exec(markdownCode(text)) ?? [];
      expect(fence).not.toBe('');
      expect(Array.from(inner.matchAll(/`+/g), ([run]) => run)).not.toContain(fence);
      expect(inner === visible(text) || inner === ` ${visible(text)} `).toBe(true);
    });
  });
});
