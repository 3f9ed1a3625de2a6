/** How often a server that dies is started again: a crash now and then is repaired silently, a crash loop is not. */

const RESTARTS = 4;
const WITHIN_MS = 3 * 60_000;

export class RestartBudget {
  readonly #now: () => number;
  #deaths: number[] = [];

  /** @param now a clock in milliseconds; only differences count */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Notes a death. True: start again. False: the fifth within three minutes. */
  spend(): boolean {
    const now = this.#now();
    this.#deaths = [...this.#deaths.filter((one) => now - one < WITHIN_MS), now];
    return this.#deaths.length <= RESTARTS;
  }
}
