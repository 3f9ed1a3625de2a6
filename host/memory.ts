/** Gives memory back that bursts of work leave behind. V8 by itself lets a heap grow to a multiple of what is in use. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** Milliseconds without work after which nobody is likely to wait. */
const QUIET = 2000;
/** Bytes of growth that are worth a collection, which takes some 100 ms of a large heap. */
const WORTH = 16 * 1024 * 1024;

export class Tidying {
  private timer: NodeJS.Timeout | undefined;
  private after = 0;

  /** Work has ended. What is young is collected at once, so that the next keystroke need not wait for it. */
  rest(): void {
    collect('minor');
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      if (process.memoryUsage().heapUsed - this.after < WORTH) return;
      collect('major');
      this.after = process.memoryUsage().heapUsed;
    }, QUIET);
    this.timer.unref();
  }
}

type Collect = (options: { readonly type: 'minor' | 'major' }) => void;
let gc: Collect | undefined;

function collect(type: 'minor' | 'major'): void {
  if (!gc) {
    setFlagsFromString('--expose-gc');
    gc = runInNewContext('gc') as Collect;
  }
  gc({ type });
}
