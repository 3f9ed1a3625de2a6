/** Stage one: the facts of the files below some paths, to a file that a check elsewhere can take them from. */
import { resolve } from 'node:path';
import { summarise } from '../engine/syntax/summarise.ts';
import { worthReading } from '../engine/workspace/load.ts';
import { covers } from '../engine/workspace/merge.ts';
import type { Incomplete } from '../engine/workspace/report.ts';
import { factsLine } from '../host/facts-files.ts';
import { openFor, sourcesOf } from '../host/open.ts';
import { writeStage } from '../host/stage-file.ts';
import { ruleIds } from './check-product.ts';
import type { FactsOutcome, FactsRequest } from './session.ts';
import { stageOf } from './stage-inputs.ts';

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
  const lines: string[] = [];
  let done = 0;
  for (const source of sourcesOf({ ...project, sources }, setup.config, unread)) {
    request.progress((done += 1), sources.length, 'facts');
    // Which files a check will ask for hangs on other packages. Tests that are not judged are hardly ever among them.
    if (source.leftOut === 'test' || !worthReading(source)) continue;
    lines.push(factsLine(digests.get(source.path) ?? '', summarise(source.path, source.text)));
  }
  const trouble = writeStage(resolve(request.cwd, request.output), 'facts', stage, lines);
  return trouble ? { ok: false, ...trouble } : { ok: true, files: lines.length, unread: unread.length };
}
