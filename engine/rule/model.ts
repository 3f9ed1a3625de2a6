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

export interface Model {
  /** File name without extension. */
  readonly id: string;
  /**
   * Lower-case words of which a file must hold at least one (in any case) for `module` to see it. For `calls` and `match` the engine takes
   * the names of the callees, or of the package where a name is short; words given here come on top.
   */
  readonly words?: readonly string[];
  /** What it cannot tell, for people; shown on the rules' pages. */
  readonly limits?: string;
  /** Keys of callees (see `Ext.key`) to handlers. Called for every such call of every module. */
  readonly calls?: Readonly<Record<string, (call: CallSite, q: Query, emit: Emit) => void>>;
  /** Callees that no list can hold: calls by one of these last names are offered by their key (`?#name` for a method of something unknown); `of` answers the handler, or undefined. */
  readonly match?: {
    readonly names: readonly string[];
    /** Words that stand in for the names where these are everyday words (`Function`, `init`): of the packages, say. */
    readonly words?: readonly string[];
    readonly of: (key: string) => ((call: CallSite, q: Query, emit: Emit) => void) | undefined;
  };
  /** By meaning rather than by library: called once for each module that is not left out. */
  readonly module?: (module: Module, q: Query, emit: Emit) => void;
  /**
   * Called once, after all modules, with what was found; for evidence that only the whole project shows. A generator yields now and then
   * (once a module, say), so that an editor is answered in between.
   */
  readonly project?: (found: readonly Evidence[], q: Query, emit: Emit) => void | Generator<void, void>;
}

export function defineModel(model: Model): Model {
  return model;
}

export type { ProjectConfig };
