/** Stage two: what a check finds below some paths, to a file, before day, waivers and baseline have their say. */
import { relative, resolve } from 'node:path';
import { covers } from '../engine/workspace/merge.ts';
import type { Incomplete } from '../engine/workspace/report.ts';
import { openFor, refuse, setUp } from '../host/open.ts';
import { writeStage } from '../host/stage-file.ts';
import { models, rules } from '../rules/registry.generated.ts';
import { assess as assessed } from './assess.ts';
import { judgedBy, type Part, stateOf } from './assessed-file.ts';
import { ruleIds, textIn } from './check-product.ts';
import { placedFixes } from './placed-fixes.ts';
import type { AssessOutcome, AssessRequest } from './session.ts';
import { ANY_DAY, cacheOf, factsOf, stageOf } from './stage-inputs.ts';

export async function assess(request: AssessRequest): Promise<AssessOutcome> {
  const { cwd } = request;
  const stage = stageOf(cwd);
  if ('reason' in stage) return { ok: false, ...stage };
  const opened = openFor({ ...request, ruleIds });
  if ('reason' in opened) return { ok: false, ...opened };
  const { setup, project, scopes } = opened;
  // `conclude` has no paths from which it could tell where the project begins.
  const here = setUp(cwd, cwd, request.configFile, ruleIds);
  if ('reason' in here) return { ok: false, ...here };
  if (here.root !== setup.root) {
    const root = relative(cwd, setup.root);
    return {
      ok: false,
      ...refuse(
        { en: `The project begins in ${root}, not here.`, ja: `プロジェクトの起点は現在のフォルダーではなく ${root} です。` },
        {
          en: `Run it in ${root}; or, if ${root} is part of a project, put a clauselint.jsonc where that begins.`,
          ja: `${root} で実行してください。${root} がプロジェクトの一部であれば、プロジェクトの起点に clauselint.jsonc を置いてください。`,
        },
      ),
    };
  }
  const facts = factsOf(request);
  if (facts !== undefined && 'reason' in facts) return { ok: false, ...facts };
  const cache = facts ? undefined : cacheOf(request.cache);
  const gaps: Incomplete[] = project.problems.filter((one) => one.gap).map(({ path, reason, detail }) => ({ path, reason, detail }));
  const setting = {
    files: project.files,
    contract: setup.contract,
    config: setup.config,
    models,
    rules,
    now: ANY_DAY,
    ...(setup.configPath !== undefined && { configPath: setup.configPath }),
    ignored: project.ignored,
    scope: (path: string): boolean => scopes.some((one) => covers(one, path)),
    progress: (done: number, phase: 'facts' | 'check', total: number): void =>
      request.progress(done, phase === 'facts' ? project.sources.length : total, phase),
  };
  const outcome = assessed(project, setting, scopes, gaps, cache, facts);
  const fixesOf = placedFixes(outcome.analysis, textIn(project), '');
  const { findings } = outcome.assessed.concluded;
  const part: Part = {
    by: judgedBy(setup.contract, setup.config),
    state: stateOf(project, gaps),
    scopes,
    sources: project.sources.map((one) => one.path),
    ignored: project.ignored,
    assessed: outcome.assessed,
    fixes: Object.fromEntries(
      findings.map((one) => [one.fingerprint, fixesOf(one.fingerprint)] as const).filter(([, all]) => all.length > 0),
    ),
  };
  const trouble = writeStage(resolve(cwd, request.output), 'assessed', stage, [JSON.stringify(part)]);
  if (trouble) return { ok: false, ...trouble };
  return { ok: true, files: outcome.assessed.judgedFiles, ...(cache?.trouble !== undefined && { cacheTrouble: cache.trouble }) };
}
