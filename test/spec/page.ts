/** A rule's page as the runner sees it: its sections, and its scenarios with their files and marks. */

export interface Section {
  readonly title: string;
  /** Text below the heading, without deeper headings' marks; blank when there is none. */
  readonly body: string;
}

/** What a comment on a line asserts. `text` must be part of the English message. */
export interface Mark {
  readonly is: 'breaks' | 'keeps' | 'unknown' | 'because';
  readonly path: string;
  readonly line: number;
  readonly text?: string;
}

export interface Scenario {
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly marks: readonly Mark[];
  /** What the fixes leave behind, marks aside: of blocks whose fence says `fixed` after language and path. */
  readonly fixed: Readonly<Record<string, string>>;
}

export interface Page {
  readonly title: string;
  readonly sections: readonly Section[];
  readonly scenarios: readonly Scenario[];
}

export const SCENARIOS = 'Scenarios';

export function readPage(markdown: string): Page {
  const sections: Section[] = [];
  const scenarios: Scenario[] = [];
  let title = '';
  for (const { level, heading, lines } of pieces(markdown)) {
    if (level === 1) title ||= heading;
    else if (level === 2) sections.push({ title: heading, body: lines.join('\n').trim() });
    else if (sections.at(-1)?.title === SCENARIOS && level === 3) scenarios.push(scenario(heading, lines));
    else {
      const last = sections.pop();
      if (last) sections.push({ title: last.title, body: `${last.body}\n${lines.join('\n')}`.trim() });
    }
  }
  return { title, sections, scenarios };
}

interface Piece {
  readonly level: number;
  readonly heading: string;
  readonly lines: string[];
}

/** Cut at headings; a `#` within a code block is none. */
function pieces(markdown: string): Piece[] {
  const out: Piece[] = [{ level: 0, heading: '', lines: [] }];
  let fence = '';
  for (const line of markdown.split(/\r?\n/)) {
    const mark = /^(`{3,}|~{3,})/.exec(line)?.[1];
    if (fence === '' && mark) fence = mark;
    else if (mark && line.trim() === fence) fence = '';
    const heading = fence === '' ? /^(#{1,6})\s+(.+?)\s*$/.exec(line) : null;
    if (heading) out.push({ level: heading[1]?.length ?? 0, heading: heading[2] ?? '', lines: [] });
    else out.at(-1)?.lines.push(line);
  }
  return out;
}

function scenario(title: string, lines: readonly string[]): Scenario {
  const files: Record<string, string> = {};
  const fixed: Record<string, string> = {};
  for (let i = 0; i < lines.length; i += 1) {
    const opening = /^(`{3,}|~{3,})\s*(\S*)(?:\s+(?!fixed\s*$)(\S+))?(\s+fixed)?\s*$/.exec(lines[i] ?? '');
    if (!opening) continue;
    const [, fence, language = '', name, after] = opening;
    const path = name || `scenario.${language || 'ts'}`;
    const into = after ? fixed : files;
    if (into[path] !== undefined) throw new Error(`"${title}" has two files ${path}`);
    const body: string[] = [];
    for (i += 1; i < lines.length && lines[i]?.trim() !== fence; i += 1) body.push(lines[i] ?? '');
    if (i >= lines.length) throw new Error(`"${title}": the block of ${path} is not closed`);
    into[path] = `${body.join('\n')}\n`;
  }
  return { title, files, fixed, marks: Object.entries(files).flatMap(([path, text]) => marksOf(path, text)) };
}

const WORD = '(?:breaks|keeps|unknown|because)';
/** One mark and its text; the text ends at the parenthesis that closes the mark, so it may hold others. */
const ONE = `${WORD}(?:\\s*\\((?:(?!\\)\\s*(?:,\\s*${WORD}|$)).)*\\))?`;
/** `// breaks (DES), because`, also after `#`, and as a block comment where a line comment would be text. */
const COMMENT = new RegExp(`(?://|#|/\\*)\\s*(${ONE}(?:\\s*,\\s*${ONE})*)\\s*$`);
const EACH = new RegExp(`(${WORD})(?:\\s*\\(((?:(?!\\)\\s*(?:,\\s*${WORD}|$)).)*)\\))?`, 'g');

/** A text without the comments that are marks. */
export function withoutMarks(text: string): string {
  return text
    .split('\n')
    .map((line) => {
      const [end = '', brace = ''] = /\s*\*\/\s*(\}?)\s*$/.exec(line) ?? [];
      const body = line.slice(0, line.length - end.length);
      if (!COMMENT.test(body)) return line;
      return body
        .replace(COMMENT, '')
        .replace(brace === '' ? /$^/ : /\{$/, '')
        .trimEnd();
    })
    .join('\n');
}

export function marksOf(path: string, text: string): Mark[] {
  return text.split('\n').flatMap((line, i) => {
    const list = COMMENT.exec(line.replace(/\s*\*\/\s*\}?\s*$/, ''))?.[1];
    return list === undefined
      ? []
      : [...list.matchAll(EACH)].map(([, is, said]) => ({
          is: is as Mark['is'],
          path,
          line: i + 1,
          ...(said !== undefined && { text: said.trim() }),
        }));
  });
}
