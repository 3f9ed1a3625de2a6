/** What a check of a project leaves for the next one, as bytes: see `Kept`. Facts lie elsewhere, by path and digest. */
import type { ModuleFacts } from '../engine/facts/types.ts';
import type { Frozen } from '../engine/workspace/frozen.ts';
import type { Kept, KeptFile, KeptModule, KeptUnit } from '../engine/workspace/kept.ts';
import { NameFilter } from '../engine/workspace/name-filter.ts';
import { type FactsPlaces, factsName } from './facts-pack.ts';

export interface ProjectState {
  readonly kept: Kept;
  /** Of the sources, by path; see `Project.digest`. */
  readonly digests: ReadonlyMap<string, string>;
  /** Files beside the sources that were read, with their digests. */
  readonly reads: ReadonlyMap<string, string>;
  /** All files beside the sources. */
  readonly others: readonly string[];
  readonly facts: FactsPlaces | undefined;
}

/** Flags of a file. */
const WANTED = 1;
const NOTABLE = 2;
const ASLEEP = 4;
/** The bytes of its filter, which stands among those that follow the text, in the order of the files: counted in units of this many. */
const FILTER_UNIT = 128;
const FILTER_SHIFT = 8;

interface OfModule {
  readonly targets: KeptModule['targets'];
  readonly names: readonly (readonly [string, 'own' | readonly [string, string]])[];
  readonly stars: readonly string[];
  readonly cjs: boolean;
  /** Where its facts stand. */
  readonly at: readonly [number, number] | 0;
}

interface Plain {
  readonly files: readonly (readonly [path: string, digest: string, flags: number, leftOut: KeptFile['leftOut'] | 0, of: OfModule | 0])[];
  readonly asked: readonly string[];
  /** What was read, by its place here; a path at the start is its place among the files. */
  readonly keys: readonly string[];
  readonly units: readonly (readonly [path: string, reads: readonly number[], sketches: KeptUnit['sketches'], evidence: Frozen | 0])[];
  readonly overall: readonly (readonly [model: string, reads: readonly number[], sawFound: boolean, evidence: Frozen | 0])[];
  readonly reads: readonly (readonly [path: string, digest: string])[];
  readonly others: readonly string[];
  readonly log: string;
}

/** A line of JSON, then the filters. */
export function* encodeState(state: ProjectState): Generator<string | Uint8Array> {
  const filters: Uint8Array[] = [];
  yield* inPieces(plainState(state, filters));
  yield Buffer.concat(filters);
}

/** The line, bit by bit: of a large project it is large, and the whole of it would be there several times over. @param filters to which those of the files are added */
function* plainState({ kept, digests, reads, others, facts }: ProjectState, filters: Uint8Array[]): Generator<string> {
  const places = new Map([...kept.files.keys()].map((path, i) => [path, i]));
  const files = function* (): Generator<Plain['files'][number]> {
    for (const [path, { leftOut, wanted, module, asleep }] of kept.files) {
      const filter = module?.calls ?? asleep?.names;
      if (filter) filters.push(filter.bytes);
      const flags =
        (wanted ? WANTED : 0) |
        (module?.notable ? NOTABLE : 0) |
        (asleep ? ASLEEP : 0) |
        (((filter?.bytes.length ?? 0) / FILTER_UNIT) << FILTER_SHIFT);
      const digest = digests.get(path) ?? '';
      yield [path, digest, flags, leftOut ?? 0, module ? plainModule(module, facts?.at.get(factsName(path, digest))) : 0];
    }
  };
  const known = new Map<string, number>();
  const numberOf = (key: string): number => {
    let n = known.get(key);
    if (n === undefined) known.set(key, (n = known.size));
    return n;
  };
  const units = function* (): Generator<Plain['units'][number]> {
    for (const [path, unit] of kept.units) yield [path, unit.reads.map(numberOf), unit.sketches, unit.evidence ?? 0];
  };
  const overall = function* (): Generator<Plain['overall'][number]> {
    for (const [id, one] of kept.overall) yield [id, one.reads.map(numberOf), one.sawFound, one.evidence ?? 0];
  };
  const keys = function* (): Generator<string> {
    for (const key of known.keys()) yield shortKey(key, places);
  };
  const lists: { readonly [Field in Exclude<keyof Plain, 'log'>]: Iterable<Plain[Field][number]> } = {
    files: files(),
    asked: kept.asked,
    units: units(),
    overall: overall(),
    // After all who number them.
    keys: keys(),
    reads: [...reads].sort(),
    others,
  };
  yield `{"log":${JSON.stringify(facts?.log ?? '')}`;
  for (const [field, rows] of Object.entries(lists)) {
    yield `,"${field}":[`;
    let between = '';
    for (const some of batches(rows)) {
      yield between + JSON.stringify(some).slice(1, -1);
      between = ',';
    }
    yield ']';
  }
  yield '}\n';
}

/** Rows that are put into text at a time. */
const BATCH = 64;

function* batches(rows: Iterable<unknown>): Generator<readonly unknown[]> {
  let batch: unknown[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Characters that are written at a time, or few more. */
const PIECE = 64 * 1024;

function* inPieces(bits: Iterable<string>): Generator<string> {
  let piece = '';
  for (const bit of bits) {
    piece += bit;
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

/** @param factsOf the facts of a file with a digest, where they are still there */
export function decodeState(bytes: Buffer, factsOf: (path: string, digest: string) => ModuleFacts | undefined): ProjectState {
  const end = bytes.indexOf(10);
  const plain = JSON.parse(bytes.toString('utf8', 0, end)) as Plain;
  const files = new Map<string, KeptFile>();
  const digests = new Map<string, string>();
  const places = new Map<string, readonly [number, number]>();
  let at = end + 1;
  for (const [path, digest, flags, leftOut, of] of plain.files) {
    digests.set(path, digest);
    if (of !== 0 && of.at !== 0) places.set(factsName(path, digest), of.at);
    let filter: NameFilter | undefined;
    const size = (flags >> FILTER_SHIFT) * FILTER_UNIT;
    if (size > 0) filter = NameFilter.ofBytes(bytes.subarray(at, at + size));
    at += size;
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
  const keys = plain.keys.map((key) => longKey(key, plain.files));
  const keysOf = (reads: readonly number[]): string[] => reads.map((n) => keys[n] as string);
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
    facts: { log: plain.log, at: places },
  };
}

function plainModule({ targets, surface: { names, stars, cjs } }: KeptModule, at: OfModule['at'] = 0): OfModule {
  return { targets, names: [...names], stars, cjs, at };
}

/** Most keys are a path, or a path and something of it behind a zero. */
function shortKey(key: string, places: ReadonlyMap<string, number>): string {
  const end = key.indexOf('\0');
  const place = places.get(end < 0 ? key : key.slice(0, end));
  return place === undefined ? `=${key}` : `${place}${end < 0 ? '' : key.slice(end)}`;
}

function longKey(short: string, files: Plain['files']): string {
  if (short.startsWith('=')) return short.slice(1);
  const end = short.indexOf('\0');
  const path = files[Number(end < 0 ? short : short.slice(0, end))]?.[0] ?? '';
  return end < 0 ? path : path + short.slice(end);
}
