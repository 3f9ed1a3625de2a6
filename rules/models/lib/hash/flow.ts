/** Follows a digest from where it is made to what it serves, and reports each purpose it meets on the way. */
import type { Expr, ExprId, Query, Ref } from '../../../../engine/rule/index.ts';
import { stringOf } from '../../../../engine/rule/index.ts';
import { holderOf, memberReads, paramBinding, propertyName, readsOf, resultsOf } from './holders.ts';
import { handlesPasswords, isPasswordName, isProtocolName, type Purpose, purposeOfName, wordsOf } from './words.ts';

/** A purpose met; `sure`: by what is done with the digest, else only by a name on its way. */
export interface Vote {
  readonly purpose: Purpose;
  readonly sure: boolean;
  readonly at: Ref;
  /** The call of the wrapper through which the digest came here; undefined within the wrapper itself, or without one. */
  readonly site?: Ref | undefined;
}

/** A place on the way. `mixed`: the digest is only part of what is there, which no longer tells what it protects. */
interface Place {
  readonly ref: Ref;
  readonly site: Ref | undefined;
  readonly mixed: boolean;
}

const MAX_STEPS = 400;

/** Methods of text and bytes that hand the same digest on. */
const SAME = new Set(
  (
    'slice substring substr toString toUpperCase toLowerCase toLocaleUpperCase trim replace replaceAll padStart padEnd digest concat split join map match at charAt charCodeAt ' +
    'readUInt32BE readUInt32LE readUInt16BE readUInt8 readInt32BE readBigUInt64BE subarray normalize toHex toBase64 reverse words buffer then finally startsWith codePointAt toJSON valueOf stringify toArray'
  ).split(' '),
);
/** Functions that hand their argument on. */
const THROUGH =
  /^(?:String|Buffer|Uint8Array|BigInt|Number|parseInt|parseFloat|encodeURIComponent|encodeURI|escape|btoa|atob|from|of|encode|decode|stringify|hex|toHex|bytesToHex|base64|encodeHex|encodeBase64|bufferToHex|arrayBufferToHex|toString|bin2hex|buf2hex|resolve|all|fromByteArray|base64url|base64UrlEncode|encodeBase64url|toBase64|parse|concat|DataView|hexSlice|capitalize)$/;
const COMPARES = /(?:timingsafeequal|safecompare|constanttime|securecompare|tsscmp|scmp|safeequal|timesafe|secureequal|constanteq)/i;
const CACHE = /(?:cache|redis|memo|store|lru|map|set|seen|visited|dedupe?|registry|pool|locks?|mutex|index|lookup|inflight|pending)s?$/i;
const CACHE_METHODS = new Set([
  'get',
  'set',
  'has',
  'delete',
  'del',
  'setex',
  'exists',
  'wrap',
  'add',
  'getItem',
  'setItem',
  'removeItem',
  'expire',
  'incr',
  'hget',
  'hset',
  'getOrSet',
  'remember',
  'mget',
]);
const FILES =
  /^(?:join|resolve|writeFile|writeFileSync|readFile|readFileSync|existsSync|exists|stat|statSync|access|createWriteStream|createReadStream|mkdir|mkdirSync|mkdirp|ensureDir|ensureFile|copyFile|rename|unlink|rm|outputFile|pathExists|symlink|open|move|copy)$/;
const LOGS = /^(?:log|debug|info|warn|error|trace|verbose|silly|write)$/;

export function votesOf(q: Query, outputs: readonly Ref[]): readonly Vote[] {
  const votes: Vote[] = [];
  const seen = new Set<string>();
  const pending: Place[] = outputs.map((ref) => ({ ref, site: undefined, mixed: false }));
  let steps = 0;
  for (let place = pending.shift(); place && (steps += 1) < MAX_STEPS; place = pending.shift()) {
    const { ref, site, mixed } = place;
    const { m } = ref;
    const vote = (purpose: Purpose | undefined, sure: boolean, at: Ref): undefined => {
      if (purpose && !(mixed && purpose !== 'fingerprint' && purpose !== 'protocol')) votes.push({ purpose, sure, at, site });
    };
    const visit = (next: Ref, more: { readonly mixed?: boolean; readonly site?: Ref } = {}): undefined => {
      const key = `${next.m.id}.${next.e}.${next.ctx.id}.${(more.site ?? site)?.m.id}.${(more.site ?? site)?.e}`;
      if (seen.has(key)) return;
      seen.add(key);
      pending.push({ ref: next, site: more.site ?? site, mixed: mixed || more.mixed === true });
    };
    const sub = (e: ExprId): Ref => ({ m, e, ctx: ref.ctx });
    const holder = holderOf(m, ref.e);
    switch (holder.is) {
      case 'binding':
        vote(purposeOfName(m.bindingName(holder.b)), false, ref);
        for (const e of readsOf(m, holder.b)) visit(sub(e));
        break;
      case 'field':
        vote(purposeOfName(holder.n), false, ref);
        for (const e of memberReads(m, holder.n)) visit(sub(e));
        break;
      case 'return': {
        const fn = m.fn(holder.f);
        const name = fn.n ?? nameOfFn(ref, fn.e);
        vote(name === undefined ? undefined : handlesPasswords(name) ? 'password' : purposeOfName(name), false, ref);
        const outer = callbackOf(q, ref, fn.e);
        if (outer) visit(outer);
        else for (const call of resultsOf(q, ref, holder.f)) visit(call, site ? {} : { site: call });
        break;
      }
      case 'part':
        onward(q, ref, holder.of, visit, vote);
        break;
      default:
        break;
    }
  }
  return votes;
}

function nameOfFn(ref: Ref, fn: ExprId): string | undefined {
  const holder = holderOf(ref.m, fn);
  return holder.is === 'binding'
    ? ref.m.bindingName(holder.b)
    : holder.is === 'field'
      ? holder.n
      : holder.is === 'part'
        ? propertyName(ref.m, holder.of, fn)
        : undefined;
}

/** The call whose result a callback's result becomes: `.then(…)`, `.map(…)`, `useMemo(…)`. */
function callbackOf(q: Query, ref: Ref, fn: ExprId): Ref | undefined {
  const parent = ref.m.parentOf(fn);
  const call = parent < 0 ? undefined : ref.m.expr(parent);
  if (call?.k !== 'call' || !call.a.includes(fn)) return undefined;
  const callee = ref.m.expr(call.c);
  const name = callee.k === 'member' ? callee.n : callee.k === 'ref' ? ref.m.bindingName(callee.b) : callee.k === 'free' ? callee.n : '';
  return /^(?:then|map|flatMap|catch|finally|reduce|useMemo|useCallback|computed|memoize|memo|once|cache|wrap|run|startSpan|startActiveSpan|withSpan|promisify|curry|debounce)$/.test(
    name,
  )
    ? q.part(ref, parent)
    : undefined;
}

type Visit = (ref: Ref, more?: { readonly mixed?: boolean }) => undefined;
type Cast = (purpose: Purpose | undefined, sure: boolean, at: Ref) => undefined;

/** One step up the expression tree. */
function onward(q: Query, ref: Ref, parent: ExprId, visit: Visit, vote: Cast): undefined {
  const { m } = ref;
  const up = q.part(ref, parent);
  const expr = m.expr(parent);
  switch (expr.k) {
    case 'await':
    case 'dflt':
    case 'tpl':
    case 'sum':
    case 'spread':
    case 'arr':
    case 'seq':
    case 'each':
    case 'un':
      if (expr.k === 'tpl') vote(templatePurpose(expr), true, up);
      if (expr.k === 'sum') vote(sumPurpose(m, expr), true, up);
      return visit(up, { mixed: mixes(m, expr) });
    case 'cond':
      return expr.c === ref.e ? undefined : visit(up);
    case 'index':
      if (expr.i === ref.e) return vote('fingerprint', true, up);
      return visit(up);
    case 'member': {
      const outer = m.parentOf(parent);
      const call = outer < 0 ? undefined : m.expr(outer);
      if (call?.k === 'call' && call.c === parent) {
        if (/^(?:equals|localeCompare|compare|endsWith)$/.test(expr.n) && call.a[0] !== undefined)
          return compared(q, ref, q.part(ref, call.a[0]), up, vote);
        if (expr.n === 'then' && call.a[0] !== undefined) return into(q, q.part(ref, outer), 0, visit, true);
        if (SAME.has(expr.n)) return visit(q.part(ref, outer));
        return undefined;
      }
      return /^(?:length|byteLength)$/.test(expr.n) ? undefined : visit(up);
    }
    case 'bin':
      if (/^[!=]==?$/.test(expr.op)) return compared(q, ref, q.part(ref, expr.l === ref.e ? expr.r : expr.l), up, vote);
      if (expr.op === '%' || expr.op === '/') return vote('fingerprint', true, up);
      return expr.op === '||' || expr.op === '??' || expr.op === '&&' || expr.op === '+' ? visit(up) : undefined;
    case 'obj':
    case 'jsx': {
      const name = propertyName(m, parent, ref.e);
      if (expr.k === 'jsx') return vote(name === 'key' || name === 'src' ? 'fingerprint' : undefined, true, up);
      const purpose = name === undefined ? 'fingerprint' : purposeOfName(name);
      if (purpose) vote(purpose, sureProperty(name ?? ''), up);
      if (signedHere(m, parent)) vote('token', true, up);
      return undefined;
    }
    case 'assign': {
      if (expr.v !== ref.e) return undefined;
      const target = m.expr(expr.t);
      const name = propertyName(m, parent, ref.e);
      if (name !== undefined) vote(purposeOfName(name), sureProperty(name), up);
      if (target.k === 'ref') for (const e of readsOf(m, target.b)) visit(q.part(ref, e));
      else if (target.k === 'member' && m.expr(target.o).k === 'this') for (const e of memberReads(m, target.n)) visit(q.part(ref, e));
      return visit(up);
    }
    case 'call':
    case 'new':
      return expr.c === ref.e ? undefined : argument(q, ref, up, expr, visit, vote);
    default:
      return undefined;
  }
}

/** Is an object the payload of a token: `jwt.sign({ … }, key)`? */
function signedHere(m: Ref['m'], object: ExprId): boolean {
  const outer = m.parentOf(object);
  const call = outer < 0 ? undefined : m.expr(outer);
  const callee = call?.k === 'call' ? m.expr(call.c) : undefined;
  return callee?.k === 'member' && /^sign(?:Async)?$/.test(callee.n);
}

/** A property that is read by someone else says what it holds: `{ etag }`, `{ passwordHash }`; a mere word in it does not. */
function sureProperty(name: string): boolean {
  return /^(?:etag|contentmd5|signature|sign|sig|password|passwordhash|hashedpassword|pwd|token|checksum|integrity|authorization|signingkey|signingsecret|secretkey|secret|apikey|(?:access|refresh|reset|session|csrf|auth|verification|activation)token)$/i.test(
    name.replaceAll(/[_-]/g, ''),
  );
}

/** Does other data stand beside the digest? A prefix in writing does not count. */
function mixes(m: Ref['m'], expr: Expr): boolean {
  return (expr.k === 'tpl' && expr.e.length > 1) || (expr.k === 'sum' && expr.e.filter((e) => m.expr(e).k !== 'lit').length > 1);
}

function templatePurpose(expr: Extract<Expr, { k: 'tpl' }>): Purpose | undefined {
  const text = expr.s.join('\u0000');
  return textPurpose(text);
}

function sumPurpose(m: Ref['m'], expr: Extract<Expr, { k: 'sum' }>): Purpose | undefined {
  return textPurpose(
    expr.e
      .map((e) => {
        const part = m.expr(e);
        return part.k === 'lit' ? String(part.v) : '\u0000';
      })
      .join(''),
  );
}

function textPurpose(text: string): Purpose | undefined {
  if (/gravatar|pwnedpasswords|cdn\.libravatar/i.test(text)) return 'fingerprint';
  if (/[?&](?:key|token|code|secret|confirm|verify)=\u0000/i.test(text) && !/^https?:/i.test(text)) return 'token';
  if (/[<>\s]/.test(text)) return undefined;
  if (/^\/|\/\u0000|\.\w{2,5}$|cache|etag|^W\/|tmp|temp|\.lock|^"\u0000"$/i.test(text))
    return /https?:|[?&]\w+=/i.test(text) ? undefined : 'fingerprint';
  if (/[?&](?:sign|signature|sig|hash|token)=\u0000/i.test(text))
    return /^https?:\/\/(?!localhost)[a-z]/i.test(text) ? 'protocol' : 'signature';
  return undefined;
}

function compared(q: Query, ref: Ref, other: Ref, at: Ref, vote: Cast): undefined {
  const text = nameText(q, other);
  const own = nameText(q, ref);
  if (text === undefined) return;
  if (madeBeside(q, other)) return vote('fingerprint', true, at);
  const purpose = purposeOfName(text) ?? purposeOfName(own ?? '');
  if (purpose === 'password' || isPasswordName(text)) return vote('password', true, at);
  if (purpose) return vote(purpose, true, at);
  if (/ (?:expected|expect|actual|remote|known|given|provided|received|trusted|md5|sha1|sha) /.test(wordsOf(text)))
    vote('integrity', false, at);
}

/** Is the other side a digest of something else made on the spot? Then two things are compared, and nothing is proved. */
function madeBeside(q: Query, ref: Ref): boolean {
  let at = ref;
  for (let i = 0; i < 6; i += 1) {
    const expr = q.expr(at);
    if (expr.k === 'ref') {
      const source = at.m.facts.bindings[expr.b]?.e;
      if (source === undefined) return false;
      at = q.part(at, source);
    } else if (expr.k === 'await') at = q.part(at, expr.e);
    else if (expr.k === 'call') {
      const callee = q.expr(q.part(at, expr.c));
      const name = callee.k === 'member' ? callee.n : callee.k === 'ref' ? at.m.bindingName(callee.b) : '';
      if (/^(?:get|read|fetch|load|find|download)/i.test(name)) return false;
      if (/md5|sha1|sha256|digest|^hash|hash$|checksum/i.test(name)) return true;
      if (callee.k !== 'member' || !SAME.has(name)) return false;
      at = q.part(at, callee.o);
    } else return false;
  }
  return false;
}

/** The words of what an expression reads: `req.headers['x-signature']` → `headers x-signature`. */
function nameText(q: Query, ref: Ref): string | undefined {
  const expr = q.expr(ref);
  switch (expr.k) {
    case 'ref':
      return ref.m.bindingName(expr.b);
    case 'member':
      return expr.n;
    case 'index':
      return stringOf(q.value(q.part(ref, expr.i))) ?? undefined;
    case 'await':
    case 'dflt':
      return nameText(q, q.part(ref, expr.e));
    case 'call': {
      const callee = q.expr(q.part(ref, expr.c));
      const first = expr.a[0] === undefined ? undefined : q.part(ref, expr.a[0]);
      if (callee.k !== 'member') return callee.k === 'ref' ? ref.m.bindingName(callee.b) : undefined;
      if (/^(?:get|header|headers|param|query)$/.test(callee.n) && first) return stringOf(q.value(first));
      if (callee.n === 'from' && first) return nameText(q, first);
      return SAME.has(callee.n) ? nameText(q, q.part(ref, callee.o)) : callee.n;
    }
    default:
      return undefined;
  }
}

function argument(q: Query, ref: Ref, call: Ref, expr: Extract<Expr, { k: 'call' | 'new' }>, visit: Visit, vote: Cast): undefined {
  const { m } = ref;
  const i = expr.a.indexOf(ref.e);
  const callee = m.expr(expr.c);
  const name = callee.k === 'member' ? callee.n : callee.k === 'ref' ? m.bindingName(callee.b) : callee.k === 'free' ? callee.n : '';
  const receiver = callee.k === 'member' ? (nameText(q, q.part(ref, callee.o)) ?? '') : '';
  if (COMPARES.test(name)) {
    const other = expr.a.find((_, at) => at !== i);
    const purpose = other === undefined ? undefined : purposeOfName(nameText(q, q.part(ref, other)) ?? '');
    return vote(purpose === 'protocol' || purpose === 'password' || purpose === 'token' ? purpose : 'signature', true, call);
  }
  if (/^(?:set|header|setHeader|append|addHeader)$/.test(name) && i === 1) {
    const key = expr.a[0] === undefined ? undefined : stringOf(q.value(q.part(ref, expr.a[0])));
    if (key !== undefined) return vote(purposeOfName(key), true, call);
  }
  if (CACHE_METHODS.has(name) && i === 0 && (CACHE.test(receiver) || /cache/i.test(name))) return vote('fingerprint', true, call);
  if (
    FILES.test(name) &&
    (i === 0 || /^(?:join|resolve)$/.test(name)) &&
    (callee.k !== 'member' || /^(?:fs|fsp|path|promises|fse|posix|node_path|nodePath|Path|FS)$/i.test(receiver) || name.endsWith('File'))
  )
    return vote('fingerprint', true, call);
  if (LOGS.test(name)) return undefined;
  if (THROUGH.test(name)) return visit(call);
  if (name === 'resolve' || name === 'res' || name === 'done') {
    const promise = executorOf(q, ref, callee);
    if (promise) return visit(promise);
  }
  if (isProtocolName(name)) return vote('protocol', false, call);
  if (/^(?:etag|setEtag|color|avatar|gravatar)/i.test(name)) return vote('fingerprint', true, call);
  into(q, call, i, visit, false);
  return undefined;
}

/** Into the parameter of the project's function that is called. */
function into(q: Query, call: Ref, i: number, visit: Visit, callback: boolean): undefined {
  const expr = q.expr(call);
  if (expr.k !== 'call' && expr.k !== 'new') return;
  const targets = callback
    ? [q.value(q.part(call, expr.a[0] as ExprId))].flatMap((one) => (one.is === 'fn' ? [{ m: one.m, f: one.f, ctx: one.ctx }] : []))
    : q.targets(call);
  for (const one of targets.slice(0, 3)) {
    const b = paramBinding(one.m, one.f, i);
    if (b === undefined) continue;
    const ctx = callback ? one.ctx : q.ev.contexts.bind(one.m, one.f, call, 'self' in one ? (one.self as never) : undefined, one.ctx);
    for (const e of readsOf(one.m, b)) visit({ m: one.m, e, ctx });
  }
}

/** `new Promise((resolve) => … resolve(digest))`: the promise. */
function executorOf(q: Query, ref: Ref, callee: Expr): Ref | undefined {
  if (callee.k !== 'ref') return undefined;
  const source = ref.m.facts.bindings[callee.b]?.e;
  const param = source === undefined ? undefined : ref.m.expr(source);
  if (param?.k !== 'param' || param.i !== 0) return undefined;
  const parent = ref.m.parentOf(ref.m.fn(param.f).e);
  const made = parent < 0 ? undefined : ref.m.expr(parent);
  return made?.k === 'new' ? q.part(ref, parent) : undefined;
}
