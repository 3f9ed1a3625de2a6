/** What to tell the user when git could not say what it was asked. */
import type { Localized } from '../contract/types.ts';
import type { GitProblem, GitTrouble } from './git.ts';

interface Words {
  readonly reason: (detail: string) => Localized;
  readonly remedy: Localized;
}

const WORDS: Readonly<Record<GitTrouble, Words>> = {
  'no-git': {
    reason: () => ({ en: 'git was not found on PATH.', ja: 'PATH に git が見つかりません。' }),
    remedy: {
      en: 'Install git, or check without the options that need it.',
      ja: 'git をインストールするか、git を使うオプションを外してください。',
    },
  },
  'no-repository': {
    reason: () => ({ en: 'This folder is not in a git repository.', ja: 'このフォルダーは git リポジトリではありません。' }),
    remedy: {
      en: 'Run it inside a working tree, or check without the options that need git.',
      ja: '作業ツリーの中で実行するか、git を使うオプションを外してください。',
    },
  },
  'unsafe-owner': {
    reason: () => ({
      en: 'git refuses this repository because it belongs to another user.',
      ja: 'リポジトリの所有者が異なるため、git が読み取りを拒否しました。',
    }),
    remedy: {
      en: 'If you trust it: git config --global --add safe.directory <path of the repository>',
      ja: '信頼できる場合は git config --global --add safe.directory <リポジトリのパス> を実行してください。',
    },
  },
  bare: {
    reason: () => ({ en: 'This is a bare repository, without a working tree.', ja: '作業ツリーのないベアリポジトリです。' }),
    remedy: { en: 'Run it in a clone or a worktree.', ja: 'クローンまたは worktree の中で実行してください。' },
  },
  'bad-revision': {
    reason: (detail) => ({ en: `git knows no commit ${detail}.`, ja: `コミット ${detail} が見つかりません。` }),
    remedy: {
      en: 'Check the spelling; in CI, fetch that branch first (fetch-depth: 0).',
      ja: 'リビジョンを確認してください。CI では先にそのブランチを取得してください（fetch-depth: 0）。',
    },
  },
  'no-common-history': {
    reason: (detail) => ({
      en: `HEAD and ${detail} have no commit in common.`,
      ja: `HEAD と ${detail} に共通のコミットがありません。`,
    }),
    remedy: {
      en: 'A shallow clone lacks it: fetch more history (fetch-depth: 0, or git fetch --unshallow).',
      ja: '浅いクローンでは履歴が足りません。履歴を取得してください（fetch-depth: 0、または git fetch --unshallow）。',
    },
  },
  'missing-objects': {
    reason: () => ({
      en: 'This clone lacks objects that are needed, and they are not fetched by a check.',
      ja: '必要なオブジェクトがこのクローンにありません。検査の際に取得は行いません。',
    }),
    remedy: {
      en: 'It is a partial clone: fetch them first, for example with git fetch --refetch --no-filter.',
      ja: '部分クローンです。git fetch --refetch --no-filter などで先に取得してください。',
    },
  },
  timeout: {
    reason: (detail) => ({ en: `git ${detail} did not answer within a minute.`, ja: `git ${detail} が 1 分以内に応答しませんでした。` }),
    remedy: { en: 'Try the command by hand in this repository.', ja: 'このリポジトリで git を直接実行して確認してください。' },
  },
  failed: {
    reason: (detail) => ({ en: `git failed: ${detail}`, ja: `git が失敗しました: ${detail}` }),
    remedy: { en: 'Correct what git names, and run it again.', ja: 'git の示す問題を解決して、再実行してください。' },
  },
};

export function gitWords({ trouble, detail }: GitProblem): { readonly reason: Localized; readonly remedy: Localized } {
  const { reason, remedy } = WORDS[trouble];
  return { reason: reason(detail), remedy };
}
