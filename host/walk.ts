/** Finds a project's files: in a fixed order, following no links, never leaving the root, and with a word on all it could not enter. */
import { type Dirent, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { byCodeUnit } from '../engine/link/resolve-path.ts';
import { type IgnoreLayer, isIgnored, layersAbove, readLayer } from './git-ignore.ts';
import { globMatcher, refusedGlob } from './glob.ts';
import { type HostProblem, systemError } from './problem.ts';
import { kindOf } from './read.ts';

export interface ProjectFile {
  /** Relative to the root, `/` separated. */
  readonly path: string;
  /** `aux`: read for configuration, packages and infrastructure. `other`: known to exist, so that imports of it are not missing. */
  readonly kind: 'source' | 'declaration' | 'aux' | 'other';
}

export interface WalkOptions {
  /** Globs relative to the root of what to leave out. */
  readonly ignore?: readonly string[];
  /** Lists a folder; for tests of folders that cannot be listed. */
  readonly list?: (absolute: string) => readonly Dirent<Buffer>[];
}

export interface WalkResult {
  /** By path, in code-unit order. */
  readonly files: readonly ProjectFile[];
  /** By path, in code-unit order. */
  readonly problems: readonly HostProblem[];
  /** Source files that `ignore` left out. What git ignores is not counted: it is no part of the project. */
  readonly ignored: number;
}

/** Never entered, wherever they lie: other people's packages and version control. */
const NEVER: ReadonlySet<string> = new Set(['node_modules', '.git', '.hg', '.svn', 'bower_components', '.yarn', '.pnpm-store']);

export const SOURCE: RegExp = /\.[mc]?[jt]sx?$/;
const DECLARATION = /\.d\.(?:[^./]+\.)?[mc]?ts$/;
const AUXILIARY =
  /(?:^|\/)(?:package\.json|[tj]sconfig[^/]*\.json|pnpm-workspace\.yaml|Pulumi[^/]*\.ya?ml|cdk\.json|[^/]+\.prisma|[^/]+\.sql)$/;

const IGNORE_FILE = Buffer.from('.gitignore');

/** Deeper folders are not entered; real projects stay far below. */
const MAX_DEPTH = 100;

export function walkProject(root: string, options: WalkOptions = {}): WalkResult {
  const list = options.list ?? ((absolute) => readdirSync(absolute, { withFileTypes: true, encoding: 'buffer' }));
  const files: ProjectFile[] = [];
  const problems: HostProblem[] = [];
  let ignored = 0;
  const problem = (path: string, reason: HostProblem['reason'], detail: string, gap: boolean): void => {
    problems.push({ path, reason, detail, gap });
  };

  const leftOut = globMatcher(options.ignore ?? [], (glob) => problem('', 'unreadable', `ignore pattern ${refusedGlob(glob)}`, false));

  const open: { readonly folder: string; readonly layers: readonly IgnoreLayer[]; readonly depth: number }[] = [
    { folder: '', layers: layersAbove(root), depth: 0 },
  ];
  for (let at = open.pop(); at; at = open.pop()) {
    const { folder, depth } = at;
    let entries: readonly Dirent<Buffer>[];
    try {
      entries = list(join(root, folder));
    } catch (error) {
      problem(folder, 'unreadable', `folder: ${systemError(error)}`, true);
      continue;
    }
    let layers = at.layers;
    if (entries.some((entry) => entry.name.equals(IGNORE_FILE))) {
      const path = folder === '' ? '.gitignore' : `${folder}/.gitignore`;
      const read = readLayer(join(root, path), folder);
      if (read) layers = [...layers, read.layer];
      else problem(path, 'unreadable', 'ignore file cannot be read, not applied', false);
      if (read && read.refused.length > 0)
        problem(path, 'unreadable', `${read.refused.length} pattern(s) too costly to match, not applied`, false);
    }
    for (const entry of entries) {
      const name = decodeName(entry.name);
      if (name === undefined) {
        const shown = entry.name.toString('latin1');
        problem(
          folder === '' ? shown : `${folder}/${shown}`,
          'encoding',
          'name is not valid UTF-8',
          entry.isDirectory() || SOURCE.test(shown),
        );
        continue;
      }
      const path = folder === '' ? name : `${folder}/${name}`;
      if (NEVER.has(name)) continue;
      if (entry.isDirectory()) {
        if (isIgnored(`${path}/`, layers)) continue;
        if (depth >= MAX_DEPTH) problem(path, 'too-deep', `folder: more than ${MAX_DEPTH} levels`, true);
        else open.push({ folder: path, layers, depth: depth + 1 });
        continue;
      }
      const kind = kindOfFile(path);
      // Matching costs more than listing, and of other files it only matters that they exist.
      if ((kind !== 'other' || !entry.isFile()) && isIgnored(path, layers)) continue;
      if (entry.isFile()) {
        if (!leftOut(path)) files.push({ path, kind });
        else if (kind === 'source') ignored++;
      } else if (entry.isSymbolicLink()) {
        const detail = linkTarget(join(root, path), name);
        if (detail !== undefined && !leftOut(path)) problem(path, 'special-file', detail, false);
      } else if (!leftOut(path)) {
        problem(path, 'special-file', kindOf(entry), SOURCE.test(name));
      }
    }
  }
  files.sort((a, b) => byCodeUnit(a.path, b.path));
  problems.sort((a, b) => byCodeUnit(a.path, b.path) || byCodeUnit(a.detail, b.detail));
  return { files, problems, ignored };
}

/** Does a path lead through a folder that is never entered? */
export function isNeverEntered(path: string): boolean {
  return path.split('/').some((segment) => NEVER.has(segment));
}

export function kindOfFile(path: string): ProjectFile['kind'] {
  if (DECLARATION.test(path)) return 'declaration';
  if (SOURCE.test(path)) return 'source';
  return AUXILIARY.test(path) ? 'aux' : 'other';
}

/** A name as text; undefined when it is not UTF-8. */
export function decodeName(bytes: Buffer): string | undefined {
  const name = bytes.toString('utf8');
  return name.includes('\uFFFD') && !Buffer.from(name, 'utf8').equals(bytes) ? undefined : name;
}

/** Why a link is worth a word: it bears a source's name, or stands for a folder. Undefined when it is neither. */
function linkTarget(absolute: string, name: string): string | undefined {
  if (SOURCE.test(name)) return 'symbolic link, not followed';
  try {
    return statSync(absolute).isDirectory() ? 'symbolic link to a folder, not followed' : undefined;
  } catch {
    // It leads nowhere, or in a circle.
    return undefined;
  }
}
