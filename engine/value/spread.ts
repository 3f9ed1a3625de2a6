/** What a spread copies into an object. */
import { alternatives, readFrom, unknown } from './make.ts';
import type { Ref, Slot, Unknown, Value } from './types.ts';

/** Sets a property; one that may be missing leaves what was there possible. */
export function put(out: Map<string, Slot>, name: string, slot: Slot): void {
  const had = out.get(name);
  if (slot.maybe && had) {
    const writes = [...(had.writes ?? []), ...(slot.writes ?? [])];
    out.set(name, { refs: [...had.refs, ...slot.refs], maybe: had.maybe, ...(writes.length > 0 && { writes }) });
  } else out.set(name, slot);
}

/** Copies what a spread brings; answers with the reason when further properties may come along unseen. */
export function spreadInto(out: Map<string, Slot>, value: Value, at: Ref): Unknown | undefined {
  const options = alternatives(value);
  let open: Unknown | undefined;
  const sure = inAll(options);
  for (const one of options) {
    if (one.is === 'object') {
      for (const [name, slot] of one.props) {
        const { covered: _, ...whole } = slot;
        put(out, name, { ...whole, maybe: slot.maybe || (options.length > 1 && !(sure.has(name) && one === options[0])) });
      }
      open ??= one.open;
    } else if (one.is === 'unknown' || one.is === 'ext' || one.is === 'instance') {
      const behind = one.is === 'unknown' ? one : readFrom(one);
      open ??= unknown('open-object', at, {
        ...(behind?.name !== undefined && { name: behind.name }),
        ...(behind?.why === 'parameter' && behind.fn && { fn: behind.fn }),
      });
    }
  }
  return open && (open.fn ? { ...open, why: 'parameter' } : open);
}

/** Names that every alternative surely has: they replace what was there. */
function inAll(options: readonly Value[]): ReadonlySet<string> {
  const sets = options.map((one) => (one.is === 'object' ? one.props : new Map<string, Slot>()));
  const [first, ...rest] = sets;
  const surely = [...(first ?? [])].filter(([name, slot]) => !slot.maybe && rest.every((other) => other.get(name)?.maybe === false));
  return new Set(surely.map(([name]) => name));
}
