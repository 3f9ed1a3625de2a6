/** Stage one: the facts of files below some paths, to a file that a check elsewhere can take them from. */
import { resolve } from 'node:path';
import { byCodeUnit } from '../engine/link/resolve-path.ts';
import { summarise } from '../engine/syntax/summarise.ts';
import { analyse } from '../engine/workspace/analyse.ts';
import { covers } from '../engine/workspace/merge.ts';
import type { Incomplete } from '../engine/workspace/report.ts';
import { factsLine } from '../host/facts-files.ts';
import { openFor, sourcesOf } from '../host/open.ts';
import { writeStage } from '../host/stage-file.ts';
import { models, rules } from '../rules/registry.generated.ts';
import { ruleIds } from './check-product.ts';
import type { FactsOutcome, FactsRequest } from './session.ts';
import { ANY_DAY, stageOf } from './stage-inputs.ts';

/**
 * A check reads few files: those with a word of a model, and what imports and names lead to. Only a check knows which, so the paths are checked as if they were
 * all there is, and what that read is written. What other packages lead to beyond it, a check reads from the sources.
 */
export async function facts(request: FactsRequest): Promise<FactsOutcome> {
  const stage = stageOf(request.cwd);
  if ('reason' in stage) return { ok: false, ...stage };
  const opened = openFor({ ...request, ruleIds });
  if ('reason' in opened) return { ok: false, ...opened };
  const { setup, project, scopes } = opened;
  const digests = new Map<string, string>();
  const sources = project.sources
    .filter(({ path }) => scopes.some((scope) => covers(scope, path)))
    .map((one) => ({
      ...one,
      load: () => {
        digests.set(one.path, project.digest(one.path));
        return one.load();
      },
    }));
  const unread: Incomplete[] = [];
  const lines = new Map<string, string>();
  analyse({
    sources: sourcesOf({ ...project, sources }, setup.config, unread),
    files: project.files,
    contract: setup.contract,
    config: setup.config,
    models,
    rules,
    now: ANY_DAY,
    summarise: (path, text) => {
      const made = summarise(path, text);
      lines.set(path, factsLine(digests.get(path) ?? '', made));
      return made;
    },
    progress: (done, phase, total) => request.progress(done, phase === 'facts' ? sources.length : total, phase),
  });
  const sorted = [...lines.keys()].sort(byCodeUnit).map((path) => lines.get(path) as string);
  const trouble = writeStage(resolve(request.cwd, request.output), 'facts', stage, sorted);
  return trouble ? { ok: false, ...trouble } : { ok: true, files: lines.size, unread: unread.length };
}
