/**
 * What an expression may be, and where that was decided. Values are plain data; objects and lists hold references to their parts, which are
 * evaluated only when asked for.
 */
import type { ClassId, ExprId, FnId } from '../facts/types.ts';
import type { Module } from '../link/module.ts';

/** An expression of a module, in a calling context. */
export interface Ref {
  readonly m: Module;
  readonly e: ExprId;
  readonly ctx: Ctx;
}

/**
 * A calling context: the parameters of one function bound to the arguments of one call, and `this` to the receiver. `outer` is the context
 * in which the function itself was made (its closure). The root context binds nothing.
 */
export interface Ctx {
  readonly id: number;
  readonly m?: Module;
  readonly fn?: FnId;
  readonly call?: Ref;
  readonly self?: Value;
  readonly outer?: Ctx;
}

/** Why something cannot be told. Shown to the user, so a closed list. */
export type Why =
  | 'parameter'
  | 'environment'
  | 'import'
  | 'call'
  | 'member'
  | 'open-object'
  | 'reassigned'
  | 'cycle'
  | 'budget'
  | 'caught'
  | 'global'
  | 'dynamic'
  | 'syntax'
  | 'unparsed'
  | 'configuration';

/** The way from where a value was asked for to where it was decided, nearest first. */
export interface Via {
  readonly at: Ref;
  readonly rest: Via | undefined;
  /** Steps from here on, this one included. */
  readonly length: number;
}

interface Told {
  /** Where it was decided. */
  readonly at: Ref;
  readonly via?: Via | undefined;
}

export interface Slot {
  /** Several: any of them. */
  readonly refs: readonly Ref[];
  /** A value that is written nowhere, such as a pair of `Object.entries`. */
  readonly made?: Value;
  /** The property may be missing. */
  readonly maybe: boolean;
  /** A spread that nobody can see through came later and may have replaced it. */
  readonly covered?: true;
  /** What is done later to the object or list that stands here. */
  readonly writes?: readonly Write[];
}

/** A change to an object or list after it was made. `path` leads from where the change is noted to what changes; undefined is any name. */
export interface Write {
  /** A property set, properties of others merged in, items added at the end, or any other change. */
  readonly is: 'set' | 'merge' | 'add' | 'change';
  readonly path: readonly (string | undefined)[];
  readonly name?: string | undefined;
  readonly refs: readonly Ref[];
  readonly at: Ref;
}

export interface Known extends Told {
  readonly is: 'known';
  readonly v: string | number | boolean | null /** Holds only while an environment variable is unset. */;
  readonly env?: true;
}
export interface TextV extends Told {
  readonly is: 'text' /** Known stretches, and what stands between them. */;
  readonly parts: readonly (string | Value)[];
}
export interface ObjectV extends Told {
  readonly is: 'object';
  readonly props: ReadonlyMap<string, Slot> /** Set when further properties may exist that nobody can name. */;
  readonly open?: Unknown;
}
export interface ListV extends Told {
  readonly is: 'list';
  readonly items: readonly Slot[];
  readonly open?: Unknown;
}
export interface OneOf extends Told {
  readonly is: 'oneOf';
  readonly of: readonly Value[];
}
/**
 * Something of a package or of the platform, named by a key: `node:crypto#createCipheriv`, `pg#Pool().query`, `global#fetch`.
 * `()` is a call or `new`. A default import and a namespace are both the bare `pkg#`.
 */
export interface Ext extends Told {
  readonly is: 'ext';
  readonly key: string /** For `…()`: the call or `new`. */;
  readonly call?: Ref /** For a member: what it is read from. */;
  readonly base?: Value;
  /** For a member that only an annotation tells: the parameter or variable it is read from, whose callers may tell more than its type. */
  readonly read?: Unknown;
}
export interface FnV extends Told {
  readonly is: 'fn';
  readonly m: Module;
  readonly f: FnId;
  readonly ctx: Ctx;
  readonly self?: Value | undefined;
}
export interface ClassV extends Told {
  readonly is: 'class';
  readonly m: Module;
  readonly c: ClassId;
  readonly ctx: Ctx;
}
/** An instance of a class of the project. Without `call` nobody saw it made (it is `this`, or injected by type). */
export interface Instance extends Told {
  readonly is: 'instance';
  readonly m: Module;
  readonly c: ClassId;
  readonly ctx: Ctx;
  readonly call?: Ref;
}
export interface NsV extends Told {
  readonly is: 'ns';
  readonly m: Module;
}
export interface Absent extends Told {
  readonly is: 'absent';
}
export interface Unknown extends Told {
  readonly is: 'unknown';
  readonly why: Why;
  /** The parameter, variable, package or member in question. */
  readonly name?: string;
  /** For `parameter`: the function whose call sites may know. */
  readonly fn?: { readonly m: Module; readonly f: FnId };
  /** What an annotation says of it. */
  readonly type?: Value;
}

export type Value = Known | TextV | ObjectV | ListV | OneOf | Ext | FnV | ClassV | Instance | NsV | Absent | Unknown;
