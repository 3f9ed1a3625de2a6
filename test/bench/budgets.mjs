/** What the product promises itself, as ratios within one run, since only they travel from one machine to another. See PERFORMANCE.md. */

/** `share` of what the budget is held against; `large` ones are in MB. Wall time, as the one who waits sees it. */
const BUDGETS = [
  { of: 'cold', against: 'tsc6', most: 1 / 8, words: 'cold at most 1/8 of tsc 6' },
  { of: 'cold', against: 'typescript-7', most: 1 / 2, words: 'cold at most 1/2 of tsc 7' },
  { of: 'warm', against: 'floor', most: 2, words: 'warm at most 2 times the floor' },
  { of: 'staged', against: 'floor', most: 3, words: 'staged, three files, at most 3 times the floor' },
];
/** MB, for any tree. */
const MEMORY = 500;
const OURS = ['cold', 'fill', 'warm', 'changed', 'staged'];

/** @param rows as measured, by id @returns {{ words: string, is: number, most: number, met: boolean }[]} */
export function holdBudgets(rows) {
  const row = (id) => rows.find((one) => one.id === id && one.failed === undefined);
  const out = [];
  for (const { of, against, most, words } of BUDGETS) {
    const [ours, theirs] = [row(of), row(against)];
    if (ours && theirs) out.push({ words, is: ours.wall / theirs.wall, most, met: ours.wall / theirs.wall <= most });
  }
  const peaks = OURS.map((id) => row(id)?.peak).filter((one) => one !== undefined);
  if (peaks.length > 0) out.push({ words: 'memory below 500 MB', is: Math.max(...peaks), most: MEMORY, met: Math.max(...peaks) < MEMORY });
  return out;
}
