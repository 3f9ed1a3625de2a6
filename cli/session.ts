/** What the command line asks of the product, and what it gets back. The command line knows nothing else of the analyser. */
import type { Contract, DataProblem, Locale, Localized } from '../contract/types.ts';
import type { Report } from '../engine/workspace/report.ts';
import type { Ci, HookTool } from '../host/init/plan.ts';
import type { View } from '../host/view.ts';

export interface CheckRequest {
  readonly cwd: string;
  readonly paths: readonly string[];
  readonly configFile: string | undefined;
  readonly now: string | undefined;
  readonly evidence: boolean;
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
      readonly stats: Readonly<Record<string, number | string>>;
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
  check(request: CheckRequest): Promise<CheckOutcome>;
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
