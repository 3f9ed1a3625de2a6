/**
 * What models note of modules for their look at the whole project: handed out so that it is known who saw what. A change to a module then concerns
 * a model only where it saw something of it, or would have.
 */
import type { Module } from '../link/module.ts';
import type { Named, Sketch } from '../rule/model.ts';

/** Sketches of one module by the ids of their models. */
export type Sketches = Readonly<Record<string, unknown>>;

/** Noted by whoever goes through all sketches of a model, but for what stands under names. */
function wholeKey(model: string): string {
  return `sketch:${model}`;
}

/** Noted by whoever asks for what stands under a name. */
function nameKey(model: string, list: string, name: string): string {
  return `sketch:${model}\0${list}\0${name}`;
}

/** The sketches of one model, each module with all lists of names left out. */
export class SketchBook {
  private readonly model: string;
  private readonly modules: readonly { readonly m: Module; readonly sketches: Sketches }[];
  private readonly note: (key: string) => void;
  private whole: readonly Sketch[] | undefined;
  private readonly lists = new Map<string, Map<string, Sketch<readonly unknown[]>[]>>();

  /** @param modules in the order of their paths @param note of the keys by which it is known what was read */
  constructor(model: string, modules: readonly { readonly m: Module; readonly sketches: Sketches }[], note: (key: string) => void) {
    this.model = model;
    this.modules = modules;
    this.note = note;
  }

  all(): readonly Sketch[] {
    this.note(wholeKey(this.model));
    this.whole ??= this.modules.flatMap(({ m, sketches: { [this.model]: sketch } }) => {
      const v = wholeOf(sketch);
      return v === undefined ? [] : [{ m, v }];
    });
    return this.seen(this.whole);
  }

  named(list: string, name: string): readonly Sketch<readonly unknown[]>[] {
    this.note(nameKey(this.model, list, name));
    return this.seen(this.listOf(list).get(name) ?? []);
  }

  private seen<S>(sketches: readonly Sketch<S>[]): readonly Sketch<S>[] {
    for (const { m } of sketches) this.note(m.path);
    return sketches;
  }

  private listOf(list: string): ReadonlyMap<string, Sketch<readonly unknown[]>[]> {
    let out = this.lists.get(list);
    if (!out) {
      this.lists.set(list, (out = new Map()));
      for (const { m, sketches } of this.modules)
        for (const [name, ...v] of namedOf(sketches[this.model])?.[list] ?? []) {
          const under = out.get(name);
          if (under) under.push({ m, v });
          else out.set(name, [{ m, v }]);
        }
    }
    return out;
  }
}

/** The keys of what the sketches of a module say otherwise than before. */
export function movedSketches(before: Sketches, after: Sketches): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const model of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, now] = [before[model], after[model]];
    if (JSON.stringify(wholeOf(old)) !== JSON.stringify(wholeOf(now))) keys.add(wholeKey(model));
    const [then, here] = [entriesOf(model, old), entriesOf(model, now)];
    for (const key of new Set([...then.keys(), ...here.keys()])) if (then.get(key) !== here.get(key)) keys.add(key);
  }
  return keys;
}

function entriesOf(model: string, sketch: unknown): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(namedOf(sketch) ?? {}).flatMap(([list, entries]) =>
      entries.map(([name, ...items]) => [nameKey(model, list, name), JSON.stringify(items)] as const),
    ),
  );
}

function namedOf(sketch: unknown): Named['named'] {
  return (sketch as Named | undefined)?.named;
}

/** Undefined where nothing stands beside what stands under names. */
function wholeOf(sketch: unknown): unknown {
  if (namedOf(sketch) === undefined) return sketch;
  const { named: _, ...rest } = sketch as Named;
  return Object.keys(rest).length > 0 ? rest : undefined;
}
