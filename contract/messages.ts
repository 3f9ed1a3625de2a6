/** What is said about a contract or configuration file that is wrong: each complaint a message and a remedy, in both languages. */
import type { Localized } from './types.ts';

export interface Complaint {
  readonly message: Localized;
  readonly remedy: Localized;
}

/** The kinds of value that a file can hold or be asked for. */
export type Kind = 'string' | 'number' | 'boolean' | 'array' | 'object' | 'null';

const KINDS: Readonly<Record<Kind, Localized>> = {
  string: { en: 'a text', ja: '文字列' },
  number: { en: 'a number', ja: '数値' },
  boolean: { en: 'true or false', ja: 'true または false' },
  array: { en: 'a list', ja: '配列' },
  object: { en: 'an object', ja: 'オブジェクト' },
  null: { en: 'null', ja: 'null' },
};

/** Long values are cut: a message is one line. */
function quote(value: string): string {
  const shown = JSON.stringify(value);
  return shown.length <= 60 ? shown : `${shown.slice(0, 56)}…"`;
}

/** `where` is a path such as `clauses[0].id`; empty for the file as a whole. */
function named(where: string): Localized {
  return where === '' ? { en: 'The file', ja: 'ファイル全体' } : { en: `"${where}"`, ja: `「${where}」` };
}

function or(words: readonly string[]): Localized {
  const quoted = words.map((word) => `"${word}"`);
  return { en: quoted.join(', '), ja: quoted.join('、') };
}

/** The remedy for a name that is not known: the likely one, else the choice. */
function choose(likely: string | undefined, known: readonly string[]): Localized {
  if (likely !== undefined) return { en: `Did you mean "${likely}"?`, ja: `「${likely}」の間違いではありませんか。` };
  if (known.length === 0) return { en: 'Remove it.', ja: '削除してください。' };
  return { en: `Use one of ${or(known).en}.`, ja: `次のいずれかを使ってください: ${or(known).ja}。` };
}

export function empty(): Complaint {
  return {
    message: { en: 'The file is empty.', ja: 'ファイルが空です。' },
    remedy: { en: 'Write an object, at the least {}, or remove the file.', ja: '少なくとも {} を書くか、ファイルを削除してください。' },
  };
}

export function tooDeep(limit: number): Complaint {
  return {
    message: { en: `The file nests deeper than ${limit} levels.`, ja: `ファイルの入れ子が ${limit} 段を超えています。` },
    remedy: {
      en: 'Flatten it: no key of this file needs that depth.',
      ja: '入れ子を浅くしてください。これほど深い構造を使うキーはありません。',
    },
  };
}

export function wrongType(where: string, wanted: Kind, found: Kind): Complaint {
  const name = named(where);
  return {
    message: {
      en: `${name.en} must be ${KINDS[wanted].en}, but is ${KINDS[found].en}.`,
      ja: `${name.ja}は${KINDS[wanted].ja}でなければなりませんが、${KINDS[found].ja}になっています。`,
    },
    remedy: { en: `Write ${KINDS[wanted].en} here.`, ja: `ここには${KINDS[wanted].ja}を書いてください。` },
  };
}

export function unknownKey(where: string, key: string, likely: string | undefined, known: readonly string[]): Complaint {
  const name = named(where);
  return {
    message: { en: `${name.en} has an unknown key ${quote(key)}.`, ja: `${name.ja}に未知のキー ${quote(key)} があります。` },
    remedy: choose(likely, known),
  };
}

export function missingKey(where: string, key: string): Complaint {
  const name = named(where);
  return {
    message: { en: `${name.en} lacks the key "${key}".`, ja: `${name.ja}にキー "${key}" がありません。` },
    remedy: { en: `Add "${key}".`, ja: `"${key}" を追加してください。` },
  };
}

export function duplicateKey(key: string, line: number): Complaint {
  return {
    message: { en: `The key ${quote(key)} is already set on line ${line}.`, ja: `キー ${quote(key)} は ${line} 行目で設定済みです。` },
    remedy: { en: 'Keep one of the two.', ja: 'どちらか一方だけを残してください。' },
  };
}

export function blank(where: string): Complaint {
  return {
    message: { en: `${named(where).en} is blank.`, ja: `${named(where).ja}が空です。` },
    remedy: { en: 'Fill it in.', ja: '内容を書いてください。' },
  };
}

export function notOneOf(where: string, value: string, likely: string | undefined, known: readonly string[]): Complaint {
  const name = named(where);
  return {
    message: { en: `${name.en} cannot be ${quote(value)}.`, ja: `${name.ja}に ${quote(value)} は指定できません。` },
    remedy: choose(likely, known),
  };
}

export function malformed(where: string, value: string, says: Localized): Complaint {
  const name = named(where);
  return {
    message: {
      en: `${name.en} is ${quote(value)}, which is not ${says.en}.`,
      ja: `${name.ja}の ${quote(value)} は、${says.ja}ではありません。`,
    },
    remedy: { en: `Write ${says.en}.`, ja: `${says.ja}を書いてください。` },
  };
}

export function notPositive(where: string): Complaint {
  const name = named(where);
  return {
    message: { en: `${name.en} must be a finite number above zero.`, ja: `${name.ja}は0より大きい有限の数値でなければなりません。` },
    remedy: { en: 'Write a number above zero.', ja: '0より大きい数値を書いてください。' },
  };
}

export function repeated(where: string, value: string): Complaint {
  return {
    message: { en: `${named(where).en} repeats ${quote(value)}.`, ja: `${named(where).ja}で ${quote(value)} が重複しています。` },
    remedy: { en: 'Remove the second one.', ja: '重複した方を削除してください。' },
  };
}

export function tooFew(where: string): Complaint {
  return {
    message: { en: `${named(where).en} must hold at least one entry.`, ja: `${named(where).ja}には1つ以上の要素が必要です。` },
    remedy: { en: 'Add an entry.', ja: '要素を追加してください。' },
  };
}

export function unknownTerm(name: string, likely: string | undefined): Complaint {
  return {
    message: { en: `There is no term ${quote(name)}.`, ja: `${quote(name)} という条件 (term) はありません。` },
    remedy:
      likely === undefined
        ? { en: 'Use a term of the documented vocabulary.', ja: '文書にある条件の名前を使ってください。' }
        : choose(likely, []),
  };
}

export function unknownRule(id: string, likely: string | undefined): Complaint {
  return {
    message: { en: `There is no rule ${quote(id)}.`, ja: `${quote(id)} というルールはありません。` },
    remedy:
      likely === undefined
        ? { en: 'Use the id of a rule as findings show it.', ja: '検出結果に表示されるルールの ID を使ってください。' }
        : choose(likely, []),
  };
}

export function garbledWithoutDefault(term: string): Complaint {
  return {
    message: {
      en: `The figure of "${term}" is marked as garbled and has no default.`,
      ja: `「${term}」は原文の数値が読み取れない (garbled) とされていますが、既定値がありません。`,
    },
    remedy: { en: 'Add "value" with the figure to assume.', ja: '想定する値を "value" に書いてください。' },
  };
}

export function duplicateClause(id: string, line: number): Complaint {
  return {
    message: { en: `The clause ${quote(id)} already stands on line ${line}.`, ja: `条項 ${quote(id)} は ${line} 行目にすでにあります。` },
    remedy: {
      en: 'Give each clause its own number, whatever its capitals.',
      ja: '条項には、大文字・小文字の違いを除いても重ならない番号を付けてください。',
    },
  };
}

export function duplicateObligation(id: string, line: number): Complaint {
  return {
    message: {
      en: `This clause already has the obligation "${id}" on line ${line}.`,
      ja: `この条項には義務「${id}」が ${line} 行目にすでにあります。`,
    },
    remedy: { en: 'Merge the two into one.', ja: '1つにまとめてください。' },
  };
}

/** Two clauses that demand the same obligation say different things of `key`. */
export function disagreement(obligation: string, key: string, clause: string, line: number): Complaint {
  return {
    message: {
      en: `The obligation "${obligation}" has another "${key}" in clause ${quote(clause)} (line ${line}).`,
      ja: `義務「${obligation}」の "${key}" が、条項 ${quote(clause)} (${line} 行目) と食い違っています。`,
    },
    remedy: {
      en: `Write the same "${key}" in both clauses, or give the obligations different ids.`,
      ja: `両方の条項で "${key}" を一致させるか、義務に別の ID を付けてください。`,
    },
  };
}

/** A waiver of the configuration says either which files it is about or which finding. */
export function whatIsWaived(where: string): Complaint {
  return {
    message: {
      en: `${named(where).en} must have either "path" or "fingerprint".`,
      ja: `${named(where).ja}には "path" と "fingerprint" のどちらか一方だけを指定してください。`,
    },
    remedy: {
      en: 'Give the glob of the files that it is about, or the fingerprint of one finding.',
      ja: '対象ファイルの glob、または検出結果のフィンガープリントを書いてください。',
    },
  };
}

export function otherVersion(where: string, known: number): Complaint {
  return {
    message: { en: `${named(where).en} must be ${known}.`, ja: `${named(where).ja}は ${known} でなければなりません。` },
    remedy: {
      en: 'The file was written by another version of Clauselint: use that version, or write the file anew.',
      ja: '別のバージョンの Clauselint が書いたファイルです。そのバージョンを使うか、ファイルを作り直してください。',
    },
  };
}
