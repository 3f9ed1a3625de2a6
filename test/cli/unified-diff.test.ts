/** The diff is one that `git apply` turns into the second text, whatever the two are. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { unifiedDiff } from '../../cli/unified-diff.ts';

const dir = mkdtempSync(join(tmpdir(), 'clauselint-diff-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function applied(before: string, diff: string): string {
  writeFileSync(join(dir, 'a.ts'), before);
  const run = spawnSync('git', ['apply', '--whitespace=nowarn', '-'], { cwd: dir, input: diff, encoding: 'utf8' });
  expect(run.stderr).toBe('');
  return readFileSync(join(dir, 'a.ts'), 'utf8');
}

test('a changed line stands between three lines of context', () => {
  const before = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', ''].join('\n');
  expect(unifiedDiff('src/a.ts', before, before.replace('e', 'E'))).toBe(
    ['--- a/src/a.ts', '+++ b/src/a.ts', '@@ -2,7 +2,7 @@', ' b', ' c', ' d', '-e', '+E', ' f', ' g', ' h', ''].join('\n'),
  );
});

test('equal texts have none', () => {
  expect(unifiedDiff('a.ts', 'x\n', 'x\n')).toBe('');
});

test('changes far apart have hunks of their own', () => {
  const lines = Array.from({ length: 40 }, (_, i) => `line ${i}`);
  const after = lines.map((line, i) => (i === 2 || i === 30 ? `${line}!` : line));
  expect(unifiedDiff('a.ts', `${lines.join('\n')}\n`, `${after.join('\n')}\n`).match(/^@@/gm)).toHaveLength(2);
});

test('git applies it: line ends of Windows, blank lines, no line end at the end', () => {
  const line = fc.constantFrom('', 'a', 'b', 'c\r', '  d');
  const text = fc
    .tuple(fc.array(line, { minLength: 1, maxLength: 12 }), fc.constantFrom('\n', 'end'))
    .map(([lines, end]) => lines.join('\n') + end);
  fc.assert(
    fc.property(text, text, (before, after) => {
      fc.pre(before !== after);
      expect(applied(before, unifiedDiff('a.ts', before, after))).toBe(after);
    }),
    { numRuns: 60 },
  );
});
