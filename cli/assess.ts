/** The costly part of a check, from the cache where nothing it hangs on has changed. Day, baseline and waivers come later and are never kept. */
import { createHash } from 'node:crypto';
import type { ModuleFacts } from '../engine/facts/types.ts';
import { summarise } from '../engine/syntax/summarise.ts';
import type { AnalyseInput, Analysis, Assessed, Source } from '../engine/workspace/analyse.ts';
import { analyse } from '../engine/workspace/analyse.ts';
import type { Incomplete } from '../engine/workspace/report.ts';
import type { DiskCache } from '../host/cache.ts';
import { DigestedSources } from '../host/digested-sources.ts';
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
  if (!cache && !given) return fresh(project, setting, gaps);
  const digests = new Map(
    project.sources.filter((one) => one.classByPath !== 'minified').map(({ path }) => [path, project.digest(path)] as const),
  );
  if (!cache) {
    const texts = new DigestedSources(project, digests);
    const facts = (path: string, text: string): ModuleFacts => given?.facts(path, digests.get(path) ?? '') ?? summarise(path, text);
    const outcome = analysed(setting, gaps, (incomplete) => texts.all(setting.config, incomplete), facts);
    return texts.held ? outcome : fresh(project, setting, gaps);
  }
  const key = keyOf(project, setting, scopes, gaps, digests);
  const bytes = cache.get('reports', key);
  const entry = bytes === undefined ? undefined : (JSON.parse(bytes.toString('utf8')) as Entry);
  if (entry?.reads.every(([path, digest]) => project.digest(path) === digest)) {
    let analysis: Analysis | undefined;
    return {
      assessed: entry.assessed,
      analysis: () => (analysis ??= resumed(project, setting, gaps, digests, cache)?.analysis ?? fresh(project, setting, gaps).analysis()),
      cached: true,
    };
  }
  const made = resumed(project, setting, gaps, digests, cache);
  // Somebody is working on the files. What they hold now is told, and kept by a later run.
  if (!made) return fresh(project, setting, gaps);
  const { analysis, reads } = made;
  const kept: Entry = { reads: [...reads].sort(), assessed: analysis.assessed };
  cache.put('reports', key, [JSON.stringify(kept)]);
  return { assessed: analysis.assessed, analysis: () => analysis, cached: false };
}

/** Reads every file once, and keeps nothing: right whatever changes meanwhile. */
function fresh(project: Project, setting: Setting, gaps: readonly Incomplete[]): Outcome {
  return analysed(setting, gaps, (incomplete) => sourcesOf(project, setting.config, incomplete));
}

function analysed(
  setting: Setting,
  gaps: readonly Incomplete[],
  sourcesWith: (incomplete: Incomplete[]) => Iterable<Source>,
  facts?: AnalyseInput['summarise'],
): Outcome {
  const incomplete = [...gaps];
  const analysis = analyse({ ...setting, sources: sourcesWith(incomplete), incomplete, ...(facts && { summarise: facts }) });
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
