/**
 * A project under edit. The dumb strategy: of what changed the facts are made anew, those of all other files are kept, and the models and
 * rules run over all facts. It is the oracle for every finer one: whatever is kept further must give this same report.
 */
import type { ModuleFacts } from '../facts/types.ts';
import { summarise } from '../syntax/summarise.ts';
import type { AnalyseInput, Analysis, Source } from './analyse.ts';
import { analyse } from './analyse.ts';
import type { Report } from './report.ts';

/** What a workspace needs beside its sources. `files` is a live view: it shows the project as it is at each question. */
export type Setting = Omit<AnalyseInput, 'sources' | 'progress'>;

interface Kept {
  readonly text: string;
  readonly facts: ModuleFacts;
}

export class Workspace {
  private setting: Setting;
  private readonly sources = new Map<string, Source>();
  private readonly kept = new Map<string, Kept>();
  private last: Analysis | undefined;

  constructor(setting: Setting) {
    this.setting = setting;
  }

  /** Other contract, configuration, scope or date; facts do not depend on them and are kept. */
  configure(change: Partial<Setting>): void {
    this.setting = { ...this.setting, ...change };
    this.last = undefined;
  }

  /** A source came, changed or (undefined) went. */
  update(path: string, text: string | undefined, leftOut?: Source['leftOut']): void {
    const before = this.sources.get(path);
    if (text === undefined ? !before : before?.text === text && before.leftOut === leftOut) return;
    this.last = undefined;
    if (text === undefined) {
      this.sources.delete(path);
      this.kept.delete(path);
    } else this.sources.set(path, { path, text, ...(leftOut && { leftOut }) });
  }

  /** A file that is no source came, changed or went: `package.json`, `tsconfig.json`, data may lead imports elsewhere. */
  touched(): void {
    this.last = undefined;
  }

  report(): Report {
    return this.analysis().report;
  }

  /** The report with what can be asked about it; the same object until something changes. */
  analysis(): Analysis {
    this.last ??= analyse({
      ...this.setting,
      sources: this.sources.values(),
      summarise: (path, text) => this.factsOf(path, text),
    });
    return this.last;
  }

  private factsOf(path: string, text: string): ModuleFacts {
    const before = this.kept.get(path);
    if (before?.text === text) return before.facts;
    const facts = (this.setting.summarise ?? summarise)(path, text);
    this.kept.set(path, { text, facts });
    return facts;
  }
}
