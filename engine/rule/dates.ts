/** Days of the calendar as `YYYY-MM-DD`, in UTC. Such texts compare as they sort. */

const DAY_MS = 86_400_000;

/** A day that the calendar has, written in full. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The day so many days later. `day` must be one; a result beyond the year 9999 is its last day. */
export function addDays(day: string, count: number): string {
  const time = Date.parse(`${day}T00:00:00Z`) + Math.floor(count) * DAY_MS;
  return time > Date.parse('9999-12-31T00:00:00Z') ? '9999-12-31' : new Date(time).toISOString().slice(0, 10);
}
