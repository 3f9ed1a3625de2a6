/** An assessment in a file: what was found in a part of a project, and by what it was judged and where, so that only parts that belong together are put together. */
import { createHash } from 'node:crypto';
import type { Contract, ProjectConfig } from '../contract/types.ts';
import { byCodeUnit } from '../engine/link/resolve-path.ts';
import type { Assessed } from '../engine/workspace/analyse.ts';
import { overlap } from '../engine/workspace/merge.ts';
import type { Incomplete } from '../engine/workspace/report.ts';
import { type Refusal, refuse } from '../host/open.ts';
import type { Project } from '../host/project.ts';
import type { PlacedFix } from './session.ts';

export interface Part {
  /** Of contract and configuration, see `judgedBy`. */
  readonly by: string;
  /** Of all files that have a say, see `stateOf`. */
  readonly state: string;
  /** Relative to the root; `''` for all of it. */
  readonly scopes: readonly string[];
  /** The project's source files. */
  readonly sources: readonly string[];
  readonly ignored: number;
  readonly assessed: Assessed;
  /** By fingerprint, for findings that have some. Those about waivers hang on the day, and are not among them. */
  readonly fixes: Readonly<Record<string, readonly PlacedFix[]>>;
}

/** Waivers are left out: they are applied when the report is made. */
export function judgedBy(contract: Contract, config: ProjectConfig): string {
  return digest([contract, { ...config, waivers: [] }]);
}

export function stateOf(project: Project, gaps: readonly Incomplete[]): string {
  const paths = [...project.sources.map((one) => one.path), ...project.aux];
  return digest([paths.map((path) => [path, project.digest(path)]), gaps, project.ignored]);
}

/** Why these do not make one report. @param by what the report judges by */
export function misfit(parts: readonly (Part & { readonly shown: string })[], by: string): Refusal | undefined {
  const [first] = parts;
  const foreign = parts.find((one) => one.by !== by);
  if (foreign)
    return refuse(
      {
        en: `${foreign.shown} was assessed by another contract or configuration than the one here.`,
        ja: `${foreign.shown} の評価に使われた契約または設定が、ここでの契約・設定と異なります。`,
      },
      {
        en: 'Run this where the parts were assessed, with the same --config, or assess them anew. Only waivers and baseline may have changed.',
        ja: '評価を実行したフォルダーで、同じ --config を指定して実行するか、評価し直してください。評価後に変更できるのは免除とベースラインだけです。',
      },
    );
  const other = parts.find((one) => one.state !== first?.state);
  if (first && other)
    return refuse(
      {
        en: `${other.shown} and ${first.shown} are of different states of the project.`,
        ja: `${other.shown} と ${first.shown} は、プロジェクトの異なる状態を評価したものです。`,
      },
      { en: 'Assess all parts of the same commit.', ja: 'すべての部分を同じコミットで評価してください。' },
    );
  const twice = overlap(parts.map((one) => one.scopes));
  if (!twice) return undefined;
  const [a, b] = twice.map((one) => one || '.');
  return refuse(
    { en: `Two parts share files: ${a} and ${b}.`, ja: `2 つの評価結果の対象が重複しています: ${a}、${b}` },
    {
      en: 'Give each part paths of its own, and each file once.',
      ja: '対象パスが重ならないように評価し、各ファイルを 1 回だけ指定してください。',
    },
  );
}

/** The order of an object's members says nothing. */
function digest(value: unknown): string {
  const sorted = (_key: string, one: unknown): unknown =>
    one !== null && typeof one === 'object' && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([a], [b]) => byCodeUnit(a, b)))
      : one;
  return createHash('sha256').update(JSON.stringify(value, sorted)).digest('hex').slice(0, 40);
}
