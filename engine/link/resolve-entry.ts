/** Which source file a local package means by its name, or by a subpath of it. */
import { isOutputOnly, outputFolder, sourceStems, stemOf } from './resolve-built.ts';
import { mapTargets } from './resolve-exports.ts';
import type { LocalPackages } from './resolve-packages.ts';
import { foldersUp, isWithin, joinPath } from './resolve-path.ts';
import { isDeclaration, type Probe } from './resolve-probe.ts';

export interface Entries {
  /** A file, left-out extension, folder with package.json, or folder with index. `path` is relative to the root. */
  fileOrFolder(path: string): string | undefined;
  folder(path: string): string | undefined;
  /** The file behind `subpath` (`''` for the package itself) of the package in the folder. */
  inPackage(folder: string, json: Readonly<Record<string, unknown>>, subpath: string): string | undefined;
  /** The first of the targets that leads to a file, sources before declarations. Targets are relative to the folder. */
  firstTarget(folder: string, targets: readonly string[]): string | undefined;
}

const MAIN_FIELDS = ['source', 'module', 'main', 'types', 'typings'];
const USUAL_ENTRIES = ['src/index', 'src/main', 'src/public-api', 'src/public_api', 'lib/index'];

/** Folders whose package.json points back at themselves are followed no further than this. */
const MAX_HOPS = 4;

export function createEntries(probe: Probe, packages: () => LocalPackages): Entries {
  const from = (folder: string, target: string, hops: number): string | undefined => {
    const path = joinPath(folder, target);
    return path === undefined ? undefined : fileOrFolder(path, hops);
  };
  const source = (file: string | undefined): string | undefined => (file !== undefined && !isDeclaration(file) ? file : undefined);

  function fileOrFolder(path: string, hops = 0): string | undefined {
    return probe.file(path) ?? folderEntry(path, hops);
  }

  function folderEntry(path: string, hops: number): string | undefined {
    if (!probe.isFolder(path)) return undefined;
    const local = packages().at.get(path);
    if (!local || hops >= MAX_HOPS) return probe.index(path);
    const named = MAIN_FIELDS.map((field) => local.json[field]).filter((target) => typeof target === 'string');
    const targets = [...named, ...mapTargets(local.json.exports, '.')];
    return firstTarget(path, targets, hops + 1) ?? probe.index(path) ?? firstTarget(path, USUAL_ENTRIES, hops + 1);
  }

  /** The target's own file, or what lies under its name with another extension. */
  const exact = (folder: string, target: string, hops: number): string | undefined =>
    (isDeclaration(target) ? undefined : source(from(folder, target, hops))) ?? source(from(folder, stemOf(target), hops));

  const built = (folder: string, target: string, hops: number): string | undefined => {
    const path = joinPath(folder, target);
    // A target such as `../dist/x.js` leaves the folder of its package.json.
    const base = path === undefined ? undefined : foldersUp(folder).find((up) => isWithin(path, up));
    if (path === undefined || base === undefined) return undefined;
    for (const stem of sourceStems(base === '' ? path : path.slice(base.length + 1))) {
      const file = source(from(base, stem, hops));
      if (file !== undefined) return file;
    }
    return undefined;
  };

  function firstTarget(folder: string, targets: readonly string[], hops = 0): string | undefined {
    const tries: ((target: string) => string | undefined)[] = [
      // The sources, not a build that was committed beside them.
      (target) => (isOutputOnly(outputFolder(joinPath('', target) ?? '') ?? '') ? built(folder, target, hops) : undefined),
      (target) => exact(folder, target, hops),
      (target) => built(folder, target, hops),
      (target) => from(folder, target, hops),
    ];
    for (const attempt of tries) {
      for (const target of targets) {
        const file = attempt(target);
        if (file !== undefined) return file;
      }
    }
    return undefined;
  }

  return {
    fileOrFolder,
    folder: (path) => folderEntry(path, 0),
    firstTarget,
    inPackage(folder, json, subpath) {
      const mapped =
        json.exports === undefined ? undefined : firstTarget(folder, mapTargets(json.exports, subpath === '' ? '.' : `./${subpath}`));
      if (mapped !== undefined) return mapped;
      // What `exports` does not open is still reached by bundlers and by aliases.
      if (subpath === '') return folderEntry(folder, 0);
      return firstTarget(folder, [subpath, `src/${subpath}`]);
    },
  };
}
