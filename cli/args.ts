/** From the words of the command line to what is to be done. Pure: it neither prints nor looks at the disk. */
import type { Locale } from '../contract/types.ts';
import { type CommandName, commands, type Option, options } from './options.ts';
import { nearest } from './suggest.ts';
import { type Key, localeOf, type Values } from './text.ts';

export type Format = 'stylish' | 'json' | 'sarif';

export interface CheckCommand {
  readonly is: 'check';
  readonly paths: readonly string[];
  readonly format: Format;
  readonly output: string | undefined;
  readonly config: string | undefined;
  readonly now: string | undefined;
  readonly quiet: boolean;
  /** `undefined`: any number. */
  readonly maxWarnings: number | undefined;
  readonly stats: boolean;
  readonly evidence: boolean;
}

export type Command =
  | CheckCommand
  | { readonly is: 'explain'; readonly subject: string; readonly config: string | undefined }
  | { readonly is: 'trace'; readonly file: string; readonly line: number; readonly column: number; readonly config: string | undefined }
  | { readonly is: 'help'; readonly topic: CommandName | undefined; readonly asked: boolean }
  | { readonly is: 'version' }
  | Mistake;

/** Wrong usage: what is wrong, and what to write instead. */
export interface Mistake {
  readonly is: 'mistake';
  readonly key: Key;
  readonly values: Values;
  readonly hint: { readonly key: Key; readonly values: Values };
}

export interface Parsed {
  readonly locale: Locale;
  /** `undefined`: as the terminal and the environment say. */
  readonly colour: boolean | undefined;
  readonly command: Command;
}

type Given = Map<string, string>;
interface Words {
  readonly given: Given;
  readonly rest: string[];
  mistake: Mistake | undefined;
}

export function parseArgs(argv: readonly string[], env: Readonly<Record<string, string | undefined>>): Parsed {
  const words = split(argv);
  const language = words.given.get('locale');
  return {
    locale: language === 'en' || language === 'ja' ? language : localeOf(env),
    colour: words.given.has('no-color') ? false : words.given.has('color') ? true : undefined,
    command: words.mistake ?? command(words),
  };
}

/** Separates options from other words. The first mistake is kept, but all words are read, so that `--locale` holds for its message. */
function split(argv: readonly string[]): Words {
  const words: Words = { given: new Map(), rest: [], mistake: undefined };
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '--') {
      words.rest.push(...argv.slice(i + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      words.rest.push(word);
      continue;
    }
    const equals = word.startsWith('--') ? word.indexOf('=') : -1;
    const written = equals < 0 ? word : word.slice(0, equals);
    const option = options.find((one) => written === `--${one.name}` || (one.short !== undefined && written === `-${one.short}`));
    if (option === undefined) {
      words.mistake ??= unknownOption(written);
    } else if (option.value === undefined) {
      if (equals >= 0) words.mistake ??= mistake('error.noValue', { option: written });
      words.given.set(option.name, '');
    } else {
      const next = argv[i + 1];
      const value = equals >= 0 ? word.slice(equals + 1) : next !== undefined && !/^-./.test(next) ? next : undefined;
      if (equals < 0 && value !== undefined) i++;
      if (value === undefined || value === '') words.mistake ??= mistake('error.needsValue', { option: written });
      else {
        words.mistake ??= wrongValue(option, value);
        words.given.set(option.name, value);
      }
    }
  }
  return words;
}

function command({ given, rest }: Words): Command {
  const [first, ...others] = rest;
  if (given.has('version')) return { is: 'version' };
  if (first === 'help') return help(others[0]);
  if (first === undefined) return { is: 'help', topic: undefined, asked: given.has('help') };
  const name = commands.find((one) => one === first);
  if (name === undefined) return unknownCommand(first);
  if (given.has('help')) return help(name);
  const foreign = options.find((option) => given.has(option.name) && !option.commands.includes(name));
  if (foreign !== undefined) return mistake('error.wrongCommand', { option: `--${foreign.name}`, command: name }, name);
  const config = given.get('config');
  if (name === 'check') return check(others, given);
  const [argument, extra] = others;
  if (argument === undefined) {
    return mistake('error.missingArgument', { command: name, argument: name === 'trace' ? 'file:line:column' : 'rule|clause' }, name);
  }
  if (extra !== undefined) return mistake('error.extraArgument', { command: name, word: extra }, name);
  if (name === 'explain') return { is: 'explain', subject: argument, config };
  // Greedy up to the last two numbers: a Windows path holds a colon too.
  const place = /^(.+):([1-9]\d{0,8}):([1-9]\d{0,8})$/s.exec(argument);
  if (place === null) return mistake('error.place', { value: argument }, name);
  return { is: 'trace', file: place[1] ?? '', line: Number(place[2]), column: Number(place[3]), config };
}

function check(paths: readonly string[], given: Given): CheckCommand {
  const limit = given.get('max-warnings');
  return {
    is: 'check',
    paths: paths.length > 0 ? paths : ['.'],
    format: (given.get('format') ?? 'stylish') as Format,
    output: given.get('output'),
    config: given.get('config'),
    now: given.get('now'),
    quiet: given.has('quiet'),
    maxWarnings: limit === undefined ? undefined : Number(limit),
    stats: given.has('stats'),
    evidence: given.has('evidence'),
  };
}

function help(word: string | undefined): Command {
  if (word === undefined) return { is: 'help', topic: undefined, asked: true };
  const topic = commands.find((one) => one === word);
  return topic === undefined ? unknownCommand(word) : { is: 'help', topic, asked: true };
}

function wrongValue(option: Option, value: string): Mistake | undefined {
  const name = `--${option.name}`;
  if (option.choices !== undefined && !option.choices.includes(value)) {
    return mistake('error.choice', { option: name, choices: option.choices.join(', '), value }, undefined, nearest(value, option.choices));
  }
  if (option.kind === 'count' && !/^\d{1,9}$/.test(value)) return mistake('error.number', { option: name, value });
  if (option.kind === 'date' && !isDate(value)) return mistake('error.date', { option: name, value });
  return undefined;
}

/** A day of the calendar, written YYYY-MM-DD. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

function unknownOption(written: string): Mistake {
  const names = options.map((option) => `--${option.name}`);
  // `-quiet` is a common slip, and no group of short options exists here.
  const word = written.startsWith('--') ? written : `-${written}`;
  return mistake('error.unknownOption', { option: written }, undefined, nearest(word, names));
}

function unknownCommand(word: string): Mistake {
  const near = nearest(word, [...commands, 'help']);
  if (near !== undefined) return mistake('error.unknownCommand', { word }, undefined, near);
  return { is: 'mistake', key: 'error.unknownCommand', values: { word }, hint: { key: 'error.pathsNeedCheck', values: { word } } };
}

function mistake(key: Key, values: Values, command?: CommandName, suggestion?: string): Mistake {
  const help = command === undefined ? 'clauselint --help' : `clauselint ${command} --help`;
  const hint: Mistake['hint'] =
    suggestion === undefined ? { key: 'error.help', values: { command: help } } : { key: 'error.didYouMean', values: { suggestion } };
  return { is: 'mistake', key, values, hint };
}
