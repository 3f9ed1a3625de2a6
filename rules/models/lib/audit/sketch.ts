/** What the look at the whole project has to know of a module for its audit log: names, and the places worth a question, found by their form alone. */
import type { ExprId, Module, Named, ProjectConfig } from '../../../../engine/rule/index.ts';
import { actsIn } from './acts.ts';
import { Calls } from './calls.ts';
import { checksIn } from './checks.ts';
import { served } from './functions.ts';
import { handedIn } from './handed.ts';
import type { HookSketch } from './hooks.ts';
import { heirsIn, hookedIn, registeredIn } from './hooks.ts';
import { listenersIn } from './listeners.ts';
import type { Registrations } from './middleware.ts';
import { providedIn, usesIn } from './middleware.ts';
import { functionsIn } from './named.ts';
import { recordsIn } from './records.ts';

/** Absent is none. The last three only of code that serves people who sign in. */
export interface AuditSketch extends HookSketch, Registrations, Named {
  /** Calls that may carry out an audited event. */
  readonly acts?: readonly ExprId[];
  /** Expressions that may compare a password. */
  readonly checks?: readonly ExprId[];
  /** Calls that may write a record. */
  readonly records?: readonly ExprId[];
}

export function auditSketch(m: Module, config: ProjectConfig): AuditSketch | undefined {
  const calls = new Calls(m);
  const named = filled({
    fns: functionsIn(m),
    handed: handedIn(m),
    listeners: listenersIn(m, calls.by.listens),
    heirs: heirsIn(m),
  });
  const whole = filled({
    hooked: hookedIn(m),
    registered: registeredIn(m, calls.by.registers),
    uses: usesIn(m, calls.by.uses),
    provided: providedIn(m),
    ...(served(m) && { acts: actsIn(calls), checks: checksIn(m), records: recordsIn(calls, config) }),
  });
  if (!named && !whole) return undefined;
  return { ...(named && { named }), ...whole };
}

/** The lists in which something stands; undefined where there is none. */
function filled<L extends readonly unknown[]>(lists: Readonly<Record<string, L>>): Readonly<Record<string, L>> | undefined {
  const some = Object.entries(lists).filter(([, list]) => list.length > 0);
  return some.length > 0 ? Object.fromEntries(some) : undefined;
}
