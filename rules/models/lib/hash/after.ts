/** What follows a digest of a password: a slow hash that takes it in, a comparison of two digests made on the spot, or the same function again. */
import type { ExprId, Query, Ref } from '../../../../engine/rule/index.ts';
import { holderOf, readsOf } from './holders.ts';

const SLOW = /^(?:hash|hashSync|compare|compareSync|verify|pbkdf2|pbkdf2Sync|pbkdf2Async|scrypt|scryptSync|scryptAsync|bcrypt|bcryptVerify|argon2|argon2id|argon2i|argon2Verify|kdf|hashRaw|deriveKey|deriveBits|importKey|crypto_pwhash|crypto_pwhash_str|checkpw|hashpw)$/;
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
    else if (expr.k === 'call' && expr.c !== ref.e) {
      const callee = m.expr(expr.c);
      const name = callee.k === 'member' ? callee.n : callee.k === 'ref' ? m.bindingName(callee.b) : '';
      if (SAME.has(name)) pending.push(up);
      else if (SLOW.test(name) && (slowRoot(q, up, expr.c, callee.k === 'member' ? callee.o : undefined))) return true;
      else if (/timingsafeequal/i.test(name) && expr.a.every((e) => e === ref?.e || digestOnTheSpot(q, q.part(here, e), 0))) return true;
    }
  }
  return false;
}

function slowRoot(q: Query, at: Ref, callee: ExprId, receiver: ExprId | undefined): boolean {
  const value = q.value(q.part(at, callee));
  if (value.is === 'ext') return SLOW_ROOTS.test(value.key) || /subtle|webcrypto/.test(value.key);
  return receiver !== undefined && SLOW_ROOTS.test(q.text(q.part(at, receiver)));
}

function digestOnTheSpot(q: Query, ref: Ref, depth: number): boolean {
  const value = depth > 3 ? undefined : q.value(ref);
  return value?.is === 'ext' && /(?:digest|sha\d+|md5|createHash)\(\)/i.test(value.key);
}
