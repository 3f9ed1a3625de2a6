/** What a check leaves for the next comes back as it was, also where it is larger than what is written at a time. */
import { expect, test } from 'vitest';
import type { KeptFile, KeptUnit } from '../../engine/workspace/kept.ts';
import { NameFilter } from '../../engine/workspace/name-filter.ts';
import { factsName } from '../../host/facts-pack.ts';
import { decodeState, encodeState, type ProjectState } from '../../host/project-state.ts';

const PATHS = Array.from({ length: 2_000 }, (_, i) => `src/値 ${i}\u2028.ts`);
const facts = (): undefined => undefined;

function fileOf(path: string, i: number): KeptFile {
  if (i % 5 === 0) return { leftOut: 'test', wanted: false, asleep: { names: undefined } };
  if (i % 3 === 0) return { wanted: false, asleep: { names: NameFilter.ofText(`a${i} b(${path})`) } };
  const surface = { names: new Map([[`f${i}`, 'own' as const]]), stars: ['./x.ts'], cjs: false };
  const targets = { './x.ts': { file: 'src/x.ts' } };
  return { wanted: i % 2 === 0, module: { calls: NameFilter.ofNames(new Set([`g${i}`])), notable: i % 7 === 0, surface, facts, targets } };
}

function unitOf(path: string, i: number): KeptUnit {
  return { reads: [path, `name:create${i % 50}`, `${PATHS[i + 1] ?? path}\0own`], sketches: i % 9 === 0 ? { audit: [i] } : {} };
}

test('a large state comes back, in pieces that are not', () => {
  const state: ProjectState = {
    kept: {
      files: new Map(PATHS.map((path, i) => [path, fileOf(path, i)])),
      asked: ['create', '"quoted"'],
      units: new Map(PATHS.map((path, i) => [path, unitOf(path, i)])),
      overall: new Map([['audit', { reads: ['name:create1', PATHS[3] ?? ''], sawFound: true }]]),
    },
    digests: new Map(PATHS.map((path, i) => [path, `d${i}`])),
    reads: new Map([['package.json', 'p']]),
    others: ['package.json', 'README.md'],
    facts: {
      log: 'log',
      at: new Map(PATHS.flatMap((path, i) => (i % 5 !== 0 && i % 3 !== 0 ? [[factsName(path, `d${i}`), [i, i + 1]] as const] : []))),
    },
  };
  const pieces = [...encodeState(state)];
  expect(pieces.length).toBeGreaterThan(3);
  for (const piece of pieces) if (typeof piece === 'string') expect(piece.length).toBeLessThan(100_000);
  const back = decodeState(Buffer.concat(pieces.map((one) => Buffer.from(one))), facts);
  expect({ ...back, kept: undefined }).toEqual({ ...state, kept: undefined });
  expect(back.kept.asked).toEqual(state.kept.asked);
  expect(back.kept.units).toEqual(state.kept.units);
  expect(back.kept.overall).toEqual(state.kept.overall);
  expect([...back.kept.files.keys()]).toEqual(PATHS);
  const plain = (one: KeptFile | undefined): unknown =>
    JSON.parse(JSON.stringify(one, (_, v) => (v instanceof NameFilter ? [...v.bytes] : v)));
  for (const [i, path] of PATHS.entries()) expect(plain(back.kept.files.get(path))).toEqual(plain(fileOf(path, i)));
});
