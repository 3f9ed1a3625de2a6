/** Locks of accounts by meaning: hand-written lock-out in any framework, from how its state is written, read and cleared. */

import type { AccountLock, Emit, ExprId, Localized, Model, Query, Value } from '../../engine/rule/index.ts';
import { certain, defineModel, known } from '../../engine/rule/index.ts';
import { durationNames } from './lib/lock/defaults.ts';
import { endWrites } from './lib/lock/ends.ts';
import { gatesOf, opens } from './lib/lock/gates.ts';
import { Ground } from './lib/lock/ground.ts';
import { livesOf } from './lib/lock/lives.ts';
import { endsOf, permanentLocks } from './lib/lock/permanent.ts';
import type { Scan } from './lib/lock/scan.ts';
import type { LockSketch } from './lib/lock/sketch.ts';
import { lockSketch } from './lib/lock/sketch.ts';
import { timersOf } from './lib/lock/timers.ts';
import { windowsOf } from './lib/lock/windows.ts';
import { canonical, LOCK } from './lib/lock/words.ts';

interface Part {
  readonly s: Scan;
  readonly at: ExprId;
  readonly shape: string;
  readonly name: string;
  readonly state: string;
  readonly duration?: ExprId | undefined;
  /** Which part speaks for the lock: the write before the timer before the comparison. */
  readonly rank: number;
}

const NOTES: Record<string, Localized> = {
  'end-date': { en: 'the end of the lock is also written here', ja: 'ロックの終了時刻はここでも書き込まれます' },
  gate: { en: 'compared with the clock here', ja: 'ここで現在時刻と比較されます' },
  'store-life': { en: 'the key is also given a life here', ja: 'ここでもキーに有効期限が設定されます' },
  sweep: { en: 'cleared by a timer here', ja: 'ここでタイマーにより解除されます' },
  window: { en: 'old failures stop counting here', ja: 'ここで古い失敗が数えられなくなります' },
};

/** A module with the places in it that are worth a question. */
interface Sketched {
  readonly s: Scan;
  readonly v: LockSketch;
}

function* parts(ground: Ground, all: readonly Sketched[]): Generator<void, Part[]> {
  const out: Part[] = [];
  const ends = new Set<string>();
  const writes: ReturnType<typeof endWrites>[number][] = [];
  for (const { s, v } of all) {
    if (!v.moments) continue;
    yield;
    writes.push(...endWrites(ground, s, v.moments));
  }
  for (const one of writes) {
    if (LOCK.test(canonical(one.name))) ends.add(canonical(one.name));
    out.push({ s: one.s, at: one.at, shape: 'end-date', name: one.name, state: canonical(one.name), duration: one.duration, rank: 0 });
  }
  for (const { s, v } of all) {
    yield;
    for (const one of livesOf(ground, s, v.lives ?? []))
      out.push({ s, at: one.at, shape: 'store-life', name: one.name, state: canonical(one.name), duration: one.duration, rank: 0 });
    for (const one of timersOf(ground, s, v.timers ?? [], v.scheduled ?? []))
      out.push({ s, at: one.at, shape: 'sweep', name: one.name, state: canonical(one.name), duration: one.duration, rank: 1 });
    for (const one of windowsOf(ground, s, v.picks ?? [])) {
      const written = out.find((part) => part.s === s && part.rank === 0);
      out.push({ s, at: one.at, shape: 'window', name: one.name, state: written?.state ?? canonical(one.name), rank: 1 });
    }
  }
  for (const { s, v } of all) {
    if (!v.comparisons) continue;
    yield;
    const mine = out.filter((one) => one.s === s);
    for (const one of gatesOf(ground, s, v.comparisons)) {
      const names = one.names.map(canonical);
      // Beside a write of the same file the comparison is part of that lock, whatever it is called there.
      const same =
        mine.find((part) => names.includes(part.state)) ??
        (one.kind === 'elapsed' || LOCK.test(names.join(' ; ')) || LOCK.test(s.fnName(ground.home(one))) ? mine[0] : undefined);
      const speaks = same !== undefined || opens(ground, one, ends);
      if (!speaks) continue;
      out.push({
        s,
        at: one.at,
        shape: one.sweep ? 'sweep' : 'gate',
        name: one.names[0] ?? '',
        state: same?.state ?? names.find((name) => ends.has(name)) ?? names[0] ?? '',
        rank: one.sweep ? 2 : 3,
      });
    }
  }
  return out;
}

/** One finding for one lock state in one file: the part that fixes the end speaks, the others are steps on the way. */
function merged(all: readonly Part[]): Part[][] {
  const groups = new Map<string, Part[]>();
  for (const one of all) {
    const key = `${one.s.m.id} ${one.state}`;
    const list = groups.get(key);
    if (list) list.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()].map((list) => [...list].sort((a, b) => a.rank - b.rank || a.s.m.span(a.at).start - b.s.m.span(b.at).start));
}

function emitTimed(q: Query, emit: Emit, group: readonly Part[]): void {
  const [main, ...others] = group as [Part, ...Part[]];
  const at = q.ref(main.s.m, main.at);
  emit({
    kind: 'accountLock',
    at,
    anchor: 'sink',
    ends: certain('time', decidedBy(q, main)),
    shape: main.shape,
    state: main.name,
    steps: others.slice(0, 4).map((one) => ({ at: q.ref(one.s.m, one.at), note: NOTES[one.shape] as Localized })),
  } satisfies AccountLock);
}

/** Where the length of the lock is decided, when that is a known value; else the place itself. */
function decidedBy(q: Query, part: Part): Value {
  const at = q.ref(part.s.m, part.at);
  if (part.duration === undefined) return known(true, at);
  const value = q.value(q.ref(part.s.m, part.duration));
  const inside = value.is === 'known' && part.s.m === value.at.m && within(part, value.at.e);
  return value.is === 'known' && !inside ? value : known(true, at);
}

function within(part: Part, e: ExprId): boolean {
  const outer = part.s.m.span(part.at);
  const inner = part.s.m.span(e);
  return outer.start <= inner.start && inner.end <= outer.end;
}

function emitDefaults(q: Query, emit: Emit, all: readonly Sketched[], timed: readonly Part[]): void {
  const names = durationNames(timed);
  if (names.size === 0) return;
  const overruled = new Set(all.flatMap(({ v }) => v.overruled ?? []));
  for (const { s, v } of all) {
    if (timed.some((one) => one.s === s)) continue;
    for (const { at, name, of } of v.defaults ?? [])
      if (names.has(name) && (of === undefined || overruled.has(of)))
        emitTimed(q, emit, [{ s, at, shape: 'default', name, state: name, rank: 0 }]);
  }
}

export default defineModel<LockSketch>({
  id: 'account-lock',
  words: [
    'attempt',
    'lockout',
    'locked',
    'lockuntil',
    'lock_until',
    'locktime',
    'unlock',
    'blocked',
    'blockuntil',
    'block_until',
    'blocktime',
    'block_time',
    'blockduration',
    'blockuser',
    'blockaccount',
    'blockkey',
    'loginblock',
    'isblock',
    'bruteforce',
    'failcount',
    'failedlog',
    'intento',
    'tentativ',
    'bloque',
  ],
  limits:
    'Locks kept by an identity provider outside the code are not seen. Names decide whose lock it is where the flow cannot be followed.',
  sketch: lockSketch,
  *project({ sketches }, q, emit) {
    const ground = new Ground(q);
    const all = sketches.map(({ m, v }) => ({ s: ground.scan(m), v }));
    const timed = yield* parts(ground, all);
    const files = new Set(timed.map((one) => one.s));
    for (const group of merged(timed)) emitTimed(q, emit, group);
    emitDefaults(q, emit, all, timed);
    const lifts = all.flatMap(({ v }) => (v.lifts ? [v.lifts] : []));
    for (const { s, v } of all) {
      if (!v.counts || files.has(s)) continue;
      yield;
      const seen = new Set<string>();
      for (const one of permanentLocks(ground, s)) {
        if (seen.has(canonical(one.name))) continue;
        seen.add(canonical(one.name));
        // A count refuses by itself only where no lock with a clock stands beside it.
        if (timed.some((part) => part.state === canonical(one.name) || one.counter)) continue;
        const at = q.ref(s.m, one.at);
        emit({
          kind: 'accountLock',
          at,
          anchor: 'sink',
          ends: certain(endsOf(lifts, one.name), known(true, at)),
          shape: 'flag',
          state: one.name,
        });
      }
    }
  },
}) satisfies Model as Model;
