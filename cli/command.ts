/** What the command line can be told to do: one shape a command. */
import type { Ci, HookTool } from '../host/init/plan.ts';
import type { CommandName, Format, SarifProfile } from './options.ts';
import type { Key, Values } from './text.ts';

/** One report of a run. */
export interface ReportTarget {
  readonly format: Format;
  /** `undefined`: stdout, which at most one report of a run takes. */
  readonly file: string | undefined;
}

/** What a command that reports is asked for: by which day and baseline, what of it, in which forms, and what counts as a failure. */
export interface Reporting {
  /** At least one, but where the diff of a dry run stands in for it. */
  readonly reports: readonly ReportTarget[];
  /** `undefined`: evidence is told when `--evidence` asks for it. */
  readonly sarifProfile: SarifProfile | undefined;
  readonly config: string | undefined;
  readonly now: string | undefined;
  readonly quiet: boolean;
  /** `undefined`: any number. */
  readonly maxWarnings: number | undefined;
  readonly evidence: boolean;
  /** `false`: none; `undefined`: the one beside the configuration, if it is there. */
  readonly baseline: string | false | undefined;
  readonly allowEmpty: boolean;
}

export interface CheckCommand extends Reporting {
  readonly is: 'check';
  readonly paths: readonly string[];
  readonly stats: boolean;
  /** `try` takes stdout for the diff. */
  readonly fix: 'write' | 'try' | undefined;
  /** `false`: none; `undefined`: the user's. */
  readonly cache: string | false | undefined;
  /** Files and patterns. */
  readonly facts: readonly string[];
  readonly look: Look;
  readonly policyFrom: string | undefined;
}

export interface FactsCommand {
  readonly is: 'facts';
  readonly paths: readonly string[];
  readonly config: string | undefined;
  readonly output: string;
}

export interface AssessCommand extends Omit<FactsCommand, 'is'> {
  readonly is: 'assess';
  /** As for `check`. */
  readonly cache: string | false | undefined;
  readonly facts: readonly string[];
}

export interface ConcludeCommand extends Reporting {
  readonly is: 'conclude';
  /** Files and patterns; at least one. */
  readonly files: readonly string[];
}

/** Which state to look at, and what of it to report on. `file`: `-` is stdin. */
export type Look =
  | { readonly is: 'disk' | 'staged' }
  | { readonly is: 'since'; readonly revision: string }
  | { readonly is: 'stdin'; readonly file: string }
  | { readonly is: 'files-from'; readonly file: string };

export interface BaselineCommand {
  readonly is: 'baseline';
  readonly paths: readonly string[];
  readonly config: string | undefined;
  readonly now: string | undefined;
  readonly file: string | undefined;
  readonly mode: 'write' | 'prune' | 'accept-new';
}

export interface InitCommand {
  readonly is: 'init';
  /** `undefined`: what the repository uses. */
  readonly hook: HookTool | 'none' | undefined;
  readonly ci: Ci | 'none' | undefined;
  readonly dryRun: boolean;
}

export type Command =
  | CheckCommand
  | BaselineCommand
  | InitCommand
  | FactsCommand
  | AssessCommand
  | ConcludeCommand
  | { readonly is: 'explain'; readonly subject: string; readonly config: string | undefined }
  | { readonly is: 'trace'; readonly file: string; readonly line: number; readonly column: number; readonly config: string | undefined }
  | { readonly is: 'lsp' }
  | { readonly is: 'help'; readonly topic: CommandName | undefined; readonly asked: boolean }
  | { readonly is: 'version' }
  | Mistake;

/** Wrong usage: what is wrong, and what to write instead. */
export interface Mistake {
  readonly is: 'mistake';
  readonly key: Key;
  readonly values: Values;
  readonly hint: { readonly key: Key; readonly values: Values };
}
