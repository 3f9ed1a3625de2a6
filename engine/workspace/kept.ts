/** What is kept of a workspace, so that another one, in a later run perhaps, need not find it out again. Plain but for facts, which are fetched. */
import type { ModuleFacts } from '../facts/types.ts';
import type { Surface } from '../link/module.ts';
import type { Target } from '../link/resolve.ts';
import type { Frozen } from './frozen.ts';
import type { Source } from './load.ts';
import type { NameFilter } from './name-filter.ts';

/** A file as it was. Its text may be another one by now, its `leftOut` may not. */
export interface KeptFile {
  readonly leftOut?: Source['leftOut'];
  /** Holds a word of some model. */
  readonly wanted: boolean;
  /** Where it was read. */
  readonly module?: KeptModule;
  /** Where it was not, but would be if somebody asked for a name in it. */
  readonly asleep?: {
    /** Of its text; absent when nobody asked yet. */
    readonly names?: NameFilter | undefined;
  };
}

export interface KeptModule {
  /** The names by which it calls something. */
  readonly calls: NameFilter;
  readonly notable: boolean;
  readonly surface: Surface;
  /** Undefined when they are gone meanwhile. */
  facts(): ModuleFacts | undefined;
  /** Where its imports lead, of those that somebody asked for. */
  readonly targets: Readonly<Record<string, Target>>;
}

/** A module through which models looked, unless something went wrong. */
export interface KeptUnit {
  /** Keys, see `Reads`. */
  readonly reads: readonly string[];
  /** Absent where nothing was found. */
  readonly evidence?: Frozen;
  readonly sketches: Readonly<Record<string, unknown>>;
}

/** What the whole project showed a model, unless something went wrong. */
export interface KeptOverall {
  /** Keys, see `Reads`; those of sketches among them. */
  readonly reads: readonly string[];
  readonly sawFound: boolean;
  readonly evidence?: Frozen;
}

export interface Kept {
  readonly files: ReadonlyMap<string, KeptFile>;
  /** The names whose calls were looked for in files not read. */
  readonly asked: readonly string[];
  readonly units: ReadonlyMap<string, KeptUnit>;
  /** By the model's id. */
  readonly overall: ReadonlyMap<string, KeptOverall>;
}

/** What happened to a project since it was kept. */
export interface Since {
  /** Sources with another text, of those that are still there. */
  readonly edited: ReadonlySet<string>;
  /** Files that are no source and have other contents, or came or went. */
  readonly touched: ReadonlySet<string>;
}
