/** Are bytes changed after they were made? A buffer of zeros that something fills is no constant. */
import type { ExprId, Module, Query } from '../../../engine/rule/index.ts';

const READS = new Set(['length', 'byteLength', 'toString', 'slice', 'subarray', 'equals', 'concat']);

/** Are these bytes changed after they were made: filled, indexed into, or handed to something that may write? */
export function writtenTo(q: Query, m: Module, e: ExprId, depth: number): boolean {
  const holder = m.parentOf(e);
  if (holder >= 0) {
    const expr = m.expr(holder);
    if (expr.k === 'call' || expr.k === 'new') return expr.a.includes(e) && handedToWriter(q, m, holder, e, depth);
    if (expr.k === 'member') return !READS.has(expr.n);
    if (expr.k === 'assign') {
      const target = m.expr(expr.t);
      return target.k === 'member' ? memberWritten(q, m, target.n, depth) : target.k === 'ref' && bindingWritten(q, m, target.b, depth);
    }
    if (expr.k === 'bin' || expr.k === 'cond' || expr.k === 'dflt' || expr.k === 'await') return writtenTo(q, m, holder, depth + 1);
    if (expr.k === 'obj') {
      const prop = expr.p.find((one) => 'n' in one && one.v === e);
      return prop !== undefined && 'n' in prop && memberWritten(q, m, prop.n, depth);
    }
    return false;
  }
  const binding = m.facts.bindings.findIndex((one) => one.e === e);
  if (binding >= 0) return bindingWritten(q, m, binding, depth);
  const field = m.facts.classes.flatMap((one) => one.fields).find((one) => one.e === e);
  return field !== undefined && memberWritten(q, m, field.n, depth);
}

function bindingWritten(q: Query, m: Module, b: number, depth: number): boolean {
  return depth < 4 && m.facts.exprs.some((expr, at) => expr.k === 'ref' && expr.b === b && usedForWriting(q, m, at, depth));
}

function memberWritten(q: Query, m: Module, name: string, depth: number): boolean {
  return depth < 4 && m.facts.exprs.some((expr, at) => expr.k === 'member' && expr.n === name && usedForWriting(q, m, at, depth));
}

function usedForWriting(q: Query, m: Module, at: ExprId, depth: number): boolean {
  const parent = m.parentOf(at);
  if (parent < 0) return false;
  const expr = m.expr(parent);
  switch (expr.k) {
    case 'member':
      return !READS.has(expr.n) && expr.o === at;
    case 'index': {
      const outer = m.parentOf(parent);
      const target = outer < 0 ? undefined : m.expr(outer);
      return (target?.k === 'assign' && target.t === parent) || (target?.k === 'un' && /\+\+|--/.test(target.op));
    }
    case 'call':
    case 'new':
      return expr.a.includes(at) && handedToWriter(q, m, parent, at, depth);
    default:
      return false;
  }
}

const HARMLESS =
  /(^|[.#])(from|concat|createCipher\w*|createDecipher\w*|encrypt\w*|decrypt\w*|secretbox|open|crypto_\w+|gcm|gcmsiv|cbc|ctr|x?chacha20(poly1305)?|xsalsa20poly1305|start|isBuffer|encode|toString|equals|importKey|push|log|debug|update|setAAD|stringify)$/;

/** A call that is handed the bytes: a function of the project is looked into, a known reader does no harm, anything else may write. */
function handedToWriter(q: Query, m: Module, call: ExprId, arg: ExprId, depth: number): boolean {
  const at = q.ref(m, call);
  const targets = q.targets(at);
  const expr = m.expr(call);
  if (expr.k !== 'call' && expr.k !== 'new') return true;
  if (targets.length > 0) {
    const i = expr.a.indexOf(arg);
    return (
      depth >= 4 ||
      targets.some((one) =>
        one.m.facts.bindings.some((binding, b) => {
          const source = binding.e === undefined ? undefined : one.m.expr(binding.e);
          const param = source?.k === 'dflt' ? one.m.expr(source.e) : source;
          return param?.k === 'param' && param.f === one.f && param.i === i && bindingWritten(q, one.m, b, depth + 1);
        }),
      )
    );
  }
  const callee = q.value(q.ref(m, expr.c));
  const name = callee.is === 'ext' ? callee.key : m.expr(expr.c).k === 'member' ? (m.expr(expr.c) as { n: string }).n : '';
  return !HARMLESS.test(name);
}
