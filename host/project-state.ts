/** What a check of a project leaves for the next one, as bytes: see `Kept`. Facts lie elsewhere, by path and digest. */
import type { ModuleFacts } from '../engine/facts/types.ts';
import type { Frozen } from '../engine/workspace/frozen.ts';
import type { Kept, KeptFile, KeptModule, KeptUnit } from '../engine/workspace/kept.ts';
import { FILTER_BYTES, NameFilter } from '../engine/workspace/name-filter.ts';

export interface ProjectState {
  readonly kept: Kept;
  /** Of the sources, by path; see `Project.digest`. */
  readonly digests: ReadonlyMap<string, string>;
  /** Files beside the sources that were read, with their digests. */
  readonly reads: ReadonlyMap<string, string>;
  /** All files beside the sources. */
  readonly others: readonly string[];
}

/** Flags of a file. */
const WANTED = 1;
const NOTABLE = 2;
const ASLEEP = 4;
/** Its filter stands among those that follow the text, in the order of the files. */
const FILTERED = 8;

interface OfModule {
  readonly targets: KeptModule['targets'];
  readonly names: readonly (readonly [string, 'own' | readonly [string, string]])[];
  readonly stars: readonly string[];
  readonly cjs: boolean;
}

interface Plain {
  readonly files: readonly (readonly [path: string, digest: string, flags: number, leftOut: KeptFile['leftOut'] | 0, of: OfModule | 0])[];
  readonly asked: readonly string[];
  /** What `units` read, by its place here. */
  readonly keys: readonly string[];
  readonly units: readonly (readonly [path: string, reads: readonly number[], sketches: KeptUnit['sketches'], evidence: Frozen | 0])[];
  readonly overall: readonly (readonly [model: string, reads: readonly number[], sawFound: boolean, evidence: Frozen | 0])[];
  readonly reads: readonly (readonly [path: string, digest: string])[];
  readonly others: readonly string[];
}

/** A line of JSON, then the filters. */
export function* encodeState({ kept, digests, reads, others }: ProjectState): Generator<string | Uint8Array> {
  const filters: Uint8Array[] = [];
  const files: Plain['files'][number][] = [];
  for (const [path, { leftOut, wanted, module, asleep }] of kept.files) {
    const filter = module?.calls ?? asleep?.names;
    if (filter) filters.push(filter.bytes);
    const flags = (wanted ? WANTED : 0) | (module?.notable ? NOTABLE : 0) | (asleep ? ASLEEP : 0) | (filter ? FILTERED : 0);
    files.push([path, digests.get(path) ?? '', flags, leftOut ?? 0, module ? plainModule(module) : 0]);
  }
  const keys = new Map<string, number>();
  const numberOf = (key: string): number => {
    let n = keys.get(key);
    if (n === undefined) keys.set(key, (n = keys.size));
    return n;
  };
  const units = [...kept.units].map(([path, unit]) => [path, unit.reads.map(numberOf), unit.sketches, unit.evidence ?? 0] as const);
  const overall = [...kept.overall].map(([id, one]) => [id, one.reads.map(numberOf), one.sawFound, one.evidence ?? 0] as const);
  const plain: Plain = { files, asked: kept.asked, keys: [...keys.keys()], units, overall, reads: [...reads].sort(), others };
  yield `${JSON.stringify(plain)}\n`;
  yield Buffer.concat(filters);
}

/** @param factsOf the facts of a file with a digest, where they are still there */
export function decodeState(bytes: Buffer, factsOf: (path: string, digest: string) => ModuleFacts | undefined): ProjectState {
  const end = bytes.indexOf(10);
  const plain = JSON.parse(bytes.toString('utf8', 0, end)) as Plain;
  const files = new Map<string, KeptFile>();
  const digests = new Map<string, string>();
  let at = end + 1;
  for (const [path, digest, flags, leftOut, of] of plain.files) {
    digests.set(path, digest);
    let filter: NameFilter | undefined;
    if (flags & FILTERED) {
      filter = NameFilter.ofBytes(bytes.subarray(at, at + FILTER_BYTES));
      at += FILTER_BYTES;
    }
    files.set(path, {
      ...(leftOut && { leftOut }),
      wanted: (flags & WANTED) !== 0,
      ...(of && {
        module: {
          targets: of.targets,
          surface: { names: new Map(of.names), stars: of.stars, cjs: of.cjs },
          calls: filter as NameFilter,
          notable: (flags & NOTABLE) !== 0,
          facts: () => factsOf(path, digest),
        },
      }),
      ...(flags & ASLEEP && { asleep: { names: filter } }),
    });
  }
  const keysOf = (reads: readonly number[]): string[] => reads.map((n) => plain.keys[n] as string);
  const units = plain.units.map(
    ([path, reads, sketches, evidence]) => [path, { reads: keysOf(reads), sketches, ...(evidence && { evidence }) }] as const,
  );
  const overall = plain.overall.map(
    ([id, reads, sawFound, evidence]) => [id, { reads: keysOf(reads), sawFound, ...(evidence && { evidence }) }] as const,
  );
  return {
    kept: { files, asked: plain.asked, units: new Map(units), overall: new Map(overall) },
    digests,
    reads: new Map(plain.reads),
    others: plain.others,
  };
}

function plainModule({ targets, surface: { names, stars, cjs } }: KeptModule): OfModule {
  return { targets, names: [...names], stars, cjs };
}
