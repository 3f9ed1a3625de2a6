/** Making evidence of one end of a TLS connection. */
import type { Alternative, Answer, Emit, Query, Ref, SuiteList, TlsEndpoint, TlsVersion, Unknown, Value } from '../../../../engine/rule/index.ts';
import { alternatives } from '../../../../engine/rule/index.ts';
import { inContexts } from './contexts.ts';
import { neverInProduction } from './production.ts';
import { settingAround } from './settings.ts';

type Names = { has(name: string): boolean };

/** What a value means, or `drop` for what says nothing here (a schema), or undefined for what cannot be read. */
export type Reader<T> = (value: Exclude<Value, { is: 'absent' | 'unknown' | 'oneOf' }>) => T | 'drop' | undefined;

/**
 * Reads a setting's value. What another setting of these names decides is judged there and left out here; undefined when nothing is left that
 * says anything. `guess` reads what an unknown value is as long as nobody has set anything.
 */
export function settingAnswer<T>(
  q: Query,
  at: Ref,
  names: Names,
  read: Reader<T>,
  guess: (value: Unknown) => T | undefined = () => undefined,
): Answer<T> | undefined {
  const out: Alternative<T>[] = [];
  for (const one of alternatives(q.value(at))) {
    if (one.is === 'oneOf') continue;
    const around = one.is === 'unknown' ? undefined : settingAround(one.at, names);
    if (around !== undefined && (around !== at.e || one.at.m !== at.m)) continue;
    if (one.is === 'absent') out.push({ is: 'absent', from: one });
    else if (one.is === 'unknown') {
      const guessed = guess(one);
      if (guessed !== undefined) out.push({ is: 'known', value: guessed, from: one });
      else out.push({ is: 'unknown', why: one.why, from: one, ...(one.fn && { fn: one.fn }), ...(one.name !== undefined && { name: one.name }) });
    } else {
      const value = read(one);
      if (value === 'drop') continue;
      out.push(value === undefined ? { is: 'unknown', why: 'unparsed', from: one } : { is: 'known', value, from: one });
    }
  }
  return out.some((one) => one.is !== 'absent') ? { alternatives: out } : undefined;
}

export interface Aspects {
  readonly minVersion?: Answer<TlsVersion> | undefined;
  readonly suites?: Answer<SuiteList> | undefined;
  readonly verifies?: Answer<boolean> | undefined;
}

/** Emits what a setting says, in each calling context that binds it. `aspects` answers nothing for a setting that says nothing. */
export function emitSetting(q: Query, emit: Emit, at: Ref, api: string, role: TlsEndpoint['role'], aspects: (at: Ref) => Aspects): void {
  const answers = (here: Ref): readonly Answer<unknown>[] => Object.values(aspects(here)).filter((one) => one !== undefined);
  if (answers(at).length === 0 || neverInProduction(q, at.m, at.e)) return;
  inContexts(q, at, answers, (here) => emitAt(emit, here, api, role, aspects(here)));
}

export function emitAt(emit: Emit, at: Ref, api: string, role: TlsEndpoint['role'], { minVersion, suites, verifies }: Aspects): void {
  if (!minVersion && !suites && !verifies) return;
  emit({ kind: 'tlsEndpoint', at, api, role, ...(minVersion && { minVersion }), ...(suites && { suites }), ...(verifies && { verifies }) });
}
