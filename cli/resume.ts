/** An analysis that starts from what the last check of the same project left in the cache, and leaves as much for the next. */
import { createHash } from 'node:crypto';
import { summarise } from '../engine/syntax/summarise.ts';
import type { AnalyseInput, Analysis } from '../engine/workspace/analyse.ts';
import { forModels, Workspace } from '../engine/workspace/incremental.ts';
import type { KeptFile } from '../engine/workspace/kept.ts';
import type { Incomplete } from '../engine/workspace/report.ts';
import type { DiskCache } from '../host/cache.ts';
import { DigestedSources } from '../host/digested-sources.ts';
import { FactsPack } from '../host/facts-pack.ts';
import type { Project } from '../host/project.ts';
import { decodeState, encodeState, type ProjectState } from '../host/project-state.ts';

export interface Resumed {
  readonly analysis: Analysis;
  /** The files beside the sources on which it hangs, with their digests. */
  readonly reads: ReadonlyMap<string, string>;
}

/**
 * Undefined when a file was no longer what its digest says: nothing is kept then.
 * @param digests of the sources that are read, by path
 */
export function resumed(
  project: Project,
  setting: Omit<AnalyseInput, 'sources' | 'incomplete' | 'summarise'>,
  gaps: readonly Incomplete[],
  digests: ReadonlyMap<string, string>,
  cache: DiskCache,
): Resumed | undefined {
  const key = createHash('sha256')
    .update(JSON.stringify([project.root, setting.contract, forModels(setting.config)]))
    .digest('hex')
    .slice(0, 40);
  const bytes = cache.get('states', key);
  const before: ProjectState | undefined = bytes && decodeState(bytes, (path, digest) => pack.known(path, digest));
  const pack = new FactsPack(cache, project.root, before?.facts);
  const reads = new Map<string, string>();
  const digestOf = (path: string): string => digests.get(path) ?? '';
  const texts = new DigestedSources(project, digests);
  const files = {
    ...project.files,
    read: (path: string): string | undefined => {
      if (!project.files.has(path)) return undefined;
      let digest = digests.get(path) ?? reads.get(path);
      if (digest === undefined) reads.set(path, (digest = project.digest(path)));
      return texts.textAs(path, digest);
    },
  };
  const incomplete = [...gaps];
  const workspace = new Workspace({
    ...setting,
    files,
    incomplete,
    summarise: (path, text) => {
      const facts = pack.facts(path, digestOf(path), () => summarise(path, text));
      texts.release(path);
      return facts;
    },
  });
  const same = (path: string): boolean => before?.digests.get(path) === digestOf(path);
  const known = (path: string): KeptFile | undefined => (same(path) ? before?.kept.files.get(path) : undefined);
  const paths: string[] = [];
  for (const source of texts.all(setting.config, incomplete, known)) {
    workspace.put(source);
    paths.push(source.path);
  }
  const others = otherFiles(project);
  if (before) {
    for (const path of before.reads.keys()) if (project.files.has(path)) reads.set(path, project.digest(path));
    const touched = [
      ...apart(before.others, others),
      ...[...reads].flatMap(([path, digest]) => (before.reads.get(path) === digest ? [] : path)),
    ];
    workspace.resume(before.kept, { edited: new Set(paths.filter((path) => !same(path))), touched: new Set(touched) });
  }
  const analysis = workspace.analysis();
  if (!texts.held) return undefined;
  const kept = workspace.keep();
  const facts = pack.save([...kept.files].flatMap(([path, { module }]) => (module ? [[path, digestOf(path)] as const] : [])));
  const state = { kept, digests: new Map(paths.map((path) => [path, digestOf(path)])), reads, others, facts };
  cache.put('states', key, encodeState(state));
  return { analysis, reads };
}

function otherFiles(project: Project): readonly string[] {
  const sources = new Set(project.sources.map((one) => one.path));
  return project.files.list().filter((path) => !sources.has(path));
}

/** What is in one of two lists alone. */
function apart(a: readonly string[], b: readonly string[]): readonly string[] {
  const inA = new Set(a);
  const inB = new Set(b);
  return [...a.filter((one) => !inB.has(one)), ...b.filter((one) => !inA.has(one))];
}
