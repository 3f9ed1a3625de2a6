/** The one place where the server holds the engine: a project under edit, worked off in slices, with a word on which files' results moved. */
import { EditedText } from '../engine/rule/edited-text.ts';
import type { Fix, TextEdit } from '../engine/rule/fix.ts';
import { fixRound, MAX_ROUNDS } from '../engine/workspace/fix-round.ts';
import type { Setting } from '../engine/workspace/incremental.ts';
import { Workspace } from '../engine/workspace/incremental.ts';
import type { Source } from '../engine/workspace/load.ts';
import type { Finding, Report } from '../engine/workspace/report.ts';
import type { FileResult } from './messages.ts';
import { NOTHING } from './messages.ts';

export class Analysis {
  private readonly workspace: Workspace;
  private told: ReadonlyMap<string, FileResult> = new Map();

  constructor(setting: Setting) {
    this.workspace = new Workspace(setting);
  }

  update(...change: Parameters<Workspace['update']>): void {
    this.workspace.update(...change);
  }

  put(source: Source): void {
    this.workspace.put(source);
  }

  touched(path: string | undefined): void {
    this.workspace.touched(path);
  }

  configure(change: Partial<Setting>): void {
    this.workspace.configure(change);
  }

  /** Takes in what changed, and looks at these files at least. True when nothing is left. */
  begin(files: readonly string[]): boolean {
    let looked = 0;
    return this.workspace.advance(files, () => (looked += 1) > files.length);
  }

  /** Works off what is open, these files first, until `stop` says so. True when nothing is left. */
  advance(first: readonly string[], stop: () => boolean): boolean {
    return this.workspace.advance(first, stop);
  }

  /** Files that have to be looked at before what only the whole project shows. */
  get open(): number {
    return this.workspace.open;
  }

  /** As far as known now; what is still open shows as it was before. */
  file(path: string): FileResult {
    return this.workspace.file(path);
  }

  /** Only when nothing is left to do. */
  totals(): { readonly files: number; readonly incomplete: number; readonly findings: number } {
    const { files, findings } = this.workspace.current();
    return { files: files.analysed, incomplete: files.incomplete, findings: findings.length };
  }

  /** The fixes of a finding; works off what is open first. @param textOf the texts as they are analysed */
  fixesOf(fingerprint: string, textOf: (path: string) => string | undefined): readonly Fix[] {
    return this.workspace.analysis().fixesOf(fingerprint, textOf);
  }

  /**
   * Edits of a file after which nothing wanted is left to fix in it, as far as that can be reached: round after round, as `check --fix` does.
   * The file is as it was when they are told.
   */
  fixAll(path: string, wanted: (fix: Fix, finding: Finding) => boolean, textOf: (path: string) => string | undefined): readonly TextEdit[] {
    const before = textOf(path);
    if (before === undefined) return [];
    const after = new EditedText(before);
    try {
      for (let round = 0; round < MAX_ROUNDS; round += 1) {
        const edits = this.fixesIn(path, wanted, (one) => (one === path ? after.text : textOf(one)));
        if (edits.length === 0) break;
        after.apply(edits);
        this.workspace.update(path, after.text);
      }
    } finally {
      if (after.text !== before) this.workspace.update(path, before);
    }
    return after.edits();
  }

  /** One round. */
  private fixesIn(
    path: string,
    wanted: (fix: Fix, finding: Finding) => boolean,
    textOf: (path: string) => string | undefined,
  ): readonly TextEdit[] {
    const analysis = this.workspace.analysis();
    const findings = analysis.report.findings.filter((one) => one.place.path === path);
    const part = { report: { ...analysis.report, findings }, fixesOf: analysis.fixesOf };
    return fixRound(part, textOf, (fix, finding) => fix.path === path && wanted(fix, finding)).edits.get(path) ?? [];
  }

  /** Files whose result is another than at the last call. */
  moved(): ReadonlyMap<string, FileResult> {
    const out = new Map<string, FileResult>();
    const now = new Map<string, FileResult>();
    for (const path of pathsOf(this.workspace.current())) {
      const result = this.workspace.file(path);
      const before = this.told.get(path);
      const isSame = before !== undefined && same(before, result);
      now.set(path, isSame ? before : result);
      if (!isSame) out.set(path, result);
    }
    for (const path of this.told.keys()) if (!now.has(path)) out.set(path, NOTHING);
    this.told = now;
    return out;
  }
}

function pathsOf({ findings, evidence, incomplete, waived }: Report): ReadonlySet<string> {
  const placed = [...findings, ...evidence, ...waived.map((one) => one.finding)];
  return new Set(placed.map((one) => one.place.path).concat(incomplete.map((one) => one.path)));
}

function same(a: FileResult, b: FileResult): boolean {
  return (
    sameList(a.findings, b.findings) &&
    sameList(a.evidence, b.evidence) &&
    sameList(a.incomplete, b.incomplete) &&
    sameList(a.waived, b.waived)
  );
}

/** Most are the very same objects as before; writing out the others is what costs. */
function sameList(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i] || JSON.stringify(one) === JSON.stringify(b[i]));
}
