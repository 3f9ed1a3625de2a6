/** A text after rounds of edits: told as edits of the first text, they lead to the same. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { EditedText } from '../../engine/rule/edited-text.ts';
import { applyEdits, overlaps, type TextEdit } from '../../engine/rule/fix.ts';

/** Edits of a text of any length: places are shares of it. */
const round = fc.array(
  fc.record({ at: fc.double({ min: 0, max: 1, noNaN: true }), length: fc.nat(5), text: fc.string({ maxLength: 4 }) }),
  {
    maxLength: 4,
  },
);

function editsFor(text: string, wanted: readonly { at: number; length: number; text: string }[]): TextEdit[] {
  const edits = wanted
    .map(({ at, length, text: put }) => ({ start: Math.floor(at * text.length), end: 0, text: put, length }))
    .map(({ length, ...one }) => ({ ...one, end: Math.min(text.length, one.start + length) }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  return edits.filter((edit, i) => edits.slice(0, i).every((before) => !overlaps([before, edit])));
}

test('whatever was edited, round after round', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 40 }), fc.array(round, { maxLength: 5 }), (first, rounds) => {
      const edited = new EditedText(first);
      let now = first;
      for (const wanted of rounds) {
        const edits = editsFor(now, wanted);
        now = applyEdits(now, edits);
        edited.apply(edits);
        expect(edited.text).toBe(now);
      }
      const all = edited.edits();
      expect(overlaps(all)).toBe(false);
      expect(applyEdits(first, all)).toBe(now);
    }),
  );
});

test('what was never edited has no edits, and what stands side by side is one', () => {
  const edited = new EditedText('abc');
  expect(edited.edits()).toEqual([]);
  edited.apply([{ start: 1, end: 2, text: 'x' }]);
  edited.apply([{ start: 2, end: 3, text: 'y' }]);
  expect(edited.edits()).toEqual([{ start: 1, end: 3, text: 'xy' }]);
});
