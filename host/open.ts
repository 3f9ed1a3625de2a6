/** Opens a project for a command or a server: its configuration, its contract, its files. */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { defaultConfig, loadConfig } from '../contract/config.ts';
import { builtinContract, loadContract } from '../contract/load.ts';
import type { Contract, DataProblem, Localized, ProjectConfig } from '../contract/types.ts';
import type { Source } from '../engine/workspace/analyse.ts';
import type { Incomplete } from '../engine/workspace/report.ts';
import type { Project } from './project.ts';
import { findConfig, openProject } from './project.ts';

export type Refusal = { readonly problems: readonly DataProblem[]; readonly reason: Localized; readonly remedy: Localized };
export interface Setup {
  readonly root: string;
  readonly contract: Contract;
  readonly config: ProjectConfig;
  /** The configuration file, relative to the root, with `/`; undefined where there is none. */
  readonly configPath?: string;
}

const NO_PROBLEMS: readonly DataProblem[] = [];

export function refuse(reason: Localized, remedy: Localized, problems: readonly DataProblem[] = NO_PROBLEMS): Refusal {
  return { problems, reason, remedy };
}

/** A folder with links worked out; as given when it is not there. */
export function realFolder(folder: string): string {
  try {
    return realpathSync.native(folder);
  } catch {
    return resolve(folder);
  }
}

/** The configuration that holds for a folder, and with it the project's root: where the configuration lies, or the folder itself. */
export function setUp(folder: string, cwd: string, configFile: string | undefined, ruleIds: readonly string[]): Setup | Refusal {
  const file = configFile === undefined ? findConfig(folder) : resolve(cwd, configFile);
  if (file === undefined) return { root: folder, contract: builtinContract('security-exhibit') as Contract, config: defaultConfig() };
  const shownAs = relative(cwd, file) || file;
  const text = readText(file);
  if (text === undefined)
    return refuse(
      { en: `The configuration ${shownAs} cannot be read.`, ja: `設定ファイル ${shownAs} を読み取れません。` },
      { en: 'Check the path given with --config.', ja: '--config で指定したパスを確認してください。' },
    );
  const read = loadConfig(text, shownAs, ruleIds);
  if ('problems' in read)
    return refuse(
      { en: `The configuration ${shownAs} is not valid.`, ja: `設定ファイル ${shownAs} に誤りがあります。` },
      { en: 'Correct the places above.', ja: '上記の箇所を修正してください。' },
      read.problems,
    );
  const contract = contractFor(read.config, file, cwd);
  if ('reason' in contract) return contract;
  const root = configFile === undefined ? dirname(file) : folder;
  return { root, contract: contract.contract, config: read.config, configPath: relative(root, file).split(sep).join('/') };
}

function contractFor(config: ProjectConfig, configFile: string, cwd: string): { contract: Contract } | Refusal {
  const builtin = builtinContract(config.contract);
  if (builtin) return { contract: builtin };
  const file = resolve(dirname(configFile), config.contract);
  const shownAs = relative(cwd, file) || file;
  const inside = !relative(dirname(configFile), file).startsWith('..') && !isAbsolute(config.contract);
  const text = inside ? readText(file) : undefined;
  if (text === undefined)
    return refuse(
      {
        en: `The contract ${config.contract} is neither built in nor a file beside the configuration.`,
        ja: `契約 ${config.contract} は組み込みの契約でも、設定ファイルと同じ場所にあるファイルでもありません。`,
      },
      {
        en: 'Give `security-exhibit`, or a path relative to the configuration and below its folder.',
        ja: '`security-exhibit`、または設定ファイルのフォルダー配下への相対パスを指定してください。',
      },
    );
  const read = loadContract(text, shownAs);
  return 'problems' in read
    ? refuse(
        { en: `The contract ${shownAs} is not valid.`, ja: `契約ファイル ${shownAs} に誤りがあります。` },
        { en: 'Correct the places above.', ja: '上記の箇所を修正してください。' },
        read.problems,
      )
    : read;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
}

/** Sources for the engine, with what could not be read noted on the way. */
export function* sourcesOf(project: Project, config: ProjectConfig, incomplete: Incomplete[]): Generator<Source> {
  for (const source of project.sources) {
    if (source.classByPath === 'minified') {
      yield { path: source.path, text: '', leftOut: 'minified' };
      continue;
    }
    const loaded = source.load();
    if ('problem' in loaded) {
      incomplete.push({ path: source.path, reason: loaded.problem.reason, detail: loaded.problem.detail });
      continue;
    }
    const kind = loaded.class;
    const judged =
      kind === 'source' || (kind === 'test' && config.tests === 'check') || (kind === 'generated' && config.generated === 'check');
    yield { path: source.path, text: loaded.text, ...(!judged && { leftOut: kind }) };
  }
}

export function openFor(request: {
  cwd: string;
  paths: readonly string[];
  configFile: string | undefined;
  ruleIds: readonly string[];
}): { setup: Setup; project: Project; scopes: string[]; prefix: string } | Refusal {
  const targets = (request.paths.length > 0 ? request.paths : ['.']).map((one) => resolve(request.cwd, one));
  for (const [i, target] of targets.entries()) {
    const found = statSync(target, { throwIfNoEntry: false });
    const given = request.paths[i] ?? '.';
    if (!found)
      return refuse(
        { en: `There is no file or folder ${given}.`, ja: `ファイルまたはフォルダー ${given} は存在しません。` },
        {
          en: 'Check the spelling; paths start at the current folder.',
          ja: 'パスを確認してください。パスは現在のフォルダーを起点とします。',
        },
      );
  }
  const first = targets[0] as string;
  const folder = statSync(first).isDirectory() ? first : dirname(first);
  const setup = setUp(targets.length > 1 ? request.cwd : folder, request.cwd, request.configFile, request.ruleIds);
  if ('reason' in setup) return setup;
  const project = openProject(setup.root, { ignore: setup.config.ignore, testFiles: setup.config.testFiles });
  const scopes = targets.map((target) => relative(setup.root, target).split(sep).join('/'));
  const outside = scopes.findIndex((one) => one === '..' || one.startsWith('../'));
  if (outside >= 0)
    return refuse(
      {
        en: `${request.paths[outside] ?? ''} lies outside the project ${relative(request.cwd, setup.root) || '.'}.`,
        ja: `${request.paths[outside] ?? ''} はプロジェクト ${relative(request.cwd, setup.root) || '.'} の外にあります。`,
      },
      { en: 'Check one project at a time.', ja: 'プロジェクトごとに検査してください。' },
    );
  const prefix = relative(request.cwd, setup.root).split(sep).join('/');
  return { setup, project, scopes, prefix: prefix === '' || prefix.startsWith('..') ? '' : `${prefix}/` };
}
