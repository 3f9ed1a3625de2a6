/** From the name of a format to its text. */
import type { Report } from '../../engine/workspace/report.ts';
import { paint } from '../colour.ts';
import type { Format, SarifProfile } from '../options.ts';
import type { Screen } from '../screen.ts';
import type { PlacedFix, RulePage } from '../session.ts';
import { checkstyle } from './checkstyle.ts';
import { compact } from './compact.ts';
import { github } from './github.ts';
import { gitlab } from './gitlab.ts';
import { html } from './html.ts';
import { json } from './json.ts';
import { junit } from './junit.ts';
import { markdown } from './markdown.ts';
import { sarif } from './sarif.ts';
import type { ClauseText } from './sarif-rules.ts';
import { stylish } from './stylish.ts';

export interface RenderOptions {
  readonly version: string;
  /** Errors only. */
  readonly quiet: boolean;
  readonly evidence: boolean;
  readonly exitCode: number;
  readonly stats: Readonly<Record<string, number | string>> | undefined;
  /** `undefined`: evidence as asked for. */
  readonly sarifProfile: SarifProfile | undefined;
  /** From the repository's root to where the report's paths start, for the services that count from there; empty or with a `/` at the end. */
  readonly prefix: { readonly github: string; readonly gitlab: string };
  /** The fixes of a finding, by its fingerprint. Asked for only where a format tells of them. */
  readonly fixesOf: ((fingerprint: string) => readonly PlacedFix[]) | undefined;
  /** The contract's clauses, in its order. Asked for only where a format needs them. */
  clauses(): readonly ClauseText[];
  pages(): readonly RulePage[];
}

export function render(format: Format, report: Report, screen: Screen, options: RenderOptions): string {
  const { quiet, evidence, version, exitCode, stats } = options;
  // Only the format for people has colours, and lines as wide as the terminal.
  const plain: Screen = { ...screen, paint: paint(false), columns: Number.POSITIVE_INFINITY };
  switch (format) {
    case 'stylish': {
      // With nothing looked at and nothing to tell, a table of zeros would only hide the reason, which goes to stderr.
      const silent = report.files.analysed === 0 && report.findings.length === 0 && report.incomplete.length === 0;
      return silent ? '' : stylish(report, screen, { quiet, evidence });
    }
    case 'json':
      return json(report, { version, quiet, evidence, exitCode, stats });
    case 'sarif': {
      const withEvidence = options.sarifProfile === undefined ? evidence : options.sarifProfile === 'full';
      const { locale } = screen;
      return sarif(report, {
        version,
        quiet,
        evidence: withEvidence,
        waived: options.sarifProfile !== 'github',
        fixesOf: options.sarifProfile === 'full' ? options.fixesOf : undefined,
        exitCode,
        locale,
        pages: options.pages(),
        clauses: options.clauses(),
      });
    }
    case 'compact':
      return compact(report, plain, { quiet });
    case 'github':
      return github(report, plain, { quiet, prefix: options.prefix.github });
    case 'gitlab':
      return gitlab(report, plain, { quiet, prefix: options.prefix.gitlab });
    case 'junit':
      return junit(report, plain, { quiet });
    case 'checkstyle':
      return checkstyle(report, plain, { quiet });
    case 'markdown':
      return markdown(report, plain, { quiet });
    case 'html':
      return html(report, plain, { version, quiet, evidence, clauses: options.clauses() });
  }
}
