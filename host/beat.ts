/**
 * What a worker and those outside can tell each other while it is busy, in shared memory: what it is at, readable even while it hangs, and
 * that a message waits for it.
 */

const COUNT = 0;
const LENGTH = 1;
const CALLS = 2;
/** Bytes of the figures. */
const HEAD = 12;
/** Longer subjects are cut; a path of that length is refused by every file system. */
const ROOM = 8192;

export class Beat {
  readonly memory: SharedArrayBuffer;
  private readonly figures: Int32Array;
  private readonly bytes: Buffer;
  private subject = '';
  private heard = 0;

  /** Without memory a new one is made, to be handed to the worker, which looks at it through a `Beat` of its own. */
  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(HEAD + ROOM)) {
    this.memory = memory;
    this.figures = new Int32Array(memory, 0, 3);
    this.bytes = Buffer.from(memory, HEAD);
  }

  /** The worker turns to something else; `''` when to nothing in particular. Answers what it was at before. */
  at(subject: string): string {
    const before = this.subject;
    if (subject === before) return before;
    this.subject = subject;
    Atomics.store(this.figures, LENGTH, this.bytes.write(subject, 'utf8'));
    Atomics.add(this.figures, COUNT, 1);
    return before;
  }

  /** A message is about to be sent to the worker. */
  call(): void {
    Atomics.add(this.figures, CALLS, 1);
  }

  /** A message has arrived. */
  hear(): void {
    this.heard = (this.heard + 1) | 0;
  }

  /** Messages were sent that have not arrived: whatever can be done later is to make room for them. */
  get isCalled(): boolean {
    return ((Atomics.load(this.figures, CALLS) - this.heard) | 0) > 0;
  }

  /** `count` differs from that of an earlier look if and only if the worker has moved on since. */
  look(): { readonly count: number; readonly subject: string } {
    return {
      count: Atomics.load(this.figures, COUNT),
      subject: this.bytes.toString('utf8', 0, Atomics.load(this.figures, LENGTH)),
    };
  }
}
