/** What `check` asks of disk, contract, rules and engine. */
import { weakenings } from '../contract/weakening.ts';
import { type Assessed, reportOf } from '../engine/workspace/analyse.ts';
import { narrow } from '../engine/workspace/narrow.ts';
import { withWeakenings } from '../engine/workspace/policy.ts';
import type { FileCounts, Incomplete } from '../engine/workspace/report.ts';
import type { Baseline } from '../engine/workspace/settle.ts';
import { baselinePlace, noBaseline, readBaseline } from '../host/baseline.ts';
import { mayBearOnFindings } from '../host/changes.ts';
import { today } from '../host/clock.ts';
import { openFor, type Refusal, refuse, sourcesOf } from '../host/open.ts';
import { CONFIG_FILE, type Project } from '../host/project.ts';
import type { Texts } from '../host/texts.ts';
import { models, rules } from '../rules/registry.generated.ts';
import { assess, type Outcome, type Setting } from './assess.ts';
import { type Fixing, fixAll } from './fixing.ts';
import { placedFixes } from './placed-fixes.ts';
import { prefixed } from './prefixed.ts';
import type { CheckOutcome, CheckRequest } from './session.ts';
import { cacheOf, factsOf } from './stage-inputs.ts';

export const ruleIds: readonly string[] = rules.map((rule) => rule.id);

export async function check(request: CheckRequest): Promise<CheckOutcome> {
  const opened = openFor({ ...request, ruleIds });
  if ('reason' in opened) return { ok: false, ...opened };
  const { setup, policy, texts, project, touched, scopes, prefix } = opened;
  // With nothing to report on there is nothing to read either.
  const idle = touched !== undefined && ![...touched].some(mayBearOnFindings);
  const scope = (path: string): boolean => scopes.some((one) => one === '' || path === one || path.startsWith(`${one}/`));
  const isStaged = request.view.is === 'staged';
  const gaps: Incomplete[] = project.problems.filter((one) => one.gap).map(({ path, reason, detail }) => ({ path, reason, detail }));
  const baseline = baselineOf(request, setup.root, texts);
  if (baseline !== undefined && 'reason' in baseline) return { ok: false, ...baseline };
  const facts = factsOf(request);
  if (facts !== undefined && 'reason' in facts) return { ok: false, ...facts };
  const started = process.hrtime.bigint();
  const setting = {
    files: project.files,
    contract: setup.contract,
    // Where nothing is read, nothing tells whether a waiver is still needed.
    config: idle ? { ...setup.config, waivers: [] } : setup.config,
    models,
    rules,
    now: request.now ?? today(),
    ...(setup.configPath !== undefined && { configPath: setup.configPath }),
    baseline,
    acceptedWaivers: policy?.acceptedWaivers,
    ignored: project.ignored,
    scope,
    progress: (done: number, phase: 'facts' | 'check', total: number): void =>
      request.progress(done, phase === 'facts' ? project.sources.length : total, phase),
  };
  const mixed = request.fix === 'write' ? (opened.halfStaged?.() ?? []) : [];
  if (mixed.length > 0) return { ok: false, ...refuseMixed(mixed.map((path) => prefix + path)) };
  const fixable = (path: string): boolean => scope(path) && (touched?.has(path) ?? true);
  const fixed = request.fix && fixesFor(setting, project, gaps, fixable, request.fix === 'write');
  const seen = idle ? { ...project, sources: [] } : project;
  const cache = idle || facts ? undefined : cacheOf(request.cache);
  const outcome: Outcome = fixed
    ? // A fix is not staged by being made: what the commit holds is judged.
      { assessed: (isStaged ? fixed.before : fixed.analysis).assessed, analysis: () => fixed.analysis, cached: false }
    : assess(seen, setting, scopes, gaps, cache, facts);
  const whole = reportOf(setting, outcome.assessed);
  const narrowed = touched ? narrow(whole, (path) => touched.has(path), countsIn(outcome.assessed, project, touched, scope)) : whole;
  const report = policy
    ? withWeakenings(
        narrowed,
        weakenings(setup, policy.own, obligationOfRule, policy.hides),
        policy.revision,
        policy.own.configPath ?? CONFIG_FILE,
      )
    : narrowed;
  if (!request.mayBeEmpty && !project.sources.some((one) => scope(one.path))) return nothingToAnalyse(request);
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  return {
    ok: true,
    report: prefixed(report, prefix),
    fixed: fixed && {
      ...fixed,
      files: fixed.files.map((one) => ({ ...one, path: prefix + one.path })),
      unwritten: fixed.unwritten.map((one) => ({ ...one, path: prefix + one.path })),
    },
    fixesOf: placedFixes(outcome.analysis, textIn(project), prefix),
    ...(cache?.trouble !== undefined && { cacheTrouble: cache.trouble }),
    base: prefix === '' ? setup.root : request.cwd,
    stats: {
      seconds: seconds.toFixed(2),
      files: project.sources.length,
      cache: cache === undefined ? 'off' : outcome.cached ? 'hit' : 'miss',
      ...(facts && { 'facts taken': facts.taken }),
      'peak memory (MB)': Math.round(process.resourceUsage().maxRSS / 1024),
    },
  };
}

/** A fix of a file of which only a part is staged would mix both states. */
function refuseMixed(paths: readonly string[]): Refusal {
  const shown = paths.slice(0, 5).join(', ') + (paths.length > 5 ? ', …' : '');
  return refuse(
    {
      en: `Staged and working tree differ, so nothing was fixed: ${shown}.`,
      ja: `ステージされた内容と作業ツリーの内容が異なるため、修正しませんでした: ${shown}`,
    },
    {
      en: 'Stage the rest of these files or put it aside (git stash --keep-index), then run it again.',
      ja: '残りの変更をステージするか、一時的に退避 (git stash --keep-index) してから、再度実行してください。',
    },
  );
}

function fixesFor(
  setting: Setting,
  project: Project,
  gaps: readonly Incomplete[],
  fixable: (path: string) => boolean,
  write: boolean,
): Fixing {
  const incomplete = [...gaps];
  const sources = [...sourcesOf(project, setting.config, incomplete)];
  return fixAll({ ...setting, incomplete }, sources, project, fixable, write);
}

/** The text of a source file, without BOM. */
export function textIn(project: Project): (path: string) => string | undefined {
  return (path) => {
    const loaded = project.sources.find((one) => one.path === path)?.load();
    return loaded && 'text' in loaded ? loaded.text : undefined;
  };
}

function nothingToAnalyse(request: CheckRequest): CheckOutcome {
  return {
    ok: false,
    ...refuse(
      {
        en: `Nothing to analyse: there is no TypeScript or JavaScript file under \`${request.paths.join(', ') || '.'}\`.`,
        ja: `解析対象がありません。\`${request.paths.join(', ') || '.'}\` の下に TypeScript / JavaScript ファイルが見つかりません。`,
      },
      {
        en: 'Check the path, .gitignore, and `ignore` in clauselint.jsonc.',
        ja: 'パス、.gitignore、clauselint.jsonc の `ignore` を確認してください。',
      },
    ),
  };
}

/** @param texts where the configuration was read from, when that is not the disk */
export function baselineOf(
  { baseline, cwd }: Pick<CheckRequest, 'baseline' | 'cwd'>,
  root: string,
  texts: Texts | undefined,
): Baseline | undefined | Refusal {
  if (baseline === false) return undefined;
  const place = baselinePlace(root, cwd, baseline);
  const read = texts ? readBaseline(place, (file) => texts.read(file)) : readBaseline(place);
  return read === undefined && baseline !== undefined ? noBaseline(place) : read;
}

function obligationOfRule(id: string): string | undefined {
  return rules.find((rule) => rule.id === id)?.obligation;
}

/** What was done with the files that are asked for. */
function countsIn(assessed: Assessed, project: Project, touched: ReadonlySet<string>, scope: (path: string) => boolean): FileCounts {
  const unread = new Set(assessed.incomplete.filter((one) => !ANALYSED.has(one.reason)).map((one) => one.path));
  const count = { analysed: 0, test: 0, generated: 0, minified: 0, declaration: 0 };
  for (const { path } of project.sources)
    if (touched.has(path) && scope(path) && !unread.has(path)) count[assessed.left[path] ?? 'analysed'] += 1;
  return { analysed: count.analysed, tests: count.test, generated: count.generated, minified: count.minified, ignored: 0, incomplete: 0 };
}

/** Reasons for which a file is not analysed whole, but in part. */
const ANALYSED: ReadonlySet<Incomplete['reason']> = new Set(['syntax', 'too-deep', 'crash', 'timeout']);
