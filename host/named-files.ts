/** Files named on the command line, with patterns spelled out here: they mean the same in every shell, and where there is none. */
import { readdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { byCodeUnit } from '../engine/link/resolve-path.ts';
import { globMatcher } from './glob.ts';
import { type Refusal, refuse } from './open.ts';
import { isNeverEntered } from './walk.ts';

const MAGIC = /[*?[{]/;

/**
 * The files, absolute, each once, sorted within a pattern. A segment of a pattern may hold `*`, `?`, `[…]` and `{…}`, and `**` stands for any
 * number of folders; links to folders are followed only where they are named. A pattern has to meet a file.
 */
export function namedFiles(words: readonly string[], cwd: string): readonly string[] | Refusal {
  const files = new Set<string>();
  for (const word of words) {
    // A name may hold what elsewhere is a pattern.
    const found = !MAGIC.test(word) || isFile(resolve(cwd, word)) ? [resolve(cwd, word)] : matching(word, cwd);
    if (found.length === 0)
      return refuse(
        { en: `No file matches ${word}.`, ja: `${word} に一致するファイルはありません。` },
        { en: 'Check the pattern; it starts at the current folder.', ja: 'パターンを確認してください。現在のフォルダーを起点とします。' },
      );
    for (const file of found) files.add(file);
  }
  return [...files];
}

function matching(pattern: string, cwd: string): string[] {
  const segments = pattern.split('/');
  const fixed = segments.findIndex((one) => MAGIC.test(one));
  const start = resolve(cwd, segments.slice(0, fixed).join('/') || (pattern.startsWith('/') ? '/' : '.'));
  const out = new Set<string>();
  descend(start, segments.slice(fixed), out);
  return [...out].sort(byCodeUnit);
}

function descend(folder: string, [segment = '', ...rest]: readonly string[], out: Set<string>): void {
  if (segment === '**') {
    step(folder, rest, out);
    for (const { name, isFolder } of entriesOf(folder)) if (isFolder) descend(join(folder, name), [segment, ...rest], out);
  } else if (MAGIC.test(segment)) {
    const matches = globMatcher([segment], () => undefined);
    for (const { name } of entriesOf(folder)) if (matches(name)) step(join(folder, name), rest, out);
  } else {
    step(join(folder, segment), rest, out);
  }
}

function step(path: string, rest: readonly string[], out: Set<string>): void {
  if (rest.length > 0) descend(path, rest, out);
  else if (isFile(path)) out.add(path);
}

function entriesOf(folder: string): readonly { readonly name: string; readonly isFolder: boolean }[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter(({ name }) => !isNeverEntered(name)).map((one) => ({ name: one.name, isFolder: one.isDirectory() }));
  } catch {
    // What cannot be listed, or is no folder, holds no match.
    return [];
  }
}

function isFile(path: string): boolean {
  try {
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
