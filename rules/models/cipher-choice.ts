/**
 * A cipher that stands as the default of an algorithm's option: `options.algorithm ?? 'AES-128-GCM'`, `cipher = 'aes-128-cbc'`. What uses it
 * may lie beyond what can be followed (a worker, a native module). Lists, types and comparisons of names choose nothing.
 */
import { certain, defineModel, known } from '../../engine/rule/index.ts';
import type { Emit, Expr, ExprId, Model, Module, Query } from '../../engine/rule/index.ts';
import { cipherNamed } from '../data/ciphers.ts';
import { emitCipher } from './lib/cipher.ts';

/** Names of full ciphers only: `aes-128-gcm`, `AES-192-CBC`, `des-ede3-cbc`. A bare `des` may be a sort order. */
const FULL = /^(?:aes-?(?:128|192)-?(?:gcm|cbc|ctr|ecb|ccm|cfb|ofb)|aes-?256-?ecb|des-(?:ede3?-)?(?:cbc|ecb|cfb|ofb)|bf-(?:cbc|ecb)|rc2-cbc)$/i;
const ASKS = /algo|cipher|crypt|enc(?:ryption)?(?:$|[A-Z_])/i;

function lookAt(m: Module, q: Query, emit: Emit): void {
  m.facts.exprs.forEach((expr) => {
    const found = chosen(m, expr);
    if (!found || !ASKS.test(found.name)) return;
    const literal = m.expr(found.literal);
    if (literal.k !== 'lit' || typeof literal.v !== 'string' || !FULL.test(literal.v)) return;
    const spec = cipherNamed(literal.v);
    const at = q.ref(m, found.literal);
    if (spec) emitCipher(emit, { at, api: 'default', does: 'both', cipher: certain(spec, known(literal.v, at)), choice: true });
  });
}

/** The literal taken when nothing else is given, and the name of what is asked for. */
function chosen(m: Module, expr: Expr): { readonly literal: ExprId; readonly name: string } | undefined {
  if (expr.k === 'bin' && (expr.op === '??' || expr.op === '||')) return { literal: expr.r, name: nameOf(m, expr.l) };
  if (expr.k === 'dflt') return { literal: expr.d, name: nameOf(m, expr.e) };
  return undefined;
}

function nameOf(m: Module, e: ExprId): string {
  const expr = m.expr(e);
  switch (expr.k) {
    case 'member': return expr.n;
    case 'ref': return m.bindingName(expr.b);
    case 'param': return m.fn(expr.f).params[expr.i]?.n ?? '';
    default: return '';
  }
}

const model: Model = defineModel({ id: 'cipher-choice', words: ['aes-128', 'aes128', 'aes-192', 'aes192', '-ecb', 'des-', 'bf-cbc', 'rc2-cbc'], module: lookAt });
export default model;
