/** What a model may ask, and what it answers with. A model turns the calls of one library, or one shape of code, into evidence. */
import type { ProjectConfig } from '../../contract/types.ts';
import type { Module } from '../link/module.ts';
import type { Ref, Value } from '../value/types.ts';
import type { Evidence } from './evidence.ts';
import type { Query } from './query.ts';

/** A call or `new` of something a model knows, in a calling context. */
export interface CallSite {
  /** The call expression. */
  readonly at: Ref;
  /** `node:crypto#createCipheriv`, `pg#Pool().query`. */
  readonly key: string;
  /** The evaluated callee. */
  readonly callee: Value;
  readonly isNew: boolean;
  readonly args: readonly Ref[];
  /** The value at a position; absent beyond the last. Spreads are seen through where they can be. */
  arg(i: number): Value;
}

export type Emit = (evidence: Evidence) => void;

/** What a model noted of one module, see `Model.sketch`. */
export interface Sketch<S = unknown> {
  readonly m: Module;
  readonly v: S;
}

/** A word that stands in much else too. */
export interface TriggerWord {
  readonly word: string;
  /** Whether it may mean something where it stands: false only where the model shows nothing by it, whatever else the file holds. */
  counts(text: string, at: number): boolean;
}

/**
 * What of a sketch is looked up by name: under the key `named`, by the name of a list. The rest of a sketch may have no such key of its own, and a name
 * stands but once in a list.
 */
export interface Named {
  readonly named?: Readonly<Record<string, readonly (readonly [name: string, ...items: unknown[]])[]>>;
}

/** What is known when the whole project is looked at. */
export interface Seen<S = unknown> {
  /** What the modules showed, and models before this one. */
  readonly found: readonly Evidence[];
  /** Of this model, in the order of the modules' paths, without what stands under names; modules of which nothing is left are left out. */
  readonly sketches: readonly Sketch<Omit<S, 'named'>>[];
  /** What stands under a name in a list, in the order of the modules' paths. A change concerns only who asked for that name. */
  named<I extends readonly unknown[]>(list: string, name: string): readonly Sketch<I>[];
}

/** `S`: what `sketch` answers with. */
export interface Model<S = never> {
  /** File name without extension. */
  readonly id: string;
  /**
   * Lower-case words of which a file must hold at least one (in any case) for `module` to see it. For `calls` and `match` the engine takes
   * the names of the callees, or of the package where a name is short; words given here come on top.
   */
  readonly words?: readonly (string | TriggerWord)[];
  /** What it cannot tell, for people; shown on the rules' pages. */
  readonly limits?: string;
  /** Keys of callees (see `Ext.key`) to handlers. Called for every such call of every module. */
  readonly calls?: Readonly<Record<string, (call: CallSite, q: Query, emit: Emit) => void>>;
  /** Callees that no list can hold: calls by one of these last names are offered by their key (`?#name` for a method of something unknown); `of` answers the handler, or undefined. */
  readonly match?: {
    readonly names: readonly string[];
    /** Words that stand in for the names where these are everyday words (`Function`, `init`): of the packages, say. */
    readonly words?: readonly (string | TriggerWord)[];
    readonly of: (key: string) => ((call: CallSite, q: Query, emit: Emit) => void) | undefined;
  };
  /** By meaning rather than by library: called once for each module that is not left out. */
  readonly module?: (module: Module, q: Query, emit: Emit) => void;
  /**
   * What `project` has to know of a module that is not left out: plain data that survives JSON, from the facts of this module and the configuration
   * alone; undefined where the module is of no concern to it. It is kept with the module, so that `project` need not look at the facts of those
   * that stay as they were.
   */
  readonly sketch?: (module: Module, config: ProjectConfig) => S | undefined;
  /**
   * Called once, after all modules; for evidence that only the whole project shows. A generator yields now and then (once a module, say), so
   * that an editor is answered in between.
   */
  readonly project?: (seen: Seen<S>, q: Query, emit: Emit) => void | Generator<void, void>;
}

/** Models of all kinds stand in one list. */
export function defineModel<S = never>(model: Model<S>): Model {
  return model as unknown as Model;
}

export type { ProjectConfig };
