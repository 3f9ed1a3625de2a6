/** What the server and the extension say to each other beside the protocol's own messages. Types and names only: both ends import this. */
import type { Localized, Severity } from '../contract/types.ts';

/** Read-only documents the server serves by `workspace/textDocumentContent`: `clauselint:/rule/<id>.md` and `clauselint:/clause/<id>.md`. */
export const SCHEME = 'clauselint';

/** Notification, server → client, whenever it changes. */
export const STATUS = 'clauselint/status';
export interface StatusParams {
  readonly state: 'starting' | 'analysing' | 'idle' | 'failed';
  /** Files analysed, and of them those not analysed whole. */
  readonly files: number;
  readonly incomplete: number;
  readonly findings: number;
  /** Wall time of the last analysis in milliseconds; 0 before the first. */
  readonly milliseconds: number;
  /** In the client's language; empty unless something has to be told. */
  readonly message: string;
}

/** Request, client → server, no parameters: the contract with what the analysis says of each clause. Refreshed after each `STATUS` of state `idle`. */
export const CONTRACT_TREE = 'clauselint/contractTree';
export interface ContractTree {
  readonly title: Localized;
  readonly clauses: readonly ClauseNode[];
}

export interface ClauseNode {
  readonly id: string;
  readonly title: Localized;
  readonly uri: string;
  /** No rule of this version judges it. */
  readonly notJudged: boolean;
  readonly findings: readonly PlaceNode[];
  readonly kept: readonly PlaceNode[];
  readonly unknown: readonly PlaceNode[];
}

export interface PlaceNode {
  readonly rule: string;
  readonly severity?: Severity;
  readonly text: Localized;
  readonly uri: string;
  /** LSP range: zero-based, UTF-16. */
  readonly range: { readonly start: Position; readonly end: Position };
}

interface Position {
  readonly line: number;
  readonly character: number;
}

/** Request, client → server: analyse the whole workspace now; with work-done progress and cancellable. Answers with totals. */
export const CHECK_WORKSPACE = 'clauselint/checkWorkspace';
export interface CheckWorkspaceResult {
  readonly files: number;
  readonly findings: number;
  readonly incomplete: number;
}

/** Commands that the server puts into code actions and hovers; the client carries them out. */
export const COMMANDS: {
  readonly showClause: 'clauselint.showClause';
  readonly showRule: 'clauselint.showRule';
} = { showClause: 'clauselint.showClause', showRule: 'clauselint.showRule' };

/** `initializationOptions`; all of it optional. */
export interface InitializationOptions {
  /**
   * The client carries out `COMMANDS` itself, and trusts links to them in hovers; otherwise the server offers them by
   * `workspace/executeCommand`. Default: it does when it can show documents of `SCHEME`.
   */
  readonly commands?: boolean;
  /** The language to speak, where it is another than `locale` of `initialize`. */
  readonly locale?: string;
}
