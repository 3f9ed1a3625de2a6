/** A waiver names one rule, a reason, an owner and an end, and ends in the time that the contract gives for dealing with a threat. */
import type { Rule, Terms, WaiverUse } from '../../engine/rule/index.ts';
import { addDays, defineRule, isDay } from '../../engine/rule/index.ts';
import { removal, shortening } from './overdue-waiver.fix.ts';

export type Fault = 'unused' | 'rule' | 'overdue' | 'foreign' | 'reason' | 'owner' | 'date' | 'unreadable' | 'stray' | 'long' | 'expired';

interface Wrong {
  /** At least one. `unused`, `rule` and `overdue` stand alone. */
  readonly faults: readonly Fault[];
  /** The last day that a waiver may name, where the contract sets one. */
  readonly last: string | undefined;
}

const rule: Rule<'waiver', Wrong> = defineRule<'waiver', Wrong>({
  id: 'overdue-waiver',
  obligation: 'urgent-threat-deadline',
  evidence: 'waiver',
  title: { en: 'Waivers that ran out or were never valid', ja: '期限切れ、または無効な免除があります' },
  cwe: [],
  judge(waiver, terms) {
    const last = lastDay(waiver, terms);
    const faults = faultsOf(waiver, last);
    if (faults.length > 0) return { is: 'breaks', found: { faults, last } };
    // A finding that waits in the baseline within its time is no waiver that anybody gave.
    if (waiver.form === 'baseline') return undefined;
    return {
      is: 'keeps',
      note: {
        en: `${waiver.rule} is waived until ${waiver.until} (owner: ${waiver.owner})`,
        ja: `${waiver.rule} は ${waiver.until} まで免除されています (担当者: ${waiver.owner})`,
      },
    };
  },
  say: {
    en: ({ faults, last }, waiver, terms) => ({
      what: whatEn(faults, waiver, terms),
      why: whyEn(terms),
      todo: todoEn(faults, waiver, last),
    }),
    ja: ({ faults, last }, waiver, terms) => ({
      what: whatJa(faults, waiver, terms),
      why: whyJa(terms),
      todo: todoJa(faults, waiver, last),
    }),
  },
  fix({ faults, last }, waiver, ctx) {
    const [fault, ...others] = faults;
    if (fault === 'unused') return removal(waiver, ctx);
    return fault === 'long' && others.length === 0 && last !== undefined ? shortening(waiver, last) : [];
  },
});

/** Days that the contract gives from discovery; undefined when it sets no term. */
function daysOf(terms: Terms): number | undefined {
  const days = terms['waiver-days'];
  return typeof days === 'number' ? days : undefined;
}

/** Nobody wrote down when it was found: then it was found today. */
function lastDay({ first, now }: WaiverUse, terms: Terms): string | undefined {
  const days = daysOf(terms);
  return days === undefined ? undefined : addDays(first ?? now, days);
}

function faultsOf(waiver: WaiverUse, last: string | undefined): readonly Fault[] {
  const { form, names, matches, reason, owner, until, stray, now } = waiver;
  if (form !== 'baseline' && names !== 'rule') return ['rule'];
  if (matches === 0) return ['unused'];
  if (last !== undefined && last < now) return ['overdue'];
  if (form === 'baseline') return [];
  const faults: Fault[] = [];
  if (!waiver.accepted) faults.push('foreign');
  if (isBlank(reason)) faults.push('reason');
  if (isBlank(owner)) faults.push('owner');
  if (until === undefined) faults.push('date');
  else if (!isDay(until)) faults.push('unreadable');
  else if (until < now) faults.push('expired');
  else if (last !== undefined && until > last) faults.push('long');
  if (stray.length > 0) faults.push('stray');
  return faults;
}

/** What a template leaves to be filled in is nothing said. */
const PLACEHOLDER = /^(?:owner|reason|todo|tbd|\.{3}|…|担当者|理由|未定)$/i;

function isBlank(text: string | undefined): boolean {
  return text === undefined || PLACEHOLDER.test(text);
}

const quoted = (words: readonly string[], separator: string): string => words.map((word) => `"${word}"`).join(separator);

function whatEn(faults: readonly Fault[], waiver: WaiverUse, terms: Terms): string {
  const { rule: name, names, until, stray, form, first } = waiver;
  if (faults[0] === 'unused') return `The waiver of ${name} is no longer needed: it is about no finding.`;
  if (faults[0] === 'overdue')
    return form === 'baseline'
      ? `The finding of ${name} here, known since ${first}, has outlived its ${daysOf(terms)} days.`
      : `The finding of ${name}, known since ${first}, can be waived no longer: its ${daysOf(terms)} days are over.`;
  if (faults[0] === 'rule') {
    if (name === undefined) return 'The waiver names no rule.';
    if (names === 'clause') return `A whole clause (${name}) cannot be waived.`;
    if (names === 'everything') return `Everything at once ("${name}") cannot be waived.`;
    return names === 'waivers' ? `${name} itself cannot be waived.` : `There is no rule "${name}" to waive.`;
  }
  const say: Readonly<Record<Exclude<Fault, 'unused' | 'rule' | 'overdue'>, string>> = {
    foreign: 'this change brings it along',
    reason: 'no reason',
    owner: 'no owner',
    date: 'no end date',
    unreadable: `"${until}" is no date`,
    stray: `${quoted(stray, ', ')} means nothing here`,
    long: `it runs longer than ${daysOf(terms)} days`,
    expired: `it ended on ${until}`,
  };
  return `The waiver of ${name} is not valid: ${faults.map((fault) => say[fault as keyof typeof say]).join(', ')}.`;
}

function whatJa(faults: readonly Fault[], waiver: WaiverUse, terms: Terms): string {
  const { rule: name, names, until, stray, form, first } = waiver;
  if (faults[0] === 'unused') return `${name} の免除は不要になりました。該当する検出がありません。`;
  if (faults[0] === 'overdue')
    return form === 'baseline'
      ? `${name} の検出が、${first} の発見から ${daysOf(terms)} 日を過ぎても残っています。`
      : `${name} の検出は、${first} の発見から ${daysOf(terms)} 日を過ぎたため、これ以上免除できません。`;
  if (faults[0] === 'rule') {
    if (name === undefined) return '免除にルールの指定がありません。';
    if (names === 'clause') return `条項 (${name}) 全体を免除することはできません。`;
    if (names === 'everything') return `すべてをまとめて免除すること ("${name}") はできません。`;
    return names === 'waivers' ? `${name} 自体を免除することはできません。` : `免除の対象とされた "${name}" というルールはありません。`;
  }
  const say: Readonly<Record<Exclude<Fault, 'unused' | 'rule' | 'overdue'>, string>> = {
    foreign: 'この変更で追加されたものです',
    reason: '理由がありません',
    owner: '担当者がありません',
    date: '期限がありません',
    unreadable: `期限 "${until}" を日付として解釈できません`,
    stray: `${quoted(stray, '、')} は解釈できません`,
    long: `期限が ${daysOf(terms)} 日を超えています`,
    expired: `${until} に期限が切れました`,
  };
  return `${name} の免除は無効です: ${faults.map((fault) => say[fault as keyof typeof say]).join('、')}。`;
}

function whyEn(terms: Terms): string {
  const days = daysOf(terms);
  const within = days === undefined ? 'in time' : `within ${days} days of their discovery`;
  return `Urgent threats to customer data are to be dealt with ${within}. A waiver lends time up to that day, in someone's name; one that is not valid hides nothing.`;
}

function whyJa(terms: Terms): string {
  const days = daysOf(terms);
  const within = days === undefined ? '期限内に' : `発見から ${days} 日以内に`;
  return `顧客データへの緊急の脅威には${within}対処すると約束しています。免除は、責任者を明示してその日まで猶予を与えるものです。無効な免除では検出結果は隠れません。`;
}

function todoEn(faults: readonly Fault[], { form, meant }: WaiverUse, last: string | undefined): string {
  const end = last === undefined ? 'an end date' : `an end date no later than ${last}`;
  if (faults[0] === 'unused') return 'Remove the waiver.';
  if (faults[0] === 'overdue') return form === 'baseline' ? 'Fix what was found.' : 'Fix what was found, and remove the waiver.';
  if (faults[0] === 'rule')
    return meant === undefined
      ? `Name the one rule that the finding shows, with a reason, an owner and ${end}.`
      : `Did you mean ${meant}? A waiver names one rule, a reason, an owner and ${end}.`;
  if (faults.includes('foreign')) return 'Fix what was found, or have the waiver reviewed and merged by itself first.';
  if (faults.includes('expired')) return `Fix what was found and remove the waiver, or give it a new reason and ${end}.`;
  return `Fix what was found, or give the waiver a reason, an owner and ${end}, and nothing else.`;
}

function todoJa(faults: readonly Fault[], { form, meant }: WaiverUse, last: string | undefined): string {
  const end = last === undefined ? '期限' : `${last} までの期限`;
  if (faults[0] === 'unused') return '免除を削除してください。';
  if (faults[0] === 'overdue')
    return form === 'baseline' ? '検出された問題を修正してください。' : '検出された問題を修正し、免除を削除してください。';
  if (faults[0] === 'rule')
    return meant === undefined
      ? `検出結果に表示されるルールを 1 つ指定し、理由、担当者、${end}を書いてください。`
      : `${meant} の間違いではありませんか。免除にはルールを 1 つ指定し、理由、担当者、${end}を書いてください。`;
  if (faults.includes('foreign')) return '検出された問題を修正するか、免除だけを先にレビューしてマージしてください。';
  if (faults.includes('expired')) return `検出された問題を修正して免除を削除するか、改めて理由と${end}を書いてください。`;
  return `検出された問題を修正するか、免除に理由、担当者、${end}だけを書いてください。`;
}

export default rule;
