/**
 * What other modules can see of a module: each export with a hash over all that it reaches inside the module, through bindings, functions
 * and classes. Positions and internal numbering stand outside, so moving code, or changing what no export reaches, changes no hash.
 * Not part of a surface: who calls a function. Calls are found by name, wherever they stand.
 */
import { createHash } from 'node:crypto';
import { partsOf } from '../link/module.ts';
import type { Binding, ClassFact, ExportFact, Expr, FnFact, ModuleFacts, Prop, Stmt } from './types.ts';

/** Entries beside the exports' names: for `export *`, and for `module.exports = …`. */
export const STARS = '*';
export const WHOLE = '=';

type Kind = 'e' | 'b' | 'f' | 'c';
/** Words as they are, and links to further parts: kind and index. */
type Token = string | readonly [Kind, number];

/** Export name → hash, hex; `STARS` and `WHOLE` only where there are such. */
export function surface(facts: ModuleFacts): Readonly<Record<string, string>> {
  const entries = facts.exports.map((one): [string, string] => [one.n, hashFrom(facts, exported(one))]);
  if (facts.stars.length > 0) entries.push([STARS, hashFrom(facts, facts.stars)]);
  if (facts.cjs !== undefined) entries.push([WHOLE, hashFrom(facts, [['e', facts.cjs]])]);
  return Object.fromEntries(entries);
}

function exported(one: ExportFact): readonly Token[] {
  if ('s' in one) return ['from', one.s, one.from];
  return 'b' in one ? [['b', one.b]] : [['e', one.e]];
}

/** Visits all that is reached, numbers it in the order of the visit, and hashes what stands there. */
function hashFrom(facts: ModuleFacts, start: readonly Token[]): string {
  const numbers = new Map<string, number>();
  const queue: (readonly [Kind, number])[] = [];
  const hash = createHash('sha256');
  const write = (tokens: readonly Token[]): void => {
    for (const token of tokens) {
      if (typeof token === 'string') {
        hash.update(`${JSON.stringify(token)} `);
        continue;
      }
      const key = `${token[0]}${token[1]}`;
      let number = numbers.get(key);
      if (number === undefined) {
        numbers.set(key, (number = numbers.size));
        queue.push(token);
      }
      hash.update(`${number} `);
    }
    hash.update('\n');
  };
  write(start);
  for (let next = queue.pop(); next; next = queue.pop()) write(contentOf(facts, next));
  return hash.digest('hex').slice(0, 32);
}

function contentOf(facts: ModuleFacts, [kind, id]: readonly [Kind, number]): readonly Token[] {
  switch (kind) {
    case 'e':
      return expressionTokens(facts.exprs[id] as Expr);
    case 'b':
      return bindingTokens(facts, facts.bindings[id] as Binding);
    case 'f':
      return functionTokens(facts.functions[id] as FnFact);
    case 'c':
      return classTokens(facts.classes[id] as ClassFact);
  }
}

const links = (kind: Kind, ids: readonly (number | undefined)[] = []): Token[] =>
  ids.map((id) => (id === undefined ? '-' : ([kind, id] as const)));

function expressionTokens(expr: Expr): readonly Token[] {
  switch (expr.k) {
    case 'lit':
      return ['lit', typeof expr.v, String(expr.v)];
    case 'ref':
      return ['ref', ['b', expr.b]];
    case 'fn':
      return ['fn', ['f', expr.f]];
    case 'class':
      return ['class', ['c', expr.c]];
    case 'param':
      return ['param', String(expr.i), ['f', expr.f]];
    case 'obj':
    case 'jsx':
      return [expr.k, expr.k === 'jsx' ? expr.tag : '', ...expr.p.map(propertyText), ...links('e', partsOf(expr))];
    default: {
      // What is neither the kind nor a part: names, operators, flags.
      const { k, ...rest } = expr as { k: string } & Record<string, unknown>;
      const text = JSON.stringify(Object.entries(rest).filter(([name, value]) => !isPart(name, value)));
      return [k, text, ...links('e', partsOf(expr))];
    }
  }
}

/** Fields that hold numbers which are not indexes of expressions: flags, and where a rest pattern starts. */
const FLAGS: ReadonlySet<string> = new Set(['q', 'key', 'from']);

function isPart(name: string, value: unknown): boolean {
  if (FLAGS.has(name)) return false;
  return typeof value === 'number' || (Array.isArray(value) && value.every((one) => typeof one === 'number'));
}

function propertyText(prop: Prop): string {
  if ('s' in prop) return 'spread';
  return 'c' in prop ? 'computed' : `${prop.get ? 'get' : 'name'} ${prop.n}`;
}

function bindingTokens(facts: ModuleFacts, one: Binding): readonly Token[] {
  const imported = one.imp === undefined ? undefined : facts.imports[one.imp];
  const from = imported ? [imported.s, imported.n] : [];
  return [
    'binding',
    one.k,
    one.n,
    ...from,
    ...links('e', [one.e, one.ann]),
    'w',
    ...links('e', one.w),
    'mw',
    ...links('e', one.mw),
    'dw',
    ...links('e', one.dw),
  ];
}

function functionTokens(one: FnFact): readonly Token[] {
  const flags = [one.async && 'async', one.gen && 'gen', one.bodiless && 'bodiless', one.implicit && 'implicit'].filter(Boolean).join(' ');
  return [
    'function',
    one.k,
    one.n ?? '',
    flags,
    ...links('c', [one.cls]),
    ...one.params.flatMap((p): Token[] => [
      `param ${p.n ?? ''}${p.rest ? ' rest' : ''}${p.prop ? ' prop' : ''}`,
      ...links('e', [p.ann, p.d, ...(p.dec ?? [])]),
    ]),
    'dec',
    ...links('e', one.dec),
    ...one.body.flatMap(statementTokens),
  ];
}

function classTokens(one: ClassFact): readonly Token[] {
  return [
    'class',
    one.n ?? '',
    ...links('e', [one.heritage]),
    'impl',
    ...links('e', one.impl),
    'dec',
    ...links('e', one.dec),
    ...one.fields.flatMap((f): Token[] => [`field${f.static ? ' static' : ''}`, f.n, ...links('e', [f.e, f.ann, ...(f.dec ?? [])])]),
    ...one.methods.flatMap((m): Token[] => [`method${m.static ? ' static' : ''} ${m.acc ?? ''}`, m.n, ['f', m.f]]),
    ...links('f', [one.ctor]),
  ];
}

/** An outline nests as deep as the reader of sources lets it, so recursion ends. */
function statementTokens(one: Stmt): Token[] {
  const block = (stmts: readonly Stmt[] | undefined): Token[] => (stmts ? ['{', ...stmts.flatMap(statementTokens), '}'] : ['-']);
  switch (one.k) {
    case 'e':
      return ['e', ['e', one.e]];
    case 'throw':
    case 'ret':
      return [one.k, ...links('e', [one.e])];
    case 'if':
      return ['if', ['e', one.c], ...block(one.t), ...block(one.f)];
    case 'loop':
      return [`loop${one.each ? ' each' : ''}${one.last ? ' last' : ''}`, ...links('e', [one.c, one.step]), ...block(one.b)];
    case 'try':
      return ['try', ...block(one.b), ...block(one.h), ...block(one.fin)];
    case 'switch':
      return ['switch', ['e', one.d], ...one.cases.flatMap((c) => [...links('e', [c.t]), ...block(c.b)])];
    case 'brk':
    case 'cont':
      return [one.k, one.l ?? ''];
    case 'label':
      return ['label', one.l, ...block(one.b)];
  }
}
