/** Calls of the platform whose result can be told: strings, numbers, arrays, `Object.*`, `Buffer.*`. Everything else answers undefined. */
import type { Expr } from '../facts/types.ts';
import type { Evaluator } from './evaluator.ts';
import { absent, alternatives, known, numberOf, oneOf, stringOf, unknown } from './make.ts';
import { elementOf, slotValue } from './members.ts';
import { concat } from './operators.ts';
import { spreadInto } from './spread.ts';
import type { ListV, ObjectV, Ref, Slot, Value } from './types.ts';

type CallExpr = Extract<Expr, { k: 'call' | 'new' }>;

/** `callee` is the evaluated callee; the receiver of a method is evaluated only when the method's name is known here. */
export function builtinCall(ev: Evaluator, callee: Value, expr: CallExpr, at: Ref): Value | undefined {
  const sub = (e: number): Ref => ({ m: at.m, e, ctx: at.ctx });
  const arg = (i: number): Value => (expr.a[i] === undefined ? absent(at) : ev.value(sub(expr.a[i] as number)));
  if (callee.is === 'ext' && (callee.key.startsWith('global#') || callee.key.startsWith('node:buffer#'))) {
    const result = globalCall(callee.key.slice(callee.key.indexOf('#') + 1), expr, arg, at);
    if (result) return result;
  }
  if (callee.is === 'ext' && CLONES.has(callee.key) && expr.a.length > 0) return arg(0);
  if (callee.is === 'ext' && PROMISIFIERS.has(callee.key)) {
    const wrapped = arg(0);
    if (wrapped.is === 'ext') return wrapped;
  }
  if (callee.is === 'ext' && ENVIRONMENT_READERS.has(callee.key)) {
    const fallback = arg(1);
    return fallback.is === 'known' ? fallback : unknown('environment', at, { name: stringOf(arg(0)) ?? '' });
  }
  const target = at.m.expr(expr.c);
  if (expr.k !== 'call' || target.k !== 'member') return undefined;
  const { n } = target;
  if (STRING_METHODS.has(n)) {
    const receiver = ev.value(sub(target.o));
    if (alternatives(receiver).some((one) => one.is === 'known' || one.is === 'text'))
      return oneOf(
        alternatives(receiver).map((one) => stringMethod(n, one, arg, at)),
        at,
      );
  }
  if (LIST_METHODS.has(n)) {
    const receiver = ev.value(sub(target.o));
    if (receiver.is === 'list') return listMethod(ev, n, receiver, expr, arg, at);
  }
  if (n === 'bind' || n === 'call' || n === 'apply') {
    const receiver = ev.value(sub(target.o));
    if (n === 'bind' && (receiver.is === 'fn' || receiver.is === 'ext')) return receiver;
  }
  if ((n === 'then' || n === 'catch' || n === 'finally') && callee.is !== 'fn') return thenResult(ev, n, sub(target.o), expr, at);
  return undefined;
}

/** Functions of packages that give back a copy of their argument. */
const CLONES: ReadonlySet<string> = new Set([
  'lodash#cloneDeep',
  'lodash#clone',
  'lodash/cloneDeep#',
  'lodash-es#cloneDeep',
  'lodash-es/cloneDeep#',
  'lodash.clonedeep#',
  'rfdc#()',
  'clone#',
  'deep-freeze#',
]);

/** Functions that make a callback's function answer with a promise: a package's function stays what it is, but for its last argument. */
const PROMISIFIERS: ReadonlySet<string> = new Set([
  'node:util#promisify',
  'bluebird#promisify',
  'pify#',
  'util-promisify#',
  'util.promisify#',
  'es6-promisify#promisify',
]);

function thenResult(ev: Evaluator, n: string, receiver: Ref, expr: CallExpr, at: Ref): Value | undefined {
  if (n !== 'then') return ev.value(receiver);
  const first = expr.a[0];
  const handler = first === undefined ? undefined : ev.value({ m: at.m, e: first, ctx: at.ctx });
  if (handler?.is !== 'fn') return undefined;
  const body = handler.m.fn(handler.f).body;
  const last = body.length === 1 ? body[0] : undefined;
  return last?.k === 'ret' && last.e !== undefined ? ev.value({ m: handler.m, e: last.e, ctx: handler.ctx }) : unknown('call', at);
}

/** `[key, value]` */
function pair(key: string, slot: Slot, at: Ref): Slot {
  return { refs: [], made: { is: 'list', items: [{ refs: [], made: known(key, at), maybe: false }, slot], at }, maybe: false };
}

function globalCall(name: string, expr: CallExpr, arg: (i: number) => Value, at: Ref): Value | undefined {
  switch (name) {
    case 'String':
      return oneOf(
        alternatives(arg(0)).map((one) => (one.is === 'known' ? { ...one, v: String(one.v) } : one)),
        at,
      );
    case 'Number':
    case 'parseInt':
    case 'parseFloat':
    case 'Number.parseInt':
    case 'Number.parseFloat':
      return oneOf(
        alternatives(arg(0)).map((one) =>
          one.is === 'known' ? { ...one, v: name === 'Number' ? Number(one.v) : Number.parseFloat(String(one.v)) } : one,
        ),
        at,
      );
    case 'Boolean':
      return oneOf(
        alternatives(arg(0)).map((one) =>
          one.is === 'known'
            ? { ...one, v: Boolean(one.v) }
            : one.is === 'unknown' && one.why === 'environment'
              ? { ...known(false, at), env: true as const }
              : one,
        ),
        at,
      );
    case 'Object.assign': {
      const props = new Map<string, Slot>();
      let open;
      for (let i = 0; i < expr.a.length; i += 1) {
        const more = spreadInto(props, arg(i), at);
        open ??= more;
      }
      return { is: 'object', props, at, ...(open && { open }) } satisfies ObjectV;
    }
    case 'Object.freeze':
    case 'Object.seal':
    case 'structuredClone':
    case 'Promise.resolve':
    case 'Object.create':
      return expr.a.length > 0 ? arg(0) : undefined;
    case 'Object.values':
    case 'Object.entries': {
      const object = arg(0);
      if (object.is !== 'object') return undefined;
      const items = name === 'Object.values' ? [...object.props.values()] : [...object.props].map(([key, slot]) => pair(key, slot, at));
      return { is: 'list', items, at, ...(object.open && { open: object.open }) } satisfies ListV;
    }
    case 'Promise.all':
    case 'Array.from':
      return arg(0).is === 'list' ? arg(0) : undefined;
    default:
      return undefined;
  }
}

/** Calls that read a setting from outside the code: the name first, then perhaps a default. */
const ENVIRONMENT_READERS = new Set([
  '@nestjs/config#ConfigService().get',
  '@nestjs/config#ConfigService().getOrThrow',
  'config#get',
  'node-config#get',
  'global#Deno.env.get',
  'nconf#get',
]);

const STRING_METHODS = new Set([
  'toLowerCase',
  'toUpperCase',
  'trim',
  'toString',
  'concat',
  'replace',
  'replaceAll',
  'slice',
  'substring',
  'split',
  'repeat',
  'padEnd',
  'padStart',
  'startsWith',
  'endsWith',
  'includes',
]);

function stringMethod(n: string, receiver: Value, arg: (i: number) => Value, at: Ref): Value {
  if (receiver.is !== 'known') return receiver.is === 'text' ? unknown('dynamic', at) : receiver;
  const text = String(receiver.v);
  const whole = (v: string | boolean): Value => ({ ...receiver, v });
  const first = arg(0);
  const a = stringOf(first) ?? numberOf(first);
  const b = stringOf(arg(1)) ?? numberOf(arg(1));
  switch (n) {
    case 'toLowerCase':
      return whole(text.toLowerCase());
    case 'toUpperCase':
      return whole(text.toUpperCase());
    case 'trim':
      return whole(text.trim());
    case 'toString':
      return whole(text);
    case 'concat':
      return concat([receiver, first], at);
    case 'slice':
    case 'substring':
      return typeof a === 'number' ? whole(text.slice(a, typeof b === 'number' ? b : undefined)) : unknown('dynamic', at);
    case 'replace':
      return typeof a === 'string' && typeof b === 'string' ? whole(text.replace(a, b)) : unknown('dynamic', at);
    case 'replaceAll':
      return typeof a === 'string' && typeof b === 'string' ? whole(text.replaceAll(a, b)) : unknown('dynamic', at);
    case 'repeat':
      return typeof a === 'number' && a >= 0 && a * text.length <= 4000 ? whole(text.repeat(a)) : unknown('dynamic', at);
    case 'padEnd':
      return typeof a === 'number' && a <= 4000 ? whole(text.padEnd(a, typeof b === 'string' ? b : ' ')) : unknown('dynamic', at);
    case 'padStart':
      return typeof a === 'number' && a <= 4000 ? whole(text.padStart(a, typeof b === 'string' ? b : ' ')) : unknown('dynamic', at);
    case 'startsWith':
      return typeof a === 'string' ? whole(text.startsWith(a)) : unknown('dynamic', at);
    case 'endsWith':
      return typeof a === 'string' ? whole(text.endsWith(a)) : unknown('dynamic', at);
    case 'includes':
      return typeof a === 'string' ? whole(text.includes(a)) : unknown('dynamic', at);
    default:
      return unknown('dynamic', at);
  }
}

const LIST_METHODS = new Set(['join', 'concat', 'filter', 'slice', 'map', 'find', 'includes', 'at', 'reverse', 'sort', 'flat']);

function listMethod(ev: Evaluator, n: string, list: ListV, expr: CallExpr, arg: (i: number) => Value, at: Ref): Value | undefined {
  switch (n) {
    case 'join': {
      if (list.open) return unknown('open-object', at);
      const separator = arg(0).is === 'absent' ? ',' : stringOf(arg(0));
      if (separator === undefined) return unknown('dynamic', at);
      const parts: Value[] = [];
      list.items.forEach((slot, i) => {
        if (i > 0) parts.push(known(separator, at));
        parts.push(slotValue(ev, slot, at));
      });
      return parts.length === 0 ? known('', at) : concat([known('', at), ...parts], at);
    }
    case 'concat': {
      const more = arg(0);
      return more.is === 'list'
        ? { ...list, items: [...list.items, ...more.items], at }
        : { ...list, items: [...list.items, { refs: [{ m: at.m, e: expr.a[0] as number, ctx: at.ctx }], maybe: false }], at };
    }
    case 'filter':
    case 'slice':
    case 'reverse':
    case 'sort':
      return { ...list, items: list.items.map((slot) => ({ ...slot, maybe: n === 'filter' })) };
    case 'map': {
      // What the callback returns, written in place, stands for each item: its parameter is any of them.
      const made = expr.a[0] !== undefined && at.m.expr(expr.a[0]).k === 'fn' ? arg(0) : undefined;
      const body = made?.is === 'fn' ? made.m.fn(made.f).body : [];
      const last = body.length === 1 ? body[0] : undefined;
      if (made?.is !== 'fn' || last?.k !== 'ret' || last.e === undefined) return undefined;
      const ref: Ref = { m: made.m, e: last.e, ctx: made.ctx };
      return { ...list, items: list.items.map(({ maybe }) => ({ refs: [ref], maybe })), at };
    }
    case 'find':
    case 'at':
      return oneOf([elementOf(ev, list, false, at), absent(at)], at);
    default:
      return undefined;
  }
}
