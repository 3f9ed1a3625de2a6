/** The project's functions by the names they go by: what a call may mean that cannot be followed. */
import type { FnId, Module } from '../../../../engine/rule/index.ts';
import type { Entry, Lookup } from './by-name.ts';
import { byName } from './by-name.ts';
import { fnName } from './functions.ts';

/** A function, with the name of its class. */
type NamedFn = readonly [f: FnId, cls?: string];

const LIST = 'fns';

/** The functions of a module that have a name and a body, in order. */
export function functionsIn(m: Module): Entry<NamedFn>[] {
  const out: [string, NamedFn][] = [];
  m.facts.functions.forEach((fn, f) => {
    if (fn.bodiless || fn.k === 'module' || fn.k === 'ctor') return;
    const name = fnName(m, f);
    if (!name) return;
    const cls = m.facts.classes[fn.cls ?? -1]?.n;
    out.push([name, cls === undefined ? [f] : [f, cls]]);
  });
  return byName(out);
}

export interface Candidate {
  readonly m: Module;
  readonly f: FnId;
  readonly cls: string | undefined;
}

export class Named {
  private readonly lookup: Lookup;
  private readonly known = new Map<string, readonly Candidate[]>();

  constructor(lookup: Lookup) {
    this.lookup = lookup;
  }

  /** In the order of paths, then as they stand in the file. */
  of(name: string): readonly Candidate[] {
    let out = this.known.get(name);
    if (!out) {
      out = this.lookup.named<NamedFn[]>(LIST, name).flatMap(({ m, v }) => v.map(([f, cls]) => ({ m, f, cls })));
      this.known.set(name, out);
    }
    return out;
  }
}
