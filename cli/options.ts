/** The table of options: what they are called, what they take, which commands know them. Parser and help both read it. */
import type { Ci, HookTool } from '../host/init/plan.ts';
import type { Key } from './text.ts';

export const commands: readonly CommandName[] = ['check', 'baseline', 'explain', 'trace', 'init', 'facts', 'assess', 'conclude', 'lsp'];
export type CommandName = 'check' | 'baseline' | 'explain' | 'trace' | 'init' | 'facts' | 'assess' | 'conclude' | 'lsp';

export interface Option {
  readonly name: string;
  readonly short?: string;
  /** What stands for the value in the help; no value without it. */
  readonly value?: string;
  readonly choices?: readonly string[];
  /** A choice may be followed by `:FILE`, and the option given several times. */
  readonly reports?: true;
  /** The option may be given several times, and every value counts. */
  readonly many?: true;
  readonly kind?: 'date' | 'count';
  readonly commands: readonly CommandName[];
  readonly help: Key;
}

export type Format = 'stylish' | 'compact' | 'markdown' | 'html' | 'json' | 'sarif' | 'github' | 'gitlab' | 'junit' | 'checkstyle';
/** The default first; for people, then for programs and services. */
export const formats: readonly Format[] = [
  'stylish',
  'compact',
  'markdown',
  'html',
  'json',
  'sarif',
  'github',
  'gitlab',
  'junit',
  'checkstyle',
];

export type SarifProfile = 'full' | 'github';

export const hookTools: readonly (HookTool | 'none')[] = ['husky', 'lefthook', 'pre-commit', 'git', 'none'];
export const ciServices: readonly (Ci | 'none')[] = ['github', 'gitlab', 'none'];

export const options: readonly Option[] = [
  {
    name: 'format',
    short: 'f',
    value: 'NAME[:FILE]',
    choices: formats,
    reports: true,
    commands: ['check', 'conclude'],
    help: 'help.opt.format',
  },
  { name: 'output', short: 'o', value: 'FILE', commands: ['check', 'facts', 'assess', 'conclude'], help: 'help.opt.output' },
  { name: 'sarif-profile', value: 'NAME', choices: ['full', 'github'], commands: ['check', 'conclude'], help: 'help.opt.sarif-profile' },
  { name: 'fix', commands: ['check'], help: 'help.opt.fix' },
  { name: 'fix-dry-run', commands: ['check'], help: 'help.opt.fix-dry-run' },
  {
    name: 'config',
    short: 'c',
    value: 'FILE',
    commands: ['check', 'baseline', 'explain', 'trace', 'facts', 'assess', 'conclude'],
    help: 'help.opt.config',
  },
  { name: 'now', value: 'DATE', kind: 'date', commands: ['check', 'baseline', 'conclude'], help: 'help.opt.now' },
  { name: 'quiet', short: 'q', commands: ['check', 'conclude'], help: 'help.opt.quiet' },
  { name: 'max-warnings', value: 'N', kind: 'count', commands: ['check', 'conclude'], help: 'help.opt.max-warnings' },
  { name: 'evidence', commands: ['check', 'conclude'], help: 'help.opt.evidence' },
  { name: 'stats', commands: ['check'], help: 'help.opt.stats' },
  { name: 'baseline', value: 'FILE', commands: ['check', 'baseline', 'conclude'], help: 'help.opt.baseline' },
  { name: 'no-baseline', commands: ['check', 'conclude'], help: 'help.opt.no-baseline' },
  { name: 'prune', commands: ['baseline'], help: 'help.opt.prune' },
  { name: 'accept-new', commands: ['baseline'], help: 'help.opt.accept-new' },
  { name: 'cache-dir', value: 'DIR', commands: ['check', 'assess'], help: 'help.opt.cache-dir' },
  { name: 'no-cache', commands: ['check', 'assess'], help: 'help.opt.no-cache' },
  { name: 'facts', value: 'FILE', many: true, commands: ['check', 'assess'], help: 'help.opt.facts' },
  { name: 'staged', commands: ['check'], help: 'help.opt.staged' },
  { name: 'since', value: 'REF', commands: ['check'], help: 'help.opt.since' },
  { name: 'files-from', value: 'FILE', commands: ['check'], help: 'help.opt.files-from' },
  { name: 'stdin', commands: ['check'], help: 'help.opt.stdin' },
  { name: 'stdin-filename', value: 'FILE', commands: ['check'], help: 'help.opt.stdin-filename' },
  { name: 'policy-from', value: 'REF', commands: ['check'], help: 'help.opt.policy-from' },
  { name: 'allow-empty', commands: ['check', 'conclude'], help: 'help.opt.allow-empty' },
  { name: 'hook', value: 'TOOL', choices: hookTools, commands: ['init'], help: 'help.opt.hook' },
  { name: 'ci', value: 'SERVICE', choices: ciServices, commands: ['init'], help: 'help.opt.ci' },
  { name: 'dry-run', commands: ['init'], help: 'help.opt.dry-run' },
  { name: 'stdio', commands: ['lsp'], help: 'help.opt.stdio' },
  { name: 'locale', value: 'LANG', choices: ['en', 'ja'], commands, help: 'help.opt.locale' },
  { name: 'color', commands, help: 'help.opt.color' },
  { name: 'no-color', commands, help: 'help.opt.no-color' },
  { name: 'help', short: 'h', commands, help: 'help.opt.help' },
  { name: 'version', short: 'v', commands, help: 'help.opt.version' },
];
