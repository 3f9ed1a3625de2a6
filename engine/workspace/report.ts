/** What a check tells the outside: plain data, no functions, in a defined order. */
import type { Localized, Severity } from '../../contract/types.ts';

/** A place in a source text. Offsets count UTF-16 code units; lines and columns are 1-based, broken at \n, \r\n and \r only. */
export interface Place {
  /** Relative to the project's root, with `/`. */
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** One step on the way from the finding to where its value was decided. */
export interface Step {
  readonly place: Place;
  readonly note: Localized;
}

/** What is wrong, why it matters, what to do. Each a sentence or two of plain text (no markup). */
export interface Message {
  readonly what: Localized;
  readonly why: Localized;
  readonly todo: Localized;
}

export interface Finding {
  readonly rule: string;
  readonly obligation: string;
  /** The clauses that demand it, in the contract's order; at least one. */
  readonly clauses: readonly string[];
  readonly severity: Severity;
  readonly message: Message;
  readonly place: Place;
  /** From the finding's place to the decision, in that order; may be empty. */
  readonly trail: readonly Step[];
  /** Hex; the same for the same finding after lines moved or were laid out anew, unique within a report. */
  readonly fingerprint: string;
  /** Hex; the same in another file too, and not unique. */
  readonly partial: string;
  /** Where a baseline is kept: whether it holds the finding. `unchanged` fails no run. */
  readonly baseline?: 'new' | 'unchanged';
  /** YYYY-MM-DD; from the baseline. */
  readonly firstDetected?: string;
}

/** A finding that a valid waiver hides. It stays a broken promise, and fails no run. */
export interface Waived {
  readonly finding: Finding;
  readonly waiver: {
    readonly form: 'comment' | 'config';
    readonly reason: string;
    readonly owner: string;
    /** Its last day, YYYY-MM-DD. */
    readonly until: string;
    readonly place: Place;
  };
}

/** The baseline that a run was held against. */
export interface BaselineUse {
  /** Relative to the project's root. */
  readonly path: string;
  /** Entries that no finding meets any more, in files that were looked at whole. */
  readonly absent: readonly {
    readonly rule: string;
    readonly path: string;
    readonly fingerprint: string;
    readonly firstDetected: string;
  }[];
}

/** A promise kept, or one that cannot be told, at one place. */
export interface Evidence {
  readonly rule: string;
  readonly obligation: string;
  readonly clauses: readonly string[];
  readonly is: 'keeps' | 'unknown';
  readonly place: Place;
  /** For `keeps`: what keeps it. For `unknown`: why it cannot be told (`parameter`, `environment`, `unresolved import`, …). */
  readonly note: Localized;
  readonly trail: readonly Step[];
}

/** A line a clause: how many places keep it, break it, cannot be told. */
export interface ClauseTally {
  readonly clause: string;
  readonly title: Localized;
  readonly kept: number;
  /** Waived or in the baseline or neither. */
  readonly broken: number;
  /** How many of the broken ones are waived. */
  readonly waived: number;
  readonly unknown: number;
  /** Why the unknown ones are unknown, most frequent first. */
  readonly unknownWhy: readonly { readonly why: string; readonly count: number }[];
  /** True when no rule of this product version judges any obligation of the clause. */
  readonly notJudged: boolean;
}

/** A file that could not be analysed, or not whole. Never silent. */
export interface Incomplete {
  readonly path: string;
  /** `syntax` means: analysed as far as it parses. */
  readonly reason: 'syntax' | 'unreadable' | 'encoding' | 'binary' | 'too-large' | 'too-deep' | 'timeout' | 'crash' | 'special-file';
  readonly detail: string;
  readonly place?: Place;
}

/** Files known to the run, by what was done with them. */
export interface FileCounts {
  readonly analysed: number;
  readonly tests: number;
  readonly generated: number;
  readonly minified: number;
  readonly ignored: number;
  readonly incomplete: number;
}

export interface RuleInfo {
  readonly id: string;
  readonly title: Localized;
  readonly obligation: string;
  readonly clauses: readonly string[];
  /** CWE numbers, e.g. 327. */
  readonly cwe: readonly number[];
  readonly severity: Severity;
}

export interface Report {
  readonly contract: { readonly id: string; readonly version: string; readonly title: Localized };
  /** YYYY-MM-DD, the date the run was told. */
  readonly now: string;
  readonly rules: readonly RuleInfo[];
  /** Sorted by path, start, rule. Without the waived ones. */
  readonly findings: readonly Finding[];
  /** In the order of the findings. */
  readonly waived: readonly Waived[];
  /** Undefined where none is kept. */
  readonly baseline?: BaselineUse;
  /** Sorted by path, start, rule. */
  readonly evidence: readonly Evidence[];
  readonly tallies: readonly ClauseTally[];
  readonly incomplete: readonly Incomplete[];
  readonly files: FileCounts;
}
