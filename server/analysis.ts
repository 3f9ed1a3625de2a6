/** The one place where the server holds the engine: a project under edit, worked off in slices, with a word on which files' results moved. */
import type { Setting } from '../engine/workspace/incremental.ts';
import { Workspace } from '../engine/workspace/incremental.ts';
import type { Report } from '../engine/workspace/report.ts';
import type { FileResult } from './messages.ts';
import { NOTHING } from './messages.ts';

export class Analysis {
  private readonly workspace: Workspace;
  private byPath: ReadonlyMap<string, FileResult> = new Map();
  private report: Report | undefined;
  private told = new Map<string, string>();

  constructor(setting: Setting) {
    this.workspace = new Workspace(setting);
  }

  update(...change: Parameters<Workspace['update']>): void {
    this.workspace.update(...change);
  }

  touched(): void {
    this.workspace.touched();
  }

  configure(change: Partial<Setting>): void {
    this.workspace.configure(change);
  }

  /** Works off what is open, these files first, until `stop` says so. True when nothing is left. */
  advance(_first: readonly string[], _stop: () => boolean): boolean {
    const report = this.workspace.report();
    if (report !== this.report) {
      this.report = report;
      this.byPath = grouped(report);
    }
    return true;
  }

  /** As far as known now. */
  file(path: string): FileResult {
    return this.byPath.get(path) ?? NOTHING;
  }

  /** Only when nothing is left to do. */
  totals(): { readonly files: number; readonly incomplete: number; readonly findings: number } {
    const report = this.workspace.report();
    return { files: report.files.analysed, incomplete: report.files.incomplete, findings: report.findings.length };
  }

  /** Only when nothing is left to do: files whose result is another than at the last call. */
  moved(): ReadonlyMap<string, FileResult> {
    const out = new Map<string, FileResult>();
    const now = new Map<string, string>();
    for (const [path, result] of this.byPath) {
      const text = JSON.stringify(result);
      now.set(path, text);
      if (this.told.get(path) !== text) out.set(path, result);
    }
    for (const path of this.told.keys()) if (!now.has(path)) out.set(path, NOTHING);
    this.told = now;
    return out;
  }
}

function grouped(report: Report): ReadonlyMap<string, FileResult> {
  const out = new Map<
    string,
    {
      findings: FileResult['findings'][number][];
      evidence: FileResult['evidence'][number][];
      incomplete: FileResult['incomplete'][number][];
    }
  >();
  const of = (path: string) => {
    let found = out.get(path);
    if (!found) out.set(path, (found = { findings: [], evidence: [], incomplete: [] }));
    return found;
  };
  for (const one of report.findings) of(one.place.path).findings.push(one);
  for (const one of report.evidence) of(one.place.path).evidence.push(one);
  for (const one of report.incomplete) of(one.path).incomplete.push(one);
  return out;
}
