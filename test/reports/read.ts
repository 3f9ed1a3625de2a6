/** The reports that `setup` left, read back. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Log, Run } from 'sarif';
import { inject } from 'vitest';
import type { Locale } from '../../contract/types.ts';
import type { Finding, Report } from '../../engine/workspace/report.ts';
import { type ProjectName, projects } from './projects.ts';

/** Every project in every language, as rows of a table of tests. */
export const everyReport: readonly (readonly [ProjectName, Locale])[] = projects.flatMap((name) => [
  [name, 'en'] as const,
  [name, 'ja'] as const,
]);

export const reportPath = (name: ProjectName, locale: Locale, file: string): string =>
  join(inject('folder'), 'reports', name, locale, file);

export const reportText = (name: ProjectName, locale: Locale, file: string): string => readFileSync(reportPath(name, locale, file), 'utf8');

export const sourceText = (name: ProjectName, path: string): string => readFileSync(join(inject('folder'), name, path), 'utf8');

export const jsonReport = (name: ProjectName, locale: Locale): Report => JSON.parse(reportText(name, locale, 'json')) as Report;

/** The findings that count, which the formats for build servers list. */
export const fresh = (report: Report): readonly Finding[] => report.findings.filter((finding) => finding.baseline !== 'unchanged');

export function sarifRun(name: ProjectName, locale: Locale, profile: 'full' | 'github'): Run {
  return (JSON.parse(reportText(name, locale, `${profile}.sarif`)) as Log).runs[0] as Run;
}
