/** Comparisons of stored lock state with the clock: the gate before sign-in, a predicate, a sweep's query. */
import type { ExprId } from '../../../../engine/rule/index.ts';
import { inOrder } from '../../../../engine/rule/index.ts';
import type { Comparison } from './clock.ts';
import { comparisonOf } from './clock.ts';
import { enclosingCall, isPageState, sqlText } from './ends.ts';
import type { Ground, Keyed, Place } from './ground.ts';
import type { Scan } from './scan.ts';
import { sqlComparisons } from './sql.ts';
import { ACCOUNT, canonical, FAIL, LOCK, notSignIn, OTHER, OTHER_END, SIGN_IN, STRONG_LOCK, words } from './words.ts';

export interface Gate extends Place {
  readonly at: ExprId;
  /** All the names the state goes by: at the comparison, and at the callers of a predicate. */
  readonly names: readonly string[];
  readonly kind: Comparison['kind'];
  /** Part of a query that writes: a sweep. */
  readonly sweep: boolean;
  readonly query: boolean;
  readonly keyed: Keyed;
  /** Further words that tell what it is about: those of a SQL text. */
  readonly said?: string;
}

const WRITES =
  /^(?:update|updateMany|updateOne|updateAll|findOneAndUpdate|findByIdAndUpdate|bulkWrite|deleteMany|destroy|delete|remove|incrementOne)$/;

/** Comparisons with the clock, in code and in SQL, but for the state of a page. `compared`: those in code. */
export function comparisonsIn(s: Scan, compared: readonly ExprId[]): ExprId[] {
  const onServer = compared.filter((e) => !isPageState(s, comparisonOf(s, e)?.state as ExprId));
  return inOrder(
    s.m.exprsOf('text').filter((e) => columnsCompared(s, e).length > 0),
    onServer,
  );
}

/** Those of a module's comparisons that may open a sign-in lock. */
export function gatesOf(ground: Ground, s: Scan, comparisons: readonly ExprId[]): Gate[] {
  const out: Gate[] = [];
  for (const e of comparisons) {
    const found = comparisonOf(s, e);
    if (!found) {
      sqlGates(ground, s, e, out);
      continue;
    }
    const place = ground.place(s, e);
    const names = [found.name, ...passedNames(ground, s, found.state)];
    const text = names.map(words).join(' ; ');
    if (OTHER_END.test(text) && !STRONG_LOCK.test(text)) continue;
    const call = found.query ? enclosingCall(s, e) : undefined;
    const own = call !== undefined ? s.wordsIn((s.expr(call) as { c: ExprId }).c) : receiver(s, found.state);
    const rest = call !== undefined ? s.wordsIn(call, 2) : deeper(s, found.state);
    const keyed = ground.keyed(own, rest, place);
    if (keyed === 'address' || keyed === 'other') continue;
    const sweep = call !== undefined && WRITES.test(s.calleeName(call)) && LOCK.test(text);
    out.push({ ...place, at: found.at, names, kind: found.kind, sweep, query: found.query, keyed });
  }
  return out;
}

/** The columns that a SQL text compares with now. */
function columnsCompared(s: Scan, e: ExprId): readonly string[] {
  const text = sqlText(s, e);
  if (text === undefined || !/\b(?:select|update|delete|where)\b/i.test(text)) return [];
  return sqlComparisons(text)
    .map((column) => column || interpolated(s, e))
    .filter((name) => name !== '');
}

function sqlGates(ground: Ground, s: Scan, e: ExprId, out: Gate[]): void {
  const text = sqlText(s, e) ?? '';
  const expr = s.expr(e);
  const columns = columnsCompared(s, e);
  const place = ground.place(s, e);
  const keyed = ground.keyed('', words(text), place);
  if (keyed === 'address' || keyed === 'other') return;
  const all = columns.map(words).join(' ; ');
  if (!LOCK.test(all) && !(expr.k === 'tagged' && LOCK.test(s.wordsIn(e)))) return;
  out.push({
    ...place,
    at: e,
    names: columns,
    kind: 'direct',
    sweep: /\bupdate\b[^;]*\bset\b/i.test(text),
    query: true,
    keyed,
    said: words(text),
  });
}

/** The expression before a comparison with now: `${fields.decisionExpiresAt} > now()`. */
function interpolated(s: Scan, e: ExprId): string {
  const expr = s.expr(e);
  if (expr.k !== 'tpl' && expr.k !== 'tagged') return '';
  const i = expr.s.findIndex((part, at) => at > 0 && /^\s*[<>]=?\s*(?:now|current_timestamp)/i.test(part));
  const before = i > 0 ? expr.e[i - 1] : undefined;
  return before === undefined ? '' : (s.lastName(before) ?? '');
}

/** The state is a parameter of the predicate: its callers say what it is called. */
function passedNames(ground: Ground, s: Scan, state: ExprId): string[] {
  const expr = s.expr(s.origin(state));
  if (expr.k !== 'param' && !(expr.k === 'ref' && s.m.facts.bindings[expr.b]?.k === 'param')) return [];
  const f = expr.k === 'param' ? expr.f : s.m.ownerOf(state);
  const i = expr.k === 'param' ? expr.i : 0;
  return ground.callers(s, f).flatMap((site) => {
    const call = site.s.expr(site.e);
    const arg = call.k === 'call' ? call.a[i] : undefined;
    const inner = arg === undefined ? undefined : site.s.expr(arg);
    const dressed = inner?.k === 'new' || inner?.k === 'call' ? inner.a[0] : arg;
    const name = dressed === undefined ? undefined : site.s.lastName(dressed);
    return name === undefined ? [] : [name];
  });
}

function receiver(s: Scan, state: ExprId): string {
  const expr = s.expr(state);
  if (expr.k !== 'member' && expr.k !== 'index') return '';
  const name = s.lastName(expr.o) ?? '';
  if (name !== 'this') return words(name);
  // A method of a model: its class or file says whose.
  const { cls } = s.m.fn(s.m.ownerOf(state));
  return `${s.pathWords()} ; ${cls === undefined ? '' : words(s.m.facts.classes[cls]?.n ?? '')}`;
}

function deeper(s: Scan, state: ExprId): string {
  const expr = s.expr(state);
  return expr.k === 'member' || expr.k === 'index' ? s.wordsIn(expr.o, 3) : s.wordsIn(state, 3);
}

/** Is this gate, with no write of the lock beside it, the place where a sign-in lock opens by itself? `ends`: ends of locks written elsewhere. */
export function opens(ground: Ground, gate: Gate, ends: ReadonlySet<string>): boolean {
  const { s } = gate;
  const text = gate.names.map(words).join(' ; ');
  const around = s.fnName(ground.home(gate));
  const context = s.contextWords(gate.f);
  const known = gate.names.some((name) => ends.has(canonical(name)));
  const named = STRONG_LOCK.test(text);
  if (OTHER_END.test(around) && !SIGN_IN.test(around)) return false;
  if (notSignIn(around) && !named) return false;
  // An administrator is told that there is nothing to unlock.
  if (/\bunlock\b/.test(context) && /\badmin/.test(`${context} ; ${ground.bodyWords(s, ground.home(gate))}`)) return false;
  // A query of a list for people to look at decides nothing either.
  if (gate.query && !gate.sweep && !(SIGN_IN.test(around) || /password|credential/.test(ground.bodyWords(s, ground.home(gate)))))
    return false;
  if (gate.query && !gate.sweep && /admin|list|stats|report|dashboard|count|search|filter|find ?all/.test(`${around} ; ${s.pathWords()}`))
    return false;
  if (!gate.query && !decides(s, gate.at, 3)) return false;
  if (gate.kind === 'elapsed') return elapsedOpens(ground, gate, text);
  if (known && named) return gate.keyed === 'account' || SIGN_IN.test(context) || ACCOUNT.test(context) || ground.signsIn(gate, 1);
  if (!named && !(LOCK.test(around) && (ACCOUNT.test(around) || SIGN_IN.test(context)))) return false;
  if (OTHER.test(around) && !ACCOUNT.test(around)) return false;
  const module = s.moduleWords();
  const failures =
    FAIL.test(`${text} ; ${gate.said ?? ''}`) ||
    ground.callers(s, ground.home(gate)).some((site) => /attempt|fail/.test(ground.bodyWords(site.s, ground.home(site)))) ||
    /attempt|fail(?:ed|ure)? ?log|login ?fail|intento|tentativ|urinish|brute/.test(module);
  return (
    failures &&
    (SIGN_IN.test(context) || SIGN_IN.test(text) || /password|login/.test(module)) &&
    (gate.keyed === 'account' || ACCOUNT.test(context))
  );
}

/** Names under which the outcome of a gate is passed on. */
const SAYS = new RegExp(`${LOCK.source}|\\b(?:allowed|can|expired|valid|blocked|denied|ok)\\b`, 'u');

/** Something hangs on the comparison: it is returned, or a branch leaves by it. What is only shown or logged decides nothing. */
function decides(s: Scan, e: ExprId, depth: number): boolean {
  const parent = s.m.parentOf(e);
  if (parent >= 0) {
    const expr = s.expr(parent);
    if (expr.k === 'bin' || expr.k === 'un' || expr.k === 'cond' || expr.k === 'await' || expr.k === 'dflt' || expr.k === 'opaque')
      return decides(s, parent, depth);
    if (expr.k === 'obj') return expr.p.some((p) => 'n' in p && p.v === e && SAYS.test(words(p.n)));
    if (expr.k === 'assign') return SAYS.test(words(s.lastName(expr.t) ?? ''));
    return expr.k === 'call' && /^(?:Boolean|next|done|callback|cb|resolve)$/.test(s.lastName(expr.c) ?? '');
  }
  const named = s.bindingOf(e);
  if (named !== undefined) return depth > 0 && s.readsOf(named).some((read) => decides(s, read, depth - 1));
  return s.returnedBy(e) !== undefined || s.leavesBy(e);
}

/** `now - user.lastFailedLogin < WINDOW`: refuses while it holds, so it must stand beside a counter or a flag. */
function elapsedOpens(ground: Ground, gate: Gate, text: string): boolean {
  const { s } = gate;
  if (gate.query || gate.keyed !== 'account') return false;
  if (!(LOCK.test(text) || FAIL.test(text) || /\blogin\b/.test(text) || besideCount(s, gate.at))) return false;
  if (!ground.signsIn(gate, 1)) return false;
  const body = ground.bodyWords(s, ground.home(gate));
  return STRONG_LOCK.test(text) || (FAIL.test(body) && /\b(?:attempts?|times|count\w*|failures|lock\w*|block\w*|max)\b/.test(body));
}

/** `entry.count >= 5 && now - entry.last < WINDOW`: the condition around it counts something. */
function besideCount(s: Scan, e: ExprId): boolean {
  let top = e;
  for (let at = s.m.parentOf(e); at >= 0; at = s.m.parentOf(at)) {
    const expr = s.expr(at);
    if (expr.k !== 'bin' || (expr.op !== '&&' && expr.op !== '||')) break;
    top = at;
  }
  return top !== e && /\b(?:count\w*|attempts?|fails?|failures|tries|times)\b/.test(s.wordsIn(top));
}
