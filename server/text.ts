/** Every sentence of the server's own, in both languages. A placeholder is `{name}`. What findings say comes from the rules. */
import type { Locale } from '../contract/types.ts';

export const SENTENCES = {
  'list.separator': { en: ', ', ja: '、' },
  'severity.error': { en: 'error', ja: 'エラー' },
  'severity.warning': { en: 'warning', ja: '警告' },
  'severity.info': { en: 'information', ja: '情報' },
  'unknown.cannotTell': { en: '{title}: cannot be told here ({why})', ja: '{title}: この箇所では判定できません({why})' },

  'incomplete.syntax': {
    en: 'There are syntax errors: only what could be parsed was analysed.',
    ja: '構文エラーがあるため、解釈できた範囲だけを解析しました。',
  },
  'incomplete.unreadable': {
    en: 'This file could not be read, and was not analysed.',
    ja: 'このファイルは読み取れないため、解析していません。',
  },
  'incomplete.encoding': {
    en: 'This file is not valid UTF-8, and was not analysed.',
    ja: 'このファイルは UTF-8 として正しくないため、解析していません。',
  },
  'incomplete.binary': { en: 'This is not a text file; it was not analysed.', ja: 'テキストファイルではないため、解析していません。' },
  'incomplete.too-large': { en: 'This file is too large, and was not analysed.', ja: 'このファイルは大きすぎるため、解析していません。' },
  'incomplete.too-deep': {
    en: 'The code is nested too deeply, and was not analysed whole.',
    ja: 'ネストが深すぎるため、完全には解析していません。',
  },
  'incomplete.timeout': {
    en: 'The analysis of this file did not end within the time limit. The file was set aside until it changes.',
    ja: 'このファイルの解析が制限時間内に終わりませんでした。変更されるまで解析の対象から外します。',
  },
  'incomplete.crash': {
    en: 'The analysis of this file failed. The file was set aside until it changes. Please report it.',
    ja: 'このファイルの解析中に内部エラーが発生しました。変更されるまで解析の対象から外します。不具合としてご報告ください。',
  },
  'incomplete.special-file': {
    en: 'This is not a regular file; it was not analysed.',
    ja: '通常のファイルではないため、解析していません。',
  },

  'failed.document': {
    en: 'Clauselint could not analyse this file: {detail}',
    ja: 'Clauselint はこのファイルを解析できませんでした: {detail}',
  },
  'failed.gaveUp': {
    en: 'The analysis ended unexpectedly several times and was stopped ({detail}). Check the workspace to start it again.',
    ja: '解析が繰り返し異常終了したため停止しました({detail})。再開するには、ワークスペースの検査を実行してください。',
  },
  'failed.folder': { en: 'The analysis of {folder} failed: {detail}', ja: '{folder} の解析に失敗しました: {detail}' },
  'failed.setAside': {
    en: '{file} was set aside because its analysis did not end or failed.',
    ja: '{file} の解析が終わらないか失敗したため、解析の対象から外しました。',
  },
  'config.invalid': {
    en: 'The configuration, contract or baseline is not valid; the analysis goes on with what held before.',
    ja: '設定、契約、またはベースラインに誤りがあります。直前まで有効だった内容で解析を続けます。',
  },

  'action.fix': { en: '{title} ({rule})', ja: '{title}({rule})' },
  'action.fixByHand': { en: '{title} ({rule}). By hand: {byHand}', ja: '{title}({rule})。手作業が必要です: {byHand}' },
  'action.waive': { en: 'Waive {rule} here, with a reason', ja: '{rule} をこの箇所で免除する(理由を記入)' },
  'action.showClause': { en: 'Show clause {clause}', ja: '条項 {clause} を表示' },
  'action.showRule': { en: 'Show the page of {rule}', ja: '{rule} の説明を表示' },
  'action.fixRule': { en: 'Fix all {rule} in this file', ja: 'このファイルの {rule} をすべて修正' },
  'action.fixAll': { en: 'Fix all that Clauselint can fix safely', ja: '安全に修正できるものをすべて修正 (Clauselint)' },
  'waiver.owner': { en: 'owner', ja: '担当者' },
  'waiver.reason': { en: 'reason', ja: '理由' },

  'hover.demands': { en: 'Demands', ja: '求められる値' },
  'hover.broken': { en: 'Broken', ja: '違反' },
  'hover.kept': { en: 'Kept', ja: '遵守' },
  'hover.waived': { en: 'Waived', ja: '免除中' },
  'hover.waiver': {
    en: 'until {until} by {owner}, because: {reason} ({place})',
    ja: '{until} まで(担当: {owner})。理由: {reason}({place})',
  },
  'hover.unknown': { en: 'Cannot be told', ja: '判定不能' },
  'hover.trail': { en: 'Where', ja: '経路' },
  'hover.todo': { en: 'To do', ja: '対処' },

  'page.clause': { en: 'Clause {clause}', ja: '条項 {clause}' },
  'page.threats': { en: 'Threats (STRIDE): {letters}', ja: '脅威(STRIDE): {letters}' },
  'page.serves': { en: 'Clauses: {clauses}', ja: '対応する条項: {clauses}' },
  'page.obligation': { en: 'Obligation `{id}`', ja: '義務 `{id}`' },
  'page.severity': { en: 'When broken: {severity}', ja: '違反時の重大度: {severity}' },
  'page.shownBy': { en: 'Shown by: {ways}', ja: '確認方法: {ways}' },
  'page.rules': { en: 'Rules: {rules}', ja: 'ルール: {rules}' },
  'page.noRules': { en: 'No rule of this version judges it.', ja: 'このバージョンには対応するルールがありません。' },
  'page.garbled': {
    en: 'default, since the figure cannot be read in the contract',
    ja: '契約書の数値が判読できないため既定値',
  },
  'page.missing': { en: 'There is no such page.', ja: '該当するページがありません。' },
  'shownBy.code': { en: 'code', ja: 'コード' },
  'shownBy.repository': { en: 'files of the repository', ja: 'リポジトリ内のファイル' },
  'shownBy.attestation': { en: 'a dated record', ja: '日付のある記録' },

  'progress.title': { en: 'Checking against the contract', ja: '契約と照合しています' },
  'progress.folders': { en: '{done} of {total} folders', ja: '{total} フォルダー中 {done} 完了' },
};

export type Key = keyof typeof SENTENCES;
export type Values = Readonly<Record<string, string | number>>;

export function say(locale: Locale, key: Key, values: Values = {}): string {
  return SENTENCES[key][locale].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''));
}

/** The language of an LSP locale such as `ja`, `ja-JP`, `en-GB`. */
export function localeOf(tag: string | undefined): Locale {
  return /^ja(?:[-_]|$)/i.test(tag ?? '') ? 'ja' : 'en';
}
