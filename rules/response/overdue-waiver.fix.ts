/** What overdue-waiver changes: it takes away a comment that waives nothing any more, and shortens one that promises too much. */
import type { FixContext, Repair, TextEdit, WaiverUse } from '../../engine/rule/index.ts';

type Comment = NonNullable<WaiverUse['comment']>;

export function removal({ rule, comment }: WaiverUse, ctx: FixContext): readonly Repair[] {
  if (!comment) return [];
  return [
    {
      title: { en: `Remove the waiver of ${rule}`, ja: `${rule} の免除を削除する` },
      safe: true,
      edits: [removed(comment, ctx)],
    },
  ];
}

/** @param last the last day that the contract allows */
export function shortening({ rule, comment, owner }: WaiverUse, last: string): readonly Repair[] {
  if (!comment?.until) return [];
  const [start, end] = comment.until;
  return [
    {
      title: { en: `End the waiver of ${rule} on ${last}`, ja: `${rule} の免除の期限を ${last} にする` },
      safe: false,
      edits: [{ start, end, text: last }],
      byHand: {
        en: `Tell ${owner} that the time is up on ${last}.`,
        ja: `期限が ${last} になることを ${owner} に伝えてください。`,
      },
    },
  ];
}

/** With its lines where it has them to itself, else with the space beside it; in JSX with the braces around it. */
function removed(comment: Comment, { text, tree }: FixContext): TextEdit {
  const empty = tree.nodes.find(
    ({ type, range: [from, to] }) => type === 'JSXEmptyExpression' && from <= comment.start && comment.end <= to,
  );
  const braces = (empty && tree.parents.get(empty)?.range) ?? [comment.start, comment.end];
  const alone = empty ? text.slice(braces[0] + 1, braces[1] - 1).trim() === text.slice(comment.start, comment.end) : comment.alone;
  const [start, end] = alone ? braces : [comment.start, comment.end];
  const before = /[ \t]*$/.exec(text.slice(0, start))?.[0].length ?? 0;
  const rest = /^[ \t]*(?:\r\n|\r|\n|$)/.exec(text.slice(end))?.[0];
  const opensLine = start - before === 0 || /[\r\n]/.test(text.charAt(start - before - 1));
  if (rest !== undefined && opensLine) return { start: start - before, end: end + rest.length, text: '' };
  if (rest !== undefined) return { start: start - before, end, text: '' };
  return { start, end: end + (/^[ \t]*/.exec(text.slice(end))?.[0].length ?? 0), text: '' };
}
