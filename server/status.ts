/** Tells the client how the analysis stands, whenever that changes; a keystroke's work is over before it would be worth a word. */
import type { StatusParams } from './protocol.ts';

/** Milliseconds of work before the client hears of it. */
const PATIENCE = 400;

export class Status {
  private readonly send: (status: StatusParams) => void;
  private last = '';
  private timer: NodeJS.Timeout | undefined;

  constructor(send: (status: StatusParams) => void) {
    this.send = send;
  }

  /** `now` is called when the time has come. */
  update(now: () => StatusParams): void {
    const status = now();
    if (status.state !== 'analysing') {
      clearTimeout(this.timer);
      this.timer = undefined;
      this.tell(status);
    } else
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        this.tell(now());
      }, PATIENCE);
  }

  private tell(status: StatusParams): void {
    const text = JSON.stringify(status);
    if (text === this.last) return;
    this.last = text;
    this.send(status);
  }
}
