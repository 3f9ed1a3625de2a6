/** Is this initialisation vector, or nonce, a new one each time? */

import type { Answer, ExprId, IvKind, Module, Query, Ref, Value } from '../../../engine/rule/index.ts';
import { alternatives, answer, isNullish, numberOf } from '../../../engine/rule/index.ts';
import type { Made } from './calls.ts';
import { madeBy, methodOnUnknown } from './calls.ts';
import { originOf } from './origin.ts';
import { writtenTo } from './written.ts';

const FRESH =
  /(^|[.#])(randomBytes|randomBytesSync|getRandomValues|randomFillSync|randomUUID|getBytesSync|getBytes|randombytes_buf|getRandomBytes|getRandomBytesAsync|randomKey|nanoid|randomIV|generateIv|generateIV|v4|random)$/;
const THROUGH =
  /(^|[.#])(Buffer\.from|Uint8Array\.from|parse|hexToBytes|utf8ToBytes|from_hex|from_base64|from_string|encode|decode64|createBuffer|toBytes|decodeBase64|decodeUTF8|atob|btoa|bytesToHex)$/;
const ZEROS = /(^|[.#])(Buffer\.alloc|Uint8Array|ArrayBuffer)$/;
const OWN = new Set([
  'slice',
  'subarray',
  'substring',
  'substr',
  'toString',
  'fill',
  'padEnd',
  'padStart',
  'repeat',
  'toLowerCase',
  'trim',
  'buffer',
  'concat',
]);
const MAX_DEPTH = 12;

/**
 * What can be said of an IV used at `sink`. Undefined when there is none (`null`, `''`). `key`: the key it goes with, to see an IV cut from it.
 */
export function ivOf(q: Query, iv: Ref | Value, sink: Ref, key?: Ref): Answer<IvKind> | undefined {
  const value = 'is' in iv ? iv : q.value(iv);
  if (alternatives(value).every((one) => isNullish(one) || (one.is === 'known' && one.v === ''))) return undefined;
  if (!('is' in iv) && key && cutFromKey(q, iv, key)) return { alternatives: [{ is: 'known', value: 'key', from: value }] };
  if (key && keyIsOnce(q, key, sink)) return undefined;
  return {
    alternatives: alternatives(value).flatMap((one) => {
      if (isNullish(one) || (one.is === 'known' && one.v === '')) return [];
      const kind = kindOf(q, one, sink, 0);
      return kind ? [{ is: 'known' as const, value: kind, from: one }] : answer<IvKind>(one, () => undefined).alternatives;
    }),
  };
}

function kindOf(q: Query, value: Value, sink: Ref, depth: number): IvKind | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const again = (inner: Value): IvKind | undefined => kindOf(q, inner, sink, depth + 1);
  switch (value.is) {
    case 'known':
      return 'constant';
    case 'list': {
      const items = q.items(value);
      return items && items.length > 0 && items.every((one) => one.is === 'known') ? 'constant' : undefined;
    }
    case 'oneOf':
      return worstKind(value.of.map(again));
    case 'text':
      return undefined;
    case 'unknown': {
      if (value.why === 'environment') return 'setting';
      const method = methodOnUnknown(q, value);
      return method && OWN.has(method.name) ? again(method.receiver) : undefined;
    }
    case 'ext': {
      const made = madeBy(q, value);
      return made && kindOfMade(q, made, sink, again);
    }
    default:
      return undefined;
  }
}

function kindOfMade(q: Query, made: Made, sink: Ref, again: (value: Value) => IvKind | undefined): IvKind | undefined {
  const { path, call, name } = made;
  if (path === 'promisify()') return /randomBytes/.test(q.text(made.call.at)) || promisesRandom(q, made) ? fresh(q, made, sink) : undefined;
  if (path === 'Promise') return promisedRandom(q, made) ? fresh(q, made, sink) : undefined;
  if (FRESH.test(path) && !/^Math\.random$/.test(path)) return fresh(q, made, sink);
  if (ZEROS.test(path)) {
    const first = call.arg(0);
    if (numberOf(first) === undefined) return first.is === 'list' || first.is === 'ext' ? again(first) : undefined;
    if (numberOf(first) === 0) return undefined;
    if (drawnInto(q, call.at.m, call.at.e)) return fresh(q, made, sink);
    return writtenTo(q, call.at.m, call.at.e, 0) ? undefined : 'constant';
  }
  if (THROUGH.test(path)) {
    const inner = again(call.arg(0));
    return inner !== 'fresh' && inner !== undefined && writtenTo(q, call.at.m, call.at.e, 0) ? undefined : inner;
  }
  if (name === 'digest' && made.receiver) {
    const update = madeBy(q, made.receiver);
    return update?.name === 'update' ? again(update.call.arg(0)) : undefined;
  }
  if (OWN.has(name) && made.receiver) return again(made.receiver);
  // Bytes derived under a new salt are new.
  if (/^(scrypt|pbkdf2)(Sync|Async)?$/.test(name)) return again(call.arg(1)) === 'fresh' ? 'fresh' : undefined;
  if (/^hkdf(Sync)?$/.test(name)) return again(call.arg(2)) === 'fresh' ? 'fresh' : undefined;
  return undefined;
}

function promisesRandom(q: Query, made: Made): boolean {
  const outer = made.value.base;
  const inner = outer?.is === 'ext' ? outer.call : undefined;
  const first = inner && q.call(inner)?.arg(0);
  return first?.is === 'ext' && /randomBytes$/.test(first.key);
}

/** `new Promise((resolve, reject) => randomBytes(n, (error, bytes) => resolve(bytes)))`. */
function promisedRandom(q: Query, made: Made): boolean {
  const executor = made.call.arg(0);
  if (executor.is !== 'fn') return false;
  const { m, f } = executor;
  return m.facts.calls.some((e) => {
    const expr = m.expr(e);
    if (m.ownerOf(e) !== f || expr.k !== 'call') return false;
    const callee = q.value(q.ref(m, expr.c));
    return callee.is === 'ext' && /#randomBytes$/.test(callee.key);
  });
}

const DRAWS = /(^|[.#])(getRandomValues|randomFillSync|randomFill|randombytes_buf)$/;

/** Bytes that a variable holds and a generator fills: `getRandomValues(iv)`. */
function drawnInto(q: Query, m: Module, e: ExprId): boolean {
  const binding = m.facts.bindings.findIndex(
    (one) =>
      one.e === e ||
      one.w?.some((write) => {
        const assign = m.expr(write);
        return assign.k === 'assign' && assign.v === e;
      }),
  );
  return (
    binding >= 0 &&
    m.facts.calls.some((call) => {
      const expr = m.expr(call);
      if (expr.k !== 'call' || !expr.a.some((arg) => holds(m, arg, binding))) return false;
      const callee = q.value(q.ref(m, expr.c));
      return callee.is === 'ext' && DRAWS.test(callee.key);
    })
  );
}

function holds(m: Module, e: ExprId, binding: number): boolean {
  const expr = m.expr(e);
  return expr.k === 'ref' && expr.b === binding;
}

/** Random bytes drawn once, when the module loads or its one service object is made, are the same for all that is encrypted later. */
function fresh(q: Query, made: Made, sink: Ref): IvKind {
  const { m, e } = made.call.at;
  const owner = m.ownerOf(e);
  if (owner === 0) return sink.m.ownerOf(sink.e) !== 0 ? 'once' : 'fresh';
  if (m.fn(owner).k !== 'ctor' || (sink.m === m && sink.m.ownerOf(sink.e) === owner)) return 'fresh';
  const cls = m.facts.classes[m.fn(owner).cls ?? -1];
  const single = (cls?.dec?.length ?? 0) > 0 || q.callers(m, owner).some((site) => site.m.ownerOf(site.e) === 0);
  return single ? 'once' : 'fresh';
}

function worstKind(kinds: readonly (IvKind | undefined)[]): IvKind | undefined {
  return kinds.find((one) => one !== undefined && one !== 'fresh') ?? (kinds.every((one) => one === 'fresh') ? 'fresh' : undefined);
}

/** A key that is new for each use makes a constant IV harmless. */
function keyIsOnce(q: Query, key: Ref, sink: Ref): boolean {
  const values = alternatives(q.value(key));
  return (
    values.length > 0 &&
    values.every(
      (one) => one.at.m === sink.m && one.at.m.ownerOf(one.at.e) === sink.m.ownerOf(sink.e) && kindOf(q, one, sink, 0) === 'fresh',
    )
  );
}

/** An IV that is a piece of the key, or a hash of it: `key.slice(0, 16)`. A piece from behind the key's own bytes is none of it. */
function cutFromKey(q: Query, iv: Ref, key: Ref): boolean {
  const a = originOf(q, iv);
  const b = originOf(q, key);
  return a !== undefined && b !== undefined && a.id === b.id && a.from < b.to;
}
