/** The state of one summarise run: the arena, the scopes, and the names that wait to be resolved. */
import type ts from 'typescript';
import type {
  Binding,
  BindingId,
  BindingKind,
  ClassFact,
  ExportFact,
  Expr,
  ExprId,
  FactProblem,
  FnFact,
  FnId,
  ImportFact,
} from '../facts/types.ts';
import type { Parser } from './typescript.ts';

export interface Scope {
  readonly parent: Scope | undefined;
  readonly names: Map<string, BindingId>;
  readonly fn: FnId;
  /** Where `var` and function declarations land. */
  readonly hoist: boolean;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };
export type MutableBinding = Mutable<Omit<Binding, 'w' | 'mw' | 'dw'>> & { w?: ExprId[]; mw?: ExprId[]; dw?: ExprId[] };

/** Nesting beyond this is cut and told; left-deep chains do not count, they are walked in a loop. */
const MAX_DEPTH = 600;
/** Methods that change a list in place. */
const CHANGING: ReadonlySet<string> = new Set(['push', 'unshift', 'splice', 'pop', 'shift', 'fill', 'copyWithin']);
/** A string longer than this is data, not a setting. */
const MAX_STRING = 4000;

export class Builder {
  readonly exprs: Expr[] = [];
  readonly spans: number[] = [];
  readonly bindings: MutableBinding[] = [];
  readonly imports: ImportFact[] = [];
  readonly exports: ExportFact[] = [];
  readonly stars: string[] = [];
  readonly functions: FnFact[] = [];
  readonly classes: ClassFact[] = [];
  readonly calls: ExprId[] = [];
  readonly owners: number[] = [];
  private lastOwner = -1;
  readonly problems: FactProblem[] = [];
  readonly moduleScope: Scope = { parent: undefined, names: new Map(), fn: 0, hoist: true };
  scope: Scope = this.moduleScope;
  cjs: ExprId | undefined;
  depth = 0;
  private readonly waiting: { id: ExprId; name: string; scope: Scope }[] = [];
  private readonly memberWrites: { target: ExprId; assign: ExprId }[] = [];
  private readonly detached = new Map<string, string>();
  readonly ts: Parser;
  readonly source: ts.SourceFile;

  constructor(typescript: Parser, source: ts.SourceFile) {
    this.ts = typescript;
    this.source = source;
  }

  get fn(): FnId {
    return this.scope.fn;
  }

  add(expr: Expr, node: ts.Node): ExprId {
    return this.addAt(expr, node.getStart(this.source), node.end);
  }

  addAt(expr: Expr, start: number, end: number): ExprId {
    this.exprs.push(expr);
    this.spans.push(start, end);
    const id = this.exprs.length - 1;
    if (this.fn !== this.lastOwner) this.owners.push(id, (this.lastOwner = this.fn));
    if (expr.k === 'call' || expr.k === 'new' || expr.k === 'tagged') this.calls.push(id);
    return id;
  }

  /** A copy that does not keep the source text alive (V8 slices do). */
  text(value: string): string {
    if (value.length < 13) return value;
    const known = this.detached.get(value);
    if (known !== undefined) return known;
    const copy = ` ${value.length > MAX_STRING ? value.slice(0, MAX_STRING) : value}`.slice(1);
    this.detached.set(copy, copy);
    return copy;
  }

  opaque(why: string, parts: readonly ExprId[], node: ts.Node): ExprId {
    return this.add({ k: 'opaque', why, e: parts }, node);
  }

  /** A marker that only carries a statement's position. */
  mark(node: ts.Node): ExprId {
    return this.add({ k: 'opaque', why: 'statement', e: [] }, node);
  }

  name(name: string, node: ts.Node): ExprId {
    const id = this.add({ k: 'free', n: this.text(name) }, node);
    this.waiting.push({ id, name, scope: this.scope });
    return id;
  }

  enter<T>(options: { fn?: FnId; hoist?: boolean }, inside: () => T): T {
    const outer = this.scope;
    this.scope = { parent: outer, names: new Map(), fn: options.fn ?? outer.fn, hoist: options.hoist ?? false };
    const result = inside();
    this.scope = outer;
    return result;
  }

  declare(name: string, kind: BindingKind, extra: Partial<MutableBinding> = {}): BindingId {
    let scope = this.scope;
    if (kind === 'var') while (!scope.hoist && scope.parent) scope = scope.parent;
    const existing = scope.names.get(name);
    if (existing !== undefined) {
      const before = this.bindings[existing] as MutableBinding;
      if (kind === 'type') return existing;
      if (before.k === 'type') Object.assign(before, { k: kind, ...extra });
      else if (extra.e !== undefined && before.e === undefined) before.e = extra.e;
      else if (extra.e !== undefined && kind === 'var') (before.w ??= []).push(extra.e);
      return existing;
    }
    this.bindings.push({ n: this.text(name), k: kind, f: scope.fn, ...extra });
    scope.names.set(name, this.bindings.length - 1);
    return this.bindings.length - 1;
  }

  wrote(target: ExprId, assign: ExprId): void {
    this.memberWrites.push({ target, assign });
  }

  tooDeep(node: ts.Node): ExprId {
    if (!this.problems.some((p) => p.kind === 'too-deep'))
      this.problems.push({ kind: 'too-deep', start: node.pos, message: `nesting deeper than ${MAX_DEPTH} levels is not followed` });
    return this.opaque('too-deep', [], node);
  }

  deeper(): boolean {
    return this.depth > MAX_DEPTH;
  }

  /** After the walk every declaration is known, so names can be bound regardless of order. */
  resolve(): void {
    for (const { id, name, scope } of this.waiting) {
      const b = find(scope, name);
      if (b !== undefined) this.exprs[id] = { k: 'ref', b };
      else if (name === 'undefined') this.exprs[id] = { k: 'undef' };
    }
    for (const { target, assign } of this.memberWrites) {
      const expr = this.exprs[target] as Expr;
      if (expr.k === 'ref') ((this.bindings[expr.b] as MutableBinding).w ??= []).push(assign);
      else if (expr.k === 'member' || expr.k === 'index') {
        const object = this.exprs[expr.o] as Expr;
        if (object.k === 'ref') ((this.bindings[object.b] as MutableBinding).mw ??= []).push(assign);
        else this.changes(expr.o, assign);
      }
    }
    for (const call of this.calls) {
      const expr = this.exprs[call] as Expr;
      const callee = expr.k === 'call' ? (this.exprs[expr.c] as Expr) : undefined;
      if (expr.k !== 'call' || callee?.k !== 'member') continue;
      if (CHANGING.has(callee.n)) this.changes(callee.o, call);
      else if (callee.n === 'assign' && expr.a[0] !== undefined) {
        const object = this.exprs[callee.o] as Expr;
        if (object.k === 'free' && object.n === 'Object') this.changes(expr.a[0], call);
      }
    }
  }

  /** Notes a change with the variable from which what changes is reached. */
  private changes(target: ExprId, change: ExprId): void {
    let expr = this.exprs[target] as Expr;
    while (expr.k === 'member' || expr.k === 'index') expr = this.exprs[expr.o] as Expr;
    if (expr.k === 'ref') ((this.bindings[expr.b] as MutableBinding).dw ??= []).push(change);
  }
}

function find(scope: Scope, name: string): BindingId | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const found = at.names.get(name);
    if (found !== undefined) return found;
  }
  return undefined;
}
