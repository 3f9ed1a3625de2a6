/** The product behind the command line: disk, contract, rules and engine, put together. */
import { builtinContract } from '../contract/load.ts';
import { clausesOf } from '../contract/query.ts';
import type { Contract } from '../contract/types.ts';
import { analyse } from '../engine/workspace/analyse.ts';
import type { BaselineUse, Finding, Incomplete, Place, Report } from '../engine/workspace/report.ts';
import type { Baseline } from '../engine/workspace/settle.ts';
import { baselinePlace, noBaseline, readBaseline } from '../host/baseline.ts';
import { today } from '../host/clock.ts';
import { openFor, type Refusal, refuse, setUp, sourcesOf } from '../host/open.ts';
import { pages } from '../rules/pages.generated.ts';
import { models, rules } from '../rules/registry.generated.ts';
import { baseline } from './baseline-product.ts';
import { fixAll } from './fixing.ts';
import { placedFixes } from './placed-fixes.ts';
import type { CheckOutcome, CheckRequest, Product, RulePage } from './session.ts';
import { traceAt } from './trace-value.ts';

const ruleIds: readonly string[] = rules.map((rule) => rule.id);

async function check(request: CheckRequest): Promise<CheckOutcome> {
  const opened = openFor({ ...request, ruleIds });
  if ('reason' in opened) return { ok: false, ...opened };
  const { setup, project, scopes, prefix } = opened;
  const scope = (path: string): boolean => scopes.some((one) => one === '' || path === one || path.startsWith(`${one}/`));
  const incomplete: Incomplete[] = project.problems.filter((one) => one.gap).map(({ path, reason, detail }) => ({ path, reason, detail }));
  const baseline = baselineOf(request, setup.root);
  if (baseline !== undefined && 'reason' in baseline) return { ok: false, ...baseline };
  const started = process.hrtime.bigint();
  const setting = {
    files: project.files,
    contract: setup.contract,
    config: setup.config,
    models,
    rules,
    now: request.now ?? today(),
    ...(setup.configPath !== undefined && { configPath: setup.configPath }),
    baseline,
    incomplete,
    ignored: project.ignored,
    scope,
  };
  const sources = sourcesOf(project, setup.config, incomplete);
  const fixed = request.fix && fixAll(setting, sources, project, request.fix === 'write');
  const progress = (done: number, phase: 'facts' | 'check', total: number): void =>
    request.progress(done, phase === 'facts' ? project.sources.length : total, phase);
  const analysis = fixed ? fixed.analysis : analyse({ ...setting, sources, progress });
  if (!project.sources.some((one) => scope(one.path))) {
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
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  return {
    ok: true,
    report: prefixed(analysis.report, prefix),
    fixed: fixed && {
      ...fixed,
      files: fixed.files.map((one) => ({ ...one, path: prefix + one.path })),
      unwritten: fixed.unwritten.map((one) => ({ ...one, path: prefix + one.path })),
    },
    fixesOf: placedFixes(analysis, project, prefix),
    base: prefix === '' ? setup.root : request.cwd,
    stats: {
      seconds: seconds.toFixed(2),
      files: project.sources.length,
      'peak memory (MB)': Math.round(process.resourceUsage().maxRSS / 1024),
    },
  };
}

function baselineOf({ baseline, cwd }: CheckRequest, root: string): Baseline | undefined | Refusal {
  if (baseline === false) return undefined;
  const place = baselinePlace(root, cwd, baseline);
  const read = readBaseline(place);
  return read === undefined && baseline !== undefined ? noBaseline(place) : read;
}

/** Paths as seen from the current folder. */
function prefixed(report: Report, prefix: string): Report {
  if (prefix === '') return report;
  const place = (one: Place): Place => ({ ...one, path: prefix + one.path });
  const trail = <T extends { place: Place }>(steps: readonly T[]): T[] => steps.map((step) => ({ ...step, place: place(step.place) }));
  const finding = (one: Finding): Finding => ({ ...one, place: place(one.place), trail: trail(one.trail) });
  return {
    ...report,
    findings: report.findings.map(finding),
    waived: report.waived.map((one) => ({
      finding: finding(one.finding),
      waiver: { ...one.waiver, place: place(one.waiver.place) },
    })),
    ...(report.baseline && { baseline: prefixedBaseline(report.baseline, prefix) }),
    evidence: report.evidence.map((one) => ({ ...one, place: place(one.place), trail: trail(one.trail) })),
    incomplete: report.incomplete.map((one) => ({ ...one, path: prefix + one.path, ...(one.place && { place: place(one.place) }) })),
  };
}

function prefixedBaseline({ path, absent }: BaselineUse, prefix: string): BaselineUse {
  return { path: prefix + path, absent: absent.map((one) => ({ ...one, path: prefix + one.path })) };
}

function rulePages(): readonly RulePage[] {
  const contract = builtinContract('security-exhibit') as Contract;
  return rules.map((rule) => {
    const page = pages[rule.id];
    return {
      id: rule.id,
      title: rule.title,
      markdown: { en: page?.en ?? '', ja: page?.ja ?? page?.en ?? '' },
      clauses: clausesOf(contract, rule.obligation).map((one) => one.id),
    };
  });
}

export function product(): Product {
  return {
    version: typeof CLAUSELINT_VERSION === 'string' ? CLAUSELINT_VERSION : '0.0.0-source',
    check,
    serve: async () => {
      // In a file of its own, so that no other command loads it.
      await import(new URL('./server.js', import.meta.url).href);
    },
    baseline,
    contract: ({ cwd, configFile }) => setUp(cwd, cwd, configFile, ruleIds),
    rulePages,
    trace: async (request) => {
      const opened = openFor({ cwd: request.cwd, paths: [request.file], configFile: request.configFile, ruleIds });
      return 'reason' in opened ? { ok: false, reason: opened.reason, remedy: opened.remedy } : traceAt(opened, request);
    },
  };
}
