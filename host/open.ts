/** Opens a project for a command or a server: its configuration, its contract, its files. */
import { realpathSync, statSync } from 'node:fs';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { defaultConfig, loadConfig } from '../contract/config.ts';
import { builtinContract, loadContract } from '../contract/load.ts';
import type { Contract, DataProblem, Localized, ProjectConfig } from '../contract/types.ts';
import type { Source } from '../engine/workspace/analyse.ts';
import type { Incomplete } from '../engine/workspace/report.ts';
import { GitProblem } from './git.ts';
import { Repository } from './git-repository.ts';
import { gitWords } from './git-words.ts';
import { type PolicySource, policyOf } from './policy.ts';
import type { Project, ProjectSource } from './project.ts';
import { findConfig } from './project.ts';
import { diskTexts, gitTexts, type Texts } from './texts.ts';
import { openView, repositoryFor, type Seen, type View } from './view.ts';

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
export function setUp(
  folder: string,
  cwd: string,
  configFile: string | undefined,
  ruleIds: readonly string[],
  texts: Texts = diskTexts,
): Setup | Refusal {
  const file = configFile === undefined ? findConfig(folder, texts.has) : resolve(cwd, configFile);
  if (file === undefined) return { root: folder, contract: builtinContract('security-exhibit') as Contract, config: defaultConfig() };
  const shownAs = relative(cwd, file) || file;
  const text = texts.read(file);
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
  const contract = contractFor(read.config, file, cwd, texts);
  if ('reason' in contract) return contract;
  const root = configFile === undefined ? dirname(file) : folder;
  return { root, contract: contract.contract, config: read.config, configPath: relative(root, file).split(sep).join('/') };
}

function contractFor(config: ProjectConfig, configFile: string, cwd: string, texts: Texts): { contract: Contract } | Refusal {
  const builtin = builtinContract(config.contract);
  if (builtin) return { contract: builtin };
  const file = resolve(dirname(configFile), config.contract);
  const shownAs = relative(cwd, file) || file;
  const inside = !relative(dirname(configFile), file).startsWith('..') && !isAbsolute(config.contract);
  const text = inside ? texts.read(file) : undefined;
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

/** Sources for the engine, with what could not be read noted on the way. */
export function* sourcesOf(project: Project, config: ProjectConfig, incomplete: Incomplete[]): Generator<Source> {
  for (const source of project.sources) {
    const one = sourceOf(source, config, incomplete, () => source.load());
    if (one) yield one;
  }
}

/** A source with its text; undefined where it could not be read, which is noted. */
export function sourceOf(
  source: ProjectSource,
  config: ProjectConfig,
  incomplete: Incomplete[],
  load: () => ReturnType<ProjectSource['load']>,
): Source | undefined {
  const { path } = source;
  if (source.classByPath === 'minified') return { path, text: '', leftOut: 'minified' };
  const loaded = load();
  if ('problem' in loaded) {
    incomplete.push({ path, reason: loaded.problem.reason, detail: loaded.problem.detail });
    return undefined;
  }
  const kind = loaded.class;
  const judged =
    kind === 'source' || (kind === 'test' && config.tests === 'check') || (kind === 'generated' && config.generated === 'check');
  return { path, text: loaded.text, ...(!judged && { leftOut: kind }) };
}

export interface OpenRequest {
  readonly cwd: string;
  /** What to report on; none: the current folder. */
  readonly paths: readonly string[];
  readonly configFile: string | undefined;
  readonly ruleIds: readonly string[];
  /** Default: the working tree. */
  readonly view?: View;
  /** A revision whose configuration, contract and waivers hold in place of those looked at. */
  readonly policyFrom?: string | undefined;
}

export interface Opened extends Seen {
  /** What the run judges by. */
  readonly setup: Setup;
  /** Where `policyFrom` was given: the revision's policy, the setup that was looked at and does not hold, and what ignore files hide. */
  readonly policy: (PolicySource & { readonly own: Setup; readonly hides: readonly string[] }) | undefined;
  /** Where the policy's files are read from: the revision that holds, or git's index; undefined for the disk. */
  readonly texts: Texts | undefined;
  /** Files and folders to report on, relative to the root; `''` for all of it. */
  readonly scopes: readonly string[];
  /** From the current folder to the root; empty, or with a `/` at the end. */
  readonly prefix: string;
}

export function openFor(request: OpenRequest): Opened | Refusal {
  try {
    return open(request, request.view ?? { is: 'disk' });
  } catch (error) {
    if (!(error instanceof GitProblem)) throw error;
    const { reason, remedy } = gitWords(error);
    return refuse(reason, remedy);
  }
}

function open(request: OpenRequest, view: View): Opened | Refusal {
  const { cwd } = request;
  const named = view.is === 'files' ? view.files : request.paths;
  const targets = (request.paths.length > 0 ? request.paths : ['.']).map((one) => resolve(cwd, one));
  // A file may be staged and gone from the working tree.
  const missing = view.is === 'staged' ? undefined : named.find((one) => !statSync(resolve(cwd, one), { throwIfNoEntry: false }));
  if (missing !== undefined)
    return refuse(
      { en: `There is no file or folder ${missing}.`, ja: `ファイルまたはフォルダー ${missing} は存在しません。` },
      {
        en: 'Check the spelling; paths start at the current folder.',
        ja: 'パスを確認してください。パスは現在のフォルダーを起点とします。',
      },
    );
  const folder = view.is === 'text' ? dirname(resolve(cwd, view.file)) : folderOf(targets, cwd);
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory())
    return refuse(
      { en: `There is no folder ${relative(cwd, folder)}.`, ja: `フォルダー ${relative(cwd, folder)} は存在しません。` },
      { en: 'Check the path; it starts at the current folder.', ja: 'パスを確認してください。パスは現在のフォルダーを起点とします。' },
    );
  const repository = repositoryFor(view, folder);
  // What git does not track is as it is on the disk.
  const texts = repository ? gitTexts(repository, 'index', diskTexts) : diskTexts;
  const own = setUp(folder, cwd, request.configFile, request.ruleIds, texts);
  if ('reason' in own) return own;
  const policy = request.policyFrom === undefined ? undefined : policySource(request.policyFrom, own.root);
  const base = policy && setUp(folder, cwd, request.configFile, request.ruleIds, policy.texts);
  if (base && 'reason' in base) return inRevision(base, request.policyFrom ?? '');
  // Without a configuration in the revision the project still begins where it does now.
  const setup = base ? { ...base, root: base.configPath === undefined ? own.root : base.root } : own;
  const seen = openView(view, setup.root, cwd, { ignore: setup.config.ignore, testFiles: setup.config.testFiles }, repository);
  const scopes = view.is === 'text' ? [''] : targets.map((target) => relative(setup.root, target).split(sep).join('/'));
  const outside = [...scopes, ...(seen.touched ?? [])].find((one) => one === '..' || one.startsWith('../') || isAbsolute(one));
  if (outside !== undefined) {
    const shown = relative(cwd, resolve(setup.root, outside));
    const root = relative(cwd, setup.root) || '.';
    return refuse(
      { en: `${shown} lies outside the project ${root}.`, ja: `${shown} はプロジェクト ${root} の外にあります。` },
      { en: 'Check one project at a time.', ja: 'プロジェクトごとに検査してください。' },
    );
  }
  const prefix = relative(cwd, setup.root).split(sep).join('/');
  return {
    setup,
    policy: policy && { ...policy, own, hides: policy.hidden(seen.project, setup.config.ignore) },
    texts: policy?.texts ?? (view.is === 'staged' ? texts : undefined),
    ...seen,
    scopes,
    prefix: prefix === '' || prefix.startsWith('..') ? '' : `${prefix}/`,
  };
}

function policySource(revision: string, root: string): PolicySource {
  const real = realpathSync.native(root);
  return policyOf(Repository.open(real, process.env), revision, real);
}

/** Says of which revision the refused file is. */
function inRevision(refusal: Refusal, revision: string): Refusal {
  const { reason, remedy, problems } = refusal;
  return { reason: { en: `In ${revision}: ${reason.en}`, ja: `${revision} について: ${reason.ja}` }, remedy, problems };
}

/** Where to look for the configuration: at the one target, or at the current folder for several, and for one that is not on the disk. */
function folderOf(targets: readonly string[], cwd: string): string {
  const [only] = targets;
  const found = targets.length === 1 && only !== undefined ? statSync(only, { throwIfNoEntry: false }) : undefined;
  if (!found || only === undefined) return cwd;
  return found.isDirectory() ? only : dirname(only);
}
