/** The difference of two texts as a unified diff, as `git apply` and `patch` read it. */

const CONTEXT = 3;
/** Texts that differ by more lines than this are shown as wholly replaced: the search grows with the square. */
const MAX_DIFFERENCE = 400;

interface Line {
  readonly mark: ' ' | '-' | '+';
  readonly text: string;
}

/** Empty when both are the same. Only `\n` parts lines. */
export function unifiedDiff(path: string, before: string, after: string): string {
  if (before === after) return '';
  const lines = difference(linesOf(before), linesOf(after));
  return `--- a/${path}\n+++ b/${path}\n${hunks(lines).join('')}`;
}

/** Lines with their ends; the last may have none. */
function linesOf(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

function hunks(lines: readonly Line[]): string[] {
  const out: string[] = [];
  const changed = lines.flatMap((line, i) => (line.mark === ' ' ? [] : [i]));
  for (let i = 0; i < changed.length; ) {
    let j = i;
    while (j + 1 < changed.length && (changed[j + 1] as number) - (changed[j] as number) <= 2 * CONTEXT) j += 1;
    const from = Math.max(0, (changed[i] as number) - CONTEXT);
    const to = Math.min(lines.length, (changed[j] as number) + CONTEXT + 1);
    out.push(hunk(lines.slice(0, from), lines.slice(from, to)));
    i = j + 1;
  }
  return out;
}

function hunk(head: readonly Line[], body: readonly Line[]): string {
  const count = (part: readonly Line[], mark: '-' | '+'): number => part.filter((one) => one.mark === ' ' || one.mark === mark).length;
  const range = (mark: '-' | '+'): string => {
    const length = count(body, mark);
    const start = count(head, mark) + (length === 0 ? 0 : 1);
    return length === 1 ? String(start) : `${start},${length}`;
  };
  const text = body.map((line) => `${line.mark}${line.text.endsWith('\n') ? line.text : `${line.text}\n\\ No newline at end of file\n`}`);
  return `@@ -${range('-')} +${range('+')} @@\n${text.join('')}`;
}

function difference(a: readonly string[], b: readonly string[]): Line[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end += 1;
  const same = (list: readonly string[]): Line[] => list.map((text) => ({ mark: ' ', text }));
  return [
    ...same(a.slice(0, start)),
    ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...same(a.slice(a.length - end)),
  ];
}

/** The shortest script (Myers, 1986): furthest reaching paths by the number of differences, then back along them. */
function middle(a: readonly string[], b: readonly string[]): Line[] {
  const furthest: Map<number, number>[] = [];
  const reach = new Map([[1, 0]]);
  for (let d = 0; d <= Math.min(a.length + b.length, MAX_DIFFERENCE); d += 1) {
    furthest.push(new Map(reach));
    for (let k = -d; k <= d; k += 2) {
      const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
      let x = down ? (reach.get(k + 1) ?? 0) : (reach.get(k - 1) ?? 0) + 1;
      while (x < a.length && x - k < b.length && a[x] === b[x - k]) x += 1;
      reach.set(k, x);
      if (x >= a.length && x - k >= b.length) return back(a, b, furthest);
    }
  }
  return [...a.map((text): Line => ({ mark: '-', text })), ...b.map((text): Line => ({ mark: '+', text }))];
}

function back(a: readonly string[], b: readonly string[], furthest: readonly Map<number, number>[]): Line[] {
  const out: Line[] = [];
  let x = a.length;
  let y = b.length;
  for (let d = furthest.length - 1; d >= 0; d -= 1) {
    const reach = furthest[d] as Map<number, number>;
    const k = x - y;
    const down = k === -d || (k !== d && (reach.get(k - 1) ?? -1) < (reach.get(k + 1) ?? -1));
    const fromK = down ? k + 1 : k - 1;
    const fromX = d === 0 ? 0 : (reach.get(fromK) ?? 0);
    const fromY = d === 0 ? 0 : fromX - fromK;
    while (x > fromX && y > fromY) {
      out.push({ mark: ' ', text: a[(x -= 1)] as string });
      y -= 1;
    }
    if (d > 0) out.push(down ? { mark: '+', text: b[(y -= 1)] as string } : { mark: '-', text: a[(x -= 1)] as string });
  }
  return out.reverse();
}
