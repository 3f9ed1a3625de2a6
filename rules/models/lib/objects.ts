/** Settings that are told by an object's shape alone, wherever the object is written. */
import type { Module, Query, Ref, Value } from '../../../engine/rule/index.ts';

/** Calls `each` for every object literal of a module that has one of the properties by name. */
export function eachObject(
  m: Module,
  q: Query,
  names: ReadonlySet<string>,
  each: (name: string, object: Value, at: Ref, property: Ref) => void,
): void {
  m.facts.exprs.forEach((expr, e) => {
    if (expr.k !== 'obj') return;
    for (const prop of expr.p) {
      if (!('n' in prop) || !names.has(prop.n)) continue;
      const at = q.ref(m, e);
      each(prop.n, q.value(at), at, q.ref(m, prop.v));
    }
  });
}
