/**
 * The contract as data. A contract is a list of clauses; a clause names the obligations it demands and the figures (terms) that
 * go with them. Rules serve obligations and read terms; they never see a clause number.
 */

/** The languages in which the product speaks. */
export type Locale = 'en' | 'ja';

/** The same sentence in each language. */
export type Localized = Readonly<Record<Locale, string>>;

/** How a promise can be shown: by what the source does, by files of the repository, or by a dated record. */
export type ShownBy = 'code' | 'repository' | 'attestation';

/** STRIDE threat categories: spoofing, tampering, repudiation, information disclosure, denial of service, elevation. */
export type Stride = 'S' | 'T' | 'R' | 'I' | 'D' | 'E';

/** What a broken promise weighs, in the contract's own opinion. SARIF: error, warning, note. */
export type Severity = 'error' | 'warning' | 'info';

/** A figure: a number, a word, or a list of words. Units are part of the term's definition (see `terms.ts`). */
export type TermValue = number | string | boolean | readonly string[];

/** One figure of an obligation, as the contract states it. */
export interface Term {
  readonly value: TermValue;
  /** `garbled` when the source text's figure cannot be read and the value is a default that a user may set. */
  readonly sourceFigure?: 'stated' | 'garbled';
}

/** One duty of a clause. The same obligation may be demanded by several clauses. */
export interface Obligation {
  /** Stable id that rules serve, e.g. `encrypt-at-rest`. */
  readonly id: string;
  /** The ids of the rules that watch over it, as the register lists them; those not yet built are allowed. */
  readonly rules: readonly string[];
  readonly shownBy: readonly ShownBy[];
  /** Severity of a broken promise. */
  readonly broken: Severity;
  /** Severity of a promise that nobody can prove, or `none` (counted, not reported). */
  readonly unproved: Severity | 'none';
  /** Term name (see `terms.ts`) to figure. */
  readonly terms: Readonly<Record<string, Term>>;
}

export interface Clause {
  /** As the contract numbers it, e.g. `4.E.iv`. */
  readonly id: string;
  readonly title: Localized;
  /** A paraphrase in our own words, never the contract's sentences. */
  readonly summary: Localized;
  readonly stride: readonly Stride[];
  readonly obligations: readonly Obligation[];
}

export interface Contract {
  readonly id: string;
  readonly version: string;
  readonly title: Localized;
  readonly clauses: readonly Clause[];
}

/** The figures that hold for one obligation after the project's overrides, by term name. */
export type Terms = Readonly<Record<string, TermValue>>;

/** A waiver that stands in the configuration. What is wrong with it beyond its form is judged with the findings, like a comment's. */
export interface ConfigWaiver {
  readonly rule: string;
  /** Which findings it is about: those in files that match a glob, or one by its fingerprint. Exactly one of the two. */
  readonly path: string | undefined;
  readonly fingerprint: string | undefined;
  readonly reason: string;
  readonly owner: string;
  /** Its last day, YYYY-MM-DD. */
  readonly until: string;
  /** The day on which the finding became known, YYYY-MM-DD. */
  readonly discovered: string | undefined;
  /** Where it stands in its file. */
  readonly at: DataSpan;
}

/** A stretch of a data file. Offsets and columns count UTF-16 code units; lines and columns are 1-based; the end is exclusive. */
export interface DataSpan {
  readonly start: number;
  readonly end: number;
  readonly startLine: number;
  readonly startColumn: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** What a project says about itself in `clauselint.jsonc`. Everything has a default; the file is optional. */
export interface ProjectConfig {
  /** Built-in contract id, or a path relative to the configuration file. Default `security-exhibit`. */
  readonly contract: string;
  /** Overrides of figures, by term name. */
  readonly terms: Readonly<Record<string, TermValue>>;
  /** Audit sinks the project names itself: `src/lib/audit.ts#record`, `@acme/audit#write`, `AuditService.log`. */
  readonly auditSinks: readonly string[];
  /** The column or field that binds a row to a tenant. */
  readonly tenantKey: string | undefined;
  /** Subprocessors the customer has been told of: npm packages or hosts. */
  readonly subprocessors: readonly string[];
  /** Region to assume for a stack whose code fixes none, e.g. `aws:us-east-1`. */
  readonly assumedDeployRegion: string | undefined;
  /** Globs, relative to the configuration file, of what to leave out altogether. */
  readonly ignore: readonly string[];
  /** Globs of further tests and fixtures, beside those recognised by name. */
  readonly testFiles: readonly string[];
  /** What to do with tests, generated and minified files: leave them out of findings (default), or judge them too. */
  readonly tests: 'leave-out' | 'check';
  readonly generated: 'leave-out' | 'check';
  /** Rules switched off, by id, each with a reason. */
  readonly rulesOff: Readonly<Record<string, string>>;
  readonly waivers: readonly ConfigWaiver[];
}

/** Something wrong with a contract or configuration file. */
export interface DataProblem {
  /** As given by the user, or relative to the project. */
  readonly file: string;
  /** 1-based; columns count UTF-16 code units. */
  readonly line: number;
  readonly column: number;
  readonly message: Localized;
  readonly remedy: Localized;
}
