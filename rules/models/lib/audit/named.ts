/** The project's functions by the names they go by: what a call may mean that cannot be followed. */
import type { FnId, Module, Sketch } from '../../../../engine/rule/index.ts';
import { fnName } from './functions.ts';

/** A function with its name, and that of its class. */
export type NamedFn = readonly [name: string, f: FnId, cls?: string];

/** The functions of a module that have a name and a body, in order. */
export function functionsIn(m: Module): NamedFn[] {
  const out: NamedFn[] = [];
  m.facts.functions.forEach((fn, f) => {
    if (fn.bodiless || fn.k === 'module' || fn.k === 'ctor') return;
    const name = fnName(m, f);
    if (!name) return;
    const cls = m.facts.classes[fn.cls ?? -1]?.n;
    out.push(cls === undefined ? [name, f] : [name, f, cls]);
  });
  return out;
}

export interface Candidate {
  readonly m: Module;
  readonly f: FnId;
  readonly cls: string | undefined;
}

export class Named {
  private readonly sketches: readonly Sketch<{ readonly fns?: readonly NamedFn[] }>[];
  private index: Map<string, Candidate[]> | undefined;

  constructor(sketches: readonly Sketch<{ readonly fns?: readonly NamedFn[] }>[]) {
    this.sketches = sketches;
  }

  /** In the order of paths, then as they stand in the file. */
  of(name: string): readonly Candidate[] {
    if (!this.index) {
      this.index = new Map();
      for (const { m, v } of this.sketches)
        for (const [own, f, cls] of v.fns ?? []) {
          const list = this.index.get(own);
          if (list) list.push({ m, f, cls });
          else this.index.set(own, [{ m, f, cls }]);
        }
    }
    return this.index.get(name) ?? [];
  }
}
