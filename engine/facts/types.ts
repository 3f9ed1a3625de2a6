/**
 * ModuleFacts: what one source file says, boiled down to JSON-shaped data. No tree, no source text, no positions but in `spans`.
 *
 * Expressions live in a flat arena and name their children by index. Identifiers are resolved to bindings of the same file; what is not
 * declared there is `free` (a global). Type syntax is dropped, except the names that annotate parameters, fields and variables.
 * Parentheses, `as`, `satisfies` and `!` are unwrapped. Destructuring is spelled out as member reads, defaults as `dflt`.
 */

/** Index into `ModuleFacts.exprs`. */
export type ExprId = number;
/** Index into `ModuleFacts.bindings`. */
export type BindingId = number;
/** Index into `ModuleFacts.functions`; 0 is the module's own top level. */
export type FnId = number;
/** Index into `ModuleFacts.classes`. */
export type ClassId = number;

/** One property of an object literal or JSX element. */
export type Prop =
  | { readonly n: string; readonly v: ExprId; readonly get?: 1 }
  | { readonly c: ExprId; readonly v: ExprId }
  | { readonly s: ExprId };

export type Expr =
  | { readonly k: 'lit'; readonly v: string | number | boolean | null }
  | { readonly k: 'undef' }
  | { readonly k: 'bigint'; readonly v: string }
  | { readonly k: 'regex'; readonly v: string }
  | { readonly k: 'ref'; readonly b: BindingId }
  | { readonly k: 'free'; readonly n: string }
  | { readonly k: 'this' }
  | { readonly k: 'super' }
  | { readonly k: 'meta' }
  | { readonly k: 'param'; readonly f: FnId; readonly i: number }
  | { readonly k: 'member'; readonly o: ExprId; readonly n: string; readonly q?: 1 }
  | { readonly k: 'index'; readonly o: ExprId; readonly i: ExprId; readonly q?: 1 }
  | { readonly k: 'call'; readonly c: ExprId; readonly a: readonly ExprId[]; readonly q?: 1 }
  | { readonly k: 'new'; readonly c: ExprId; readonly a: readonly ExprId[] }
  | { readonly k: 'tagged'; readonly c: ExprId; readonly s: readonly string[]; readonly e: readonly ExprId[] }
  | { readonly k: 'tpl'; readonly s: readonly string[]; readonly e: readonly ExprId[] }
  | { readonly k: 'bin'; readonly op: string; readonly l: ExprId; readonly r: ExprId }
  /** `a + b + c…`, flattened so that a chain of any length stays one level deep. */
  | { readonly k: 'sum'; readonly e: readonly ExprId[] }
  | { readonly k: 'un'; readonly op: string; readonly e: ExprId }
  | { readonly k: 'assign'; readonly op: string; readonly t: ExprId; readonly v: ExprId }
  | { readonly k: 'cond'; readonly c: ExprId; readonly t: ExprId; readonly f: ExprId }
  /** `e`, or `d` when `e` is undefined: a parameter's or pattern's default. */
  | { readonly k: 'dflt'; readonly e: ExprId; readonly d: ExprId }
  | { readonly k: 'obj'; readonly p: readonly Prop[] }
  | { readonly k: 'arr'; readonly e: readonly ExprId[] }
  | { readonly k: 'spread'; readonly e: ExprId }
  /** What a rest pattern leaves of `o`: all but the named properties, or the elements from `from` on. */
  | { readonly k: 'rest'; readonly o: ExprId; readonly x: readonly string[]; readonly from?: number }
  | { readonly k: 'fn'; readonly f: FnId }
  | { readonly k: 'class'; readonly c: ClassId }
  | { readonly k: 'await'; readonly e: ExprId }
  | { readonly k: 'yield'; readonly e?: ExprId }
  /** An element of an iterable: the variable of for-of. `key`: of for-in. */
  | { readonly k: 'each'; readonly e: ExprId; readonly key?: 1 }
  | { readonly k: 'seq'; readonly e: readonly ExprId[] }
  | { readonly k: 'jsx'; readonly c?: ExprId; readonly tag: string; readonly p: readonly Prop[]; readonly e: readonly ExprId[] }
  | { readonly k: 'import'; readonly e: ExprId }
  /** A type annotation that names a class, interface or alias, with its type arguments. */
  | { readonly k: 'type'; readonly e: ExprId; readonly a: readonly ExprId[] }
  /** A value the analysis cannot follow, such as a caught error; its parts are kept so that calls in them are seen. */
  | { readonly k: 'opaque'; readonly why: string; readonly e: readonly ExprId[] };

export type BindingKind = 'const' | 'let' | 'var' | 'param' | 'fn' | 'class' | 'enum' | 'import' | 'catch' | 'ns' | 'type';

export interface Binding {
  readonly n: string;
  readonly k: BindingKind;
  /** The function that declares it. */
  readonly f: FnId;
  /** What it starts as: initialiser, spelled-out pattern, `fn`, `class` or enum object. */
  readonly e?: ExprId;
  readonly ann?: ExprId;
  /** Index into `imports`. */
  readonly imp?: number;
  /** Later assignments to it: `assign` expressions, in source order. */
  readonly w?: readonly ExprId[];
  /** Assignments to its properties: `assign` expressions whose target is `x.p` or `x['p']`. */
  readonly mw?: readonly ExprId[];
  /** Other changes to what it holds: assignments further down (`x.a.b = v`), `x.push(v)` and the like, `Object.assign(x, v)`. */
  readonly dw?: readonly ExprId[];
}

export interface ImportFact {
  readonly s: string;
  /** Imported name; `default`, or `*` for a namespace. */
  readonly n: string;
  readonly type?: 1;
}

export type ExportFact =
  | { readonly n: string; readonly b: BindingId }
  | { readonly n: string; readonly e: ExprId }
  /** Re-export: `export { from as n } from s`; `from: '*'` is `export * as n`. */
  | { readonly n: string; readonly s: string; readonly from: string };

export interface ParamFact {
  readonly n?: string;
  readonly ann?: ExprId;
  readonly d?: ExprId;
  readonly dec?: readonly ExprId[];
  readonly rest?: 1;
  /** A parameter property (`private readonly x: X`). */
  readonly prop?: 1;
}

export type FnKind = 'module' | 'fn' | 'arrow' | 'method' | 'get' | 'set' | 'ctor' | 'static';

export interface FnFact {
  readonly n?: string;
  readonly k: FnKind;
  readonly parent: FnId;
  readonly cls?: ClassId;
  readonly async?: 1;
  readonly gen?: 1;
  readonly params: readonly ParamFact[];
  readonly dec?: readonly ExprId[];
  readonly body: readonly Stmt[];
  /** The expression that stands for the function: the `fn` expression, made for declarations and methods too. */
  readonly e: ExprId;
  /** A declaration without a body (overload, `declare`, abstract). */
  readonly bodiless?: 1;
  /** A constructor nobody wrote: it runs the field initialisers and hands its arguments to `super`. */
  readonly implicit?: 1;
}

export interface FieldFact {
  readonly n: string;
  readonly e?: ExprId;
  readonly ann?: ExprId;
  readonly dec?: readonly ExprId[];
  readonly static?: 1;
}

export interface ClassFact {
  readonly n?: string;
  readonly heritage?: ExprId;
  readonly impl?: readonly ExprId[];
  readonly dec?: readonly ExprId[];
  readonly fields: readonly FieldFact[];
  readonly methods: readonly { readonly n: string; readonly f: FnId; readonly static?: 1; readonly acc?: 'get' | 'set' }[];
  readonly ctor?: FnId;
  readonly f: FnId;
  readonly e: ExprId;
}

/** The outline of a body. `e` expressions hold the calls; order is evaluation order. */
export type Stmt =
  | { readonly k: 'e'; readonly e: ExprId }
  | { readonly k: 'if'; readonly c: ExprId; readonly t: readonly Stmt[]; readonly f: readonly Stmt[]; readonly at: ExprId }
  | { readonly k: 'loop'; readonly c?: ExprId; readonly each?: 1; readonly b: readonly Stmt[]; readonly last?: 1; readonly step?: ExprId }
  | { readonly k: 'try'; readonly b: readonly Stmt[]; readonly h?: readonly Stmt[]; readonly fin?: readonly Stmt[] }
  | { readonly k: 'ret'; readonly e?: ExprId; readonly at: ExprId }
  | { readonly k: 'throw'; readonly e: ExprId; readonly at: ExprId }
  | { readonly k: 'switch'; readonly d: ExprId; readonly cases: readonly { readonly t?: ExprId; readonly b: readonly Stmt[] }[] }
  | { readonly k: 'brk'; readonly l?: string }
  | { readonly k: 'cont'; readonly l?: string }
  | { readonly k: 'label'; readonly l: string; readonly b: readonly Stmt[] };

/** A problem found while reading the file. `start` is an offset in UTF-16 code units. */
export interface FactProblem {
  readonly kind: 'syntax' | 'too-deep' | 'crash';
  readonly start: number;
  readonly message: string;
}

/** A comment that waives findings. Offsets count UTF-16 code units; ends are exclusive. */
export interface WaiverFact {
  /** What follows the word, on one line. */
  readonly text: string;
  /** The comment, or where a comment holds several waivers, this one's part. */
  readonly start: number;
  readonly end: number;
  /** The value of `until`, where one is written. */
  readonly until?: readonly [number, number];
  /** The comment has its lines to itself, and holds no other waiver. */
  readonly alone?: 1;
  /** The code it is about, the nearest first: the first in which the rule has findings is the one that counts. */
  readonly scopes: readonly (readonly [number, number])[];
}

export interface ModuleFacts {
  readonly path: string;
  readonly exprs: readonly Expr[];
  readonly bindings: readonly Binding[];
  readonly imports: readonly ImportFact[];
  readonly exports: readonly ExportFact[];
  /** Specifiers of `export * from`. */
  readonly stars: readonly string[];
  /** `module.exports = …`, the last one. */
  readonly cjs?: ExprId;
  readonly functions: readonly FnFact[];
  readonly classes: readonly ClassFact[];
  /** Every `call`, `new` and tagged template, in evaluation order. */
  readonly calls: readonly ExprId[];
  /** Which function an expression stands in, run-length: pairs of first expression and function, ascending. */
  readonly owners: readonly number[];
  /** Comments that waive findings, in the order of the text. Outside every hash. */
  readonly waivers: readonly WaiverFact[];
  /** Outside every hash: two entries an expression, start and end offset in UTF-16 code units. */
  readonly spans: readonly number[];
  /** Outside every hash: the offset at which each line starts; lines break at \n, \r\n and \r. */
  readonly lines: readonly number[];
  readonly problems: readonly FactProblem[];
}
