/** Writes of an end: a moment to come that is stored under a name, and whether that is the end of a sign-in lock. */
import type { ExprId, FnId } from '../../../../engine/rule/index.ts';
import { inOrder } from '../../../../engine/rule/index.ts';
import { futureOf } from './clock.ts';
import type { Ground, Keyed, Place } from './ground.ts';
import type { Scan } from './scan.ts';
import { columnAt, sqlEnds } from './sql.ts';
import { canonical, FAIL, LOCK, OTHER_END, SIGN_IN, STRONG_LOCK, words } from './words.ts';

export interface EndWrite extends Place {
  /** Where the finding stands: the assignment or the moment. */
  readonly at: ExprId;
  readonly name: string;
  readonly duration: ExprId | undefined;
  readonly keyed: Keyed;
}

interface Sink {
  readonly name: string;
  /** What holds the state: the receiver or the callee. */
  readonly own: string;
  readonly rest: string;
  readonly place: Place;
}

/** Where an end may be written: moments to come, and SQL that sets a column to one. */
export function momentsIn(s: Scan): ExprId[] {
  return inOrder(
    s.m.exprsOf('sum').filter((e) => futureOf(s, e) !== undefined),
    s.m.facts.calls.filter((e) => s.expr(e).k === 'call' && futureOf(s, e) !== undefined),
    s.m.exprsOf('text').filter((e) => columnsSet(s, e).length > 0 || (s.expr(e).k === 'tagged' && futureOf(s, e) !== undefined)),
  );
}

/** Those of a module's moments that end a sign-in lock. */
export function endWrites(ground: Ground, s: Scan, moments: readonly ExprId[]): EndWrite[] {
  const out: EndWrite[] = [];
  for (const e of moments) {
    const expr = s.expr(e);
    const duration = futureOf(s, e);
    if (duration === undefined) {
      sqlWrites(ground, s, e, out);
      continue;
    }
    const place = ground.place(s, e);
    const whole = outermost(s, e);
    const sinks = expr.k === 'call' && isMutation(s, e) ? mutated(ground, s, e) : sinksOf(ground, s, whole, 3);
    for (const sink of sinks) {
      const keyed = locks(ground, place, sink, s.wordsIn(duration, 1));
      if (keyed === undefined) continue;
      const parent = s.m.parentOf(whole);
      const held = parent >= 0 && s.expr(parent).k === 'assign' ? parent : whole;
      out.push({ ...place, at: held, name: sink.name, duration, keyed });
      break;
    }
  }
  return out;
}

const HANDED_OUT = /\bshar(?:e|es|ed|ing)\b|\blinks?\b|\binvit\w*|\bsends\b/;

/** Does this write end a lock of an account, and whose? Undefined when it does not. */
function locks(ground: Ground, place: Place, sink: Sink, duration: string): Keyed | undefined {
  const { s } = place;
  const name = words(sink.name);
  if (sink.name === '' || endsOther(sink.name)) return undefined;
  const around = s.fnName(ground.home(place));
  const named = LOCK.test(name);
  // A share or an invitation that ends, though it has a password of its own.
  if (!named && !LOCK.test(around) && HANDED_OUT.test(`${sink.own} ; ${s.contextWords(place.f)}`)) return undefined;
  const lockish = named || LOCK.test(duration) || LOCK.test(around) || LOCK.test(sink.own);
  const counted = ground.failing(place) || (sink.place.e !== place.e && ground.failing(sink.place));
  const failish =
    counted ||
    FAIL.test(name) ||
    FAIL.test(around) ||
    FAIL.test(sink.own) ||
    (named && (ground.onFailure(place) || ground.onFailure(sink.place)));
  if (!failish || !(lockish || (counted && SIGN_IN.test(`${name} ; ${sink.own}`)))) return undefined;
  if (!named && !counted && !FAIL.test(around)) return undefined;
  if (!SIGN_IN.test(name) && !ground.signsIn(place) && !(sink.place.e !== place.e && ground.signsIn(sink.place))) return undefined;
  const keyed = ground.keyed(sink.own, sink.rest, sink.place);
  return keyed === 'address' || keyed === 'other' ? undefined : keyed;
}

/** The name of a moment that ends a code, a token or a session. */
function endsOther(name: string): boolean {
  return OTHER_END.test(words(name)) && !STRONG_LOCK.test(words(name));
}

/** The columns that a SQL text sets to a moment to come. */
function columnsSet(s: Scan, e: ExprId): readonly string[] {
  const text = sqlText(s, e);
  return text !== undefined && /\b(?:update|set|insert)\b/i.test(text) ? sqlEnds(text) : [];
}

function sqlWrites(ground: Ground, s: Scan, e: ExprId, out: EndWrite[]): void {
  const whole = words(sqlText(s, e) ?? '');
  for (const column of columnsSet(s, e)) {
    const place = ground.place(s, e);
    const keyed = locks(ground, place, { name: column, own: '', rest: whole, place }, FAIL.test(whole) ? `${column} lock` : column);
    const counted = FAIL.test(whole) && LOCK.test(words(column)) && (SIGN_IN.test(whole) || ground.signsIn(place));
    if (keyed !== undefined || (counted && ground.keyed('', whole, place) !== 'address')) {
      out.push({ ...place, at: e, name: column, duration: undefined, keyed: keyed ?? 'account' });
      return;
    }
  }
}

/** The text of a string, template or tagged template, interpolations as a zero character. */
export function sqlText(s: Scan, e: ExprId): string | undefined {
  const expr = s.expr(e);
  if (expr.k === 'lit') return typeof expr.v === 'string' && expr.v.length > 12 ? expr.v : undefined;
  if (expr.k === 'tpl' || expr.k === 'tagged') return expr.s.join('\u0000');
  return undefined;
}

function isMutation(s: Scan, e: ExprId): boolean {
  return /^set/.test(s.calleeName(e));
}

/** `until.setMinutes(…)`: what is done with `until`. */
function mutated(ground: Ground, s: Scan, e: ExprId): Sink[] {
  const expr = s.expr(e);
  const callee = expr.k === 'call' ? s.expr(expr.c) : undefined;
  const target = callee?.k === 'member' ? s.expr(callee.o) : undefined;
  const direct = sinksOf(ground, s, outermost(s, e), 2);
  if (target?.k !== 'ref') return direct;
  if (endsOther(s.m.bindingName(target.b))) return [];
  return [...direct, { name: s.m.bindingName(target.b), own: '', rest: '', place: ground.place(s, e) }, ...readsOf(ground, s, target.b, 2)];
}

const WRAPPER =
  /^(?:Date|floor|ceil|round|trunc|Number|String|toISOString|getTime|valueOf|toDate|toJSDate|unix|format|toISO|toJSON|toMillis|toSeconds|_encode|fromDate|fromMillis|formatISO|moment|dayjs|toString|utc|parseInt|max|min|BigInt)$/;

/** The moment in all its dress: `new Date(now + d).toISOString()`. */
function outermost(s: Scan, e: ExprId): ExprId {
  for (let at = e; ; ) {
    const parent = s.m.parentOf(at);
    if (parent < 0) return at;
    const expr = s.expr(parent);
    const wraps =
      expr.k === 'member'
        ? WRAPPER.test(expr.n) && s.m.parentOf(parent) >= 0
        : expr.k === 'call' || expr.k === 'new'
          ? WRAPPER.test(s.lastName(expr.c) ?? '') && (expr.c === at ? s.expr(at).k === 'member' : true)
          : expr.k === 'un' || expr.k === 'sum' || (expr.k === 'bin' && /^[-+*/]$/.test(expr.op));
    if (!wraps) return at;
    at = parent;
  }
}

/** The names under which a value is stored. */
function sinksOf(ground: Ground, s: Scan, e: ExprId, depth: number): Sink[] {
  const parent = s.m.parentOf(e);
  if (parent < 0) {
    const named = s.bindingOf(e);
    if (named !== undefined && endsOther(s.m.bindingName(named))) return [];
    if (named !== undefined) {
      const reads = depth > 0 ? readsOf(ground, s, named, depth - 1) : [];
      const self: Sink = { name: s.m.bindingName(named), own: '', rest: '', place: ground.place(s, e) };
      // What is done with it tells whose it is; its own name still counts.
      const rest = reads.map((one) => `${one.own} ; ${one.rest}`).join(' ; ');
      return [...reads, { ...self, rest }];
    }
    const f = s.returnedBy(e);
    return f === undefined ? [] : returned(ground, s, f, e, depth);
  }
  const expr = s.expr(parent);
  const place = ground.place(s, parent);
  switch (expr.k) {
    case 'assign':
      return expr.v !== e
        ? []
        : [{ name: s.lastName(expr.t) ?? '', ...ownerOf(s, expr.t), place }, ...boundAssign(ground, s, expr.t, depth)];
    case 'obj': {
      const prop = expr.p.find((p) => 'v' in p && p.v === e);
      const name = prop && 'n' in prop ? prop.n : prop && 'c' in prop ? (s.lastName(prop.c) ?? '') : '';
      const call = enclosingCall(s, parent);
      return [
        {
          name,
          own: call === undefined ? boundName(s, parent) : s.wordsIn((s.expr(call) as { c: ExprId }).c),
          rest: call === undefined ? '' : s.wordsIn(call, 2),
          place,
        },
      ];
    }
    case 'call':
    case 'new': {
      if (expr.c === e) return [];
      const column = columnOf(s, parent, expr.a.indexOf(e));
      if (column !== undefined) return [{ ...column, place }];
      // `lockUser(id, until)` stores it under a name of its own; `query(sql, [until])` says nothing of its name.
      const callee = s.lastName(expr.c) ?? '';
      // State of a page in a browser locks nobody's account.
      if (isPageState(s, expr.c)) return [];
      // `doc.set('lockUntil', until)`
      const field = /^set$/i.test(callee) && expr.a[1] === e ? fieldName(s, expr.a[0] as ExprId) : undefined;
      if (field !== undefined) return [{ name: field, ...ownerOf(s, expr.c), place }];
      return LOCK.test(words(callee)) || /^(?:set|update)/.test(callee)
        ? [{ name: callee, own: s.wordsIn(expr.c), rest: s.wordsIn(parent, 2), place }]
        : [{ name: '', own: '', rest: s.wordsIn(parent, 2), place }];
    }
    case 'cond':
    case 'bin':
    case 'dflt':
    case 'await':
    case 'spread':
    case 'seq':
      return sinksOf(ground, s, parent, depth);
    case 'arr': {
      const column = columnOf(s, parent, expr.e.indexOf(e));
      if (column !== undefined) return [{ ...column, place }];
      const outer = sinksOf(ground, s, parent, depth);
      const others = expr.e
        .filter((one) => one !== e)
        .map((one) => s.wordsIn(one))
        .join(' ; ');
      return outer.map((one) => ({ ...one, own: `${one.own} ; ${others}` }));
    }
    default:
      return [];
  }
}

/** The column that a parameter of a SQL text is stored in: the `at`th of an array beside the text, or of the call's own arguments. */
function columnOf(s: Scan, holder: ExprId, at: number): { name: string; own: string; rest: string } | undefined {
  const list = s.expr(holder).k === 'arr';
  const call = list ? enclosingCall(s, holder) : holder;
  const expr = call === undefined ? undefined : s.expr(call);
  if (call === undefined || expr?.k !== 'call') return undefined;
  // `db.query(sql, [a, b])`, `db.run(sql, a, b)`, `db.prepare(sql).run(a, b)`
  const own = expr.a.findIndex((one) => isSql(s, one));
  const prepared = own >= 0 ? undefined : preparedBy(s, expr.c);
  const text = own >= 0 ? expr.a[own] : prepared;
  if (text === undefined) return undefined;
  const sql = sqlText(s, s.origin(text)) ?? '';
  const name = columnAt(sql, list || prepared !== undefined ? at : at - own - 1);
  return name === undefined ? undefined : { name, own: '', rest: `${words(sql)} ; ${s.wordsIn(call, 2)}` };
}

function isSql(s: Scan, e: ExprId): boolean {
  return /\b(?:update|insert)\b/i.test(sqlText(s, s.origin(e)) ?? '');
}

function preparedBy(s: Scan, callee: ExprId): ExprId | undefined {
  const member = s.expr(callee);
  const made = member.k === 'member' ? s.expr(s.origin(member.o)) : undefined;
  return made?.k === 'call' ? made.a.find((one) => isSql(s, one)) : undefined;
}

/** `x` or `setX` of `const [x, setX] = useState()`. */
export function isPageState(s: Scan, callee: ExprId): boolean {
  const from = s.expr(s.origin(callee));
  return from.k === 'index' && /^use[A-Z]/.test(s.calleeName(from.o));
}

function fieldName(s: Scan, e: ExprId): string | undefined {
  const expr = s.expr(e);
  return expr.k === 'lit' && typeof expr.v === 'string' ? expr.v : s.lastName(e);
}

function boundAssign(ground: Ground, s: Scan, target: ExprId, depth: number): Sink[] {
  const expr = s.expr(target);
  return expr.k === 'ref' && depth > 0 ? readsOf(ground, s, expr.b, depth - 1) : [];
}

function readsOf(ground: Ground, s: Scan, b: number, depth: number): Sink[] {
  return s.readsOf(b).flatMap((read) => {
    const whole = outermost(s, read);
    const parent = s.m.parentOf(whole);
    const expr = parent < 0 ? undefined : s.expr(parent);
    if (expr?.k === 'assign' && expr.t === whole) return [];
    if (expr?.k === 'bin' && expr.op !== '??' && expr.op !== '||') return [];
    return sinksOf(ground, s, whole, depth);
  });
}

function returned(ground: Ground, s: Scan, f: FnId, e: ExprId, depth: number): Sink[] {
  const place = ground.place(s, e);
  const self: Sink = { name: s.fnName(f), own: '', rest: '', place };
  if (depth === 0) return [self];
  const callers = ground.callers(s, f).flatMap((site) => sinksOf(ground, site.s, site.e, depth - 1));
  return [...callers, self];
}

/** What holds an assigned property: its receiver, and where that came from. */
function ownerOf(s: Scan, target: ExprId): { own: string; rest: string } {
  const expr = s.expr(target);
  if (expr.k !== 'member' && expr.k !== 'index') return { own: '', rest: '' };
  const name = s.lastName(expr.o);
  return { own: name === undefined ? '' : words(name), rest: s.wordsIn(expr.o, 3) };
}

/** The call that an object literal is handed to, through nested literals. */
export function enclosingCall(s: Scan, e: ExprId): ExprId | undefined {
  for (let at = s.m.parentOf(e), child = e; at >= 0; child = at, at = s.m.parentOf(at)) {
    const expr = s.expr(at);
    if ((expr.k === 'call' || expr.k === 'new') && expr.c !== child) return at;
    if (expr.k !== 'obj' && expr.k !== 'arr' && expr.k !== 'spread' && expr.k !== 'cond' && expr.k !== 'await') return undefined;
  }
  return undefined;
}

function boundName(s: Scan, e: ExprId): string {
  for (let at = e; at >= 0; at = s.m.parentOf(at)) {
    const named = s.bindingOf(at);
    if (named !== undefined) return words(s.m.bindingName(named));
    const parent = s.m.parentOf(at);
    const expr = parent < 0 ? undefined : s.expr(parent);
    if (expr?.k === 'assign') return s.wordsIn(expr.t);
  }
  return '';
}

export { canonical };
