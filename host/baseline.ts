/** The baseline on the disk: found, read and written in one step. */
import { readFileSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { BASELINE_FILE, type BaselineEntry, baselineText, loadBaseline } from '../contract/baseline.ts';
import type { Baseline } from '../engine/workspace/settle.ts';
import { writeAtomic } from './atomic-write.ts';
import { type Refusal, refuse } from './open.ts';

export interface BaselinePlace {
  /** Absolute. */
  readonly file: string;
  /** As messages show it: relative to the current folder. */
  readonly shown: string;
  /** Relative to the project's root, with `/`. */
  readonly path: string;
}

/** @param given as on the command line; undefined for the one that lies beside the configuration, or would */
export function baselinePlace(root: string, cwd: string, given: string | undefined): BaselinePlace {
  const file = given === undefined ? resolve(root, BASELINE_FILE) : resolve(cwd, given);
  return { file, shown: relative(cwd, file) || file, path: relative(root, file).split(sep).join('/') };
}

/**
 * The baseline at a place; undefined when there is none.
 * @param read answers with a file's text, undefined when there is no such file; throws when it cannot be read
 */
export function readBaseline(place: BaselinePlace, read: (file: string) => string | undefined = readDisk): Baseline | undefined | Refusal {
  let text: string | undefined;
  try {
    text = read(place.file);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return refuse(
      { en: `The baseline ${place.shown} cannot be read: ${detail}`, ja: `ベースライン ${place.shown} を読み取れません: ${detail}` },
      { en: 'Make it readable, or leave it out with --no-baseline.', ja: '読み取れるようにするか、--no-baseline を指定してください。' },
    );
  }
  if (text === undefined) return undefined;
  const loaded = loadBaseline(text, place.shown);
  if ('entries' in loaded) return { path: place.path, entries: loaded.entries };
  return refuse(
    { en: `The baseline ${place.shown} is not valid.`, ja: `ベースライン ${place.shown} に誤りがあります。` },
    {
      en: 'Take it back from version control, or remove it and run `clauselint baseline`.',
      ja: 'バージョン管理から元に戻すか、削除して `clauselint baseline` を実行してください。',
    },
    loaded.problems,
  );
}

/** A baseline that was asked for by name and is not there. */
export function noBaseline({ shown }: BaselinePlace): Refusal {
  return refuse(
    { en: `There is no baseline ${shown}.`, ja: `ベースライン ${shown} が見つかりません。` },
    { en: 'Check the path, or write it with `clauselint baseline`.', ja: 'パスを確認するか、`clauselint baseline` で作成してください。' },
  );
}

/** @throws as `writeAtomic` does */
export function writeBaseline({ file }: BaselinePlace, entries: readonly BaselineEntry[]): void {
  writeAtomic(file, baselineText(entries));
}

function readDisk(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
