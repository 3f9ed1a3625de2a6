/** Credential checks: where a password is compared, and what runs when it does not match. */

import type { ExprId, FnId, Module, Query, Stmt } from '../../../../engine/rule/index.ts';
import { alternatives, expressionsWithin, inOrder } from '../../../../engine/rule/index.ts';
import { perName } from '../per-name.ts';
import { chainOf, nameOf } from './chain.ts';
import { failedBranch } from './failing.ts';
import { homeOf } from './functions.ts';
import { isAccount, isPasswordField, joined, nounOf } from './names.ts';
import { readSql } from './sql.ts';
import { literalText } from './texts.ts';

const LIBRARY =
  /^(bcrypt|bcryptjs|bcrypt-nodejs|bcrypt-ts|argon2|argon2-browser|@node-rs\/(bcrypt|argon2)|password-hash|scrypt-kdf|@phc\/\w+|pbkdf2-password|hash-wasm|oslo\/password|better-auth\/crypto|bcrypt-promise|twin-bcrypt|@oslojs\/\w+|global)#.*?(compare|compareSync|verify|verifySync|comparePassword|Bun\.password\.verify)$/i;
const NAMED =
  /^(verify|check|compare|validate|match|test|authenticate|is)?(is)?(valid|correct)?(user|account|admin|login|plain|hashed)?(password|passwords|pwd|passwd|credentials?)(hash|matches|match|valid|iscorrect|isvalid|correct|forlogin|async|sync|compare|verify|equals|check)?$/;
/** Comparisons of a project's own that do not say of what; the function behind one and what it is handed do. */
const VAGUE =
  /^(compare|verify|check|validate|match|is)(valid|same|equal)?(with)?(string|text|plain|plaintext|data|value|secret|digest|hash|hashed|hashes|encrypted|crypt|bcrypt|argon2?|scrypt)+(es|s|ed|sync|async|match|matches|value|data|text|string)*$/;
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
type Proof = 'short' | 'named' | 'vague' | 'asked' | 'signs-in' | 'looks-up' | 'nothing';

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
  if (VAGUE.test(name)) return 'vague';
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
  return proof === 'short' || proof === 'asked' || proof === 'named' || proof === 'vague' || looksUp(m, proof, first);
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
    if ((by === 'short' || by === 'vague') && ofProgram(m, args)) return false;
    if (by === 'vague') return mentionsPassword(m, args) && this.q.targets(this.q.ref(m, e)).some((one) => this.proves(one.m, one.f, true));
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

/** `compare(clientSecret, client.secretHash)`: a program shows its key; nobody signs in. */
function ofProgram(m: Module, args: readonly ExprId[]): boolean {
  const names = args.map((one) => joined(nameOf(m, one)));
  return (
    names.some((one) => /(client|app|application|consumer|webhook)secret|api(key|token|secret)|refreshtoken/.test(one)) &&
    !names.some((one) => /pass|pwd/.test(one))
  );
}

function mentionsPassword(m: Module, args: readonly ExprId[]): boolean {
  return args.some((one) => /pass|pwd|secret/i.test(nameOf(m, one)));
}
