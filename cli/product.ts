/** The product behind the command line: disk, contract, rules and engine, put together. */
import { builtinContract } from '../contract/load.ts';
import { clausesOf } from '../contract/query.ts';
import type { Contract } from '../contract/types.ts';
import { weakenings } from '../contract/weakening.ts';
import { analyse } from '../engine/workspace/analyse.ts';
import { narrow } from '../engine/workspace/narrow.ts';
import { withWeakenings } from '../engine/workspace/policy.ts';
import type { BaselineUse, Finding, Incomplete, Place, Report } from '../engine/workspace/report.ts';
import type { Baseline } from '../engine/workspace/settle.ts';
import { baselinePlace, noBaseline, readBaseline } from '../host/baseline.ts';
import { mayBearOnFindings, partlyStagedIn } from '../host/changes.ts';
import { today } from '../host/clock.ts';
import { type Opened, openFor, type Refusal, refuse, setUp, sourcesOf } from '../host/open.ts';
import { CONFIG_FILE } from '../host/project.ts';
import { pages } from '../rules/pages.generated.ts';
import { models, rules } from '../rules/registry.generated.ts';
import { baseline } from './baseline-product.ts';
import { counted } from './counted.ts';
import { fixAll } from './fixing.ts';
import { init } from './init-product.ts';
import { placedFixes } from './placed-fixes.ts';
import { policyPage } from './policy-page.ts';
import type { CheckOutcome, CheckRequest, Product, RulePage } from './session.ts';
import { traceAt } from './trace-value.ts';

const VERSION: string = typeof CLAUSELINT_VERSION === 'string' ? CLAUSELINT_VERSION : '0.0.0-source';
const ruleIds: readonly string[] = rules.map((rule) => rule.id);

async function check(request: CheckRequest): Promise<CheckOutcome> {
  const opened = openFor({ ...request, ruleIds });
  if ('reason' in opened) return { ok: false, ...opened };
  const { setup, policy, project, touched, scopes, prefix } = opened;
  // With nothing to report on there is nothing to read either.
  const idle = touched !== undefined && ![...touched].some(mayBearOnFindings);
  const scope = (path: string): boolean => scopes.some((one) => one === '' || path === one || path.startsWith(`${one}/`));
  const asked = (path: string): boolean => scope(path) && touched?.has(path) !== false;
  const incomplete: Incomplete[] = project.problems.filter((one) => one.gap).map(({ path, reason, detail }) => ({ path, reason, detail }));
  const baseline = baselineOf(request, opened);
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
    acceptedWaivers: policy?.acceptedWaivers,
    incomplete,
    ignored: project.ignored,
    scope,
  };
  const count = counted(idle ? [] : sourcesOf(project, setup.config, incomplete), asked);
  const { sources } = count;
  const isStaged = request.view.is === 'staged';
  const partly = new Set(request.fix && isStaged ? partlyStagedIn(project.root) : []);
  const fixed = request.fix && fixAll(setting, sources, project, request.fix === 'write', asked, partly);
  const progress = (done: number, phase: 'facts' | 'check', total: number): void =>
    request.progress(done, phase === 'facts' ? project.sources.length : total, phase);
  const analysis = fixed ? fixed.analysis : analyse({ ...setting, sources, progress });
  // A fix is not staged by being made: what the commit holds is judged.
  const whole = fixed && isStaged ? fixed.before.report : analysis.report;
  const narrowed = touched ? narrow(whole, (path) => touched.has(path), count.files()) : whole;
  const report = policy
    ? withWeakenings(narrowed, weakened(opened, policy), policy.revision, policy.own.configPath ?? CONFIG_FILE)
    : narrowed;
  if (!request.mayBeEmpty && !project.sources.some((one) => scope(one.path))) {
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
    report: prefixed(report, prefix),
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

function weakened({ setup }: Opened, { own }: NonNullable<Opened['policy']>): ReturnType<typeof weakenings> {
  return weakenings(setup, own, (id) => rules.find((rule) => rule.id === id)?.obligation);
}

/** Read from where the configuration was read. */
function baselineOf({ baseline, cwd, view, policyFrom }: CheckRequest, { setup, texts }: Opened): Baseline | undefined | Refusal {
  if (baseline === false) return undefined;
  const place = baselinePlace(setup.root, cwd, baseline);
  const fromGit = view.is === 'staged' || policyFrom !== undefined;
  const read = fromGit ? readBaseline(place, texts.read) : readBaseline(place);
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
  const own = rules.map((rule): RulePage => {
    const page = pages[rule.id];
    return {
      id: rule.id,
      title: rule.title,
      markdown: { en: page?.en ?? '', ja: page?.ja ?? page?.en ?? '' },
      clauses: clausesOf(contract, rule.obligation).map((one) => one.id),
    };
  });
  return [...own, policyPage];
}

export function product(): Product {
  return {
    version: VERSION,
    check,
    init: init(VERSION),
    baseline,
    contract: ({ cwd, configFile }) => setUp(cwd, cwd, configFile, ruleIds),
    rulePages,
    trace: async (request) => {
      const opened = openFor({ cwd: request.cwd, paths: [request.file], configFile: request.configFile, ruleIds });
      return 'reason' in opened ? { ok: false, reason: opened.reason, remedy: opened.remedy } : traceAt(opened, request);
    },
  };
}
