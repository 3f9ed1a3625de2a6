/** The three stages in one go, in memory: sources in, report out. The dumb strategy that every cleverer one must equal. */
import type { Contract, ProjectConfig } from '../../contract/types.ts';
import type { ModuleFacts } from '../facts/types.ts';
import type { Module } from '../link/module.ts';
import type { ProjectFiles } from '../link/resolve.ts';
import type { Fix } from '../rule/fix.ts';
import type { Model } from '../rule/model.ts';
import { Query } from '../rule/query.ts';
import type { Rule } from '../rule/rule.ts';
import { lineStarts, positionAt } from '../syntax/lines.ts';
import { summarise } from '../syntax/summarise.ts';
import type { Found } from './check.ts';
import { Checker } from './check.ts';
import type { Concluded, Judgements } from './conclude.ts';
import { conclude } from './conclude.ts';
import { fixesOf, type LastFile, waiverFixesOf } from './fixes.ts';
import type { Source } from './load.ts';
import { Loaded } from './load.ts';
import type { FileCounts, Incomplete, Report } from './report.ts';
import { type Baseline, type Outcome, settle } from './settle.ts';
import type { WaiverFile } from './waivers.ts';

export type { Source };

export interface AnalyseInput {
  /** In any order. */
  readonly sources: Iterable<Source>;
  readonly files: ProjectFiles;
  readonly contract: Contract;
  readonly config: ProjectConfig;
  readonly models: readonly Model[];
  readonly rules: readonly Rule[];
  /** YYYY-MM-DD. */
  readonly now: string;
  /** Where the configuration lies, relative to the project's root. Default `clauselint.jsonc`. */
  readonly configPath?: string;
  readonly baseline?: Baseline | undefined;
  /** The texts of the waiver comments of a file that count, each as often as it is there; text is what follows a comment's first word. Default: all. */
  readonly acceptedWaivers?: ((path: string) => readonly string[]) | undefined;
  /** Files that could not be read, from the host. */
  readonly incomplete?: readonly Incomplete[];
  readonly ignored?: number;
  /** Which paths to report on; the rest serves as context. Default: all. */
  readonly scope?: (path: string) => boolean;
  /** Text to facts; given by who keeps facts from run to run. */
  readonly summarise?: (path: string, text: string) => ModuleFacts;
  readonly progress?: (done: number, phase: 'facts' | 'check', total: number) => void;
}

export interface Analysis {
  readonly report: Report;
  readonly assessed: Assessed;
  readonly query: Query;
  /**
   * The fixes of a finding of the report, by its fingerprint, the best first; empty when there is none.
   * @param textOf the text of a file as it was analysed, without BOM
   */
  fixesOf(fingerprint: string, textOf: (path: string) => string | undefined): readonly Fix[];
}

export function analyse(input: AnalyseInput): Analysis {
  let done = 0;
  let judgedFiles = 0;
  const loaded = new Loaded(input.sources, input.files, input.models, input.summarise ?? summarise, (source) => {
    if (!source.leftOut && input.scope?.(source.path) !== false) judgedFiles += 1;
    input.progress?.((done += 1), 'facts', 0);
  });
  const query = new Query(loaded.program, input.config);
  const checker = new Checker(query, input.models);
  const roots = query.roots;
  const modules = roots.map((m, i) => {
    const one = checker.module(m);
    input.progress?.(i + 1, 'check', roots.length);
    return one;
  });
  const overall: Found[] = [];
  for (const model of checker.overall)
    overall.push(
      toEnd(
        checker.project(
          model,
          modules,
          overall.flatMap((one) => one.evidence),
        ),
      ),
    );
  const found = [...modules, ...overall];
  return { query, ...outcomeOf(input, loaded, found, { judgedFiles, consulted: (m) => m.consulted }) };
}

/** What the report needs beside the evidence. */
export type Frame = Pick<
  AnalyseInput,
  'contract' | 'config' | 'configPath' | 'baseline' | 'acceptedWaivers' | 'rules' | 'now' | 'scope' | 'incomplete' | 'ignored'
> & { readonly files: Pick<ProjectFiles, 'has'> };

/** What only the caller knows. */
interface Known {
  readonly judgedFiles: number;
  /** Whether the facts of a module were looked at, so that what is wrong with it may matter. */
  readonly consulted: (m: Module) => boolean;
  readonly judgements?: Judgements;
}

/** All that was found, before the day, baseline and waivers have their say. Plain data: it may be kept from run to run. */
export interface Assessed {
  readonly concluded: Omit<Concluded, 'origins'>;
  /** By path. */
  readonly comments: readonly WaiverFile[];
  readonly incomplete: readonly Incomplete[];
  /** Why files were left out, by path. */
  readonly left: Readonly<Record<string, NonNullable<Source['leftOut']>>>;
  readonly judgedFiles: number;
}

/** Stage three over what the modules and the project showed. */
export function outcomeOf(input: Frame, loaded: Loaded, found: readonly Found[], known: Known): Omit<Analysis, 'query'> {
  const { program } = loaded;
  const evidence = found.flatMap((one) => one.evidence);
  const last: LastFile = {};
  const { origins, ...concluded } = conclude(evidence, input.rules, input.contract, input.config, input.scope, known.judgements);
  // The rare first: this runs after every edit.
  const notable = program.modules.filter((m) => m.notable && program.judged(m));
  const incomplete = [
    ...(input.incomplete ?? []),
    ...notable.filter((m) => program.isRoot(m) || known.consulted(m)).flatMap((m) => problemsOf(m)),
    ...found.flatMap((one) => one.problems).map((one): Incomplete => ({ path: one.path, reason: 'crash', detail: one.detail })),
  ].sort(byPath);
  // A file with a waiver is always a root: the word is a trigger.
  const comments = notable
    .filter((m) => m.facts.waivers.length > 0)
    .map(({ path, facts }): WaiverFile => ({ path, lines: facts.lines, waivers: facts.waivers }))
    .sort(byPath);
  const assessed = { concluded, comments, incomplete, left: loaded.leftOut, judgedFiles: known.judgedFiles };
  const outcome = settle({ ...input, ...assessed });
  return {
    assessed,
    report: framed(input, assessed, outcome),
    fixesOf(fingerprint, textOf) {
      const origin = origins.get(fingerprint);
      return origin ? fixesOf(origin, textOf, last) : waiverFixesOf(outcome.waiverOrigins.get(fingerprint), textOf);
    },
  };
}

/** The report of a day. */
export function reportOf(input: Frame, assessed: Assessed): Report {
  return framed(input, assessed, settle({ ...input, ...assessed }));
}

/** The report of a day, with the fixes that hang on the day as well: those of findings about waiver comments. */
export function concludeOn(input: Frame, assessed: Assessed): Pick<Analysis, 'report' | 'fixesOf'> {
  const outcome = settle({ ...input, ...assessed });
  const lines = new Map(assessed.comments.map((one) => [one.path, String(one.lines)]));
  return {
    report: framed(input, assessed, outcome),
    fixesOf: (fingerprint, textOf) =>
      waiverFixesOf(outcome.waiverOrigins.get(fingerprint), (path) => {
        const text = textOf(path);
        // The file may have changed since it was assessed.
        return text === undefined || String(lineStarts(text)) !== lines.get(path) ? undefined : text;
      }),
  };
}

function framed({ contract, now, ignored = 0 }: Frame, assessed: Assessed, { settled }: Outcome): Report {
  return {
    contract: { id: contract.id, version: contract.version, title: contract.title },
    now,
    ...settled,
    incomplete: assessed.incomplete,
    files: countsOf(assessed, ignored),
  };
}

function byPath(a: { readonly path: string }, b: { readonly path: string }): number {
  return a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
}

export function toEnd<T>(steps: Generator<void, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function problemsOf(m: Module): Incomplete[] {
  const first = m.facts.problems[0];
  if (!first) return [];
  const { line, column } = positionAt(m.facts.lines, first.start);
  const place = {
    path: m.path,
    start: first.start,
    end: first.start,
    startLine: line,
    startColumn: column,
    endLine: line,
    endColumn: column,
  };
  return [{ path: m.path, reason: first.kind, detail: first.message, place }];
}

function countsOf({ judgedFiles, left, incomplete }: Assessed, ignored: number): FileCounts {
  const count = { test: 0, generated: 0, minified: 0, declaration: 0 };
  for (const path in left) count[left[path] as keyof typeof count] += 1;
  return {
    analysed: judgedFiles,
    tests: count.test,
    generated: count.generated,
    minified: count.minified,
    ignored,
    incomplete: new Set(incomplete.map((one) => one.path)).size,
  };
}
