/** Turns a digest into evidence: what it is for when the function is weak, and whether it is all that protects a password. */
import type { Answer, Emit, Query, Ref, Value } from '../../../../engine/rule/index.ts';
import { answer, stringOf } from '../../../../engine/rule/index.ts';
import { hashNamed, plainlyWeakHash } from '../../../data/hashes.ts';
import { intoDigest, isDigest, slowAfter } from './after.ts';
import { memberReads as fieldReads, holderOf, readsOf as readers, resultsOf as returned } from './holders.ts';
import { inputsOf } from './input.ts';
import { type Digest, purposeOf, untold } from './purpose.ts';

/** A name of a hash function as a rule reads it; checksums that are no hash functions answer undefined. */
export function algorithmNamed(value: Value, prefix = ''): Answer<string> {
  return answer(value, (one) => {
    const name = stringOf(one);
    const spec = name === undefined ? undefined : hashNamed(name);
    return spec && `${prefix}${spec.name}`;
  });
}

export function emitDigest(q: Query, emit: Emit, digest: Digest): void {
  const { at, api } = digest;
  // No hash function at all (`sign(null, …)`, `createVerify('ed25519')`, `''` for none) is none to judge.
  const algorithm = {
    alternatives: digest.algorithm.alternatives.filter((one) => one.is !== 'absent' && !(one.is === 'unknown' && one.from.is === 'known')),
  };
  const known = algorithm.alternatives.flatMap((one) => (one.is === 'known' ? [one.value] : []));
  if (known.length === 0) {
    // The callers name the function: each is looked at by itself.
    if (algorithm.alternatives.some((one) => one.is === 'unknown'))
      emit({ kind: 'hashUse', at, api, algorithm, purpose: untold(at).purpose });
    return;
  }
  const inputs = inputsOf(q, digest.data, at.ctx);
  const told = purposeOf(q, digest, inputs);
  const purpose = told.purpose.alternatives[0];
  const is = purpose?.is === 'known' ? purpose.value : undefined;
  const passwords = inputs.filter((one) => one.is === 'password' && !told.harmless(one.site));
  if (passwords.length > 0 && !slowAfter(q, digest.outputs)) {
    const seen = new Set<number>();
    for (const one of passwords) {
      if (seen.has(one.ctx.id)) continue;
      seen.add(one.ctx.id);
      emit({ kind: 'passwordHash', at: { ...at, ctx: one.ctx }, api, algorithm });
    }
  }
  // What goes straight into a further hash is judged there.
  if (intoDigest(q, digest.outputs)) return;
  // A password that is hashed in place is the other rule's matter: one place, one finding.
  if (is === 'password' && (!told.wrapped || passwords.some((one) => !one.site))) {
    if (passwords.length === 0 && !digest.data.some((one) => isDigest(q, one))) emit({ kind: 'passwordHash', at, api, algorithm });
    return;
  }
  if (!known.some(plainlyWeakHash)) {
    if (is !== 'fingerprint' && is !== 'protocol') emit({ kind: 'hashUse', at, api, algorithm, purpose: told.purpose });
    return;
  }
  emit({
    kind: 'hashUse',
    at,
    api,
    algorithm,
    purpose: told.purpose,
    ...(told.shown &&
      told.shown.e !== at.e && {
        steps: [{ at: told.shown, note: { en: 'what the digest is used for shows here', ja: 'ダイジェストの用途はここに表れています' } }],
      }),
  });
}

/** The inputs and outputs of a hash object: `h.update(a).update(b)`, `h.digest()`, also through variables, fields and streams. */
export function hashObject(q: Query, made: Ref): { readonly data: readonly Ref[]; readonly outputs: readonly Ref[] } {
  const data: Ref[] = [];
  const outputs: Ref[] = [];
  const seen = new Set<string>();
  const pending: Ref[] = [made];
  const push = (ref: Ref): void => {
    const key = `${ref.m.id}.${ref.e}.${ref.ctx.id}`;
    if (!seen.has(key)) pending.push(ref);
    seen.add(key);
  };
  for (let ref = pending.shift(), i = 0; ref && i < 200; ref = pending.shift(), i += 1) {
    const { m } = ref;
    const here = ref;
    const holder = holderOf(m, ref.e);
    if (holder.is === 'binding') for (const e of readers(m, holder.b)) push(q.part(here, e));
    else if (holder.is === 'field') for (const e of fieldReads(m, holder.n)) push(q.part(here, e));
    else if (holder.is === 'return') for (const site of returned(q, here, holder.f)) push(site);
    else if (holder.is === 'part') {
      const expr = m.expr(holder.of);
      if (expr.k === 'member' && expr.o === ref.e) {
        const outer = m.parentOf(holder.of);
        const call = outer < 0 ? undefined : m.expr(outer);
        if (call?.k !== 'call' || call.c !== holder.of) continue;
        const result = q.part(here, outer);
        if (UPDATES.has(expr.n)) {
          for (const e of call.a.slice(0, 1)) data.push(q.part(here, e));
          push(result);
        } else if (DIGESTS.has(expr.n)) {
          outputs.push(result);
          if (call.a.length > 0 && DIGESTS_DATA.has(expr.n)) data.push(q.part(here, call.a[0] as number));
        } else if (
          expr.n === 'copy' ||
          expr.n === 'clone' ||
          expr.n === 'create' ||
          expr.n === 'setEncoding' ||
          expr.n === 'on' ||
          expr.n === 'init'
        )
          push(result);
      } else if (expr.k === 'assign') {
        const target = m.expr(expr.t);
        if (target.k === 'member') for (const e of fieldReads(m, target.n)) push(q.part(here, e));
        else if (target.k === 'ref') for (const e of readers(m, target.b)) push(q.part(here, e));
      } else if (expr.k === 'await' || expr.k === 'cond' || expr.k === 'dflt') push(q.part(here, holder.of));
    }
  }
  return { data, outputs };
}

const UPDATES = new Set(['update', 'write', 'end', 'append', 'appendStr', 'appendAsciiStr', 'appendByteArray', 'absorb', 'setHMACKey']);
const DIGESTS = new Set([
  'digest',
  'read',
  'end',
  'hex',
  'hexdigest',
  'digestHex',
  'finalize',
  'getHash',
  'getHMAC',
  'final',
  'hash',
  'result',
  'array',
  'arrayBuffer',
  'base64',
  'sign',
  'verify',
  'doFinal',
]);
const DIGESTS_DATA = new Set(['finalize', 'hash']);
