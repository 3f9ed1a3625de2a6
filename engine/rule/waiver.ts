/** What the engine knows of a waiver and hands to the rule that judges waivers. It is no model's evidence: it is about findings. */

export interface WaiverUse {
  readonly kind: 'waiver';
  /** Where it stands: in a comment, in the configuration, or, for a finding that waits there, in the baseline. */
  readonly form: 'comment' | 'config' | 'baseline';
  /** False for one that the revision whose policy holds does not have: a change does not waive itself. */
  readonly accepted: boolean;
  /** The rule it names, as written. */
  readonly rule: string | undefined;
  /** What that name is: of a rule; of a clause or of everything; of a rule whose findings are about waivers; or of nothing. */
  readonly names: 'rule' | 'clause' | 'everything' | 'waivers' | 'nothing';
  /** The rule that a wrong name was probably meant for. */
  readonly meant: string | undefined;
  readonly reason: string | undefined;
  readonly owner: string | undefined;
  /** As written; need not be a date. */
  readonly until: string | undefined;
  /** Words that belong to no key, and keys that are not known. */
  readonly stray: readonly string[];
  /** How many findings it is about; undefined where that cannot be told, since a file was not analysed whole. */
  readonly matches: number | undefined;
  /** The day on which the earliest of these findings was first known, never later than `now`; undefined when no one wrote it down. */
  readonly first: string | undefined;
  /** YYYY-MM-DD. */
  readonly now: string;
  /** Where the comment stands in its file, for a fix. Offsets count UTF-16 code units. */
  readonly comment?: {
    readonly start: number;
    readonly end: number;
    /** Nothing else stands on its lines. */
    readonly alone: boolean;
    /** The value of `until`. */
    readonly until?: readonly [number, number];
  };
}
