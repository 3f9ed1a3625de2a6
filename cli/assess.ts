/** The costly part of a check, from the cache where nothing it hangs on has changed. Day, baseline and waivers come later and are never kept. */
import { createHash } from 'node:crypto';
import { summarise } from '../engine/syntax/summarise.ts';
import type { AnalyseInput, Analysis, Assessed } from '../engine/workspace/analyse.ts';
import { analyse } from '../engine/workspace/analyse.ts';
import type { Incomplete } from '../engine/workspace/report.ts';
import type { DiskCache } from '../host/cache.ts';
import type { FactsFiles } from '../host/facts-files.ts';
import { sourcesOf } from '../host/open.ts';
import type { Project } from '../host/project.ts';
import { resumed } from './resume.ts';

export interface Outcome {
  readonly assessed: Assessed;
  /** Made at the first call where the cache answered: fixes need it, reports do not. */
  analysis(): Analysis;
  readonly cached: boolean;
}

export type Setting = Omit<AnalyseInput, 'sources' | 'incomplete' | 'summarise'>;

/** What an entry of the cache holds: which files beside the sources were read, with their digests, and what came of it. */
interface Entry {
  readonly reads: readonly (readonly [path: string, digest: string])[];
  readonly assessed: Assessed;
}

/**
 * @param scopes what `setting.scope` stands for
 * @param gaps what of the project could not be listed
 * @param given facts from elsewhere; only without a cache, since what others made must not become the user's own
 */
export function assess(
  project: Project,
  setting: Setting,
  scopes: readonly string[],
  gaps: readonly Incomplete[],
  cache: DiskCache | undefined,
  given?: FactsFiles,
): Outcome {
  if (!cache && !given) return fresh(project, setting, gaps, undefined);
  const digests = new Map(
    project.sources.filter((one) => one.classByPath !== 'minified').map(({ path }) => [path, project.digest(path)] as const),
  );
  if (!cache) return fresh(project, setting, gaps, (path, text) => given?.facts(path, digests.get(path) ?? '') ?? summarise(path, text));
  const key = keyOf(project, setting, scopes, gaps, digests);
  const kept = cache.get('reports', key);
  const entry = kept === undefined ? undefined : (JSON.parse(kept.toString('utf8')) as Entry);
  if (entry?.reads.every(([path, digest]) => project.digest(path) === digest)) {
    let analysis: Analysis | undefined;
    return {
      assessed: entry.assessed,
      analysis: () => (analysis ??= resumed(project, setting, gaps, digests, cache).analysis),
      cached: true,
    };
  }
  const { analysis, reads } = resumed(project, setting, gaps, digests, cache);
  const made: Entry = { reads: [...reads].sort(), assessed: analysis.assessed };
  cache.put('reports', key, [JSON.stringify(made)]);
  return { assessed: analysis.assessed, analysis: () => analysis, cached: false };
}

function fresh(project: Project, setting: Setting, gaps: readonly Incomplete[], facts: AnalyseInput['summarise']): Outcome {
  const incomplete = [...gaps];
  const sources = sourcesOf(project, setting.config, incomplete);
  const analysis = analyse({ ...setting, sources, incomplete, ...(facts && { summarise: facts }) });
  return { assessed: analysis.assessed, analysis: () => analysis, cached: false };
}

function keyOf(
  project: Project,
  { contract, config, ignored }: Setting,
  scopes: readonly string[],
  gaps: readonly Incomplete[],
  digests: ReadonlyMap<string, string>,
): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([contract, config, ignored, scopes, gaps, project.files.list(), [...digests]]));
  return hash.digest('hex').slice(0, 40);
}
