/** From the words of the command line to what is to be done. Pure: it neither prints nor looks at the disk. */
import { normalize } from 'node:path';
import { nearest } from '../contract/similar.ts';
import type { Locale } from '../contract/types.ts';
import type {
  AssessCommand,
  BaselineCommand,
  CheckCommand,
  Command,
  ConcludeCommand,
  FactsCommand,
  InitCommand,
  Look,
  Mistake,
  Reporting,
  ReportTarget,
} from './command.ts';
import { type CommandName, commands, type Format, type Option, options, type SarifProfile } from './options.ts';
import { type Key, localeOf, type Values } from './text.ts';

export interface Parsed {
  readonly locale: Locale;
  /** `undefined`: as the terminal and the environment say. */
  readonly colour: boolean | undefined;
  readonly command: Command;
}

type Given = Map<string, string>;
interface Words {
  /** The last value of each option. */
  readonly given: Given;
  /** Every value of `--format`, in order. */
  readonly formats: string[];
  /** Every value of `--facts`, in order. */
  readonly facts: string[];
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
  const words: Words = { given: new Map(), formats: [], facts: [], rest: [], mistake: undefined };
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
        if (option.reports) words.formats.push(value);
        if (option.many) words.facts.push(value);
      }
    }
  }
  return words;
}

function command(words: Words): Command {
  const { given, formats, facts, rest } = words;
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
  if (name === 'check') return check(others, given, formats, facts);
  if (name === 'facts' || name === 'assess') return stage(name, others, given, facts);
  if (name === 'conclude') return conclude(others, given, formats);
  if (name === 'baseline') return baseline(others, given);
  const [argument, extra] = others;
  if (name === 'init') {
    if (argument !== undefined) return mistake('error.noArgument', { command: name, word: argument }, name);
    const hook = given.get('hook') as InitCommand['hook'];
    return { is: 'init', hook, ci: given.get('ci') as InitCommand['ci'], dryRun: given.has('dry-run') };
  }
  if (name === 'lsp') return argument === undefined && given.has('stdio') ? { is: 'lsp' } : mistake('error.lspStdio', {}, name);
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

function check(paths: readonly string[], given: Given, formats: readonly string[], facts: readonly string[]): CheckCommand | Mistake {
  const asked = reporting('check', given, formats);
  if ('key' in asked) return asked;
  if (given.has('fix') && given.has('fix-dry-run')) return mistake('error.eitherOption', { one: '--fix', other: '--fix-dry-run' }, 'check');
  const cache = cacheOf('check', given);
  if (typeof cache === 'object') return cache;
  const look = lookOf(paths, given);
  if (look.is === 'mistake') return look;
  const fixes = given.has('fix') ? '--fix' : given.has('fix-dry-run') ? '--fix-dry-run' : undefined;
  if (fixes !== undefined && look.is === 'stdin') return mistake('error.eitherOption', { one: fixes, other: '--stdin' }, 'check');
  // After a fix the texts are others.
  if (fixes !== undefined && facts.length > 0) return mistake('error.eitherOption', { one: fixes, other: '--facts' }, 'check');
  return {
    is: 'check',
    paths: paths.length > 0 ? paths : ['.'],
    ...asked,
    stats: given.has('stats'),
    fix: given.has('fix') ? 'write' : given.has('fix-dry-run') ? 'try' : undefined,
    cache,
    facts,
    look,
    policyFrom: given.get('policy-from'),
  };
}

function stage(
  is: 'facts' | 'assess',
  paths: readonly string[],
  given: Given,
  facts: readonly string[],
): FactsCommand | AssessCommand | Mistake {
  const output = given.get('output');
  if (output === undefined) return mistake('error.missingOption', { command: is, option: '--output FILE' }, is);
  const cache = cacheOf(is, given);
  if (typeof cache === 'object') return cache;
  const common = { paths: paths.length > 0 ? paths : ['.'], config: given.get('config'), output };
  return is === 'facts' ? { is, ...common } : { is, ...common, cache, facts };
}

function conclude(files: readonly string[], given: Given, formats: readonly string[]): ConcludeCommand | Mistake {
  if (files.length === 0) return mistake('error.missingArgument', { command: 'conclude', argument: 'FILE' }, 'conclude');
  const asked = reporting('conclude', given, formats);
  return 'key' in asked ? asked : { is: 'conclude', files, ...asked };
}

function reporting(command: CommandName, given: Given, formats: readonly string[]): Reporting | Mistake {
  const reports = reportTargets(command, formats, given);
  if ('is' in reports) return reports;
  if (given.has('baseline') && given.has('no-baseline'))
    return mistake('error.eitherOption', { one: '--baseline', other: '--no-baseline' }, command);
  const limit = given.get('max-warnings');
  return {
    reports,
    sarifProfile: given.get('sarif-profile') as SarifProfile | undefined,
    config: given.get('config'),
    now: given.get('now'),
    quiet: given.has('quiet'),
    maxWarnings: limit === undefined ? undefined : Number(limit),
    evidence: given.has('evidence'),
    baseline: given.has('no-baseline') ? false : given.get('baseline'),
    allowEmpty: given.has('allow-empty'),
  };
}

/** The folder of the cache, `false` for none, `undefined` for the user's. What comes with facts of others does not go into it. */
function cacheOf(command: CommandName, given: Given): string | false | undefined | Mistake {
  if (!given.has('cache-dir')) return given.has('no-cache') ? false : undefined;
  const other = given.has('no-cache') ? '--no-cache' : given.has('facts') ? '--facts' : undefined;
  return other === undefined ? given.get('cache-dir') : mistake('error.eitherOption', { one: '--cache-dir', other }, command);
}

function baseline(paths: readonly string[], given: Given): BaselineCommand | Mistake {
  if (given.has('prune') && given.has('accept-new'))
    return mistake('error.eitherOption', { one: '--prune', other: '--accept-new' }, 'baseline');
  return {
    is: 'baseline',
    paths: paths.length > 0 ? paths : ['.'],
    config: given.get('config'),
    now: given.get('now'),
    file: given.get('baseline'),
    mode: given.has('prune') ? 'prune' : given.has('accept-new') ? 'accept-new' : 'write',
  };
}

function lookOf(paths: readonly string[], given: Given): Look | Mistake {
  const named = (['staged', 'since', 'files-from', 'stdin'] as const).filter((name) => given.has(name));
  if (named.length > 1) return mistake('error.oneView', {}, 'check');
  if (given.has('stdin') !== given.has('stdin-filename')) return mistake('error.stdinPair', {}, 'check');
  const [is] = named;
  if ((is === 'stdin' || is === 'files-from') && paths.length > 0) return mistake('error.pathsTwice', { option: `--${is}` }, 'check');
  switch (is) {
    case 'staged':
      return { is };
    case 'since':
      return { is, revision: given.get(is) ?? '' };
    case 'stdin':
      return { is, file: given.get('stdin-filename') ?? '' };
    case 'files-from':
      return { is, file: given.get(is) ?? '' };
    default:
      return { is: 'disk' };
  }
}

function reportTargets(command: CommandName, formats: readonly string[], given: Given): readonly ReportTarget[] | Mistake {
  const output = given.get('output');
  const dry = given.has('fix-dry-run');
  const written = (formats.length > 0 || (dry && output === undefined) ? formats : ['stylish']).map(splitFormat);
  if (output !== undefined && (written.length > 1 || written[0]?.file !== undefined)) return mistake('error.outputOfOne', {}, command);
  const reports = written.map(({ format, file }): ReportTarget => ({ format: format as Format, file: file ?? output }));
  if (dry && reports.some(({ file }) => file === undefined)) return mistake('error.diffToStdout', {}, command);
  if (reports.filter(({ file }) => file === undefined).length > 1) return mistake('error.oneToStdout', {}, command);
  const files = reports.flatMap(({ file }) => (file === undefined ? [] : [normalize(file)]));
  const twice = files.find((file, index) => files.indexOf(file) !== index);
  if (twice !== undefined) return mistake('error.sameFile', { file: twice }, command);
  if (given.has('sarif-profile') && !reports.some(({ format }) => format === 'sarif')) return mistake('error.profileOfSarif', {}, command);
  return reports;
}

/** At the first colon: a Windows path behind it holds another. */
function splitFormat(value: string): { format: string; file: string | undefined } {
  const colon = value.indexOf(':');
  return colon < 0 ? { format: value, file: undefined } : { format: value.slice(0, colon), file: value.slice(colon + 1) };
}

function help(word: string | undefined): Command {
  if (word === undefined) return { is: 'help', topic: undefined, asked: true };
  const topic = commands.find((one) => one === word);
  return topic === undefined ? unknownCommand(word) : { is: 'help', topic, asked: true };
}

function wrongValue(option: Option, value: string): Mistake | undefined {
  const name = `--${option.name}`;
  const { format, file } = option.reports ? splitFormat(value) : { format: value, file: undefined };
  if (option.choices !== undefined && !option.choices.includes(format)) {
    const values = { option: name, choices: option.choices.join(', '), value: format };
    return mistake('error.choice', values, undefined, nearest(format, option.choices));
  }
  if (file !== undefined && /^$|[/\\\0]$/.test(file)) return mistake('error.formatFile', { option: `${name} ${value}` }, 'check');
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
