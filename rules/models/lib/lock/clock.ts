/** The clock in expressions: now, a moment to come, a comparison of a stored moment with now. */
import type { Expr, ExprId } from '../../../../engine/rule/index.ts';
import type { Scan } from './scan.ts';
import { isLater } from './sql.ts';
import { words } from './words.ts';

const PASS = new Set([
  'getTime',
  'valueOf',
  'toISOString',
  'toDate',
  'toJSDate',
  'toMillis',
  'toSeconds',
  'toUnixInteger',
  'unix',
  'utc',
  'tz',
  'local',
  'toISO',
  'toJSON',
  'toString',
  'format',
  'clone',
  'toMillis',
  'setZone',
  'toUTCString',
  'toLocaleString',
  'epochMilliseconds',
]);
const WRAP =
  /^(?:Date|floor|ceil|round|trunc|Number|parseInt|parseFloat|String|BigInt|moment|dayjs|parseISO|toDate|fromJSDate|fromMillis|fromISO|fromDate|unix|_encode|utc|getTime|fromSeconds|max|min|DateTime|toTimestamp|toISOString|formatISO|format|stringify)$/;
const NOW_NAME =
  /^(?:now|nowMs|nowDate|nowTime|nowSec|nowSeconds|nowInSeconds|nowUtc|currentTime|currentDate|currentTimestamp|current_time|timeNow|today|getNow|getCurrentTime|getCurrentDate|utcNow|utcnow|unixNow|nowISO|nowIso)$/;

/** The present moment, in any unit or dress. */
export function isNow(s: Scan, e: ExprId, depth = 6): boolean {
  if (depth === 0) return false;
  const expr = s.expr(e);
  switch (expr.k) {
    case 'call':
    case 'new': {
      const callee = s.expr(expr.c);
      const name = s.lastName(expr.c) ?? '';
      if (expr.a.length === 0) {
        if (expr.k === 'new' && name === 'Date') return true;
        if (NOW_NAME.test(name) || ((callee.k === 'ref' || callee.k === 'free') && /^(?:Date|moment|dayjs|DateTime)$/.test(name)))
          return true;
        if (
          callee.k === 'member' &&
          /^(?:utc|local|instant)$/.test(callee.n) &&
          /^(?:moment|dayjs|DateTime|Now)$/.test(s.lastName(callee.o) ?? '')
        )
          return true;
        return callee.k === 'member' && PASS.has(callee.n) && isNow(s, callee.o, depth - 1);
      }
      if (callee.k === 'member' && PASS.has(callee.n) && isNow(s, callee.o, depth - 1)) return true;
      if (callee.k === 'member' && /^(?:fn|literal|raw)$/.test(callee.n))
        return /^(?:now|current timestamp|utc timestamp)$/.test(s.wordsIn(expr.a[0] as ExprId));
      return WRAP.test(name) && expr.a[0] !== undefined && isNow(s, expr.a[0], depth - 1);
    }
    case 'un':
      return (expr.op === '+' || expr.op === '-') && isNow(s, expr.e, depth - 1);
    case 'bin':
      return (expr.op === '/' || expr.op === '*' || expr.op === '|') && isNow(s, expr.l, depth - 1);
    case 'dflt':
      return isNow(s, expr.d, depth - 1) || isNow(s, expr.e, depth - 1);
    case 'await':
      return isNow(s, expr.e, depth - 1);
    case 'param':
      return NOW_NAME.test(s.lastName(e) ?? '');
    case 'member':
      return NOW_NAME.test(expr.n);
    case 'ref': {
      const binding = s.m.facts.bindings[expr.b];
      if (!binding) return false;
      if (binding.e === undefined) return NOW_NAME.test(binding.n);
      return isNow(s, binding.e, depth - 1);
    }
    default:
      return false;
  }
}

/** A moment to come: now and something on top. Answers with what is on top (the duration), or undefined. */
export function futureOf(s: Scan, e: ExprId): ExprId | undefined {
  const expr = s.expr(e);
  if (expr.k === 'sum') {
    if (!expr.e.some((part) => isNow(s, part)) || expr.e.some((part) => isText(s.expr(part)))) return undefined;
    return expr.e.find((part) => !isNow(s, part));
  }
  // `` sql`now() + interval '15 minutes'` ``
  if (expr.k === 'tagged') return isLater(expr.s.join('')) ? e : undefined;
  if (expr.k !== 'call') return undefined;
  const callee = s.expr(expr.c);
  const name = s.lastName(expr.c) ?? '';
  const first = expr.a[0];
  if (first === undefined) return undefined;
  // `knex.raw("now() + interval '15 minutes'")`, `sequelize.literal(…)`
  if (/^(?:raw|literal|sql)$/.test(name)) {
    const text = s.expr(first);
    const sql = text.k === 'lit' && typeof text.v === 'string' ? text.v : text.k === 'tpl' ? text.s.join('') : '';
    return isLater(sql) ? first : undefined;
  }
  if (/^add(?:Milliseconds|Seconds|Minutes|Hours|Days|Weeks|Months|Years)?$/.test(name) && expr.a.length >= 2 && isNow(s, first))
    return expr.a[1];
  if (callee.k !== 'member') return undefined;
  if (/^(?:add|plus)$/.test(callee.n) && isNow(s, chainStart(s, callee.o))) return first;
  // `const until = new Date(); until.setMinutes(until.getMinutes() + 15)`
  if (/^set(?:UTC)?(?:Milliseconds|Seconds|Minutes|Hours|Date|Time|Month)$/.test(callee.n) && isNow(s, callee.o)) {
    const sum = s.expr(first);
    return sum.k === 'sum' ? sum.e.find((part) => !/^get/.test(s.lastName(part) ?? '')) : undefined;
  }
  return undefined;
}

function chainStart(s: Scan, e: ExprId): ExprId {
  const expr = s.expr(e);
  if (expr.k !== 'call') return e;
  const callee = s.expr(expr.c);
  return callee.k === 'member' && PASS.has(callee.n) && !isNow(s, e) ? chainStart(s, callee.o) : e;
}

function isText(expr: Expr): boolean {
  return expr.k === 'tpl' || (expr.k === 'lit' && typeof expr.v === 'string');
}

/** The stored value under its dress: `new Date(x.until).getTime()` → `x.until`. */
export function bare(s: Scan, e: ExprId, depth = 6): ExprId {
  const expr = s.expr(e);
  if (depth === 0) return e;
  if (expr.k === 'un' && expr.op === '+') return bare(s, expr.e, depth - 1);
  if (expr.k === 'await' || expr.k === 'dflt') return bare(s, expr.e, depth - 1);
  if (expr.k === 'bin' && (expr.op === '??' || expr.op === '||')) return bare(s, expr.l, depth - 1);
  if (expr.k === 'call' || expr.k === 'new') {
    const callee = s.expr(expr.c);
    if (callee.k === 'member' && PASS.has(callee.n) && !WRAP.test(s.lastName(callee.o) ?? '')) return bare(s, callee.o, depth - 1);
    if (WRAP.test(s.lastName(expr.c) ?? '') && expr.a[0] !== undefined) return bare(s, expr.a[0], depth - 1);
  }
  return e;
}

export interface Comparison {
  readonly at: ExprId;
  /** What is stored. */
  readonly state: ExprId;
  /** The name it is stored under. */
  readonly name: string;
  /** `direct`: an end is compared with now; `elapsed`: how long ago something happened is compared with a duration. */
  readonly kind: 'direct' | 'elapsed';
  /** Stands in a query rather than in a condition. */
  readonly query: boolean;
}

const ORDER = new Set(['<', '>', '<=', '>=']);

/** All of them in a module. */
export function comparedIn(s: Scan): ExprId[] {
  const compares = (e: ExprId): boolean => comparisonOf(s, e) !== undefined;
  return [...s.m.exprsOf('bin').filter(compares), ...s.m.exprsOf('obj').filter(compares), ...s.m.facts.calls.filter(compares)];
}

/** Is this expression a comparison of something stored with the clock? */
export function comparisonOf(s: Scan, e: ExprId): Comparison | undefined {
  const expr = s.expr(e);
  const made = (state: ExprId, kind: Comparison['kind'], query = false, name = s.lastName(bare(s, state))): Comparison | undefined =>
    name === undefined || name === '' ? undefined : { at: e, state: bare(s, state), name, kind, query };
  if (expr.k === 'bin' && ORDER.has(expr.op)) return sides(s, expr.l, expr.r, made) ?? sides(s, expr.r, expr.l, made);
  if (expr.k === 'call') {
    const callee = s.expr(expr.c);
    const name = s.lastName(expr.c) ?? '';
    const [a, b] = expr.a;
    if (/^(?:isAfter|isBefore|isPast|isFuture|isSameOrAfter|isSameOrBefore)$/.test(name)) {
      if (callee.k === 'member' && (a === undefined || isNow(s, a))) return made(callee.o, 'direct');
      if (callee.k === 'member' && isNow(s, callee.o) && a !== undefined) return made(momentOf(s, a), 'direct');
      if (a !== undefined && (b === undefined ? /Past|Future/.test(name) : isNow(s, b))) return made(a, 'direct');
      if (a !== undefined && b !== undefined && isNow(s, a)) return made(b, 'direct');
    }
    // `gt(users.lockedUntil, new Date())`, `.where('lockedUntil', '>', new Date())`
    if (/^(?:gt|lt|gte|lte)$/.test(name) && a !== undefined && b !== undefined && isNow(s, b)) return made(a, 'direct', true);
    if (/^(?:where|andWhere|orWhere|filter)$/.test(name) && expr.a.length === 3 && a !== undefined && isNow(s, expr.a[2] as ExprId)) {
      return made(a, 'direct', true, columnOf(s, a));
    }
  }
  if (expr.k === 'obj') return inQuery(s, e, expr);
  return undefined;
}

type Make = (state: ExprId, kind: Comparison['kind']) => Comparison | undefined;

function sides(s: Scan, clock: ExprId, other: ExprId, made: Make): Comparison | undefined {
  const plain = s.expr(s.origin(clock));
  if (isMovedBack(s, clock)) return made(other, 'elapsed');
  if (isNow(s, clock)) {
    const stored = s.expr(other);
    if (stored.k === 'sum') {
      const moment = stored.e.find((part) => !isDuration(s, part));
      return moment === undefined ? undefined : made(moment, 'elapsed');
    }
    return stored.k === 'lit' || isNow(s, other) ? undefined : made(other, 'direct');
  }
  if (plain.k === 'call') {
    // `differenceInMinutes(now, user.lockedAt) < 30`, `dayjs().diff(user.lockedAt, 'minute')`
    const name = s.lastName(plain.c) ?? '';
    const callee = s.expr(plain.c);
    const [a, b] = plain.a;
    if (/^differenceIn/.test(name) && a !== undefined && b !== undefined)
      return isNow(s, a) ? made(b, isDuration(s, other) ? 'elapsed' : 'direct') : isNow(s, b) ? made(a, 'direct') : undefined;
    if (name === 'diff' && callee.k === 'member' && a !== undefined)
      return isNow(s, callee.o) ? made(momentOf(s, a), 'elapsed') : isNow(s, momentOf(s, a)) ? made(callee.o, 'direct') : undefined;
  }
  const inner = s.expr(bare(s, s.origin(bare(s, clock))));
  const minus = inner.k === 'bin' && (inner.op === '/' || inner.op === '*') ? s.expr(bare(s, inner.l)) : inner;
  if (minus.k === 'bin' && minus.op === '-') {
    if (isNow(s, minus.l)) return isDuration(s, minus.r) && !isDuration(s, other) ? made(other, 'elapsed') : made(minus.r, 'elapsed');
    if (isNow(s, minus.r)) return made(minus.l, 'direct');
  }
  if (minus.k === 'call' && isPast(s, bare(s, s.origin(bare(s, clock))))) return made(other, 'elapsed');
  return undefined;
}

/** A length of time by its form: a number, a product, or a name in capitals or that speaks of one. */
function isDuration(s: Scan, e: ExprId): boolean {
  const expr = s.expr(e);
  if (expr.k === 'lit') return true;
  if (expr.k === 'bin') return expr.op === '*' || expr.op === '/';
  const name = s.lastName(e) ?? '';
  return (
    /^[A-Z][A-Z0-9_]+$/.test(name) ||
    /\b(?:window|duration|minutes?|mins?|seconds?|secs?|ms|hours?|days?|period|ttl|interval|timeout|limit|threshold|lock ?time|block ?time|max age)\b/.test(
      words(name),
    )
  );
}

/** `const since = new Date(); since.setMinutes(since.getMinutes() - 15)`: a moment that was moved back after it was made. */
function isMovedBack(s: Scan, e: ExprId): boolean {
  const expr = s.expr(bare(s, e));
  if (expr.k !== 'ref') return false;
  const made = s.m.facts.bindings[expr.b]?.e;
  if (made === undefined || !isNow(s, made)) return false;
  return s.readsOf(expr.b).some((read) => {
    const method = s.expr(s.m.parentOf(read));
    if (method?.k !== 'member' || !/^set(?:UTC)?(?:Milliseconds|Seconds|Minutes|Hours|Date|Time|Month)$/.test(method.n)) return false;
    const call = s.expr(s.m.parentOf(s.m.parentOf(read)));
    const to = call?.k === 'call' ? call.a[0] : undefined;
    const moved = to === undefined ? undefined : s.expr(to);
    return moved?.k === 'bin' && moved.op === '-';
  });
}

/** A moment gone by: now less something. */
export function isPast(s: Scan, e: ExprId): boolean {
  if (isMovedBack(s, e)) return true;
  const at = bare(s, s.origin(bare(s, e)));
  const expr = s.expr(at);
  if (expr.k === 'bin' && expr.op === '-') return isNow(s, expr.l);
  if (expr.k !== 'call') return false;
  const callee = s.expr(expr.c);
  const first = expr.a[0];
  if (/^sub(?:Milliseconds|Seconds|Minutes|Hours|Days)?$/.test(s.lastName(expr.c) ?? '') && first !== undefined && isNow(s, first))
    return true;
  if (callee.k === 'member' && /^(?:subtract|minus)$/.test(callee.n)) return isNow(s, callee.o);
  return false;
}

function momentOf(s: Scan, e: ExprId): ExprId {
  const expr = s.expr(e);
  return (expr.k === 'call' || expr.k === 'new') && !isNow(s, e) ? bare(s, e) : e;
}

/** The column a query names: `'users.lockedUntil'` → `lockedUntil`. */
function columnOf(s: Scan, e: ExprId): string | undefined {
  const expr = s.expr(e);
  return expr.k === 'lit' && typeof expr.v === 'string' ? expr.v.split('.').at(-1) : s.lastName(e);
}

const QUERY_OP = /^\$?(?:gt|lt|gte|lte|greaterThan|lessThan|before|after|not)$/;

/** `{ lockUntil: { $lt: now } }`, `{ lockedUntil: MoreThan(new Date()) }`, `{ field: 'lockedUntil', operator: 'lte', value: now }`. */
function inQuery(s: Scan, e: ExprId, expr: Extract<Expr, { k: 'obj' }>): Comparison | undefined {
  for (const p of expr.p) {
    if (!('n' in p)) continue;
    const value = s.expr(p.v);
    const operand =
      value.k === 'call' && /^(?:MoreThan|LessThan|MoreThanOrEqual|LessThanOrEqual)$/.test(s.lastName(value.c) ?? '')
        ? value.a[0]
        : value.k === 'obj'
          ? operandOf(s, value)
          : undefined;
    if (operand === undefined) continue;
    const kind = isPast(s, operand) ? 'elapsed' : isNow(s, operand) ? 'direct' : undefined;
    if (kind) return { at: p.v, state: p.v, name: p.n, kind, query: true };
  }
  const text = (name: string): string | undefined => {
    const prop = named(expr, name);
    const value = prop === undefined ? undefined : s.expr(prop);
    return value?.k === 'lit' && typeof value.v === 'string' ? value.v : undefined;
  };
  const value = named(expr, 'value');
  const field = text('field');
  if (field !== undefined && value !== undefined && isNow(s, value)) return { at: e, state: e, name: field, kind: 'direct', query: true };
  return undefined;
}

/** The value of a property of an object literal. */
export function named(expr: Extract<Expr, { k: 'obj' }>, name: string | RegExp): ExprId | undefined {
  for (const p of expr.p) if ('n' in p && (typeof name === 'string' ? p.n === name : name.test(p.n))) return p.v;
  return undefined;
}

function operandOf(s: Scan, value: Extract<Expr, { k: 'obj' }>): ExprId | undefined {
  for (const p of value.p) {
    if ('n' in p && QUERY_OP.test(p.n)) return p.v;
    if ('c' in p && QUERY_OP.test(s.lastName(p.c) ?? '')) return p.v;
  }
  return undefined;
}
