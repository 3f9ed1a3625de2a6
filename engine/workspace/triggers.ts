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
  for (const model of models) {
    if (model.module && !model.words) return /(?:)/;
    for (const word of model.words ?? []) words.add(word);
    for (const key of Object.keys(model.calls ?? {})) words.add(wordOf(key));
    for (const word of model.match?.words ?? model.match?.names ?? []) words.add(word.toLowerCase());
  }
  words.delete('');
  return new RegExp([...words].sort().map(escaped).join('|'), 'i');
}

function wordOf(key: string): string {
  const name = /([\w$]*)(?:\(\))?$/.exec(key.slice(key.indexOf('#') + 1))?.[1] ?? '';
  const root = key.slice(0, key.indexOf('#'));
  return ((name.length >= MIN_NAME && !COMMON.has(name)) || root === 'global' ? name : root.replace(/^node:/, '')).toLowerCase();
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
