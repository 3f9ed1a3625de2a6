/**
 * What a stage leaves to the next in a file: a line that says which stage of which build of the product wrote it, the lines of its result, and a
 * checksum. No date and no absolute path: the same input gives the same bytes, so that a task runner's cache may keep the file.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { writeAtomic } from './atomic-write.ts';
import { type Refusal, refuse } from './open.ts';

export type Stage = 'facts' | 'assessed';

/** Raised with every change to what the lines hold beyond what the build tells already. */
const FORMAT = 1;

/** The folder is made where it is not there. @param lines without line ends. @returns why the file could not be written */
export function writeStage(
  file: string,
  stage: Stage,
  { build, cwd }: { readonly build: string; readonly cwd: string },
  lines: readonly string[],
): Refusal | undefined {
  const text = `${[headOf(stage, build), ...lines].join('\n')}\n`;
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeAtomic(file, `${text}${checksum(text)}\n`);
    return undefined;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    const shown = relative(cwd, file);
    return refuse(
      { en: `The result cannot be written to ${shown}: ${detail}`, ja: `結果を ${shown} に書き込めません: ${detail}` },
      { en: 'Name a file in a folder that may be written to.', ja: '書き込み可能なフォルダーにあるファイルを指定してください。' },
    );
  }
}

/** The lines of a result; refused when the file is not whole, or of another stage, format or build. */
export function readStage(
  file: string,
  stage: Stage,
  { build, cwd }: { readonly build: string; readonly cwd: string },
): readonly string[] | Refusal {
  const shown = relative(cwd, file) || file;
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return refuse(
      { en: `${shown} cannot be read: ${detail}`, ja: `${shown} を読み取れません: ${detail}` },
      {
        en: `Check the path; the file comes from \`${commandOf(stage)}\`.`,
        ja: `パスを確認してください。ファイルは \`${commandOf(stage)}\` で作成します。`,
      },
    );
  }
  const anew = {
    en: `Make it anew with this version: \`${commandOf(stage)}\`.`,
    ja: `このバージョンで作成し直してください: \`${commandOf(stage)}\``,
  };
  const head = /^clauselint (\S+) (\d+) (\S+)\n/.exec(text.slice(0, 100));
  if (head?.[1] !== stage) {
    const what = stage === 'facts' ? { en: 'facts', ja: 'ファクト' } : { en: 'an assessment', ja: '評価結果' };
    return refuse({ en: `${shown} does not hold ${what.en}.`, ja: `${shown} は${what.ja}のファイルではありません。` }, anew);
  }
  if (head[0] !== `${headOf(stage, build)}\n`)
    return refuse(
      { en: `${shown} comes from another build of Clauselint.`, ja: `${shown} は別のビルドの Clauselint で作成されたものです。` },
      anew,
    );
  const end = text.lastIndexOf('\n', text.length - 2) + 1;
  if (text.slice(end) !== `${checksum(text.slice(0, end))}\n`)
    return refuse({ en: `${shown} is damaged or incomplete.`, ja: `${shown} は破損しているか、途中で切れています。` }, anew);
  const body = text.slice(head[0].length, end - 1);
  return end <= head[0].length ? [] : body.split('\n');
}

function headOf(stage: Stage, build: string): string {
  return `clauselint ${stage} ${FORMAT} ${build}`;
}

function commandOf(stage: Stage): string {
  return stage === 'facts' ? 'clauselint facts' : 'clauselint assess';
}

function checksum(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
