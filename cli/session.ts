/** What the command line asks of the product, and what it gets back. The command line knows nothing else of the analyser. */
import type { Contract, DataProblem, Localized } from '../contract/types.ts';
import type { Report } from '../engine/workspace/report.ts';

export interface CheckRequest {
  readonly cwd: string;
  readonly paths: readonly string[];
  readonly configFile: string | undefined;
  readonly now: string | undefined;
  readonly evidence: boolean;
  /** A file, `false` for none; undefined for the one beside the configuration, if it is there. */
  readonly baseline: string | false | undefined;
  progress(done: number, total: number, phase: 'walk' | 'facts' | 'check'): void;
}

export type CheckOutcome =
  | {
      readonly ok: true;
      readonly report: Report;
      /** Absolute: the folder at which the report's paths start. */
      readonly base: string;
      readonly stats: Readonly<Record<string, number | string>>;
    }
  | { readonly ok: false; readonly problems: readonly DataProblem[]; readonly reason: Localized; readonly remedy: Localized };

export interface BaselineRequest {
  readonly cwd: string;
  readonly paths: readonly string[];
  readonly configFile: string | undefined;
  readonly now: string | undefined;
  /** The baseline; undefined for the one beside the configuration. */
  readonly file: string | undefined;
  /** `write`: made where there is none, else like `prune`, and told what it does not hold. */
  readonly mode: 'write' | 'prune' | 'accept-new';
  progress(done: number, total: number, phase: 'walk' | 'facts' | 'check'): void;
}

export type BaselineOutcome =
  | {
      readonly ok: true;
      readonly file: string;
      /** Entries: all, those added and those removed; and findings that were not taken in. */
      readonly total: number;
      readonly added: number;
      readonly removed: number;
      readonly refused: number;
      /** Files that were not analysed whole; their entries are kept. */
      readonly incomplete: number;
    }
  | { readonly ok: false; readonly problems: readonly DataProblem[]; readonly reason: Localized; readonly remedy: Localized };

export interface RulePage {
  readonly id: string;
  readonly title: Localized;
  /** The page's text; `ja` may equal `en` where no Japanese body exists. */
  readonly markdown: Localized;
  readonly clauses: readonly string[];
}

export interface TraceStep {
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly note: Localized;
  readonly code: string;
}

export interface Product {
  readonly version: string;
  /** Starts the language server on stdin and stdout. It goes on after the promise is fulfilled, and ends the process itself. */
  serve(): Promise<void>;
  check(request: CheckRequest): Promise<CheckOutcome>;
  baseline(request: BaselineRequest): Promise<BaselineOutcome>;
  contract(request: {
    cwd: string;
    configFile: string | undefined;
  }): { contract: Contract } | { problems: readonly DataProblem[]; reason: Localized; remedy: Localized };
  rulePages(): readonly RulePage[];
  trace(request: {
    cwd: string;
    file: string;
    line: number;
    column: number;
    configFile: string | undefined;
  }): Promise<
    | { ok: true; value: Localized; steps: readonly TraceStep[]; unknownAt: TraceStep | undefined }
    | { ok: false; reason: Localized; remedy: Localized }
  >;
}
