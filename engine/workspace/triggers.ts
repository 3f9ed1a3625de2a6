/** Which files are worth parsing? Those that hold a word of some model, or waive something; the rest is read when an import or a name leads there. */
import type { Model } from '../rule/model.ts';
import { WAIVER } from '../syntax/waiver-comments.ts';

/** A callee's name shorter than this stands in too many files: its package's name decides instead. */
const MIN_NAME = 8;
/** Long, and yet in every other file. */
const COMMON: ReadonlySet<string> = new Set([
  'generate',
  'initialize',
  'configure',
  'register',
  'validate',
  'serialize',
  'transform',
  'password',
  'properties',
]);

/** One test for all words of all models. A model that looks at modules and names no words wants every file. */
export function triggers(models: readonly Model[]): RegExp {
  const words = new Set<string>([WAIVER]);
  const packages = new Set<string>();
  for (const model of models) {
    if (model.module && !model.words) return /(?:)/;
    for (const word of model.words ?? []) words.add(word);
    for (const key of Object.keys(model.calls ?? {})) {
      const { word, from } = triggerOf(key);
      if (word) words.add(word);
      if (from) packages.add(from);
    }
    for (const word of model.match?.words ?? model.match?.names ?? []) words.add(word.toLowerCase());
  }
  words.delete('');
  // A package stands between quotes, or its name is that of a file which hands it on.
  const named = packages.size === 0 ? [] : [`['"\`/](?:node:)?(?:${alternatives(packages)})['"\`/.]`];
  return new RegExp([...named, alternatives(words)].join('|'), 'i');
}

/** What a file that calls it holds: the callee's name where it is telling, else the package it comes from, or the global object it is a part of. */
function triggerOf(key: string): { word?: string; from?: string } {
  const path = key.slice(key.indexOf('#') + 1).replace(/\(\)/g, '');
  const name = /([\w$]*)$/.exec(path)?.[1] ?? '';
  const root = key.slice(0, key.indexOf('#')).replace(/^node:/, '');
  if (name.length >= MIN_NAME && !COMMON.has(name)) return { word: name.toLowerCase() };
  if (root !== 'global') return { from: root.toLowerCase() };
  const object = path.slice(0, path.indexOf('.') + 1);
  return { word: (object || name).toLowerCase() };
}

function alternatives(words: ReadonlySet<string>): string {
  return [...words].sort().map(escaped).join('|');
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
