/** What goes into a hash: a password, a secret of the machine, or something else; through wrappers, out to the calls that hand it in. */
import type { Ctx, Expr, ExprId, FnId, Query, Ref } from '../../../../engine/rule/index.ts';
import { holderOf } from './holders.ts';
import { handlesPasswords, isPasswordName, isSecretName } from './words.ts';

export interface Input {
  readonly is: 'password' | 'secret';
  /** It is read from a stored record: `user.password` is a hash already, as a rule. */
  readonly stored?: boolean;
  /** As written: `req.body.password`. */
  readonly text: string;
  readonly at: Ref;
  /** The calling context in which this is handed in: root when it stands in the function itself. */
  readonly ctx: Ctx;
  /** The call of the wrapper that hands it in, when one does. */
  readonly site?: Ref | undefined;
}

const MAX_DEPTH = 14;
const MAX_CALLERS = 60;
/** Calls that give the same thing in another form. */
const SAME =
  /^(?:trim|normalize|toString|toLowerCase|toUpperCase|concat|slice|substring|substr|from|encode|parse|String|Buffer|Uint8Array|utf8ToBytes|toUtf8|toUtf8Bytes|stringToBytes|toBytes|strToBuffer|stringToArrayBuffer|stringToBytesUTF8|join|normalise|valueOf|replace|alloc|utf8|decode|getBytes|encodeUtf8|toBuffer|escape|unescape|encodeURIComponent|stringToUint8Array|stringToUtf8|textToBytes|base64ToBytes|fromString|bytes|createBuffer|encodeInto)$/;

/** The passwords and secrets among what is hashed at a place whose context is `ctx`. */
export function inputsOf(q: Query, refs: readonly Ref[], ctx: Ctx): readonly Input[] {
  const out: Input[] = [];
  const seen = new Set<string>();
  for (const ref of refs) look(q, ref, { ctx, depth: 0, site: undefined }, out, seen);
  return out;
}

interface State {
  readonly ctx: Ctx;
  readonly depth: number;
  readonly site: Ref | undefined;
}

function look(q: Query, ref: Ref, state: State, out: Input[], seen: Set<string>): undefined {
  const key = `${ref.m.id}.${ref.e}.${ref.ctx.id}.${state.ctx.id}`;
  if (state.depth > MAX_DEPTH || seen.has(key)) return;
  seen.add(key);
  const expr = q.expr(ref);
  const found = (is: Input['is'], stored = false): undefined => {
    out.push({ is, text: q.text(ref), at: ref, ctx: state.ctx, site: state.site, ...(stored && { stored }) });
  };
  const go = (e: ExprId): undefined => look(q, q.part(ref, e), { ...state, depth: state.depth + 1 }, out, seen);
  switch (expr.k) {
    case 'ref': {
      const name = ref.m.bindingName(expr.b);
      const binding = ref.m.facts.bindings[expr.b];
      if (/hash|digest/i.test(name)) return undefined;
      const made = madeBy(ref, binding?.e);
      if (isPasswordName(name) && MACHINE.test(made)) return found('secret');
      if (binding?.e !== undefined && ref.m.expr(binding.e).k === 'param') return go(binding.e);
      if (isPasswordName(name) && !HASHING.test(made)) return found('password');
      if (isSecretName(name)) return found('secret');
      if (binding?.imp !== undefined || binding?.e === undefined) return undefined;
      return go(binding.e);
    }
    case 'param':
      return parameter(q, ref, expr, state, out, seen);
    case 'member': {
      if (isPasswordName(expr.n)) return found('password', /(?:user|account|member|admin|customer)$/i.test(q.text(q.part(ref, expr.o))));
      if (isSecretName(expr.n)) return found('secret');
      return /^(?:value|data|buffer|raw|text|current|content|input)$/.test(expr.n) ? go(expr.o) : undefined;
    }
    case 'index': {
      const key = q.expr(q.part(ref, expr.i));
      if (key.k === 'lit' && typeof key.v === 'string')
        return isPasswordName(key.v) ? found('password') : isSecretName(key.v) ? found('secret') : undefined;
      return undefined;
    }
    case 'call':
    case 'new': {
      const callee = q.expr(q.part(ref, expr.c));
      const name =
        callee.k === 'member' ? callee.n : callee.k === 'ref' ? ref.m.bindingName(callee.b) : callee.k === 'free' ? callee.n : '';
      if (!SAME.test(name) && !(expr.k === 'new' && /Text|Uint8Array/.test(name))) return undefined;
      if (callee.k === 'member') go(callee.o);
      for (const e of expr.a) go(e);
      return undefined;
    }
    case 'tpl':
    case 'sum':
    case 'arr':
      for (const e of expr.e) go(e);
      return undefined;
    case 'bin':
      if (/^(?:\+|\|\||\?\?|&&)$/.test(expr.op)) {
        go(expr.l);
        go(expr.r);
      }
      return undefined;
    case 'cond':
      go(expr.t);
      go(expr.f);
      return undefined;
    case 'await':
    case 'dflt':
    case 'spread':
      return go(expr.e);
    default:
      return undefined;
  }
}

/** A variable named `password` that one of these filled holds no password of a person's, but a digest. */
const HASHING = /hash|digest|md5|sha\d|bcrypt|encrypt|derive|pbkdf|scrypt/i;
/** Nor what a machine made up or keeps for itself. */
const MACHINE = /^(?:generate|random|create|make|nanoid|uuid|cuid)|^(?:get|load|fetch|ensure|obtain)\w*(?:password|passphrase|secret)$/i;

/** The name of the function whose result a variable holds; empty when it holds something else. */
function madeBy(ref: Ref, e: ExprId | undefined): string {
  let expr: Expr | undefined = e === undefined ? undefined : ref.m.expr(e);
  while (expr?.k === 'await') expr = ref.m.expr(expr.e);
  if (expr?.k !== 'call') return '';
  const callee = ref.m.expr(expr.c);
  return callee.k === 'member' ? callee.n : callee.k === 'ref' ? ref.m.bindingName(callee.b) : '';
}

function parameter(
  q: Query,
  ref: Ref,
  expr: { readonly f: FnId; readonly i: number },
  state: State,
  out: Input[],
  seen: Set<string>,
): undefined {
  const { m } = ref;
  const name = m.fn(expr.f).params[expr.i]?.n ?? '';
  const around = m.fn(expr.f).n ?? nameOf(ref, expr.f);
  const add = (is: Input['is']): undefined => {
    out.push({ is, text: name, at: ref, ctx: state.ctx, site: state.site });
  };
  const bound = q.ev.bound(ref.ctx, m, expr.f)?.call;
  if (isPasswordName(name)) return add(!bound && onlySecrets(q, m, expr) ? 'secret' : 'password');
  if (isSecretName(name)) return add('secret');
  if (expr.i === 0 && around !== undefined && handlesPasswords(around) && !/hash|salt|options|callback|cb|encoded|stored/i.test(name))
    return add('password');
  if (bound) {
    const arg = argument(q, bound, expr.i);
    if (arg) look(q, arg, { ...state, depth: state.depth + 1 }, out, seen);
    return;
  }
  for (const site of q
    .callers(m, expr.f)
    .filter((one) => q.judged.has(one.m))
    .slice(0, MAX_CALLERS)) {
    const arg = argument(q, site, expr.i);
    if (arg) look(q, arg, { ctx: q.sites.extend(state.ctx, m, expr.f, site), depth: state.depth + 2, site: state.site ?? site }, out, seen);
  }
}

/** Do all known callers hand a secret of the machine to a parameter, whatever its name? */
function onlySecrets(q: Query, m: Ref['m'], expr: { readonly f: FnId; readonly i: number }): boolean {
  const args = q
    .callers(m, expr.f)
    .slice(0, MAX_CALLERS)
    .map((site) => argument(q, site, expr.i));
  return (
    args.length > 0 &&
    args.every((arg) => {
      const name = arg && q.expr(arg);
      return arg !== undefined && (name?.k === 'ref' || name?.k === 'member') && isSecretName(q.text(arg));
    })
  );
}

/** The name of a function that is the value of a variable or a property. */
function nameOf(ref: Ref, f: FnId): string | undefined {
  const holder = holderOf(ref.m, ref.m.fn(f).e);
  return holder.is === 'binding' ? ref.m.bindingName(holder.b) : holder.is === 'field' ? holder.n : undefined;
}

function argument(q: Query, call: Ref, i: number): Ref | undefined {
  const expr = q.expr(call);
  if ((expr.k !== 'call' && expr.k !== 'new') || expr.a.slice(0, i + 1).some((e) => call.m.expr(e).k === 'spread')) return undefined;
  return expr.a[i] === undefined ? undefined : q.part(call, expr.a[i] as ExprId);
}
