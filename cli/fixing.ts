/** The fixes of a run: round after round in memory, then each file written once. Only what is safe, only what was asked about, no tests, no generated files. */
import type { Analysis, Source } from '../engine/workspace/analyse.ts';
import { fixRound, MAX_ROUNDS } from '../engine/workspace/fix-round.ts';
import { type Setting, Workspace } from '../engine/workspace/incremental.ts';
import type { Project } from '../host/project.ts';
import { WriteRefused, writeSource } from '../host/write-source.ts';
import type { FixedFile, Unwritten } from './session.ts';

export interface Fixing {
  /** Of the files as they are now on disk. */
  readonly analysis: Analysis;
  /** Of the files as they were. */
  readonly before: Analysis;
  /** In code-unit order of their paths, those that were or would be written. */
  readonly files: readonly FixedFile[];
  /** How many fixes went into them. */
  readonly made: number;
  readonly unwritten: readonly Unwritten[];
  /** The last round still changed something. */
  readonly unsettled: boolean;
}

/** @param wanted whether a file may be changed */
export function fixAll(
  setting: Setting,
  sources: Iterable<Source>,
  project: Project,
  wanted: (path: string) => boolean,
  write: boolean,
): Fixing {
  const workspace = new Workspace(setting);
  const original = new Map<string, Source>();
  for (const source of sources) {
    original.set(source.path, source);
    workspace.update(source.path, source.text, source.leftOut);
  }
  const before = workspace.analysis();
  const texts = new Map<string, string>();
  const made = new Map<string, number>();
  const textOf = (path: string): string | undefined => texts.get(path) ?? original.get(path)?.text;
  const mayWrite = (path: string): boolean => original.get(path)?.leftOut === undefined && wanted(path);
  let unsettled = false;
  for (let round = 0; round <= MAX_ROUNDS; round += 1) {
    const { texts: changed, made: now } = fixRound(workspace.analysis(), textOf, (fix) => fix.safe && mayWrite(fix.path));
    unsettled = changed.size > 0;
    if (!unsettled || round === MAX_ROUNDS) break;
    for (const { fix } of now) made.set(fix.path, (made.get(fix.path) ?? 0) + 1);
    for (const [path, text] of changed) {
      texts.set(path, text);
      workspace.update(path, text);
    }
  }
  const files = [...texts]
    .map(([path, after]): FixedFile => ({ path, before: original.get(path)?.text ?? '', after }))
    .filter((one) => one.after !== one.before)
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  const total = (list: readonly FixedFile[]): number => list.reduce((sum, one) => sum + (made.get(one.path) ?? 0), 0);
  if (!write) return { analysis: before, before, files, made: total(files), unwritten: [], unsettled };
  const unwritten = files.flatMap((file) => writeOne(file, project) ?? []);
  for (const { path, text } of unwritten) workspace.update(path, text);
  const written = files.filter((file) => !unwritten.some((one) => one.path === file.path));
  return { analysis: workspace.analysis(), before, files: written, made: total(written), unwritten, unsettled };
}

/** Undefined when all went well; else why not, and the text that the file holds. */
function writeOne({ path, before, after }: FixedFile, project: Project): (Unwritten & { readonly text: string }) | undefined {
  const loaded = project.sources.find((one) => one.path === path)?.load();
  if (!loaded || 'problem' in loaded) return { path, text: before, why: 'failed', detail: loaded?.problem.detail ?? '' };
  if (loaded.text !== before) return { path, text: loaded.text, why: 'changed', detail: '' };
  try {
    writeSource(project.root, path, loaded, after);
    return undefined;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { path, text: before, why: error instanceof WriteRefused && /meantime/.test(detail) ? 'changed' : 'failed', detail };
  }
}
