/** The engine's own sentences: notes along a trail, and why something cannot be told. */
import type { Localized } from '../../contract/types.ts';
import type { Why } from '../value/types.ts';

const NOTES: Record<'call' | 'sink' | 'via' | 'decided' | 'unset' | 'lost', Localized> = {
  call: { en: 'called from here', ja: 'ここから呼び出されています' },
  sink: { en: 'takes effect here', ja: 'ここで効力を持ちます' },
  via: { en: 'passes through here', ja: 'ここを経由します' },
  decided: { en: 'decided here', ja: 'ここで決まります' },
  unset: { en: 'nothing is set here', ja: 'ここでは設定されていません' },
  lost: { en: 'cannot be told from here on', ja: 'ここから先は判定できません' },
};

export function note(name: keyof typeof NOTES): Localized {
  return NOTES[name];
}

const WHY: Record<Why, Localized> = {
  parameter: { en: 'a parameter whose callers are not in the project', ja: '呼び出し元がプロジェクト内にない引数' },
  environment: { en: 'an environment variable without a default', ja: '既定値のない環境変数' },
  import: { en: 'an import that leads out of the project', ja: 'プロジェクト外へ続くインポート' },
  call: { en: 'the result of a call that cannot be followed', ja: '追跡できない呼び出しの結果' },
  member: { en: 'a property that cannot be followed', ja: '追跡できないプロパティ' },
  'open-object': { en: 'an object that may hold more than is written', ja: '記述以外の内容を含みうるオブジェクト' },
  reassigned: { en: 'a variable changed after it was set', ja: '設定後に変更される変数' },
  cycle: { en: 'a value defined by itself', ja: '自身を参照して定義された値' },
  budget: { en: 'too many possibilities', ja: '可能性が多すぎます' },
  caught: { en: 'a caught error', ja: '捕捉されたエラー' },
  global: { en: 'a global of unknown origin', ja: '由来不明のグローバル変数' },
  dynamic: { en: 'a value computed at run time', ja: '実行時に計算される値' },
  syntax: { en: 'code that the analysis does not follow', ja: '解析が追跡しない構文' },
  unparsed: { en: 'a value of a form that is not known', ja: '未知の形式の値' },
  configuration: { en: 'a setting outside the code', ja: 'コード外の設定' },
};

export function whyText(why: Why): Localized {
  return WHY[why];
}
