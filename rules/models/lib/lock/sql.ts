/** SQL texts: columns set to a moment to come, compared with now, filled by a parameter. Read by patterns, in any dialect met so far. */

/** The column of the `at`th placeholder (from 0), for `?` and `$1`; undefined when the text does not tell. */
export function columnAt(sql: string, at: number): string | undefined {
  if (at < 0) return undefined;
  const spot = placeholder(sql, at);
  if (spot === undefined) return undefined;
  const before = sql.slice(0, spot);
  const insert = /insert\s+(?:or\s+\w+\s+)?into\s+[\w."`[\]]+\s*\(([^)]*)\)\s*values\s*\(([^)]*)$/i.exec(before);
  if (insert) {
    const columns = (insert[1] as string).split(',');
    return columns[(insert[2] as string).split(',').length - 1]?.replace(/\W/g, '') || undefined;
  }
  // `col = ?`, `col = COALESCE(?, col)`, `col = CASE WHEN n >= ? THEN ?`: the last column that is set.
  return [...before.matchAll(/["`[]?(\w+)["`\]]?\s*=(?!=)/g)].at(-1)?.[1];
}

function placeholder(sql: string, at: number): number | undefined {
  const numbered = new RegExp(`\\$${at + 1}\\b`).exec(sql);
  if (numbered) return numbered.index;
  return [...sql.matchAll(/\?/g)][at]?.index;
}

const SQL_NOW = String.raw`(?:now\s*\(\s*\d*\s*\)|current_timestamp(?:\s*\(\s*\d*\s*\))?|getdate\s*\(\s*\)|sysdate(?:\s*\(\s*\))?|utc_timestamp\s*\(\s*\)|datetime\s*\(\s*'now'\s*\)|unix_timestamp\s*\(\s*\)|localtimestamp|sysutcdatetime\s*\(\s*\)|getutcdate\s*\(\s*\))`;
const SQL_LATER = String.raw`(?:${SQL_NOW}\s*\+|date_add\s*\(\s*${SQL_NOW}|dateadd\s*\(\s*\w+\s*,\s*[^,]+,\s*${SQL_NOW}|datetime\s*\(\s*'now'\s*,\s*[^)]*\+|timestampadd\s*\(|adddate\s*\(\s*${SQL_NOW}|strftime\s*\([^)]*'now'\s*,\s*'\+)`;
const COLUMN = String.raw`["\`\[]?(\w+)["\`\]]?`;

const SET_LATER = new RegExp(String.raw`${COLUMN}\s*=\s*(?:[^,;]{0,200}?(?:then|else|if\s*\([^,]{0,80},)\s*)?${SQL_LATER}`, 'gi');
const BEFORE_NOW = new RegExp(String.raw`(?:${COLUMN}|\u0000)\s*[<>]=?\s*${SQL_NOW}(?!\s*[-+])`, 'gi');
const AFTER_NOW = new RegExp(String.raw`${SQL_NOW}\s*[<>]=?\s*(?:\w+\.)?${COLUMN}`, 'gi');
const YOUNGER = new RegExp(
  String.raw`(?:${COLUMN}|\u0000)\s*>=?\s*(?:${SQL_NOW}\s*-\s*|date_sub\s*\(\s*${SQL_NOW}|dateadd\s*\(\s*\w+\s*,\s*-|datetime\s*\(\s*'now'\s*,\s*'-)`,
  'gi',
);

/** A part of every text that holds one of these forms: nearly none does. */
const OF_NOW = /now|current_timestamp|getdate|sysdate|utc_timestamp|unix_timestamp|localtimestamp|sysutcdatetime|getutcdate|timestampadd/i;

const LATER = new RegExp(String.raw`^\s*${SQL_LATER}`, 'i');

/** Whether a SQL text is a moment to come, and no more: `now() + interval '15 minutes'`. */
export function isLater(text: string): boolean {
  return OF_NOW.test(text) && LATER.test(text);
}

/** Columns that a SQL text sets to a moment to come. */
export function sqlEnds(text: string): string[] {
  return matches(text, SET_LATER)
    .map((one) => one[1] as string)
    .filter((name) => !/^(?:then|else|set)$/i.test(name));
}

/** Columns that a SQL text compares with now; the empty name is an interpolation right before the comparison. */
export function sqlComparisons(text: string): string[] {
  return [...matches(text, BEFORE_NOW), ...matches(text, AFTER_NOW)].map((one) => one[1] ?? '');
}

/** Columns of a SQL text that must be younger than some time before now. */
export function sqlWindows(text: string): string[] {
  return matches(text, YOUNGER).map((one) => one[1] ?? '');
}

function matches(text: string, form: RegExp): RegExpMatchArray[] {
  return OF_NOW.test(text) ? [...text.matchAll(form)] : [];
}
