/**
 * A cipher that is chosen by name where its use cannot be seen: as the default of an option (`options.algorithm ?? 'AES-128-GCM'`), or as an
 * option of a package. What uses it lies beyond (a worker, a native module, the package). Lists, types and comparisons choose nothing.
 */

import type { Emit, Expr, ExprId, Model, Module, Query } from '../../engine/rule/index.ts';
import { certain, defineModel, known } from '../../engine/rule/index.ts';
import { cipherNamed } from '../data/ciphers.ts';
import { emitCipher } from './lib/cipher.ts';

/** Names of full ciphers only: `aes-128-gcm`, `AES-192-CBC`, `des-ede3-cbc`. A bare `des` may be a sort order. */
const FULL =
  /^(?:aes-?(?:128|192)-?(?:gcm|cbc|ctr|ecb|ccm|cfb|ofb)|aes-?256-?ecb|des-(?:ede3?-)?(?:cbc|ecb|cfb|ofb)|bf-(?:cbc|ecb)|rc2-cbc)$/i;
const ASKS = /algo|cipher|crypt|enc(?:ryption)?(?:$|[A-Z_])/i;

function lookAt(m: Module, q: Query, emit: Emit): void {
  // Most modules name no cipher, and are done here.
  if (!m.facts.exprs.some(isCipher)) return;
  m.facts.exprs.forEach((expr, e) => {
    for (const { literal, name } of expr.k === 'obj' ? settings(m, q, e) : chosen(m, q, expr)) {
      const written = m.expr(literal);
      if (!ASKS.test(name) || !isCipher(written)) continue;
      const spec = cipherNamed(written.v);
      const at = q.ref(m, literal);
      if (spec) emitCipher(emit, { at, api: name, does: 'both', cipher: certain(spec, known(written.v, at)), choice: true });
    }
  });
}

function isCipher(expr: Expr): expr is Extract<Expr, { k: 'lit' }> & { readonly v: string } {
  return expr.k === 'lit' && typeof expr.v === 'string' && FULL.test(expr.v);
}

/** Options written for a package: `new EncryptionTransformer({ algorithm: 'aes-192-cbc' })`, at any depth. */
function settings(m: Module, q: Query, e: ExprId): readonly Chosen[] {
  const expr = m.expr(e);
  if (expr.k !== 'obj') return [];
  const found = expr.p
    .flatMap((one) => ('n' in one && isCipher(m.expr(one.v)) ? [{ literal: one.v, name: one.n }] : []))
    .filter((one) => ASKS.test(one.name));
  if (found.length === 0) return [];
  let holder = m.parentOf(e);
  while (holder >= 0 && m.expr(holder).k === 'obj') holder = m.parentOf(holder);
  const call = holder < 0 ? undefined : m.expr(holder);
  if (call?.k !== 'call' && call?.k !== 'new') return [];
  const callee = q.value(q.ref(m, call.c));
  return callee.is === 'ext' && !callee.key.startsWith('global#') && !callee.key.startsWith('node:') ? found : [];
}

interface Chosen {
  readonly literal: ExprId;
  readonly name: string;
}

/** The literal taken when nothing else is given, and the name of what is asked for. */
function chosen(m: Module, q: Query, expr: Expr): readonly Chosen[] {
  if (expr.k === 'bin' && (expr.op === '??' || expr.op === '||')) return [{ literal: expr.r, name: nameOf(m, expr.l) }];
  // Who calls is asked last: it may read files that nothing else needs.
  if (expr.k === 'dflt' && isCipher(m.expr(expr.d)) && ASKS.test(nameOf(m, expr.e)) && !alwaysGiven(m, q, expr.e))
    return [{ literal: expr.d, name: nameOf(m, expr.e) }];
  return [];
}

/** A parameter whose callers are known and all hand something in: its default is never taken. */
function alwaysGiven(m: Module, q: Query, e: ExprId): boolean {
  const expr = m.expr(e);
  if (expr.k !== 'param') return false;
  const sites = q.callers(m, expr.f);
  return sites.length > 0 && sites.every((site) => (q.call(site)?.args.length ?? 0) > expr.i);
}

function nameOf(m: Module, e: ExprId): string {
  const expr = m.expr(e);
  switch (expr.k) {
    case 'member':
      return expr.n;
    case 'ref':
      return m.bindingName(expr.b);
    case 'param':
      return m.fn(expr.f).params[expr.i]?.n ?? '';
    default:
      return '';
  }
}

const model: Model = defineModel({
  id: 'cipher-choice',
  words: ['aes-128', 'aes128', 'aes-192', 'aes192', '-ecb', 'des-', 'bf-cbc', 'rc2-cbc'],
  module: lookAt,
});
export default model;
