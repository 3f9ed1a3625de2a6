/** The packages that the project itself holds: where each package.json lies, which are declared as workspaces, and who may import them. */
import { parse } from 'yaml';
import type { ProjectFiles } from './resolve.ts';
import { folderGlobs } from './resolve-glob.ts';
import { isObject, type JsonObject, type ReadProblem, readObject, strings } from './resolve-json.ts';
import { byCodeUnit, folderOf, foldersUp, isWithin } from './resolve-path.ts';

export interface LocalPackage {
  readonly folder: string;
  readonly name: string | undefined;
  readonly json: JsonObject;
  /** Listed in `workspaces` or pnpm-workspace.yaml, or itself the root that lists others. */
  readonly declared: boolean;
}

export interface LocalPackages {
  readonly at: ReadonlyMap<string, LocalPackage>;
  /** The package whose folder holds the given one. */
  nearest(folder: string): LocalPackage | undefined;
  /** The local package that code in the folder means by the name; undefined when it means one from the registry. */
  named(name: string, folder: string): LocalPackage | undefined;
  /** Is the name among the dependencies of a package.json at or above the folder? */
  dependsOn(folder: string, name: string): boolean;
}

const DEPENDENCY_FIELDS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'];

export function createPackages(files: ProjectFiles, problems: ReadProblem[]): LocalPackages {
  const found: { readonly folder: string; readonly json: JsonObject }[] = [];
  const isDeclared: ((folder: string) => boolean)[] = [];
  const declare = (root: string, patterns: readonly string[]): void => {
    if (patterns.length === 0) return;
    const matches = folderGlobs(patterns);
    isDeclared.push(
      (folder) => folder === root || (isWithin(folder, root) && matches(root === '' ? folder : folder.slice(root.length + 1))),
    );
  };

  for (const path of [...files.list()].sort(byCodeUnit)) {
    if (`/${path}`.includes('/node_modules/')) continue;
    if (path === 'package.json' || path.endsWith('/package.json')) {
      const json = readObject(files, path, problems);
      if (!json) continue;
      found.push({ folder: folderOf(path), json });
      declare(folderOf(path), strings(isObject(json.workspaces) ? json.workspaces.packages : json.workspaces));
    } else if (path === 'pnpm-workspace.yaml' || path.endsWith('/pnpm-workspace.yaml')) {
      declare(folderOf(path), pnpmPackages(files, path, problems));
    }
  }

  const at = new Map<string, LocalPackage>();
  const byName = new Map<string, LocalPackage[]>();
  for (const { folder, json } of found) {
    const name = typeof json.name === 'string' && json.name !== '' ? json.name : undefined;
    const local: LocalPackage = { folder, name, json, declared: isDeclared.some((test) => test(folder)) };
    at.set(folder, local);
    if (name !== undefined) byName.set(name, [...(byName.get(name) ?? []), local]);
  }

  const nearest = (folder: string): LocalPackage | undefined => {
    for (const up of foldersUp(folder)) {
      const local = at.get(up);
      if (local) return local;
    }
    return undefined;
  };

  /** The version range that the nearest package.json which names the dependency asks for. */
  const rangeOf = (folder: string, name: string): string | undefined => {
    for (const up of foldersUp(folder)) {
      const json = at.get(up)?.json;
      for (const field of json ? DEPENDENCY_FIELDS : []) {
        const list = json?.[field];
        if (isObject(list) && Object.hasOwn(list, name)) return String(list[name]);
      }
    }
    return undefined;
  };

  return {
    at,
    nearest,
    dependsOn: (folder, name) => rangeOf(folder, name) !== undefined,
    named(name, folder) {
      const candidates = byName.get(name);
      if (!candidates) return undefined;
      const self = nearest(folder);
      const range = rangeOf(folder, name);
      const fitting = candidates.filter((local) => {
        if (local.declared || (local === self && local.json.exports !== undefined)) return true;
        return range === undefined || meansLocal(range, local.json.version);
      });
      // A declared one first, then the one closest to the importer, then the one nearest to the root.
      const rank = (local: LocalPackage): readonly number[] => [local.declared ? 0 : 1, -shared(local.folder, folder), depth(local.folder)];
      return fitting.sort((a, b) => compare(rank(a), rank(b)) || byCodeUnit(a.folder, b.folder))[0];
    },
  };
}

/**
 * Does a range mean the undeclared package beside us? An example folder may well be called `stripe` and ask for the real one; so a
 * plain range must at least agree with the local version in its leading figures.
 */
function meansLocal(range: string, version: unknown): boolean {
  if (/^(?:workspace|file|link|portal):/.test(range) || range === '*' || range === '') return true;
  const wanted = leadingFigures(range.replace(/^[\^~>=v\s]+/, ''));
  return wanted !== undefined && typeof version === 'string' && wanted === leadingFigures(version);
}

/** `1.2.3` → `1`; `0.4.1` → `0.4`, since below 1.0 the second figure marks what breaks. */
function leadingFigures(version: string): string | undefined {
  const match = /^(\d{1,9})(?:\.(\d{1,9}))?/.exec(version);
  if (!match) return undefined;
  return match[1] === '0' ? `0.${match[2] ?? '0'}` : match[1];
}

function pnpmPackages(files: ProjectFiles, path: string, problems: ReadProblem[]): readonly string[] {
  try {
    const text = files.read(path);
    if (text === undefined) throw new Error('cannot be read');
    const value: unknown = parse(text, { maxAliasCount: 0, logLevel: 'silent' });
    return isObject(value) ? strings(value.packages) : [];
  } catch (error) {
    problems.push({ path, detail: error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'cannot be parsed' });
    return [];
  }
}

function shared(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  const end = left.findIndex((segment, index) => segment !== right[index]);
  return end < 0 ? left.length : end;
}

function depth(folder: string): number {
  return folder === '' ? 0 : folder.split('/').length;
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}
