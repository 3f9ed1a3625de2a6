/** Operation logs, traces, crash reports and support files are kept in the approved countries. */

import type {
  Alternative,
  ExprId,
  Judged,
  Localized,
  LogDestination,
  Module,
  Rule,
  Terms,
  Value,
  Verdict,
} from '../../engine/rule/index.ts';
import { defineRule, fold, worst } from '../../engine/rule/index.ts';
import { countryName } from '../data/countries.ts';
import { fixes } from './non-us-log-storage.fix.ts';

/** Where the logs go instead, and the file that says so where it is another than the sink's. */
interface Abroad {
  readonly label: string;
  readonly countries: readonly string[];
  readonly file: string | undefined;
}

type Place = { readonly label: string; readonly countries: readonly string[] | undefined };
type One = Judged<'logDestination', Abroad>;

const rule: Rule<'logDestination', Abroad> = defineRule<'logDestination', Abroad>({
  id: 'non-us-log-storage',
  obligation: 'logs-in-approved-regions',
  evidence: 'logDestination',
  title: { en: 'Logs are kept outside the approved countries', ja: 'ログが承認された国の外に保管されます' },
  cwe: [],
  judge(sink, terms) {
    const approved = approvedCountries(terms);
    const judgeOne = (one: Alternative<Place>): Verdict<Abroad> =>
      fold({ alternatives: [one] }, ({ label, countries }, from) => judgePlace(label, countries, approved, from, sink));
    const verdicts = sink.where.alternatives.map(judgeOne);
    const kept = verdicts.find((one) => one.is === 'keeps');
    const broken = verdicts.find((one) => one.is === 'breaks');
    // One of several, and nobody can say which: a stage, a partition, a customer's choice. What a loop goes through is all of them.
    if (kept && broken && !verdicts.some((one) => one.is === 'breaks' && one.from && inLoop(one.from)))
      return oneOfSeveral(sink.where.alternatives, broken);
    return worst(verdicts);
  },
  conclude: (judged) => oncePerPlace(judged),
  fix: (abroad, _, ctx) => fixes(abroad.countries, approvedCountries(ctx.terms), ctx),
  say: {
    en: (abroad, sink, terms) => ({
      what: `${sink.what.en}${sink.instance ? ` (${sink.instance})` : ''} keeps its data in ${named(abroad, 'en')}${abroad.file ? `, as ${abroad.file} decides` : ''}.`,
      why: `The contract promises that logs, traces and support files are kept in approved countries only (${list(approvedCountries(terms), 'en')}); here the people, systems and identifiers they name are stored elsewhere.`,
      todo: 'Choose an approved region, site or host for this destination, or send these logs to a store in one. If another country has been agreed on, add it to the term `log-countries`.',
    }),
    ja: (abroad, sink, terms) => ({
      what: `${sink.what.ja}${sink.instance ? ` (${sink.instance}) ` : ''}のデータは ${named(abroad, 'ja')} に保管されます${abroad.file ? ` (${abroad.file} で指定)` : ''}。`,
      why: `ログ、トレース、サポート用ファイルは${list(approvedCountries(terms), 'ja')}に保管すると約束しています。このままでは、ログに含まれる利用者やシステムの情報が別の国に保存されます。`,
      todo: '保存先を承認済みのリージョン、サイトまたはホストに変更するか、承認済みの国にある保存先へ転送してください。別の国で合意している場合は、`log-countries` にその国を追加してください。',
    }),
  },
});

function judgePlace(
  label: string,
  countries: readonly string[] | undefined,
  approved: readonly string[],
  from: Value,
  sink: LogDestination,
): Verdict<Abroad> {
  if (countries === undefined) return { is: 'unknown', why: 'unparsed', note: untold(label) };
  if (countries.every((code) => approved.includes(code)))
    return { is: 'keeps', note: both((locale) => `${label} (${list(countries, locale)})`) };
  if (countries.some((code) => approved.includes(code)))
    return { is: 'unknown', why: 'configuration', note: both((locale) => `${label} (${list(countries, locale)})`) };
  const file = from.at.m.path === sink.at.m.path ? undefined : from.at.m.path;
  return { is: 'breaks', found: { label, countries, file } };
}

function oneOfSeveral(places: readonly Alternative<Place>[], broken: Verdict<Abroad>): Verdict<Abroad> {
  const labels = [...new Set(places.flatMap((one) => (one.is === 'known' ? [one.value.label] : [])))].join(', ');
  return {
    is: 'unknown',
    why: 'dynamic',
    note: { en: `one of ${labels}`, ja: `${labels} のいずれか` },
    ...(broken.from && { from: broken.from }),
  };
}

/** Whether a value is one that a loop or an array callback goes through: then each of them takes its turn. */
function inLoop(value: Value): boolean {
  for (let via = value.via; via; via = via.rest) {
    const { m } = via.at;
    const expr = m.expr(via.at.e);
    const source = expr.k === 'ref' ? m.facts.bindings[expr.b]?.e : via.at.e;
    if (source !== undefined && goesThrough(m, source)) return true;
  }
  return false;
}

function goesThrough(m: Module, e: ExprId): boolean {
  const expr = m.expr(e);
  if (expr.k === 'each') return true;
  if (expr.k === 'member') return goesThrough(m, expr.o);
  if (expr.k === 'ref') {
    const source = m.facts.bindings[expr.b]?.e;
    return source !== undefined && m.expr(source).k !== 'ref' && goesThrough(m, source);
  }
  if (expr.k !== 'param') return false;
  const call = m.parentOf(m.fn(expr.f).e);
  const callee = call < 0 ? undefined : m.expr(call);
  if (callee?.k !== 'call') return false;
  const method = m.expr(callee.c);
  return method.k === 'member' && /^(?:forEach|map|flatMap)$/.test(method.n);
}

function approvedCountries(terms: Terms): readonly string[] {
  const value = terms['log-countries'];
  return Array.isArray(value) ? value.map(String) : [];
}

/** A construct is judged once for each stack that owns it; a reader wants one finding that names them all. */
function oncePerPlace(judged: readonly One[]): readonly One[] {
  const broken = new Map<string, One[]>();
  for (const one of judged) {
    if (one.verdict.is !== 'breaks') continue;
    const key = `${one.evidence.at.m.id}.${one.evidence.at.e}`;
    broken.set(key, [...(broken.get(key) ?? []), one]);
  }
  return judged.map((one) => {
    const group = one.verdict.is === 'breaks' ? (broken.get(`${one.evidence.at.m.id}.${one.evidence.at.e}`) ?? []) : [];
    const instances = [...new Set(group.flatMap(({ evidence }) => evidence.instance ?? []))].sort();
    return instances.length < 2 ? one : { ...one, evidence: { ...one.evidence, instance: shortened(instances) } };
  });
}

function shortened(names: readonly string[]): string {
  return names.length <= 3 ? names.join(', ') : `${names.slice(0, 3).join(', ')}, …`;
}

function untold(label: string): Localized {
  return { en: `${label}: no table tells its country`, ja: `${label}: 所在国を判定できません` };
}

function both(text: (locale: 'en' | 'ja') => string): Localized {
  return { en: text('en'), ja: text('ja') };
}

function named(abroad: Abroad, locale: 'en' | 'ja'): string {
  return `${abroad.label} (${list(abroad.countries, locale)})`;
}

function list(codes: readonly string[], locale: 'en' | 'ja'): string {
  return codes.map((code) => countryName(code, locale)).join(locale === 'ja' ? '、' : ', ');
}

export default rule;
