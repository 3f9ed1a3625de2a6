/** Making evidence of one end of a TLS connection. */
import type {
  Alternative,
  Answer,
  Emit,
  ExprId,
  Module,
  Query,
  Ref,
  SuiteList,
  TlsEndpoint,
  TlsVersion,
  Unknown,
  Value,
} from '../../../../engine/rule/index.ts';
import { alternatives, known, partsOf } from '../../../../engine/rule/index.ts';
import { inContexts } from './contexts.ts';
import { inProduction, neverInProduction, ofProduction } from './production.ts';
import { type Setting, settingAround } from './settings.ts';

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
  guess: (value: Unknown) => T | 'drop' | undefined = () => undefined,
): Answer<T> | undefined {
  const out: Alternative<T>[] = [];
  const production = inProduction(q, at);
  const value = production === undefined ? q.value(ofProduction(q, at)) : known(production, at);
  for (const one of alternatives(value)) {
    if (one.is === 'oneOf') continue;
    const around = one.is === 'unknown' ? undefined : settingAround(one.at, names);
    if (around !== undefined && (around !== at.e || one.at.m !== at.m)) continue;
    if (one.is === 'absent') out.push({ is: 'absent', from: one });
    else if (one.is === 'unknown') {
      const guessed = guess(one);
      if (guessed === 'drop') continue;
      if (guessed !== undefined) out.push({ is: 'known', value: guessed, from: one });
      else
        out.push({
          is: 'unknown',
          why: one.why,
          from: one,
          ...(one.fn && { fn: one.fn }),
          ...(one.name !== undefined && { name: one.name }),
        });
    } else {
      const said = read(one);
      if (said === 'drop') continue;
      out.push(said === undefined ? { is: 'unknown', why: 'unparsed', from: one } : { is: 'known', value: said, from: one });
    }
  }
  return out.some((one) => one.is !== 'absent') ? { alternatives: out } : undefined;
}

export interface Aspects {
  readonly minVersion?: Answer<TlsVersion> | undefined;
  readonly suites?: Answer<SuiteList> | undefined;
  readonly verifies?: Answer<boolean> | undefined;
}

/**
 * Emits what a setting says, in each calling context that binds it. Where no caller tells, it is unknown once, at the setting; where it only hands on
 * what somebody set under the same name, it is judged there and says nothing here.
 */
export function emitSetting(
  q: Query,
  emit: Emit,
  setting: Setting,
  names: Names,
  role: TlsEndpoint['role'],
  aspects: (at: Ref) => Aspects,
): void {
  const at = setting.value;
  const answers = (here: Ref): readonly Answer<unknown>[] => Object.values(aspects(here)).filter((one) => one !== undefined);
  if (answers(at).length === 0 || isUnused(at, setting.holder) || convertsOnly(at, names) || neverInProduction(q, at.m, at.e)) return;
  let untold = false;
  inContexts(q, at, answers, (here) => {
    const told = aspects(here);
    if (answers(here).length === 0) return;
    if (isTold(told)) emitAt(emit, here, setting.name, role, told);
    else untold = true;
  });
  if (untold && !handsOn(at, names)) emitAt(emit, at, setting.name, role, aspects(at));
}

/** Something is known of it; of a check that may be on or off, that it may be off. */
function isTold({ minVersion, suites, verifies }: Aspects): boolean {
  if ([minVersion, suites].some((one) => one?.alternatives.some((alternative) => alternative.is === 'known'))) return true;
  const open = verifies?.alternatives.some((one) => one.is === 'unknown');
  return verifies?.alternatives.some((one) => one.is === 'known' && (!open || !one.value)) ?? false;
}

/** `opts.rejectUnauthorized`, `options.minVersion ?? …`, `opts.rejectUnauthorized !== false`. */
function handsOn(at: Ref, names: Names, depth = 0): boolean {
  const { m } = at;
  const expr = m.expr(at.e);
  const part = (e: ExprId): boolean => depth < 6 && handsOn({ ...at, e }, names, depth + 1);
  switch (expr.k) {
    case 'member':
      return names.has(expr.n);
    case 'ref': {
      const source = m.facts.bindings[expr.b]?.e;
      return names.has(m.bindingName(expr.b)) || (source !== undefined && part(source));
    }
    case 'param':
      return names.has(m.fn(expr.f).params[expr.i]?.n ?? '');
    case 'bin':
      return part(expr.l) || part(expr.r);
    case 'cond':
      return part(expr.t) || part(expr.f);
    case 'dflt':
    case 'un':
    case 'await':
      return part(expr.e);
    default:
      return false;
  }
}

/** `params.rejectUnauthorized === 'true' ? true : false`: turns what somebody set under the same name into a boolean. */
function convertsOnly(at: Ref, names: Names): boolean {
  const { m } = at;
  const expr = m.expr(at.e);
  const isBoolean = (e: ExprId): boolean => {
    const part = m.expr(e);
    return part.k === 'lit' && typeof part.v === 'boolean';
  };
  return expr.k === 'cond' && isBoolean(expr.t) && isBoolean(expr.f) && mentions(m, expr.c, names);
}

function mentions(m: Module, e: ExprId, names: Names): boolean {
  const expr = m.expr(e);
  if (expr.k === 'member' && names.has(expr.n)) return true;
  if (expr.k === 'ref' && names.has(m.bindingName(expr.b))) return true;
  return partsOf(expr).some((part) => mentions(m, part, names));
}

/** An object kept in a variable of the module that nothing reads and nobody can import. */
function isUnused({ m }: Ref, holder: ExprId | undefined): boolean {
  if (holder === undefined || m.parentOf(holder) >= 0) return false;
  const b = m.facts.bindings.findIndex((binding) => binding.e === holder);
  if (b < 0 || m.facts.exports.some((one) => 'b' in one && one.b === b)) return false;
  return (
    m.facts.cjs === undefined &&
    !m.facts.exprs.some((expr) => expr.k === 'ref' && expr.b === b) &&
    !m.facts.exports.some((one) => 'e' in one && one.e === holder)
  );
}

export function emitAt(emit: Emit, at: Ref, api: string, role: TlsEndpoint['role'], { minVersion, suites, verifies }: Aspects): void {
  if (!minVersion && !suites && !verifies) return;
  emit({ kind: 'tlsEndpoint', at, api, role, ...(minVersion && { minVersion }), ...(suites && { suites }), ...(verifies && { verifies }) });
}
