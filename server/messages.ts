/** What the server's main thread and the analyst in its worker thread say to each other. Plain data: it is copied from heap to heap. */
import type { Contract, DataProblem, Localized, ProjectConfig } from '../contract/types.ts';
import type { Evidence, Finding, Incomplete, Waived } from '../engine/workspace/report.ts';
import type { SetAside } from '../host/live-project.ts';

/** Documents outside all folders are analysed in one place of their own, each alone. */
export const LOOSE = '';

/**
 * Main thread → analyst. `folder` names a workspace folder (`LOOSE` for none). Each message bears a number higher than those before;
 * what the analyst answers bears the number of the last message it has taken into account.
 */
export type Order =
  | { readonly is: 'open'; readonly folder: string; readonly path: string; readonly aside: readonly SetAside[] }
  | { readonly is: 'close'; readonly folder: string }
  /** An editor's text for a file; undefined: the disk's holds again. Absolute path, or in `LOOSE` `<number>/<name>`. */
  | { readonly is: 'edit'; readonly folder: string; readonly path: string; readonly text: string | undefined }
  /** Absolute paths that came, changed or went. */
  | { readonly is: 'disk'; readonly folder: string; readonly paths: readonly string[]; readonly reshaped: boolean }
  /** Walk and read everything anew. */
  | { readonly is: 'reload'; readonly folder: string }
  | { readonly is: 'setAside'; readonly folder: string; readonly one: SetAside }
  /** Paths of the project that somebody looks at, most wanted first. */
  | { readonly is: 'first'; readonly folder: string; readonly paths: readonly string[] }
  | { readonly is: 'ask'; readonly id: number; readonly folder: string; readonly path: string; readonly what: Question };

export type Numbered = Order & { readonly seq: number };

/** What is asked of the analyst about a file. Texts and syntax trees are at hand only there. */
export type Question =
  /** How a comment above this offset has to be written. Answer: `CommentPlace`. */
  | { readonly is: 'comment'; readonly offset: number }
  /** What fixes there are for findings of the file. Answer: `FixOffer[]` for each, the best first. */
  | { readonly is: 'fixes'; readonly fingerprints: readonly string[] }
  /** One edit for as many findings of the file as can be fixed at once: those of a rule, or all that can be fixed safely. Answer: `FixOffer`. */
  | { readonly is: 'fixAll'; readonly rule: string | undefined };

/** A fix with its edits as an editor takes them. */
export interface FixOffer {
  readonly title: Localized;
  readonly safe: boolean;
  readonly byHand?: Localized;
  /** The file it changes, which may be another than the finding's. */
  readonly path: string;
  /** LSP ranges in the text as it was analysed, without BOM. */
  readonly edits: readonly { readonly range: Range; readonly newText: string }[];
}

interface Range {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}

export interface FileResult {
  readonly findings: readonly Finding[];
  readonly evidence: readonly Evidence[];
  readonly incomplete: readonly Incomplete[];
  readonly waived: readonly Waived[];
}

export interface Totals {
  readonly files: number;
  readonly incomplete: number;
  readonly findings: number;
  /** Wall time from the first change taken up to the end, in milliseconds. */
  readonly milliseconds: number;
}

export interface RuleName {
  readonly id: string;
  readonly title: Localized;
  readonly obligation: string;
}

/** Analyst → main thread. */
export type Word =
  | {
      readonly is: 'setup';
      readonly folder: string;
      readonly root: string;
      /** The folder within the root, `''` or ending in `/`. */
      readonly prefix: string;
      readonly contract: Contract;
      readonly config: ProjectConfig;
      /** Those that the contract and the configuration leave on. */
      readonly rules: readonly RuleName[];
      /** Absolute. */
      readonly configFile: string | undefined;
      /** What is wrong with the configuration or the contract, and the sentence that sums it up. */
      readonly problems: readonly DataProblem[];
      readonly refusal: Localized | undefined;
    }
  /** What is known of a file; undefined when it is no part of the project. */
  | { readonly is: 'file'; readonly folder: string; readonly seq: number; readonly path: string; readonly result: FileResult | undefined }
  /** What edits have moved in other files is told; what only the whole project shows may follow. */
  | { readonly is: 'moved'; readonly folder: string }
  /** All is analysed. */
  | { readonly is: 'done'; readonly folder: string; readonly seq: number; readonly totals: Totals }
  | { readonly is: 'setAside'; readonly folder: string; readonly one: SetAside }
  /** The analysis of a folder failed as a whole; what was known stays. */
  | { readonly is: 'failed'; readonly folder: string; readonly seq: number; readonly detail: string }
  | { readonly is: 'answer'; readonly id: number; readonly value: unknown };

export const NOTHING: FileResult = { findings: [], evidence: [], incomplete: [], waived: [] };
