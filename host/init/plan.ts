/** What `init` is going to do: looks at what the repository uses, touches nothing. A second run finds everything done. */
import { existsSync, lstatSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Locale, Localized } from '../../contract/types.ts';
import { GitProblem } from '../git.ts';
import { Repository } from '../git-repository.ts';
import { gitWords } from '../git-words.ts';
import { CONFIG_FILE, findConfig } from '../project.ts';
import { diskTexts } from '../texts.ts';
import { githubWorkflow, gitlabJob } from './ci-text.ts';
import { configText } from './config-text.ts';
import { gitHook, huskyHook, installedCommand, lefthookConfig, preCommitConfig, quoted } from './hook-text.ts';
import { hooksElsewhere, hookThere, notes } from './notes.ts';

export type HookTool = 'husky' | 'lefthook' | 'pre-commit' | 'git';
export type Ci = 'github' | 'gitlab';

export interface InitRequest {
  readonly cwd: string;
  /** Undefined: what the repository uses. */
  readonly hook: HookTool | 'none' | undefined;
  readonly ci: Ci | 'none' | undefined;
  readonly locale: Locale;
  readonly version: string;
  /** The program and the script that run now, for a hook in a repository without an installation. */
  readonly node: string;
  readonly cli: string;
}

export interface PlannedStep {
  readonly is: 'create' | 'change' | 'keep' | 'skip';
  /** Absolute. */
  readonly file: string;
  readonly note: Localized;
  /** The file's new text, where there is one. */
  readonly text?: string;
  readonly executable?: true;
  /** Absolute; the file must not lead out of it. */
  readonly within: string;
}

export interface Plan {
  readonly steps: readonly PlannedStep[];
  /** What is left to the user, in order. */
  readonly next: readonly Localized[];
}

const LEFTHOOK = ['lefthook.yml', 'lefthook.yaml', '.lefthook.yml', '.lefthook.yaml'];
const PRE_COMMIT = '.pre-commit-config.yaml';

export function planInit(request: InitRequest): Plan {
  const { cwd } = request;
  const git = repositoryAt(cwd);
  const top = git instanceof Repository ? git.top : cwd;
  const below = relative(top, cwd).split(sep).join('/');
  const args = `check --staged${below === '' ? '' : ` ${quoted(below)}`}`;
  const hook = hookStep(request, git, args);
  const ci = ciStep(request, top, below === '' ? '' : ` ${quoted(below)}`);
  const steps = [configStep(request, top), ...(hook ? [hook.step] : []), ...(ci ? [ci.step] : [])];
  return { steps, next: [...installation(top), ...(hook?.next ?? []), ...(ci?.next ?? []), notes.check, notes.baseline, notes.commit] };
}

function repositoryAt(folder: string): Repository | GitProblem {
  try {
    return Repository.open(folder, process.env);
  } catch (error) {
    if (error instanceof GitProblem) return error;
    throw error;
  }
}

function configStep({ cwd, locale }: InitRequest, top: string): PlannedStep {
  const found = findConfig(cwd);
  const file = found ?? join(cwd, CONFIG_FILE);
  if (found !== undefined || lstatSync(file, { throwIfNoEntry: false })) return { is: 'keep', file, note: notes.configKept, within: top };
  return { is: 'create', file, note: notes.config, text: configText(locale), within: top };
}

interface StepAndNext {
  readonly step: PlannedStep;
  readonly next?: readonly Localized[];
}

function hookStep(request: InitRequest, git: Repository | GitProblem, args: string): StepAndNext | undefined {
  if (request.hook === 'none') return undefined;
  if (git instanceof GitProblem) {
    const { reason } = gitWords(git);
    return { step: { is: 'skip', file: join(request.cwd, '.git', 'hooks', 'pre-commit'), note: reason, within: request.cwd } };
  }
  const { top } = git;
  switch (request.hook ?? usedTool(top)) {
    case 'husky': {
      const file = join(top, '.husky', 'pre-commit');
      const active = git.hooksFolders().used !== git.hooksFolders().own;
      const step = written(file, top, notes.husky, (before) => huskyHook(before, args), true);
      return { step, next: active ? [] : [notes.startHusky] };
    }
    case 'lefthook': {
      const file = join(top, LEFTHOOK.find((one) => existsSync(join(top, one))) ?? 'lefthook.yml');
      return { step: written(file, top, notes.lefthook, (before) => lefthookConfig(before ?? '', args)), next: [notes.startLefthook] };
    }
    case 'pre-commit': {
      const file = join(top, PRE_COMMIT);
      const step = written(file, top, notes.preCommit, (before) => preCommitConfig(before ?? 'repos: []\n', args));
      return { step, next: [notes.startPreCommit] };
    }
    case 'git':
      return { step: plainHook(request, git, args) };
  }
}

function usedTool(top: string): HookTool {
  const has = (name: string): boolean => existsSync(join(top, name));
  if (LEFTHOOK.some(has)) return 'lefthook';
  if (has(PRE_COMMIT)) return 'pre-commit';
  return has('.husky') || depends(top, 'husky') ? 'husky' : 'git';
}

/** A hook of git's own: only where no other hook is, and where git looks for it by itself. */
function plainHook(request: InitRequest, git: Repository, args: string): PlannedStep {
  const { used, own } = git.hooksFolders();
  const file = join(own, 'pre-commit');
  const within = join(own, '..');
  if (used !== own) return { is: 'skip', file: join(used, 'pre-commit'), note: hooksElsewhere(installedCommand(args)), within };
  const before = diskTexts.read(file);
  if (before?.includes('clauselint')) return { is: 'keep', file, note: notes.done, within };
  if (lstatSync(file, { throwIfNoEntry: false })) return { is: 'skip', file, note: hookThere(installedCommand(args)), within };
  return { is: 'create', file, note: notes.gitHook, text: gitHook(args, request.node, request.cli), executable: true, within };
}

function ciStep(request: InitRequest, top: string, target: string): StepAndNext | undefined {
  const has = (name: string): boolean => existsSync(join(top, name));
  const detected = has('.github') ? 'github' : has('.gitlab-ci.yml') ? 'gitlab' : 'none';
  switch (request.ci ?? detected) {
    case 'github': {
      const file = join(top, '.github', 'workflows', 'clauselint.yml');
      return { step: written(file, top, notes.github, (before) => before ?? githubWorkflow(request.version, target)) };
    }
    case 'gitlab': {
      const main = join(top, '.gitlab-ci.yml');
      const job = gitlabJob(request.version, target);
      const text = diskTexts.read(main);
      if (text === undefined || text.includes('clauselint')) return { step: written(main, top, notes.gitlab, (before) => before ?? job) };
      const file = join(top, '.gitlab', 'clauselint.yml');
      return { step: written(file, top, notes.gitlab, (before) => before ?? job), next: [notes.includeGitlab] };
    }
    case 'none':
      return undefined;
  }
}

/** A file that is made, or to which something is added; one that speaks of Clauselint already stays. `to` gives undefined where it cannot. */
function written(
  file: string,
  within: string,
  note: Localized,
  to: (before: string | undefined) => string | undefined,
  executable?: boolean,
): PlannedStep {
  const before = diskTexts.read(file);
  if (before?.includes('clauselint')) return { is: 'keep', file, note: notes.done, within };
  const text = to(before);
  if (text === undefined || text === before) return { is: 'skip', file, note: notes.notUnderstood, within };
  return { is: before === undefined ? 'create' : 'change', file, note, text, within, ...(executable && { executable: true }) };
}

function installation(top: string): readonly Localized[] {
  return existsSync(join(top, 'package.json')) && !depends(top, 'clauselint') ? [notes.install] : [];
}

function depends(top: string, name: string): boolean {
  try {
    const manifest: unknown = JSON.parse(diskTexts.read(join(top, 'package.json')) ?? '{}');
    return ['dependencies', 'devDependencies'].some((key) => holds(manifest, key) && holds(manifest[key], name));
  } catch {
    return false;
  }
}

function holds(value: unknown, key: string): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key);
}
