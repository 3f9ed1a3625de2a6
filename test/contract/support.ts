/** Helpers of the contract tests: documents built from a good one, and problems as short lines. */
import { readFileSync } from 'node:fs';
import type { DataProblem } from '../../contract/types.ts';

export function readText(relative: string): string {
  return readFileSync(new URL(relative, import.meta.url), 'utf8');
}

export const tinyText: string = readText('./tiny.contract.json');

/** `line:column message / remedy`, in English. */
export function lines(problems: readonly DataProblem[]): readonly string[] {
  return problems.map((problem) => `${problem.line}:${problem.column} ${problem.message.en} / ${problem.remedy.en}`);
}

/** Hiragana or katakana: what Chinese or a copied English sentence would lack. */
export const KANA: RegExp = /[\u3041-\u30ff]/;
export const KANA_OR_KANJI: RegExp = /[\u3041-\u30ff\u4e00-\u9fff]/;
