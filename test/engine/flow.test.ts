/** Which paths have their record? `act()` is the event, `note()` the record, `maybe()` a call that nobody can tell. */
import { expect, test } from 'vitest';
import { Module } from '../../engine/link/module.ts';
import type { Effect } from '../../engine/rule/index.ts';
import { Flow, outcomeOf } from '../../engine/rule/index.ts';
import { summarise } from '../../engine/syntax/summarise.ts';

const EFFECTS: Readonly<Record<string, Effect>> = { act: 'event', note: 'always', maybe: 'unknown' };

function outcome(body: string): string {
  const m = new Module(0, summarise('a.ts', `async function f() { ${body} }`));
  const f = m.facts.functions.findIndex((fn) => fn.n === 'f');
  const effect = (e: number): Effect => {
    const expr = m.expr(e);
    const callee = expr.k === 'call' ? m.expr(expr.c) : undefined;
    return (callee?.k === 'free' ? EFFECTS[callee.n] : undefined) ?? 'nothing';
  };
  return outcomeOf(new Flow(m, { effect }).run(f)).recorded;
}

test.each([
  ['before the act', 'note(); act();', 'always'],
  ['after the act', 'act(); note();', 'always'],
  ['not at all', 'act();', 'never'],
  ['no act', 'note();', 'absent'],
  ['on one branch', 'act(); if (x) { note(); }', 'sometimes'],
  ['an early return', 'act(); if (x) { return; } note();', 'sometimes'],
  ['a call that nobody can tell', 'act(); maybe();', 'unknown'],
  ['in finally', 'try { act(); } finally { note(); }', 'always'],
  ['in a callback', 'act().then(() => { note(); });', 'always'],
  ['for each of several', 'act(); for (const one of all) { note(one); }', 'always'],
  ['a record whose own failure is swallowed', 'act(); try { note(); } catch { }', 'always'],
  ['a failure before the act', 'try { look(); act(); note(); } catch { return; }', 'always'],
  ['thrown after the act, into a handler without a record', 'try { act(); if (x) { throw y; } note(); } catch { }', 'sometimes'],
])('%s', (_, body, recorded) => {
  expect(outcome(body)).toBe(recorded);
});
