/** Credential checks: where a password is compared, and what runs when it does not match. */

import type { ExprId, FnId, Module, Query, Stmt } from '../../../../engine/rule/index.ts';
import { alternatives, blocksOf, expressionsIn, expressionsOf, expressionsWithin, inOrder } from '../../../../engine/rule/index.ts';
import { perName } from '../per-name.ts';
import { chainOf, nameOf } from './chain.ts';
import { homeOf } from './functions.ts';
import { isAccount, isPasswordField, joined, nounOf } from './names.ts';
import { readSql } from './sql.ts';
import { literalText } from './writes.ts';

const LIBRARY =
  /^(bcrypt|bcryptjs|bcrypt-nodejs|bcrypt-ts|argon2|argon2-browser|@node-rs\/(bcrypt|argon2)|password-hash|scrypt-kdf|@phc\/\w+|pbkdf2-password|hash-wasm|oslo\/password|better-auth\/crypto|bcrypt-promise|twin-bcrypt|@oslojs\/\w+|global)#.*?(compare|compareSync|verify|verifySync|comparePassword|Bun\.password\.verify)$/i;
const NAMED =
  /^(verify|check|compare|validate|match|test|authenticate|is)?(is)?(valid|correct)?(user|account|admin|login|plain|hashed)?(password|passwords|pwd|passwd|credentials?)(hash|matches|match|valid|iscorrect|isvalid|correct|forlogin|async|sync|compare|verify|equals|check)?$/;
const PROVING =
  /^(verify|check|compare|validate|match|test|authenticate|is|valid|correct)|(matches|match|valid|compare|verify|correct|equals)$/;

export interface Check {
  readonly e: ExprId;
  /** The function it runs in. */
  readonly home: FnId;
  /** The statements that run when the credentials do not match. */
  readonly failed: readonly Stmt[];
}

/** What a call may prove by its name: a password as a library does, by a name of its own, or as a whole sign-in; or it may look something up. */
type Proof = 'short' | 'named' | 'asked' | 'signs-in' | 'looks-up' | 'nothing';

const proofOf: (written: string) => Proof = perName((written) => {
  const name = joined(written);
  if (/^(compare|comparesync|verify|verifysync|equals)$/.test(name)) return 'short';
  if (
    /^(login|signin|authenticate|authenticateuser|validateuser|loginuser|checklogin|validatecredentials|verifycredentials|verifyuser|attempt|dologin)$/.test(
      name,
    )
  )
    return 'asked';
  if (NAMED.test(name) && PROVING.test(name)) return 'named';
  if (/^(signInWithPassword|signInWithEmailAndPassword)$/.test(written)) return 'signs-in';
  return /^(findOne|findFirst|findUnique|findOneBy|getOne|first)$/.test(written) ? 'looks-up' : 'nothing';
});

/** The expressions of a module that may compare a password, as far as their form tells. */
export function checksIn(m: Module): ExprId[] {
  const compared = m.exprsOf('bin').filter((e) => comparesPassword(m, e));
  const called = m.facts.calls.filter((e) => {
    const expr = m.expr(e);
    return expr.k === 'call' && expr.a.length > 0 && mayProve(m, proofOf(nameOf(m, expr.c)), expr.a[0] as ExprId);
  });
  return inOrder(compared, called);
}

function mayProve(m: Module, proof: Proof, first: ExprId): boolean {
  return proof === 'short' || proof === 'asked' || proof === 'named' || looksUp(m, proof, first);
}

export class Checks {
  private readonly q: Query;
  private readonly likely: (m: Module, e: ExprId) => readonly { m: Module; f: FnId }[];
  private readonly memo = new Map<string, boolean>();

  /** `likely` names the functions that a call can only mean, where it cannot be followed. */
  constructor(q: Query, likely: (m: Module, e: ExprId) => readonly { m: Module; f: FnId }[]) {
    this.q = q;
    this.likely = likely;
  }

  /** Does an expression compare a password with what is stored? */
  isCheck(m: Module, e: ExprId): boolean {
    const expr = m.expr(e);
    if (expr.k === 'bin') return comparesPassword(m, e);
    if (expr.k !== 'call') return false;
    const key = `${m.id}.${e}`;
    const before = this.memo.get(key);
    if (before !== undefined) return before;
    this.memo.set(key, false);
    const found = this.call(m, e, expr.c, expr.a);
    this.memo.set(key, found);
    return found;
  }

  private call(m: Module, e: ExprId, callee: ExprId, args: readonly ExprId[]): boolean {
    const [first] = args;
    if (first === undefined) return false;
    const by = proofOf(nameOf(m, callee));
    if (by !== 'short' && by !== 'asked' && by !== 'named') return looksUp(m, by, first);
    const targets = this.q.targets(this.q.ref(m, e));
    if (targets.length > 0) return targets.some((one) => this.proves(one.m, one.f, by === 'asked'));
    if (by === 'short')
      return (
        alternatives(this.q.value(this.q.ref(m, callee))).some((one) => one.is === 'ext' && LIBRARY.test(one.key)) ||
        (/(bcrypt|argon|scrypt|hasher|crypt|hash|passwordservice)/i.test(
          chainOf(m, e)
            .slice(0, -1)
            .map((one) => one.name)
            .join(' '),
        ) &&
          args.length >= 2 &&
          mentionsPassword(m, args))
      );
    if (by === 'asked') return this.likely(m, e).some((one) => this.proves(one.m, one.f, true));
    return args.length >= 2 || (m.expr(callee).k === 'member' && isAccount(nounOf(chainOf(m, e).at(-2)?.name ?? '')));
  }

  /** A function whose answer tells whether the password matched. Only where its name speaks of passwords does a bare comparison of digests do. */
  private proves(m: Module, f: FnId, byPassword: boolean): boolean {
    const fn = m.fn(f);
    if (fn.bodiless) return false;
    const key = `f${m.id}.${f}.${byPassword}`;
    const before = this.memo.get(key);
    if (before !== undefined) return before;
    this.memo.set(key, false);
    const digests = /^(scrypt|scryptSync|pbkdf2|pbkdf2Sync|timingSafeEqual)$/;
    const found = expressionsWithin(m, fn.body).some((e) => {
      const expr = m.expr(e);
      return this.isCheck(m, e) || (!byPassword && expr.k === 'call' && digests.test(nameOf(m, expr.c)));
    });
    this.memo.set(key, found);
    return found;
  }

  /** The checks that a function makes, each with what runs when it fails. */
  of(m: Module, f: FnId): Check[] {
    const body = m.fn(f).body;
    const all = expressionsWithin(m, body);
    return all
      .filter((e) => homeOf(m, m.ownerOf(e)) === f && this.isCheck(m, e))
      .map((e) => ({ e, home: f, failed: failedBranch(m, f, e) }));
  }
}

/** `user.password === hash(input)`: a stored digest held against a fresh one. */
function comparesPassword(m: Module, e: ExprId): boolean {
  const expr = m.expr(e);
  if (expr.k !== 'bin' || !/^[!=]==?$/.test(expr.op)) return false;
  const stored = (side: ExprId): boolean => {
    const part = m.expr(side);
    if (part.k !== 'member' || !isPasswordField(part.n)) return false;
    const owner = joined(nameOf(m, part.o));
    return isAccount(nounOf(owner)) || /(user|data|account|row|result|record|dbuser|admin|member|doc)$/.test(owner);
  };
  const input = (side: ExprId): boolean => {
    const part = m.expr(side);
    if (part.k === 'lit' || part.k === 'undef' || part.k === 'un') return false;
    const name = joined(nameOf(m, side));
    if (/(confirm|repeat|again|retype|^null$|^undefined$)/.test(name)) return false;
    return part.k === 'call' ? /(hash|md5|sha|digest|hmac|encrypt|crypt|tostring)/.test(name) : /pass|pwd|hash|digest/.test(name);
  };
  return (stored(expr.l) && input(expr.r) && !stored(expr.r)) || (stored(expr.r) && input(expr.l) && !stored(expr.l));
}

/** A look-up that holds the password (or its digest) against the stored one: SQL, or a filter with both. */
function looksUp(m: Module, proof: Proof, first: ExprId): boolean {
  const text = literalText(m, first);
  if (text !== undefined) {
    const sql = readSql(text);
    return (
      sql?.verb === 'select' &&
      isAccount(nounOf(sql.table)) &&
      sql.columns.some(isPasswordField) &&
      sql.columns.some((one) => /mail|user|login|name|phone|id/i.test(one))
    );
  }
  if (proof !== 'looks-up') return proof === 'signs-in';
  const keys = new Set<string>();
  const visit = (at: ExprId, depth: number): void => {
    const expr = m.expr(at);
    if (expr.k !== 'obj' || depth > 2) return;
    for (const p of expr.p) {
      if (!('n' in p)) continue;
      keys.add(p.n);
      if (p.n === 'where') visit(p.v, depth + 1);
    }
  };
  visit(first, 0);
  return [...keys].some(isPasswordField) && [...keys].some((one) => /mail|user|login|name|phone/i.test(one));
}

function mentionsPassword(m: Module, args: readonly ExprId[]): boolean {
  return args.some((one) => /pass|pwd|secret/i.test(nameOf(m, one)));
}

/** Bindings that carry the answer of a check: variables set from it, and parameters of callbacks it is handed to. */
function carriers(m: Module, f: FnId, check: ExprId): Set<number> {
  const out = new Set<number>();
  const carries = (e: ExprId): boolean =>
    expressionParts(m, e).some((one) => {
      const expr = m.expr(one);
      return one === check || (expr.k === 'ref' && out.has(expr.b));
    });
  const { start, end } = m.span(m.fn(f).e);
  const inside = (e: ExprId): boolean => m.span(e).start >= start && m.span(e).end <= end;
  const callbacks = callbacksAfter(m, check);
  m.facts.bindings.forEach((binding, b) => {
    const source = binding.e === undefined ? undefined : m.expr(rootOf(m, binding.e));
    if (binding.k === 'param' && source?.k === 'param' && callbacks.has(source.f) && !/^(err|error|e)$/i.test(binding.n)) out.add(b);
  });
  for (let round = 0; round < 2; round += 1) {
    m.facts.bindings.forEach((binding, b) => {
      if (out.has(b) || binding.k === 'param' || binding.k === 'import') return;
      if (binding.e !== undefined && inside(binding.e) && carries(binding.e)) out.add(b);
      for (const write of binding.w ?? []) {
        const assign = m.expr(write);
        if (assign.k === 'assign' && inside(write) && carries(assign.v)) out.add(b);
      }
    });
  }
  return out;
}

function rootOf(m: Module, e: ExprId): ExprId {
  const expr = m.expr(e);
  return expr.k === 'member' ? rootOf(m, expr.o) : expr.k === 'dflt' ? rootOf(m, expr.e) : e;
}

/** All parts of an expression, itself included; not the bodies of functions. */
function expressionParts(m: Module, e: ExprId): ExprId[] {
  return expressionsIn(m, [{ k: 'e', e }]);
}

/** Functions that receive the answer: the check's own callback, and those of `.then(…)` behind it. */
function callbacksAfter(m: Module, check: ExprId): Set<FnId> {
  const out = new Set<FnId>();
  const take = (e: ExprId): void => {
    const expr = m.expr(e);
    if (expr.k !== 'call') return;
    for (const arg of expr.a) {
      const fn = m.expr(arg);
      if (fn.k === 'fn') out.add(fn.f);
    }
  };
  take(check);
  let at = check;
  for (let depth = 0; depth < 4; depth += 1) {
    const member = m.parentOf(at);
    if (member < 0 || m.expr(member).k !== 'member' || (m.expr(member) as { n: string }).n !== 'then') break;
    const call = m.parentOf(member);
    if (call < 0) break;
    take(call);
    at = call;
  }
  return out;
}

type Polarity = 'true' | 'false';

function failedBranch(m: Module, f: FnId, check: ExprId): readonly Stmt[] {
  const carried = carriers(m, f, check);
  const about = (e: ExprId): boolean =>
    expressionParts(m, e).some((one) => {
      const expr = m.expr(one);
      return one === check || (expr.k === 'ref' && carried.has(expr.b));
    });
  /** For which outcome of the condition the check has failed. */
  const polarity = (e: ExprId): Polarity | undefined => {
    const expr = m.expr(e);
    const flip = (one: Polarity | undefined): Polarity | undefined => (one === 'true' ? 'false' : one === 'false' ? 'true' : undefined);
    if (e === check && expr.k === 'bin') return expr.op.startsWith('!') ? 'true' : 'false';
    if (expr.k === 'un' && expr.op === '!') return flip(polarity(expr.e));
    if (expr.k === 'await') return polarity(expr.e);
    if (expr.k === 'bin' && (expr.op === '&&' || expr.op === '||')) {
      const found = [polarity(expr.l), polarity(expr.r)].filter((one) => one !== undefined);
      if (expr.op === '||') return found.includes('true') ? 'true' : found.length === 2 ? 'false' : undefined;
      return found.includes('false') ? 'false' : undefined;
    }
    if (expr.k === 'bin' && /^[!=]==?$/.test(expr.op)) {
      const side = about(expr.l) ? expr.r : about(expr.r) ? expr.l : undefined;
      const lit = side === undefined ? undefined : m.expr(side);
      const falsy = lit?.k === 'undef' || (lit?.k === 'lit' && (lit.v === false || lit.v === null || lit.v === 0));
      const truthy = lit?.k === 'lit' && (lit.v === true || lit.v === 1);
      const member = side === expr.r ? expr.l : expr.r;
      if (!falsy && !truthy) return undefined;
      if (m.expr(member).k === 'bin') return undefined;
      return falsy === expr.op.startsWith('=') ? 'true' : 'false';
    }
    if (expr.k === 'bin' && /^(>|<=?|>=)$/.test(expr.op) && about(expr.l) && m.expr(expr.r).k === 'lit')
      return expr.op === '>' || expr.op === '>=' ? 'false' : 'true';
    return (expr.k === 'ref' || expr.k === 'member' || expr.k === 'call') && about(e) ? 'false' : undefined;
  };
  let found: readonly Stmt[] = [];
  const walk = (body: readonly Stmt[]): void => {
    body.forEach((stmt, i) => {
      if (found.length > 0) return;
      if (stmt.k === 'if') {
        const failing = polarity(stmt.c);
        const rest = body.slice(i + 1);
        if (failing === 'true') found = leavesSoon(stmt.t) ? stmt.t : [...stmt.t, ...rest];
        else if (failing === 'false') found = stmt.f.length > 0 ? stmt.f : leavesSoon(stmt.t) ? rest : [];
        if (found.length > 0) return;
      }
      for (const e of expressionsOf(stmt))
        for (const one of expressionParts(m, e)) {
          const expr = m.expr(one);
          if (expr.k === 'fn' && found.length === 0) walk(m.fn(expr.f).body);
        }
      for (const inner of blocksOf(stmt)) walk(inner);
    });
  };
  walk(m.fn(f).body);
  // `if (user && needsCode) … else if (user) … else refuse`: the inner branch is the failure.
  for (let first = found[0]; first?.k === 'if'; first = found[0]) {
    const failing = polarity(first.c);
    const next = failing === 'true' ? first.t : failing === 'false' ? first.f : [];
    if (next.length === 0) break;
    found = next;
  }
  return found;
}

function leavesSoon(body: readonly Stmt[]): boolean {
  return body.some((one) => one.k === 'ret' || one.k === 'throw' || (one.k === 'if' && leavesSoon(one.t) && leavesSoon(one.f)));
}
