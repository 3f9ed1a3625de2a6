/** Passwords kept in plain text: compared with what a store holds as they were typed, or looked up by. */

import type { Emit, Expr, ExprId, Model, Module, Query, Ref } from '../../engine/rule/index.ts';
import { certain, defineModel, known } from '../../engine/rule/index.ts';
import { namesAround } from './lib/hash/holders.ts';
import { isPasswordName, wordsOf } from './lib/hash/words.ts';

/** Names of things that come out of a store: `user`, `existingUser`, `dbUser`, `account`. */
const STORED =
  / (?:user|users|usr|usuario|usuarios|utilisateur|benutzer|account|admin|member|customer|client|student|teacher|employee|patient|doctor|staff|agent|owner|person|row|record|found|existing|db|stored|result|doc|vendor|seller) \d*$/;
/** Names of things that a person has filled in. */
const TYPED =
  / (?:form|values|formdata|form data|state|data|inputs|input|fields|errors|props|model|req|request|body|payload|dto|credentials|args|input data|login|params|query|register|signup) $/;
const LOOKUPS =
  /^(?:findOne|findUnique|findFirst|findOneOrFail|findUniqueOrThrow|findFirstOrThrow|find|findBy|findOneBy|where|countDocuments|count|exists|findAndCountAll)$/;
/** Names by which a password is typed twice, or old and new stand side by side. */
const TWICE =
  /confirm|repeat|again|retype|reenter|re_enter|verify|match|password2|pwd2|second|new|old|current|previous|default|generated|temp|initial|placeholder|mask|env|config/i;

function comparisons(m: Module, q: Query, emit: Emit): void {
  m.facts.exprs.forEach((expr, e) => {
    if (expr.k === 'bin' && /^[!=]==?$/.test(expr.op)) {
      const [left, right] = [q.ref(m, expr.l), q.ref(m, expr.r)];
      if ((isOther(q, left, right) || isOther(q, right, left)) && comparer(m, e))
        report(q, emit, q.ref(m, e), `${q.text(left)} ${expr.op} ${q.text(right)}`);
      else if ((isStored(q, left) && isTyped(q, right)) || (isStored(q, right) && isTyped(q, left)))
        report(q, emit, q.ref(m, e), `${q.text(left)} ${expr.op} ${q.text(right)}`);
    } else if (expr.k === 'call') {
      const callee = m.expr(expr.c);
      const first = expr.a[0];
      if (
        callee.k === 'member' &&
        LOOKUPS.test(callee.n) &&
        first !== undefined &&
        lookedUpBy(q, q.ref(m, first)) &&
        !/array|list/i.test(q.text(q.ref(m, callee.o)))
      )
        report(q, emit, q.ref(m, e), q.text(q.ref(m, expr.c)));
    }
  });
}

/** Does an expression stand in a function that compares passwords, by its name: `comparePassword`? */
function comparer(m: Module, e: ExprId): boolean {
  return / (?:compare|verify|check) (?:user )?(?:password|passwords|passwd|pwd) $/.test(wordsOf(namesAround(m, e)[0] ?? ''));
}

/** One parameter against another that came from the store: `fromDb === fromUser`. */
function isOther(q: Query, stored: Ref, typed: Ref): boolean {
  const [a, b] = [q.expr(stored), q.expr(typed)];
  if (a.k !== 'ref' || b.k !== 'ref') return false;
  const isParam = (at: ExprId | undefined): boolean => at !== undefined && stored.m.expr(at).k === 'param';
  return (
    / (?:db|stored|saved|database|record) /.test(wordsOf(stored.m.bindingName(a.b))) &&
    isParam(stored.m.facts.bindings[a.b]?.e) &&
    isParam(typed.m.facts.bindings[b.b]?.e)
  );
}

function report(q: Query, emit: Emit, at: Ref, api: string): void {
  void q;
  emit({ kind: 'passwordHash', at, api, algorithm: certain('plain', known('plain', at)), anchor: 'sink' });
}

/** `user.password`, where `user` was fetched. */
function isStored(q: Query, ref: Ref): boolean {
  const expr = q.expr(ref);
  if (expr.k !== 'member' || !plain(expr.n) || TWICE.test(expr.n)) return false;
  const owner = q.expr(q.part(ref, expr.o));
  if (owner.k !== 'ref') return false;
  const name = ref.m.bindingName(owner.b);
  const binding = ref.m.facts.bindings[owner.b];
  const source = binding?.e === undefined ? undefined : awaited(ref.m, binding.e);
  if (!STORED.test(wordsOf(name)) || TYPED.test(wordsOf(name))) return false;
  return (
    fetched(ref.m, source) ||
    (binding?.k === 'param' && callbackParam(ref.m, source)) ||
    (binding?.w ?? []).some((w) => {
      const write = ref.m.expr(w);
      return write.k === 'assign' && fetched(ref.m, awaited(ref.m, write.v));
    })
  );
}

function plain(name: string): boolean {
  return isPasswordName(name) && !/^(?:pass|clave)$/i.test(name);
}

function awaited(m: Module, e: ExprId): Expr {
  let expr = m.expr(e);
  while (expr.k === 'await') expr = m.expr(expr.e);
  return expr;
}

/** The result of a query: `await User.findOne(…)`, `rows[0]`, `users.find(…)`. */
function fetched(m: Module, expr: Expr | undefined): boolean {
  if (!expr) return false;
  if (expr.k === 'index' || expr.k === 'each') return true;
  if (expr.k === 'member' && /^\d+$/.test(expr.n)) return true;
  if (expr.k !== 'call') return false;
  const callee = m.expr(expr.c);
  const name = callee.k === 'member' ? callee.n : callee.k === 'ref' ? m.bindingName(callee.b) : '';
  return /^(?:find|get|fetch|load|select|query|lookup|exec|lean|first|one|read|by|findOne)/i.test(name);
}

/** The parameter of a callback that a query was given: `User.findOne({…}, (err, user) => …)`, `users.find((user) => …)`. */
function callbackParam(m: Module, source: Expr | undefined): boolean {
  if (source?.k !== 'param') return false;
  const parent = m.parentOf(m.fn(source.f).e);
  const call = parent < 0 ? undefined : m.expr(parent);
  if (call?.k !== 'call') return false;
  const callee = m.expr(call.c);
  return callee.k === 'member' && /^(?:find|findOne|exec|then|query|get|some|filter|findFirst|findUnique|findById)$/.test(callee.n);
}

/** What was typed: `req.body.password`, a parameter or a variable named `password` that no function has changed. */
function isTyped(q: Query, ref: Ref): boolean {
  const expr = q.expr(ref);
  if (expr.k === 'member')
    return (
      plain(expr.n) &&
      !/(?:new|old|default)/i.test(expr.n) &&
      !storedLike(q, q.part(ref, expr.o)) &&
      !/process|env|config|settings/i.test(q.text(ref))
    );
  if (expr.k !== 'ref') return false;
  const binding = ref.m.facts.bindings[expr.b];
  if (
    !plain(binding?.n ?? '') ||
    /confirm|repeat|hash|default|env/i.test(binding?.n ?? '') ||
    binding?.w !== undefined ||
    binding?.imp !== undefined
  )
    return false;
  const source = binding?.e === undefined ? undefined : awaited(ref.m, binding.e);
  return source === undefined
    ? false
    : source.k === 'param' ||
        (source.k === 'member' && !/env|config|settings/i.test(q.text(q.ref(ref.m, source.o)))) ||
        source.k === 'dflt';
}

function storedLike(q: Query, ref: Ref): boolean {
  const expr = q.expr(ref);
  return expr.k === 'ref' && STORED.test(wordsOf(ref.m.bindingName(expr.b))) && fetched(ref.m, bindingSource(ref.m, expr.b));
}

function bindingSource(m: Module, b: number): Expr | undefined {
  const e = m.facts.bindings[b]?.e;
  return e === undefined ? undefined : awaited(m, e);
}

/** `{ email, password }` or `{ where: { email, password } }`, the password as it was typed. */
function lookedUpBy(q: Query, ref: Ref): boolean {
  const expr = q.expr(ref);
  if (expr.k !== 'obj') return false;
  if (namesAround(ref.m, ref.e).some((name) => /seed|test|mock|fixture/i.test(name))) return false;
  return expr.p.some((prop) => {
    if (!('n' in prop)) return false;
    if (prop.n === 'where') return lookedUpBy(q, q.part(ref, prop.v));
    return plain(prop.n) && isTyped(q, q.part(ref, prop.v));
  });
}

const model: Model = defineModel({
  id: 'plain-passwords',
  limits: 'A password that is stored as it is and never compared in the project is not seen: a hook of the store may hash it.',
  words: ['password', 'passwd', 'pwd', 'contrase', 'senha'],
  module: comparisons,
});
export default model;
