/** One module as the lock analysis sees it: which binding an expression initialises, where a binding is read, what names a subtree holds. */
import type { Expr, ExprId, FnId, Module, Stmt } from '../../../../engine/rule/index.ts';
import { blocksOf, expressionsOf, partsOf } from '../../../../engine/rule/index.ts';
import { words } from './words.ts';

export class Scan {
  readonly m: Module;
  private initIndex: Map<ExprId, number> | undefined;
  private readIndex: Map<number, ExprId[]> | undefined;
  private returnIndex: Map<ExprId, FnId> | undefined;
  private leaving: Set<ExprId> | undefined;
  private fnNames = new Map<FnId, string>();
  private nameSet: string | undefined;

  constructor(m: Module) {
    this.m = m;
  }

  expr(e: ExprId): Expr {
    return this.m.expr(e);
  }

  /** The binding that starts as this expression. */
  bindingOf(e: ExprId): number | undefined {
    if (!this.initIndex) {
      this.initIndex = new Map();
      this.m.facts.bindings.forEach((one, i) => {
        if (one.e !== undefined && one.k !== 'param' && !this.initIndex?.has(one.e)) this.initIndex?.set(one.e, i);
      });
    }
    return this.initIndex.get(e);
  }

  /** The reads of a binding. */
  readsOf(b: number): readonly ExprId[] {
    if (!this.readIndex) {
      this.readIndex = new Map();
      this.m.facts.exprs.forEach((expr, i) => {
        if (expr.k !== 'ref') return;
        const list = this.readIndex?.get(expr.b);
        if (list) list.push(i);
        else this.readIndex?.set(expr.b, [i]);
      });
    }
    return this.readIndex.get(b) ?? [];
  }

  /** The function that returns exactly this expression. */
  returnedBy(e: ExprId): FnId | undefined {
    if (!this.returnIndex) {
      const index = (this.returnIndex = new Map<ExprId, FnId>());
      this.m.facts.functions.forEach((fn, f) => {
        const walk = (body: readonly Stmt[]): void => {
          for (const stmt of body) {
            if (stmt.k === 'ret' && stmt.e !== undefined) index.set(stmt.e, f);
            for (const inner of blocksOf(stmt)) walk(inner);
          }
        };
        walk(fn.body);
      });
    }
    return this.returnIndex.get(e);
  }

  /** An `if` whose condition this is leaves in one of its branches. */
  leavesBy(cond: ExprId): boolean {
    if (!this.leaving) {
      const index = (this.leaving = new Set<ExprId>());
      const walk = (body: readonly Stmt[]): void => {
        for (const stmt of body) {
          if (stmt.k === 'if' && (leavesWithin(stmt.t) || leavesWithin(stmt.f))) index.add(stmt.c);
          for (const inner of blocksOf(stmt)) walk(inner);
        }
      };
      for (const fn of this.m.facts.functions) walk(fn.body);
    }
    return this.leaving.has(cond);
  }

  /** What an expression starts from, through one constant after another. */
  origin(e: ExprId, depth = 4): ExprId {
    const expr = this.expr(e);
    if (expr.k === 'await' || expr.k === 'dflt') return depth === 0 ? e : this.origin(expr.e, depth - 1);
    if (expr.k !== 'ref' || depth === 0) return e;
    const binding = this.m.facts.bindings[expr.b];
    return binding?.e === undefined || binding.imp !== undefined ? e : this.origin(binding.e, depth - 1);
  }

  /** The last name of an expression: `user.lockUntil` → `lockUntil`; of a call, that of its callee. */
  lastName(e: ExprId): string | undefined {
    const expr = this.expr(e);
    switch (expr.k) {
      case 'ref':
        return this.m.bindingName(expr.b);
      case 'free':
        return expr.n;
      case 'member':
        return expr.n;
      case 'index': {
        const key = this.expr(expr.i);
        return key.k === 'lit' && typeof key.v === 'string' ? key.v : this.lastName(expr.i);
      }
      case 'call':
      case 'new':
        return this.lastName(expr.c);
      case 'await':
      case 'dflt':
      case 'spread':
        return this.lastName(expr.e);
      case 'param':
        return this.m.fn(expr.f).params[expr.i]?.n;
      case 'this':
        return 'this';
      default:
        return undefined;
    }
  }

  /** The callee's own name. */
  calleeName(call: ExprId): string {
    const expr = this.expr(call);
    return expr.k === 'call' || expr.k === 'new' ? (this.lastName(expr.c) ?? '') : '';
  }

  /**
   * The names in a subtree, as words. `follow`: constants and locals are looked up that many steps. Functions written in place are not opened.
   * Strings count, since keys, columns and paths are strings.
   */
  wordsIn(e: ExprId, follow = 0): string {
    const out: string[] = [];
    let budget = 400;
    const visit = (at: ExprId, depth: number): void => {
      if ((budget -= 1) < 0) return;
      const expr = this.expr(at);
      switch (expr.k) {
        case 'lit':
          if (typeof expr.v === 'string' && expr.v.length < 300) out.push(words(expr.v));
          return;
        case 'tpl':
        case 'tagged':
          out.push(...expr.s.map(words));
          break;
        case 'free':
          out.push(words(expr.n));
          return;
        case 'member':
          out.push(words(expr.n));
          break;
        case 'obj':
          for (const p of expr.p) if ('n' in p) out.push(words(p.n));
          break;
        case 'param':
          out.push(words(this.m.fn(expr.f).params[expr.i]?.n ?? ''));
          return;
        case 'ref': {
          const binding = this.m.facts.bindings[expr.b];
          out.push(words(binding?.n ?? ''));
          if (depth > 0 && binding?.e !== undefined && binding.imp === undefined && binding.k !== 'fn' && binding.k !== 'class')
            visit(binding.e, depth - 1);
          return;
        }
        default:
      }
      for (const part of partsOf(expr)) visit(part, depth);
    };
    visit(e, follow);
    return out.filter((one) => one !== '').join(' ; ');
  }

  /** The texts written in a subtree, constants looked up once; not the names of variables and options. */
  textsIn(e: ExprId): string {
    const out: string[] = [];
    const visit = (at: ExprId, depth: number): void => {
      const expr = this.expr(at);
      if (expr.k === 'lit' && typeof expr.v === 'string') out.push(words(expr.v));
      if (expr.k === 'tpl') out.push(...expr.s.map(words));
      if (expr.k === 'ref' && depth > 0) {
        const from = this.origin(at);
        if (from !== at && this.expr(from).k === 'lit') visit(from, 0);
      }
      for (const part of partsOf(expr)) visit(part, depth);
    };
    visit(e, 1);
    return out.join(' ; ');
  }

  /** What a function goes by: its own name, what it is assigned to, the property that holds it, or the call it is handed to with its texts. */
  fnName(f: FnId): string {
    let name = this.fnNames.get(f);
    if (name === undefined) {
      name = f === 0 ? '' : words(this.nameOfFn(f));
      this.fnNames.set(f, name);
    }
    return name;
  }

  private nameOfFn(f: FnId): string {
    const fn = this.m.fn(f);
    if (fn.n !== undefined) return fn.n;
    const named = this.bindingOf(fn.e);
    if (named !== undefined) return this.m.bindingName(named);
    const parent = this.m.parentOf(fn.e);
    if (parent < 0) return '';
    const expr = this.expr(parent);
    if (expr.k === 'assign') return this.lastName(expr.t) ?? '';
    if (expr.k === 'obj') {
      const prop = expr.p.find((p) => 'v' in p && p.v === fn.e);
      return prop && 'n' in prop ? prop.n : '';
    }
    if (expr.k !== 'call') return '';
    // `router.post('/login', fn)`, `schema.virtual('isLocked').get(fn)`, `const login = asyncHandler(fn)`.
    const held = this.bindingOf(parent);
    const callee = this.expr(expr.c);
    const chain = callee.k === 'member' && this.expr(callee.o).k === 'call' ? this.texts(callee.o) : '';
    return [held === undefined ? '' : this.m.bindingName(held), this.texts(parent), chain].join(' ');
  }

  private texts(call: ExprId): string {
    const expr = this.expr(call);
    if (expr.k !== 'call') return '';
    return expr.a
      .map((a) => this.expr(a))
      .flatMap((a) => (a.k === 'lit' && typeof a.v === 'string' ? [a.v] : []))
      .join(' ');
  }

  /** Names of a function and those around it, its class, and the last parts of the file's path. */
  contextWords(f: FnId): string {
    const out: string[] = [this.pathWords()];
    for (let at = f; at !== 0; at = this.m.fn(at).parent) {
      out.push(this.fnName(at));
      const { cls } = this.m.fn(at);
      if (cls !== undefined) out.push(words(this.m.facts.classes[cls]?.n ?? ''));
    }
    return out.join(' ; ');
  }

  /** The last parts of the file's path, without its ending. */
  pathText(): string {
    return this.m.path
      .split('/')
      .slice(-3)
      .join(' ')
      .replace(/\.[cm]?[jt]sx?$/, '');
  }

  pathWords(): string {
    return words(this.pathText());
  }

  /** Every name and short text of the module. */
  moduleWords(): string {
    if (this.nameSet === undefined) {
      const out = new Set<string>();
      for (const one of this.m.facts.bindings) out.add(words(one.n));
      for (const one of this.m.facts.imports) out.add(words(`${one.n} ${one.s}`));
      for (const fn of this.m.facts.functions) if (fn.n !== undefined) out.add(words(fn.n));
      for (const expr of this.m.facts.exprs) {
        if (expr.k === 'member' || expr.k === 'free') out.add(words(expr.n));
        else if (expr.k === 'obj') for (const p of expr.p) if ('n' in p) out.add(words(p.n));
      }
      this.nameSet = [...out].join(' ; ');
    }
    return this.nameSet;
  }

  /** The statements' own expressions of a function, nested blocks included. */
  static expressions(body: readonly Stmt[]): ExprId[] {
    return body.flatMap((stmt) => [...expressionsOf(stmt), ...blocksOf(stmt).flatMap((inner) => Scan.expressions(inner))]);
  }
}

/** Some path through the statements returns or throws. */
function leavesWithin(body: readonly Stmt[]): boolean {
  return body.some((stmt) => stmt.k === 'ret' || stmt.k === 'throw' || blocksOf(stmt).some(leavesWithin));
}
