/** Which files are worth parsing? Those that hold a word of some model, or waive something; the rest is read when an import or a name leads there. */
import type { Model } from '../rule/model.ts';
import { WAIVER } from '../syntax/waiver-comments.ts';
import { Comments } from './comments.ts';

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

/** Tells whether a text holds a word of some model, or waives something. Comments do not count but for waivers: nothing in them is a fact. */
export interface Triggers {
  /** @param path decides by its ending whether there may be JSX */
  test(text: string, path: string): boolean;
}

/** A model that looks at modules and names no words wants every file. */
export function triggers(models: readonly Model[]): Triggers {
  if (models.some((model) => model.module && !model.words)) return { test: () => true };
  const words = new Set<string>([WAIVER]);
  /** Of callees: they stand in the text of a call as they are. */
  const names = new Set<string>();
  const packages = new Set<string>();
  for (const model of models) {
    for (const word of model.words ?? []) words.add(word.toLowerCase());
    for (const key of Object.keys(model.calls ?? {})) {
      const { name, from } = triggerOf(key);
      if (name) names.add(name);
      if (from) packages.add(from);
    }
    for (const word of model.match?.words ?? []) words.add(word.toLowerCase());
    if (!model.match?.words) for (const name of model.match?.names ?? []) names.add(name);
  }
  words.delete('');
  names.delete('');
  /** By what the expression finds: the names that may stand there. */
  const exact = new Map<string, readonly string[]>();
  for (const name of names) {
    const word = name.toLowerCase();
    if (!words.has(word))
      exact.set(
        word,
        [...names].filter((one) => one.toLowerCase().startsWith(word)),
      );
  }
  // A package stands between quotes, or its name is that of a file which hands it on.
  const quoted = packages.size === 0 ? [] : [`['"\`/](?:node:)?(?:${alternatives(packages)})['"\`/.]`];
  const any = new RegExp([...quoted, alternatives(words), alternatives(exact.keys())].filter(Boolean).join('|'), 'gi');
  return {
    test(text, path) {
      const comments = new Comments(text, !/\.[cm]?ts$/.test(path));
      any.lastIndex = 0;
      for (let found = any.exec(text); found; found = any.exec(text)) {
        const [word] = found;
        const meant = exact.get(word.toLowerCase());
        if (meant && !meant.some((name) => text.startsWith(name, found.index))) any.lastIndex = found.index + 1;
        else {
          const end = word === WAIVER ? undefined : comments.endAround(found.index);
          if (end === undefined) return true;
          any.lastIndex = end;
        }
      }
      return false;
    },
  };
}

/** What a file that calls it holds: the callee's name where it is telling, else the package it comes from, or the global object it is a part of. */
function triggerOf(key: string): { name?: string; from?: string } {
  const path = key.slice(key.indexOf('#') + 1).replace(/\(\)/g, '');
  const name = /([\w$]*)$/.exec(path)?.[1] ?? '';
  const root = key.slice(0, key.indexOf('#')).replace(/^node:/, '');
  if (name.length >= MIN_NAME && !COMMON.has(name)) return { name };
  if (root !== 'global') return { from: root.toLowerCase() };
  const object = path.slice(0, path.indexOf('.') + 1);
  return { name: object || name };
}

function alternatives(words: Iterable<string>): string {
  return [...words].sort().map(escaped).join('|');
}

function escaped(word: string): string {
  return word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
