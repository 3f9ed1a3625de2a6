/** What `init` says of each of its steps. */
import type { Localized } from '../../contract/types.ts';

const say = (en: string, ja: string): Localized => ({ en, ja });

type Name =
  | 'config'
  | 'configKept'
  | 'done'
  | 'husky'
  | 'lefthook'
  | 'preCommit'
  | 'gitHook'
  | 'github'
  | 'gitlab'
  | 'notUnderstood'
  | 'install'
  | 'startHusky'
  | 'startLefthook'
  | 'startPreCommit'
  | 'includeGitlab'
  | 'check'
  | 'baseline'
  | 'commit';

export const notes: Readonly<Record<Name, Localized>> = {
  config: say('the contract to check against, and what is particular here', '照合する契約と、このプロジェクトの設定'),
  configKept: say('there already', '既存のファイルをそのまま使います'),
  done: say('calls Clauselint already', 'すでに Clauselint を呼び出しています'),
  husky: say('runs the check before each commit', 'コミットの前に検査を実行します'),
  lefthook: say('runs the check before each commit', 'コミットの前に検査を実行します'),
  preCommit: say('runs the check before each commit', 'コミットの前に検査を実行します'),
  gitHook: say('runs the check before each commit, in this clone', 'コミットの前に検査を実行します（このクローンのみ）'),
  github: say('runs the check on pushes and pull requests', 'プッシュ時とプルリクエスト時に検査を実行します'),
  gitlab: say('runs the check on merge requests', 'マージリクエスト時に検査を実行します'),
  notUnderstood: say(
    'is not laid out as expected, and stays as it is; add the check by hand',
    '想定した形式ではないため変更しません。検査を手動で追加してください',
  ),
  install: say('Install it for everyone: npm install --save-dev clauselint', 'プロジェクトに追加します: npm install --save-dev clauselint'),
  startHusky: say('Let husky take over the hooks: npx husky', 'husky を有効にします: npx husky'),
  startLefthook: say('Let lefthook install its hooks: npx lefthook install', 'lefthook のフックを登録します: npx lefthook install'),
  startPreCommit: say('Let pre-commit install its hook: pre-commit install', 'pre-commit のフックを登録します: pre-commit install'),
  includeGitlab: say(
    'Add to .gitlab-ci.yml: include: [{ local: .gitlab/clauselint.yml }]',
    '.gitlab-ci.yml に追加します: include: [{ local: .gitlab/clauselint.yml }]',
  ),
  check: say('See where the project stands: clauselint check', 'プロジェクトの現状を確認します: clauselint check'),
  baseline: say(
    'Take down what is there already, so that from now on only what is new fails: clauselint baseline',
    '既存の検出結果を記録し、以後は新しい検出だけで失敗するようにします: clauselint baseline',
  ),
  commit: say('Commit the files.', 'ファイルをコミットします。'),
};

export function hookThere(command: string): Localized {
  return say(
    `another hook is there and stays as it is; add to it: ${command}`,
    `既存のフックは変更しません。次の行を追加してください: ${command}`,
  );
}

export function hooksElsewhere(command: string): Localized {
  return say(
    `core.hooksPath leads there, which is not ours to write; add to the hook: ${command}`,
    `core.hooksPath で指定されたフォルダーは変更しません。フックに次の行を追加してください: ${command}`,
  );
}
