/** Reads tsconfig and jsconfig files: what `baseUrl`, `paths` and `rootDirs` hold for a folder, through `extends` and `references`. */
import { once } from './once.ts';
import type { ProjectFiles } from './resolve.ts';
import { isObject, type JsonObject, type ReadProblem, readObject, strings } from './resolve-json.ts';
import { createMapping, type Mapping } from './resolve-mapping.ts';
import { byCodeUnit, folderOf, foldersUp, joinPath } from './resolve-path.ts';

/** What one configuration file says about resolution; paths are relative to the project's root. */
export interface ResolutionConfig {
  readonly mapping: Mapping | undefined;
  readonly baseUrl: string | undefined;
  readonly rootDirs: readonly string[];
}

export interface Tsconfigs {
  /** The configuration that holds for the folder comes first; what follows are fallbacks, for their `paths` alone. */
  forFolder(folder: string): readonly [ResolutionConfig, ...ResolutionConfig[]];
}

/** Options with the folder of the file that gave each. */
interface Options {
  readonly baseUrl?: { readonly value: string; readonly folder: string };
  readonly paths?: { readonly value: JsonObject; readonly folder: string };
  readonly rootDirs?: { readonly value: readonly string[]; readonly folder: string };
}

/** Longer `extends` chains and longer lists of references are cut. */
const MAX_EXTENDS = 32;
const MAX_REFERENCES = 64;

const CONFIG_NAME = /^[tj]sconfig(?:\..+)?\.json$/;
const MAIN_NAMES = ['tsconfig.json', 'jsconfig.json'];

const NOTHING: ResolutionConfig = { mapping: undefined, baseUrl: undefined, rootDirs: [] };

export function createTsconfigs(files: ProjectFiles, problems: ReadProblem[]): Tsconfigs {
  const namesIn = once(() => {
    const all = new Map<string, string[]>();
    for (const path of files.list()) {
      const folder = folderOf(path);
      const name = folder === '' ? path : path.slice(folder.length + 1);
      if (CONFIG_NAME.test(name)) all.set(folder, [...(all.get(folder) ?? []), name].sort(byCodeUnit));
    }
    return all;
  });
  const raw = new Map<string, JsonObject>();

  /** A path in `extends` or `references`, as a file; only inside the project, only by relative path. */
  const locate = (folder: string, reference: string): string | undefined => {
    const path =
      /^\.{0,2}\//.test(reference) || reference === '.' || reference === '..'
        ? joinPath(reference.startsWith('/') ? '' : folder, reference)
        : undefined;
    if (path === undefined) return undefined;
    const within = path === '' ? 'tsconfig.json' : `${path}/tsconfig.json`;
    return [path, `${path}.json`, within].find((candidate) => objectAt(candidate) !== undefined);
  };

  /** Read when something points to it. */
  function objectAt(path: string): JsonObject | undefined {
    if (!raw.has(path) && path.endsWith('.json') && files.has(path)) raw.set(path, readObject(files, path, problems) ?? {});
    return raw.get(path);
  }

  function optionsOf(path: string, chain: readonly string[]): Options {
    const object = objectAt(path);
    if (!object) return {};
    if (chain.includes(path) || chain.length >= MAX_EXTENDS) {
      problems.push({ path, detail: chain.includes(path) ? 'extends itself' : 'extends too many files' });
      return {};
    }
    const folder = folderOf(path);
    let merged: Options = {};
    for (const base of typeof object.extends === 'string' ? [object.extends] : strings(object.extends)) {
      const file = locate(folder, base);
      if (file !== undefined) merged = { ...merged, ...optionsOf(file, [...chain, path]) };
    }
    const own = isObject(object.compilerOptions) ? object.compilerOptions : {};
    return {
      ...merged,
      ...(typeof own.baseUrl === 'string' && { baseUrl: { value: own.baseUrl, folder } }),
      ...(isObject(own.paths) && { paths: { value: own.paths, folder } }),
      ...(Array.isArray(own.rootDirs) && { rootDirs: { value: strings(own.rootDirs), folder } }),
    };
  }

  const finished = new Map<string, ResolutionConfig>();
  function configAt(path: string): ResolutionConfig {
    const known = finished.get(path);
    if (known) return known;
    const options = optionsOf(path, []);
    const place = (value: string, folder: string): string | undefined =>
      value.startsWith('${configDir}') ? joinPath(folderOf(path), value.slice('${configDir}'.length)) : joinPath(folder, value);
    const baseUrl = options.baseUrl && place(options.baseUrl.value, options.baseUrl.folder);
    // With a `baseUrl`, targets start there; without, in the folder of the file that lists them.
    const pathsFolder = baseUrl ?? options.paths?.folder ?? '';
    const config: ResolutionConfig = {
      mapping: options.paths && createMapping(options.paths.value, (target) => place(target, pathsFolder)),
      baseUrl,
      rootDirs: (options.rootDirs?.value ?? []).flatMap((value) => place(value, options.rootDirs?.folder ?? '') ?? []),
    };
    finished.set(path, config);
    return config;
  }

  function referencesOf(path: string): readonly string[] {
    const list = objectAt(path)?.references;
    const out: string[] = [];
    for (const item of Array.isArray(list) ? list.slice(0, MAX_REFERENCES) : []) {
      const file = isObject(item) && typeof item.path === 'string' ? locate(folderOf(path), `./${item.path}`) : undefined;
      if (file !== undefined) out.push(file);
    }
    return out;
  }

  const memo = new Map<string, readonly [ResolutionConfig, ...ResolutionConfig[]]>();
  function forFolder(folder: string): readonly [ResolutionConfig, ...ResolutionConfig[]] {
    const known = memo.get(folder);
    if (known) return known;
    const order = new Set<string>();
    let own: number | undefined;
    for (const at of foldersUp(folder)) {
      const names = namesIn().get(at) ?? [];
      const paths = (list: readonly string[]): string[] => list.map((name) => (at === '' ? name : `${at}/${name}`));
      const main = paths(MAIN_NAMES.filter((name) => names.includes(name)));
      for (const path of main) order.add(path);
      for (const path of main) for (const reference of referencesOf(path)) order.add(reference);
      if (main.length > 0) own ??= order.size;
      for (const path of paths(names)) order.add(path);
    }
    const all = [...order].map((path) => configAt(path));
    // A solution file has nothing of its own: the first project that it refers to and that has something speaks for it.
    const speaker = all
      .slice(0, own ?? 0)
      .findIndex((config) => config.mapping || config.baseUrl !== undefined || config.rootDirs.length > 0);
    const configs: [ResolutionConfig, ...ResolutionConfig[]] = [
      all[speaker] ?? NOTHING,
      ...all.filter((config, index) => index !== speaker && config.mapping),
    ];
    memo.set(folder, configs);
    return configs;
  }

  return { forFolder };
}
