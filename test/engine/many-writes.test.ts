/** Tables filled by a great many writes: what they hold is unknown, and asking again for what was cut short costs nothing. */
import { expect, test } from 'vitest';
import { valueIn } from '../support/values.ts';

const pushes = (count: number): string => Array.from({ length: count }, () => "all.push('x');").join('\n');

test('a list filled by a few writes is known', () => {
  expect(valueIn(`const all = [];\n${pushes(2)}\nuse(/*?*/ all);`)).not.toContain('unknown');
});

test('a list filled by very many writes is unknown rather than followed', () => {
  expect(valueIn(`const all = [];\n${pushes(33)}\nuse(/*?*/ all);`)).toBe('unknown(budget)');
});

test('a table of tables filled by name comes to an end', () => {
  const rows = Array.from(
    { length: 400 },
    (_, i) => `tables[name${i}] = { columns: [] }; tables[name${i}].columns.push({ n: tables[name${(i * 7) % 400}] });`,
  );
  const started = performance.now();
  expect(valueIn(`const tables = {};\n${rows.join('\n')}\nuse(/*?*/ tables.x.columns);`)).toBe('unknown(budget)');
  expect(performance.now() - started).toBeLessThan(20_000);
});
