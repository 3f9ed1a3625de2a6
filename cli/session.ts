/** What the command line asks of the product, and what it gets back. The command line knows nothing else of the analyser. */
import type { Contract, DataProblem, Locale, Localized } from '../contract/types.ts';
import type { Fix } from '../engine/rule/index.ts';
import type { Place, Report } from '../engine/workspace/report.ts';
import type { Ci, HookTool } from '../host/init/plan.ts';
import type { View } from '../host/view.ts';

export interface CheckRequest {
  readonly cwd: string;
  readonly paths: readonly string[];
  readonly configFile: string | undefined;
  readonly now: string | undefined;
  readonly evidence: boolean;
  /** A file, `false` for none; undefined for the one beside the configuration, if it is there. */
  readonly baseline: string | false | undefined;
  /** `write`: safe fixes are made first, and the report is of what is left; `try`: they are only worked out. */
  readonly fix: 'write' | 'try' | undefined;
  /** The folder of the cache, absolute; `false` for none; undefined for the user's. */
  readonly cache: string | false | undefined;
  /** Files and patterns that hold facts made elsewhere; where there are any, the cache is left alone. */
  readonly facts: readonly string[];
  readonly view: View;
  /** The revision whose policy holds; undefined: that of what is looked at. */
  readonly policyFrom: string | undefined;
  /** Nothing to analyse is an answer too. */
  readonly mayBeEmpty: boolean;
  progress(done: number, total: number, phase: 'walk' | 'facts' | 'check'): void;
}

export type CheckOutcome =
  | {
      readonly ok: true;
      readonly report: Report;
      /** Absolute: the folder at which the report's paths start. */
      readonly base: string;
      /** Why the cache could not be used, when it could not. */
      readonly cacheTrouble?: string;
      readonly stats: Readonly<Record<string, number | string>>;
      /** When fixes were asked for. */
      readonly fixed?: Fixed | undefined;
      /** The fixes of a finding of the report, the best first, in the paths of the report. Reads the file that would change. */
      fixesOf?(fingerprint: string): readonly PlacedFix[];
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

export interface FactsRequest {
  readonly cwd: string;
  readonly paths: readonly string[];
  readonly configFile: string | undefined;
  /** The file to write. */
  readonly output: string;
  progress(done: number, total: number, phase: 'walk' | 'facts' | 'check'): void;
}

/** `files`: those whose facts were written; `unread`: those that could not be read, or are no text. */
export type FactsOutcome = { readonly ok: true; readonly files: number; readonly unread: number } | Refused;

export interface AssessRequest extends FactsRequest {
  /** As in `CheckRequest`. */
  readonly cache: string | false | undefined;
  readonly facts: readonly string[];
}

export type AssessOutcome = { readonly ok: true; readonly files: number; readonly cacheTrouble?: string } | Refused;

export interface ConcludeRequest {
  readonly cwd: string;
  /** Files and patterns that hold assessments of parts of one project. */
  readonly files: readonly string[];
  readonly configFile: string | undefined;
  readonly now: string | undefined;
  /** As in `CheckRequest`. */
  readonly baseline: string | false | undefined;
}

export type ConcludeOutcome =
  | {
      readonly ok: true;
      readonly report: Report;
      /** As in `CheckOutcome`. */
      readonly base: string;
      fixesOf?(fingerprint: string): readonly PlacedFix[];
      /** What was assessed, relative to the root; `''` for all of it. */
      readonly scopes: readonly string[];
    }
  | Refused;

interface Refused {
  readonly ok: false;
  readonly problems: readonly DataProblem[];
  readonly reason: Localized;
  readonly remedy: Localized;
}

/** A fix, and for each edit the place that it replaces. */
export interface PlacedFix extends Fix {
  readonly places: readonly Place[];
}

/** A file before and after its fixes, without BOM. */
export interface FixedFile {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** A file that has fixes and could not be written: `changed` by somebody else meanwhile, or `failed` for the reason in `detail`. */
export interface Unwritten {
  readonly path: string;
  readonly why: 'changed' | 'failed';
  readonly detail: string;
}

export interface Fixed {
  readonly files: readonly FixedFile[];
  /** Fixes in those files. */
  readonly made: number;
  readonly unwritten: readonly Unwritten[];
  /** Fixes went on changing the files after the last round allowed. */
  readonly unsettled: boolean;
}

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

/** A step of `init`: what became of a file, or would. */
export interface InitStep {
  readonly is: 'create' | 'change' | 'keep' | 'skip';
  /** As seen from the current folder. */
  readonly file: string;
  readonly note: Localized;
}

export type InitOutcome =
  | { readonly ok: true; readonly steps: readonly InitStep[]; readonly next: readonly Localized[] }
  | { readonly ok: false; readonly reason: Localized; readonly remedy: Localized };

export interface Product {
  readonly version: string;
  init(request: {
    cwd: string;
    hook: HookTool | 'none' | undefined;
    ci: Ci | 'none' | undefined;
    dryRun: boolean;
    locale: Locale;
  }): InitOutcome;
  /** Starts the language server on stdin and stdout. It goes on after the promise is fulfilled, and ends the process itself. */
  serve(): Promise<void>;
  check(request: CheckRequest): Promise<CheckOutcome>;
  baseline(request: BaselineRequest): Promise<BaselineOutcome>;
  facts(request: FactsRequest): Promise<FactsOutcome>;
  assess(request: AssessRequest): Promise<AssessOutcome>;
  conclude(request: ConcludeRequest): Promise<ConcludeOutcome>;
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
