/** What a worker is at, readable from outside even while it hangs: a counter and a subject in shared memory. */

const COUNT = 0;
const LENGTH = 1;
/** Bytes of the two figures. */
const HEAD = 8;
/** Longer subjects are cut; a path of that length is refused by every file system. */
const ROOM = 8192;

export class Beat {
  readonly memory: SharedArrayBuffer;
  private readonly figures: Int32Array;
  private readonly bytes: Buffer;
  private subject = '';

  /** Without memory a new one is made, to be handed to the worker, which looks at it through a `Beat` of its own. */
  constructor(memory: SharedArrayBuffer = new SharedArrayBuffer(HEAD + ROOM)) {
    this.memory = memory;
    this.figures = new Int32Array(memory, 0, 2);
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

  /** `count` differs from that of an earlier look if and only if the worker has moved on since. */
  look(): { readonly count: number; readonly subject: string } {
    return {
      count: Atomics.load(this.figures, COUNT),
      subject: this.bytes.toString('utf8', 0, Atomics.load(this.figures, LENGTH)),
    };
  }
}
