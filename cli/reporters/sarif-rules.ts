/** Rules, clauses and weaknesses as SARIF descriptors. */
import type { ReportingDescriptor, ReportingDescriptorRelationship, ToolComponent } from 'sarif';
import type { Locale, Localized, Severity } from '../../contract/types.ts';
import type { Report, RuleInfo } from '../../engine/workspace/report.ts';
import { sarifText } from '../escape.ts';
import { firstParagraph, plainText } from '../markdown.ts';
import type { RulePage } from '../session.ts';
import { sarifLevel } from './sarif-results.ts';

export interface ClauseText {
  readonly id: string;
  readonly title: Localized;
  readonly summary: Localized;
}

/** GitHub's limits: characters of a description, tags of a rule. */
const longestDescription = 1024;
const mostTags = 20;

/** GitHub's bands for `security-severity` are critical above 9, high from 7, medium from 4; a contract knows no critical. */
const securitySeverity: Readonly<Record<Severity, string>> = { error: '8.0', warning: '5.0', info: '2.0' };

export const contractName = (id: string): string => (id === '' ? 'contract' : id);

/** In the order of ids, so that a rule's index does not hang on the order in which rules were registered. */
export function sarifRules(
  rules: readonly RuleInfo[],
  pages: readonly RulePage[],
  locale: Locale,
  contractId: string,
): ReportingDescriptor[] {
  const pageOf = new Map(pages.map((page) => [page.id, page]));
  return [...rules]
    .sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    .map((rule) => descriptor(rule, pageOf.get(rule.id)?.markdown[locale] ?? '', locale, contractName(contractId)));
}

function descriptor(rule: RuleInfo, markdown: string, locale: Locale, contract: string): ReportingDescriptor {
  const title = filled(rule.title[locale], rule.id);
  return {
    id: rule.id,
    name: pascalCase(rule.id),
    shortDescription: { text: shortened(sarifText(title)) },
    fullDescription: { text: shortened(sarifText(filled(firstParagraph(markdown), title))) },
    help: { text: sarifText(filled(plainText(markdown), title)), markdown: filled(markdown, title) },
    defaultConfiguration: { level: sarifLevel(rule.severity) },
    relationships: [
      ...rule.clauses.map((id): ReportingDescriptorRelationship => related(id, contract, 0)),
      ...rule.cwe.map((number): ReportingDescriptorRelationship => related(String(number), 'CWE', 1)),
    ],
    properties: {
      tags: [
        'security',
        ...rule.clauses.map((id) => `external/contract/${id}`),
        ...rule.cwe.map((number) => `external/cwe/cwe-${String(number).padStart(3, '0')}`),
      ].slice(0, mostTags),
      // Rules report what they can prove and count the rest as unknown.
      precision: 'high',
      'security-severity': securitySeverity[rule.severity],
    },
  };
}

const related = (id: string, component: string, index: number): ReportingDescriptorRelationship => ({
  target: { id, toolComponent: { name: component, index } },
  kinds: ['relevant'],
});

/** The contract as a taxonomy: every clause a taxon, in English. */
export function contractTaxonomy(contract: Report['contract'], clauses: readonly ClauseText[]): ToolComponent {
  return {
    name: contractName(contract.id),
    ...(contract.version === '' ? {} : { version: contract.version }),
    shortDescription: { text: filled(contract.title.en, contractName(contract.id)) },
    language: 'en',
    isComprehensive: true,
    contents: ['localizedData', 'nonLocalizedData'],
    taxa: clauses.map((clause) => taxon(clause, 'en')),
  };
}

/** The same clauses in Japanese. */
export function contractTranslation(contract: Report['contract'], clauses: readonly ClauseText[]): ToolComponent {
  const title = filled(contract.title.ja, contractName(contract.id));
  return {
    name: contractName(contract.id),
    ...(contract.version === '' ? {} : { version: contract.version }),
    language: 'ja',
    isComprehensive: true,
    contents: ['localizedData'],
    associatedComponent: { name: contractName(contract.id), index: 0 },
    translationMetadata: { name: contractName(contract.id), shortDescription: { text: title } },
    taxa: clauses.map((clause) => taxon(clause, 'ja')),
  };
}

function taxon({ id, title, summary }: ClauseText, locale: Locale): ReportingDescriptor {
  const text = filled(title[locale], id);
  return {
    id,
    shortDescription: { text: sarifText(text) },
    fullDescription: { text: sarifText(filled(summary[locale], text)) },
  };
}

/** The weaknesses that the rules name, by number. */
export function cweTaxonomy(rules: readonly RuleInfo[]): ToolComponent {
  const numbers = [...new Set(rules.flatMap((rule) => rule.cwe))].sort((a, b) => a - b);
  return {
    name: 'CWE',
    fullName: 'Common Weakness Enumeration',
    organization: 'MITRE',
    shortDescription: { text: 'The MITRE Common Weakness Enumeration' },
    informationUri: 'https://cwe.mitre.org/',
    isComprehensive: false,
    taxa: numbers.map((number) => ({ id: String(number), helpUri: `https://cwe.mitre.org/data/definitions/${number}.html` })),
  };
}

/** The text, or what stands in for it: SARIF readers refuse empty strings. */
const filled = (text: string, instead: string): string => (text.trim() === '' ? instead : text);

function shortened(text: string): string {
  if (text.length <= longestDescription) return text;
  // A surrogate pair must not be cut in two.
  const end = /[\ud800-\udbff]/.test(text[longestDescription - 2] ?? '') ? longestDescription - 2 : longestDescription - 1;
  return `${text.slice(0, end)}…`;
}

function pascalCase(id: string): string {
  return id.replace(/(?:^|[^a-zA-Z0-9]+)([a-zA-Z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
