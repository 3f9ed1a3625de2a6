/** The only clock. Waivers and records run out by the day, and the day is UTC's, so that a run does not depend on where it runs. */

/** Today as YYYY-MM-DD in UTC. */
export function today(now: Date = new Date()): string {
  return now.toISOString().slice(0, 10);
}

/** Milliseconds from any fixed point, with fractions; only differences mean something. */
export function milliseconds(): number {
  return performance.now();
}
