/** Which files are worth parsing? Those that hold a word of some model, or waive something; the rest is read when an import or a name leads there. */
import type { Model, TriggerWord } from '../rule/model.ts';
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
  const packages = new Set<string>();
  /** Words that count in some places only. */
  const tests = new Map<string, Test[]>();
  const testing = (word: string, test: Test): void => void tests.set(word, [...(tests.get(word) ?? []), test]);
  const add = (one: string | TriggerWord): void => {
    if (typeof one === 'string') words.add(one.toLowerCase());
    else testing(one.word, (text, at) => isAt(text, at, one.word) && one.counts(text, at));
  };
  // A callee's name stands in the text of a call as it is.
  const named = (name: string): void => testing(name.toLowerCase(), (text, at) => text.startsWith(name, at));
  for (const model of models) {
    for (const word of model.words ?? []) add(word);
    for (const key of Object.keys(model.calls ?? {})) {
      const { name, from } = triggerOf(key);
      if (name) named(name);
      if (from) packages.add(from);
    }
    for (const word of model.match?.words ?? []) add(word);
    if (!model.match?.words) for (const name of model.match?.names ?? []) named(name);
  }
  words.delete('');
  for (const word of ['', ...words]) tests.delete(word);
  // A package stands between quotes, or its name is that of a file which hands it on.
  const quoted = packages.size === 0 ? [] : [`['"\`/](?:node:)?(?:${alternatives(packages)})['"\`/.]`];
  const any = new RegExp([...quoted, alternatives(words), alternatives(tests.keys())].filter(Boolean).join('|'), 'gi');
  // Of words that begin alike the expression finds the shortest.
  const found = new Map([...tests.keys()].map((word) => [word, [...tests].flatMap(([one, all]) => (one.startsWith(word) ? all : []))]));
  return {
    test(text, path) {
      const comments = new Comments(text, !/\.[cm]?ts$/.test(path));
      any.lastIndex = 0;
      for (let match = any.exec(text); match; match = any.exec(text)) {
        const { 0: word, index } = match;
        if (found.get(word.toLowerCase())?.every((test) => !test(text, index))) any.lastIndex = index + 1;
        else {
          const end = word === WAIVER ? undefined : comments.endAround(index);
          if (end === undefined) return true;
          any.lastIndex = end;
        }
      }
      return false;
    },
  };
}

type Test = (text: string, at: number) => boolean;

function isAt(text: string, at: number, word: string): boolean {
  return text.slice(at, at + word.length).toLowerCase() === word;
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
