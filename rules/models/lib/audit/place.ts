/** Where a missing record is shown: in the layer in which the project writes its records. */

import type { Module, Stmt } from '../../../../engine/rule/index.ts';
import { blocksOf } from '../../../../engine/rule/index.ts';
import type { Cover } from './coverage.ts';
import { wordsOf } from './names.ts';

export class Layers {
  /** Records by folder. */
  private readonly counts = new Map<string, number>();
  private readonly files = new Map<string, number>();
  /** Records by what files are called: the last word of the name, and the folder. */
  private readonly shapes = new Map<string, number>();

  constructor(records: readonly { readonly m: Module }[]) {
    for (const { m } of records) {
      this.files.set(m.path, (this.files.get(m.path) ?? 0) + 1);
      for (const shape of shapesOf(m.path)) this.shapes.set(shape, (this.shapes.get(shape) ?? 0) + 1);
      const parts = m.path.split('/').slice(0, -1);
      for (let i = 0; i <= parts.length; i += 1) {
        const dir = parts.slice(0, i).join('/');
        this.counts.set(dir, (this.counts.get(dir) ?? 0) + 1);
      }
    }
  }

  /** How near a file is to records: the depth of the deepest folder it shares with one, then how many are there. */
  private nearness(path: string): readonly [number, number] {
    if (this.files.has(path)) return [100, this.files.get(path) as number];
    const parts = path.split('/').slice(0, -1);
    for (let i = parts.length; i >= 0; i -= 1) {
      const count = this.counts.get(parts.slice(0, i).join('/'));
      if (count !== undefined) return [i, count];
    }
    return [-1, 0];
  }

  private nearer(a: string, b: string): boolean {
    const [deepA, countA] = this.nearness(a);
    const [deepB, countB] = this.nearness(b);
    if (deepA !== deepB) return deepA > deepB;
    const alike = (path: string): number => shapesOf(path).reduce((sum, shape) => sum + (this.shapes.get(shape) ?? 0), 0);
    // A few files of the same name prove nothing: the likeness must be plain.
    if (alike(a) >= 5 && alike(a) >= 3 * alike(b)) return true;
    if (alike(b) >= 5 && alike(b) >= 3 * alike(a)) return false;
    return countA > countB;
  }

  /** The uncovered places of an act: itself, or the callers that should have recorded it. */
  places(cover: Cover, level = 0): Cover[] {
    if (cover.state === 'always' || cover.state === 'unknown') return [];
    const open = cover.callers.filter((one) => one.state === 'never' || one.state === 'sometimes');
    if (open.length === 0) return [cover];
    const asymmetric = open.length < cover.callers.length;
    const mixed = open.filter(recordedFurtherOut);
    if (!asymmetric && mixed.length > 0) return level < 2 ? mixed.flatMap((one) => this.places(one, level + 1)) : [];
    const out = asymmetric || ((level === 0 || thin(cover)) && open.some((one) => this.outwards(cover, one)));
    if (out) return open.flatMap((one) => this.places(one, level + 1));
    return [cover];
  }

  private outwards(from: Cover, to: Cover): boolean {
    if (this.files.size === 0) return from.m !== to.m && thin(from);
    return this.nearer(to.m.path, from.m.path);
  }
}

const KINDS =
  /^(routers?|controllers?|services?|handlers?|resolvers?|actions?|models?|repositor(y|ies)|usecases?|routes?|apis?|servers?|libs?|utils?|helpers?|features?|procedures?|endpoints?)$/;

/** What kind of file it is, by its folder and the last word of its name: `server/keysRouter.ts` → `server/`, `router`. */
function shapesOf(path: string): string[] {
  const parts = path.split('/');
  const folder = parts.at(-2) ?? '';
  const last = wordsOf((parts.at(-1) ?? '').replace(/\.\w+$/, '')).at(-1) ?? '';
  return [...(KINDS.test(folder) ? [`${folder}/`] : []), ...(KINDS.test(last) ? [last] : [])];
}

/** Some caller, however far out, records the same act. */
function recordedFurtherOut(cover: Cover): boolean {
  return cover.callers.some((one) => one.state === 'always' || one.state === 'unknown' || recordedFurtherOut(one));
}

/** A function that does little but the write. */
function thin(cover: Cover): boolean {
  const count = (body: readonly Stmt[]): number =>
    body.reduce((sum, stmt) => sum + 1 + blocksOf(stmt).reduce((inner, block) => inner + count(block), 0), 0);
  return count(cover.m.fn(cover.f).body) <= 3;
}
