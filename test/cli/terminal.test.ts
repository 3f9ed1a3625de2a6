/** Escapes, widths, line breaks, colours, progress: what text for people is made of. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paint, wantsColour } from '../../cli/colour.ts';
import { jsonText, relativeUri, sarifLinkText, sarifText, visible } from '../../cli/escape.ts';
import { codeFrame, firstParagraph, plainText, terminalLines } from '../../cli/markdown.ts';
import { progress } from '../../cli/progress.ts';
import type { Screen } from '../../cli/screen.ts';
import { speaker } from '../../cli/text.ts';
import { clip, padEnd, width } from '../../cli/width.ts';
import { wrap } from '../../cli/wrap.ts';
import { nearest } from '../../contract/similar.ts';
import { fakeIo } from './fixtures.ts';

const dangerous = /[\p{Cc}\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\p{Surrogate}]/u;
const anyText = fc.string({ unit: 'binary' });
const plain: Screen = { locale: 'en', say: speaker('en'), paint: paint(false), columns: Number.POSITIVE_INFINITY };

describe('escapes', () => {
  it('shows controls and bidirectional marks', () => {
    expect(visible('a\u001b[0m\n\u202eb\u009b\ud800')).toBe('a\\u{1b}[0m\\u{a}\\u{202e}b\\u{9b}\\u{d800}');
    expect(visible('日本語 👩‍💻 é')).toBe('日本語 👩‍💻 é');
  });

  it('leaves nothing dangerous in any text', () => {
    fc.assert(fc.property(anyText, (text) => !dangerous.test(visible(text))));
  });

  it('keeps JSON equal and free of raw dangers', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const out = jsonText({ text });
        expect(JSON.parse(out)).toEqual({ text });
        expect(out.replaceAll('\n', '')).not.toMatch(dangerous);
      }),
    );
  });

  it('makes relative URIs that can be read back', () => {
    expect(relativeUri('src/鍵 #50%.ts')).toBe('src/%E9%8D%B5%20%2350%25.ts');
    expect(relativeUri('c:d/a\\b.ts')).toBe('c%3Ad/a%5Cb.ts');
    expect(relativeUri('a\ud800.ts')).toBe('a%EF%BF%BD.ts');
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), (path) => decodeURIComponent(relativeUri(path)) === path));
  });

  it('defuses links in SARIF messages and nothing else', () => {
    expect(sarifText('see [here](https://x.example), a[0], [b] (c)')).toBe('see \\[here](https://x.example), a[0], [b] (c)');
    expect(sarifLinkText('a[1]\\b')).toBe('a\\[1\\]\\\\b');
  });
});

describe('width', () => {
  it.each<[string, number]>([
    ['abc', 3],
    ['日本語', 6],
    ['ﾊﾝｶｸ', 4],
    ['Ａ', 2],
    ['é', 1],
    ['e\u0301', 1],
    ['が', 2],
    ['🔑', 2],
    ['👩‍💻', 2],
    ['🇯🇵', 2],
    ['❤️', 2],
    ['…', 1],
    ['', 0],
  ])('%s takes %i cells', (text, cells) => {
    expect(width(text)).toBe(cells);
  });

  it('pads and clips by cells', () => {
    expect(padEnd('日本', 6)).toBe('日本  ');
    expect(clip('日本語です', 6)).toBe('日本…');
    expect(clip('日本語', 6)).toBe('日本語');
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, cells) => width(clip(visible(text), cells + 1)) <= cells + 1),
    );
  });
});

describe('wrap', () => {
  it('breaks English at spaces', () => {
    expect(wrap('one two three four', 9)).toEqual(['one two', 'three', 'four']);
  });

  it('breaks Japanese between characters, never before a full stop or after an opening bracket', () => {
    expect(wrap('暗号化します。鍵', 12)).toEqual(['暗号化しま', 'す。鍵']);
    expect(wrap('顧客の「鍵」', 8)).toEqual(['顧客の', '「鍵」']);
  });

  it('loses nothing and keeps to the width where a break is possible', () => {
    const words = fc.array(fc.constantFrom('a', 'bcd', 'efghij', '暗号', '鍵を'), { maxLength: 30 });
    fc.assert(
      fc.property(words, fc.integer({ min: 12, max: 40 }), (list, cells) => {
        const lines = wrap(list.join(' '), cells);
        expect(lines.join('').replaceAll(' ', '')).toBe(list.join(''));
        for (const line of lines) expect(width(line)).toBeLessThanOrEqual(cells);
      }),
    );
  });
});

describe('colours', () => {
  it.each<[boolean | undefined, Record<string, string>, boolean, boolean]>([
    [undefined, {}, true, true],
    [undefined, {}, false, false],
    [undefined, { TERM: 'dumb' }, true, false],
    [undefined, { NO_COLOR: '1' }, true, false],
    [undefined, { NO_COLOR: '' }, true, true],
    [undefined, { FORCE_COLOR: '1' }, false, true],
    [undefined, { FORCE_COLOR: '0' }, true, false],
    [undefined, { FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
    [true, { NO_COLOR: '1' }, false, true],
    [false, { FORCE_COLOR: '1' }, true, false],
  ])('flag %s, %j, terminal %s: %s', (flag, env, isTTY, expected) => {
    expect(wantsColour(flag, env, isTTY)).toBe(expected);
  });
});

describe('suggestions', () => {
  it.each<[string, string | undefined]>([
    ['chekc', 'check'],
    ['CHECK', 'check'],
    ['tarce', 'trace'],
    ['src', undefined],
  ])('%s → %s', (word, expected) => {
    expect(nearest(word, ['check', 'explain', 'trace'])).toBe(expected);
  });
});

describe('progress', () => {
  const at = (times: number[]) => {
    const io = fakeIo({ isTTY: { stdout: true, stderr: true }, columns: 30, clock: () => times.shift() ?? 0 });
    return { io, bar: progress(io, speaker('en')) };
  };

  it('draws at most every 80 ms, on one line, and clears it', () => {
    const { io, bar } = at([0, 79, 80, 150]);
    for (let done = 1; done <= 4; done++) bar.update(done, 4, 'facts');
    bar.end();
    bar.update(4, 4, 'check');
    expect(io.err).toEqual(['\r\u001b[2KReading files 1/4 (25 %)', '\r\u001b[2KReading files 3/4 (75 %)', '\r\u001b[2K']);
  });

  it('never fills the line', () => {
    const { io, bar } = at([0]);
    bar.update(123456, 999999, 'check');
    expect(width((io.err[0] ?? '').replace('\r\u001b[2K', ''))).toBeLessThan(30);
  });

  it('is silent in a pipe', () => {
    const io = fakeIo();
    const bar = progress(io, speaker('en'));
    bar.update(1, 2, 'walk');
    bar.end();
    expect(io.err).toEqual([]);
  });
});

describe('Markdown', () => {
  const page =
    '---\nid: x\n---\n# Title\n\nFirst `code`\nand **more**, [link](https://x.example).\n\n- one\n- two\n\n```ts\n# no heading\n\nx`y`\n```\n';

  it('becomes plain text', () => {
    expect(plainText(page)).toBe('Title\n\nFirst code\nand more, link.\n\n- one\n- two\n\n# no heading\n\nx`y`');
    expect(firstParagraph(page)).toBe('First code and more, link.');
    expect(firstParagraph('# only a heading')).toBe('');
  });

  it('becomes lines of a terminal', () => {
    expect(terminalLines(page, plain)).toEqual([
      'Title',
      '',
      'First code and more, link.',
      '',
      '- one',
      '- two',
      '',
      '    # no heading',
      '    ',
      '    x`y`',
    ]);
  });

  it('colours code that runs over a line break', () => {
    const narrow: Screen = { ...plain, paint: { ...plain.paint, cyan: (text) => `<${text}>` }, columns: 10 };
    expect(terminalLines('use `one two` here', narrow)).toEqual(['use <one>', '<two> here']);
  });
});

describe('code frame', () => {
  it('puts the caret under the column, whatever the characters are', () => {
    const [code = '', caret = ''] = codeFrame('\tconst 鍵😀 = minVersion;', 12, 14, plain);
    expect(code).toBe('      12 │ const 鍵😀 = minVersion;');
    expect(width(caret.slice(0, caret.indexOf('^')))).toBe(width(code.slice(0, code.indexOf('minVersion'))));
  });

  it('cuts a long line around the column', () => {
    const [code = '', caret = ''] = codeFrame(`${'x'.repeat(299)}HERE${'y'.repeat(300)}`, 1, 300, { ...plain, columns: 80 });
    expect(width(code)).toBeLessThanOrEqual(80);
    expect(code.slice(caret.indexOf('^'))).toMatch(/^HEREy+…$/);
  });

  it('draws no caret beyond the line', () => {
    expect(codeFrame('ab', 1, 9, plain)).toHaveLength(1);
  });
});
