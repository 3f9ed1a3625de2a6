/** The table of a tree, for people. */

const ratio = (value) =>
  value === undefined || !Number.isFinite(value) ? '' : value >= 1 ? `${value.toFixed(1)}x` : `1/${(1 / value).toFixed(1)}`;

export function printTree({ name, files, bytes, rows, budgets }) {
  const row = (id) => rows.find((one) => one.id === id && one.failed === undefined);
  const width = Math.max(...rows.map((one) => one.name.length)) + 2;
  const against = ['floor', 'tsc6', ...(row('typescript-7') ? ['typescript-7'] : [])];
  const titles = { floor: '/ floor', tsc6: '/ tsc 6', 'typescript-7': '/ tsc 7' };
  console.log(`\n${name}: ${files} sources, ${(bytes / 1e6).toFixed(1)} MB; medians, ratios of wall time`);
  console.log(`${''.padEnd(width)} n   wall s    CPU s  peak MB${against.map((id) => titles[id].padStart(10)).join('')}`);
  for (const one of rows) {
    if (one.failed !== undefined) {
      console.log(`${one.name.padEnd(width)} could not be measured: ${one.failed}`);
      continue;
    }
    const figures = [one.wall.toFixed(2), one.cpu?.toFixed(2) ?? '?', one.peak?.toFixed(0) ?? '?'].map((text) => text.padStart(9)).join('');
    const ratios = against.map((id) => (row(id) && id !== one.id ? ratio(one.wall / row(id).wall) : '').padStart(10)).join('');
    console.log(`${one.name.padEnd(width)}${String(one.n).padStart(2)}${figures}${ratios}`);
  }
  for (const { words, is, most, met } of budgets) {
    const shown = most >= 100 ? `${is.toFixed(0)} MB` : ratio(is);
    console.log(`${met ? 'within' : 'BEYOND'} budget: ${words}: ${shown}`);
  }
}
