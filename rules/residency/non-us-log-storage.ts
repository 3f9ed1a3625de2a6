/** Operation logs, traces, crash reports and support files are kept in the approved countries. */
import { defineRule, fold } from '../../engine/rule/index.ts';
import type { Judged, Localized, LogDestination, Rule, Terms, Value, Verdict } from '../../engine/rule/index.ts';
import { countryName } from '../data/countries.ts';

/** Where the logs go instead, and the file that says so where it is another than the sink's. */
interface Abroad {
  readonly label: string;
  readonly countries: readonly string[];
  readonly file: string | undefined;
}

type One = Judged<'logDestination', Abroad>;

const rule: Rule<'logDestination', Abroad> = defineRule<'logDestination', Abroad>({
  id: 'non-us-log-storage',
  obligation: 'logs-in-approved-regions',
  evidence: 'logDestination',
  title: { en: 'Logs are kept outside the approved countries', ja: 'ログが承認された国の外に保管されます' },
  cwe: [],
  judge(sink, terms) {
    const approved = approvedCountries(terms);
    return fold(sink.where, ({ label, countries }, from) => judgePlace(label, countries, approved, from, sink));
  },
  conclude: (judged) => oncePerPlace(judged),
  say: {
    en: (abroad, sink, terms) => ({
      what: `${sink.what.en}${sink.instance ? ` of ${sink.instance}` : ''} lies in ${named(abroad, 'en')}${abroad.file ? `, as ${abroad.file} decides` : ''}.`,
      why: `Logs, traces and support files are promised to stay in ${list(approvedCountries(terms), 'en')}; the people, systems and identifiers they name would be stored elsewhere.`,
      todo: 'Choose an approved region, site or host for this destination, or send these logs to a store in one. If another country has been agreed on, add it to the term `log-countries`.',
    }),
    ja: (abroad, sink, terms) => ({
      what: `${sink.instance ? `${sink.instance} の` : ''}${sink.what.ja}は ${named(abroad, 'ja')} に置かれます${abroad.file ? ` (${abroad.file} で指定)` : ''}。`,
      why: `ログ、トレース、サポート用ファイルは${list(approvedCountries(terms), 'ja')}に保管すると約束しています。このままでは、ログに含まれる利用者やシステムの情報が別の国に保存されます。`,
      todo: '保存先を承認済みのリージョン、サイトまたはホストに変更するか、承認済みの国にある保存先へ転送してください。別の国で合意している場合は、`log-countries` にその国を追加してください。',
    }),
  },
});

function judgePlace(label: string, countries: readonly string[] | undefined, approved: readonly string[], from: Value, sink: LogDestination): Verdict<Abroad> {
  if (countries === undefined) return { is: 'unknown', why: 'unparsed', note: untold(label) };
  if (countries.every((code) => approved.includes(code))) return { is: 'keeps', note: both((locale) => `${label} (${list(countries, locale)})`) };
  if (countries.some((code) => approved.includes(code))) return { is: 'unknown', why: 'configuration', note: both((locale) => `${label} (${list(countries, locale)})`) };
  const file = from.at.m.path === sink.at.m.path ? undefined : from.at.m.path;
  return { is: 'breaks', found: { label, countries, file } };
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
