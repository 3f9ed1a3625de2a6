/** A model's look at the whole project is taken anew when something that it saw is otherwise, and only then: under edits, and from what was kept. */
import { beforeEach, expect, test } from 'vitest';
import { decodeFacts, encodeFacts } from '../../engine/facts/codec.ts';
import type { Emit, Model, Module, Query, Rule, Seen } from '../../engine/rule/index.ts';
import { defineModel, defineRule } from '../../engine/rule/index.ts';
import { summarise } from '../../engine/syntax/summarise.ts';
import { analyse } from '../../engine/workspace/analyse.ts';
import { Workspace } from '../../engine/workspace/incremental.ts';
import type { Kept } from '../../engine/workspace/kept.ts';
import { inputOf, type Texts } from '../support/project.ts';

/** Functions by their names, and the functions that are named `start`. */
interface Noted {
  readonly named?: { readonly fns: readonly (readonly [string, ...number[]])[] };
  readonly starts?: readonly number[];
}

/** Tells what the model emitted. */
const rule = defineRule<'auditRecord', string>({
  id: 'told',
  obligation: 'logs-in-approved-regions',
  evidence: 'auditRecord',
  title: { en: 't', ja: 't' },
  cwe: [],
  judge: ({ sink }) => ({ is: 'breaks', found: sink }),
  say: { en: (found) => ({ what: found, why: '', todo: '' }), ja: (found) => ({ what: found, why: '', todo: '' }) },
}) as unknown as Rule;

let looks = 0;
beforeEach(() => {
  looks = 0;
});

function looking(project: (seen: Seen<Noted>, q: Query, emit: Emit) => void): Model {
  return defineModel<Noted>({
    id: 'looking',
    words: ['function'],
    sketch: (m) => {
      const of = (wanted: (name: string) => boolean): number[] => m.facts.functions.flatMap((fn, f) => (fn.n && wanted(fn.n) ? [f] : []));
      const names = [...new Set(m.facts.functions.flatMap((fn) => fn.n ?? []))].filter((name) => name !== 'start');
      const starts = of((name) => name === 'start');
      return {
        ...(names.length > 0 && { named: { fns: names.map((name) => [name, ...of((one) => one === name)] as [string, ...number[]]) } }),
        ...(starts.length > 0 && { starts }),
      };
    },
    project: (seen, q, emit) => {
      looks += 1;
      project(seen, q, emit);
    },
  });
}

const at = (m: Module, f: number): number => m.fn(f).e;

function workspaceOver(texts: Texts, model: Model): Workspace {
  const { sources, ...setting } = inputOf(texts);
  const workspace = new Workspace({ ...setting, models: [model], rules: [rule], summarise });
  for (const { path, text } of sources) workspace.update(path, text);
  return workspace;
}

/** As it comes back from the disk. */
function stored({ files, asked, units, overall }: Kept): Kept {
  return {
    files: new Map(
      [...files].map(([path, one]) => {
        const text = one.module && encodeFacts(one.module.facts() ?? summarise(path, ''));
        return [path, text === undefined ? one : ({ ...one, module: { ...one.module, facts: () => decodeFacts(text) } } as typeof one)];
      }),
    ),
    asked,
    units: new Map(JSON.parse(JSON.stringify([...units])) as [string, never][]),
    overall: new Map(JSON.parse(JSON.stringify([...overall])) as [string, never][]),
  };
}

/** How often the model looked after the change: under edits, and in a run that starts from what was kept before it. */
function looksAfter(model: Model, before: Texts, changed: Texts): readonly [edited: number, resumed: number] {
  const texts = { ...before, ...changed };
  const wanted = JSON.stringify(analyse({ ...inputOf(texts), models: [model], rules: [rule] }).report.findings);
  expect(wanted).not.toBe('[]');
  const workspace = workspaceOver(before, model);
  workspace.report();
  const kept = stored(workspace.keep());
  const counted = (work: () => Workspace): number => {
    looks = 0;
    expect(JSON.stringify(work().report().findings)).toBe(wanted);
    return looks;
  };
  const edited = counted(() => {
    for (const [path, text] of Object.entries(changed)) workspace.update(path, text);
    return workspace;
  });
  const resumed = counted(() => {
    const next = workspaceOver(texts, model);
    next.resume(kept, { edited: new Set(Object.keys(changed)), touched: new Set() });
    return next;
  });
  return [edited, resumed];
}

const byName = looking((seen, q, emit) => {
  for (const { m, v } of seen.named<number[]>('fns', 'wanted'))
    for (const f of v) emit({ kind: 'auditRecord', at: q.ref(m, at(m, f)), sink: 'wanted' });
});
const NAMES: Texts = { 'a.ts': 'export function wanted() {}', 'b.ts': 'export function other() {}' };

test('what stands under a name that was asked for: it comes, goes, or moves', () => {
  expect(looksAfter(byName, NAMES, { 'b.ts': 'export function wanted() {}' })).toEqual([1, 1]);
  expect(looksAfter(byName, { ...NAMES, 'c.ts': 'function wanted() {}' }, { 'c.ts': 'function unwanted() {}' })).toEqual([1, 1]);
  expect(looksAfter(byName, NAMES, { 'a.ts': '\n\nexport function wanted() {}' })).toEqual([1, 1]);
});

test('what stands under other names is no reason to look again', () => {
  expect(looksAfter(byName, NAMES, { 'b.ts': 'export function another() {}' })).toEqual([0, 0]);
  expect(looksAfter(byName, NAMES, { 'c.ts': 'export function another() {}' })).toEqual([0, 0]);
});

test('a name that is asked for although nothing stands there', () => {
  const model = looking((seen, q, emit) => {
    const [start] = seen.sketches;
    if (start && seen.named('fns', 'ends').length === 0) emit({ kind: 'auditRecord', at: q.ref(start.m, 0), sink: 'endless' });
    else if (start) emit({ kind: 'auditRecord', at: q.ref(start.m, 0), sink: 'ends' });
  });
  const texts: Texts = { 'a.ts': 'function start() {}', 'b.ts': 'function other() {}' };
  expect(looksAfter(model, texts, { 'b.ts': 'function ends() {}' })).toEqual([1, 1]);
  expect(looksAfter(model, texts, { 'b.ts': 'function neither() {}' })).toEqual([0, 0]);
});

test('evidence stands in a module that nobody looked at: where it stands may be otherwise', () => {
  const model = looking((seen, q, emit) => {
    for (const { m } of seen.named('fns', 'wanted')) emit({ kind: 'auditRecord', at: q.ref(m, 0), sink: 'wanted' });
  });
  expect(looksAfter(model, NAMES, { 'a.ts': '\n\nexport function wanted() {}' })).toEqual([1, 1]);
});

test('facts that an answer leads to, in a module without a sketch too', () => {
  const model = looking((seen, q, emit) => {
    for (const { m, v } of seen.sketches)
      for (const f of v.starts ?? []) {
        const call = m.fn(f).body.flatMap((stmt) => (stmt.k === 'e' ? [stmt.e] : []))[0] ?? 0;
        const expr = m.expr(call);
        const callee = expr.k === 'call' ? q.value(q.ref(m, expr.c)) : undefined;
        const length = callee?.is === 'fn' ? callee.m.fn(callee.f).body.length : -1;
        emit({ kind: 'auditRecord', at: q.ref(m, at(m, f)), sink: `${length} statements` });
      }
  });
  const texts: Texts = {
    'a.ts': "import { run } from './b';\nexport function start() { run(); }",
    'b.ts': 'export const run = () => { one(); };',
    'c.ts': 'export const run = () => { one(); };',
  };
  expect(looksAfter(model, texts, { 'b.ts': 'export const run = () => { one(); two(); };' })).toEqual([1, 1]);
  expect(looksAfter(model, texts, { 'c.ts': 'export const run = () => { one(); two(); };' })).toEqual([0, 0]);
});

test('a model that goes through all sketches is asked again when one comes, and not when the facts beside it change', () => {
  const model = looking((seen, q, emit) => {
    for (const { m } of seen.sketches) emit({ kind: 'auditRecord', at: q.ref(m, 0), sink: `one of ${seen.sketches.length}` });
  });
  const texts: Texts = { 'a.ts': 'function start() {}', 'b.ts': 'function other() {}' };
  expect(looksAfter(model, texts, { 'b.ts': 'function start() {}' })).toEqual([1, 1]);
  expect(looksAfter(model, texts, { 'b.ts': 'function stop() {}' })).toEqual([0, 0]);
});

test('facts of a module that was come by without any question', () => {
  const model = looking((_, q, emit) => {
    for (const m of q.roots) {
      const aside = q.program.module('aside.ts');
      emit({ kind: 'auditRecord', at: q.ref(m, 0), sink: `${m.facts.functions.length} and ${aside?.facts.functions.length}` });
    }
  });
  const texts: Texts = { 'a.ts': 'function start() {}', 'aside.ts': 'export const run = () => 1;', 'b.ts': 'export const run = () => 1;' };
  expect(looksAfter(model, texts, { 'a.ts': 'function start() { function inner() {} }' })).toEqual([1, 1]);
  expect(looksAfter(model, texts, { 'aside.ts': 'export const run = () => () => 1;' })).toEqual([1, 1]);
  expect(looksAfter(model, texts, { 'b.ts': 'export const run = () => () => 1;' })).toEqual([0, 0]);
});
