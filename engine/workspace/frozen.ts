/**
 * Evidence as plain data. It is a net of values and places that share parts and lead to modules and contexts: each part is written once, after
 * what it leads to; a module is its path, and a context is bound again, so that it is the same one that new questions meet.
 */
import type { Module } from '../link/module.ts';
import { Module as ModuleClass } from '../link/module.ts';
import type { Evidence } from '../rule/evidence.ts';
import type { Contexts } from '../value/contexts.ts';
import { ROOT } from '../value/contexts.ts';
import type { Ctx, Ref, Value } from '../value/types.ts';

/** A primitive as it is, or the number of a part, in brackets. */
type Item = string | number | boolean | null | readonly [number];
type Part =
  | { readonly is: 'module'; readonly path: string }
  | { readonly is: 'root' }
  | { readonly is: 'context'; readonly of: Readonly<Record<string, Item>> }
  | { readonly is: 'map'; readonly of: readonly (readonly [string, Item])[] }
  | { readonly is: 'list'; readonly of: readonly Item[] }
  | { readonly is: 'number'; readonly text: string }
  | { readonly is: 'object'; readonly of: Readonly<Record<string, Item>> };

export interface Frozen {
  readonly parts: readonly Part[];
  readonly evidence: readonly Item[];
}

export function freeze(evidence: readonly Evidence[]): Frozen {
  const parts: Part[] = [];
  const known = new Map<object, Item>();
  const add = (part: Part): Item => [parts.push(part) - 1];
  const fields = (of: object): Record<string, Item> =>
    Object.fromEntries(
      Object.entries(of).flatMap(([key, one]) => (one === undefined ? [] : [[key, item(one, key === 'ctx' || key === 'outer')]])),
    );
  const partOf = (one: object, isContext: boolean): Part => {
    if (one instanceof ModuleClass) return { is: 'module', path: one.path };
    if (isContext) return one === ROOT ? { is: 'root' } : { is: 'context', of: fields(one) };
    if (one instanceof Map) return { is: 'map', of: [...one].map(([key, value]) => [String(key), item(value, false)]) };
    if (Array.isArray(one)) return { is: 'list', of: one.map((value) => item(value, false)) };
    return { is: 'object', of: fields(one) };
  };
  const item = (one: unknown, isContext: boolean): Item => {
    // JSON has no such numbers.
    if (typeof one === 'number' && !Number.isFinite(one)) return add({ is: 'number', text: String(one) });
    if (typeof one !== 'object' || one === null) return one as Item;
    let before = known.get(one);
    if (!before) known.set(one, (before = add(partOf(one, isContext))));
    return before;
  };
  return { parts, evidence: evidence.map((one) => item(one, false)) };
}

/** @param moduleAt modules that the evidence leads to; undefined as an answer when one of them is gone */
export function thaw(
  { parts, evidence }: Frozen,
  contexts: Contexts,
  moduleAt: (path: string) => Module | undefined,
): readonly Evidence[] | undefined {
  const made: unknown[] = [];
  const read = (one: Item): unknown => (Array.isArray(one) ? made[one[0]] : one);
  const fields = (of: Readonly<Record<string, Item>>): Record<string, unknown> =>
    Object.fromEntries(Object.entries(of).map(([key, one]) => [key, read(one)]));
  for (const part of parts) {
    switch (part.is) {
      case 'module': {
        const module = moduleAt(part.path);
        if (!module) return undefined;
        made.push(module);
        break;
      }
      case 'root':
        made.push(ROOT);
        break;
      case 'context': {
        const { m, fn, call, self, outer } = fields(part.of) as { m: Module; fn: number; call?: Ref; self?: Value; outer?: Ctx };
        made.push(contexts.bind(m, fn, call, self, outer ?? ROOT));
        break;
      }
      case 'map':
        made.push(new Map(part.of.map(([key, one]) => [key, read(one)])));
        break;
      case 'list':
        made.push(part.of.map(read));
        break;
      case 'number':
        made.push(Number(part.text));
        break;
      default:
        made.push(fields(part.of));
    }
  }
  return evidence.map((one) => read(one) as Evidence);
}
