/** What follows a digest of a password: a slow hash that takes it in, a comparison of two digests made on the spot, or the same function again. */
import type { ExprId, Query, Ref } from '../../../../engine/rule/index.ts';
import { holderOf, readsOf } from './holders.ts';

const SLOW =
  /^(?:hash|hashSync|compare|compareSync|verify|pbkdf2|pbkdf2Sync|pbkdf2Async|scrypt|scryptSync|scryptAsync|bcrypt|bcryptVerify|argon2|argon2id|argon2i|argon2Verify|kdf|hashRaw|deriveKey|deriveBits|importKey|crypto_pwhash|crypto_pwhash_str|checkpw|hashpw)$/;
const SAME = new Set(['toString', 'digest', 'slice', 'substring', 'from', 'toUpperCase', 'toLowerCase', 'stringify', 'subarray', 'update']);
const SLOW_ROOTS = /bcrypt|argon|scrypt|pbkdf|sodium|password/i;

/** Does the digest go on into a slow hash, or is it only compared with a digest made beside it, which hides the length and the time? */
export function slowAfter(q: Query, outputs: readonly Ref[]): boolean {
  const pending = [...outputs];
  const seen = new Set<string>();
  for (let ref = pending.shift(), i = 0; ref && i < 60; ref = pending.shift(), i += 1) {
    const key = `${ref.m.id}.${ref.e}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const { m } = ref;
    const here = ref;
    const holder = holderOf(m, ref.e);
    if (holder.is === 'binding') pending.push(...readsOf(m, holder.b).map((e) => q.part(here, e)));
    if (holder.is !== 'part') continue;
    const expr = m.expr(holder.of);
    const up = q.part(here, holder.of);
    if (expr.k === 'member') {
      const outer = m.parentOf(holder.of);
      if (outer >= 0 && m.expr(outer).k === 'call' && SAME.has(expr.n)) pending.push(q.part(here, outer));
    } else if (expr.k === 'await' || expr.k === 'dflt' || expr.k === 'tpl' || expr.k === 'sum') pending.push(up);
    else if (expr.k === 'arr' || (expr.k === 'obj' && usesSlow(m))) pending.push(up);
    else if (expr.k === 'assign' && expr.v === ref.e) {
      const target = m.expr(expr.t);
      if (target.k === 'ref') pending.push(...readsOf(m, target.b).map((e) => q.part(here, e)));
    } else if (expr.k === 'call' && expr.c !== ref.e) {
      const callee = m.expr(expr.c);
      const name = callee.k === 'member' ? callee.n : callee.k === 'ref' ? m.bindingName(callee.b) : '';
      if (SAME.has(name)) pending.push(up);
      else if (m.expr(ref.e).k === 'arr' && expr.a.some((e) => namesSlow(m, e))) return true;
      else if (m.expr(ref.e).k === 'obj' && /hash|compare|verify|fork|worker|run|post/i.test(name)) return true;
      else if (SLOW.test(name) && slowRoot(q, up, expr.c, callee.k === 'member' ? callee.o : undefined)) return true;
      else if (/timingsafeequal/i.test(name) && expr.a.every((e) => e === ref?.e || digestOnTheSpot(q, q.part(here, e), 0))) return true;
    }
  }
  return false;
}

/** A call by name of what hashes in another process: `pool.exec('hash', [digest, rounds])`. */
function namesSlow(m: Ref['m'], e: ExprId): boolean {
  const expr = m.expr(e);
  return expr.k === 'lit' && typeof expr.v === 'string' && /^(?:hash|compare|verify)(?:Password)?$/.test(expr.v);
}

/** Does the module hold a slow hash too? Then a digest handed on in an options object reaches it, perhaps in another process. */
function usesSlow(m: Ref['m']): boolean {
  return (
    m.facts.imports.some((one) => SLOW_ROOTS.test(one.s)) ||
    m.facts.exprs.some(
      (expr) => expr.k === 'lit' && typeof expr.v === 'string' && /^(?:bcrypt|bcryptjs|argon2|@node-rs\/\w+|scrypt-js)$/.test(expr.v),
    )
  );
}

function slowRoot(q: Query, at: Ref, callee: ExprId, receiver: ExprId | undefined): boolean {
  const value = q.value(q.part(at, callee));
  if (value.is === 'ext') return SLOW_ROOTS.test(value.key) || /subtle|webcrypto/.test(value.key);
  return receiver !== undefined && SLOW_ROOTS.test(q.text(q.part(at, receiver)));
}

/** Does a digest go straight into a further one, as in `md5(md5(password))`? */
export function intoDigest(q: Query, outputs: readonly Ref[]): boolean {
  return outputs.some((out) => {
    let ref = out;
    for (let i = 0; i < 6; i += 1) {
      const holder = holderOf(ref.m, ref.e);
      if (holder.is !== 'part') return false;
      const expr = ref.m.expr(holder.of);
      const up = q.part(ref, holder.of);
      if (expr.k === 'call' && expr.c !== ref.e) {
        const name = calleeName(up, expr.c);
        return DIGEST.test(name) || (name === 'update' && digestOnTheSpot(q, up, 0));
      }
      if (expr.k === 'member' && SAME.has(expr.n)) ref = q.part(ref, ref.m.parentOf(holder.of));
      else if (expr.k === 'await' || expr.k === 'sum' || expr.k === 'tpl' || expr.k === 'bin') ref = up;
      else return false;
      if (ref.e < 0) return false;
    }
    return false;
  });
}

const DIGEST = /^(?:md5|sha1|sha256|sha512|MD5|SHA1|SHA256|hex_md5|toMD5)$/;

/** Is it the result of a digest's call itself? */
export function isDigest(q: Query, ref: Ref): boolean {
  const expr = q.expr(ref);
  if (expr.k === 'await') return isDigest(q, q.part(ref, expr.e));
  return expr.k === 'call' && (DIGEST.test(calleeName(ref, expr.c)) || digestOnTheSpot(q, ref, 0));
}

function calleeName(at: Ref, callee: ExprId): string {
  const expr = at.m.expr(callee);
  return expr.k === 'member' ? expr.n : expr.k === 'ref' ? at.m.bindingName(expr.b) : '';
}

function digestOnTheSpot(q: Query, ref: Ref, depth: number): boolean {
  const value = depth > 3 ? undefined : q.value(ref);
  return value?.is === 'ext' && /(?:digest|sha\d+|md5|createHash)\(\)/i.test(value.key);
}
