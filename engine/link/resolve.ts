/**
 * Module resolution over a project's own files: a specifier leads to a file of the project, to a package outside it, or nowhere.
 * It is more generous than any single tool (TypeScript, Node, bundlers), since it must follow code written for each of them,
 * and it prefers sources to what was built from them. A resolver is a snapshot: make a new one when files come or go.
 */

import { once } from './once.ts';
import { outputFolder, sourceStems } from './resolve-built.ts';
import { builtinOf } from './resolve-builtins.ts';
import { createEntries } from './resolve-entry.ts';
import { mapTargets } from './resolve-exports.ts';
import type { ReadProblem } from './resolve-json.ts';
import { createPackages } from './resolve-packages.ts';
import { byCodeUnit, folderOf, foldersUp, isWithin, joinPath } from './resolve-path.ts';
import { createProbe } from './resolve-probe.ts';
import { installedPackage, isUrl, parsePackage, plainSpecifier } from './resolve-specifier.ts';
import { createTsconfigs } from './resolve-tsconfig.ts';

/** The files of a project. Paths are relative to its root, `/` separated, without a leading `./`. */
export interface ProjectFiles {
  has(path: string): boolean;
  /** Undefined when absent or unreadable. */
  read(path: string): string | undefined;
  list(): readonly string[];
}

export type Target =
  | { readonly file: string }
  | {
      /** The package's name alone; Node's own modules always with `node:`. */
      readonly package: string;
      /** Without a leading slash; `''` for the package itself. */
      readonly subpath: string;
    }
  | { readonly missing: true };

export interface Resolver {
  /** @param from the importing file's path */
  resolve(from: string, specifier: string): Target;
  /** Configuration that could not be read, by path. */
  readonly problems: readonly ReadProblem[];
}

const MISSING: Target = { missing: true };

/** Where `@/x` and its like lead when only a bundler's configuration, which is code and never run, knows the alias. */
const CUSTOMARY_ALIASES: readonly (readonly [prefix: string, folders: readonly string[]])[] = [
  ['@/', ['src', '', 'app', 'client']],
  ['~/', ['src', '', 'app', 'client']],
  ['@@/', ['', 'src']],
  ['~~/', ['', 'src']],
  ['$lib/', ['src/lib']],
];

export function createResolver(files: ProjectFiles): Resolver {
  const problems: ReadProblem[] = [];
  const probe = createProbe(files);
  // Read when a question needs them: an earlier run may have answered most.
  const packages = once(() => createPackages(files, problems));
  const tsconfigs = createTsconfigs(files, problems);
  const entries = createEntries(probe, packages);

  const fileTarget = (file: string | undefined): Target | undefined => (file === undefined ? undefined : { file });

  /** A path that leads into the output of a build which has not run. */
  function unbuilt(path: string): string | undefined {
    const base = packages().nearest(folderOf(path))?.folder ?? '';
    const relative = base === '' ? path : path.slice(base.length + 1);
    const output = outputFolder(relative);
    // A folder that is in the tree is no missing output: what is not in it is really missing.
    if (output === undefined || probe.isFolder(joinPath(base, output) ?? '')) return undefined;
    for (const stem of sourceStems(relative)) {
      const file = entries.fileOrFolder(joinPath(base, stem) ?? '');
      if (file !== undefined) return file;
    }
    return undefined;
  }

  function relative(folder: string, specifier: string): string | undefined {
    const path = joinPath(folder, specifier);
    if (path === undefined) return undefined;
    const namesFolder = /(?:^|\/)\.{0,2}$/.test(specifier);
    const direct = namesFolder ? entries.folder(path) : entries.fileOrFolder(path);
    if (direct !== undefined) return direct;
    // `rootDirs`: several folders that are one at run time.
    const roots = tsconfigs.forFolder(folder)[0].rootDirs;
    const home = roots.filter((root) => isWithin(path, root)).sort((a, b) => b.length - a.length)[0];
    for (const root of home === undefined ? [] : roots) {
      const moved = entries.fileOrFolder(joinPath(root, home === '' ? path : path.slice((home ?? '').length + 1)) ?? '');
      if (moved !== undefined) return moved;
    }
    return unbuilt(path);
  }

  /** `/x`: from the root of the package, as development servers have it, then from the project's. */
  function rooted(folder: string, specifier: string): string | undefined {
    for (const up of foldersUp(folder)) {
      if (up !== '' && !packages().at.has(up)) continue;
      const file = entries.fileOrFolder(joinPath(up, specifier) ?? '');
      if (file !== undefined) return file;
    }
    return undefined;
  }

  function bare(folder: string, specifier: string): Target {
    const configs = tsconfigs.forFolder(folder);
    let mapped = false;
    for (const config of configs) {
      const match = config.mapping?.match(specifier);
      if (!match) continue;
      mapped ||= match.specific;
      for (const target of match.targets) {
        const installed = installedPackage(target);
        // A `*` that leads to installed packages takes no built-in away: Node prefers its own.
        const found = (installed && builtinOf(specifier)) ?? installed ?? fileTarget(entries.fileOrFolder(target) ?? unbuilt(target));
        if (found) return found;
      }
    }
    if (specifier.startsWith('#')) return hash(folder, specifier);
    const builtin = builtinOf(specifier);
    if (builtin) return builtin;
    const baseUrl = configs[0].baseUrl;
    const based = baseUrl === undefined ? undefined : entries.fileOrFolder(joinPath(baseUrl, specifier) ?? '');
    if (based !== undefined && !based.endsWith('.json')) return { file: based };

    for (const [prefix, places] of CUSTOMARY_ALIASES) {
      if (!specifier.startsWith(prefix)) continue;
      for (const place of places) {
        const file = rooted(folder, `${place}/${specifier.slice(prefix.length)}`);
        if (file !== undefined) return { file };
      }
    }
    return packageTarget(folder, specifier, mapped);
  }

  function packageTarget(folder: string, specifier: string, mapped: boolean): Target {
    const parsed = parsePackage(specifier);
    if (!parsed) return MISSING;
    const local = packages().named(parsed.package, folder);
    const file = local && entries.inPackage(local.folder, local.json, parsed.subpath);
    if (file !== undefined) return { file };
    // An alias whose target is not there is no package of that name, unless someone depends on one.
    return mapped && !local && !packages().dependsOn(folder, parsed.package) ? MISSING : parsed;
  }

  /** `#name`: the `imports` of the package.json at or above the folder. */
  function hash(folder: string, specifier: string): Target {
    for (const up of foldersUp(folder)) {
      const imports = packages().at.get(up)?.json.imports;
      if (imports === undefined) continue;
      const targets = mapTargets(imports, specifier);
      const inside = entries.firstTarget(
        up,
        targets.filter((target) => target.startsWith('.')),
      );
      if (inside !== undefined) return { file: inside };
      const outside = targets.find((target) => !target.startsWith('.'));
      if (outside !== undefined) return builtinOf(outside) ?? packageTarget(up, outside, false);
    }
    return MISSING;
  }

  function resolveFrom(folder: string, specifier: string): Target {
    if (specifier === '' || isUrl(specifier)) return MISSING;
    if (/^\.{1,2}(?:\/|$)/.test(specifier)) return installedPackage(specifier) ?? fileTarget(relative(folder, specifier)) ?? MISSING;
    if (specifier.startsWith('/')) return fileTarget(rooted(folder, specifier)) ?? MISSING;
    return bare(folder, specifier);
  }

  const memo = new Map<string, Map<string, Target>>();
  // Of all that can be asked for, so that the list does not depend on the questions.
  const problemsOfAll = once(() => {
    packages();
    for (const folder of new Set(files.list().map(folderOf))) tsconfigs.forFolder(folder);
    const distinct = new Map(problems.map((problem) => [`${problem.path}\n${problem.detail}`, problem]));
    return [...distinct.values()].sort((a, b) => byCodeUnit(a.path, b.path) || byCodeUnit(a.detail, b.detail));
  });

  return {
    get problems() {
      return problemsOfAll();
    },
    resolve(from, specifier) {
      const folder = folderOf(from);
      let known = memo.get(folder);
      if (!known) memo.set(folder, (known = new Map()));
      let target = known.get(specifier);
      if (!target) known.set(specifier, (target = resolveFrom(folder, plainSpecifier(specifier))));
      return target;
    },
  };
}
