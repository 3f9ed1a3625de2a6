/** The little Markdown that rule pages use, as plain text and for a terminal. */
import type { Paint } from './colour.ts';
import { visible } from './escape.ts';
import type { Screen } from './screen.ts';
import { clip, graphemes, width } from './width.ts';
import { wrap } from './wrap.ts';

/** Without the marks of headings, emphasis, code and links; code blocks keep their lines. */
export function plainText(markdown: string): string {
  return blocks(markdown)
    .map((block) => (block.is === 'code' ? block.lines.join('\n') : inlinePlain(block.lines.join('\n'))))
    .join('\n\n')
    .trim();
}

/** The first paragraph that is no heading, list, table or code, on one line; nothing when there is none. */
export function firstParagraph(markdown: string): string {
  const block = blocks(markdown).find((one) => one.is === 'text');
  return block === undefined ? '' : inlinePlain(block.lines.join(' ')).replace(/\s+/g, ' ').trim();
}

/** For people: headings bold, code set off, paragraphs broken at the reader's width. Every line is safe for a terminal. */
export function terminalLines(markdown: string, { paint, columns, say }: Screen): readonly string[] {
  return blocks(markdown).flatMap((block, index) => {
    const gap = index === 0 ? [] : [''];
    if (block.is === 'heading') return [...gap, paint.bold(visible(inlinePlain(block.lines[0] ?? '')))];
    if (block.is === 'code') {
      const lines = block.lines.map((line) => `    ${paint.dim(visible(line.replaceAll('\t', '  ')))}`);
      return [...gap, ...(block.fixed ? [say('explain.fixed'), ''] : []), ...lines];
    }
    if (block.is === 'list') return [...gap, ...block.lines.flatMap((line) => inlineCode([visible(unlink(line))], paint))];
    // Marks that take no cell on the screen make a line a little shorter than it might be, never longer.
    return [...gap, ...inlineCode(wrap(visible(unlink(block.lines.join(' '))), columns), paint)];
  });
}

/** Code between backticks in its colour, without the backticks, also where it goes on in the next line. */
function inlineCode(lines: readonly string[], paint: Paint): readonly string[] {
  if (lines.join('').split('`').length % 2 === 0) return lines;
  let code = false;
  return lines.map((line) =>
    line
      .split('`')
      .map((part, index) => {
        if (index > 0) code = !code;
        return code ? paint.cyan(part) : part;
      })
      .join(''),
  );
}

interface Block {
  readonly is: 'heading' | 'text' | 'list' | 'code';
  /** Code that shows what a fix leaves behind: its fence says `fixed`. */
  readonly fixed?: boolean;
  readonly lines: readonly string[];
}

function blocks(markdown: string): readonly Block[] {
  const out: (Block & { lines: string[] })[] = [];
  let open: (Block & { lines: string[] }) | undefined;
  let fence = '';
  for (const line of withoutFrontMatter(markdown).split(/\r\n|\r|\n/)) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(line)?.[1] ?? '';
    if (fence !== '') {
      if (mark.startsWith(fence)) {
        fence = '';
        open = undefined;
      } else open?.lines.push(line);
      continue;
    }
    const kind = mark !== '' ? 'code' : kindOf(line);
    if (/^\s*$/.test(line) || /^\s*<!--.*-->\s*$/.test(line)) open = undefined;
    else if (
      open === undefined ||
      kind === 'heading' ||
      kind === 'code' ||
      (open.is !== kind && !(open.is === 'list' && kind === 'text'))
    ) {
      const fixed = kind === 'code' && / fixed\s*$/.test(line);
      open = { is: kind, ...(fixed && { fixed }), lines: mark === '' ? [line.replace(/^#{1,6}\s+/, '')] : [] };
      out.push(open);
      fence = mark;
      if (kind === 'heading') open = undefined;
    } else open.lines.push(line);
  }
  return out;
}

function kindOf(line: string): Block['is'] {
  if (/^#{1,6}\s/.test(line)) return 'heading';
  return /^\s*(?:[-*+]|\d+\.)\s|^\s*[|>]/.test(line) ? 'list' : 'text';
}

const withoutFrontMatter = (markdown: string): string => markdown.replace(/^---\r?\n[\s\S]*?\r?\n---(?:\r?\n|$)/, '');
const unlink = (text: string): string => text.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').replace(/\*\*([^*]+)\*\*/g, '$1');
const inlinePlain = (text: string): string => unlink(text).replace(/`([^`]+)`/g, '$1');

/** A source line with a caret under a column (UTF-16, 1-based); a long line is cut around it. */
export function codeFrame(code: string, line: number, column: number, { paint, columns }: Screen): readonly string[] {
  const gutter = `${line} │ `;
  const show = (text: string): string => visible(text.replaceAll('\t', '  '));
  const start = code.length - code.trimStart().length;
  const room = (columns === Number.POSITIVE_INFINITY ? 160 : columns) - gutter.length - 8;
  let before = show(code.slice(Math.min(start, column - 1), column - 1));
  const keep = Math.floor(room / 2);
  if (width(before) > keep) before = `…${lastCells(before, keep)}`;
  const after = clip(show(code.slice(column - 1)), Math.max(1, room - width(before)));
  const frame = `      ${paint.dim(gutter)}${before}${after}`;
  if (column > code.length + 1) return [frame];
  return [frame, `      ${paint.dim(`${' '.repeat(gutter.length - 2)}│ `)}${' '.repeat(width(before))}${paint.yellow('^')}`];
}

function lastCells(text: string, cells: number): string {
  let out = '';
  for (const grapheme of [...graphemes(text)].reverse()) {
    if (width(out) + width(grapheme) > cells) break;
    out = grapheme + out;
  }
  return out;
}
