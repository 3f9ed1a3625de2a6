/** The product behind the command line: disk, contract, rules and engine, put together. */
import { relative } from 'node:path';
import { builtinContract } from '../contract/load.ts';
import { clausesOf } from '../contract/query.ts';
import type { Contract } from '../contract/types.ts';
import { weakenings } from '../contract/weakening.ts';
import { analyse, type Source } from '../engine/workspace/analyse.ts';
import { narrow } from '../engine/workspace/narrow.ts';
import { withWeakenings } from '../engine/workspace/policy.ts';
import type { FileCounts, Incomplete, Place, Report } from '../engine/workspace/report.ts';
import { mayBearOnFindings } from '../host/changes.ts';
import { today } from '../host/clock.ts';
import { openFor, refuse, type Setup, setUp, sourcesOf } from '../host/open.ts';
import { CONFIG_FILE } from '../host/project.ts';
import { pages } from '../rules/pages.generated.ts';
import { models, rules } from '../rules/registry.generated.ts';
import { init } from './init-product.ts';
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
  const incomplete: Incomplete[] = project.problems.filter((one) => one.gap).map(({ path, reason, detail }) => ({ path, reason, detail }));
  const started = process.hrtime.bigint();
  const counted = touched && countedBy((path) => touched.has(path) && scope(path));
  const sources = idle ? [] : sourcesOf(project, setup.config, incomplete);
  const { report: whole } = analyse({
    sources: counted ? counted.through(sources) : sources,
    files: project.files,
    contract: setup.contract,
    config: setup.config,
    models,
    rules,
    now: request.now ?? today(),
    incomplete,
    ignored: project.ignored,
    scope,
    progress: (done, phase, total) => request.progress(done, phase === 'facts' ? project.sources.length : total, phase),
  });
  const narrowed = touched && counted ? narrow(whole, (path) => touched.has(path), counted.files()) : whole;
  const report = policy
    ? withWeakenings(narrowed, weakenings(setup, policy.own, obligationOfRule), policy.revision, configPath(policy.own))
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
    base: prefix === '' ? setup.root : request.cwd,
    stats: {
      seconds: seconds.toFixed(2),
      files: project.sources.length,
      'peak memory (MB)': Math.round(process.resourceUsage().maxRSS / 1024),
    },
  };
}

function obligationOfRule(id: string): string | undefined {
  return rules.find((rule) => rule.id === id)?.obligation;
}

/** Relative to the root. */
function configPath({ root, file }: Setup): string {
  return file === undefined ? CONFIG_FILE : relative(root, file).replaceAll('\\', '/');
}

/** Counts the sources that pass through and are asked for. */
function countedBy(asked: (path: string) => boolean): { through(sources: Iterable<Source>): Iterable<Source>; files(): FileCounts } {
  const count = { analysed: 0, test: 0, generated: 0, minified: 0, declaration: 0 };
  return {
    *through(sources) {
      for (const source of sources) {
        if (asked(source.path)) count[source.leftOut ?? 'analysed'] += 1;
        yield source;
      }
    },
    files: () => ({
      analysed: count.analysed,
      tests: count.test,
      generated: count.generated,
      minified: count.minified,
      ignored: 0,
      incomplete: 0,
    }),
  };
}

/** Paths as seen from the current folder. */
function prefixed(report: Report, prefix: string): Report {
  if (prefix === '') return report;
  const place = (one: Place): Place => ({ ...one, path: prefix + one.path });
  const trail = <T extends { place: Place }>(steps: readonly T[]): T[] => steps.map((step) => ({ ...step, place: place(step.place) }));
  return {
    ...report,
    findings: report.findings.map((one) => ({ ...one, place: place(one.place), trail: trail(one.trail) })),
    evidence: report.evidence.map((one) => ({ ...one, place: place(one.place), trail: trail(one.trail) })),
    incomplete: report.incomplete.map((one) => ({ ...one, path: prefix + one.path, ...(one.place && { place: place(one.place) }) })),
  };
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
    contract: ({ cwd, configFile }) => setUp(cwd, cwd, configFile, ruleIds),
    rulePages,
    trace: async (request) => {
      const opened = openFor({ cwd: request.cwd, paths: [request.file], configFile: request.configFile, ruleIds });
      return 'reason' in opened ? { ok: false, reason: opened.reason, remedy: opened.remedy } : traceAt(opened, request);
    },
  };
}
