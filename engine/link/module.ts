/** One module of the program: its facts and what is derived from them on demand. */
import type { BindingId, ExportFact, Expr, ExprId, FnFact, FnId, ModuleFacts, Stmt } from '../facts/types.ts';
import type { Looks } from './looks.ts';

/** What a module hands on, as far as names go. */
export interface Surface {
  /** Its own exports, and what it hands on by name: from where, under which name there. The last of a name wins, as at run time. */
  readonly names: ReadonlyMap<string, 'own' | readonly [specifier: string, name: string]>;
  /** Specifiers of `export * from`. */
  readonly stars: readonly string[];
  /** It has a `module.exports`. */
  readonly cjs: boolean;
}

/** A module whose facts are known to an earlier run, and are fetched when somebody looks at them. */
export interface Unread {
  readonly path: string;
  /** Whether something in it may be called by that name; where it is not, the answer is sure. */
  mayCall(name: string): boolean;
  /** It holds a waiver, or something is wrong with it. */
  readonly notable: boolean;
  readonly surface: Surface;
  facts(): ModuleFacts;
}

export class Module {
  readonly id: number;
  readonly path: string;
  /** Some answer looked at its facts. */
  consulted = false;
  private known: ModuleFacts | undefined;
  /** The facts while somebody wants to know who looks at them. */
  private behind: ModuleFacts | undefined;
  private looks: Looks | undefined;
  private unread: Unread | undefined;
  private exportIndex: Map<string, ExportFact> | undefined;
  private outside: Surface | undefined;
  private arena: Arena | undefined;
  private propIndex: Set<string> | undefined;

  constructor(id: number, from: ModuleFacts | Unread) {
    this.id = id;
    this.path = from.path;
    this.known = 'exprs' in from ? from : undefined;
    this.unread = 'exprs' in from ? undefined : from;
  }

  get facts(): ModuleFacts {
    return this.known ?? this.fetch();
  }

  /** The facts, unless they would have to be fetched. No look at them. */
  get factsAtHand(): ModuleFacts | undefined {
    return this.known ?? this.behind;
  }

  /** The next look at the facts is told. */
  veil(looks: Looks): void {
    this.behind = this.factsAtHand;
    this.known = undefined;
    this.looks = looks;
  }

  /** Looks at the facts without being told of, for whoever notes otherwise what it read. */
  quietly<T>(work: () => T): T {
    const { looks } = this;
    this.looks = undefined;
    try {
      return work();
    } finally {
      if (looks) this.veil(looks);
    }
  }

  mayCall(name: string): boolean {
    return this.unread?.mayCall(name) ?? true;
  }

  get notable(): boolean {
    const facts = this.factsAtHand;
    return facts ? isNotable(facts) : this.unread?.notable === true;
  }

  get surface(): Surface {
    // Who asks notes what of it was asked, which says less than a look.
    this.outside ??= this.unread?.surface ?? surfaceOf(this.factsAtHand ?? this.facts);
    return this.outside;
  }

  private fetch(): ModuleFacts {
    this.looks?.look(this);
    this.looks = undefined;
    this.known = this.behind ?? (this.unread as Unread).facts();
    this.behind = undefined;
    this.unread = undefined;
    return this.known;
  }

  expr(e: ExprId): Expr {
    return this.facts.exprs[e] as Expr;
  }

  fn(f: FnId): FnFact {
    return this.facts.functions[f] as FnFact;
  }

  exportNamed(name: string): ExportFact | undefined {
    const known = this.unread?.surface.names.get(name);
    if (this.unread && known !== 'own') return known && { n: name, s: known[0], from: known[1] };
    // Who asks for an export notes its name, which says less than a look.
    this.exportIndex ??= new Map((this.factsAtHand ?? this.facts).exports.map((one) => [one.n, one]));
    return this.exportIndex.get(name);
  }

  /** The innermost function in which an expression stands; a field's initialiser stands in the constructor. */
  ownerOf(e: ExprId): FnId {
    const { owners } = this.facts;
    let low = 0;
    let high = owners.length / 2 - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((owners[2 * middle] as number) <= e) low = middle;
      else high = middle - 1;
    }
    return owners[2 * low + 1] ?? 0;
  }

  /** Whether an object literal of the module has a property of that name: a cheap first look before any search for one. */
  hasProp(name: string): boolean {
    const objects = this.exprsOf('obj');
    this.propIndex ??= new Set(
      objects.flatMap((e) => (this.expr(e) as Extract<Expr, { k: 'obj' }>).p.flatMap((p) => ('n' in p ? [p.n] : []))),
    );
    return this.propIndex.has(name);
  }

  /** The expression that holds `e` as a direct part, or -1: a statement, a binding or a decorator holds it. */
  parentOf(e: ExprId): ExprId {
    return this.looked.parents[e] ?? -1;
  }

  /** The expressions of a kind that searches go by, in order. `text`: strings, templates and tagged templates. */
  exprsOf(kind: Searched): readonly ExprId[] {
    return this.looked[kind];
  }

  /** The names of members, globals and properties of objects, each once. */
  get names(): ReadonlySet<string> {
    return this.looked.names;
  }

  /** Known or not, it is a look at the facts. */
  private get looked(): Arena {
    const { exprs } = this.facts;
    this.arena ??= arenaOf(exprs);
    return this.arena;
  }

  bindingName(b: BindingId): string {
    return this.facts.bindings[b]?.n ?? '';
  }

  span(e: ExprId): { start: number; end: number } {
    return { start: this.facts.spans[2 * e] ?? 0, end: this.facts.spans[2 * e + 1] ?? 0 };
  }
}

type Searched = 'obj' | 'assign' | 'bin' | 'sum' | 'text';

/** What one look at all expressions of a module tells. */
interface Arena extends Readonly<Record<Searched, ExprId[]>> {
  /** For every expression the first that holds it, or -1. */
  readonly parents: Int32Array;
  readonly names: Set<string>;
}

/** Asked of nearly every module: the common kinds are gone through without a list of their parts. Backwards, so that who holds a part first has the last word. */
function arenaOf(exprs: readonly Expr[]): Arena {
  const parents = new Int32Array(exprs.length).fill(-1);
  const names = new Set<string>();
  const out: Arena = { parents, names, obj: [], assign: [], bin: [], sum: [], text: [] };
  for (let i = exprs.length - 1; i >= 0; i -= 1) {
    const expr = exprs[i] as Expr;
    switch (expr.k) {
      case 'ref':
      case 'param':
      case 'fn':
        break;
      case 'free':
        names.add(expr.n);
        break;
      case 'lit':
        if (typeof expr.v === 'string') out.text.push(i);
        break;
      case 'member':
        names.add(expr.n);
        parents[expr.o] = i;
        break;
      case 'call':
      case 'new':
        parents[expr.c] = i;
        for (const part of expr.a) parents[part] = i;
        break;
      case 'obj':
        out.obj.push(i);
        for (const p of expr.p) {
          if ('n' in p) names.add(p.n);
          else if ('c' in p) parents[p.c] = i;
          parents['s' in p ? p.s : p.v] = i;
        }
        break;
      case 'assign':
        out.assign.push(i);
        parents[expr.t] = i;
        parents[expr.v] = i;
        break;
      case 'bin':
        out.bin.push(i);
        parents[expr.l] = i;
        parents[expr.r] = i;
        break;
      default:
        if (expr.k === 'sum') out.sum.push(i);
        else if (expr.k === 'tpl' || expr.k === 'tagged') out.text.push(i);
        for (const part of partsOf(expr)) parents[part] = i;
    }
  }
  for (const list of [out.obj, out.assign, out.bin, out.sum, out.text]) list.reverse();
  return out;
}

/** Expressions of several lists as they stand in the module. */
export function inOrder(...lists: readonly (readonly ExprId[])[]): ExprId[] {
  return lists.flat().sort((a, b) => a - b);
}

/** A report may have to name something about the file that is no evidence: see `Unread.notable`. */
export function isNotable({ problems, waivers }: ModuleFacts): boolean {
  return problems.length + waivers.length > 0;
}

function surfaceOf({ exports, stars, cjs }: ModuleFacts): Surface {
  return { names: new Map(exports.map((one) => [one.n, 's' in one ? [one.s, one.from] : 'own'])), stars, cjs: cjs !== undefined };
}

/** The direct parts of an expression, in evaluation order. Function and class bodies are not parts. */
export function partsOf(expr: Expr): readonly ExprId[] {
  switch (expr.k) {
    case 'member':
      return [expr.o];
    case 'index':
      return [expr.o, expr.i];
    case 'call':
    case 'new':
      return [expr.c, ...expr.a];
    case 'tagged':
      return [expr.c, ...expr.e];
    case 'tpl':
    case 'sum':
    case 'arr':
    case 'seq':
    case 'opaque':
      return expr.e;
    case 'bin':
      return [expr.l, expr.r];
    case 'un':
    case 'spread':
    case 'await':
    case 'each':
    case 'import':
      return [expr.e];
    case 'yield':
      return expr.e === undefined ? [] : [expr.e];
    case 'assign':
      return [expr.t, expr.v];
    case 'cond':
      return [expr.c, expr.t, expr.f];
    case 'dflt':
      return [expr.e, expr.d];
    case 'rest':
      return [expr.o];
    case 'obj':
      return expr.p.flatMap((p) => ('s' in p ? [p.s] : 'c' in p ? [p.c, p.v] : [p.v]));
    case 'jsx':
      return [...(expr.c === undefined ? [] : [expr.c]), ...expr.p.flatMap((p) => ('s' in p ? [p.s] : [p.v])), ...expr.e];
    case 'type':
      return [expr.e, ...expr.a];
    default:
      return [];
  }
}

/** The expressions that stand directly in a statement, without those of nested statements. */
export function expressionsOf(stmt: Stmt): readonly ExprId[] {
  switch (stmt.k) {
    case 'e':
    case 'throw':
      return [stmt.e];
    case 'if':
      return [stmt.c];
    case 'loop':
      return [...(stmt.c === undefined ? [] : [stmt.c]), ...(stmt.step === undefined ? [] : [stmt.step])];
    case 'ret':
      return stmt.e === undefined ? [] : [stmt.e];
    case 'switch':
      return [stmt.d, ...stmt.cases.flatMap((one) => (one.t === undefined ? [] : [one.t]))];
    default:
      return [];
  }
}

/** The statements nested directly in a statement. */
export function blocksOf(stmt: Stmt): readonly (readonly Stmt[])[] {
  switch (stmt.k) {
    case 'if':
      return [stmt.t, stmt.f];
    case 'loop':
    case 'label':
      return [stmt.b];
    case 'try':
      return [stmt.b, ...(stmt.h ? [stmt.h] : []), ...(stmt.fin ? [stmt.fin] : [])];
    case 'switch':
      return stmt.cases.map((one) => one.b);
    default:
      return [];
  }
}
