/** What the lock analysis knows of the whole project: callers, the conditions around a place, whose state it is. */
import type { ExprId, FnId, Module, Query, Stmt } from '../../../../engine/rule/index.ts';
import { blocksOf, expressionsOf, guardsOf, homeOf, partsOf } from '../../../../engine/rule/index.ts';
import { Scan } from './scan.ts';
import { ACCOUNT, ADDRESS, FAIL, LOCK, notSignIn, OTHER, SIGN_IN, words } from './words.ts';

/** Whose state it is. `other`: a token's, a document's, a job's. */
export type Keyed = 'account' | 'address' | 'other' | 'unknown';

export interface Place {
  readonly s: Scan;
  readonly f: FnId;
  readonly e: ExprId;
}

const MAX_CALLERS = 12;
const CHECK = /\b(?:compare|verify|match(?:es)?|check|valid|correct|authenticate)\b/;

export class Ground {
  readonly q: Query;
  private readonly scans = new Map<Module, Scan>();
  private readonly found = new Map<string, readonly Place[]>();

  constructor(q: Query) {
    this.q = q;
  }

  scan(m: Module): Scan {
    let one = this.scans.get(m);
    if (!one) this.scans.set(m, (one = new Scan(m)));
    return one;
  }

  place(s: Scan, e: ExprId): Place {
    return { s, e, f: s.m.ownerOf(e) };
  }

  /** The function that a piece of code belongs to, out of callbacks. */
  home(p: { s: Scan; f: FnId }): FnId {
    return homeOf(p.s.m, p.f);
  }

  /** Calls that run a function; for a name that says enough, also those that only go by its name (methods of documents). */
  callers(s: Scan, f: FnId): readonly Place[] {
    const key = `${s.m.id}.${f}`;
    let out = this.found.get(key);
    if (out) return out;
    const name = s.fnName(f);
    const plain = s.m.fn(f).n ?? assignedName(s, f);
    const seen = new Set<string>();
    const places: Place[] = [];
    const add = (m: Module, e: ExprId): void => {
      const id = `${m.id}.${e}`;
      if (seen.has(id) || places.length >= MAX_CALLERS || !this.q.judged.has(m)) return;
      seen.add(id);
      places.push(this.place(this.scan(m), e));
    };
    for (const ref of this.q.callers(s.m, f)) add(ref.m, ref.e);
    if (plain !== undefined && plain.length >= 8 && name.includes(' ')) for (const one of this.q.sites.calls(plain)) add(one.m, one.e);
    out = places;
    this.found.set(key, out);
    return out;
  }

  /** The conditions that hold where a place stands, outwards through the functions around it. */
  conditions(p: Place): { s: Scan; cond: ExprId }[] {
    const out: { s: Scan; cond: ExprId }[] = [];
    let { f, e } = p;
    for (let round = 0; round < 6; round += 1) {
      for (const guard of guardsOf(p.s.m, f, e) ?? []) out.push({ s: p.s, cond: guard.cond });
      // A condition inside the expression: `n >= 5 ? new Date(…) : null`, `n >= 5 && lock()`.
      for (let at = p.s.m.parentOf(e), child = e; at >= 0; child = at, at = p.s.m.parentOf(at)) {
        const expr = p.s.expr(at);
        if (expr.k === 'cond' && child !== expr.c) out.push({ s: p.s, cond: expr.c });
        if (expr.k === 'bin' && expr.op === '&&' && child === expr.r) out.push({ s: p.s, cond: expr.l });
      }
      if (f === 0) break;
      e = p.s.m.fn(f).e;
      f = p.s.m.fn(f).parent;
    }
    return out;
  }

  /** A condition that speaks of failures: a counter, or a credential check that did not pass. */
  failing(p: Place): boolean {
    return this.conditions(p).some(({ s, cond }) => speaksOfFailure(s, cond));
  }

  /** Whether failures lead here: a condition, the function's names, or the same of its callers. */
  onFailure(p: Place, depth = 2): boolean {
    if (this.failing(p)) return true;
    const home = this.home(p);
    if (FAIL.test(p.s.fnName(home))) return true;
    if (depth === 0) return false;
    return this.callers(p.s, home).some((site) => this.onFailure(site, depth - 1));
  }

  /** Whether it is about signing in: names around it, what the function touches, or its callers. */
  signsIn(p: Place, depth = 2): boolean {
    const home = this.home(p);
    const around = p.s.contextWords(p.f);
    const body = home === 0 ? '' : this.bodyWords(p.s, home);
    if (notSignIn(p.s.fnName(home)) && !/login|sign ?in\b/.test(p.s.fnName(home))) return false;
    if (SIGN_IN.test(around) || SIGN_IN.test(body)) return true;
    if (depth === 0) return false;
    return this.callers(p.s, home).some((site) => this.signsIn(site, depth - 1));
  }

  /** Every name in a function's body, callbacks included. */
  bodyWords(s: Scan, f: FnId): string {
    const out: string[] = [];
    const visit = (body: readonly Stmt[], depth: number): void => {
      for (const e of Scan.expressions(body)) {
        out.push(s.wordsIn(e));
        if (depth > 0) for (const inner of functionsIn(s, e)) visit(s.m.fn(inner).body, depth - 1);
      }
    };
    visit(s.m.fn(f).body, 3);
    return out.join(' ; ');
  }

  /**
   * Whose state? `own`: the words of what holds it; `rest`: those of the call or lookup around it. Then the parameters of the function, then what
   * its callers hand in.
   */
  keyed(own: string, rest: string, p: Place): Keyed {
    return classify(own) ?? classify(rest) ?? this.byParameters(p, 2) ?? 'unknown';
  }

  /** The words that callers hand in for a parameter, when the expression is one. */
  handedIn(s: Scan, e: ExprId): string {
    const expr = s.expr(s.origin(e));
    if (expr.k !== 'param') return '';
    return this.callers(s, expr.f)
      .map((site) => {
        const call = site.s.expr(site.e);
        const arg = call.k === 'call' || call.k === 'new' ? call.a[expr.i] : undefined;
        return arg === undefined ? '' : site.s.wordsIn(arg, 2);
      })
      .join(' ; ');
  }

  private byParameters(p: Place, depth: number): Keyed | undefined {
    const home = this.home(p);
    const fn = p.s.m.fn(home);
    const named = classify(fn.params.map((one) => words(one.n ?? '')).join(' ; '));
    if (named) return named;
    if (depth === 0) return undefined;
    const said = this.callers(p.s, home).map((site) => {
      const expr = site.s.expr(site.e);
      const args = expr.k === 'call' || expr.k === 'new' ? expr.a.map((a) => site.s.wordsIn(a, 2)).join(' ; ') : '';
      return classify(args) ?? this.byParameters(site, depth - 1);
    });
    return said.find((one) => one === 'account') ?? said.find((one) => one !== undefined);
  }
}

function assignedName(s: Scan, f: FnId): string | undefined {
  const parent = s.m.parentOf(s.m.fn(f).e);
  const expr = parent < 0 ? undefined : s.expr(parent);
  return expr?.k === 'assign' ? s.lastName(expr.t) : undefined;
}

/** Account wins over address: a key of both still locks the account for that address. */
export function classify(text: string): Keyed | undefined {
  // `accountsLockout` and `user agent` name neither an account nor a user.
  const plain = text
    .replace(/\buser agents?\b/g, 'agent')
    .replace(/\bfailed \w+ (?:count|attempts?)\b/g, 'failures')
    .replace(/\b(?:accounts?|users?) (?:is )?(?:un)?(?:lock|block)\w*/g, 'lock')
    .replace(/\b(?:un)?(?:lock|block)\w* (?:accounts?|users?)\b/g, 'lock');
  if (OTHER.test(plain) && !/\busers?\b|\baccounts?\b|\badmins?\b|\blogin\b/.test(plain)) return 'other';
  if (ACCOUNT.test(plain)) return 'account';
  return ADDRESS.test(plain) ? 'address' : undefined;
}

export function speaksOfFailure(s: Scan, cond: ExprId): boolean {
  const text = s.wordsIn(cond, 2);
  return FAIL.test(text) || (SIGN_IN.test(text) && CHECK.test(text));
}

export function functionsIn(s: Scan, e: ExprId): FnId[] {
  const out: FnId[] = [];
  const visit = (at: ExprId): void => {
    const expr = s.expr(at);
    if (expr.k === 'fn') out.push(expr.f);
    for (const part of partsOf(expr)) visit(part);
  };
  visit(e);
  return out;
}

/** The statements of a function with those of callbacks written in place. */
export function statementsOf(s: Scan, f: FnId): Stmt[] {
  const out: Stmt[] = [];
  const walk = (body: readonly Stmt[]): void => {
    for (const stmt of body) {
      out.push(stmt);
      for (const e of expressionsOf(stmt)) for (const inner of functionsIn(s, e)) walk(s.m.fn(inner).body);
      for (const block of blocksOf(stmt)) walk(block);
    }
  };
  walk(s.m.fn(f).body);
  return out;
}

export { LOCK };
