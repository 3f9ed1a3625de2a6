/** What hangs on the stage, the page or a switch: branches that only developers take, and conditions that choose between two schemes. */
import type { Query, Ref } from '../../../../engine/rule/index.ts';
import { factsOf, guardsOf } from '../../../../engine/rule/index.ts';

/** Names and texts of conditions about the stage, the page's own scheme or the machine. */
export const STAGE: RegExp =
  /protocol|location|production|NODE_ENV|isProd|isDev|\bdev\b|develop|isLocal|local|\.secure\b|https|encrypted|stage/i;

/** The tests of conditionals that stand in an expression or in the constants it names. */
export function conditionsIn(q: Query, ref: Ref, depth = 0): readonly string[] {
  if (depth > 4) return [];
  const expr = q.expr(ref);
  const into = (e: number): readonly string[] => conditionsIn(q, q.part(ref, e), depth + 1);
  switch (expr.k) {
    case 'cond':
      return [deepText(q, q.part(ref, expr.c))];
    case 'tpl':
    case 'sum':
      return expr.e.slice(0, 2).flatMap(into);
    case 'ref': {
      const source = ref.m.facts.bindings[expr.b]?.e;
      return source === undefined ? [] : into(source);
    }
    default:
      return [];
  }
}

/** The text of a condition, looking into comparisons. */
export function deepText(q: Query, ref: Ref): string {
  const expr = q.expr(ref);
  switch (expr.k) {
    case 'bin':
      return `${deepText(q, q.part(ref, expr.l))} ${expr.op} ${deepText(q, q.part(ref, expr.r))}`;
    case 'un':
      return `${expr.op}${deepText(q, q.part(ref, expr.e))}`;
    case 'call':
      return [expr.c, ...expr.a].map((e) => q.text(q.part(ref, e))).join(' ');
    case 'ref': {
      const source = ref.m.facts.bindings[expr.b]?.e;
      const init = source === undefined ? undefined : ref.m.expr(source);
      return `${q.text(ref)}${source !== undefined && (init?.k === 'bin' || init?.k === 'un') ? ` ${deepText(q, q.part(ref, source))}` : ''}`;
    }
    default:
      return q.text(ref);
  }
}

const PRODUCTION = /prod(?:uction)?\b|prod(?:uction)?[A-Z_]|isProd/i;
const DEVELOPMENT = /\bdev\b|develop|isDev|is_dev|isTest|isLocal|\blocal\b|\btest\b/i;

/** Whether a place is only reached where developers work: in the branch of a condition that names the stage. */
export function forDevelopers(q: Query, at: Ref): boolean {
  const { m } = at;
  for (let e = at.e, parent = m.parentOf(e); parent >= 0; e = parent, parent = m.parentOf(e)) {
    const expr = m.expr(parent);
    if (expr.k === 'cond' && expr.c !== e && developersOnly(q, at, expr.c, expr.t === e)) return true;
    if (expr.k === 'bin' && expr.op === '&&' && expr.r === e && developersOnly(q, at, expr.l, true)) return true;
  }
  for (let f = m.ownerOf(at.e), e = at.e; f !== undefined; e = m.fn(f).e, f = m.fn(f).parent) {
    if ((guardsOf(m, f, e) ?? []).some((guard) => developersOnly(q, at, guard.cond, guard.holds))) return true;
    if (f === 0) break;
  }
  return false;
}

function developersOnly(q: Query, at: Ref, cond: number, holds: boolean): boolean {
  return factsOf(at.m, { cond, holds }).some((fact) => {
    const text = deepText(q, q.part(at, fact.cond));
    const means = /!==?|^!/.test(text) ? !fact.holds : fact.holds;
    if (PRODUCTION.test(text)) return !means;
    return DEVELOPMENT.test(text) && means;
  });
}
