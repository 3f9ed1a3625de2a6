/** Functions by the names they go by, the function a piece of code really runs in, and what surrounds a function by name. */

import type { ExprId, FnId, Module, Stmt } from '../../../../engine/rule/index.ts';
import { blocksOf, expressionsWithin, inOrder, runsInPlace } from '../../../../engine/rule/index.ts';
import { perName } from '../per-name.ts';
import { nameOf } from './chain.ts';
import { joined } from './names.ts';

const names = new WeakMap<Module, Map<FnId, string>>();

/** The name a function goes by: its own, or that of the variable, property or export that holds it, also through wrappers (`const x = asyncHandler(async () => …)`). */
export function fnName(m: Module, f: FnId): string {
  let table = names.get(m);
  if (!table) {
    table = new Map();
    const claim = (e: ExprId, name: string, depth = 0): void => {
      const expr = m.expr(e);
      if (expr.k === 'fn') {
        if (!table?.has(expr.f)) table?.set(expr.f, name);
      } else if (depth < 3 && (expr.k === 'call' || expr.k === 'new')) {
        for (const arg of expr.a) claim(arg, name, depth + 1);
        if (m.expr(expr.c).k === 'call') claim(expr.c, name, depth + 1);
      }
    };
    for (const cls of m.facts.classes) {
      for (const method of cls.methods) table.set(method.f, method.n);
      for (const field of cls.fields) if (field.e !== undefined) claim(field.e, field.n);
    }
    for (const binding of m.facts.bindings) if (binding.e !== undefined && binding.k !== 'param') claim(binding.e, binding.n);
    for (const one of m.facts.exports) if ('e' in one) claim(one.e, one.n);
    for (const e of inOrder(m.exprsOf('assign'), m.exprsOf('obj'))) {
      const expr = m.expr(e);
      if (expr.k === 'assign') claim(expr.v, nameOf(m, expr.t));
      else if (expr.k === 'obj') for (const p of expr.p) if ('n' in p) claim(p.v, p.n);
    }
    names.set(m, table);
  }
  return m.fn(f).n ?? table.get(f) ?? '';
}

const ROUTING = /^(get|post|put|patch|delete|all|use|on|route|head|options)$/;

/** What a route is called whose handler stands in place: the last fixed part of its path. `router.post('/auth/login', async (req, res) => …)` → login. */
export function routeName(m: Module, f: FnId): string {
  const call = m.parentOf(m.fn(f).e);
  const expr = call < 0 ? undefined : m.expr(call);
  if (expr?.k !== 'call') return '';
  const callee = m.expr(expr.c);
  if (callee.k !== 'member' || !ROUTING.test(callee.n)) return '';
  const chained = m.expr(callee.o);
  const path = [expr.a[0], chained.k === 'call' && nameOf(m, chained.c) === 'route' ? chained.a[0] : undefined]
    .map((one) => (one === undefined ? '' : nameOf(m, one)))
    .find((one) => one.startsWith('/'));
  return path?.split('/').findLast((part) => part !== '' && !/^[:*{(]/.test(part)) ?? '';
}

const HANDLER_PARAM = /^_*(req|request|res|response|reply|ctx|context|next|event|interaction|c|httprequest|koactx)$/i;

/** A function written in place that takes a request runs when one comes in, not where it stands. */
export function isHandler(m: Module, f: FnId): boolean {
  const { params } = m.fn(f);
  const first = params[0]?.n;
  return (
    params.length > 0 &&
    first !== undefined &&
    HANDLER_PARAM.test(first) &&
    (params.length > 1 ? HANDLER_PARAM.test(params[1]?.n ?? '') || params[1]?.n === undefined : /^_*(req|request|ctx)$/i.test(first))
  );
}

const LATER = new Set(['mutation', 'query', 'subscription', 'handler', 'action', 'resolver', 'procedure', 'openapi', 'middleware']);
const SOON = new Set(['setImmediate', 'setTimeout', 'nextTick', 'queueMicrotask', 'after', 'waitUntil', 'defer']);

/** Does a call run this function where it stands? Routes, listeners and procedures only register it; deferred work counts as done. */
export function runsHere(m: Module, call: ExprId, f: FnId): boolean {
  const expr = m.expr(call);
  if (expr.k !== 'call') return false;
  const name = nameOf(m, expr.c);
  if (SOON.has(name)) return true;
  if (name === 'on' && expr.a[0] !== undefined && /^(finish|close)$/.test(nameOf(m, expr.a[0]))) return true;
  if (isHandler(m, f)) return false;
  if (LATER.has(name) && m.expr(expr.c).k === 'member' && m.fn(f).params.length > 0) return false;
  return runsInPlace(m, call);
}

/** The function that a piece of code runs in, out of callbacks that run where they stand. */
export function homeOf(m: Module, f: FnId): FnId {
  for (let at = f; ; ) {
    const fn = m.fn(at);
    if ((fn.k !== 'arrow' && fn.k !== 'fn') || fn.parent === 0) return at;
    const parent = m.parentOf(fn.e);
    const call = parent < 0 ? undefined : m.expr(parent);
    if (call?.k !== 'call' || !call.a.includes(fn.e) || !runsHere(m, parent, at)) return at;
    at = fn.parent;
  }
}

/** The names around a function in one piece: its own, those of the functions and class around it, the file's and its folder's. */
export function wordsAround(m: Module, f: FnId): string {
  const out: string[] = [];
  for (let at = f; ; at = m.fn(at).parent) {
    const fn = m.fn(at);
    if (fn.k === 'module') break;
    out.push(fnName(m, at), routeName(m, at));
    if (fn.cls !== undefined) out.push(m.facts.classes[fn.cls]?.n ?? '');
  }
  const parts = m.path.split('/');
  out.push((parts.at(-1) ?? '').replace(/\.\w+$/, ''), parts.at(-2) ?? '');
  return out.map(joined).join(' ');
}

const NOT_SERVED =
  /(^|\/)(seeds?|seeders?|migrations?|fixtures?|__mocks__|mocks?|scripts?|e2e|cypress|playwright|stories|storybook|examples?|samples?|demo|benchmarks?|testing|test-utils|test|tests|docs?|templates?|codemods?|cli|alterations?|upgrades?|codefixes|static|assets|public|dist|build|vendor|desktop[\w-]*|mobile|electron|frontend|front-end|client)\//i;
const NOT_SERVED_FILE =
  /(^|[./_-])(seeds?|seeder|migration|fixtures?|mock|stories|spec|test|e2e|initiali[sz]e|bootstrap)\.[cm]?[jt]sx?$|(^|\/)\d{8,}[-_]?\w*\.[cm]?[jt]s$/i;
const CLIENT =
  /^(react|react-dom|react-native|vue|svelte|@angular\/core|@angular\/.*|preact|solid-js|redux|@reduxjs\/toolkit|zustand|next\/navigation|react-router-dom|vuex|pinia|@tanstack\/react-query|expo|mobx.*|@mobx.*|lit|lit-element|lit-html|@lit\/.*|@polymer\/.*|ember.*|@ember\/.*|electron|axios|ky)$/;
const SERVER =
  /^(express|koa|fastify|hono|@hapi\/hapi|@nestjs\/common|mongoose|typeorm|sequelize|sequelize-typescript|@prisma\/client|next-auth|passport.*|bcrypt.*|argon2|@trpc\/server|next|next\/server|drizzle-orm|knex|kysely|pg|mysql2?|mongodb|@nestjs\/.*|objection|better-sqlite3|sqlite3|jsonwebtoken|socket\.io$|http$|node:http$)/;

const ofServer = perName((specifier) => SERVER.test(specifier));
const ofClient = perName((specifier) => CLIENT.test(specifier));
const ofTerminal = perName((specifier) =>
  /^(node:)?readline(\/promises)?$|^(commander|yargs|inquirer|prompts|@oclif\/core|cac|meow)$/.test(specifier),
);

const specifiers = new WeakMap<Module, readonly string[]>();

/** What a file imports or requires, by specifier. */
function importsOf(m: Module): readonly string[] {
  // A look at the facts, also where the answer is known.
  const { calls, imports } = m.facts;
  let list = specifiers.get(m);
  if (!list) {
    const required = calls.flatMap((e) => {
      const expr = m.expr(e);
      if (expr.k !== 'call' || expr.a.length !== 1) return [];
      const callee = m.expr(expr.c);
      return callee.k === 'free' && callee.n === 'require' ? [nameOf(m, expr.a[0] as ExprId)] : [];
    });
    list = [...imports.map((one) => one.s), ...required];
    specifiers.set(m, list);
  }
  return list;
}

/** Code that serves people who sign in: no seeds, migrations, scripts, tests, and nothing that runs in the browser. */
export function served(m: Module): boolean {
  if (NOT_SERVED.test(`/${m.path}`) || NOT_SERVED_FILE.test(m.path) || inBrowser(m)) return false;
  const imports = importsOf(m);
  const server = imports.some(ofServer);
  if (isScript(m, imports, server)) return false;
  if (/\.(tsx|jsx|vue|svelte)$/.test(m.path) && !server) return false;
  return server || !imports.some(ofClient);
}

/** `'use client'` at the top. */
function inBrowser(m: Module): boolean {
  const first = m.fn(0).body[0];
  const expr = first?.k === 'e' ? m.expr(first.e) : undefined;
  return expr?.k === 'lit' && expr.v === 'use client';
}

/** A program started by hand: it asks at the terminal, or reads its arguments and hands nothing to others. */
function isScript(m: Module, imports: readonly string[], server: boolean): boolean {
  if (imports.some(ofTerminal)) return true;
  if (server || m.facts.exports.length > 0 || m.facts.cjs !== undefined) return false;
  return m.facts.exprs.some((expr) => expr.k === 'member' && (expr.n === 'argv' || (expr.n === 'main' && nameOf(m, expr.o) === 'require')));
}

/** A write in a `catch` takes back what failed. */
export function undoes(m: Module, f: FnId, e: ExprId): boolean {
  const handlers = (body: readonly Stmt[]): readonly Stmt[] =>
    body.flatMap((stmt) => [...(stmt.k === 'try' ? (stmt.h ?? []) : []), ...blocksOf(stmt).flatMap(handlers)]);
  return expressionsWithin(m, handlers(m.fn(f).body)).includes(e);
}
