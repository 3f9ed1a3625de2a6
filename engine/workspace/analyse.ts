/** The three stages in one go, in memory: sources in, report out. The dumb strategy that every cleverer one must equal. */
import type { Contract, ProjectConfig } from '../../contract/types.ts';
import type { ModuleFacts } from '../facts/types.ts';
import type { Module } from '../link/module.ts';
import { Program } from '../link/program.ts';
import type { ProjectFiles } from '../link/resolve.ts';
import { createResolver } from '../link/resolve.ts';
import type { Model } from '../rule/model.ts';
import { Query } from '../rule/query.ts';
import type { Rule } from '../rule/rule.ts';
import { positionAt } from '../syntax/lines.ts';
import { summarise } from '../syntax/summarise.ts';
import { check } from './check.ts';
import { conclude } from './conclude.ts';
import { Mentions } from './mentions.ts';
import type { FileCounts, Incomplete, Report } from './report.ts';
import { triggers } from './triggers.ts';

/** A file that the host could read. */
export interface Source {
  readonly path: string;
  /** Without BOM. */
  readonly text: string;
  /** Analysed for what it says to others, but its own code is not judged: tests, generated and minified files. */
  readonly leftOut?: 'test' | 'generated' | 'minified' | 'declaration';
}

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
  readonly query: Query;
}

/** Generated code longer than this is not even read for what it says to others; hand-written files that large are rare. */
const GENERATED_LIMIT = 60_000;

function worthReading({ leftOut, text }: Source): boolean {
  return leftOut !== 'minified' && leftOut !== 'declaration' && !(leftOut === 'generated' && text.length > GENERATED_LIMIT);
}

export function analyse(input: AnalyseInput): Analysis {
  const read = input.summarise ?? summarise;
  const wanted = triggers(input.models);
  const left = new Map<string, NonNullable<Source['leftOut']>>();
  const sleeping = new Map<string, string>();
  const facts: ModuleFacts[] = [];
  let judgedFiles = 0;
  let done = 0;
  for (const source of input.sources) {
    if (source.leftOut) left.set(source.path, source.leftOut);
    else if (input.scope?.(source.path) !== false) judgedFiles += 1;
    if (!source.leftOut && wanted.test(source.text)) facts.push(read(source.path, source.text));
    else if (worthReading(source)) sleeping.set(source.path, source.text);
    input.progress?.((done += 1), 'facts', 0);
  }
  facts.sort((a, b) => (a.path < b.path ? -1 : 1));
  const judged = new Set<Module>();
  const mentions = new Mentions(sleeping);
  const program = new Program(facts, input.files, createResolver(input.files), {
    load: (path) => {
      const text = sleeping.get(path);
      sleeping.delete(path);
      return text === undefined ? undefined : read(path, text);
    },
    mentioning: (name) =>
      mentions
        .of(name)
        .filter((path) => !left.has(path))
        .sort(),
    loaded: (m) => {
      if (!left.has(m.path)) judged.add(m);
    },
  });
  const query = new Query(program, input.config, judged);
  const checked = check(query, input.models, { progress: (n, total) => input.progress?.(n, 'check', total) });
  const concluded = conclude(checked.evidence, input.rules, input.contract, input.config, input.scope);
  const incomplete = [
    ...(input.incomplete ?? []),
    ...[...judged].flatMap((m) => problemsOf(m)),
    ...checked.problems.map((one): Incomplete => ({ path: one.path, reason: 'crash', detail: one.detail })),
  ].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
  return {
    query,
    report: {
      contract: { id: input.contract.id, version: input.contract.version, title: input.contract.title },
      now: input.now,
      ...concluded,
      incomplete,
      files: countsOf(judgedFiles, left, incomplete, input.ignored ?? 0),
    },
  };
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

function countsOf(analysed: number, left: ReadonlyMap<string, string>, incomplete: readonly Incomplete[], ignored: number): FileCounts {
  const count = (kind: string): number => [...left.values()].filter((one) => one === kind).length;
  return {
    analysed,
    tests: count('test'),
    generated: count('generated'),
    minified: count('minified'),
    ignored,
    incomplete: new Set(incomplete.map((one) => one.path)).size,
  };
}
