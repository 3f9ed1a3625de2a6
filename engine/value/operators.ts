/** Operators over values. An environment variable counts as unset: what it decides is decided by its absence. */
import type { Evaluator } from './evaluator.ts';
import { absent, alternatives, isNullish, known, oneOf, step, through, truth, unknown, whileUnset } from './make.ts';
import type { Known, Ref, Unknown, Value } from './types.ts';

const MAX_COMBINATIONS = 32;

/** A template's or a sum's text, where every part is known; otherwise the known stretches around the unknown parts. */
export function templateValue(strings: readonly string[], values: readonly Value[], at: Ref): Value {
  const parts: Value[] = [];
  strings.forEach((text, i) => {
    if (text !== '') parts.push(known(text, at));
    const value = values[i];
    if (value) parts.push(value);
  });
  return parts.length === 0 ? known('', at) : joined(parts, at);
}

export function concat(values: readonly Value[], at: Ref): Value {
  const other = values.findIndex((one) => one.is !== 'known' || typeof one.v !== 'number');
  const numbers = values.slice(0, other < 0 ? undefined : other) as Known[];
  if (numbers.length < 2) return joined(values, at);
  // From the left: numbers add up until the first text.
  const sum = known(
    numbers.reduce((total, one) => total + (one.v as number), 0),
    at,
  );
  const total = numbers.some((one) => one.env) ? { ...sum, env: true as const } : sum;
  return other < 0 ? total : joined([total, ...values.slice(other)], at);
}

function joined(values: readonly Value[], at: Ref): Value {
  let rows: Value[][] = [[]];
  for (const value of values) {
    const options = alternatives(value);
    rows =
      rows.length * options.length <= MAX_COMBINATIONS
        ? rows.flatMap((row) => options.map((one) => [...row, one]))
        : rows.map((row) => [...row, unknown('budget', at)]);
  }
  return oneOf(
    rows.map((row) => text(row, at)),
    at,
  );
}

function text(row: readonly Value[], at: Ref): Value {
  const parts: (string | Value)[] = [];
  let env = false;
  for (const one of row) {
    const piece = one.is === 'known' ? [String(one.v)] : one.is === 'text' ? one.parts : [one];
    if (one.is === 'known' && one.env) env = true;
    for (const p of piece) {
      if (typeof p === 'string' && typeof parts.at(-1) === 'string') parts[parts.length - 1] = `${String(parts.at(-1))}${p}`;
      else parts.push(p);
    }
  }
  if (parts.every((p) => typeof p === 'string')) {
    const whole = known(parts.join(''), at);
    const decided = row.length > 1 ? row.find((one) => one.is === 'known' && (one.at.e !== at.e || one.at.m !== at.m)) : undefined;
    const via = decided ? step(decided.at, decided.via) : undefined;
    return { ...whole, ...(env && { env: true as const }), ...(via && { via }) };
  }
  if (parts.length === 1 && typeof parts[0] !== 'string') return parts[0] as Value;
  return { is: 'text', parts, at };
}

/** What a package's call gave, and what is read from it or from something only known by its type, may be missing; what a package exports is there. */
function mayBeEmpty(value: Value): boolean {
  if (value.is !== 'ext' || (value.call && value.call.m.expr(value.call.e).k === 'new')) return false;
  for (let at: Value | undefined = value; at?.is === 'ext'; at = at.base) if (at.call || at.read) return true;
  return false;
}

function isEnvironment(value: Value): boolean {
  return value.is === 'unknown' && value.why === 'environment';
}

export function binaryValue(ev: Evaluator, op: string, left: Ref, right: Ref, at: Ref): Value {
  const l = ev.value(left);
  switch (op) {
    case '??':
      return oneOf(
        alternatives(l).flatMap((one) =>
          isEnvironment(one)
            ? whileUnset(through(ev.value(right), at))
            : isNullish(one)
              ? [through(ev.value(right), at)]
              : one.is === 'unknown'
                ? [one, through(ev.value(right), at)]
                : [one],
        ),
        at,
      );
    case '||':
      return oneOf(
        alternatives(l).flatMap((one) => {
          if (isEnvironment(one)) return whileUnset(through(ev.value(right), at));
          const is = one.is === 'known' ? Boolean(one.v) : truth(one);
          return is === true || one.is === 'text' || (one.is === 'ext' && !mayBeEmpty(one))
            ? [one]
            : is === false
              ? [through(ev.value(right), at)]
              : [one, through(ev.value(right), at)];
        }),
        at,
      );
    case '&&':
      return oneOf(
        alternatives(l).flatMap((one) => {
          if (isEnvironment(one)) return [absent(at), through(ev.value(right), at)];
          const is = truth(one);
          return is === true ? [through(ev.value(right), at)] : is === false ? [one] : [absent(at), through(ev.value(right), at)];
        }),
        at,
      );
    default:
      break;
  }
  const r = ev.value(right);
  const pairs = alternatives(l).flatMap((a) => alternatives(r).map((b) => [a, b] as const));
  if (pairs.length > MAX_COMBINATIONS) return unknown('budget', at);
  return oneOf(
    pairs.map(([a, b]) => pair(op, a, b, at)),
    at,
  );
}

function pair(op: string, a: Value, b: Value, at: Ref): Value {
  if (op === '===' || op === '==' || op === '!==' || op === '!=') {
    const equal = op[0] === '=';
    if (isEnvironment(a) && b.is === 'known') return { ...known(!equal, at), env: true };
    if (isEnvironment(b) && a.is === 'known') return { ...known(!equal, at), env: true };
    if ((a.is === 'known' || a.is === 'absent') && (b.is === 'known' || b.is === 'absent')) {
      const same = a.is === 'known' && b.is === 'known' ? a.v === b.v : a.is === b.is;
      return { ...known(same === equal, at), ...(((a.is === 'known' && a.env) || (b.is === 'known' && b.env)) && { env: true as const }) };
    }
    return propagated([a, b], at);
  }
  if (a.is === 'known' && b.is === 'known' && typeof a.v === 'number' && typeof b.v === 'number') {
    const n = arithmetic(op, a.v, b.v);
    if (n !== undefined) return { ...known(n, at), ...((a.env || b.env) && { env: true as const }) };
  }
  return propagated([a, b], at);
}

function propagated(from: readonly Value[], at: Ref): Value {
  const cause = from.find((one): one is Unknown => one.is === 'unknown');
  return cause
    ? unknown(cause.why, at, { ...(cause.name !== undefined && { name: cause.name }), ...(cause.fn && { fn: cause.fn }) })
    : unknown('dynamic', at);
}

function arithmetic(op: string, a: number, b: number): number | boolean | undefined {
  switch (op) {
    case '-':
      return a - b;
    case '*':
      return a * b;
    case '/':
      return a / b;
    case '%':
      return a % b;
    case '**':
      return a ** b;
    case '|':
      return a | b;
    case '&':
      return a & b;
    case '^':
      return a ^ b;
    case '<<':
      return a << b;
    case '>>':
      return a >> b;
    case '<':
      return a < b;
    case '>':
      return a > b;
    case '<=':
      return a <= b;
    case '>=':
      return a >= b;
    default:
      return undefined;
  }
}

export function unaryValue(op: string, value: Value, at: Ref): Value {
  return oneOf(
    alternatives(value).map((one) => unary(op, one, at)),
    at,
  );
}

function unary(op: string, value: Value, at: Ref): Value {
  if (op === '!') {
    if (isEnvironment(value)) return { ...known(true, at), env: true };
    if (value.is === 'known') return { ...known(!value.v, at), ...(value.env && { env: true as const }) };
    const is = truth(value);
    return is === undefined ? propagated([value], at) : known(!is, at);
  }
  if (op === 'void') return absent(at);
  if (value.is === 'known' && typeof value.v === 'number' && (op === '-' || op === '+')) return known(op === '-' ? -value.v : value.v, at);
  if (value.is === 'known' && op === '+') return known(Number(value.v), at);
  return propagated([value], at);
}
