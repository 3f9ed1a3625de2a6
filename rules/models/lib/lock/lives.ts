/** Lock state in a store under a key with a life: `SET blocked:<mail> … EX 900`, a failure counter that expires. */
import type { ExprId } from '../../../../engine/rule/index.ts';
import { perName } from '../per-name.ts';
import { named } from './clock.ts';
import type { Ground, Keyed, Place } from './ground.ts';
import { classify } from './ground.ts';
import { permanentIn } from './permanent.ts';
import { Scan } from './scan.ts';
import { FAIL, LOCK, notSignIn, OTHER, OTHER_END, SIGN_IN, words } from './words.ts';

export interface Life extends Place {
  readonly at: ExprId;
  readonly name: string;
  readonly duration: ExprId | undefined;
  readonly keyed: Keyed;
  /** The counter of failures, rather than the lock itself. */
  readonly counter: boolean;
}

const STORE = /\b(?:redis\w*|cache\w*|kv|store\w*|client|memcached?|valkey|keyv|ioredis|db|upstash|multi|pipeline|tx)\b/;

const EXPIRES = /^p?(?:expire|expireAt|expireat|EXPIRE)$/i;
const SETS_WITH_LIFE = /^p?set_?ex$/i;
const SETS = /^(?:set|put|save|store)\w*$/i;
const COUNTS_UP = /^(?:incr|increment)\w*(?:ttl|expir|window)\w*$/i;
const COUNTS_WITH_LIFE = /ttl\w*count|count\w*ttl/i;
const RUNS_SCRIPT = /^eval(?:sha)?$/i;

/** Calls that give a key a life. */
export function withLife(s: Scan): ExprId[] {
  return s.m.facts.calls.filter((e) => {
    const expr = s.expr(e);
    return expr.k === 'call' && expr.a.length > 1 && mayGiveLife(s.lastName(expr.c) ?? '') && lifeOf(s, e) !== undefined;
  });
}

/** By a name that `lifeOf` knows. */
const mayGiveLife = perName((name) =>
  [EXPIRES, SETS_WITH_LIFE, SETS, COUNTS_UP, COUNTS_WITH_LIFE, RUNS_SCRIPT].some((pattern) => pattern.test(name)),
);

/** Those of the writes with a life that lock an account, or count its failures where that count is the lock. */
export function livesOf(ground: Ground, s: Scan, writes: readonly ExprId[]): Life[] {
  const out: Life[] = [];
  for (const e of writes) {
    const life = lifeOf(s, e);
    if (!life) continue;
    const place = ground.place(s, e);
    const keyWords = keyText(ground, s, life.key);
    if (MARK.test(keyWords)) continue;
    const home = ground.home(place);
    const around = s.fnName(home);
    const all = `${keyWords} ; ${around}`;
    const lock = LOCK.test(keyWords) || (LOCK.test(around) && !FAIL.test(keyWords));
    const counter =
      !lock && (FAIL.test(keyWords) || (FAIL.test(around) && !OTHER_END.test(keyWords)) || (life.most === true && FAIL.test(s.wordsIn(e))));
    if (!lock && !counter) continue;
    if (notSignIn(keyWords) || (notSignIn(around) && !/login/.test(keyWords))) continue;
    const keyed = keyOf(ground, s, life.key, keyWords, place);
    if (keyed === 'address' || keyed === 'other') continue;
    if (keyed !== 'account' && OTHER_END.test(keyWords) && OTHER.test(keyWords)) continue;
    if (/\bverif\w*|\breset\b/.test(keyWords) && !/login|sign ?in|\b2 ?fa\b|mfa|totp/.test(keyWords)) continue;
    // The tries at a code end with the code: that locks the code, not the account.
    const module = s.contextWords(place.f);
    if (counter && OTHER_END.test(module) && !/login|sign ?in|password/.test(all)) continue;
    if (lock && !(ground.onFailure(place) || FAIL.test(all) || FAIL.test(s.contextWords(place.f)))) continue;
    if (!SIGN_IN.test(all) && !ground.signsIn(place)) continue;
    if (keyed === 'unknown' && !SIGN_IN.test(all)) continue;
    if (counter && (permanentIn(ground, s, home) || !(life.most === true || compared(ground, place, keyMaker(s, life.key))))) continue;
    out.push({ ...place, at: e, name: nameOfKey(s, life.key, around), duration: life.ttl, keyed, counter });
  }
  return out;
}

/** A mark that something was said, so that it is not said twice. */
const MARK = /\bnotif\w*|\balert\w*|\bwarn(?:ed|ing)?\b|\bemailed\b|\be ?mail sent\b|\bdedup\w*|\bdebounc\w*/;

/** The words of a key; those that the project's own function puts into it count too. */
function keyText(ground: Ground, s: Scan, key: ExprId): string {
  const own = s.wordsIn(key, 3);
  const at = s.origin(key);
  if (s.expr(at).k !== 'call') return own;
  const made = ground.q.targets(ground.q.ref(s.m, at)).map((one) => {
    const other = ground.scan(one.m);
    return Scan.expressions(other.m.fn(one.f).body)
      .map((e) => other.wordsIn(e, 1))
      .join(' ; ');
  });
  return [own, ...made].join(' ; ');
}

interface Written {
  readonly key: ExprId;
  readonly ttl: ExprId | undefined;
  /** The call is told how many there may be at most, and compares by itself. */
  readonly most?: true;
}

/** A call that gives a key a life. */
export function lifeOf(s: Scan, e: ExprId): Written | undefined {
  const expr = s.expr(e);
  if (expr.k !== 'call') return undefined;
  const callee = s.expr(expr.c);
  const name = s.lastName(expr.c) ?? '';
  const [key, second, third, fourth] = expr.a;
  if (key === undefined || second === undefined) return undefined;
  // Set unless it is there: a mark, or a mutex.
  if (/nx$|ifabsent|ifnot(?:exists?|present)/i.test(name)) return undefined;
  const on = callee.k === 'member' ? s.wordsIn(callee.o, 1) : '';
  if (EXPIRES.test(name)) return { key, ttl: second };
  if (SETS_WITH_LIFE.test(name) && third !== undefined) return { key, ttl: second };
  if (SETS.test(name) && third !== undefined && (STORE.test(on) || /cache|redis|ttl|expir/i.test(name))) {
    const option = s.expr(s.origin(third));
    if (option.k === 'obj') {
      const ttl = named(option, /^(?:EX|PX|EXAT|PXAT|ex|px|ttl|expire\w*|expiration\w*)$/);
      return ttl !== undefined && named(option, /^nx$/i) === undefined ? { key, ttl } : undefined;
    }
    if (option.k === 'lit' && typeof option.v === 'string') {
      const flags = expr.a
        .slice(2)
        .map((a) => s.expr(a))
        .map((a) => (a.k === 'lit' ? String(a.v).toUpperCase() : ''));
      if (flags.includes('NX')) return undefined;
      return /^(?:EX|PX)$/i.test(option.v) ? { key, ttl: fourth } : undefined;
    }
    // By this convention of wrappers, nothing or 0 is for ever.
    return option.k === 'undef' || (option.k === 'lit' && (option.v === 0 || option.v === null)) ? undefined : { key, ttl: third };
  }
  if (COUNTS_UP.test(name)) return { key, ttl: second };
  // A counter with a window of its own: `ttlCounter(key, 1, max, seconds)`.
  if (COUNTS_WITH_LIFE.test(name) && fourth !== undefined) return { key, ttl: fourth, most: true };
  if (RUNS_SCRIPT.test(name) && /\bp?expire\b|'(?:ex|px)'/i.test(scriptOf(s, key))) {
    const named_ = expr.a.slice(1).find((a) => s.expr(a).k !== 'lit');
    return named_ === undefined ? undefined : { key: named_, ttl: undefined };
  }
  return undefined;
}

function scriptOf(s: Scan, e: ExprId): string {
  const expr = s.expr(s.origin(e));
  return expr.k === 'lit' && typeof expr.v === 'string' ? expr.v : expr.k === 'tpl' ? expr.s.join(' ') : '';
}

/** Whose key: what is put into it decides before the text around it, which may say anything. */
function keyOf(ground: Ground, s: Scan, key: ExprId, all: string, place: Place): Keyed {
  const dynamic = dynamicParts(s, key)
    .map((e) => `${s.wordsIn(e, 3)} ; ${ground.handedIn(s, e)}`)
    .join(' ; ');
  return classify(dynamic) ?? ground.keyed('', all, place);
}

function dynamicParts(s: Scan, key: ExprId): ExprId[] {
  const at = s.origin(key);
  const expr = s.expr(at);
  if (expr.k === 'tpl') return expr.e.filter((e) => !constant(s, e));
  if (expr.k === 'sum') return expr.e.filter((e) => !constant(s, e));
  if (expr.k === 'call') return [...expr.a];
  return [];
}

function constant(s: Scan, e: ExprId): boolean {
  const expr = s.expr(s.origin(e));
  return expr.k === 'lit' || /^[A-Z][A-Z0-9_]+$/.test(s.lastName(e) ?? '') || /prefix/i.test(s.lastName(e) ?? '');
}

function nameOfKey(s: Scan, key: ExprId, around: string): string {
  const expr = s.expr(s.origin(key));
  const parts =
    expr.k === 'tpl'
      ? expr.s
      : expr.k === 'sum'
        ? expr.e.map((e) => s.expr(s.origin(e))).map((one) => (one.k === 'lit' ? String(one.v) : ''))
        : [];
  const text = parts.find((one) => words(one) !== '') ?? '';
  return text.replace(/[:\s]+$/, '') || s.lastName(key) || around;
}

/** The words of the function that makes the key, where one does. */
function keyMaker(s: Scan, key: ExprId): string | undefined {
  const name = words(s.calleeName(s.origin(key)));
  return name.includes(' ') ? name : undefined;
}

/** Does anything near read the count against a most? In the function, its file, or the files of its callers. `maker`: what makes the count's key. */
function compared(ground: Ground, place: Place, maker: string | undefined): boolean {
  const scans = new Set<Scan>([place.s]);
  const outward = (p: Place, depth: number): void => {
    for (const site of ground.callers(p.s, ground.home(p))) {
      scans.add(site.s);
      if (depth > 0) outward(site, depth - 1);
    }
  };
  outward(place, 1);
  for (const s of scans) {
    for (const e of s.m.exprsOf('bin')) {
      const expr = s.expr(e);
      if (expr.k !== 'bin' || !/^(?:[<>]=?|===?)$/.test(expr.op)) continue;
      const text = s.wordsIn(e, 2);
      if (FAIL.test(text) || (maker !== undefined && text.includes(maker))) return true;
    }
  }
  return false;
}
