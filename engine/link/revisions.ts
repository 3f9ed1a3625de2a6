/**
 * What an answer read, and whether it still holds. Reads form a graph: the node of an answer names what it looked at itself (paths of modules,
 * and keys such as `name:` with the name of a call) and leads to the nodes of the answers it used. An answer holds until one of these changes.
 */

/** One node. Immutable once its answer is given. */
export class Reads {
  keys: Set<string> | undefined;
  parts: Set<Reads> | undefined;
  key(key: string): void {
    this.keys ??= new Set();
    this.keys.add(key);
  }

  part(part: Reads): void {
    this.parts ??= new Set();
    this.parts.add(part);
  }

  /** A node that only leads on to one other is that other. */
  static shortest(node: Reads | undefined): Reads | undefined {
    if (!node || node.keys || node.parts?.size !== 1) return node;
    for (const part of node.parts) return part;
    return node;
  }

  /** The revision at which `changed` was worked out, and the last change to anything read. */
  seen = -1;
  changed = 0;

  /** All keys, those of the parts included. */
  all(): ReadonlySet<string> {
    const out = new Set<string>();
    const done = new Set<Reads>();
    const visit = (node: Reads): void => {
      if (done.has(node)) return;
      done.add(node);
      for (const key of node.keys ?? []) out.add(key);
      for (const part of node.parts ?? []) visit(part);
    };
    visit(this);
    return out;
  }
}

/** An answer that was remembered: what it read, and the revision at which it was last known to hold. */
export interface Dated {
  readonly reads: Reads | undefined;
  at: number;
}

/** The revisions of a program. They rise by one with every change. */
export class Revisions {
  now = 0;
  private readonly changes = new Map<string, number>();
  private fresh = new Set<string>();

  /** Something changed: all of these keys at once. */
  bump(keys: Iterable<string>): void {
    this.now += 1;
    for (const key of keys) {
      this.changes.set(key, this.now);
      this.fresh.add(key);
    }
  }

  /** What changed since this was last asked. */
  drain(): ReadonlySet<string> {
    const { fresh } = this;
    this.fresh = new Set();
    return fresh;
  }

  holds(answer: Dated): boolean {
    if (answer.at === this.now) return true;
    if (answer.reads && this.changeOf(answer.reads) > answer.at) return false;
    answer.at = this.now;
    return true;
  }

  private changeOf(node: Reads): number {
    if (node.seen === this.now) return node.changed;
    node.seen = this.now;
    let last = 0;
    for (const key of node.keys ?? []) last = Math.max(last, this.changes.get(key) ?? 0);
    for (const part of node.parts ?? []) last = Math.max(last, this.changeOf(part));
    node.changed = last;
    return last;
  }
}
